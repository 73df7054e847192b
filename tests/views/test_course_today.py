"""Today around an infusion: what matters now, at most three cards, and nothing that says too much."""

from dataclasses import replace
from datetime import datetime

import flet as ft
import pytest

from companion.app.running import Companion
from companion.domain.course_settings import CourseSettings
from companion.services.presence import Presence
from tests.courses import infusion
from tests.times import in_heading, o_clock, the_day
from tests.views.conftest import open_window
from tests.views.course_time import answer_food_plan, book, course_of, set_clock
from tests.views.harness import Window

pytestmark = pytest.mark.asyncio

DIABETES = "If you take diabetes medicine or a GLP-1 medicine, follow your own plan"


def headings(window: Window) -> list[str]:
    return [one.content.value for one in window.controls() if isinstance(one, ft.Semantics) and one.heading_level == 2]


def says(window: Window, part: str) -> bool:
    return any(part in one for one in window.texts())


async def today_at(app: Companion, moment: str, *infusions: object, food_plan: str = "neither") -> list[Window]:
    """Today at a moment, as a list of one window that is closed again. `food_plan`: what was answered, "" for nothing."""
    await app.opening.opened.preferences.change(was_welcomed=True, country="US", has_read_limits=True)
    set_clock(app, moment)
    await book(app, *(infusions or (infusion("2026-11-24 10:00"),)))
    if food_plan:
        await answer_food_plan(app, food_plan)
    async for window in open_window(app):
        await window.settle()
        seen = window
    return [seen]


async def test_the_day_before_has_the_last_food_and_drink_the_driver_and_what_to_bring(app: Companion) -> None:
    [window] = await today_at(app, "2026-11-23 18:30")
    assert headings(window)[:4] == [
        f"Last food: Tomorrow, {o_clock('02:00')}",
        f"Last clear drink: Tomorrow, {o_clock('08:00')}",
        "Who drives you home?",
        "What to bring",
    ]
    assert says(window, "In 7 h 30 min") and says(window, "In 13 h 30 min")
    assert says(window, DIABETES) and says(window, "longest published rule")


async def test_in_the_morning_nothing_is_eaten_and_the_time_left_for_drinks_is_told(app: Companion) -> None:
    [window] = await today_at(app, "2026-11-24 07:22")
    assert headings(window)[:2] == ["Nothing to eat now", f"Last clear drink: Today, {o_clock('08:00')}"]
    assert says(window, "In 38 min")
    assert says(window, DIABETES), "the line stands beside every countdown"
    [window] = await today_at(app, "2026-11-24 08:00")
    assert headings(window)[:2] == ["Nothing to eat now", "Nothing to drink now"] and says(window, DIABETES)


async def test_a_driver_is_asked_for_until_there_is_one_and_it_is_kept(app: Companion) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True)
    set_clock(app, "2026-11-23 18:30")
    await book(app, infusion("2026-11-24 10:00"))
    async for window in open_window(app):
        await window.tap("Someone will take me home")
        assert "Who drives you home?" not in window.texts() and says(window, "Someone will take you home.")
    assert course_of(app).all()[0].has_driver


async def test_on_the_day_of_an_infusion_the_next_ones_driver_comes_after_what_matters_that_day(app: Companion) -> None:
    [window] = await today_at(
        app, "2026-11-24 13:10", infusion("2026-11-24 10:00"), infusion("2026-11-27 10:00", number=2)
    )
    assert "Who drives you home?" not in headings(window)[:3]
    assert any("alcohol" in one for one in headings(window)[:3])


async def test_the_start_is_told_and_then_the_minutes_count_and_nothing_is_asked(app: Companion) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True, country="US")
    clock = set_clock(app, "2026-11-24 09:55")
    await book(app, infusion("2026-11-24 10:00"))
    async for window in open_window(app):
        assert headings(window)[0] == f"Planned for {o_clock('10:00')}"
        await window.tap("My infusion has started")
        await window.follow()
        assert window.page.route == "/course/now", "the quiet screen opens by itself"
        await window.tap("Back")
        await window.follow()
        clock.advance(20 * 60)
        app.presence = Presence()  # nobody has tapped for a while
        course_of(app).look_at_the_clock()
        await window.settle()
        assert headings(window) == [
            "20 min since the start",
            f"No driving and no big decisions before Wednesday {o_clock('11:00')}",
        ]
        assert says(window, "Time may feel slow or fast") and says(window, "will not ask you anything")
        assert "How is your mood right now?" not in window.texts()


async def test_three_hours_after_until_when_stands_with_what_it_assumes(app: Companion) -> None:
    [window] = await today_at(app, "2026-11-24 13:00")
    assert headings(window)[0] == "3 h since the planned start"
    assert headings(window)[1] == f"No driving and no big decisions before Wednesday {o_clock('11:00')}"
    assert says(window, "only after a night's sleep") and says(window, "does not know when it really started")
    assert "How is your mood right now?" in window.texts()


async def test_the_next_morning_driving_is_off_until_its_hour_and_then_only_with_conditions(app: Companion) -> None:
    [window] = await today_at(app, "2026-11-25 10:30")
    assert says(window, f"before Wednesday {o_clock('11:00')}") and "Before you drive again" not in headings(window)
    [window] = await today_at(app, "2026-11-25 11:00")
    assert not says(window, "No driving and no big decisions") and "Before you drive again" in headings(window)
    assert says(window, "feeling fully awake and clear-headed")


@pytest.mark.parametrize("clock", ["14:00", "16:30", "17:05", "17:55"])
async def test_before_the_second_infusion_of_a_day_until_when_not_to_drive_stays_and_so_does_the_fast(
    app: Companion, clock: str
) -> None:
    second = infusion("2026-11-24 18:00", number=2)
    for first in ("10:00", "14:30"):
        [window] = await today_at(app, f"2026-11-24 {clock}", infusion(f"2026-11-24 {first}"), second)
        is_over = clock > first
        assert says(window, "No driving and no big decisions before Wednesday") == is_over
        assert says(window, "Nothing to eat now")
        if clock > "17:00":
            assert "My infusion has started" in window.labels()
        else:
            assert "Who drives you home?" in headings(window)


@pytest.mark.parametrize("day", range(1, 30))
async def test_there_are_never_more_than_three_cards_and_no_filled_button(app: Companion, day: int) -> None:
    booked = [infusion(f"2026-11-{n:02} 10:00", number=n, id=f"i{n}") for n in (5, 6, 12, 20)]
    second = infusion("2026-11-12 18:00", number=9, id="second")
    for clock in ("07:30", "09:30", "10:20", "13:00", "19:30"):
        [window] = await today_at(app, f"2026-11-{day:02} {clock}", *booked, second)
        cards = [one for one in window.controls() if isinstance(one, ft.Container) and one.border_radius == 16]
        assert 1 <= len(cards) <= 4  # with the check-in
        assert not [one for one in window.controls() if isinstance(one, ft.FilledButton)]
        assert not window.connection.crashes


async def test_the_clinics_time_stays_where_somebody_has_flown_to(app: Companion) -> None:
    [window] = await today_at(app, "2026-11-23 18:30", infusion("2026-11-24 10:00", "America/New_York"))
    assert says(window, f"Infusion 1: Tomorrow, {o_clock('10:00')}")
    assert says(window, f"{o_clock('10:00')} is your clinic's time. On your own clock: Tomorrow, {o_clock('16:00')}.")
    assert headings(window)[1].startswith(f"Last clear drink: Tomorrow, {o_clock('14:00')}")


async def test_a_moved_infusion_says_so_and_its_times_have_moved(app: Companion) -> None:
    await today_at(app, "2026-11-23 18:30")
    [window] = await today_at(app, "2026-11-23 18:31", infusion("2026-11-24 14:00"))
    assert says(window, f"It was moved. The old time was: Tomorrow, {o_clock('10:00')}.")
    assert headings(window)[0].startswith(f"Last food: Tomorrow, {o_clock('06:00')}")


async def test_far_from_an_infusion_the_check_in_comes_first(app: Companion) -> None:
    [window] = await today_at(app, "2026-11-29 12:00")
    assert headings(window) == [
        "How is your mood right now?", "No extra ketamine", "The days after", "Your mood may dip",
    ]  # fmt: skip
    [window] = await today_at(app, "2026-11-26 12:00")
    assert headings(window)[-1] == "How is your mood right now?"


async def test_without_a_course_today_is_as_it_was(app: Companion) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True, country="US")
    async for window in open_window(app):
        assert headings(window) == ["How is your mood right now?"]


async def test_a_rule_of_more_than_a_week_names_the_date(app: Companion) -> None:
    app.opening.opened.course.settings = CourseSettings(driving_hours=10 * 24)
    [window] = await today_at(app, "2026-11-24 10:20")
    when = f"{the_day('2026-12-04')}, {o_clock('11:00')}"
    assert headings(window)[1] == in_heading(f"No driving and no big decisions before {when}")


async def test_a_start_before_the_clinic_moved_it_to_the_afternoon_keeps_both_warnings(app: Companion) -> None:
    await today_at(app, "2026-11-24 10:00")
    await course_of(app).start(course_of(app).all()[0])
    [window] = await today_at(app, "2026-11-24 11:15", infusion("2026-11-24 16:00"))
    assert says(window, "Nothing to eat now") and says(window, "No driving and no big decisions before Wednesday")


@pytest.mark.parametrize("start", ["0001-01-01T00:00:00+00:00", "9999-12-31T12:00:00+00:00"])
async def test_an_appointment_in_no_year_of_ours_that_is_stored_already_takes_no_screen_away(
    app: Companion, start: str
) -> None:
    odd = infusion("2026-12-24 10:00", id="odd", number=2)
    odd = replace(odd, start=replace(odd.start, at=datetime.fromisoformat(start)))
    [window] = await today_at(app, "2026-11-24 09:50", infusion("2026-11-24 10:00"), odd)
    assert f"Planned for {o_clock('10:00')}" in headings(window) and not window.connection.crashes
    async for line in open_window(app, "/course"):
        assert "Details and changes" in line.labels() and not line.connection.crashes


@pytest.mark.parametrize("moment", ["10:20", "12:06", "15:00", "21:30"])
async def test_from_the_planned_time_on_nothing_is_eaten_and_the_start_can_be_told_until_it_is(
    app: Companion, moment: str
) -> None:
    waiting = "Do not eat or drink now. After the infusion, wait until you are fully awake and staff say it is OK."
    await today_at(app, f"2026-11-24 {moment}")
    quiet = moment == "10:20"  # under way, as far as is known: nothing else matters
    for route in ("/", *([] if quiet else ["/course/matters"])):
        async for window in open_window(app, route):
            assert says(window, waiting) and "My infusion has started" in window.labels()
            assert "It started earlier" in window.labels() and not says(window, "Eat something light")
            assert "Eat light, drink water" not in headings(window) and (route == "/" or says(window, DIABETES))
    async for window in open_window(app, "/course/now"):
        await window.tap("My infusion has started")
        await window.go("/")
        assert not says(window, waiting) and says(window, "0 min since the start")


async def test_long_after_a_start_that_nobody_told_nothing_is_asked_of_it_any_more(app: Companion) -> None:
    [window] = await today_at(app, "2026-11-24 22:30")
    assert not says(window, "until staff say it is OK") and "My infusion has started" not in window.labels()
    [window] = await today_at(app, "2026-11-24 12:06", infusion("2026-11-24 10:00", status="fulfilled"))
    assert not says(window, "until staff say it is OK")
