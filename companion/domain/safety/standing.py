"""What of the last day's warnings stands on Today, and which of them a person may fold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from companion.domain.safety.rules import Action, Level, Message, Rule, RuleBook, Topic
from companion.domain.safety.warned import Warned

STAYS = timedelta(hours=24)
"""For so long a warning stands on Today; a clock that was put back by less takes none away."""

MOST = 2
"""So many warnings stand there at once, the highest first, and every emergency; all of them are in the log."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The warnings of the last day: `cards` are shown open, the highest first; `folded` are one quiet line each."""

    cards: tuple[Warned, ...] = ()
    folded: tuple[Warned, ...] = ()


def standing(log: Sequence[Warned], now: datetime, book: RuleBook) -> Standing:
    """Return what stands on Today at a moment (UTC); at most MOST of both kinds together, but for emergencies."""
    recent = [one for one in log if abs(now - one.at) < STAYS and _stays(one, book.messages)]
    newest = {one.message: one for one in sorted(recent, key=_weight)}
    left = [one for one in newest.values() if not any(_takes_over(other, one) for other in recent)]
    ordered = _once_each(sorted(left, key=_weight, reverse=True), book)
    most = max(MOST, sum(one.level is Level.EMERGENCY for one in ordered))
    cards = [one for one in ordered if not _is_folded(one, book)][:most]
    folded = [one for one in ordered if _is_folded(one, book)][: most - len(cards)]
    return Standing(tuple(cards), tuple(folded))


def may_fold(line: Warned, book: RuleBook) -> bool:
    """Whether a person, or a corrected answer, may fold a warning: only what is about the mind and no emergency.

    A warning that also told of something else, such as an injury, stays open.
    """
    if line.topic is not Topic.MIND or line.level not in (Level.CALL_CLINIC, Level.URGENT):
        return False
    topics = {one.id: one.topic for one in book.rules}
    told = (id for id, level in line.rules if level > Level.INFO)
    return all(topics.get(id, Topic.MIND) is Topic.MIND for id in told)


def _once_each(ordered: Sequence[Warned], book: RuleBook) -> list[Warned]:
    """Leave out a medical emergency below a newer one that says and offers the same.

    "Call 911 now" twice would push off a warning that leads to a crisis line. All of them stay in the log.
    """
    topics = {one.id: one.topic for one in book.rules}
    found: list[Warned] = []
    said: set[object] = set()
    for one in ordered:
        message = book.messages.get(one.message)
        is_medical = all(topics.get(id) is Topic.MEDICAL for id, _ in one.rules)
        if message and one.level is Level.EMERGENCY:
            same = (message.title, tuple(offer.action for offer in message.offers))
            if is_medical and same in said:
                continue
            said.add(same)
        found.append(one)
    return found


def _is_folded(line: Warned, book: RuleBook) -> bool:
    return line.folded is not None and may_fold(line, book)


def _stays(line: Warned, messages: Mapping[str, Message]) -> bool:
    """What is urgent, and what led with a crisis line: who was not sure to be safe finds the way back, too."""
    message = messages.get(line.message)
    leads = message.offers[0].action if message and message.offers else None
    return line.level >= Level.URGENT or leads is Action.CRISIS_LINE


def _takes_over(other: Warned, one: Warned) -> bool:
    """Whether a higher warning about the same answers came later: "sit down and measure again" ends with "call"."""
    return other.level > one.level and other.at >= one.at and (other.form, other.topic) == (one.form, one.topic)


def _weight(line: Warned) -> tuple[Level, datetime]:
    return line.level, line.at


def rules_told(line: Warned, book: RuleBook) -> list[Rule]:
    """Return the rules of a warning that still exist, each at the level at which it was told, the leading one first."""
    known = {one.id: one for one in book.rules}
    return [replace(known[id], level=level) for id, level in line.rules if id in known]
