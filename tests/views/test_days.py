"""A thing begun days ago says its day, and an answer about right now is one of today."""

import pytest

from companion.app.running import Companion
from companion.content import BLOOD_PRESSURE, DAILY_CHECK_IN, SIDE_EFFECT
from tests.times import day_of_a_year, in_heading
from tests.views.course_time import set_clock
from tests.views.harness import Window
from tests.views.test_kept import field
from tests.views.test_thread import tap_through

pytestmark = pytest.mark.asyncio
TOP, BOTTOM, NOTE = "Top number (systolic)", "Bottom number (diastolic)", "Anything you want to add?"


def left_overs(window: Window) -> list[str]:
    return [one for one in window.texts() if one.startswith("Your check-in from ")]


async def begun(window: Window, app: Companion, at: str = "2026-11-24 09:00") -> None:
    """A check-in whose mood was answered on 24 November."""
    set_clock(app, at)
    await window.go("/")
    await tap_through(window, "4")


async def test_an_unfinished_check_in_of_an_earlier_day_says_its_day_and_offers_both(
    window: Window, app: Companion
) -> None:
    await begun(window, app)
    set_clock(app, "2026-11-27 10:16")
    await window.go("/journal")
    await window.go("/")
    assert len(left_overs(window)) == 1 and in_heading(day_of_a_year("2026-11-24")) in left_overs(window)[0]
    assert {"New check-in for today", "Finish the earlier one", "Delete"} <= set(window.labels())
    assert "Your check-in is not finished" not in window.texts() and "How is your mood right now?" in window.texts()


async def test_what_is_answered_about_right_now_is_of_today_for_the_entry_and_for_the_rules(
    window: Window, app: Companion
) -> None:
    await begun(window, app)
    set_clock(app, "2026-11-27 10:16")
    await window.go("/")
    await tap_through(window, "New check-in for today", "3")
    for _ in range(5):
        if "Do you feel safe right now?" in window.texts():
            break
        await tap_through(window, "Skip")
    await tap_through(window, "No")
    journal = app.opening.opened.journal
    draft = journal.draft_of(DAILY_CHECK_IN)
    assert draft.started.date.day == 27 and draft.answers["safe"].code == "no" and draft.answers["mood"] == 3
    alert = app.opening.opened.safety.alert(draft.id)
    assert alert is not None and alert.card and not alert.asks_now  # the rules take it as happening now
    head = await journal.finish(draft.id)
    assert head.occurrence.date.day == 27
    await window.go("/")
    assert "You have checked in today" in window.texts() and len(left_overs(window)) == 1
    assert journal.left_over(DAILY_CHECK_IN)[0].answers == {"mood": 4}


async def test_the_earlier_one_is_finished_as_of_its_own_day_with_a_note_and_no_question_about_now(
    window: Window, app: Companion
) -> None:
    await begun(window, app)
    set_clock(app, "2026-11-27 10:16")
    await window.go("/")
    await tap_through(window, "Finish the earlier one")
    assert "4 of 10" in window.texts() and "Do you feel safe right now?" not in window.texts()
    await window.type(NOTE, "It was a long day")
    save = next(one for one in window.labels() if one.startswith("Save for "))
    await tap_through(window, save)
    journal = app.opening.opened.journal
    head = journal.heads()[0]
    assert head.occurrence.date.day == 24 and head.occurrence.clock == "09:00"
    assert (await journal.entry(head.id)).answers == {"mood": 4, "note": "It was a long day"}
    await window.go("/")
    assert left_overs(window) == [] and "You have checked in today" not in window.texts()


async def test_a_page_left_open_for_days_takes_the_tap_into_a_new_check_in(window: Window, app: Companion) -> None:
    await begun(window, app)
    set_clock(app, "2026-11-27 10:16")
    await tap_through(window, "8")  # the question that stood there
    journal = app.opening.opened.journal
    today = journal.draft_of(DAILY_CHECK_IN)
    assert today.started.date.day == 27 and today.answers == {"anxiety": 8}
    assert journal.left_over(DAILY_CHECK_IN)[0].answers == {"mood": 4}
    assert "A new day has started, so this is a new form. What you started before is kept." in window.texts()
    await tap_through(window, "2")
    assert set(journal.draft(today.id).answers) == {"anxiety", "ptsd_bother"}


async def test_over_midnight_by_minutes_it_stays_one_check_in_of_its_day(window: Window, app: Companion) -> None:
    await begun(window, app, "2026-11-24 23:50")
    set_clock(app, "2026-11-25 00:10")
    await tap_through(window, "5")
    journal = app.opening.opened.journal
    draft = journal.draft_of(DAILY_CHECK_IN)
    assert draft.answers == {"mood": 4, "anxiety": 5} and draft.started.date.day == 24
    assert journal.left_over(DAILY_CHECK_IN) == []
    assert (await journal.finish(draft.id)).occurrence.date.day == 24


async def test_a_blood_pressure_typed_anew_days_later_is_a_reading_of_that_day(window: Window, app: Companion) -> None:
    set_clock(app, "2026-11-27 09:00")
    await window.go("/form/blood-pressure")
    await window.type(TOP, "120")
    set_clock(app, "2026-11-29 18:00")
    await window.go("/")
    await tap_through(window, "Log a new blood pressure reading")
    assert field(window, TOP).value == ""
    await window.type(TOP, "188")
    await window.type(BOTTOM, "122")
    journal = app.opening.opened.journal
    head = await journal.finish(journal.draft_of(BLOOD_PRESSURE).id)
    assert head.occurrence.date.day == 29 and head.facts["systolic"] == 188
    assert journal.left_over(BLOOD_PRESSURE)[0].answers == {"systolic": 120}


async def test_a_field_left_open_for_days_begins_a_new_reading_and_mixes_none(window: Window, app: Companion) -> None:
    set_clock(app, "2026-11-27 09:00")
    await window.go("/form/blood-pressure")
    await window.type(TOP, "120")
    set_clock(app, "2026-11-29 18:00")
    await window.type(BOTTOM, "122")
    journal = app.opening.opened.journal
    assert journal.draft_of(BLOOD_PRESSURE).answers == {"diastolic": 122}
    assert (field(window, TOP).value, field(window, BOTTOM).value) == ("", "122")


async def test_hours_later_on_one_day_a_reading_has_the_time_at_which_it_was_typed(
    window: Window, app: Companion
) -> None:
    set_clock(app, "2026-11-27 09:00")
    await window.go("/form/blood-pressure")
    await window.type(TOP, "120")
    set_clock(app, "2026-11-27 11:00")
    await window.type(TOP, "188")
    journal = app.opening.opened.journal
    assert (await journal.finish(journal.draft_of(BLOOD_PRESSURE).id)).occurrence.clock == "11:00"


async def test_the_time_of_day_whose_questions_are_asked_stays_that_of_its_first_answer(
    window: Window, app: Companion
) -> None:
    await begun(window, app, "2026-11-24 11:55")
    set_clock(app, "2026-11-24 12:05")
    await tap_through(window, "5")
    journal = app.opening.opened.journal
    draft = journal.draft_of(DAILY_CHECK_IN)
    assert draft.started.clock == "12:05"
    assert "sleep_quality" in {one.link_id for one in journal.pages(draft)}
    await journal.load()
    assert journal.draft(draft.id) == draft


async def test_a_side_effect_of_an_earlier_day_is_offered_with_its_day_too(window: Window, app: Companion) -> None:
    set_clock(app, "2026-11-24 09:00")
    await window.go("/form/side-effect")
    await tap_through(window, "Headache")
    set_clock(app, "2026-11-25 09:00")
    await window.go("/")
    assert [one for one in window.texts() if one.startswith("Your side effect entry from ")]
    assert {"Log a side effect", "Log a new side effect"} <= set(window.labels())
    await tap_through(window, "Finish the earlier one")
    await tap_through(window, next(one for one in window.labels() if one.startswith("Save for ")))
    assert app.opening.opened.journal.heads()[0].form == SIDE_EFFECT
    assert app.opening.opened.journal.heads()[0].occurrence.date.day == 24


async def test_an_earlier_one_with_nothing_but_what_was_not_taken_asks_and_saves_nothing_empty(
    window: Window, app: Companion
) -> None:
    set_clock(app, "2026-11-24 09:00")
    await window.go("/form/blood-pressure")
    await window.type(TOP, "12x")
    set_clock(app, "2026-11-25 09:00")
    await window.go("/")
    await tap_through(window, "Finish the earlier one")
    assert "You typed “12x”. It is not saved as an answer." in window.texts()
    await tap_through(window, next(one for one in window.labels() if one.startswith("Save for ")), "Leave it out")
    assert "It has no answer to save. Add a note, or delete it." in window.texts()
    assert app.opening.opened.journal.is_empty()
    await tap_through(window, "Delete", "Keep it", "Delete", "Delete it")
    assert app.opening.opened.journal.left_over(BLOOD_PRESSURE) == []
