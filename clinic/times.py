"""FHIR times: instants in milliseconds, dates of any precision as periods."""

import re
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_MOMENT = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?", re.ASCII
)


def now_ms() -> int:
    """Milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


def instant(ms: int) -> str:
    """`2026-11-24T16:05:09.123Z`."""
    return (_EPOCH + timedelta(milliseconds=ms)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def http_date(ms: int) -> str:
    """`Tue, 24 Nov 2026 16:05:09 GMT`, as Last-Modified wants it."""
    return format_datetime(_EPOCH + timedelta(milliseconds=ms), usegmt=True)


def local(ms: int) -> datetime:
    """The moment on this machine's clock."""
    return (_EPOCH + timedelta(milliseconds=ms)).astimezone()


def period(text: str) -> tuple[int, int]:
    """The milliseconds [low, high) that a date of any precision covers; a date without a time is taken as UTC.

    ValueError when the text is no FHIR date or dateTime, or names a day that does not exist.
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise ValueError("not a FHIR date or dateTime")
    try:
        low, length = _start(match), _length(match)
        high = _next_month_or_year(low, match) if length is None else low + length
        return (low - _EPOCH) // _MILLISECOND, (high - _EPOCH) // _MILLISECOND
    except OverflowError:
        raise ValueError("beyond the calendar") from None


def is_datetime(text: str) -> bool:
    """Whether this is an R4 dateTime: a time has seconds and a zone."""
    match = _MOMENT.fullmatch(text)
    if match is None or (match[4] and not match[6]):
        return False
    try:
        period(text)
    except ValueError:
        return False
    return True


def is_date(text: str) -> bool:
    """Whether this is an R4 date: a year, a month or a day."""
    return "T" not in text and is_datetime(text)


def _start(match: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second = (int(match[n] or least) for n, least in enumerate((1, 1, 1, 0, 0, 0), 1))
    fraction = int(match[7][1:4].ljust(3, "0")) if match[7] else 0
    # A leap second is counted as the one before it.
    start = datetime(year, month, day, hour, minute, min(second, 59) if second == 60 else second, fraction * 1000, UTC)
    return start - _offset(match[8] or "Z")


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta()
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if hours > 14 or minutes > 59:
        raise ValueError("no such zone")
    return timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)


def _length(match: re.Match[str]) -> timedelta | None:
    """How long the named period is; None for months and years, which differ."""
    if match[7]:
        return _MILLISECOND
    if match[6]:
        return timedelta(seconds=1)
    if match[5]:
        return timedelta(minutes=1)
    return timedelta(days=1) if match[3] else None


def _next_month_or_year(low: datetime, match: re.Match[str]) -> datetime:
    if match[2] is None or low.month == 12:
        return low.replace(year=low.year + 1, month=1)
    return low.replace(month=low.month + 1)
