"""A clinic's additions: it may raise and add, never lower.

    {"version": 1,
     "raise": [{"id": "RF-…", "level": "urgent", "also_when": condition}],     either, or both
     "rules": [a rule of its own, like those that ship],
     "messages": [a message of its own]}

There is no key that hides a rule, loosens its condition or changes a message that ships. `also_when` joins the
condition by "or", so that a rule can only fire more often.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from companion.domain.clinic_words import leave_in, no_word, odd_spelling
from companion.domain.safety.book import message_from_json, rule_from_json
from companion.domain.safety.conditions import AnyOf
from companion.domain.safety.reading import Gathered, Json, because, condition_from_json
from companion.domain.safety.rules import LEVELS, Level, Message, Rule, RuleBook
from companion.domain.shapes import Place

LISTS = ("raise", "messages", "rules")
OWN_ID = re.compile(r"(?!RF-)[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class Merged:
    """All rules with the clinic's; what has a problem is left out, and the rule it speaks of stays as it ships.

    Attributes:
        problems: everything that is wrong: the place in the pack, and why.
    """

    book: RuleBook
    problems: tuple[tuple[Place, str], ...] = ()


def merge(book: RuleBook, pack: object) -> Merged:
    """The rules that ship with a clinic's pack. Total: every problem is in the answer."""
    if not isinstance(pack, dict):
        return Merged(book, (((), "needs fields below it, each with a colon: raise, rules, messages"),))
    return _Merging(book, pack).done()


class _Merging:
    """One pack on its way into a book, with the problems found so far."""

    def __init__(self, book: RuleBook, pack: Json) -> None:
        self._shipped = {rule.id: rule for rule in book.rules}
        self._messages = dict(book.messages)
        self._sources = book.sources
        self._rules = dict(self._shipped)
        self._pack = pack
        self._told = set(book.messages)
        self._ids: set[str] = set()
        self._gathered = Gathered()

    def done(self) -> Merged:
        """Everything that is sound, and the problems."""
        for key in (key for key in self._pack if key not in {*LISTS, "version"}):
            self._gathered.note("this is not allowed here: a clinic may raise rules, and add rules and messages", key)
        if self._pack.get("version", 1) != 1:
            self._gathered.note("version has to be 1", "version")
        # Messages before the rules that name them, whatever the order in the file.
        self._each("messages", self._add_message)
        self._each("raise", self._raise)
        self._each("rules", self._add_rule)
        return Merged(
            RuleBook(tuple(self._rules.values()), self._messages, self._sources), tuple(self._gathered.faults)
        )

    def _each(self, key: str, take: Callable[[Any], None]) -> None:
        items = self._pack.get(key)
        if items is None:
            return
        if not isinstance(items, list):
            self._gathered.note(f"{key} has to be a list", key)
            return
        for index, raw in enumerate(items):
            with self._gathered.at(key, index):
                take(raw)

    def _add_message(self, raw: Any) -> None:
        id = raw.get("id") if isinstance(raw, dict) else None
        gathered, is_new = Gathered(), id not in self._told if isinstance(id, str) else True
        if not is_new:
            gathered.note("a message with this id already exists; the app's own messages cannot be changed", "id")
        elif isinstance(id, str):
            self._told.add(id)  # a rule may name it: what is wrong with the message is told there
        made = None
        with gathered.at():
            made = message_from_json(raw)
            _judge(gathered, made.title, "title")
            for at, one in enumerate(made.paragraphs):
                _judge(gathered, one.text, "paragraphs", at, "text")
        gathered.settle()
        assert isinstance(made, Message)
        self._messages[made.id] = made

    def _add_rule(self, raw: Any) -> None:
        id = raw.get("id") if isinstance(raw, dict) else None
        gathered, made = Gathered(), None
        if isinstance(id, str) and id in self._shipped:
            gathered.note("this is one of the app's own rules; to raise it, list it under raise", "id")
        elif isinstance(id, str) and id in self._ids:
            gathered.note("another rule has this id", "id")
        elif isinstance(id, str) and id and not OWN_ID.fullmatch(id):
            gathered.note(
                "a clinic's rule needs an id of its own that does not begin with RF-: letters, digits, - and _",
                "id",
            )
        self._ids |= {id} if isinstance(id, str) else set()
        with gathered.at():
            made = rule_from_json(raw, self._told)
        gathered.settle()
        assert isinstance(made, Rule)
        if made.message in self._messages:
            self._rules[made.id] = made

    def _raise(self, raw: Any) -> None:
        id = raw.get("id") if isinstance(raw, dict) else None
        if not isinstance(id, str) or id not in self._shipped:
            raise because("the app has no rule with this id; docs/safety-rules.md lists them", "id")
        gathered, rule = Gathered(), self._rules[id]
        if not {"id"} < raw.keys() <= {"id", "level", "also_when"}:
            gathered.note("one of the app's own rules can be given only a higher level and an also_when")
        if "also_when" in raw:
            with gathered.at("also_when"):
                rule = replace(rule, condition=AnyOf((rule.condition, condition_from_json(raw["also_when"]))))
        if "level" in raw:
            with gathered.at("level"):
                rule = _raised(rule, raw["level"])
        gathered.settle()
        self._rules[id] = rule


def _judge(gathered: Gathered, text: str, *place: str | int) -> None:
    """What a clinic may not write in a message either."""
    if reason := odd_spelling(text) or no_word(text) or leave_in(text):
        gathered.note(reason, *place)


def _raised(rule: Rule, name: object) -> Rule:
    level = LEVELS.get(name) if isinstance(name, str) else None
    if level is None or level <= rule.level:
        higher = [name for name, one in LEVELS.items() if one > rule.level]
        more = f"to {' or '.join(higher)}" if higher else "and there is none above it"
        raise because(f"the level of {rule.id} is {rule.level.name.lower()}: a clinic may only raise it, {more}")
    return replace(rule, level=level, has_cooldown=rule.has_cooldown and level is not Level.EMERGENCY)
