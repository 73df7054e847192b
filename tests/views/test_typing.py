"""What is typed while the screen is being drawn again stays in the field and in the draft."""

import asyncio

import flet as ft
import pytest

from companion.app.running import Companion
from companion.content import DAILY_CHECK_IN
from tests.views.harness import Window

pytestmark = pytest.mark.asyncio

NOTE = "Anything you want to add?"


def note_field(window: Window) -> ft.TextField:
    return next(one for one in window.controls() if isinstance(one, ft.TextField) and one.label == NOTE)


async def go_to_the_note(window: Window) -> None:
    await window.tap("6")
    await window.follow()
    while NOTE not in window.labels():
        await window.tap("4" if "Do you feel safe right now?" not in window.texts() else "Yes")
        await window.follow()


async def test_letters_typed_faster_than_they_are_saved_are_never_taken_back(window: Window, app: Companion) -> None:
    await go_to_the_note(window)
    journal = app.opening.opened.journal
    keep = journal._store.keep_draft

    async def slowly(draft) -> None:  # type: ignore[no-untyped-def]
        await asyncio.sleep(0.01)
        await keep(draft)

    journal._store.keep_draft = slowly  # type: ignore[method-assign]
    window.connection.patches.clear()
    field, events = note_field(window), []
    for end in range(1, 20):
        entered = "Walked by the river"[:end]
        window.session.apply_patch(field._i, {"value": entered})
        events.append(asyncio.create_task(window.session.dispatch_event(field._i, "change", entered)))
        await asyncio.sleep(0.004)
    await asyncio.gather(*events)
    await window.settle()
    taken_back = [patch for patch in window.connection.patches if "Walk" in repr(patch)]
    assert taken_back == []
    assert note_field(window).value == "Walked by the river"
    assert journal.draft_of(DAILY_CHECK_IN).answers["note"] == "Walked by the river"


async def test_a_letter_whose_event_is_not_handled_yet_is_not_taken_back_by_a_drawing(
    window: Window, app: Companion
) -> None:
    await go_to_the_note(window)
    await window.type(NOTE, "Walked")
    window.connection.patches.clear()
    window.session.apply_patch(note_field(window)._i, {"value": "Walked b"})
    app.opening.opened.journal.changes.announce()
    await window.settle()
    assert note_field(window).value == "Walked b"
    assert [patch for patch in window.connection.patches if "Walked" in repr(patch)] == []
