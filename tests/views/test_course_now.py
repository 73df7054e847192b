"""What to expect now and care afterwards: dim by itself, one thing at a time, with what is assumed."""

from dataclasses import replace
from datetime import date, time

import flet as ft
import pytest

from companion.app.running import Companion
from companion.views.theme import DIM, LIGHT
from tests.courses import at, infusion
from tests.times import o_clock
from tests.views.conftest import CLINIC, open_window
from tests.views.course_time import book, course_of, set_clock
from tests.views.harness import Window
from tests.views.test_course_today import headings, says
from tests.views.test_targets import least_height

pytestmark = pytest.mark.asyncio


async def now_at(app: Companion, moment: str) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True, country="US")
    set_clock(app, moment)
    await book(app, infusion("2026-11-24 10:00"))


def is_dim(window: Window) -> bool:
    return any(isinstance(one, ft.Container) and one.bgcolor == DIM.ground for one in window.controls())


def filled(window: Window) -> list[str]:
    return [one.content.value for one in window.controls() if isinstance(one, ft.FilledButton)]


async def test_it_opens_from_today_and_is_dim_by_itself_with_large_targets_and_back_is_as_before(
    app: Companion,
) -> None:
    await now_at(app, "2026-11-24 10:20")
    async for window in open_window(app):
        assert not is_dim(window)
        await window.tap("What to expect now")
        await window.follow()
        assert is_dim(window) and "20 min since the planned start" in window.texts()
        heights = [height for one in window.controls() if (height := least_height(one)) is not None]
        assert heights and min(heights) >= 56
        await window.tap("Back")
        await window.follow()
        assert not is_dim(window) and LIGHT.ground != DIM.ground


async def test_one_thing_is_shown_and_the_others_are_a_tap_away(app: Companion) -> None:
    await now_at(app, "2026-11-24 10:20")
    await course_of(app).start(course_of(app).all()[0], at("2026-11-24 10:00"))
    async for window in open_window(app, "/course/now"):
        assert headings(window) == ["It gets stronger"] and says(window, "it passes")
        for label, title in (
            ("When to tell the nurse", "Tell the nurse at once about any of these:"),
            ("How long to wait before driving", f"No driving and no big decisions before Wednesday {o_clock('11:00')}"),
            ("What the app does not know", "What the app does not know"),
            ("What is common now", "It gets stronger"),
        ):
            await window.tap(label)
            assert headings(window) == [title]


async def test_what_is_assumed_is_said(app: Companion) -> None:
    await now_at(app, "2026-11-24 10:20")
    async for window in open_window(app, "/course/now"):
        await window.tap("What the app does not know")
        assert says(window, "infusion (IV) that lasts 40 minutes") and says(window, "does not know your dose")


async def test_start_and_end_are_told_with_one_button_each_and_taken_back(app: Companion) -> None:
    await now_at(app, "2026-11-24 10:20")
    clock = set_clock(app, "2026-11-24 10:20")
    async for window in open_window(app, "/course/now"):
        assert filled(window) == ["My infusion has started"]
        await window.tap("My infusion has started")
        assert "0 min since the start" in window.texts() and filled(window) == ["My infusion has ended"]
        clock.advance(1)
        await window.tap("It has not started yet")
        assert filled(window) == ["My infusion has started"] and course_of(app).all()[0].started is None
        clock.advance(1)
        await window.tap("My infusion has started")
        clock.advance(1)
        await window.tap("My infusion has ended")
        assert filled(window) == [] and course_of(app).all()[0].ended
        clock.advance(1)
        await window.tap("It has not ended yet")
        assert course_of(app).all()[0].ended is None


async def test_a_minute_later_it_says_so_without_a_tap(app: Companion) -> None:
    await now_at(app, "2026-11-24 10:20")
    clock = set_clock(app, "2026-11-24 10:20")
    async for window in open_window(app, "/course/now"):
        clock.advance(60)
        course_of(app).look_at_the_clock()
        await window.settle()
        assert "21 min since the planned start" in window.texts()


async def test_a_fault_of_the_courses_clock_does_not_end_the_watch_that_locks(
    app: Companion, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> None:
        raise ValueError("sparrow")

    app.opening.opened.course.look_at_the_clock = fails  # type: ignore[method-assign]
    app._tell_the_minute()
    assert "ValueError" in caplog.text and "sparrow" not in caplog.text


async def test_before_it_begins_it_waits_for_the_start_and_without_one_it_says_what_will_be_here(
    app: Companion,
) -> None:
    await now_at(app, "2026-11-24 09:30")
    async for window in open_window(app, "/course/now"):
        assert f"Planned for {o_clock('10:00')}" in window.texts() and filled(window) == ["My infusion has started"]
    await now_at(app, "2026-11-23 09:30")
    async for window in open_window(app, "/course/now"):
        assert "No infusion now" in window.texts() and filled(window) == []


async def test_hours_later_help_takes_the_nurses_place(app: Companion) -> None:
    await now_at(app, "2026-11-24 15:00")
    async for window in open_window(app, "/course/now"):
        assert "When to tell the nurse" not in window.labels()
        await window.tap("When to call for help")
        assert headings(window) == ["Call 911 for any of these:"]
        await window.tap("Show me who I can call")
        assert window.route() == "/help"


@pytest.mark.parametrize(
    ("moment", "title"),
    [
        ("2026-11-24 11:00", "The first hours"),
        ("2026-11-24 20:00", "The rest of the day and the night"),
        ("2026-11-26 10:00", "Days 1 to 3"),
        ("2026-11-29 10:00", "Days 4 to 7"),
        ("2026-12-29 10:00", "The first hours"),
    ],
)
async def test_care_is_that_of_the_hour_with_the_emergency_before_the_clinic(
    app: Companion, moment: str, title: str
) -> None:
    app.clinic = CLINIC
    await now_at(app, moment)
    async for window in open_window(app, "/course/care"):
        assert title in window.texts()
        order = headings(window)
        assert order == ["What is common", "What may help", "Call 911 if:", "Call your clinic if:"]
        assert filled(window) == ["Call 911"] and says(window, "No clinician has signed these texts yet.")
        assert "Call Example Clinic" in window.labels()


async def test_another_stretch_and_the_sources_are_a_tap_away(app: Companion) -> None:
    await now_at(app, "2026-11-24 11:00")
    async for window in open_window(app, "/course/care"):
        await window.tap("Days 4 to 7")
        assert says(window, "A drop in mood") and not says(window, "floaty")
        await window.tap("Where this comes from")
        assert says(window, "consensus statement on the use of ketamine")


async def test_without_a_country_no_number_of_another_one_is_named(app: Companion) -> None:
    await now_at(app, "2026-11-24 11:00")
    await app.opening.opened.preferences.change(country="")
    async for window in open_window(app, "/course/care"):
        assert "Call your local emergency number if:" in window.texts() and not says(window, "911")


async def test_a_told_end_ends_what_is_common_during_it_and_the_later_of_two_ends_counts(app: Companion) -> None:
    await now_at(app, "2026-11-24 10:20")
    course = course_of(app)
    await course.start(course.all()[0], at("2026-11-24 10:00"))
    course._clock.advance(60)
    async for window in open_window(app, "/course/now"):
        assert headings(window) == ["It gets stronger"]
        await window.tap("My infusion has ended")
        await window.until("It starts to fade")
        await window.tap("How long to wait before driving")
        assert says(window, "You entered an earlier end, but the later time counts.")


async def test_care_by_hour_and_day_is_a_tap_away_in_the_week_after(app: Companion) -> None:
    for day in ("2026-11-24 13:00", "2026-11-25 12:30", "2026-11-26 10:00", "2026-11-29 10:00"):
        await now_at(app, day)
        async for window in open_window(app):
            await window.tap("Care after the infusion")
            await window.follow()
            assert "Call 911 if:" in window.texts(), day


async def test_after_the_last_infusion_that_was_typed_the_app_does_not_know_that_it_was_the_last(
    app: Companion,
) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True, country="US")
    set_clock(app, "2026-11-24 09:00")
    course = course_of(app)
    await course.add(course.moment(date(2026, 11, 24), time(10)))
    set_clock(app, "2026-12-08 10:00")
    async for window in open_window(app, "/course/matters"):
        assert says(window, "You have not entered another one after it.")


async def test_a_clinic_that_asks_for_longer_is_not_contradicted(app: Companion) -> None:
    course = course_of(app)
    course.settings = replace(course.settings, driving_hours=48)
    await now_at(app, "2026-11-25 12:00")
    async for window in open_window(app, "/course/matters"):
        assert says(window, "at least 24 hours") and says(window, "Your clinic asks for longer: at least 48 hours.")
