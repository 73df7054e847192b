"""When a phone is answered: days and times of a week in a time zone, as FHIR's availableTime has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class AvailableTime:
    """Minutes after midnight on some days (0 is Monday). `end` is after `start`: past 1440 it is the next day."""

    days: frozenset[int]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """A week of opening times. Without any it is open day and night."""

    available: tuple[AvailableTime, ...] = ()
    time_zone: str = "UTC"

    @property
    def is_always(self) -> bool:
        """Day and night."""
        return not self.available


def is_open(hours: OpeningHours | None, now: datetime) -> bool | None:
    """Whether it is open at an aware moment; None where the hours or their zone are not known."""
    if hours is None or hours.is_always:
        return None if hours is None else True
    here = _there(hours, now)
    if here is None:
        return None
    day, minute = here.weekday(), here.hour * 60 + here.minute
    return any(
        (day in one.days and one.start <= minute < one.end)
        or ((day - 1) % 7 in one.days and minute + DAY < one.end)
        for one in hours.available
    )  # fmt: skip


def next_opening(hours: OpeningHours, now: datetime) -> datetime | None:
    """The next moment at which it opens, in the zone of `now`; None where that is not known."""
    here = _there(hours, now)
    if here is None or hours.is_always:
        return None
    found = []
    for later in range(8):
        date = here.date() + timedelta(days=later)
        for one in hours.available:
            hour, minute = divmod(one.start, 60)
            opens = datetime(date.year, date.month, date.day, hour, minute, tzinfo=here.tzinfo)
            if date.weekday() in one.days and opens > here:
                found.append(opens)
    return min(found).astimezone(now.tzinfo) if found else None


def _there(hours: OpeningHours, now: datetime) -> datetime | None:
    try:
        return now.astimezone(ZoneInfo(hours.time_zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def has_zone(name: str) -> bool:
    """Whether a time zone of this name is known here."""
    try:
        return bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def opening_hours_from_json(raw: Mapping[str, Any] | None) -> OpeningHours | None:
    """`{"all_day": true}`, or `available_time` and `time_zone`; None stays None. Raises ValueError."""
    if raw is None:
        return None
    if raw.get("all_day") is True:
        return OpeningHours()
    try:
        available = tuple(_available(one) for one in raw["available_time"])
        zone = str(raw["time_zone"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("opening hours are not in the expected shape") from error
    if not available or not zone:
        raise ValueError("opening hours need times and a time zone")
    return OpeningHours(available, zone)


def _available(raw: Mapping[str, Any]) -> AvailableTime:
    start, end = minutes(raw["start"]), minutes(raw["end"])
    if start >= DAY or start == end or not set(raw["days_of_week"]) <= set(DAYS) or not raw["days_of_week"]:
        raise ValueError("opening hours need days, and a start before the end")
    days = frozenset(DAYS.index(day) for day in raw["days_of_week"])
    return AvailableTime(days, start, end if end > start else end + DAY)


def minutes(clock: str) -> int:
    """Minutes after midnight of "HH:MM", up to "24:00". Raises ValueError."""
    hour, _, minute = clock.partition(":")
    if len(clock) != 5 or not (hour + minute).isdigit() or int(minute) > 59 or int(hour) * 60 + int(minute) > DAY:
        raise ValueError(f"{clock!r} is no time of a day")
    return int(hour) * 60 + int(minute)
