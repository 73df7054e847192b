"""The forms beside the check-in, on the screens: filled in, left, found again, saved, read back, changed."""

import flet as ft
import pytest

from companion.app.running import Companion
from companion.content import BLOOD_PRESSURE, DAILY_CHECK_IN, SIDE_EFFECT
from companion.domain.journal import Draft, Entry, EntryHead, EntryStatus
from companion.services.preferences import Look
from tests.views.conftest import open_window
from tests.views.harness import Window
from tests.views.test_targets import least_height
from tests.views.test_thread import tap_through

pytestmark = pytest.mark.asyncio
EMERGENCY, CLINIC = "Call 911 if:", "Call your clinic if:"


async def pick(window: Window, *labels: str) -> None:
    """Open the side-effect form from Today and answer its first questions."""
    await tap_through(window, "Log a side effect", *labels)


def draft(app: Companion, form: str) -> Draft:
    found = app.opening.opened.journal.draft_of(form)
    assert found is not None
    return found


async def test_a_side_effect_is_picked_judged_saved_and_read_back(window: Window, app: Companion) -> None:
    await pick(window, "Headache", "Yes", "Earlier today", "Hours", "Mild - I notice it", "No", "Next")
    await window.type("Anything you want to add?", "After the bus")
    await tap_through(window, "Save")
    assert window.page.route.startswith("/saved/")
    head = app.opening.opened.journal.days(1)[0][0].heads[0]
    assert head.facts == {
        "effect": "se_headache", "severity": 1, "began": "today", "still_now": True, "lasted": "hours",
        "thunderclap": False,
    }  # fmt: skip
    await window.go("/journal")
    assert "Headache, mild" in window.texts()
    await tap_through(window, "Headache, mild")
    texts = window.texts()
    assert "Mild - I notice it" in texts and "After the bus" in texts and "Did you hit your head?" not in texts


async def test_care_texts_are_at_hand_once_an_effect_is_picked(window: Window) -> None:
    await pick(window)
    assert EMERGENCY not in window.texts()
    await tap_through(window, "Headache")
    texts = window.texts()
    asked = texts.index("Is it still there now?")
    assert asked < texts.index(EMERGENCY) < texts.index("What may help") < texts.index(CLINIC)
    await tap_through(window, "Yes", "Just now", "Severe - hard to bear")
    assert "Is it the worst headache of your life?" in window.texts() and EMERGENCY in window.texts()


async def test_what_is_always_an_emergency_says_so_before_the_question(window: Window) -> None:
    await pick(window, "Show all 48", "Chest pain or pressure")
    texts = window.texts()
    assert texts.index(EMERGENCY) < texts.index("Is it still there now?")


async def test_a_country_without_numbers_gets_words_and_no_line_of_another(window: Window, app: Companion) -> None:
    await app.opening.opened.preferences.change(country="")
    await pick(window, "Show all 48", "Craving ketamine, or wanting more or extra doses")
    assert "Call your local emergency number if:" in window.texts()
    assert not [one for one in window.texts() if "SAMHSA" in one or "Poison" in one or "911" in one]
    await app.opening.opened.preferences.change(country="US")
    await window.settle()
    assert [one for one in window.texts() if "SAMHSA" in one] and [one for one in window.texts() if "Poison" in one]


async def test_an_effect_is_found_by_typing_without_its_accents_or_its_plain_name(window: Window) -> None:
    await pick(window)
    assert "Blurred or double vision" not in window.texts()
    await window.type("Find by name", "BLURR")
    assert "Blurred or double vision" in window.texts() and "Headache" not in window.texts()
    await window.type("Find by name", "nausea")  # a clinician's word for it
    assert "Sick to my stomach" in window.texts()
    await window.type("Find by name", "qqq")
    assert [one for one in window.texts() if one.startswith("Nothing with that name was found")]
    await window.type("Find by name", "")
    assert "Headache" in window.texts() and "Show all 48" in window.labels()


async def test_questions_come_and_go_with_what_was_answered_and_their_answers_come_back(
    window: Window, app: Companion
) -> None:
    await pick(window, "Show all 48", "Fainting", "No", "Earlier today", "Minutes", "Mild - I notice it")
    assert "Did you hit your head?" in window.texts() and "Did it come on all at once?" not in window.texts()
    journal = app.opening.opened.journal
    yes = next(one for one in journal.forms[SIDE_EFFECT].question("hit_head").options if one.code == "yes")
    await journal.answer(draft(app, SIDE_EFFECT).id, "hit_head", yes)
    await tap_through(window, *["Back"] * 5, "Show all 48", "Tired", *["Next"] * 4)
    assert "Did you hit your head?" not in window.texts() and "6 of 6" in window.texts()
    await tap_through(window, *["Back"] * 5, "Show all 48", "Fainting", "Close and continue", *["Next"] * 4)
    chosen = [one.value for one in window.controls() if isinstance(one, ft.RadioGroup)]
    assert chosen[0] == "0", "the first option: yes"


async def test_each_page_of_a_form_begins_at_its_top(window: Window) -> None:
    def scrolled() -> ft.Column:
        return next(one for one in window.controls() if isinstance(one, ft.Column) and one.scroll)

    await pick(window, "Headache")
    first = scrolled()
    await tap_through(window, "Yes")
    assert scrolled()._i != first._i


async def test_how_long_is_not_asked_of_what_began_just_now(window: Window) -> None:
    await pick(window, "Headache", "Yes", "Just now")
    assert "How long has it lasted?" not in window.texts() and "How bad is it?" in window.texts()


async def test_every_question_of_a_side_effect_can_be_skipped_but_its_name(window: Window, app: Companion) -> None:
    await pick(window, "Headache")
    while "Save" not in window.labels():
        await tap_through(window, "Skip" if "Skip" in window.labels() else "Next")
    await tap_through(window, "Save")
    await window.go("/journal")
    assert "Headache" in window.texts()


async def test_a_blood_pressure_is_typed_saved_read_back_and_changed(window: Window, app: Companion) -> None:
    await tap_through(window, "Log blood pressure")
    fields = [one for one in window.controls() if isinstance(one, ft.TextField)]
    assert len(fields) == 3 and all(one.keyboard_type is ft.KeyboardType.NUMBER for one in fields)
    await window.type("Top number (systolic)", "128")
    await window.type("Bottom number (diastolic)", "82")
    await window.type("Pulse", "70")
    await tap_through(window, "Next")
    assert "A sudden, bad headache" in window.labels()
    await tap_through(window, "None of these", "Next", "Save", "View it")
    assert "128 mmHg" in window.texts() and "70 per minute" in window.texts()
    await tap_through(window, "Change")
    await window.type("Top number (systolic)", "85")
    await tap_through(window, "Next", "Next")
    assert "Do you feel dizzy or faint?" in window.texts()
    await tap_through(window, "Yes", "Save")
    await window.go("/journal")
    assert "Blood pressure 85/82, pulse 70" in window.texts()
    head = app.opening.opened.journal.days(1)[0][0].heads[0]
    assert head.version == 2 and head.facts["dizzy"] is True


async def test_a_number_that_cannot_be_is_refused_in_words_and_one_that_can_is_kept(
    window: Window, app: Companion
) -> None:
    await tap_through(window, "Log blood pressure")
    for typed, kept in (("0", None), ("999", None), ("12", None), ("310", 310), ("1x", None), ("45", 45)):
        await window.type("Top number (systolic)", typed)
        assert draft(app, BLOOD_PRESSURE).answers.get("systolic") == kept, typed
        said = [one for one in window.texts() if one.startswith("Not saved yet")]
        assert bool(said) is (kept is None), typed


async def test_unfinished_forms_are_offered_on_today_each_by_its_name(window: Window, app: Companion) -> None:
    await pick(window, "Headache")
    await window.go("/")
    await tap_through(window, "Log blood pressure")
    await window.type("Pulse", "70")
    await window.go("/")
    texts = window.texts()
    assert "Your side effect entry is not finished" in texts and "Your blood pressure entry is not finished" in texts
    assert "Log a side effect" not in window.labels()
    await window.tap("Continue")
    await window.follow()
    assert window.page.route == "/form/side-effect" and "Is it still there now?" in window.texts()
    await window.go("/")
    await window.tap("Delete")
    await window.tap("Delete it")
    assert app.opening.opened.journal.draft_of(SIDE_EFFECT) is None
    assert app.opening.opened.journal.draft_of(BLOOD_PRESSURE) is not None


async def test_the_journal_leads_to_each_form_empty_or_not(window: Window, app: Companion) -> None:
    for _ in range(2):
        await window.go("/journal")
        await tap_through(window, "Add")
        assert {"Check in", "Log a side effect", "Log blood pressure"} <= set(window.texts())
        await tap_through(window, "Log blood pressure")
        assert "What does the monitor show?" in window.texts()
        await window.type("Pulse", "70")
        draft_id = draft(app, BLOOD_PRESSURE).id
        await app.opening.opened.journal.finish(draft_id)


async def test_a_form_that_this_version_does_not_have_says_so(window: Window) -> None:
    await window.go("/form/no-such-form")
    assert "This form is not in this version of the app." in window.texts()


async def test_one_form_after_another_is_drawn_as_its_own(window: Window) -> None:
    await window.go("/form/side-effect")
    await window.go("/form/blood-pressure")
    assert "What does the monitor show?" in window.texts()


async def test_an_entry_of_the_first_check_in_still_shows_and_is_not_said_to_have_skipped_what_it_was_not_asked(
    window: Window, app: Companion
) -> None:
    journal = app.opening.opened.journal
    unsure = journal.forms[DAILY_CHECK_IN].question("safe").options[1]
    now = journal.now()
    head = EntryHead("e-1", DAILY_CHECK_IN, "1", now, EntryStatus.COMPLETED, 1, now.at)
    await journal._store.keep_entry(Entry(head, {"safe": unsure}))
    await window.go(f"/journal/{head.id}")
    await window.settle()
    assert "Not sure" in window.texts() and "What makes you feel unsafe?" not in window.texts()


@pytest.mark.parametrize(("look", "least"), [(Look.LIGHT, 48), (Look.DIM, 56)])
async def test_every_option_that_is_tapped_is_large_enough(app: Companion, look: Look, least: int) -> None:
    await app.opening.opened.preferences.change(look=look, was_welcomed=True, country="US")
    async for window in open_window(app, "/form/side-effect"):
        for label in ("Show all 48", "Fainting", "No", "Earlier today", "Minutes", "Severe - hard to bear"):
            heights = [height for one in window.controls() if (height := least_height(one)) is not None]
            assert heights and min(heights) >= least
            await tap_through(window, label)
