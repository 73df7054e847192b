"""What holds now: the windows of guidance bound to a course, the most important first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from companion.domain.course import DAY, Local, end_of, last_begun, taking_place
from companion.domain.course_settings import CourseSettings
from companion.domain.food_plan import FoodPlan
from companion.domain.guidance import (
    AS_TOLD,
    AS_USUAL,
    DRIVING_AGAIN,
    EATING,
    LEVELS,
    OWN_PLAN,
    Aftercare,
    Anchor,
    Bound,
    Expect,
    Guidance,
    Item,
    Named,
)
from companion.domain.journal import Infusion
from companion.domain.until import fasting, fasting_before, no_driving, until_of

MINUTE = timedelta(minutes=1)
MAY_BE_LATE = timedelta(hours=2)
"""So long after its planned time an infusion of which nobody has told has most likely just started."""

MAY_WAIT = timedelta(hours=12)
"""So long after it somebody may still wait for it with an empty stomach."""


@dataclass(frozen=True, slots=True)
class Held:
    """An item that holds, for one infusion, from `starts` until `ends`."""

    item: Item
    infusion: Infusion
    starts: datetime
    ends: datetime


PlanOf = Callable[[Infusion], FoodPlan]
"""What is known of somebody's medicines and food before an infusion."""

SPEAKS_TO = {AS_USUAL: {FoodPlan.COMMON}, AS_TOLD: {FoodPlan.OWN, FoodPlan.UNKNOWN}, OWN_PLAN: {FoodPlan.OWN}}
"""For whom an item about food is; one that is about none of these is for everybody."""


def not_answered(_: Infusion) -> FoodPlan:
    """Return the stricter reading: nobody has answered for an infusion."""
    return FoodPlan.UNKNOWN


def holding(
    guidance: Guidance,
    course: Sequence[Infusion],
    settings: CourseSettings,
    now: datetime,
    local: Local,
    plan_of: PlanOf = not_answered,
) -> list[Held]:
    """What holds now, the most important first; nothing in it speaks against what else holds."""
    is_food_off, last = _no_food(course, settings, now), last_begun(course, now)
    is_driving_off = no_driving(course, settings, now, local) is not None
    found: dict[str, Held] = {}
    for held in bound(guidance, course, settings, local, now, plan_of):
        about = held.item.about
        is_over = last is not None and held.infusion.begins < last.begins  # an infusion has begun since
        if (EATING in about and (is_food_off or is_over)) or (DRIVING_AGAIN in about and is_driving_off):
            continue
        known = found.get(held.item.id)
        if known is None or abs(held.infusion.begins - now) < abs(known.infusion.begins - now):
            found[held.item.id] = held
    return sorted(found.values(), key=lambda one: (LEVELS.index(one.item.level), now - one.starts))


def waited_for(course: Sequence[Infusion], now: datetime, at_most: timedelta = MAY_WAIT) -> Infusion | None:
    """The last one that was to have begun, where nobody has told that it has: it may be late."""
    last = last_begun(course, now)
    is_open = last is not None and last.started is None and not last.is_done
    return last if last and is_open and now - last.last_start < at_most else None


def _no_food(course: Sequence[Infusion], settings: CourseSettings, now: datetime) -> bool:
    """Whether nothing may speak of eating: before the next one, while one lasts or may be late.

    Before a planned time also where a start was told: it may have been a wrong tap, and the clinic has moved it.
    """
    fast, hours = fasting(course, settings, now), timedelta(hours=settings.food)
    last = last_begun(course, now)
    return (
        (last is not None and now < end_of(last, settings))
        or (fast is not None and fast.food <= now)
        or any(one.start.at - hours <= now < one.last_start for one in taking_place(course))
        or waited_for(course, now, DAY) is not None
    )


def bound(
    guidance: Guidance,
    course: Sequence[Infusion],
    settings: CourseSettings,
    local: Local,
    now: datetime | None = None,
    plan_of: PlanOf = not_answered,
) -> Iterator[Held]:
    """Every item with every infusion that it belongs to, or of these what holds at `now`; never one without a time."""
    in_order = taking_place(course)
    for infusion in in_order:
        windows = _Windows(infusion, guidance.length, settings, local)
        since = None if now is None else (now - infusion.begins) / MINUTE
        for item in guidance.items:
            start, end = windows.of(item)
            holds = start < end if since is None else start <= since < end
            if holds and _belongs(item.anchor, infusion, in_order) and _speaks(item, infusion, plan_of):
                yield Held(item, infusion, infusion.begins + start * MINUTE, infusion.begins + end * MINUTE)


def _belongs(anchor: Anchor, infusion: Infusion, in_order: Sequence[Infusion]) -> bool:
    if anchor is Anchor.EACH:
        return True
    return infusion is (in_order[0] if anchor is Anchor.FIRST else in_order[-1])


def _speaks(item: Item, infusion: Infusion, plan_of: PlanOf) -> bool:
    limits = [SPEAKS_TO[one] for one in item.about if one in SPEAKS_TO]
    return not limits or all(plan_of(infusion) in one for one in limits)


class _Windows:
    """The windows of one infusion in minutes from its start: numbers, because there are many to compare."""

    def __init__(self, infusion: Infusion, length: int, settings: CourseSettings, local: Local) -> None:
        fast, until = fasting_before(infusion, settings), until_of(infusion, settings, local)
        moments = {Named.FOOD: fast.food, Named.DRINKS: fast.drinks, Named.DRIVE: until.at}
        self._named: dict[str, float] = {name: (at - infusion.begins) / MINUTE for name, at in moments.items()}
        self._lengths = length, settings.length

    def of(self, item: Item) -> tuple[float, float]:
        """Start and end."""
        start = self._minutes(item.start)
        return start, start + item.minutes if item.end is None else self._minutes(item.end)

    def _minutes(self, bound: Bound) -> float:
        return self._named[bound] if isinstance(bound, str) else stretched(bound, *self._lengths)


def stretched(minutes: float, assumed: int, real: int) -> float:
    """Minutes from the start as they are for an infusion of another length: the time of it scaled, the rest moved."""
    if minutes <= 0:
        return minutes
    return minutes * real / assumed if minutes < assumed else minutes + real - assumed


def minutes_gone(infusion: Infusion, settings: CourseSettings, now: datetime) -> float:
    """Minutes since the start, by which it goes what is common: never negative, and past it once its end was told."""
    since = max(0.0, (now - infusion.begins) / MINUTE)  # a clock may have been put back
    return max(since, settings.length) if infusion.ended else since


def expected(guidance: Guidance, settings: CourseSettings, minutes: float) -> Expect | None:
    """What is common so many minutes after the start; None before it and after the day."""
    own = _unstretched(minutes, guidance.length, settings.length)
    return next((one for one in guidance.expect if one.start <= own < one.end), None)


def aftercare_at(guidance: Guidance, settings: CourseSettings, minutes: float) -> Aftercare | None:
    """The stretch after an infusion so many minutes after its start; None while it runs and after a week."""
    own = _unstretched(minutes, guidance.length, settings.length)
    return next((one for one in guidance.aftercare if one.start <= own < one.end), None)


def _unstretched(minutes: float, assumed: int, real: int) -> float:
    return stretched(minutes, real, assumed)
