"""When the thing that an entry tells of was there: rules judge that time, and not the time of writing.

The answers are coarse ("earlier today", "hours"), so every time here is a bound. Two bounds are needed:

- the latest moment at which it can still have been there. Floors count from it, so that nothing serious gets old
  too early;
- the earliest moment up to which it must have lasted. Rules about what lasts too long use it, so that what was
  expected in its hours is not called unusual because it was written down the next day.

All spans are judgements of the project (see docs/safety-rules.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from companion.domain.journal import Occurrence
from companion.domain.safety.fields import Fact, Facts
from companion.domain.safety.levels import Age

RECENT = timedelta(hours=2)
"""What is written down within this time is taken as happening now."""

JUST_NOW = timedelta(minutes=30)
DAY = timedelta(hours=24)

LASTED: dict[str, tuple[timedelta, timedelta]] = {
    "minutes": (timedelta(), timedelta(hours=1)),
    "hours": (timedelta(hours=1), timedelta(hours=18)),
    "day": (timedelta(hours=18), timedelta(hours=36)),
}
"""The least and the most that an answer to "How long has it lasted?" means."""

LASTED_DAYS = timedelta(hours=25)
"""The least that "More than a day" means. There is no most."""

RECENT_CODES = ("now", "within-2h")
UNKNOWN_CODES = (None, "not-sure")


@dataclass(frozen=True, slots=True)
class Timing:
    """When something was there.

    Attributes:
        is_now: whether it counts as happening now; None where the person has to be asked.
        is_over: whether the person said that it is over.
        began: the earliest and the latest time at which it can have begun (UTC); the earliest may be unknown.
        lasted_at_least: the least time that it lasted.
        written_at: when the entry was begun (UTC).
        last: the latest time at which it can still have been there (UTC).
    """

    is_now: bool | None
    is_over: bool
    began: tuple[datetime | None, datetime]
    lasted_at_least: timedelta
    written_at: datetime
    last: datetime

    @property
    def day(self) -> datetime:
        """A moment of the day on which it happened: the latest one on which it can have begun."""
        return self.began[1] - timedelta.resolution if self.is_over else self.written_at

    def hours_into(self, starts: Iterable[datetime]) -> tuple[datetime, datetime] | None:
        """Return the start of the infusion that it belongs to, and the moment at which it is judged (both UTC).

        `starts`: of all infusions that took place. What is still there is judged now. What is over is judged at the
        earliest moment up to which it must have lasted. None where no infusion came before it.
        """
        earliest, latest = self.began if self.is_over else (self.written_at, self.written_at)
        start = max((one for one in starts if one <= latest), default=None)
        if start is None:
            return None
        from_ = start if earliest is None else max(start, earliest)
        lasted = self.lasted_at_least if self.is_over else timedelta()
        return start, min(max(self.written_at, from_), from_ + lasted)


def timing(facts: Facts, written: Occurrence, now: datetime, said_now: bool | None = None) -> Timing:
    """Work out when a thing was there.

    Args:
        facts: linkId -> fact of the entry. `began`, `lasted` and `still_now` are read.
        written: when the entry was begun, on the person's own clock.
        now: the present (UTC).
        said_now: the answer to "Is this happening now?", None where it was not asked.
    """
    began, lasted = facts.get("began"), facts.get("lasted")
    is_over = said_now is False or (said_now is None and facts.get("still_now") is False)
    window = _window(began, written)
    most = LASTED[str(lasted)][1] if lasted in LASTED else None
    last = written.at if most is None or not is_over else min(written.at, window[1] + most)
    return Timing(
        is_now=_is_now(facts, written.at, now, said_now),
        is_over=is_over,
        began=window,
        lasted_at_least=_least(lasted),
        written_at=written.at,
        last=last,
    )


def age(found: Timing, facts: Facts, starts: Iterable[datetime], now: datetime) -> Age:
    """Return how long ago it was. `starts`: of all infusions (UTC). A clock that was put back makes nothing older."""
    since = max(timedelta(), now - found.last)
    after = [now - one for one in starts if one <= now]
    if took_sedative(facts):
        after.append(since)
    return Age(since, min(after, default=None), _is_first_ever(facts))


def is_now(occurred_at: datetime, written_at: datetime) -> bool | None:
    """`entry.is_now` without asking (both UTC): True up to 2 hours after the fact, None where it must be asked.

    A fact that lies in the future (a clock jumped) counts as now.
    """
    return True if written_at - occurred_at <= RECENT else None


def is_there(facts: Facts, is_finished: bool) -> bool | None:
    """Whether the person says that a side effect is or was there; None where that is still open.

    A question about how bad it is that was skipped takes nothing away: with the entry's end it was there.
    """
    severity = facts.get("severity")
    if isinstance(severity, int):
        return severity >= 1
    return True if is_finished or facts.get("still_now") is True else None


SEDATIVES = frozenset({"alcohol", "opioid", "more-than-prescribed"})


def took_sedative(facts: Facts) -> bool:
    """Whether the entry itself tells of an opioid, alcohol or too much of a sedative."""
    codes = facts.get("mixed_with")
    told = isinstance(codes, tuple) and not SEDATIVES.isdisjoint(codes)
    return told or facts.get("mixed") is True


def _is_first_ever(facts: Facts) -> bool:
    return facts.get("first_seizure") is not False and facts.get("epilepsy") is not True


def _is_now(facts: Facts, written_at: datetime, now: datetime, said_now: bool | None) -> bool | None:
    if said_now is not None:
        return said_now
    began = facts.get("began")
    if facts.get("still_now") is True or began in RECENT_CODES:
        return True
    if facts.get("still_now") is False and began is not None:
        return False
    return is_now(written_at, now)


def _least(lasted: Fact | None) -> timedelta:
    if lasted == "days":
        return LASTED_DAYS
    return LASTED[str(lasted)][0] if lasted in LASTED else timedelta()


def _window(began: Fact | None, written: Occurrence) -> tuple[datetime | None, datetime]:
    """The earliest and the latest time at which it can have begun. Not known is taken as at the time of writing."""
    midnight, yesterday, three_ago, seven_ago = (_midnight(written, days) for days in (0, 1, 3, 7))
    windows: dict[str, tuple[datetime | None, datetime]] = {
        "now": (written.at - JUST_NOW, written.at),
        "within-2h": (written.at - RECENT, written.at),
        "today": (midnight, written.at),
        "before": (None, midnight),
        "yesterday": (yesterday, midnight),
        "days-2-3": (three_ago, yesterday),
        "days-4-7": (seven_ago, three_ago),
        "longer": (None, seven_ago),
    }
    return windows.get(str(began), (written.at, written.at))


def _midnight(written: Occurrence, days_before: int) -> datetime:
    """When a day of the person's own clock began (UTC). A day on which the clock is changed has 23 or 25 hours."""
    day = written.date - timedelta(days=days_before)
    try:
        return datetime.combine(day, time(), ZoneInfo(written.zone)).astimezone(UTC)
    except (ZoneInfoNotFoundError, ValueError, OSError, OverflowError):  # an offset alone, or a zone of another device
        hour, _, minute = written.clock.partition(":")
        return written.at - timedelta(hours=int(hour), minutes=int(minute)) - days_before * DAY
