"""A time of the day as it is written where somebody lives, 2:30 PM or 14:30, and as people type it."""

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from companion.domain.digits import plain_signs

TWELVE_HOURS = frozenset(
    {"AR", "AU", "CA", "CL", "CO", "GR", "HK", "IN", "KR", "MX", "MY", "NZ", "PE", "PH", "SG", "US", "UY"}
)
"""Those of Help's countries that write 1:00 PM, by CLDR; all others write 13:00."""

DAY = 24 * 60
DAY_BEGINS = 6
NAMED = {"noon": time(12), "midnight": time(0)}
TYPED = re.compile(
    r"^([0-9]{1,2})(?:\s*[:.,h ]\s*([0-9]{2})|([0-9]{2}))?\s*(a\.?\s?m\.?|p\.?\s?m\.?|noon|midnight)?$", re.IGNORECASE
)


class Mark(StrEnum):
    """What stands after the digits of a clock with twelve hours.

    12:00 AM and 12:00 PM are mistaken for each other, so noon and midnight are called so.
    """

    AM = "am"
    PM = "pm"
    NOON = "noon"
    MIDNIGHT = "midnight"


def has_twelve_hours(country: str) -> bool:
    """Whether this country (ISO 3166 alpha-2, "" for unknown) writes 1:00 PM."""
    return country in TWELVE_HOURS


def minute_of(clock: str | time | datetime | int) -> int:
    """Minutes after midnight: of "HH:MM", of a time, or as they are. 1440 is the midnight that ends a day."""
    if isinstance(clock, int):
        return clock
    read = time.fromisoformat(clock) if isinstance(clock, str) else clock
    return read.hour * 60 + read.minute


def written(minute: int, country: str) -> tuple[str, Mark | None]:
    """The digits, and what stands after them: ("2:30", PM), ("12:00", NOON), ("14:30", None)."""
    hour, rest = divmod(minute, 60)
    if not has_twelve_hours(country):
        return f"{hour:02}:{rest:02}", None
    named = {12 * 60: Mark.NOON, 0: Mark.MIDNIGHT, DAY: Mark.MIDNIGHT}.get(minute)
    return f"{hour_of(hour, country)}:{rest:02}", named or half_of(hour)


def hour_of(hour: int, country: str) -> int:
    """The hour's number there: 14 is 2 on a clock with twelve hours."""
    return (hour - 1) % 12 + 1 if has_twelve_hours(country) else hour


def half_of(hour: int) -> Mark:
    """In which half of the day an hour is."""
    return Mark.PM if 12 <= hour < 24 else Mark.AM


def in_half(clock: time, half: Mark) -> time:
    """The hands of the clock in one half of the day, whichever they stood in."""
    return clock.replace(hour=clock.hour % 12 + (12 if half is Mark.PM else 0))


def meanings(clock: time, country: str) -> tuple[time, ...]:
    """What hands without AM or PM may mean: two times where twelve hours are written, 1 to 12."""
    if has_twelve_hours(country) and 1 <= clock.hour <= 12:
        return in_half(clock, Mark.AM), in_half(clock, Mark.PM)
    return (clock,)


def named_by(local: datetime) -> tuple[date, int]:
    """The day and the minute by which a moment ahead is said. Midnight is said with the day that it ends.

    "Nothing to eat from Tuesday midnight" would be read as a day later by who thinks of Tuesday's end.
    """
    minute = minute_of(local)
    return (local.date(), minute) if minute else (local.date() - timedelta(days=1), DAY)


def typed_times(text: str, country: str) -> tuple[time, ...]:
    """ "10", "9:30", "1430", "2 pm", "noon": what it may mean, the two of them as `meanings` has it; () for no time."""
    plain = plain_signs(text).strip()
    if plain.lower() in NAMED:
        return (NAMED[plain.lower()],)
    found = TYPED.match(plain)
    if found is None:
        return ()
    hour, minute, mark = int(found[1]), int(found[2] or found[3] or 0), (found[4] or "").lower()
    if hour > 23 or minute > 59 or (mark and not 1 <= hour <= 12):
        return ()
    clock = time(hour, minute)
    if mark in NAMED:
        return (NAMED[mark],) if (hour, minute) == (12, 0) else ()
    if mark:
        return (in_half(clock, Mark.PM if mark.startswith("p") else Mark.AM),)
    return meanings(clock, country)


def is_at_night(clock: time) -> bool:
    """Whether a clinic would hardly mean it: 2 typed for 14:00."""
    return clock.hour < DAY_BEGINS
