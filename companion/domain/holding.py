"""What holds now: the windows of guidance bound to a course, the most important first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from companion.domain.course import Local, taking_place
from companion.domain.course_settings import CourseSettings
from companion.domain.guidance import (
    DRIVING_AGAIN,
    EATING,
    LEVELS,
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


@dataclass(frozen=True, slots=True)
class Held:
    """An item that holds, for one infusion, from `starts` until `ends`."""

    item: Item
    infusion: Infusion
    starts: datetime
    ends: datetime


def holding(
    guidance: Guidance, course: Sequence[Infusion], settings: CourseSettings, now: datetime, local: Local
) -> list[Held]:
    """What holds now, the most important first; nothing in it speaks against what else holds."""
    fast = fasting(course, settings, now)
    is_fasting = fast is not None and fast.food <= now
    is_driving_off = no_driving(course, settings, now, local) is not None
    found: dict[str, Held] = {}
    for held in bound(guidance, course, settings, local):
        about = held.item.about
        if not held.starts <= now < held.ends or (EATING in about and is_fasting):
            continue
        if DRIVING_AGAIN in about and is_driving_off:
            continue
        known = found.get(held.item.id)
        if known is None or abs(held.infusion.begins - now) < abs(known.infusion.begins - now):
            found[held.item.id] = held
    return sorted(found.values(), key=lambda one: (LEVELS.index(one.item.level), now - one.starts))


def bound(guidance: Guidance, course: Sequence[Infusion], settings: CourseSettings, local: Local) -> Iterator[Held]:
    """Every item with every infusion that it belongs to, as moments; what would have no time is left out."""
    in_order = taking_place(course)
    for infusion in in_order:
        for item in guidance.items:
            if _belongs(item.anchor, infusion, in_order):
                held = _held(item, infusion, settings, guidance.length, local)
                if held.starts < held.ends:
                    yield held


def _belongs(anchor: Anchor, infusion: Infusion, in_order: Sequence[Infusion]) -> bool:
    if anchor is Anchor.EACH:
        return True
    return infusion is (in_order[0] if anchor is Anchor.FIRST else in_order[-1])


def _held(item: Item, infusion: Infusion, settings: CourseSettings, length: int, local: Local) -> Held:
    starts = _moment(item.start, infusion, settings, length, local)
    if item.end is None:
        return Held(item, infusion, starts, starts + timedelta(minutes=item.minutes))
    return Held(item, infusion, starts, _moment(item.end, infusion, settings, length, local))


def _moment(bound: Bound, infusion: Infusion, settings: CourseSettings, length: int, local: Local) -> datetime:
    match bound:
        case Named.FOOD:
            return fasting_before(infusion, settings).food
        case Named.DRINKS:
            return fasting_before(infusion, settings).drinks
        case Named.DRIVE:
            return until_of(infusion, settings, local).at
    return infusion.begins + timedelta(minutes=stretched(int(bound), length, settings.length))


def stretched(minutes: float, assumed: int, real: int) -> float:
    """Minutes from the start as they are for an infusion of another length: the time of it scaled, the rest moved."""
    if minutes <= 0:
        return minutes
    return minutes * real / assumed if minutes < assumed else minutes + real - assumed


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
