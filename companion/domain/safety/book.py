"""Rules and messages from JSON; what is not as it has to be is refused with its id and the reason."""

from collections.abc import Mapping
from typing import Any, TypeVar

from companion.domain.safety.fields import FIELDS
from companion.domain.safety.reading import ConditionError, Json, RuleError, condition_from_json
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

NEEDED = frozenset({"id", "topic", "level", "when", "message", "sources"})
FLAGS = {"soft": False, "same_day": False, "cooldown": True, "now": False}
PLACEHOLDERS = frozenset({"em", "cl", "clinic"})

T = TypeVar("T")


def rule_book_from_json(data: Json) -> RuleBook:
    """The rules that ship. Raises RuleError."""
    if not isinstance(data, dict) or data.keys() != {"version", "sources", "rules", "messages"}:
        raise RuleError("rules", "the file has version, sources, rules and messages")
    messages = by_id([message_from_json(raw) for raw in _objects(data["messages"], "messages")])
    rules = by_id([rule_from_json(raw, messages) for raw in _objects(data["rules"], "rules")])
    for rule in rules.values():
        if reserved := sorted(name for name in rule.fields if FIELDS[name].is_for_packs):
            raise RuleError(rule.id, f"{reserved[0]} is for a clinic's own pack")
        if unknown := sorted(set(rule.sources) - data["sources"].keys()):
            raise RuleError(rule.id, f"{unknown[0]} is no source of the file")
    return RuleBook(tuple(rules.values()), messages, data["sources"])


def rule_from_json(data: Json, messages: Mapping[str, Message]) -> Rule:
    """One rule. Raises RuleError."""
    id = _id_of(data)
    _check_keys(id, data, NEEDED, {*FLAGS, "asks"})
    for flag in FLAGS.keys() & data.keys():
        if not isinstance(data[flag], bool):
            raise RuleError(id, f"{flag} is true or false")
    if not isinstance(data["message"], str) or data["message"] not in messages:
        raise RuleError(id, f"there is no message {data['message']!r}")
    if data.get("asks", SUI_NOW) != SUI_NOW:
        raise RuleError(id, f"asks is {SUI_NOW}, or is left out")
    level = _one_of(id, "level", LEVELS, data["level"])
    return Rule(
        id=id,
        topic=_one_of(id, "topic", {topic.value: topic for topic in Topic}, data["topic"]),
        level=level,
        condition=_condition(id, data["when"]),
        message=data["message"],
        sources=_sources(id, data["sources"]),
        soft=data.get("soft", False),
        same_day=data.get("same_day", False),
        # An emergency is never kept back because it was shown before.
        has_cooldown=data.get("cooldown", True) and level is not Level.EMERGENCY,
        now=data.get("now", False),
        asks=data.get("asks", ""),
    )


def message_from_json(data: Json) -> Message:
    """One message. Raises RuleError."""
    id = _id_of(data)
    _check_keys(id, data, frozenset({"id", "title", "paragraphs", "actions"}), set())
    paragraphs = tuple(_paragraph(id, raw) for raw in _objects(data["paragraphs"], id))
    if not isinstance(data["title"], str) or not data["title"] or not paragraphs:
        raise RuleError(id, "a message has a title and a paragraph")
    if not any(not one.country and "clinic" not in one.placeholders for one in paragraphs):
        raise RuleError(id, "a message has a paragraph that holds in every country, without {clinic}")
    if not isinstance(data["actions"], list) or not data["actions"]:
        raise RuleError(id, "a message offers at least one action")
    offers = tuple(_offer(id, raw) for raw in data["actions"])
    if len({offer.action for offer in offers}) != len(offers):
        raise RuleError(id, "an action is offered twice")
    return Message(id, data["title"], paragraphs, offers)


def by_id(found: list[T]) -> dict[str, T]:
    """By `id`. Raises RuleError where two have the same."""
    kept: dict[str, T] = {}
    for one in found:
        id = str(getattr(one, "id"))  # noqa: B009 - rules and messages alike
        if id in kept:
            raise RuleError(id, "the id is there twice")
        kept[id] = one
    return kept


def also_when(id: str, data: object) -> Any:
    """A condition that a clinic adds to a rule. Raises RuleError."""
    return _condition(id, data)


def _condition(id: str, data: object) -> Any:
    try:
        return condition_from_json(data)
    except ConditionError as error:
        raise RuleError(id, str(error)) from error


def _sources(id: str, data: object) -> tuple[str, ...]:
    if not isinstance(data, list) or not data or not all(isinstance(one, str) and one for one in data):
        raise RuleError(id, "sources is a list of keys")
    return tuple(data)


def _paragraph(id: str, data: Json) -> Paragraph:
    _check_keys(id, data, frozenset({"text"}), {"country"})
    if not isinstance(data["text"], str) or not data["text"]:
        raise RuleError(id, "a paragraph has a text")
    made = Paragraph(data["text"], _country(id, data))
    try:
        unknown = made.placeholders - PLACEHOLDERS
    except ValueError:
        raise RuleError(id, "a brace in a text belongs to no placeholder") from None
    if unknown:
        raise RuleError(id, f"a text may name {{em}}, {{cl}} and {{clinic}}, not {sorted(unknown)[0]!r}")
    return made


def _offer(id: str, data: object) -> Offer:
    actions = {action.value: action for action in Action}
    if isinstance(data, dict):
        _check_keys(id, data, frozenset({"id", "country"}), set())
        return Offer(_one_of(id, "action", actions, data["id"]), _country(id, data))
    return Offer(_one_of(id, "action", actions, data))


def _country(id: str, data: Json) -> str:
    country = data.get("country", "")
    if not isinstance(country, str) or ("country" in data and not (len(country) == 2 and country.isupper())):
        raise RuleError(id, "country is two capital letters")
    return country


def _one_of(id: str, what: str, known: Mapping[str, T], value: object) -> T:
    if not isinstance(value, str) or value not in known:
        raise RuleError(id, f"{what} is one of {', '.join(known)}, not {value!r}")
    return known[value]


def _objects(data: object, id: str) -> list[Json]:
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise RuleError(id, "a list of objects was expected")
    return data


def _id_of(data: object) -> str:
    id = data.get("id") if isinstance(data, dict) else None
    if not isinstance(id, str) or not id:
        raise RuleError("(no id)", "a rule, or a message, has an id")
    return id


def _check_keys(id: str, data: Json, needed: frozenset[str], more: set[str]) -> None:
    if missing := sorted(needed - data.keys()):
        raise RuleError(id, f"{', '.join(missing)} is missing")
    if unknown := sorted(data.keys() - needed - more):
        raise RuleError(id, f"unknown: {', '.join(unknown)}")
