"""The course on one line, its parts and details, and infusions that a person enters, moves or calls off."""

from datetime import date, time

import flet as ft
import pytest

from companion.app.running import Companion
from companion.content import DAILY_CHECK_IN
from tests.courses import infusion
from tests.times import in_heading, o_clock, the_day
from tests.views.conftest import open_window
from tests.views.course_time import answer_food_plan, book, course_of, set_clock
from tests.views.harness import Window
from tests.views.test_course_today import headings, says

pytestmark = pytest.mark.asyncio


async def at_noon(app: Companion, *booked: object) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True, country="US")
    set_clock(app, "2026-11-23 12:00")
    await book(app, *booked)  # type: ignore[arg-type]


def filled(window: Window) -> list[str]:
    return [one.content.value for one in window.controls() if isinstance(one, ft.FilledButton)]


def tiles(window: Window) -> list[str]:
    return [one.title.value for one in window.controls() if isinstance(one, ft.ListTile)]


COURSE = (
    infusion("2026-11-17 10:00", id="one"),
    infusion("2026-11-20 10:00", id="two", number=2),
    infusion("2026-11-24 10:00", id="three", number=3),
)


async def test_the_line_begins_with_the_next_infusion_and_shows_earlier_ones_on_a_tap(app: Companion) -> None:
    await at_noon(app, *COURSE)
    async for window in open_window(app, "/course"):
        assert headings(window) == [f"Infusion 3: Tomorrow, {o_clock('10:00')}"]
        await window.tap("Show earlier infusions")
        assert headings(window)[0] == in_heading(f"Infusion 1: {the_day('2026-11-17')}, {o_clock('10:00')}")
        assert tiles(window)[:5] == ["Before", "The day", "First hours and night", "Days after", "Details and changes"]
        assert says(
            window, "Your infusion probably took place, but no start time has been entered yet. From your clinic."
        ) and says(window, "Planned. From your clinic.")


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        ("2026-11-20 13:00", f"Infusion 2: Today, {o_clock('10:00')}"),
        ("2026-11-21 09:00", f"Infusion 2: Yesterday, {o_clock('10:00')}"),
        ("2026-11-21 11:00", in_heading(f"Infusion 3: {the_day('2026-11-24')}, {o_clock('10:00')}")),
        ("2026-12-20 11:00", in_heading(f"Infusion 3: {the_day('2026-11-24')}, {o_clock('10:00')}")),
    ],
)
async def test_in_the_day_of_one_and_after_the_last_the_line_begins_with_it(
    app: Companion, moment: str, first: str
) -> None:
    await at_noon(app, *COURSE)
    set_clock(app, moment)
    async for window in open_window(app, "/course"):
        assert headings(window)[0] == first


async def test_what_matters_has_the_last_food_and_drink_with_their_times_beside_diabetes(app: Companion) -> None:
    await at_noon(app, *COURSE)
    await answer_food_plan(app)
    async for window in open_window(app, "/course/matters"):
        assert headings(window)[:2] == [
            f"Last food: Tomorrow, {o_clock('02:00')}",
            f"Last clear drink: Tomorrow, {o_clock('08:00')}",
        ]
        assert says(window, "If you take diabetes medicine or a GLP-1 medicine, follow your own plan")
    set_clock(app, "2026-11-24 08:30")
    async for window in open_window(app, "/course/matters"):
        assert headings(window)[:2] == ["Nothing to eat now", "Nothing to drink now"]
        assert not {"Nothing to eat", "Nothing to drink"} & set(headings(window)), "said once"
    set_clock(app, "2026-11-24 10:20")
    await course_of(app).start(course_of(app).infusion("three"))
    async for window in open_window(app, "/course/matters"):
        assert says(window, "There is nothing to do right now.")


async def test_entries_stand_with_the_infusion_that_they_follow(app: Companion) -> None:
    await at_noon(app, *COURSE)
    journal = app.opening.opened.journal
    for mood in (3, 4, 5, 6, 7):
        draft = journal.begin(DAILY_CHECK_IN)
        await journal.answer(draft.id, "mood", mood)
        await journal.finish(draft.id)
    async for window in open_window(app, "/course"):
        await window.tap("Show earlier infusions")
        names = tiles(window)
        assert names.count("Check-in") == 3 and "2 more entries in your journal" in names
        assert names.index("Check-in") < names.index("Details and changes", 5), "of the second one"


async def test_a_part_has_its_items_in_the_order_of_time_with_their_times(app: Companion) -> None:
    await at_noon(app, *COURSE)
    async for window in open_window(app, "/course"):
        await window.go("/course/part/day/three")
        assert headings(window)[:2] == ["Diabetes medicine, or a GLP-1 medicine", "Nothing to eat"]
        assert says(window, f"From: Tomorrow, {o_clock('02:00')}") and not says(window, "until Tomorrow")
        await window.tap("Back")
        assert window.route() == "/course"
        await window.go("/course/part/day/no-such-infusion")
        assert says(window, "not in your course anymore")


async def test_all_that_matters_now_is_one_tap_from_today(app: Companion) -> None:
    await at_noon(app, infusion("2026-12-24 10:00"))
    async for window in open_window(app):
        await window.tap("Everything that matters now")
        await window.follow()
        assert "Tell them about your whole health" in headings(window) and len(headings(window)) >= 3
        assert says(window, "No clinician has signed these texts yet.")


async def test_a_day_too_wide_for_a_choice_breaks_before_its_number(app: Companion) -> None:
    await at_noon(app)
    set_clock(app, "2026-09-28 12:00")
    async for window in open_window(app, "/course/add"):
        assert {"Wednesday, September 30", "Saturday, October\u00a03"} <= set(window.texts())
        await window.tap("Wednesday, September 30")
        await window.type("Time", "2:30 pm")
        assert f"{the_day('2026-09-30')}, {o_clock('14:30')}" in window.texts()


async def test_an_infusion_is_entered_by_day_and_time_and_the_app_says_what_it_understood(app: Companion) -> None:
    await at_noon(app)
    async for window in open_window(app, "/course"):
        assert filled(window) == ["Enter an infusion"]
        await window.tap("Enter an infusion")
        await window.follow()
        assert filled(window) == []
        await window.tap("A week later")
        await window.tap(the_day("2026-12-03"))
        await window.type("Time", "2")
        assert says(window, "2:00\u00a0AM or 2:00\u00a0PM?") and filled(window) == [], "of two times neither is taken"
        await window.tap("2:00\u00a0AM")
        assert says(window, "That is at night. For the afternoon, write 2:00\u00a0PM.")
        assert f"{the_day('2026-12-03')}, {o_clock('02:00')}" in window.texts() and filled(window) == ["Save"]
        await window.type("Time", "3")
        assert says(window, "3:00\u00a0AM or 3:00\u00a0PM?") and filled(window) == [], (
            "what was picked is gone with its time"
        )
        await window.type("Time", "2:30 pm")
        assert f"{the_day('2026-12-03')}, {o_clock('14:30')}" in window.texts() and filled(window) == ["Save"]
        await window.tap("Save")
        await window.follow()
        assert headings(window) == [in_heading(f"{the_day('2026-12-03')}, {o_clock('14:30')}")] and says(
            window, "stays on this device"
        )
    [one] = course_of(app).all()
    assert one.is_own and one.start.clock == "14:30"


async def test_with_24_hours_a_time_is_taken_as_it_stands(app: Companion) -> None:
    await at_noon(app)
    await app.opening.opened.preferences.change(country="GB")
    async for window in open_window(app, "/course/add"):
        await window.tap("Tomorrow")
        await window.type("Time", "2:30")
        assert "Tomorrow, 02:30" in window.texts() and filled(window) == ["Save"]
        assert says(window, "That is at night. For the afternoon, write 14:30.")
        await window.type("Time", "2:30pm")
        assert "Tomorrow, 14:30" in window.texts() and not says(window, "That is at night")
        await window.type("Time", "25")
        await window.type("Time", "25:00")
        assert says(window, "This is not a time yet. Write it like this: 09:30.")


async def test_what_was_entered_is_moved_and_called_off_and_comes_back(app: Companion) -> None:
    await at_noon(app)
    course = course_of(app)
    id = await course.add(app.opening.opened.journal.now())
    async for window in open_window(app, f"/course/infusion/{id}"):
        await window.tap("Change day or time")
        await window.follow()
        await window.tap("Tomorrow")
        await window.type("Time", "11")
        await window.tap("11:00\u00a0AM")
        await window.tap("Save")
        await window.follow()
        assert headings(window) == [f"Tomorrow, {o_clock('11:00')}"] and says(
            window, f"It was moved. The old time was: Today, {o_clock('12:00')}."
        )
        await window.tap("Mark as canceled")
        assert says(window, "You marked it as canceled.") and course.fasting() is None
        await window.tap("Undo the cancellation")
        assert course.fasting() is not None


async def test_the_clinics_time_for_that_day_counts_and_it_is_said(app: Companion) -> None:
    await at_noon(app)
    id = await course_of(app).add(app.opening.opened.journal.now())
    await book(app, infusion("2026-11-23 15:00", id="clinic"))
    async for window in open_window(app, f"/course/infusion/{id}"):
        assert headings(window) == [f"Today, {o_clock('15:00')}"]
        assert says(window, f"You entered {o_clock('12:00')}, but your clinic's time counts.")
        assert says(window, "Only your clinic can move it") and "Change day or time" not in window.labels()


async def test_what_was_told_stands_with_the_details_and_is_taken_back(app: Companion) -> None:
    await at_noon(app, infusion("2026-11-23 11:30"))
    course = course_of(app)
    await course.start(course.all()[0])
    course._clock.advance(1)
    await course.end(course.all()[0])
    course._clock.advance(1)
    async for window in open_window(app, "/course/infusion/i1"):
        assert says(window, f"You entered the start: Today, {o_clock('12:00')}.") and says(
            window, "You entered the end"
        )
        await window.tap("Remove the last start or end time")
        await window.tap("Delete it")
        assert not says(window, "You entered the end")


async def test_a_driver_can_be_taken_back(app: Companion) -> None:
    await at_noon(app, *COURSE)
    async for window in open_window(app, "/course/infusion/three"):
        await window.tap("Someone will take me home")
        course_of(app)._clock.advance(1)
        await window.tap("I have no one to take me home yet")
        assert says(window, "You have no one to take you home yet.")
    assert not course_of(app).all()[-1].has_driver


async def test_a_cancelled_one_stays_on_the_line_and_asks_for_nothing(app: Companion) -> None:
    await at_noon(app, *COURSE, infusion("2026-11-27 10:00", id="off", number=0, status="cancelled"))
    async for window in open_window(app, "/course"):
        assert headings(window)[-1] == in_heading(f"Canceled infusion: {the_day('2026-11-27')}, {o_clock('10:00')}")
        assert says(window, "Canceled. From your clinic.")


async def test_today_offers_to_enter_infusions_where_there_are_none(app: Companion) -> None:
    await at_noon(app)
    async for window in open_window(app):
        await window.tap("Enter your infusions")
        assert window.route() == "/course/add"


async def test_course_stands_between_the_journal_and_more(app: Companion) -> None:
    await at_noon(app)
    async for window in open_window(app):
        bar = next(one for one in window.controls() if isinstance(one, ft.NavigationBar))
        names = [one.label for one in bar.destinations]
        assert [one for one in names if one != "Learn"] == ["Today", "Journal", "Course", "More"]


async def test_saved_as_it_stands_in_another_zone_it_stays_where_it_is(app: Companion) -> None:
    await at_noon(app)
    course = course_of(app)
    start = course.moment(date(2026, 11, 25), time(16, 0))
    id = await course.add(start)
    set_clock(app, "2026-11-23 12:00", "America/New_York")
    async for window in open_window(app, f"/course/change/{id}"):
        assert f"{the_day('2026-11-25')}, {o_clock('10:00')}" in window.texts()
        await window.tap("Save")
        await window.follow()
    assert course.all()[0].start.at == start.at


@pytest.mark.parametrize("id", ["no-such-infusion", "three"])
async def test_what_cannot_be_moved_asks_for_no_other_time(app: Companion, id: str) -> None:
    await at_noon(app, *COURSE)
    async for window in open_window(app, f"/course/change/{id}"):
        assert says(window, "not in your course anymore") and "Save" not in window.labels()
        await window.tap("Back")
        assert window.route() == "/course"


async def test_the_line_says_by_itself_that_the_planned_time_has_passed(app: Companion) -> None:
    await at_noon(app, infusion("2026-11-23 12:01"))
    async for window in open_window(app, "/course"):
        assert says(window, "Planned.")
        course_of(app).look_at_the_clock()
        course_of(app)._clock.advance(60)
        course_of(app).look_at_the_clock()
        await window.settle()
        assert says(window, f"Planned for {o_clock('12:01')}. Start not reported yet.")


async def test_what_has_begun_cannot_be_called_off_by_a_tap_until_that_is_taken_back(app: Companion) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True, country="US")
    clock = set_clock(app, "2026-11-24 10:00")
    course = course_of(app)
    id = await course.add(course.moment(date(2026, 11, 24), time(10, 0)))
    await course.start(course.infusion(id))
    async for window in open_window(app, f"/course/infusion/{id}"):
        assert "Mark as canceled" not in window.labels() and "Change day or time" in window.labels()
        await course.cancel(id, True)  # a screen that was drawn before
        assert course.until() is not None
        clock.advance(5)
        await window.tap("Remove the last start or end time")
        await window.tap("Delete it")
        await window.tap("Mark as canceled")
        assert course.infusion(id).is_cancelled
