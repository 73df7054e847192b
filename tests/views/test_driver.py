"""Who takes the person home: one tap is enough; who it is, is said by one more or typed."""

import pytest

from companion.app.running import Companion
from companion.domain.plan import Contact
from tests.courses import infusion
from tests.times import o_clock
from tests.views.conftest import open_window
from tests.views.course_time import book, course_of, set_clock
from tests.views.test_course_today import headings, says

pytestmark = pytest.mark.asyncio

SAY = "Add who will take you home"


async def evening_before(app: Companion) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True, country="US")
    set_clock(app, "2026-11-23 18:30")
    await book(app, infusion("2026-11-24 10:00"))
    support = app.opening.opened.support
    await support.type_contact("", Contact("", "Alex", "my sister", "555 0100"))
    await support.keep_contact("")


async def test_one_of_the_persons_people_is_a_tap_and_today_says_who(app: Companion) -> None:
    await evening_before(app)
    async for window in open_window(app):
        await window.tap(SAY)
        await window.follow()
        assert says(window, f"Tomorrow, {o_clock('10:00')}") and says(window, "my sister")
        await window.tap("Alex")
        await window.follow()
        assert "Who drives you home?" not in headings(window) and says(window, "Alex will take you home.")
        assert SAY not in window.labels()


async def test_after_the_one_tap_that_is_enough_a_name_can_be_written(app: Companion) -> None:
    await evening_before(app)
    async for window in open_window(app):
        await window.tap("Someone will take me home")
        assert says(window, "Someone will take you home.")
        course_of(app)._clock.advance(2)
        await window.tap(SAY)
        await window.follow()
        assert "Save" not in window.labels()
        await window.type("A name", "  ")
        assert "Save" not in window.labels()
        await window.type("A name", "Ana, my neighbour")
        await window.tap("Save")
        await window.follow()
        assert says(window, "Ana, my neighbour will take you home.")


async def test_with_the_details_it_is_somebody_else_or_nobody(app: Companion) -> None:
    await evening_before(app)
    await course_of(app).confirm_driver(course_of(app).all()[0], True, "Sam")
    course_of(app)._clock.advance(2)
    async for window in open_window(app, "/course/infusion/i1"):
        assert says(window, "Sam will take you home.") and "Someone else will take me home" in window.labels()
        await window.tap("I have no one to take me home yet")
        await window.tap("Remove the name")
        assert says(window, "You have no one to take you home yet.") and SAY in window.labels()


async def test_for_an_infusion_that_is_gone_nothing_is_asked(app: Companion) -> None:
    await evening_before(app)
    async for window in open_window(app, "/course/driver/no-such"):
        assert says(window, "not in your course anymore") and "Alex" not in window.labels()
