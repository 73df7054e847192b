"""The lists to prepare and to recover, on the screens: every kind of field, by tap alone and typed."""

import asyncio
import re
from datetime import date, datetime, time, timedelta

import flet as ft
import pytest

from companion.app.running import Companion
from companion.content import DAY_BEFORE, EVALUATION, INTEGRATION, MORNING_OF, RECOVERY, WEEK_BEFORE
from companion.domain.questionnaire import AnswerValue, Coding
from companion.services.preferences import Look
from tests.times import o_clock
from tests.views.conftest import open_window
from tests.views.harness import PATIENCE, Window
from tests.views.test_targets import least_height
from tests.views.test_thread import tap_through

pytestmark = pytest.mark.asyncio

AM, PM = "AM: midnight to noon", "PM: noon to midnight"


def answers(app: Companion, form: str) -> dict[str, AnswerValue]:
    draft = app.opening.opened.journal.draft_of(form)
    return dict(draft.answers) if draft else {}


async def opened(window: Window, form: str, *labels: str) -> None:
    await window.go("/form/" + form.rsplit("/", 1)[-1])
    await tap_through(window, *labels)


def name(option: AnswerValue) -> str:
    return option.display if isinstance(option, Coding) else str(option)


async def step(window: Window, called: str) -> None:
    """Tap the button with a sign that a screen reader calls so."""
    found = next(
        one
        for one in window.controls()
        if isinstance(one, ft.OutlinedButton) and getattr(one.content, "semantics_label", None) == called
    )
    await window.session.dispatch_event(found._i, "click", None)
    await window.settle()


async def test_a_day_near_today_is_one_tap_and_another_one_is_a_few(window: Window, app: Companion) -> None:
    today = app.opening.opened.journal.now().date
    await opened(window, EVALUATION, "Tomorrow")
    assert answers(app, EVALUATION)["when"] == today + timedelta(days=1)
    assert "When is your evaluation?" in window.texts() and "Next" in window.labels(), "it does not move on by itself"
    await tap_through(window, "Another day")
    await step(window, "One day later")
    await step(window, "One year later")
    found = answers(app, EVALUATION)["when"]
    assert isinstance(found, date) and found.year == (today + timedelta(days=2)).year + 1
    await window.type("Day", "1")
    await window.type("Year", "2031")
    while "January" not in window.texts():
        await step(window, "One month later")
    await window.type("Day", "31")
    first = answers(app, EVALUATION)["when"]
    assert isinstance(first, date) and (first.month, first.day) == (1, 31)
    await step(window, "One month later")
    assert answers(app, EVALUATION)["when"] == (date(first.year, 3, 1) - timedelta(days=1)), "the last of a short month"
    await window.type("Day", "30")
    assert "when" not in answers(app, EVALUATION) and "Not saved yet: there is no such day." in window.texts()
    await step(window, "One month later")
    then = answers(app, EVALUATION)["when"]
    assert isinstance(then, date) and (then.year, then.month) == (first.year, 3), "not back to today"
    await window.type("Day", "3")
    assert answers(app, EVALUATION)["when"] == date(first.year, 3, 3)


async def test_a_day_that_is_left_untouched_is_not_kept(window: Window, app: Companion) -> None:
    await opened(window, EVALUATION, "Another day")
    assert answers(app, EVALUATION) == {} and [one for one in window.texts() if one.startswith("Not saved yet: set")]


async def test_a_time_is_set_by_steps_typed_and_said_in_words(window: Window, app: Companion) -> None:
    await opened(window, DAY_BEFORE)
    await step(window, "One hour later")
    first = answers(app, DAY_BEFORE)["arrival"]
    assert isinstance(first, time) and first.minute == 0
    await window.type("Hour", "14")
    await step(window, "Five minutes later")
    assert answers(app, DAY_BEFORE)["arrival"] == time(14, 5)
    assert "2:05\u00a0PM, in the afternoon" in window.texts()
    assert [one.value for one in window.controls() if isinstance(one, ft.TextField)] == ["2", "05"]
    await window.type("Minutes", "61")
    assert "arrival" not in answers(app, DAY_BEFORE) and "Now" not in window.labels(), "it is still to come"


async def test_an_hour_of_twelve_is_not_kept_before_it_is_known_in_which_half_of_the_day(
    window: Window, app: Companion
) -> None:
    await opened(window, DAY_BEFORE)
    assert "No time is set. Set the hour, then choose AM or PM." in window.texts()
    await window.type("Hour", "2")
    await window.type("Minutes", "30")
    assert answers(app, DAY_BEFORE) == {} and "Not saved yet: choose AM or PM." in window.texts()
    await step(window, "Five minutes later")
    assert answers(app, DAY_BEFORE) == {} and "Not saved yet: choose AM or PM." in window.texts()
    await tap_through(window, PM)
    assert answers(app, DAY_BEFORE)["arrival"] == time(14, 35) and "2:35\u00a0PM, in the afternoon" in window.texts()
    await tap_through(window, AM)
    assert answers(app, DAY_BEFORE)["arrival"] == time(2, 35) and "2:35\u00a0AM, at night" in window.texts()
    await window.type("Hour", "14")
    assert answers(app, DAY_BEFORE)["arrival"] == time(14, 35)
    await tap_through(window, AM)
    assert answers(app, DAY_BEFORE)["arrival"] == time(2, 35)
    await window.type("Hour", "12")
    assert answers(app, DAY_BEFORE)["arrival"] == time(0, 35)
    await tap_through(window, PM)
    await step(window, "Five minutes earlier")
    assert answers(app, DAY_BEFORE)["arrival"] == time(12, 30)
    for _ in range(6):
        await step(window, "Five minutes earlier")
    assert "12:00\u00a0noon" in window.texts()
    await window.type("Hour", "13")
    await window.type("Hour", "33")
    assert answers(app, DAY_BEFORE) == {}
    assert "Not saved yet: the hour goes from 1 to 12, and the minutes go from 0 to 59." in window.texts()


async def test_with_24_hours_nothing_is_asked_of_a_time(window: Window, app: Companion) -> None:
    await app.opening.opened.preferences.change(country="GB")
    await opened(window, DAY_BEFORE)
    assert "No time is set. Hours go from 0 to 23." in window.texts() and AM not in window.labels()
    await window.type("Hour", "2")
    assert answers(app, DAY_BEFORE)["arrival"] == time(2) and "02:00, that is 2:00 at night" in window.texts()
    await window.type("Hour", "14")
    await step(window, "Five minutes later")
    assert "14:05, that is 2:05 in the afternoon" in window.texts()
    assert [one.value for one in window.controls() if isinstance(one, ft.TextField)] == ["14", "05"]


async def test_a_moment_is_a_day_and_a_time_where_it_is_known(window: Window, app: Companion) -> None:
    today = app.opening.opened.journal.now().date
    await opened(window, WEEK_BEFORE, "Today")
    assert answers(app, WEEK_BEFORE)["infusion"] == today
    await window.type("Hour", "9")
    assert answers(app, WEEK_BEFORE)["infusion"] == today, "of two times neither is kept"
    await tap_through(window, AM)
    found = answers(app, WEEK_BEFORE)["infusion"]
    assert isinstance(found, datetime) and found.utcoffset() is not None and (found.date(), found.hour) == (today, 9)
    await tap_through(window, "Tomorrow")
    found = answers(app, WEEK_BEFORE)["infusion"]
    assert isinstance(found, datetime) and (found.date(), found.hour) == (today + timedelta(days=1), 9)


async def test_now_is_offered_for_what_has_been(window: Window, app: Companion) -> None:
    await opened(window, MORNING_OF, "Today", "Now")
    assert isinstance(answers(app, MORNING_OF)["ate"], datetime)
    await opened(window, WEEK_BEFORE, "Today")
    assert "Now" not in window.labels()


async def test_several_are_ticked_and_stay_on_their_page(window: Window, app: Companion) -> None:
    await opened(window, DAY_BEFORE, "Skip", "Who will drive me home", "The time and the place")
    found = answers(app, DAY_BEFORE)["checked"]
    assert isinstance(found, tuple) and [name(one) for one in found] == [
        "The time and the place",
        "Who will drive me home",
    ]
    await tap_through(window, "Who will drive me home")
    assert [name(one) for one in answers(app, DAY_BEFORE)["checked"]] == ["The time and the place"]
    await tap_through(window, "Next")
    assert "When do you have to stop eating?" in window.texts()


async def test_two_taps_before_the_screen_is_drawn_anew_both_count(window: Window, app: Companion) -> None:
    await opened(window, DAY_BEFORE, "Skip")
    tiles = [window._tile(label) for label in ("Who will drive me home", "The time and the place")]
    await asyncio.gather(*(window.session.dispatch_event(tile._i, "click", None) for tile in tiles))
    for _ in range(PATIENCE):
        if len(answers(app, DAY_BEFORE).get("checked", ())) == 2:
            break
        await window.settle()
    assert len(answers(app, DAY_BEFORE)["checked"]) == 2


async def test_none_of_these_takes_the_others_away_and_keeps_own_words(window: Window, app: Companion) -> None:
    await opened(window, EVALUATION, "Skip", "Heart problems")
    await window.type("Line 1", "Asthma")
    await tap_through(window, "None of these")
    assert [name(one) for one in answers(app, EVALUATION)["history"]] == ["None of these", "Asthma"]
    await tap_through(window, "Heart problems")
    assert [name(one) for one in answers(app, EVALUATION)["history"]] == ["Heart problems", "Asthma"]


async def test_one_option_moves_on_and_own_words_wait_for_next(window: Window, app: Companion) -> None:
    await opened(window, WEEK_BEFORE, "Skip", "Something else")
    assert "Who will take you home?" in window.texts()
    await window.type("In your own words", "Ana, my neighbour")
    assert answers(app, WEEK_BEFORE)["ride"] == "Ana, my neighbour"
    await tap_through(window, "A friend")
    assert name(answers(app, WEEK_BEFORE)["ride"]) == "A friend" and "Who will take you home?" not in window.texts()
    await tap_through(window, "Back", "Something else")
    assert answers(app, WEEK_BEFORE)["ride"] == "Ana, my neighbour" and "Who will take you home?" in window.texts()


async def test_own_words_come_back_when_an_option_was_only_tried(window: Window, app: Companion) -> None:
    form = "/form/evaluation"
    await window.go(form)
    await tap_through(window, "Skip", "Skip", "Skip")
    await window.type("Line 1", "Sertraline, 50 mg, in the morning")
    await tap_through(window, "Add another line")
    await window.type("Line 2", "Vitamin D")
    await tap_through(window, "Add another line")
    assert answers(app, EVALUATION)["medicines"] == ("Sertraline, 50 mg, in the morning", "Vitamin D")
    await tap_through(window, "Remove line 1", "Keep it")
    assert len(answers(app, EVALUATION)["medicines"]) == 2
    await tap_through(window, "Remove line 1", "Delete it")
    assert answers(app, EVALUATION)["medicines"] == ("Vitamin D",)
    fields = [one.value for one in window.controls() if isinstance(one, ft.TextField)]
    assert fields == ["Vitamin D", ""]


async def test_a_tick_that_asks_for_a_call_brings_the_page_that_says_so(window: Window) -> None:
    await opened(window, WEEK_BEFORE)
    while "Do you have any of these now?" not in window.texts():
        await tap_through(window, "Skip" if "Skip" in window.labels() else "Next")
    await tap_through(window, "Fever")
    assert "Call before you come in" in window.texts(), "the card of RF-PRE-4, beside the answer"
    await tap_through(window, "Next")
    assert "Tell them what you checked. Your visit may need to be moved." in window.texts()


@pytest.mark.parametrize("form", [EVALUATION, WEEK_BEFORE, DAY_BEFORE, RECOVERY, INTEGRATION])
async def test_every_page_of_a_list_can_be_passed_and_what_is_tapped_is_large(app: Companion, form: str) -> None:
    await app.opening.opened.preferences.change(look=Look.DIM, was_welcomed=True, country="US")
    async for window in open_window(app, "/form/" + form.rsplit("/", 1)[-1]):
        for _ in range(20):
            small = {str(one): height for one in window.controls() if (height := least_height(one) or 56) < 56}
            assert small == {} and not window.connection.crashes
            if "Save" in window.labels():
                break
            await tap_through(window, "Skip" if "Skip" in window.labels() else "Next")
        await tap_through(window, "Save")
        await window.follow()
    assert app.opening.opened.journal.latest(form) is not None


async def test_a_list_is_left_gone_on_with_saved_read_back_and_changed(window: Window, app: Companion) -> None:
    await window.go("/add")
    await tap_through(window, "The day before")
    await step(window, "One hour later")
    await tap_through(window, "Leave it for now")
    assert "The day before" in window.texts() and "Continue" in window.labels()
    await window.go("/add")
    assert "Not finished: continue" in window.texts()
    await tap_through(window, "The day before", "Next", "Who will drive me home")
    while "Save" not in window.labels():
        await tap_through(window, "Skip" if "Skip" in window.labels() else "Next")
    await tap_through(window, "Save")
    head = app.opening.opened.journal.latest(DAY_BEFORE)
    assert head and set(head.facts) == {"arrival"}
    await window.go("/add")
    await tap_through(window, "The day before: saved")
    texts = window.texts()
    assert "Who will drive me home" in texts and o_clock(f"{head.facts['arrival']}"[:5]) in texts
    await tap_through(window, "Change", "Next", "The time and the place")
    assert [name(one) for one in app.opening.opened.journal.change_of(head.id).answers["checked"]] == [
        "The time and the place", "Who will drive me home",
    ]  # fmt: skip
    change = app.opening.opened.journal.change_of(head.id)
    await app.opening.opened.journal.finish(change.id)
    await window.go(f"/journal/{head.id}")
    while not [one for one in window.texts() if one.startswith("• The time and the place")]:
        await window.settle()
    assert "• The time and the place\n• Who will drive me home" in window.texts()


async def test_a_list_is_thrown_away_only_when_that_is_confirmed(window: Window, app: Companion) -> None:
    await opened(window, EVALUATION, "Tomorrow", "Leave it for now", "Delete", "Keep it")
    assert answers(app, EVALUATION)
    await tap_through(window, "Delete", "Delete it")
    assert answers(app, EVALUATION) == {} and "Prepare for your evaluation" not in window.texts()


@pytest.mark.parametrize(
    ("country", "order", "said"),
    [("US", ["month", "day", "year"], "Tuesday, December\u00a02, 2031"),
     ("GB", ["day", "month", "year"], "Tuesday, 2\u00a0December 2031"),
     ("DE", ["day", "month", "year"], "Tuesday, 2\u00a0December 2031")],
)  # fmt: skip
async def test_a_date_is_typed_in_the_countrys_order_and_shown_back_in_words(
    window: Window, app: Companion, country: str, order: list[str], said: str
) -> None:
    await app.opening.opened.preferences.change(country=country)
    await opened(window, EVALUATION, "Another day")
    earlier = [one for one in window.labels() if re.fullmatch("One (day|month|year) earlier", one)]
    assert [one.split()[1] for one in earlier] == order
    await window.type("Day", "2")
    await window.type("Year", "2031")
    while "December" not in window.texts():
        await step(window, "One month later")
    assert answers(app, EVALUATION)["when"] == date(2031, 12, 2) and said in window.texts()
