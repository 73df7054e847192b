"""Care cards beside the answers: the right one, in its place, and never in the way of saving."""

import asyncio
from datetime import timedelta

import pytest

from companion.app.running import Companion
from companion.content import with_pack
from companion.domain.safety.rules import Level
from tests.fakes import FixedClock
from tests.views.conftest import CLINIC, open_window
from tests.views.harness import Window
from tests.views.test_thread import check_in, tap_through

pytestmark = pytest.mark.asyncio


def rules(app: Companion) -> list[str]:
    """Which rules the log has, the newest line first."""
    return [rule for line in app.opening.opened.safety.warned() for rule, _ in line.rules]


async def typed(window: Window, systolic: str, diastolic: str) -> None:
    await window.go("/form/blood-pressure")
    await window.type("Top number (systolic)", systolic)
    await window.type("Bottom number (diastolic)", diastolic)
    await window.tap("Next")


async def test_a_very_high_pressure_asks_for_calm_and_a_second_reading_and_with_a_sign_for_an_ambulance(
    window: Window, app: Companion
) -> None:
    await typed(window, "185", "121")
    texts = window.texts()
    assert "Urgent: now" in texts and "Sit still, then check again" in texts
    labels = window.labels()
    assert "Call 911" in labels and "Call 988" not in labels, "no suicide line on a card about blood pressure"
    await window.tap("Chest or back pain")
    assert "Emergency" in window.texts() and "None of these" not in window.texts()
    assert window.labels().index("Call 911") < window.labels().index("Close and continue")
    await window.tap("Close and continue")
    while "Save" not in window.labels():
        await window.tap("Skip" if "Skip" in window.labels() else "Next")
    await window.tap("Save")
    assert "Saved" in window.texts() and len(app.opening.opened.journal.days(9)[0][0].heads) == 1
    assert rules(app)[:2] == ["RF-BP-0", "RF-BP-1"] and "RF-BP-2" in rules(app)


async def test_half_a_number_is_no_answer(window: Window, app: Companion) -> None:
    await window.go("/form/blood-pressure")
    await window.type("Top number (systolic)", "45")
    assert rules(app) == []
    await window.type("Top number (systolic)", "128")
    await window.type("Bottom number (diastolic)", "82")
    await window.tap("Next")
    assert rules(app) == []


async def test_who_might_hurt_themselves_is_shown_the_line_and_the_follow_up_is_kept_like_an_answer(
    window: Window, app: Companion
) -> None:
    await tap_through(window, "6")
    while "Do you feel safe right now?" not in window.texts():
        await tap_through(window, "4")
    await tap_through(window, "Not sure", "I might hurt myself")
    assert "You do not have to do this alone" in window.texts() and "Call 988" in window.labels()
    await tap_through(window, "I am not sure")
    assert "Are you thinking about acting on this now?" not in window.texts()
    assert rules(app)[0] == "RF-SUI-4" and "RF-SUI-6" in rules(app)
    heads = app.opening.opened.journal.heads()
    assert [head.facts.get("sui_now") for head in heads] == ["not-sure"]


async def test_who_is_not_sure_to_be_safe_finds_the_way_back_on_today(window: Window, app: Companion) -> None:
    await tap_through(window, "6")
    while "Do you feel safe right now?" not in window.texts():
        await tap_through(window, "4")
    await tap_through(window, "Not sure")
    assert "Call 988" in window.labels()
    async for today in open_window(app):
        assert "You may not feel safe" in today.texts() and "Call 988" in today.labels()


async def test_a_warning_stays_on_today_for_a_day_and_in_the_log_for_good(window: Window, app: Companion) -> None:
    await typed(window, "185", "121")
    await window.go("/")
    assert "Sit still, then check again" in window.texts()
    app.opening.opened.journal._clock = Later(app.opening.opened.journal._clock)
    app.opening.opened.safety.changes.announce()
    await window.settle()
    assert "Sit still, then check again" not in window.texts()
    await window.go("/more/warnings")
    assert "Sit still, then check again" in window.texts()


class Later:
    """The same clock, 25 hours later."""

    def __init__(self, clock: object) -> None:
        self._clock = clock

    def __getattr__(self, name: str) -> object:
        return getattr(self._clock, name)

    def now(self) -> object:
        return self._clock.now() + timedelta(hours=25)


async def test_words_of_despair_in_a_note_lead_to_an_offer_after_saving_unless_it_was_turned_off(
    window: Window, app: Companion
) -> None:
    await check_in(window, "I feel hopeless")
    assert "That sounds like a hard day" in window.texts() and "Saved" in window.texts()
    await window.tap("Not now")
    assert "That sounds like a hard day" not in window.texts()
    await window.go("/more/notes")
    await window.tap("Turn it off")
    assert not app.opening.opened.preferences.choices.offers_after_words
    await window.go("/")
    await window.tap("Check in again")
    await asyncio.sleep(0.1)
    await check_in(window, "I want to die")
    assert "Saved" in window.texts() and "Call 988" not in window.labels()


async def test_a_clinics_own_emergency_does_not_hide_the_crisis_line(window: Window, app: Companion) -> None:
    paragraphs = [{"text": "Call us."}]
    own = {
        "messages": [{"id": "own", "title": "Our own card", "paragraphs": paragraphs, "actions": ["call_clinic"]}],
        "rules": [
            {"id": "OWN-1", "topic": "medical", "level": "emergency", "when": {"field": "daily.unsafe_kind", "is": "self"},
             "message": "own", "sources": ["own"]}
        ],
    }  # fmt: skip
    merged = with_pack(app.content, {"version": 1, **own}).red_flags()
    assert "OWN-1" in [rule.id for rule in merged.book.rules]
    app.opening.opened.safety._red_flags = lambda: merged
    await tap_through(window, "6")
    while "Do you feel safe right now?" not in window.texts():
        await tap_through(window, "4")
    await tap_through(window, "Not sure", "I might hurt myself")
    labels = window.labels()
    assert "Our own card" in window.texts() and labels.index("Call 911") < labels.index("Call 988")


async def test_what_happened_hours_ago_asks_first_whether_it_is_happening_now(app: Companion) -> None:
    services = app.opening.opened
    await services.preferences.change(was_welcomed=True, country="US")
    clock = FixedClock()
    services.journal._clock = clock
    async for window in open_window(app, "/form/blood-pressure"):
        await window.type("Top number (systolic)", "190")
        await window.type("Bottom number (diastolic)", "100")
        clock.advance(3 * 3600)
        await window.tap("Next")
        assert "Is this happening now?" in window.texts()
        lines = app.opening.opened.safety.warned()
        assert [(line.level, line.message) for line in lines] == [(Level.CALL_CLINIC, "bp_high_later")]
        await window.tap("Yes, now")
        shown = [line.rules for line in app.opening.opened.safety.warned()]
        assert (("RF-BP-2", Level.URGENT),) in shown and "Sit still, then check again" in window.texts()


async def test_a_reading_that_is_typed_anew_hours_later_is_one_of_now(app: Companion) -> None:
    services = app.opening.opened
    await services.preferences.change(was_welcomed=True, country="US")
    clock = FixedClock()
    services.journal._clock = clock
    draft = services.journal.begin("https://companion.example/fhir/Questionnaire/blood-pressure")
    await services.journal.answer(draft.id, "systolic", 120)
    clock.advance(3 * 3600)
    async for window in open_window(app, "/form/blood-pressure"):
        await window.type("Top number (systolic)", "190")
        await window.type("Bottom number (diastolic)", "100")
        await window.tap("Next")
        assert "Is this happening now?" not in window.texts() and "RF-BP-2" in rules(app)


async def test_rules_that_fail_are_said_and_keep_nothing_from_being_saved(window: Window, app: Companion) -> None:
    services = app.opening.opened
    services.safety._red_flags = None
    await check_in(window, "A walk by the river")
    assert "Saved" in window.texts() and len(services.journal.heads()) == 1
    assert any("could not check this answer" in one for one in window.texts())


async def test_an_edit_fires_only_on_what_it_changed(window: Window, app: Companion) -> None:
    await typed(window, "185", "121")
    while "Save" not in window.labels():
        await window.tap("Skip")
    await window.tap("Save")
    before = len(rules(app))
    entry = app.opening.opened.journal.heads()[0].id
    await window.go(f"/change/{entry}")
    await window.type("Pulse", "71")
    await window.tap("Next")
    assert len(rules(app)) == before


async def test_the_clinics_phone_stands_on_cards_for_the_clinic(app: Companion) -> None:
    app.clinic = CLINIC
    await app.opening.opened.preferences.change(was_welcomed=True, country="US")
    async for window in open_window(app):
        await window.go("/form/side-effect")
        await window.type("Find by name", "yellow")
        await tap_through(
            window, "Yellow eyes or skin, or dark pee", "Yes", "Yesterday", "About a day", "Mild - I notice it"
        )
        assert "Call your clinic today" in window.texts() and "Call Example Clinic" in window.labels()
        assert app.opening.opened.safety.warned()[0].level is Level.CALL_CLINIC
