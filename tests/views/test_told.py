"""It started or ended earlier: told by steps or typed, saved by a tap, put right and taken back."""

import flet as ft
import pytest

from companion.app.running import Companion
from tests.courses import at, infusion
from tests.times import o_clock, the_day
from tests.views.conftest import open_window
from tests.views.course_time import book, course_of, set_clock
from tests.views.harness import Window
from tests.views.test_course_now import filled, now_at
from tests.views.test_course_today import headings, says
from tests.views.test_lists import step

pytestmark = pytest.mark.asyncio


async def test_a_start_of_some_minutes_ago_is_a_few_steps_and_all_times_follow(app: Companion) -> None:
    await now_at(app, "2026-11-24 10:20")
    async for window in open_window(app, "/course/now"):
        await window.tap("It started earlier")
        await window.follow()
        assert says(window, f"Today, {o_clock('10:20')}")
        await step(window, "Five minutes earlier")
        await window.tap("Save")
        await window.follow()
        assert "5 min since the start" in window.texts() and filled(window) == ["My infusion has ended"]
        course_of(app)._clock.advance(5)
        await window.tap("Change when it started")
        await window.follow()
        await window.type("Minutes", "5")
        await window.tap("Save")
        await window.follow()
        assert "15 min since the start" in window.texts()
    assert course_of(app).until().counted_from == at("2026-11-24 10:45")


async def test_every_text_of_a_screen_that_is_dim_by_itself_says_its_colour(app: Companion) -> None:
    """One that does not has the window's: dark letters on the dark ground."""
    await now_at(app, "2026-11-24 10:20")
    async for window in open_window(app, "/course/now"):
        for link in ("When to tell the nurse", "It started earlier"):
            await window.tap(link)
            await window.follow()
            controls = list(window.controls())
            of_buttons = {id(getattr(one, "content", None)) for one in controls} | {
                id(getattr(one, "title", None)) for one in controls
            }
            plain = [one for one in controls if isinstance(one, ft.Text) and id(one) not in of_buttons]
            assert plain and [one.value for one in plain if one.color is None and one.theme_style is None] == []


async def test_what_is_still_to_come_or_before_the_start_is_not_saved_and_says_why(app: Companion) -> None:
    await now_at(app, "2026-11-24 10:50")
    course = course_of(app)
    await course.start(course.all()[0], at("2026-11-24 10:05"))
    async for window in open_window(app, "/course/now"):
        await window.tap("It ended earlier")
        await window.follow()
        for hour, minute, why in (("10", "51", "is in the future"), ("10", "04", "before the start time you entered")):
            await window.type("Hour", hour)
            await window.type("Minutes", minute)
            assert says(window, why) and "Save" not in window.labels()
        await window.type("Minutes", "40")
        course._clock.advance(5)
        await window.tap("Save")
        await window.follow()
    assert course.all()[0].ended.clock == "10:40"


async def test_it_is_offered_on_today_and_a_wrong_tap_is_taken_back_there(app: Companion) -> None:
    await now_at(app, "2026-11-24 09:50")
    async for window in open_window(app):
        assert "It started earlier" in window.labels()
        await window.tap("My infusion has started")
        await window.follow()
        assert says(window, "0 min since the start")
        await window.go("/")
        course_of(app)._clock.advance(2)
        await window.tap("It has not started yet")
        assert headings(window)[0] == f"Planned for {o_clock('10:00')}" and course_of(app).all()[0].started is None


async def test_days_later_both_are_entered_with_the_details(app: Companion) -> None:
    await now_at(app, "2026-11-26 12:00")
    course = course_of(app)
    async for window in open_window(app, "/course/infusion/i1"):
        for label, minute in (("It started earlier", "10"), ("It ended earlier", "55")):
            await window.tap(label)
            await window.follow()
            await window.type("Hour", "10")
            await window.type("Minutes", minute)
            assert says(window, f"{the_day('2026-11-24')}, {o_clock(f'10:{minute}')}")
            course._clock.advance(5)
            await window.tap("Save")
            await window.follow()
            assert window.route() == "/course/infusion/i1"
    assert (course.all()[0].started.clock, course.all()[0].ended.clock) == ("10:10", "10:55")


async def test_before_it_begins_the_details_ask_for_neither(app: Companion) -> None:
    await now_at(app, "2026-11-22 12:00")
    async for window in open_window(app, "/course/infusion/i1"):
        assert "It started earlier" not in window.labels()


async def test_a_clock_that_is_put_back_after_the_start_offers_no_start_again(app: Companion) -> None:
    await now_at(app, "2026-11-24 10:05")
    await course_of(app).start(course_of(app).all()[0])
    for moment in ("2026-11-24 09:50", "2026-11-24 08:30"):
        set_clock(app, moment)
        for route in ("/", "/course/now"):
            async for window in open_window(app, route):
                assert "My infusion has started" not in window.labels() and says(window, "0 min since the start")
                assert not says(window, "Most of its effects are over") and not says(window, "Last food")


async def test_what_had_begun_before_the_clinic_moved_it_has_its_own_line_and_way_back(app: Companion) -> None:
    await now_at(app, "2026-11-24 10:00")
    course = course_of(app)
    await course.start(course.all()[0])
    await book(app, infusion("2026-11-26 10:00"))
    course._clock.advance(3600)
    async for window in open_window(app, "/course/infusion/i1~"):
        assert says(window, "You entered the start") and says(window, "Infusion 1")
        await window.tap("Change when it started")
        await window.follow()
        await step(window, "Five minutes earlier")
        await window.tap("Save")
        await window.follow()
        assert course.all()[0].started.clock == "09:55" and [one.is_told for one in course.all()] == [True, False]
        course._clock.advance(5)
        await window.go("/course/infusion/i1~")
        await window.tap("Remove the last start or end time")
        await window.tap("Delete it")
    assert [(one.appointment_id, one.is_told) for one in course.all()] == [("i1", False)]


@pytest.mark.parametrize("route", ["/course/now/start/no-such", "/course/now/else/i1"])
async def test_an_address_that_names_nothing_is_a_screen_all_the_same(app: Companion, route: str) -> None:
    await now_at(app, "2026-11-24 10:20")
    await book(app, infusion("2026-11-24 10:00"))
    async for window in open_window(app, route):
        assert not window.connection.crashes and "Back" in names(window)


async def test_the_end_and_another_country_do_not_begin_with_what_was_set_before(app: Companion) -> None:
    await now_at(app, "2026-11-24 14:50")
    await book(app, infusion("2026-11-24 13:30"))
    course = course_of(app)
    await course.start(course.all()[0], at("2026-11-24 13:35"))
    async for window in open_window(app, "/course/now/start/i1"):
        assert says(window, f"Today, {o_clock('13:35')}")
        await window.go("/course/now/end/i1")
        assert says(window, f"Today, {o_clock('14:50')}") and not says(window, o_clock("13:35"))
        course._clock.advance(5)
        await window.tap("Save")
        await window.follow()
        assert course.all()[0].ended.clock == "14:50"
        await window.go("/course/now/start/i1")
        await app.opening.opened.preferences.change(country="DE")
        await window.settle()
        assert says(window, "Today, 13:35") and fields(window) == ["13", "35"]


def fields(window: Window) -> list[str]:
    return [one.value for one in window.controls() if isinstance(one, ft.TextField)]


def names(window: Window) -> list[str]:
    return [one.content.value for one in window.controls() if isinstance(one, ft.TextButton)]
