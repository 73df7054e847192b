"""Which list is due: by the stage of the course, until it was filled in for that infusion."""

import pytest
from hypothesis import given

from companion.content import CHECKLISTS, DAY_BEFORE, EVALUATION, INTEGRATION, MORNING_OF, RECOVERY, WEEK_BEFORE
from companion.domain.course import Phase, place_at
from companion.domain.course_settings import CourseSettings
from companion.domain.due import Stage, due_lists
from companion.services.course import Course
from tests.courses import at, clock_in, infusion
from tests.unit.test_course_service import Phone
from tests.unit.test_holding import situations

HERE = clock_in("Europe/Paris")
MOMENTS = {
    "2026-11-10 12:00": EVALUATION,
    "2026-11-20 12:00": WEEK_BEFORE,
    "2026-11-23 12:00": DAY_BEFORE,
    "2026-11-24 07:00": MORNING_OF,
    "2026-11-24 10:20": None,
    "2026-11-24 11:30": RECOVERY,
    "2026-11-24 22:00": RECOVERY,
    "2026-11-25 12:00": INTEGRATION,
    "2026-11-29 12:00": INTEGRATION,
    "2026-12-05 12:00": None,
}


async def course_at(phone: Phone, moment: str, *starts: str) -> Course:
    course = await phone.open()
    phone.clock.moment = at(moment)
    await phone.store.keep_infusions([infusion(start, number=n + 1) for n, start in enumerate(starts)])
    return course


async def fill_in(course: Course, form: str) -> None:
    journal = course._journal
    await journal.finish(journal.begin(form).id)


def test_each_stage_has_a_form() -> None:
    assert [url.rsplit("/", 1)[-1] for url in CHECKLISTS] == [str(one) for one in Stage]


@pytest.mark.asyncio
@pytest.mark.parametrize(("moment", "form"), MOMENTS.items())
async def test_it_is_that_of_the_stage_and_is_not_due_again_once_filled_in(moment: str, form: str | None) -> None:
    phone = Phone()
    course = await course_at(phone, moment, "2026-11-24 10:00")
    assert course.due_list() == form
    if form:
        await fill_in(course, form)
        assert course.due_list() is None


@pytest.mark.asyncio
async def test_it_is_due_again_before_the_next_infusion_and_where_one_was_moved() -> None:
    phone = Phone()
    course = await course_at(phone, "2026-11-23 12:00", "2026-11-24 10:00", "2026-11-27 10:00")
    await fill_in(course, DAY_BEFORE)
    phone.clock.moment = at("2026-11-26 12:00")
    assert course.due_list() == DAY_BEFORE
    await phone.store.keep_infusions([infusion("2026-12-09 10:00")])
    phone.clock.moment = at("2026-12-08 12:00")
    await fill_in(course, DAY_BEFORE)
    assert course.due_list() is None
    await phone.store.keep_infusions([infusion("2026-12-19 10:00")])
    phone.clock.moment = at("2026-12-18 12:00")
    assert course.due_list() == DAY_BEFORE, "what was arranged then was for another day"


@pytest.mark.asyncio
async def test_with_an_infusion_each_week_the_next_one_is_prepared_before_the_last_is_looked_back_on() -> None:
    course = await course_at(Phone(), "2026-11-29 12:00", "2026-11-24 10:00", "2026-12-01 10:00")
    assert course.due_list() == WEEK_BEFORE
    await fill_in(course, WEEK_BEFORE)
    assert course.due_list() == INTEGRATION


@pytest.mark.asyncio
async def test_of_two_infusions_on_one_day_each_has_its_morning() -> None:
    phone = Phone()
    course = await course_at(phone, "2026-11-24 07:00", "2026-11-24 09:00", "2026-11-24 17:00")
    await fill_in(course, MORNING_OF)
    phone.clock.moment = at("2026-11-24 15:00")
    assert course.due_list() == MORNING_OF


@given(situations())
def test_whatever_the_course_is_what_is_due_belongs_to_it_and_nothing_is_while_one_runs(situation) -> None:  # type: ignore[no-untyped-def]
    course, settings, now, zone = situation
    due = due_lists(course, settings, now, clock_in(zone))
    assert len({one.stage for one in due}) == len(due) <= 2
    assert all(not one.infusion.is_cancelled for one in due)
    if place_at(course, settings, now, clock_in(zone)).phase is Phase.UNDER_WAY:
        assert due == []


def test_without_a_course_nothing_is_due() -> None:
    assert due_lists([], CourseSettings(), at("2026-11-24 10:00"), HERE) == []
