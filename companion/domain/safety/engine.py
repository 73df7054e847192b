"""Which rules fire for what was just answered, and which card follows.

Ask only for what this person has just answered on this device: an entry that came from another device or from the
clinic fires nothing, so nobody asks for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from companion.domain.journal import Occurrence
from companion.domain.safety.conditions import AllOf, AnyOf, Condition, Entries, Falls, NewToCourse, Rises, meets
from companion.domain.safety.fields import IS_FINISHED, IS_NOW, IS_THERE, PREFIXES, TIMES, TIMING, Facts
from companion.domain.safety.history import History, Past, This
from companion.domain.safety.levels import Age, floor_at
from companion.domain.safety.moments import is_now as is_now
from companion.domain.safety.rules import Level, Rule, RuleBook, Topic, once_over

COOLDOWN = timedelta(hours=12)
"""For so long a card keeps silent after it was shown."""

WEEK = timedelta(days=7)
"""For so long a card keeps silent about what a person has every day."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One entry at the moment at which an answer of it was kept.

    Attributes:
        form: its Questionnaire's canonical url.
        fields: `prefix.linkId` -> fact of what is answered so far, and what is known besides: course.*, text.tier,
            entry.*.
        occurrence: when what the entry tells happened.
        history: the journal's earlier entries; this one may be among them.
        changed: the fields that this answer has changed, None for all that the entry tells. Only rules that name one
            can fire. Without `course.*`: the course is not this entry's.
        entry_id: "" for an entry that is not in the journal yet.
        is_over: the person said that it is over: rules with a floor then keep that.
        age: how long ago it was.
        infusion_at: the start of the last infusion before the entry (UTC).
    """

    form: str
    fields: Facts
    occurrence: Occurrence
    history: History = field(default_factory=History)
    changed: frozenset[str] | None = None
    entry_id: str = ""
    is_over: bool = False
    age: Age = field(default_factory=Age)
    infusion_at: datetime | None = None


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
    """The rules that fire, the highest level first, in the book's order within a level.

    A rule with a floor fires for what is over too: at the level, and with the message, of the step for its age.
    """
    past = Past(situation.history, _this(situation))
    timed = (_at_its_time(rule, situation) for rule in _holding(book, situation, past))
    found = [_with_pause(rule, situation.fields, past) for rule in timed if rule]
    return tuple(sorted(found, key=lambda rule: -rule.level))


def must_ask_now(book: RuleBook, situation: Situation) -> bool:
    """Whether "Is this happening now?" has to be asked first: a rule hangs on it, and it has no answer yet."""
    if IS_NOW in situation.fields:
        return False
    past = Past(situation.history, _this(situation))
    return any(rule.now for rule in _holding(book, situation, past))


def _at_its_time(rule: Rule, situation: Situation) -> Rule | None:
    """The rule as it fires for the time of the thing; None where it does not."""
    is_now = situation.fields.get(IS_NOW) is True
    if rule.floor and (situation.is_over or not is_now):
        step = floor_at(rule.floor, situation.age)
        return once_over(rule, step) if step else None
    return rule if is_now or not rule.now else None


def _with_pause(rule: Rule, fields: Facts, past: Past) -> Rule:
    unless = rule.weekly_unless
    return rule if unless is None or _holds(unless, fields, past) else replace(rule, is_weekly=True)


def card(rules: tuple[Rule, ...], log: Iterable[Shown], at: datetime) -> Card | None:
    """The one card for what fired, None where all of it was shown a short while ago.

    Where one rule is due, the highest of all that fired leads: a card never says less than the one before it.
    """
    log = tuple(log)
    if not any(is_due(rule, log, at) for rule in rules):
        return None
    return Card(rules[0], rules[1:])


def kept_on(shown: Iterable[Rule], holding: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return what stays of a card after a further answer of the same entry.

    What still fires stays, never at a lower level than it was shown. Of what does not fire any more only cards about
    the mind below an emergency go away, and plain notes: a wrong tap may have been right.
    """
    present = {rule.id: rule for rule in holding}
    found = []
    for rule in shown:
        now = present.get(rule.id)
        if now and (now.level >= rule.level or may_go(rule)):
            found.append(now)
        elif not may_go(rule):
            found.append(rule)
    return tuple(found)


def may_go(rule: Rule) -> bool:
    """Whether a corrected answer, or "I am safe for now", may take a card away."""
    return rule.level is Level.INFO or (rule.topic is Topic.MIND and rule.level < Level.EMERGENCY)


def is_due(rule: Rule, log: Iterable[Shown], at: datetime) -> bool:
    """Whether a rule may be shown again. A line of the log from the future (a clock jumped) keeps nothing back."""
    if not rule.has_cooldown:
        return True
    lines = (line for line in log if line.rule == rule.id and line.level == rule.level)
    pause = WEEK if rule.is_weekly else COOLDOWN
    return not any(timedelta() <= at - line.at < pause for line in lines)


def _holding(book: RuleBook, situation: Situation, past: Past) -> list[Rule]:
    """The rules whose condition holds, whether or not it is happening now."""
    changed = _told(situation.fields) if situation.changed is None else situation.changed
    asked = (rule for rule in book.rules if not rule.fields.isdisjoint(changed))
    return [rule for rule in asked if _holds(rule.condition, situation.fields, past)]


def _told(fields: Facts) -> frozenset[str]:
    """What an entry itself tells: a course that goes on makes no rule of another form fire again."""
    return frozenset(name for name in fields if name not in TIMES | {IS_FINISHED} and not name.startswith("course."))


def touched_fields(prefix: str, link_ids: Iterable[str]) -> frozenset[str]:
    """Return every field that follows from the answers to some questions of a form."""
    asked = frozenset(link_ids)
    found = {f"{prefix}.{one}" for one in asked}
    if not asked.isdisjoint(TIMING):
        found |= TIMES
    if not asked.isdisjoint(("severity", "still_now")):
        found.add(IS_THERE)
    return frozenset(found)


def _this(situation: Situation) -> This:
    prefix = PREFIXES.get(situation.form, "") + "."
    own = {name[len(prefix) :]: fact for name, fact in situation.fields.items() if name.startswith(prefix)}
    return This(situation.form, situation.occurrence, own, situation.entry_id, situation.infusion_at)


def _holds(condition: Condition, fields: Facts, past: Past) -> bool:
    match condition:
        case AllOf(parts):
            for part in parts:  # noqa: SIM110 - a loop: this runs thousands of times at each tap
                if not _holds(part, fields, past):
                    return False
            return True
        case AnyOf(parts):
            for part in parts:  # noqa: SIM110
                if _holds(part, fields, past):
                    return True
            return False
        case Entries() | Falls() | NewToCourse() | Rises():
            return past.holds(condition)
        case _:
            return meets(condition, fields)
