"""Saved means kept: Next and Save stop at what could not be taken, say so, and lose nothing of it."""

import flet as ft
import pytest

from companion.app.running import Companion
from companion.content import BLOOD_PRESSURE, DAILY_CHECK_IN, DAY_BEFORE, EVALUATION, SIDE_EFFECT, WEEK_BEFORE
from companion.domain.answering import Typed
from companion.domain.journal import Draft, Entry, EntryHead, EntryStatus
from companion.errors import NothingAnswered, NotTaken
from tests.views.conftest import open_window
from tests.views.harness import Window
from tests.views.test_thread import check_in, tap_through

pytestmark = pytest.mark.asyncio
TOP, BOTTOM, NOTE = "Top number (systolic)", "Bottom number (diastolic)", "Anything you want to add?"


def draft(app: Companion, form: str) -> Draft:
    found = app.opening.opened.journal.draft_of(form)
    assert found is not None
    return found


def answers(app: Companion, form: str) -> dict:  # type: ignore[type-arg]
    return dict(draft(app, form).answers)


def field(window: Window, label: str) -> ft.TextField:
    return next(one for one in window.controls() if isinstance(one, ft.TextField) and one.label == label)


def focused(window: Window) -> int:
    return sum(name == "focus" for name, _ in window.connection.calls)


def errors(window: Window) -> list[str]:
    return [one.error.value for one in window.controls() if isinstance(one, ft.TextField) and one.error]


async def to_save(window: Window) -> None:
    for _ in range(20):
        if "Save" in window.labels():
            return
        await window.tap("Skip" if "Skip" in window.labels() else "Next")
    raise AssertionError(window.labels())


def is_stopped(window: Window) -> bool:
    return any(one.startswith("Not saved yet: “") for one in window.texts())


@pytest.mark.parametrize("typed", ["12x", "999", "185,5", "12O", "120/80", "16 kPa", "-120", "120/"])
async def test_next_stops_at_a_number_that_was_not_taken_and_keeps_what_was_typed(
    window: Window, app: Companion, typed: str
) -> None:
    await tap_through(window, "Log blood pressure")
    await window.type(TOP, typed)
    await tap_through(window, "Next")
    assert field(window, TOP).value == typed and is_stopped(window)
    assert focused(window) == 1 and errors(window)
    assert draft(app, BLOOD_PRESSURE).typed == {"systolic": (typed,)} and not answers(app, BLOOD_PRESSURE)
    await tap_through(window, "Next")
    assert focused(window) == 2
    await window.type(TOP, "185")
    assert not is_stopped(window) and not errors(window) and not draft(app, BLOOD_PRESSURE).typed
    await tap_through(window, "Next")
    assert TOP not in window.labels()


async def test_one_field_of_several_stops_too_and_the_first_one_is_led_to(window: Window, app: Companion) -> None:
    await tap_through(window, "Log blood pressure")
    await window.type(TOP, "120")
    await window.type(BOTTOM, "8o,5")
    await window.type("Pulse", "7x")
    await tap_through(window, "Next")
    assert is_stopped(window) and "Not saved yet: “Bottom number (diastolic)”" in " ".join(window.texts())
    assert len(errors(window)) == 1 and answers(app, BLOOD_PRESSURE) == {"systolic": 120}


@pytest.mark.parametrize(("typed", "kept"), [("185.0", 185), ("+121", 121), ("120 mmHg", 120), ("١٢٠", 120)])
async def test_a_number_as_people_write_it_is_kept_at_once(
    window: Window, app: Companion, typed: str, kept: int
) -> None:
    await tap_through(window, "Log blood pressure")
    await window.type(TOP, typed)
    assert answers(app, BLOOD_PRESSURE) == {"systolic": kept}


async def test_what_may_be_meant_is_kept_by_a_tap_and_shown_as_it_is_kept(window: Window, app: Companion) -> None:
    await tap_through(window, "Log blood pressure")
    await window.type(TOP, "185,5")
    await tap_through(window, "Use 186")
    assert answers(app, BLOOD_PRESSURE) == {"systolic": 186} and field(window, TOP).value == "186"
    assert "Use 186" not in window.labels()


async def test_two_numbers_in_one_field_go_into_two_fields_by_a_tap(window: Window, app: Companion) -> None:
    await tap_through(window, "Log blood pressure")
    await window.type(TOP, "185/121")
    assert answers(app, BLOOD_PRESSURE) == {}
    await tap_through(window, f"{TOP}: 185\n{BOTTOM}: 121")
    assert answers(app, BLOOD_PRESSURE) == {"systolic": 185, "diastolic": 121}
    assert (field(window, TOP).value, field(window, BOTTOM).value) == ("185", "121")
    await tap_through(window, "Next")
    assert [one for one in window.texts() if one.startswith("Urgent")]


async def test_what_was_not_taken_is_left_out_only_after_a_question(window: Window, app: Companion) -> None:
    await tap_through(window, "Log blood pressure")
    await window.type(TOP, "12x")
    await window.type(BOTTOM, "80")
    await tap_through(window, "Leave this out", "Keep editing")
    assert field(window, TOP).value == "12x"
    await tap_through(window, "Leave this out")
    assert "This will not be saved: 12x" in window.texts()
    await tap_through(window, "Leave it out")
    assert TOP not in window.labels() and draft(app, BLOOD_PRESSURE).typed == {}
    await tap_through(window, "Back")
    assert field(window, TOP).value == "" and field(window, BOTTOM).value == "80"


async def test_every_way_out_keeps_what_was_typed_also_after_a_kill(window: Window, app: Companion) -> None:
    await tap_through(window, "Log blood pressure")
    await window.type(TOP, "12x")
    for away in ("/", "/help", "/journal"):
        await window.go(away)
        await window.go("/form/blood-pressure")
        assert field(window, TOP).value == "12x"
    await window.go("/")
    assert "Your blood pressure entry is not finished" in window.texts()
    journal = app.opening.opened.journal
    await journal.load()  # as a new process reads it
    await window.go("/form/blood-pressure")
    assert field(window, TOP).value == "12x" and draft(app, BLOOD_PRESSURE).typed == {"systolic": ("12x",)}


async def test_save_leads_back_to_a_page_with_what_was_not_taken(window: Window, app: Companion) -> None:
    await tap_through(window, "Log blood pressure")
    await window.type(BOTTOM, "80")
    await tap_through(window, "Next")
    journal = app.opening.opened.journal
    await journal.answer(draft(app, BLOOD_PRESSURE).id, "systolic", Typed(("12x",)))
    await journal.show_page(draft(app, BLOOD_PRESSURE).id, "note")
    await window.settle()
    with pytest.raises(NotTaken):
        await journal.finish(draft(app, BLOOD_PRESSURE).id)
    await tap_through(window, "Save")
    assert field(window, TOP).value == "12x" and is_stopped(window) and journal.is_empty()


async def to_the_note(window: Window) -> None:
    await window.tap("6")
    await window.follow()
    while NOTE not in window.labels():
        await window.tap("Yes" if "Do you feel safe right now?" in window.texts() else "4")
        await window.follow()


@pytest.mark.parametrize("one", ["a", "क्षि", "👍🏽", "e\u0301", "👩‍👩‍👧‍👦"])
async def test_a_note_is_counted_in_code_points_and_nothing_of_it_is_cut(
    window: Window, app: Companion, one: str
) -> None:
    await to_the_note(window)
    assert field(window, NOTE).max_length is None  # the client would count otherwise, and cut
    fitting = (one * 4000)[: 4000 - len(one)]
    await window.type(NOTE, fitting)
    assert answers(app, DAILY_CHECK_IN)["note"] == fitting and not errors(window)
    long = one * 4001
    await window.type(NOTE, long)
    assert field(window, NOTE).value == long
    over = len(long) - 4000
    assert errors(window) == [
        f"Not saved yet: too long by {over} characters. Nothing is cut off. Please make it shorter."
    ]
    assert (
        draft(app, DAILY_CHECK_IN).typed == {"note": (long,)}
        and "This answer does not fit the question" not in window.texts()
    )
    await tap_through(window, "Save")
    assert app.opening.opened.journal.is_empty() and is_stopped(window)
    await window.go("/")
    await tap_through(window, "Continue")
    assert field(window, NOTE).value == long and errors(window)
    await window.type(NOTE, fitting)
    await tap_through(window, "Save")
    entry = app.opening.opened.journal.heads()[0].id
    assert (await app.opening.opened.journal.entry(entry)).answers["note"] == fitting


async def test_the_last_characters_of_a_limit_are_counted_down(window: Window) -> None:
    await to_the_note(window)
    await window.type(NOTE, "a" * 3000)
    assert field(window, NOTE).helper is None
    await window.type(NOTE, "a" * 3990)
    assert field(window, NOTE).helper.value == "Characters left: 10"


async def test_a_time_without_am_or_pm_stops_and_comes_back(window: Window, app: Companion) -> None:
    await window.go("/form/day-before")
    await window.type("Hour", "2")
    await window.type("Minutes", "30")
    await tap_through(window, "Next")
    assert "When do you need to be at the clinic?" in window.texts() and is_stopped(window)
    assert draft(app, DAY_BEFORE).typed == {"arrival": ("2", "30", "")}
    await window.go("/")
    await window.go("/form/day-before")
    assert (field(window, "Hour").value, field(window, "Minutes").value) == ("2", "30")
    await tap_through(window, "Skip", "Keep editing", "PM: noon to midnight")
    assert str(answers(app, DAY_BEFORE)["arrival"]) == "14:30:00" and not draft(app, DAY_BEFORE).typed
    await tap_through(window, "Next")
    assert "When do you need to be at the clinic?" not in window.texts()


async def test_a_day_that_is_not_there_stops_and_comes_back(window: Window, app: Companion) -> None:
    await window.go("/form/evaluation")
    await tap_through(window, "Another day")
    await window.type("Day", "32")
    await tap_through(window, "Next")
    assert is_stopped(window) and "Not saved yet: there is no such day." in window.texts()
    assert "when" not in answers(app, EVALUATION)
    await window.go("/")
    await window.go("/form/evaluation")
    assert field(window, "Day").value == "32" and "Not saved yet: there is no such day." in window.texts()
    await tap_through(window, "Skip", "Leave it out")
    assert not draft(app, EVALUATION).typed and "Day" not in window.labels()


async def test_a_day_that_is_only_shown_and_that_nobody_has_set_is_not_passed_over(
    window: Window, app: Companion
) -> None:
    await window.go("/form/evaluation")
    await tap_through(window, "Another day", "Next")
    assert is_stopped(window)
    use = next(one for one in window.labels() if one.startswith("Use "))
    await tap_through(window, use)
    assert answers(app, EVALUATION)["when"] == app.opening.opened.journal.now().date


async def test_a_moment_keeps_its_day_and_stops_for_its_time(window: Window, app: Companion) -> None:
    await window.go("/form/week-before")
    await tap_through(window, "Tomorrow")
    await window.type("Hour", "9")
    assert draft(app, WEEK_BEFORE).answers["infusion"] and draft(app, WEEK_BEFORE).typed["infusion"][3:] == (
        "9",
        "",
        "",
    )
    await tap_through(window, "Next")
    assert is_stopped(window)
    await window.go("/")
    await window.go("/form/week-before")
    assert field(window, "Hour").value == "9"
    await tap_through(window, "AM: midnight to noon")
    assert draft(app, WEEK_BEFORE).answers["infusion"].hour == 9 and not draft(app, WEEK_BEFORE).typed


async def test_a_search_without_a_pick_waits_and_comes_back(window: Window, app: Companion) -> None:
    await tap_through(window, "Log a side effect")
    await window.type("Find by name", "head")
    await tap_through(window, "Next")
    assert is_stopped(window) and draft(app, SIDE_EFFECT).typed == {"effect": ("head",)}
    await window.go("/")
    await window.go("/form/side-effect")
    assert field(window, "Find by name").value == "head" and "Tired" not in window.texts()
    await tap_through(window, "Headache")
    assert "Is it still there now?" in window.texts() and not draft(app, SIDE_EFFECT).typed
    await tap_through(window, "Back")
    await window.type("Find by name", "x")
    await window.type("Find by name", "")
    assert "Find by name" in window.labels() and draft(app, SIDE_EFFECT).answers["effect"]


async def test_own_words_stand_aside_for_an_option_and_survive_a_kill(window: Window, app: Companion) -> None:
    await window.go("/form/week-before")
    await tap_through(window, "Skip", "Something else")
    await window.type("In your own words", "Ana, my neighbour")
    await tap_through(window, "A friend")
    stored = await app.opening.opened.journal._store.drafts()
    assert stored[0].typed == {"ride": ("Ana, my neighbour",)}
    await app.opening.opened.journal.finish(stored[0].id)  # they do not wait: the option is the answer


async def test_nothing_answered_is_not_saved_as_a_measurement(window: Window, app: Companion) -> None:
    journal = app.opening.opened.journal
    for form in ("blood-pressure", "side-effect"):
        await window.go("/")
        await window.go(f"/form/{form}")
        await to_save(window)
        await window.tap("Save")
        assert "There is nothing to save yet" in window.texts() and journal.is_empty()
        await window.tap("Keep going")
        assert "Save" in window.labels()
        await window.tap("Save")
        await tap_through(window, "Leave for now")
        assert journal.is_empty() and window.page.route == "/"
    with pytest.raises(NothingAnswered):
        await journal.finish(journal.begin(BLOOD_PRESSURE).id)


async def test_a_check_in_in_which_everything_was_skipped_is_not_done(window: Window, app: Companion) -> None:
    await window.go("/check-in")
    await to_save(window)
    await window.type(NOTE, " \u200b ")
    await tap_through(window, "Save")
    assert "You skipped every question, and that is OK. You can come back any time." in window.texts()
    await tap_through(window, "Leave for now")
    assert "You have checked in today" not in window.texts() and app.opening.opened.journal.is_empty()


async def test_an_empty_check_in_of_an_older_version_does_not_count_and_one_with_a_note_does(app: Companion) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True, country="US")
    journal = app.opening.opened.journal
    now = journal.now()
    empty = EntryHead("e-1", DAILY_CHECK_IN, "2", now, EntryStatus.COMPLETED, 1, now.at)
    await journal._store.keep_entry(Entry(empty, {}))
    await journal.load()
    async for window in open_window(app):
        assert "You have checked in today" not in window.texts()
    head = EntryHead("e-2", DAILY_CHECK_IN, "2", now, EntryStatus.COMPLETED, 1, now.at)
    await journal._store.keep_entry(Entry(head, {"note": "A walk"}))
    await journal.load()
    async for window in open_window(app):
        assert "You have checked in today" in window.texts()


async def test_a_change_that_leaves_nothing_is_not_saved(window: Window, app: Companion) -> None:
    await tap_through(window, "Log blood pressure")
    await window.type(TOP, "120")
    await tap_through(window, "Next")
    await to_save(window)
    await tap_through(window, "Save", "View it", "Change")
    await window.type(TOP, "")
    await to_save(window)
    await tap_through(window, "Save")
    assert "This entry would be empty" in window.texts()
    assert app.opening.opened.journal.heads()[0].version == 1


async def test_a_contact_stops_at_the_field_that_is_missing(window: Window) -> None:
    await window.go("/contacts/new")
    await window.type("Name", "\u200b ")
    await window.type("Phone number", "abc")
    await tap_through(window, "Save")
    assert len(errors(window)) == 1 and field(window, "Name").error and focused(window) == 1
    await window.type("Name", "Ana")
    await tap_through(window, "Save")
    assert field(window, "Phone number").error and not field(window, "Name").error and focused(window) == 2


async def test_a_question_is_kept_as_it_is_typed_and_never_cut(window: Window, app: Companion) -> None:
    library = app.opening.opened.library
    await window.go("/learn/questions")
    await window.type("Your own question", "May I swim?")
    await window.go("/")
    await window.go("/learn/questions")
    assert field(window, "Your own question").value == "May I swim?" and library.questions() == []
    await window.type("Your own question", "a" * 301)
    await tap_through(window, "Add to the list")
    assert library.questions() == [] and errors(window) and focused(window) == 1
    await window.type("Your own question", "a" * 300)
    await tap_through(window, "Add to the list")
    assert [one.text for one in library.questions()] == ["a" * 300] and library.begun == ""


async def test_what_was_said_is_saved_after_a_check_in_is_what_was_shown(window: Window, app: Companion) -> None:
    await check_in(window, "A walk")
    entry = app.opening.opened.journal.heads()[0].id
    assert (await app.opening.opened.journal.entry(entry)).answers["note"] == "A walk"


async def test_a_field_is_not_made_anew_by_the_client_each_time_it_is_drawn(window: Window) -> None:
    await tap_through(window, "Log blood pressure")
    around = [one for one in window.controls() if isinstance(getattr(one, "key", None), ft.ScrollKey)]
    assert not [one for one in around if isinstance(one, ft.Column)]  # a ScrollKey costs what is in it the focus
