"""A clinic's additions: it may raise and add, never lower.

    {"version": 1,
     "raise": [{"id": "RF-…", "level": "urgent", "also_when": condition}],     either, or both
     "rules": [a rule of its own, like those that ship],
     "messages": [a message of its own],
     "phone": {"display": "…", "uri": "tel:…"}}

There is no key that hides a rule, loosens its condition or changes a message that ships. `also_when` joins the
condition by "or", so that a rule can only fire more often.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from companion.domain.safety.book import also_when, message_from_json, rule_from_json
from companion.domain.safety.conditions import AnyOf
from companion.domain.safety.reading import Json, RuleError
from companion.domain.safety.rules import LEVELS, Level, Message, Rule, RuleBook

LISTS = ("raise", "messages", "rules")
OWN_ID = re.compile(r"(?!RF-)[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
PHONE = re.compile(r"tel:[+0-9*#,;-]+")
BLANK = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Phone:
    """The clinic's number as it is read and as it is called."""

    display: str
    uri: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something of a pack is not taken: the line it begins on (1 for the first), its id, the reason."""

    line: int
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Merged:
    """All rules with the clinic's; what has a problem is left out, and the rule it speaks of stays as it ships."""

    book: RuleBook
    phone: Phone | None = None
    problems: tuple[Problem, ...] = ()


def merge(book: RuleBook, pack: str) -> Merged:
    """The rules that ship with a clinic's pack (the text of its JSON file). Total: every problem is in the answer."""
    try:
        data = json.loads(pack, object_pairs_hook=_without_doubles)
        lines = lines_of_items(pack)
    except json.JSONDecodeError as error:
        return Merged(book, problems=(Problem(error.lineno, "pack", f"this is no JSON: {error.msg}"),))
    except (ValueError, RecursionError) as error:
        return Merged(book, problems=(Problem(1, "pack", str(error)),))
    if not isinstance(data, dict):
        return Merged(book, problems=(Problem(1, "pack", "a pack is an object"),))
    return merge_data(book, data, lines)


def merge_data(book: RuleBook, data: Json, lines: Mapping[tuple[str, int], int] | None = None) -> Merged:
    """The same for a pack that was read already; `lines` are those of its items, by key and place in the list."""
    return _Merging(book, data, lines or {}).done()


class _Merging:
    """One pack on its way into a book, with the problems found so far."""

    def __init__(self, book: RuleBook, data: Json, lines: Mapping[tuple[str, int], int]) -> None:
        self._shipped = {rule.id: rule for rule in book.rules}
        self._messages = dict(book.messages)
        self._sources = book.sources
        self._rules = dict(self._shipped)
        self._data = data
        self._lines = lines
        self._problems: list[Problem] = []
        self._phone: Phone | None = None

    def done(self) -> Merged:
        """Everything that is sound, and the problems in the order of their lines."""
        self._look_at_keys()
        # Messages before the rules that name them, whatever the order in the file.
        self._each("messages", self._add_message)
        self._each("raise", self._raise)
        self._each("rules", self._add_rule)
        book = RuleBook(tuple(self._rules.values()), self._messages, self._sources)
        return Merged(book, self._phone, tuple(sorted(self._problems, key=lambda one: one.line)))

    def _look_at_keys(self) -> None:
        for key in self._data.keys() - {*LISTS, "version", "phone"}:
            self._note(key, 0, key, "this is no part of a pack: a clinic may raise, add, and set its phone")
        if self._data.get("version") != 1:
            self._note("version", 0, "version", "version is 1")
        if "phone" in self._data:
            self._take_phone(self._data["phone"])

    def _take_phone(self, raw: object) -> None:
        is_phone = isinstance(raw, dict) and raw.keys() == {"display", "uri"}
        if not isinstance(raw, dict) or not is_phone or not all(isinstance(one, str) for one in raw.values()):
            self._note("phone", 0, "phone", "a phone has display and uri")
        elif not raw["display"] or not PHONE.fullmatch(raw["uri"]):
            self._note("phone", 0, "phone", "uri is tel: with digits, and display is what people read")
        else:
            self._phone = Phone(raw["display"], raw["uri"])

    def _each(self, key: str, take: Callable[[Json], None]) -> None:
        items = self._data.get(key, [])
        if not isinstance(items, list):
            self._note(key, 0, key, f"{key} is a list")
            return
        for index, raw in enumerate(items):
            try:
                take(raw)
            except RuleError as error:
                self._note(key, index, error.id, error.reason)

    def _note(self, key: str, index: int, id: str, reason: str) -> None:
        self._problems.append(Problem(self._lines.get((key, index), 1), id, reason))

    def _add_message(self, raw: Json) -> None:
        made: Message = message_from_json(raw)
        if made.id in self._messages:
            raise RuleError(made.id, "a message with this id is there already; one that ships cannot be changed")
        self._messages[made.id] = made

    def _add_rule(self, raw: Json) -> None:
        made = rule_from_json(raw, self._messages)
        if made.id in self._shipped:
            raise RuleError(made.id, "this rule ships with the app: a clinic raises it under raise")
        if not OWN_ID.fullmatch(made.id) or made.id in self._rules:
            raise RuleError(made.id, "a rule of a clinic has an id of its own that does not begin with RF-")
        self._rules[made.id] = made

    def _raise(self, raw: Any) -> None:
        id = raw.get("id") if isinstance(raw, dict) else None
        if not isinstance(id, str) or id not in self._shipped:
            raise RuleError(str(id), "no rule with this id ships with the app")
        if not {"id"} < raw.keys() <= {"id", "level", "also_when"}:
            raise RuleError(id, "a rule that ships may be given a higher level and an also_when, nothing else")
        rule = self._rules[id]
        self._rules[id] = _raised(_widened(rule, raw), raw)


def _widened(rule: Rule, raw: Json) -> Rule:
    if "also_when" not in raw:
        return rule
    return replace(rule, condition=AnyOf((rule.condition, also_when(rule.id, raw["also_when"]))))


def _raised(rule: Rule, raw: Json) -> Rule:
    if "level" not in raw:
        return rule
    level = LEVELS.get(raw["level"]) if isinstance(raw["level"], str) else None
    if level is None or level <= rule.level:
        raise RuleError(rule.id, f"its level is {rule.level.name.lower()}: a clinic may only raise it")
    return replace(rule, level=level, has_cooldown=rule.has_cooldown and level is not Level.EMERGENCY)


def lines_of_items(text: str) -> dict[tuple[str, int], int]:
    """Where the members of an object begin, by key and place in its list (0 for what is no list). Sound JSON only."""
    decoder, at, found = json.JSONDecoder(), _after(text, 0), dict[tuple[str, int], int]()
    if text[at] != "{":
        return found
    while text[at := _after(text, at + 1)] != "}":
        key, at = decoder.raw_decode(text, at)
        at = _after(text, _after(text, at) + 1)
        found[key, 0] = _line(text, at)
        at = _walk_list(decoder, text, at, key, found) if text[at] == "[" else decoder.raw_decode(text, at)[1]
        at = _after(text, at)
        if text[at] == "}":
            break
    return found


def _walk_list(decoder: json.JSONDecoder, text: str, at: int, key: str, found: dict[tuple[str, int], int]) -> int:
    """Notes each item's line; the place after the list."""
    index, at = 0, _after(text, at + 1)
    while text[at] != "]":
        found[key, index] = _line(text, at)
        _, at = decoder.raw_decode(text, at)
        index, at = index + 1, _after(text, at)
        if text[at] == ",":
            at = _after(text, at + 1)
    return at + 1


def _after(text: str, at: int) -> int:
    blank = BLANK.match(text, at)
    return blank.end() if blank else at


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    kept = dict(pairs)
    if len(kept) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} stands twice in one object")
    return kept
