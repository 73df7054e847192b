"""Days and hands of a clock that are put together step by step, or typed in parts."""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from companion.domain.digits import plain_signs
from companion.domain.questionnaire import Item
from companion.domain.time_of_day import DAY, minute_of

LONGEST = 4
"""Digits of a part of a day or a time."""


def day_of(day: str, month: int, year: str) -> date | None:
    """The day that somebody typed in parts, None where there is no such day."""
    day, year = _digits(day), _digits(year)
    if not (_is_number(day) and _is_number(year) and len(year) == 4):
        return None
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def nearest_day(day: str, month: int, year: str) -> date | None:
    """The day that was typed, or the last of its month where that is shorter; None where it is no number."""
    first, day = day_of("1", month, year), _digits(day)
    if first is None or not _is_number(day) or len(day) > 2 or not int(day):
        return None
    return first.replace(day=min(int(day), monthrange(first.year, month)[1]))


def clock_of(hour: str, minute: str) -> time | None:
    """The hands of the clock that somebody typed in parts; an hour alone is a full one."""
    hour, minute = _digits(hour), _digits(minute)
    if not _is_number(hour) or not (_is_number(minute) or not minute):
        return None
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None


def moved(day: date, *, days: int = 0, months: int = 0, years: int = 0) -> date:
    """The day so many steps on; the last of a month that is too short for it. It stays within the calendar."""
    month = day.year * 12 + day.month - 1 + months + 12 * years
    if not date.min.year * 12 <= month < (date.max.year + 1) * 12:
        return day
    year, month = divmod(month, 12)
    there = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    try:
        return there + timedelta(days=days)
    except OverflowError:
        return there


def within(item: Item, day: date) -> date:
    """The nearest day that the question takes."""
    return min(max(day, item.earliest or date.min), item.latest or date.max)


def turned(clock: time, minutes: int) -> time:
    """The hands of the clock so many minutes on, past midnight too; steps of minutes end on one of their own."""
    at, step = minute_of(clock), abs(minutes)
    if step >= 60:
        to = at + minutes
    else:
        to = (at // step + 1) * step if minutes > 0 else (-(-at // step) - 1) * step
    return time(to % DAY // 60, to % 60)


def _digits(typed: str) -> str:
    return plain_signs(typed).strip()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST


def moment_showing(wanted: datetime, local: Callable[[datetime], datetime]) -> datetime:
    """The moment (UTC) at which a clock shows `wanted`, which has no zone; the one after a time that it leaves out."""
    utc = wanted.replace(tzinfo=UTC)
    guess = utc - (local(utc).utcoffset() or timedelta())
    return utc - (local(guess).utcoffset() or timedelta())
