"""After Save an emergency stays in sight: closing its card does not end it."""

import pytest

from companion.app.running import Companion
from tests.views.conftest import open_window
from tests.views.harness import Window

pytestmark = pytest.mark.asyncio


async def tap_through(window: Window, *labels: str) -> None:
    for label in labels:
        await window.tap(label)


async def test_saved_shows_the_emergency_whose_card_was_closed_and_nothing_after_a_calm_entry(
    app: Companion, window: Window
) -> None:
    await window.go("/form/blood-pressure")
    await tap_through(window, "Next")
    assert "Skip" in window.labels()
    await tap_through(window, "A change in vision", "Close and continue", "Next", "Skip", "Save")
    assert "Saved" in window.texts() and "Emergency" in window.texts()
    assert "Call 911" in window.labels()
    async for other in open_window(app, "/form/side-effect"):
        await tap_through(other, "Tired") if "Tired" in other.texts() else await tap_through(other, "Headache")
        await tap_through(other, "No", "Yesterday", "Minutes", "Mild - I notice it")
        while "Save" not in other.labels():
            await tap_through(other, "Next")
        await tap_through(other, "Save")
        assert "Saved" in other.texts() and "Emergency" not in other.texts(), "another form's entry says only its own"
