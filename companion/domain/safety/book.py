"""Rules and messages from JSON; what is not as it has to be is refused with its id and the reason."""

from collections.abc import Callable, Collection, Mapping, Set
from dataclasses import replace
from typing import Any, TypeVar

from companion.domain.safety.fields import FIELDS
from companion.domain.safety.levels import FloorStep, floor_steps_from_json
from companion.domain.safety.reading import Gathered, Json, RuleError, because, condition_from_json
from companion.domain.safety.rules import (
    LEVELS,
    SUI_NOW,
    Action,
    Level,
    Message,
    Offer,
    Paragraph,
    Rule,
    RuleBook,
    Topic,
)
from companion.domain.sources import REVIEW_DATES

NEEDED = ("id", "topic", "level", "when", "message", "sources")
SHIPPED_ONLY = ("sign", "floor", "weekly_unless")
FLAGS = {"soft": False, "same_day": False, "cooldown": True, "now": False}
PLACEHOLDERS = frozenset({"em", "cl", "clinic"})
GIVEN = ("infusion", "browser")
"""What a paragraph may depend on: `infusion`, the person had one in the last weeks."""

T = TypeVar("T")


Floors = Mapping[str, tuple[FloorStep, ...]]
"""Id of an emergency sign -> the floor that it keeps once it is over."""


def rule_book_from_json(data: Json, signs: Floors, *, with_waiting: bool = False) -> RuleBook:
    """Read the rules that ship. Raises RuleError.

    A rule marked `waits_for` is checked like any other but left out: the form that it needs does not ship, so it could
    never fire.

    Args:
        signs: the floors of the emergency signs.
        with_waiting: keep the rules that wait, for the document and the tests.
    """
    if not isinstance(data, dict) or data.keys() - REVIEW_DATES != {"version", "sources", "rules", "messages"}:
        raise RuleError(
            "rules", "the file has to have version, sources, rules, messages and its review dates, and nothing else"
        )
    messages = by_id([message_from_json(raw) for raw in _objects(data["messages"], "messages")])
    rules = by_id([_shipped_rule(raw, messages, signs) for raw in _objects(data["rules"], "rules")])
    for rule in rules.values():
        if reserved := sorted(name for name in rule.fields if FIELDS[name].is_for_packs):
            raise RuleError(rule.id, f"{reserved[0]} is for a clinic's own pack")
        if unknown := sorted(set(rule.sources) - data["sources"].keys()):
            raise RuleError(rule.id, f"{unknown[0]} is not one of the file's sources")
        if lost := [step.message for step in rule.floor if step.message not in messages]:
            raise RuleError(rule.id, f"there is no message {lost[0]!r}, which its floor names")
    kept = tuple(rule for rule in rules.values() if with_waiting or not rule.waits_for)
    return RuleBook(kept, messages, data["sources"])


def _shipped_rule(data: Json, messages: Collection[str], signs: Floors) -> Rule:
    """Read one rule of ours. `waits_for` is not for a clinic, which may write only what can fire."""
    own = {key: value for key, value in data.items() if key != "waits_for"}
    rule, waits_for = rule_from_json(own, messages, signs), data.get("waits_for", "")
    if not isinstance(waits_for, str) or (not waits_for and "waits_for" in data):
        raise RuleError(rule.id, "waits_for has to be the name of a form, or left out")
    return replace(rule, waits_for=waits_for)


def rule_from_json(data: Json, messages: Collection[str], signs: Floors | None = None) -> Rule:
    """Read one rule, with the ids of all messages. Raises RuleError with everything that is wrong with it.

    `signs`: None for a clinic's own rule, which has no floor.
    """
    id, gathered = _id_of(data), Gathered()
    _check_keys(gathered, data, NEEDED, {*FLAGS, "asks", *(() if signs is None else SHIPPED_ONLY)})
    for flag in FLAGS.keys() & data.keys():
        if not isinstance(data[flag], bool):
            gathered.note(f"{flag} has to be true or false", flag)
    if "message" in data and (not isinstance(data["message"], str) or data["message"] not in messages):
        gathered.note(f"there is no message {data['message']!r}", "message")
    if data.get("asks", SUI_NOW) != SUI_NOW:
        gathered.note(f"asks has to be {SUI_NOW}, or left out", "asks")
    topic = _one_of(gathered, data, "topic", {topic.value: topic for topic in Topic})
    level = _one_of(gathered, data, "level", LEVELS)
    if "when" in data:
        with gathered.at("when"):
            condition = condition_from_json(data["when"])
    with gathered.at("weekly_unless"):
        weekly_unless = condition_from_json(data["weekly_unless"]) if "weekly_unless" in data else None
    floor = _floor(gathered, data, signs or {})
    if "sources" in data and not _are_keys(data["sources"]):
        gathered.note("sources has to be a list of keys", "sources")
    _settle(id, gathered)
    assert topic is not None and level is not None
    return Rule(
        id=id,
        topic=topic,
        level=level,
        condition=condition,
        message=data["message"],
        sources=tuple(data["sources"]),
        soft=data.get("soft", False),
        same_day=data.get("same_day", False),
        # An emergency is never kept back because it was shown before.
        has_cooldown=data.get("cooldown", True) and level is not Level.EMERGENCY,
        now=data.get("now", False),
        asks=data.get("asks", ""),
        floor=floor,
        sign=data.get("sign", ""),
        weekly_unless=weekly_unless,
    )


def _floor(gathered: Gathered, data: Json, signs: Floors) -> tuple[FloorStep, ...]:
    """What a rule keeps once the thing is over: that of its sign, or its own."""
    if "sign" in data and ("floor" in data or data["sign"] not in signs):
        gathered.note("sign has to name an emergency sign; it takes the place of the rule's own floor", "sign")
    elif "sign" in data:
        return signs[data["sign"]]
    try:
        return floor_steps_from_json(data.get("floor", ()))
    except (KeyError, TypeError, ValueError, AttributeError):
        gathered.note("floor has to be a list of steps, each with a level, a message, and what it counts from", "floor")
        return ()


def message_from_json(data: Json) -> Message:
    """One message. Raises RuleError with everything that is wrong with it."""
    id, gathered = _id_of(data), Gathered()
    _check_keys(gathered, data, ("id", "title", "paragraphs", "actions"), set())
    if "title" in data and (not isinstance(data["title"], str) or not data["title"].strip()):
        gathered.note("a message needs a title and a paragraph", "title")
    paragraphs = _each(gathered, data, "paragraphs", "a message needs a title and a paragraph", _paragraph)
    offers = _each(gathered, data, "actions", "a message needs at least one action", _offer)
    if len({offer.action for offer in offers}) != len(offers):
        gathered.note("an action is offered twice", "actions")
    if paragraphs and not any(not one.country and not one.needs & {"clinic", *GIVEN} for one in paragraphs):
        gathered.note("a message needs a paragraph that applies in every country, without {clinic}", "paragraphs")
    _settle(id, gathered)
    return Message(id, data["title"], paragraphs, offers)


def _settle(id: str, gathered: Gathered) -> None:
    if gathered.faults:
        raise RuleError(id, "", *gathered.faults)


def by_id(found: list[T]) -> dict[str, T]:
    """By `id`. Raises RuleError where two have the same."""
    kept: dict[str, T] = {}
    for one in found:
        id = str(getattr(one, "id"))  # noqa: B009 - rules and messages alike
        if id in kept:
            raise RuleError(id, "this id is used twice")
        kept[id] = one
    return kept


def _each(gathered: Gathered, data: Json, name: str, needed: str, read: Callable[[Any], T]) -> tuple[T, ...]:
    """What is sound of a list that may not be empty."""
    items, found = data.get(name), []
    if name in data and (not isinstance(items, list) or not items):
        gathered.note(needed, name)
    for index, raw in enumerate(items if isinstance(items, list) else ()):
        with gathered.at(name, index):
            found.append(read(raw))
    return tuple(found)


def _are_keys(data: object) -> bool:
    return isinstance(data, list) and bool(data) and all(isinstance(one, str) and one for one in data)


def _paragraph(data: object) -> Paragraph:
    if not isinstance(data, dict):
        raise because("a paragraph has to be an object with text")
    gathered = Gathered()
    _check_keys(gathered, data, ("text",), {"country", "given"})
    if "text" in data and (not isinstance(data["text"], str) or not data["text"].strip()):
        gathered.note("a paragraph needs a text", "text")
    _check_country(gathered, data)
    _one_of(gathered, data, "given", {one: one for one in GIVEN})
    gathered.settle()
    made = Paragraph(data["text"], data.get("country", ""), data.get("given", ""))
    try:
        unknown = made.placeholders - PLACEHOLDERS
    except ValueError:
        raise because("a text has a brace that is not part of a placeholder", "text") from None
    if unknown:
        said = f"a text can use {{em}}, {{cl}} and {{clinic}}, not {sorted(unknown)[0]!r}"
        raise because(said, "text")
    return made


def _offer(data: object) -> Offer:
    actions, gathered = {action.value: action for action in Action}, Gathered()
    offer: Json = data if isinstance(data, dict) else {"id": data}
    _check_keys(gathered, offer, ("id",), {"country"})
    _check_country(gathered, offer)
    action = _one_of(gathered, offer, "id", actions, "action")
    gathered.settle()
    assert action is not None
    return Offer(action, offer.get("country", ""))


def _check_country(gathered: Gathered, data: Json) -> None:
    country = data.get("country")
    if "country" in data and not (isinstance(country, str) and len(country) == 2 and country.isupper()):
        gathered.note("country has to be two capital letters", "country")


def _one_of(gathered: Gathered, data: Json, name: str, known: Mapping[str, T], called: str = "") -> T | None:
    """The value that a field names; None where it is missing, or no such word."""
    value = data.get(name)
    if isinstance(value, str) and value in known:
        return known[value]
    if name in data:
        gathered.note(f"{called or name} has to be one of {', '.join(known)}, not {value!r}", name)
    return None


def _objects(data: object, id: str) -> list[Json]:
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise RuleError(id, "a list of objects was expected")
    return data


def _id_of(data: object) -> str:
    id = data.get("id") if isinstance(data, dict) else None
    if not isinstance(id, str) or not id:
        raise RuleError("(no id)", "a rule or message needs an id")
    return id


def _check_keys(gathered: Gathered, data: Json, needed: tuple[str, ...], more: Set[str]) -> None:
    if missing := [name for name in needed if name not in data]:
        gathered.note(f"{', '.join(missing)} is missing")
    for one in (key for key in data if key not in {*needed, *more}):
        gathered.note(f"{one} is unknown; the known keys are {', '.join((*needed, *sorted(more)))}", one)
