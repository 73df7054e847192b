"""Situations for the red flags: one entry as it is being answered, with what came before it."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from companion.domain.journal import EntryHead, EntryStatus, Occurrence
from companion.domain.safety.engine import Situation
from companion.domain.safety.fields import (
    DAYS_SINCE,
    FORM,
    HOURS_AGO,
    HOURS_AT_LATEST,
    HOURS_SINCE,
    INFUSION_DAY,
    IS_FINISHED,
    IS_NOW,
    IS_THERE,
    Fact,
)
from companion.domain.safety.history import History
from companion.domain.safety.moments import age, is_there, timing

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
FIRST_INFUSION = NOW - timedelta(days=120)
FORMS = {
    "daily": "daily-check-in",
    "se": "side-effect",
    "bp": "blood-pressure",
    "audit_c": "audit-c",
    "prep": "morning-of",
    "followup": "follow-up",
    "pcl5": "pcl5-week",
}


def form_url(prefix: str) -> str:
    """The form of a prefix."""
    return FORM + FORMS.get(prefix, prefix)


def newest_first(heads: Iterable[EntryHead]) -> list[EntryHead]:
    """As a journal lists its entries."""
    return sorted(heads, key=lambda head: head.occurrence.at, reverse=True)


def occurred(**ago: float) -> Occurrence:
    """A moment before NOW, in UTC."""
    at = NOW - timedelta(**ago)
    return Occurrence(at, "UTC", at.date(), at.strftime("%H:%M"))


def earlier(prefix: str, facts: dict[str, Fact], form: str = "", **ago: float) -> EntryHead:
    """The head of an entry that occurred before NOW; facts by linkId."""
    when = occurred(**ago)
    url = FORM + form if form else form_url(prefix)
    return EntryHead(f"{prefix}-{ago}", url, "1", when, EntryStatus.COMPLETED, 1, when.at, facts)  # type: ignore[arg-type]


def answered(
    prefix: str,
    *past: EntryHead,
    beside: dict[str, Fact] | None = None,
    is_now: bool | None = True,
    changed: Sequence[str] | None = None,
    form: str = "",
    infusions: Sequence[float] = (),
    written: float = 0,
    first: datetime | None = FIRST_INFUSION,
    is_finished: bool = False,
    **facts: Fact,
) -> Situation:
    """An entry of a form that is answered at NOW, with its times worked out as the app does it.

    Args:
        beside: fields that are known besides, such as course.point.
        is_now: False, the person said that it is over; None, "Is this happening now?" is open.
        infusions: how many hours before NOW each began; below 0 for one that is still to come.
        written: how many hours before NOW the entry was begun.
        first: the start of the very first infusion.
    """
    when, starts = occurred(hours=written), [NOW - timedelta(hours=one) for one in infusions]
    found = timing(facts, when, NOW, False if is_now is False else None)
    how_long_ago = age(found, facts, starts, NOW)
    fields: dict[str, Fact] = {f"{prefix}.{name}": value for name, value in facts.items()}
    fields[HOURS_AGO] = how_long_ago.since / timedelta(hours=1)
    if found.is_now is not None and is_now is not None:
        fields[IS_NOW] = found.is_now
    if is_finished:
        fields[IS_FINISHED] = True
    there = is_there(facts, is_finished)
    if prefix == "se" and there is not None:
        fields[IS_THERE] = there
    fields[INFUSION_DAY] = any(start.date() == found.day.date() for start in starts)
    if into := found.hours_into(starts):
        start, moment = into
        fields[HOURS_SINCE] = (moment - start) / timedelta(hours=1)
        fields[HOURS_AT_LATEST] = (max(found.last, moment) - start) / timedelta(hours=1)
        fields[DAYS_SINCE] = (moment.date() - start.date()).days
    if after := [one - when.at for one in starts if one > when.at]:
        fields["course.days_to_infusion"] = min(after) / timedelta(days=1)
    return Situation(
        form=FORM + form if form else form_url(prefix),
        fields=fields | (beside or {}),
        occurrence=when,
        history=History(newest_first(past), first),
        changed=None if changed is None else frozenset(changed),
        is_over=found.is_over,
        age=how_long_ago,
        infusion_at=max((one for one in starts if one <= when.at), default=None),
    )


def side_effect(effect: str, severity: int, *past: EntryHead, since: float | None = None, **more: Any) -> Situation:
    """A side effect, `since` so many hours after an infusion."""
    infusions = more.pop("infusions", () if since is None else (since,))
    return answered("se", *past, infusions=infusions, effect=f"se_{effect}", severity=severity, **more)


def pressure(systolic: int, diastolic: int, *past: EntryHead, **more: Any) -> Situation:
    """A blood pressure."""
    return answered("bp", *past, systolic=systolic, diastolic=diastolic, **more)


def reading(systolic: int, diastolic: int, **ago: float) -> EntryHead:
    """An earlier blood pressure."""
    return earlier("bp", {"systolic": systolic, "diastolic": diastolic}, **ago)


def beats(pulse: int, **ago: float) -> EntryHead:
    """An earlier pulse at rest."""
    return earlier("bp", {"pulse": pulse, "at_rest": True}, **ago)


def moods(*values: int) -> list[EntryHead]:
    """Earlier check-ins, one a day, the newest first."""
    return [earlier("daily", {"mood": value}, days=1 + day) for day, value in enumerate(values)]


def effect_of(name: str, severity: int, **ago: float) -> EntryHead:
    """An earlier side effect."""
    return earlier("se", {"effect": f"se_{name}", "severity": severity}, **ago)
