"""What a person enters about infusions: ones that the clinic has not booked, and what they report of each."""

from dataclasses import dataclass, replace
from datetime import date

from companion.domain.journal import Occurrence, TookPlace

ANSWERS = (TookPlace.YES, TookPlace.UNKNOWN, TookPlace.NO, None)
"""Of two answers the first of these counts: what may have been keeps its cautions."""


@dataclass(frozen=True, slots=True)
class OwnInfusion:
    """An infusion that the person typed in. `moved_from`: when it was to be before it was moved."""

    id: str
    start: Occurrence
    is_cancelled: bool = False
    moved_from: Occurrence | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the person has told of an infusion, the clinic's or an own one. It stays on the device.

    Attributes:
        infusion: the Appointment's id, or the own infusion's.
        took_place: the answer to "Did it take place?".
        answered_for: the planned start that was asked about: a new time is another question. None without an answer.
        has_driver: somebody takes the person home.
        driver: who, as the person calls them; "" where that was not said.
        driver_day: on which day: on another one it is asked again. None in records of an older version.
    """

    infusion: str
    started: Occurrence | None = None
    ended: Occurrence | None = None
    has_driver: bool = False
    driver_day: date | None = None
    driver: str = ""
    took_place: TookPlace | None = None
    answered_for: Occurrence | None = None

    @property
    def when(self) -> Occurrence | None:
        """When it was, as far as the person has said: its start, its end, or the planned time that was right."""
        planned = self.answered_for if self.took_place is TookPlace.YES else None
        return self.started or self.ended or planned

    def without_report(self) -> "Told":
        """Return what is left when its start, end and answer belong to another infusion: who drives."""
        return replace(self, started=None, ended=None, took_place=None, answered_for=None)


def both(one: Told, other: Told) -> Told:
    """What was told of one infusion in two places: the latest counts, so that no driving is off too short."""
    started, ended = _latest(one.started, other.started), _latest(one.ended, other.ended)
    is_before = started is not None and ended is not None and ended.at < started.at  # an end of the other start
    drives = one if one.has_driver else other
    answer = min((one, other), key=_least_sure_last)
    return replace(
        drives,
        infusion=one.infusion,
        started=started,
        ended=None if is_before else ended,
        took_place=answer.took_place,
        answered_for=answer.answered_for,
    )


def _least_sure_last(fact: Told) -> tuple[int, float]:
    return ANSWERS.index(fact.took_place), -fact.answered_for.at.timestamp() if fact.answered_for else 0


def _latest(*told: Occurrence | None) -> Occurrence | None:
    return max((one for one in told if one), key=lambda one: one.at, default=None)
