"""The steadying exercises: what they are, for whom not, and the steps of one run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from companion.domain.sources import Source


class Breath(StrEnum):
    """What the breath does in a step; the shape on the screen follows it."""

    IN = "in"
    HOLD = "hold"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do.

    Attributes:
        text: may hold {day}, the day and date of today.
        breath: of a breathing exercise; None elsewhere.
        after_infusion: left out where it is known that there was no infusion today.
    """

    text: str
    seconds: float
    breath: Breath | None = None
    after_infusion: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """One way to do an exercise.

    Attributes:
        loop: done as many rounds as were chosen, before `steps`.
        steps: done once.
        stands: on one's feet: not after an infusion until the next day.
    """

    id: str
    name: str
    loop: tuple[Step, ...] = ()
    steps: tuple[Step, ...] = ()
    stands: bool = False

    @property
    def is_breathing(self) -> bool:
        """Whether a shape grows and shrinks with the breath."""
        return any(step.breath for step in self.loop)

    def seconds(self, rounds: int) -> float:
        """How long so many rounds take."""
        return sum(step.seconds for step in self.loop) * rounds + sum(step.seconds for step in self.steps)


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise.

    Attributes:
        not_if: what follows "Do not do this one if:".
        instead: the id of the exercise to do then, or when this one becomes hard; "" for none.
        after_high_pressure: the caution of the first hours after an infusion with a high blood pressure, "" for none.
        minutes, rounds: the lengths that it offers: one of both, or neither where there is one length.
        moves: it cannot be done sitting still: no general caution against standing.
        evidence: what is known of it and how little, in a line.
        versions: the usual one first; none where there is nothing to run.
    """

    id: str
    title: str
    good_when: str
    about: str
    evidence: str
    sources: tuple[str, ...]
    versions: tuple[Version, ...]
    cautions: tuple[str, ...] = ()
    not_if: tuple[str, ...] = ()
    instead: str = ""
    after_high_pressure: str = ""
    minutes: tuple[int, ...] = ()
    rounds: tuple[int, ...] = ()
    moves: bool = False

    def version(self, id: str) -> Version:
        """The version of this id, the usual one where there is none."""
        return next((one for one in self.versions if one.id == id), self.versions[0])

    def lengths(self, version: Version) -> tuple[int, ...]:
        """How many rounds can be chosen, the shortest first."""
        once = version.seconds(1) - version.seconds(0)
        if self.minutes and once:
            return tuple(max(1, round(minutes * 60 / once)) for minutes in self.minutes)
        return self.rounds or (1,)


@dataclass(frozen=True, slots=True)
class Try:
    """An exercise to try, in one of its versions; "" for the usual one."""

    exercise: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Feeling:
    """What a person feels, and what to try.

    Attributes:
        then: what to do besides; with {em} for the country's emergency number.
        people_first: people who can help stand before any exercise.
        then_first: `then` stands before the exercises.
    """

    id: str
    name: str
    tries: tuple[Try, ...]
    then: tuple[str, ...] = ()
    people_first: bool = False
    then_first: bool = False


@dataclass(frozen=True, slots=True)
class Exercises:
    """All of them.

    Attributes:
        reviewed: the day on which the texts were last compared with their sources.
        evidence, evidence_sources: what holds for every exercise.
    """

    all: tuple[Exercise, ...]
    feelings: tuple[Feeling, ...]
    reviewed: date
    sources: Mapping[str, Source] = field(default_factory=dict)
    evidence: str = ""
    evidence_sources: tuple[str, ...] = ()

    def find(self, id: str) -> Exercise | None:
        """The exercise of this id."""
        return next((one for one in self.all if one.id == id), None)


def steps_of(version: Version, rounds: int, had_infusion: bool | None) -> tuple[Step, ...]:
    """The steps of one run. `had_infusion`: today; None where nobody knows."""
    asked = [step for step in version.steps if not step.after_infusion or had_infusion is not False]
    return (*version.loop * rounds, *asked)


def versions_of(exercise: Exercise, had_infusion: bool | None) -> tuple[Version, ...]:
    """What can be chosen: none on one's feet on the day of an infusion."""
    return tuple(one for one in exercise.versions if not (one.stands and had_infusion))


def fullness(steps: tuple[Step, ...]) -> tuple[float, ...]:
    """How full the breath is at the end of each step, from 0 to 1: breaths in that follow one another share it."""
    found: list[float] = []
    for at, step in enumerate(steps):
        before = found[-1] if found else 0.0
        if step.breath is Breath.IN:
            rest = [one.seconds for one in _while_in(steps[at:])]
            found.append(before + (1 - before) * step.seconds / sum(rest))
        else:
            found.append(before if step.breath is Breath.HOLD else 0.0)
    return tuple(found)


def place(steps: tuple[Step, ...], at: int) -> tuple[int, int]:
    """Where in the run the step stands, and of how many: of breaths where it is a breath, else of steps."""
    if not steps[at].breath:
        return at + 1, len(steps)
    begins = [i for i, one in enumerate(steps) if one.breath is Breath.IN and not _goes_on(steps, i)]
    return sum(i <= at for i in begins), len(begins)


def _goes_on(steps: tuple[Step, ...], at: int) -> bool:
    return at > 0 and steps[at - 1].breath is Breath.IN


def _while_in(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    ends = next((at for at, one in enumerate(steps) if one.breath is not Breath.IN), len(steps))
    return steps[:ends]


def rounds_of(exercise: Exercise, version: Version, wanted: int) -> int:
    """The length that was asked for where it is offered; else the shortest time, or the most rounds."""
    offered = exercise.lengths(version)
    return wanted if wanted in offered else offered[0] if exercise.minutes else offered[-1]
