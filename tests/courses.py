"""Courses for tests: infusions at given times, and people whose clock is in a zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from companion.domain.course import Local
from companion.domain.journal import Infusion, Occurrence

PARIS = "Europe/Paris"


def clock_in(zone: str) -> Local:
    """The clock of somebody in this zone."""
    return lambda moment: moment.astimezone(ZoneInfo(zone))


def when(at: datetime, zone: str = PARIS) -> Occurrence:
    """A moment as an entry keeps it."""
    local = at.astimezone(ZoneInfo(zone))
    return Occurrence(at.astimezone(UTC), zone, local.date(), local.strftime("%H:%M"))


def at(text: str, zone: str = PARIS) -> datetime:
    """ "2026-11-24 10:00" on the clocks of a zone, as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def infusion(start: str | datetime, zone: str = PARIS, number: int = 1, id: str = "", **more: object) -> Infusion:
    """A booked infusion."""
    moment = at(start, zone) if isinstance(start, str) else start
    name = id or f"i{number}"
    return Infusion(name, number, when(moment, zone), str(more.pop("status", "booked")), **more)  # type: ignore[arg-type]


def course_of(start: datetime, count: int, every: timedelta = timedelta(days=3)) -> list[Infusion]:
    """So many infusions, one after the other."""
    return [infusion(start + n * every, number=n + 1) for n in range(count)]
