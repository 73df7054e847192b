"""The new questions on the screens, tap by tap: which card stands there, and which does not."""

import pytest

from companion.app.running import Companion
from companion.domain.safety.rules import Level
from tests.views.harness import Window
from tests.views.test_thread import tap_through

pytestmark = pytest.mark.asyncio


async def effect(window: Window, *labels: str) -> None:
    """Log a side effect and tap through its first questions."""
    await tap_through(window, "Log a side effect", "Show all 48", *labels)


def shown(app: Companion) -> set[tuple[str, Level]]:
    """Every rule that was shown, with its level."""
    return {rule for line in app.opening.opened.safety.warned() for rule in line.rules}


async def test_a_usual_seizure_of_somebody_with_epilepsy_shows_no_ambulance_on_the_way(
    window: Window, app: Companion
) -> None:
    await effect(window, "Seizure", "No", "Earlier today", "Minutes")
    assert "Do you have epilepsy?" in window.texts()
    form, journal = "https://companion.example/fhir/Questionnaire/side-effect", app.opening.opened.journal
    draft = journal.draft_of(form)
    for name, said in (("epilepsy", True), ("usual_seizure", True), ("seizure_short", True), ("awake_again", True)):
        await journal.answer(draft.id, name, said)
    await journal.answer(draft.id, "seizure_hurt", False)
    await window.settle()
    assert "Was it like your usual seizures?" in window.texts() and "Did you get hurt?" in window.texts()
    await tap_through(window, "Next", "Moderate - gets in the way")
    assert "Call your clinic before any more ketamine" in window.texts() and "Emergency" not in window.texts()
    assert max(level for _, level in shown(app)) is Level.URGENT


async def test_a_stroke_sign_that_is_gone_shows_the_ambulance_and_no_later_answer_takes_it_away(
    window: Window, app: Companion
) -> None:
    await effect(
        window, "Drooping face, weak arm or trouble speaking", "No", "Earlier today", "Minutes", "Mild - I notice it"
    )
    texts = window.texts()
    assert "Call 911 now" in texts and any("even if it has gone" in one for one in texts)
    assert not any("had ketamine" in one for one in texts), "there was no infusion"
    await tap_through(window, "Close and continue", "Save")
    await window.go("/")
    assert "Call 911 now" in window.texts()


async def test_too_much_of_something_asks_whether_it_was_on_purpose_and_leads_to_the_lines(
    window: Window, app: Companion
) -> None:
    await effect(window, "Something else", "Yes", "Just now", "Mild - I notice it")
    await tap_through(window, "Yes, in the last 3 days")
    assert "Call a poison line now" in window.texts()
    assert "Did you take it to hurt yourself?" in window.texts() and "Are any of these true?" in window.texts()
    await tap_through(window, "I do not know how much it was")
    assert "Emergency" in window.texts()
    labels = window.labels()
    assert "Call 911" in labels and "Call 988" in labels and any("Poison" in one for one in labels)


async def test_a_hit_to_the_head_asks_for_a_blood_thinner_after_every_fall(window: Window, app: Companion) -> None:
    await effect(window, "Fall or injury", "Yes", "Earlier today", "Hours", "Mild - I notice it")
    assert "Did you hit your head?" in window.texts()
    assert any(one.startswith("Do you take a blood thinner") for one in window.texts())


async def test_who_is_not_sure_about_the_head_can_say_so_and_is_asked_for_the_signs(
    window: Window, app: Companion
) -> None:
    await effect(window, "Fall or injury", "Yes", "Earlier today", "Hours", "Mild - I notice it")
    await tap_through(window, "I am not sure", "I was knocked out, even for a moment")
    assert ("RF-FALL-4", Level.EMERGENCY) in shown(app)
    assert any("You may have hit your head" in one for one in window.texts())


async def test_each_sign_beside_a_pressure_is_kept_by_name(window: Window, app: Companion) -> None:
    await tap_through(window, "Log blood pressure")
    await window.type("Top number (systolic)", "128")
    await tap_through(window, "Next", "None of these", "Next", "Save")
    assert shown(app) == set()
    await window.go("/")
    await tap_through(window, "Log blood pressure")
    await tap_through(window, "Next", "A change in vision")
    assert ("RF-BP-0", Level.EMERGENCY) in shown(app), "without an infusion it is not expected"
    await tap_through(window, "Close and continue", "Next", "I have it now", "Save", "View it")
    assert "A change in vision" in window.texts() and "I have it now" in window.texts()
