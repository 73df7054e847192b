"""Which list to prepare or to recover belongs to the stage in which a course is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from companion.domain.course import DAY, Local, Phase, Place, place_at, taking_place, upcoming
from companion.domain.course_settings import CourseSettings
from companion.domain.journal import Infusion


class Stage(StrEnum):
    """The lists, each by the last part of its form's url."""

    EVALUATION = "evaluation"
    WEEK_BEFORE = "week-before"
    DAY_BEFORE = "day-before"
    MORNING_OF = "morning-of"
    RECOVERY = "recovery"
    INTEGRATION = "integration"


AHEAD = {Stage.WEEK_BEFORE: 14 * DAY, Stage.DAY_BEFORE: 3 * DAY, Stage.MORNING_OF: DAY}
"""How long before an infusion a list may be filled in for it; what was filled in earlier was for another day."""

OF_PHASE = {
    Phase.WEEKS_BEFORE: Stage.EVALUATION,
    Phase.WEEK_BEFORE: Stage.WEEK_BEFORE,
    Phase.DAY_BEFORE: Stage.DAY_BEFORE,
    Phase.DAY_OF: Stage.MORNING_OF,
    Phase.FIRST_HOURS: Stage.RECOVERY,
    Phase.FIRST_DAY: Stage.RECOVERY,
    Phase.DAYS_1_3: Stage.INTEGRATION,
    Phase.DAYS_4_7: Stage.INTEGRATION,
}


@dataclass(frozen=True, slots=True)
class DueList:
    """A list whose time it is, for one infusion. `since`: what was filled in from then on was for it; None: ever."""

    stage: Stage
    infusion: Infusion
    since: datetime | None


def due_lists(course: Sequence[Infusion], settings: CourseSettings, now: datetime, local: Local) -> list[DueList]:
    """What is due, the first before the next; nothing while an infusion runs and where no course is known."""
    place = place_at(course, settings, now, local)
    stage = OF_PHASE.get(place.phase)
    found = [] if stage is None or place.infusion is None else [DueList(stage, place.infusion, _since(course, place))]
    following = upcoming(course, now)
    if place.phase is Phase.DAYS_4_7 and following and following.begins - now <= 7 * DAY:
        # Of one week the end is the next one's beginning: who drives is asked before what was noticed.
        week = Place(Phase.WEEK_BEFORE, following)
        found.insert(0, DueList(Stage.WEEK_BEFORE, following, _since(course, week)))
    return found


def _since(course: Sequence[Infusion], place: Place) -> datetime | None:
    infusion, stage = place.infusion, OF_PHASE[place.phase]
    assert infusion is not None
    if stage is Stage.EVALUATION:
        return None
    ahead = AHEAD.get(stage, timedelta())
    before = [one.begins for one in taking_place(course) if one.begins < infusion.begins] if ahead else []
    return max([infusion.begins - ahead, *before])
