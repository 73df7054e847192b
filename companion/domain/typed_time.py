"""A time of the day as people type it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

TYPED = re.compile(r"^\s*(\d{1,2})(?:\s*[:.h ]\s*(\d{2})|(\d{2}))?\s*(a\.?m\.?|p\.?m\.?)?\s*$", re.IGNORECASE)
DAY_BEGINS = 6


def typed_time(text: str) -> time | None:
    """ "10", "9:30", "1430", "2 pm"; None where it is no time."""
    found = TYPED.match(text)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or found[3] or 0), (found[4] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def is_at_night(clock: time) -> bool:
    """Whether a clinic would hardly mean it: 2 typed for 14:00."""
    return clock.hour < DAY_BEGINS


def moment_showing(wanted: datetime, local: Callable[[datetime], datetime]) -> datetime:
    """The moment (UTC) at which a clock shows `wanted`, which has no zone; the one after a time that it leaves out."""
    utc = wanted.replace(tzinfo=UTC)
    guess = utc - (local(utc).utcoffset() or timedelta())
    return utc - (local(guess).utcoffset() or timedelta())
