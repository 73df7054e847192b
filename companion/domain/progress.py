"""How far an infusion has come, and how sure that is: most people report nothing while they are sedated.

Every caution holds from `companion.domain.course.has_begun` on. What is here decides how it is said: never "done" or
"under way" for what is only a guess from the plan.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from companion.domain.course import Local, end_of, has_begun, last_begun, taking_place
from companion.domain.course_settings import CourseSettings
from companion.domain.journal import Infusion

PROBABLE_AFTER = timedelta(hours=4)
"""So long after a planned start that was neither reported nor canceled an infusion probably took place."""

QUESTION_FROM = 5
"""The hour of the person's clock from which the next morning's question is asked. A judgement: not in the night."""

QUESTION_DAYS = 3
"""For so many days after the planned day it is asked, until it is answered. A judgement."""


class Progress(StrEnum):
    """How far an infusion has come.

    UNREPORTED: its planned time has passed, less than 4 hours ago. PROBABLE: 4 hours or more ago. UNDER_WAY and DONE
    only from what the person or the clinic has said.
    """

    CANCELED = "canceled"
    PLANNED = "planned"
    UNREPORTED = "unreported"
    PROBABLE = "probable"
    UNDER_WAY = "under-way"
    DONE = "done"


GUESSED = (Progress.UNREPORTED, Progress.PROBABLE)


def progress_of(infusion: Infusion, settings: CourseSettings, now: datetime) -> Progress:
    """Return how far it has come by now."""
    if infusion.is_cancelled:
        return Progress.CANCELED
    if infusion.is_done:
        return Progress.DONE
    if not has_begun(infusion, now):
        return Progress.PLANNED
    if infusion.started:
        return Progress.UNDER_WAY if now < end_of(infusion, settings) else Progress.DONE
    return Progress.UNREPORTED if now < infusion.last_start + PROBABLE_AFTER else Progress.PROBABLE


def is_guessed(infusion: Infusion, settings: CourseSettings, now: datetime) -> bool:
    """Return whether only the plan says that it began."""
    return progress_of(infusion, settings, now) in GUESSED


@dataclass(frozen=True, slots=True)
class Counts:
    """How many infusions of a course are how far; canceled ones are in none of them."""

    done: int
    under_way: int
    probable: int
    unreported: int
    all: int


def counts_of(course: Iterable[Infusion], settings: CourseSettings, now: datetime) -> Counts:
    """Count the infusions that take place."""
    found = [progress_of(one, settings, now) for one in taking_place(course)]
    return Counts(
        done=found.count(Progress.DONE),
        under_way=found.count(Progress.UNDER_WAY),
        probable=found.count(Progress.PROBABLE),
        unreported=found.count(Progress.UNREPORTED),
        all=len(found),
    )


def to_confirm(course: Sequence[Infusion], settings: CourseSettings, now: datetime, local: Local) -> Infusion | None:
    """Return the infusion of which to ask "Did it take place?" now: from the next morning on, until it is answered.

    Only the last one that was to begin is asked about, and for `QUESTION_DAYS` at the most.
    """
    last = last_begun(course, now)
    if last is None or last.took_place is not None or not is_open_question(last, settings, now, local):
        return None
    days = _days_since(last, now, local)
    is_morning = days > 1 or local(now).hour >= QUESTION_FROM
    return last if is_morning and days <= QUESTION_DAYS else None


def is_open_question(infusion: Infusion, settings: CourseSettings, now: datetime, local: Local) -> bool:
    """Return whether it may be answered: only the plan says that it took place, and its day is over.

    On the day itself somebody may be sedated, and one wrong tap on "No" would end the hours without driving.
    """
    is_later = _days_since(infusion, now, local) >= 1
    return is_later and progress_of(infusion, settings, now) is Progress.PROBABLE


def _days_since(infusion: Infusion, now: datetime, local: Local) -> int:
    return (local(now).date() - local(infusion.last_start).date()).days
