"""Which rules fire for what was just answered, and which card follows.

Ask only for what this person has just answered on this device: an entry that came from another device or from the
clinic fires nothing, so nobody asks for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from companion.domain.journal import Occurrence
from companion.domain.safety.conditions import AllOf, AnyOf, Condition, Entries, Falls, Rises, meets
from companion.domain.safety.fields import IS_NOW, PREFIXES, Facts
from companion.domain.safety.history import History, Past, This
from companion.domain.safety.rules import Level, Rule, RuleBook

COOLDOWN = timedelta(hours=12)
RECENT = timedelta(hours=2)
"""What is written down within this time is taken as happening now."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One entry at the moment at which an answer of it was kept.

    Attributes:
        form: its Questionnaire's canonical url.
        fields: `prefix.linkId` -> fact of what is answered so far, and what is known besides: course.*, text.tier,
            entry.is_now.
        occurrence: when what the entry tells happened.
        history: the journal's earlier entries; this one may be among them.
        changed: the fields that this answer has changed, None for all that the entry tells. Only rules that name one
            can fire. Without `course.*`: the course is not this entry's.
        entry_id: "" for an entry that is not in the journal yet.
    """

    form: str
    fields: Facts
    occurrence: Occurrence
    history: History = field(default_factory=History)
    changed: frozenset[str] | None = None
    entry_id: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the log: which rule was shown, at which level, when (UTC)."""

    rule: str
    level: Level
    at: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown: the rule that leads, and the others as reasons under it."""

    lead: Rule
    reasons: tuple[Rule, ...] = ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All of them, for the log."""
        return (self.lead, *self.reasons)


def fired(book: RuleBook, situation: Situation) -> tuple[Rule, ...]:
    """The rules that fire, the highest level first, in the book's order within a level."""
    is_now = situation.fields.get(IS_NOW) is True
    found = [rule for rule in _holding(book, situation) if is_now or not rule.now]
    return tuple(sorted(found, key=lambda rule: -rule.level))


def must_ask_now(book: RuleBook, situation: Situation) -> bool:
    """Whether "Is this happening now?" has to be asked first: a rule hangs on it, and it has no answer yet."""
    return IS_NOW not in situation.fields and any(rule.now for rule in _holding(book, situation))


def is_now(occurred_at: datetime, written_at: datetime) -> bool | None:
    """`entry.is_now` without asking (both UTC): True up to 2 hours after the fact, None where it must be asked.

    A fact that lies in the future (a clock jumped) counts as now.
    """
    return True if written_at - occurred_at <= RECENT else None


def card(rules: tuple[Rule, ...], log: Iterable[Shown], at: datetime) -> Card | None:
    """The one card for what fired, None where all of it was shown in the last 12 hours.

    Where one rule is due, the highest of all that fired leads: a card never says less than the one before it.
    """
    log = tuple(log)
    if not any(is_due(rule, log, at) for rule in rules):
        return None
    return Card(rules[0], rules[1:])


def is_due(rule: Rule, log: Iterable[Shown], at: datetime) -> bool:
    """Whether a rule may be shown again. A line of the log from the future (a clock jumped) keeps nothing back."""
    if not rule.has_cooldown:
        return True
    lines = (line for line in log if line.rule == rule.id and line.level == rule.level)
    return not any(timedelta() <= at - line.at < COOLDOWN for line in lines)


def _holding(book: RuleBook, situation: Situation) -> list[Rule]:
    """The rules whose condition holds, whether or not it is happening now."""
    past = Past(situation.history, _this(situation))
    changed = _told(situation.fields) if situation.changed is None else situation.changed
    asked = (rule for rule in book.rules if not rule.fields.isdisjoint(changed))
    return [rule for rule in asked if _holds(rule.condition, situation.fields, past)]


def _told(fields: Facts) -> frozenset[str]:
    """What an entry itself tells: a course that goes on makes no rule of another form fire again."""
    return frozenset(name for name in fields if name != IS_NOW and not name.startswith("course."))


def _this(situation: Situation) -> This:
    prefix = PREFIXES.get(situation.form, "") + "."
    own = {name[len(prefix) :]: fact for name, fact in situation.fields.items() if name.startswith(prefix)}
    return This(situation.form, situation.occurrence, own, situation.entry_id)


def _holds(condition: Condition, fields: Facts, past: Past) -> bool:
    match condition:
        case AllOf(parts):
            return all(_holds(part, fields, past) for part in parts)
        case AnyOf(parts):
            return any(_holds(part, fields, past) for part in parts)
        case Entries() | Falls() | Rises():
            return past.holds(condition)
        case _:
            return meets(condition, fields)
