"""When a phone is answered: days and times of a week in a time zone, as FHIR's availableTime has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from companion.domain.time_of_day import DAY

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


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


def next_closing(hours: OpeningHours, now: datetime) -> datetime | None:
    """When it closes that is open now, in the zone of `now`; None where that is not known, or not within a week."""
    here = _there(hours, now)
    if here is None or hours.is_always:
        return None
    end = here
    for _ in range(len(hours.available) * 14 + 1):
        later = max((until for begins, until in _spans(hours, here) if begins <= end < until), default=None)
        if later is None:
            return end.astimezone(now.tzinfo) if here < end < here + timedelta(days=7) else None
        end = later
    return None


def _spans(hours: OpeningHours, here: datetime) -> list[tuple[datetime, datetime]]:
    """Every span of these days, as moments of the clinic's own clock."""
    found = []
    for days in range(-1, 8):
        date = here.date() + timedelta(days=days)
        for one in hours.available:
            if date.weekday() in one.days:
                midnight = datetime(date.year, date.month, date.day, tzinfo=here.tzinfo)
                found.append((midnight + timedelta(minutes=one.start), midnight + timedelta(minutes=one.end)))
    return found


def is_elsewhere(hours: OpeningHours | None, moment: datetime) -> bool:
    """Whether the clock in the zone of the hours differs from that of an aware moment; no where it is not known."""
    there = _there(hours, moment) if hours and not hours.is_always else None
    return there is not None and there.utcoffset() != moment.utcoffset()


def closed_times(hours: OpeningHours) -> OpeningHours | None:
    """The rest of the week, each day for itself; None where nothing is left."""
    week = bytearray(7 * DAY)
    for one in hours.available:
        for day in one.days:
            for minute in range(day * DAY + one.start, day * DAY + one.end):
                week[minute % len(week)] = 1
    found: dict[tuple[int, int], set[int]] = {}
    for day in range(7):
        minutes_of_day = week[day * DAY : (day + 1) * DAY]
        edges = [at for at in range(DAY + 1) if _is_shut(minutes_of_day, at) != _is_shut(minutes_of_day, at - 1)]
        for span in zip(edges[::2], edges[1::2], strict=True):
            found.setdefault(span, set()).add(day)
    times = tuple(AvailableTime(frozenset(days), *span) for span, days in found.items())
    return OpeningHours(times, hours.time_zone) if times and not hours.is_always else None


def _is_shut(day: bytearray, minute: int) -> bool:
    return 0 <= minute < DAY and not day[minute]


def opening_hours_to_json(hours: OpeningHours) -> list[dict[str, Any]]:
    """The times as `available_time` has them."""
    return [
        {"days_of_week": [DAYS[day] for day in sorted(one.days)], "start": _clock(one.start),
         "end": _clock(one.end if one.end <= DAY else one.end - DAY)}
        for one in hours.available
    ]  # fmt: skip


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


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
