"""Until when not to drive or decide, and until when there is food or drink: moments, each with what it assumes.

Nothing here ever says that something is allowed: only how long it is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from companion.domain.course import Local, has_begun, taking_place, upcoming
from companion.domain.course_settings import CourseSettings
from companion.domain.journal import Infusion
from companion.domain.questionnaire import Planned

MORNING = 7
"""Before this hour of the person's clock a night's sleep is not over."""

HOUR = timedelta(hours=1)


class Assumed(StrEnum):
    """What an end was taken from.

    NOTHING: a reported end. LENGTH: a reported start and the usual length. PLAN: the planned start and the usual
    length, because the reported start was earlier. START: the same, because no start was reported.
    """

    NOTHING = "told"
    LENGTH = "length"
    PLAN = "plan"
    START = "start"


@dataclass(frozen=True, slots=True)
class Until:
    """No driving and no big decisions before `at`, and then only after a night's sleep and with a clear head.

    Attributes:
        counted_from: the end of the infusion, as it is known or assumed.
        assumed: what of that nobody has told.
    """

    infusion: Infusion
    at: datetime
    counted_from: datetime
    assumed: Assumed


@dataclass(frozen=True, slots=True)
class Fasting:
    """The last food and the last clear drink before an infusion."""

    infusion: Infusion
    food: datetime
    drinks: datetime


def until_of(infusion: Infusion, settings: CourseSettings, local: Local) -> Until:
    """Return the stricter of the published rule and the clinic's, rounded up to a full hour.

    It counts from the latest of all ends: the reported one, and the usual length after the reported start and after
    the last planned one. A tap too early makes nothing shorter.
    """
    starts = [infusion.begins, infusion.last_start, *([infusion.started.at] if infusion.started else [])]
    begins = max(starts)
    by_length = begins + timedelta(minutes=settings.length_at_least)
    end = max(infusion.ended.at, by_length) if infusion.ended else by_length
    at = _full_hour(end + timedelta(hours=settings.driving), local)
    while local(at).hour < MORNING or local(at).date() <= local(end).date():
        at = _full_hour(at + HOUR, local)
    return Until(infusion, at, end, _assumed(infusion, begins, end))


def _assumed(infusion: Infusion, begins: datetime, end: datetime) -> Assumed:
    if infusion.ended and end == infusion.ended.at:
        return Assumed.NOTHING
    if infusion.started is None:
        return Assumed.START
    return Assumed.LENGTH if begins == infusion.started.at else Assumed.PLAN


def _full_hour(moment: datetime, local: Local) -> datetime:
    """The moment itself where it is a full hour on the person's clock, else the next one."""
    here = local(moment)
    over = timedelta(minutes=here.minute, seconds=here.second, microseconds=here.microsecond)
    return _full_hour(moment + HOUR - over, local) if over else moment


def no_driving(course: Sequence[Infusion], settings: CourseSettings, now: datetime, local: Local) -> Until | None:
    """Return what is in force now: the latest one of all infusions that have begun.

    What was reported counts whatever the clock says now: it may have been put back by days since.
    """
    begun = [until_of(one, settings, local) for one in taking_place(course) if has_begun(one, now) or one.is_told]
    return max((one for one in begun if one.at > now), key=lambda one: one.at, default=None)


def fasting(course: Sequence[Infusion], settings: CourseSettings, now: datetime) -> Fasting | None:
    """Before the next infusion."""
    following = upcoming(course, now)
    return fasting_before(following, settings) if following else None


def fasting_before(infusion: Infusion, settings: CourseSettings) -> Fasting:
    """Before this one."""
    food, drinks = (infusion.begins - timedelta(hours=hours) for hours in (settings.food, settings.drinks))
    return Fasting(infusion, food, drinks)


def planned_time(
    which: Planned, course: Sequence[Infusion], settings: CourseSettings, now: datetime
) -> datetime | None:
    """What the course knows beforehand of the next infusion; None where it does not, or its clinic has not said."""
    fast = fasting(course, settings, now)
    if fast is None:
        return None
    match which:
        case Planned.ARRIVAL:
            early = settings.arrive_minutes
            return None if early is None else fast.infusion.begins - timedelta(minutes=early)
        case Planned.INFUSION:
            return fast.infusion.begins
        case Planned.FOOD:
            return fast.food
        case Planned.DRINKS:
            return fast.drinks
