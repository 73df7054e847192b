"""Courses for tests: infusions at given times, and people whose clock is in a zone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from companion.domain.course import Local, OwnInfusion, Told, merged
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


@dataclass(frozen=True)
class Kept:
    """What a device holds of a course: the clinic's list of today, what was typed in, what was told."""

    clinic: list[Infusion]
    own: list[OwnInfusion]
    told: dict[str, Told]

    def course(self) -> list[Infusion]:
        """As the app reads it."""
        return merged(self.clinic, self.own, self.told)


@st.composite
def kept_courses(draw: st.DrawFn, first: st.SearchStrategy[datetime], zone: str = PARIS) -> Kept:
    """Up to 4 infusions, some typed in. Of some a start, an end without a start, or both were told; and then the
    clinic has dropped some from its list, called them off or moved them, and the person the own ones."""
    kept, planned = Kept([], [], {}), draw(first)
    for number in range(1, draw(st.integers(1, 4)) + 1):
        for is_own in draw(st.sampled_from(([False], [True], [False, True]))):
            id = f"own{number}" if is_own else f"i{number}"
            said = [draw(st.none() | st.integers(*span)) for span in ((-60, 240), (0, 500))]
            began, ended = (None if one is None else when(planned + timedelta(minutes=one), zone) for one in said)
            kept.told[id] = Told(id, began, ended)
            fate = draw(st.sampled_from(("stays", "gone", "cancelled", "moved")))
            moved = draw(st.integers(-3 * 24 * 60, 3 * 24 * 60)) if fate == "moved" else 0
            start = planned + timedelta(minutes=moved)
            if is_own:
                kept.own.append(OwnInfusion(id, when(start, zone), fate == "cancelled"))
            elif fate != "gone":
                status = "cancelled" if fate == "cancelled" else draw(st.sampled_from(("booked", "fulfilled")))
                kept.clinic.append(infusion(start, zone, number, id=id, status=status))
        planned += timedelta(minutes=draw(st.integers(2 * 60, 4 * 24 * 60)))
    return kept
