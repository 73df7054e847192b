"""The times that the course knows are suggested where a list asks for them, and kept by a tap alone."""

from datetime import datetime, time

import pytest

from companion.app.running import Companion
from companion.content import DAY_BEFORE, WEEK_BEFORE
from companion.domain.course_settings import CourseSettings
from tests.courses import infusion
from tests.times import day_of_a_year, o_clock
from tests.views.conftest import open_window
from tests.views.course_time import answer_food_plan, book, set_clock
from tests.views.harness import PATIENCE, Window
from tests.views.test_course_today import says
from tests.views.test_lists import answers, opened
from tests.views.test_thread import tap_through

pytestmark = pytest.mark.asyncio

USE = "Use this time"
FURTHER = ("Skip", "Skip")
"""From the arrival past what was checked to the last food."""


async def evening_before(app: Companion, food_plan: str = "neither", **rules: int) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True, country="US")
    set_clock(app, "2026-11-23 18:30")
    app.opening.opened.course.settings = CourseSettings(**rules)
    await book(app, infusion("2026-11-24 10:00"))
    if food_plan:
        await answer_food_plan(app, food_plan)


async def test_the_time_to_be_there_is_suggested_and_kept_by_a_tap_alone(app: Companion) -> None:
    await evening_before(app, arrive_minutes=30)
    async for window in open_window(app):
        await opened(window, DAY_BEFORE)
        assert says(window, f"Arrive: Tomorrow, {o_clock('09:30')}") and answers(app, DAY_BEFORE) == {}
        await window.tap(USE)
        assert answers(app, DAY_BEFORE)["arrival"] == time(9, 30)
        assert says(window, f"{o_clock('09:30')}, in the morning")


async def test_without_one_the_infusion_s_own_time_is_and_that_it_may_be_earlier(app: Companion) -> None:
    await evening_before(app)
    async for window in open_window(app):
        await opened(window, DAY_BEFORE)
        assert says(window, f"Your infusion is planned for: Tomorrow, {o_clock('10:00')}")
        assert says(window, "may want you there earlier")
        await window.tap(USE)
        assert answers(app, DAY_BEFORE)["arrival"] == time(10, 0)


async def test_the_last_food_and_drink_are_suggested_with_whose_rule_it_is_beside_the_diabetes_line(
    app: Companion,
) -> None:
    await evening_before(app, solids_hours=6, liquids_hours=2)
    async for window in open_window(app):
        await opened(window, DAY_BEFORE, *FURTHER)
        assert says(window, f"Last food: Tomorrow, {o_clock('04:00')}") and says(
            window, "Your clinic's rule: no food for 6 hours"
        )
        assert says(window, "If you take diabetes medicine or a GLP-1 medicine, follow your own plan.")
        await window.tap(USE)
        await tap_through(window, "Next")
        assert says(window, f"Last clear drink: Tomorrow, {o_clock('08:00')}")
        await window.tap(USE)
        assert (answers(app, DAY_BEFORE)["last_food"], answers(app, DAY_BEFORE)["last_drink"]) == (time(4), time(8))


async def test_a_day_and_time_are_both_taken_and_shown(app: Companion) -> None:
    await evening_before(app)
    await book(app, infusion("2026-11-28 10:00"))
    async for window in open_window(app):
        await opened(window, WEEK_BEFORE)
        await window.tap(USE)
        found = answers(app, WEEK_BEFORE)["infusion"]
        assert isinstance(found, datetime) and found.isoformat() == "2026-11-28T10:00:00+01:00"
        await window.until(day_of_a_year("2026-11-28"))
        assert fields(window)["Hour"] == "10"
        await window.type("Hour", "7")
        await window.tap(USE)
        for _ in range(PATIENCE):
            if fields(window)["Hour"] == "10":
                break
            await window.settle()
        assert fields(window)["Hour"] == "10" and answers(app, WEEK_BEFORE)["infusion"] == found


async def test_without_a_course_and_for_an_entry_under_change_nothing_is_suggested(app: Companion) -> None:
    await evening_before(app)
    journal = app.opening.opened.journal
    head = await journal.finish(journal.begin(DAY_BEFORE).id)
    async for window in open_window(app, f"/change/{head.id}"):
        await window.until("When do you need to be at the clinic?")
        assert USE not in window.labels() and "Now" not in window.labels()
    await book(app)
    async for window in open_window(app):
        await opened(window, DAY_BEFORE)
        assert USE not in window.labels() and "Now" not in window.labels()


def fields(window: Window) -> dict[str, str]:
    return {one.label: one.value for one in window.controls() if type(one).__name__ == "TextField"}
