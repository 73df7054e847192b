"""The course: the clinic's infusions and those that a person typed in, as one; and where in it somebody is."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import reduce

from companion.domain.course_settings import CourseSettings
from companion.domain.double_booking import NEAR, joined
from companion.domain.journal import CANCELLED, FAR_OFF, Infusion, TookPlace
from companion.domain.reported import OwnInfusion as OwnInfusion
from companion.domain.reported import Told as Told
from companion.domain.reported import both as both

Local = Callable[[datetime], datetime]
"""A UTC time on the person's clock."""

FIRST_HOURS = timedelta(hours=2)
DAY = timedelta(hours=24)
SAME_TIME = timedelta(hours=1)
"""So near to what the clinic has called off, what was typed in is called off with it."""

LEFT_BEHIND = timedelta(hours=3)
"""What began so long before the time that is planned now is another infusion than the one that is still to come."""

YEARS = range(1970, 2200)
"""Of a planned start. Around another one there is no counting, and no infusion."""

APART = "~"
"""Behind the id of an infusion: what had begun of it before it was moved. No Appointment's id has it."""


class Phase(StrEnum):
    """Where in a course a moment lies."""

    NONE = "none"
    WEEKS_BEFORE = "weeks-before"
    WEEK_BEFORE = "week-before"
    DAY_BEFORE = "day-before"
    DAY_OF = "day-of"
    UNDER_WAY = "under-way"
    FIRST_HOURS = "first-hours"
    FIRST_DAY = "first-day"
    DAYS_1_3 = "days-1-3"
    DAYS_4_7 = "days-4-7"
    BETWEEN = "between"
    AFTER_COURSE = "after-course"


AFTER = (Phase.UNDER_WAY, Phase.FIRST_HOURS, Phase.FIRST_DAY)
"""An infusion has begun, and the day of it is not over."""


@dataclass(frozen=True, slots=True)
class Place:
    """A phase and the infusion that it belongs to; None before anything is known."""

    phase: Phase
    infusion: Infusion | None = None


def merged(clinic: Iterable[Infusion], own: Iterable[OwnInfusion], told: Mapping[str, Told]) -> list[Infusion]:
    """The whole course in the order of time, cancelled ones too (number 0).

    Where the clinic and the person name one for the same day, it is the same one and the clinic's time counts;
    `typed` then has the person's. What the clinic has moved or called off is looked at after what takes place.
    """
    typed = list(own)
    planned = _planned(clinic, typed)
    facts = _told_apart(planned, told)
    with_told = [_with_told(one, facts) for one in planned]
    found = _with_forgotten(with_told, facts, {one.id for one in typed})
    in_order = sorted(found, key=lambda one: (one.begins, one.appointment_id))
    numbers = iter(range(1, len(in_order) + 1))
    return [replace(one, number=0 if one.is_cancelled else next(numbers)) for one in in_order]


def told_apart(clinic: Iterable[Infusion], own: Iterable[OwnInfusion], told: Mapping[str, Told]) -> dict[str, Told]:
    """What was told of each by its id, as `merged` reads it: what a plan has left behind is told of its own id."""
    return _told_apart(_planned(clinic, own), told)


def _planned(clinic: Iterable[Infusion], own: Iterable[OwnInfusion]) -> list[Infusion]:
    """The clinic's and the typed in as one, with nothing of what was told."""
    booked = joined(one for one in clinic if one.start.at.year in YEARS)
    typed = [_of_own(one) for one in own]
    for is_same in (_is_that_day, _was_that_day):
        _match(booked, typed, is_same)
    return [*booked, *typed]


def _of_own(own: OwnInfusion) -> Infusion:
    status = CANCELLED if own.is_cancelled else "booked"
    return Infusion(own.id, 0, own.start, status, is_own=True, moved_from=own.moved_from)


def _match(booked: list[Infusion], typed: list[Infusion], is_same: Callable[[Infusion, Infusion], bool]) -> None:
    """Give each typed one to the nearest booked one that it is the same as."""
    for one in sorted(typed, key=lambda one: (one.start.at, one.appointment_id)):
        same = [there for there in booked if there.typed is None and not one.is_cancelled and is_same(there, one)]
        if same:
            found = min(same, key=lambda there: (abs(there.start.at - one.start.at), there.appointment_id))
            booked[booked.index(found)] = replace(found, typed=one.start, typed_id=one.appointment_id)
            typed.remove(one)


def _is_that_day(clinic: Infusion, own: Infusion) -> bool:
    """The same day, or about the same moment: over midnight, and where one of the clocks is of another zone."""
    is_near = abs(clinic.start.at - own.start.at) < NEAR
    return not clinic.is_cancelled and (clinic.start.date == own.start.date or is_near)


def _was_that_day(clinic: Infusion, own: Infusion) -> bool:
    """Called off about that time, or moved away from that day. A new time on a day called off is a new infusion."""
    if clinic.is_cancelled:
        return abs(clinic.start.at - own.start.at) <= SAME_TIME
    return clinic.moved_from is not None and clinic.moved_from.date == own.start.date


def _told_apart(planned: Iterable[Infusion], told: Mapping[str, Told]) -> dict[str, Told]:
    """A start that the plan has left hours behind has begun all the same, and the plan is still to come."""
    found = dict(told)
    for one in planned:
        fact = _told_of(one, told)
        if fact.when is None or one.last_start - fact.when.at <= LEFT_BEHIND:
            continue
        apart = one.appointment_id + APART
        while apart in found:
            apart += APART
        found |= {id: found[id].without_report() for id in one.ids if id in found}
        found[apart] = replace(fact, infusion=apart)
    return found


def _told_of(one: Infusion, told: Mapping[str, Told]) -> Told:
    known = [told[id] for id in one.ids if id in told]
    return reduce(both, known) if known else Told(one.appointment_id)


def _with_told(one: Infusion, told: Mapping[str, Told]) -> Infusion:
    fact = _told_of(one, told)
    known = [told[id] for id in one.ids if id in told]
    drives = [fact for fact in known if fact.has_driver and fact.driver_day in (None, one.start.date)]
    driver = next((fact.driver for fact in drives if fact.driver), "")
    is_this_time = fact.answered_for is not None and fact.answered_for.at == one.start.at
    answer = fact.took_place if is_this_time or fact.took_place is TookPlace.YES else None
    return replace(
        one,
        started=fact.started,
        ended=fact.ended,
        has_driver=bool(drives),
        driver=driver,
        took_place=answer,
    )


def _with_forgotten(course: Sequence[Infusion], told: Mapping[str, Told], own: Set[str]) -> list[Infusion]:
    """Add what the person has reported of infusions that no plan has any more: they did begin.

    What was reported of several ids at once is one infusion. It knows all of them, so that what is taken back or put
    right later is that of each: none comes back as an infusion of its own.
    """
    planned = {id for one in course for id in one.ids}
    gone = [(id, fact) for id, fact in told.items() if fact.when and id not in planned]
    found = list(course)
    for id, fact in sorted(gone, key=_most_reported_first):
        same = next((n for n, one in enumerate(found) if _has_all(one, fact)), None)
        if same is not None:
            found[same] = replace(found[same], also=(*found[same].also, id))
        elif fact.when:
            one = Infusion(id, 0, fact.when, "booked", is_own=id.rstrip(APART) in own)
            found.append(_with_told(one, told))
    return found


def _most_reported_first(gone: tuple[str, Told]) -> tuple[int, str]:
    id, fact = gone
    return -sum(one is not None for one in (fact.started, fact.ended)), id


def _has_all(one: Infusion, fact: Told) -> bool:
    """Whether this was reported of it, too: both were told of at once, while they were the same one."""
    if fact.started or fact.ended:
        return fact.started in (None, one.started) and fact.ended in (None, one.ended)
    return one.is_told and fact.when is not None and abs(fact.when.at - one.start.at) <= LEFT_BEHIND


def taking_place(course: Iterable[Infusion]) -> list[Infusion]:
    """All that are not cancelled, by the time at which they begin."""
    return sorted((one for one in course if not one.is_cancelled), key=lambda one: one.begins)


def has_begun(infusion: Infusion, now: datetime) -> bool:
    """Whether it has begun, or was to have begun: from then on every caution holds, for a guess too.

    Whether it is only a guess is said by `companion.domain.progress`. What was reported has begun, also where a clock
    was put back since. A start more than a day ahead was reported under a clock that was far off: it has not.
    """
    return infusion.has_begun_by(now)


def last_begun(course: Iterable[Infusion], now: datetime) -> Infusion | None:
    """The newest infusion that has begun by now."""
    return next((one for one in reversed(taking_place(course)) if has_begun(one, now)), None)


def upcoming(course: Iterable[Infusion], now: datetime) -> Infusion | None:
    """The next infusion that is still to come."""
    return next((one for one in taking_place(course) if not has_begun(one, now)), None)


def end_of(infusion: Infusion, settings: CourseSettings) -> datetime:
    """When it ended, as far as is known; else after the usual length. Days later: under a clock that was far off."""
    if infusion.ended and infusion.ended.at - infusion.begins < FAR_OFF:
        return infusion.ended.at
    return infusion.begins + timedelta(minutes=settings.length)


def place_at(course: Sequence[Infusion], settings: CourseSettings, now: datetime, local: Local) -> Place:
    """Where a moment lies: one phase for each, whatever the course is."""
    last, following = last_begun(course, now), upcoming(course, now)
    return (
        _right_after(last, settings, now)
        or _on_its_day(following, now, local)
        or _first_day(last, now)
        or _day_before(following, now, local)
        or _days_after(last, now)
        or _before(last, following, now)
    )


def _right_after(last: Infusion | None, settings: CourseSettings, now: datetime) -> Place | None:
    if last is None:
        return None
    end = end_of(last, settings)
    if now < end and last.ended is None:
        return Place(Phase.UNDER_WAY, last)
    return Place(Phase.FIRST_HOURS, last) if now < end + FIRST_HOURS else None


def _on_its_day(following: Infusion | None, now: datetime, local: Local) -> Place | None:
    if following and local(following.begins).date() == local(now).date():
        return Place(Phase.DAY_OF, following)
    return None


def _first_day(last: Infusion | None, now: datetime) -> Place | None:
    return Place(Phase.FIRST_DAY, last) if last and now < last.begins + DAY else None


def _day_before(following: Infusion | None, now: datetime, local: Local) -> Place | None:
    if following and local(following.begins).date() - local(now).date() == timedelta(days=1):
        return Place(Phase.DAY_BEFORE, following)
    return None


def _days_after(last: Infusion | None, now: datetime) -> Place | None:
    if last is None or now >= last.begins + 7 * DAY:
        return None
    return Place(Phase.DAYS_1_3 if now < last.begins + 4 * DAY else Phase.DAYS_4_7, last)


def _before(last: Infusion | None, following: Infusion | None, now: datetime) -> Place:
    if following is None:
        return Place(Phase.AFTER_COURSE, last) if last else Place(Phase.NONE)
    if following.begins - now <= 7 * DAY:
        return Place(Phase.WEEK_BEFORE, following)
    return Place(Phase.BETWEEN if last else Phase.WEEKS_BEFORE, following)


def belongs_to(course: Sequence[Infusion], at: datetime) -> Infusion | None:
    """The infusion that a journal entry of this time belongs to: the last one before it, else the first."""
    in_order = taking_place(course)
    before = [one for one in in_order if one.begins <= at]
    return next(iter(before[-1:] or in_order), None)
