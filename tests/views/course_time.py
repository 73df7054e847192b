"""The app of somebody with a course, at a moment that a test chooses."""

from datetime import datetime

from companion.app.running import Companion
from companion.content import FOOD_PLAN
from companion.domain.journal import Infusion
from companion.services.course import Course
from tests.courses import PARIS, at
from tests.fakes import FixedClock


def course_of(app: Companion) -> Course:
    """The open journal's course."""
    assert app.opening.opened is not None
    return app.opening.opened.course


def set_clock(app: Companion, moment: str | datetime, zone: str = PARIS) -> FixedClock:
    """Stand still at this moment, as "2026-11-24 08:30" on the clocks of the zone."""
    services = app.opening.opened
    assert services is not None
    clock = FixedClock(at(moment, zone) if isinstance(moment, str) else moment, zone)
    services.journal._clock = services.course._clock = clock
    return clock


async def answer_food_plan(app: Companion, code: str = "neither") -> str:
    """The person says now which of diabetes and GLP-1 medicine they take; the entry's id."""
    assert app.opening.opened is not None
    journal = app.opening.opened.journal
    draft = journal.begin(FOOD_PLAN)
    options = journal.forms[FOOD_PLAN].question("own_plan").options
    await journal.answer(draft.id, "own_plan", next(one for one in options if one.code == code))
    return (await journal.finish(draft.id)).id


async def book(app: Companion, *infusions: Infusion) -> None:
    """The clinic has booked these."""
    assert app.opening.opened is not None
    await app.opening.opened.journal._store.keep_infusions(infusions)
    app.opening.opened.course.changes.announce()
