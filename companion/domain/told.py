"""When an infusion began or ended, told later: a time of day becomes a moment, or it is said why it cannot be."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from companion.domain.course import Local
from companion.domain.course_settings import CourseSettings
from companion.domain.days import moment_showing
from companion.domain.journal import Infusion

MINUTE = timedelta(minutes=1)


class What(StrEnum):
    """What is told of an infusion."""

    START = "start"
    END = "end"


class Wrong(StrEnum):
    """Why a moment cannot be that."""

    FUTURE = "future"
    BEFORE_START = "before-start"
    AFTER_END = "after-end"


def nearest(clock: time, to: datetime, local: Local) -> datetime:
    """The moment at which the person's clock showed this time, the nearest to `to` (UTC)."""
    day = local(to).date()
    wanted = [datetime.combine(day + timedelta(days=by), clock) for by in (-1, 0, 1)]
    return min((moment_showing(one, local) for one in wanted), key=lambda at: abs(at - to))


def told_at(what: What, infusion: Infusion, clock: time, settings: CourseSettings, local: Local) -> datetime:
    """The moment (UTC) that is meant: near the planned start, or near the end that follows from the length."""
    start = infusion.started.at if infusion.started and what is What.END else infusion.start.at
    return nearest(clock, start + (settings.length if what is What.END else 0) * MINUTE, local)


def wrong(what: What, infusion: Infusion, at: datetime, now: datetime) -> Wrong | None:
    """Never in the future, and the end never before the start."""
    if at > now:
        return Wrong.FUTURE
    if what is What.END and infusion.started and at < infusion.started.at:
        return Wrong.BEFORE_START
    return Wrong.AFTER_END if what is What.START and infusion.ended and at > infusion.ended.at else None
