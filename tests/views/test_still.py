"""Nothing moves under a finger when a minute goes by on Today, and nothing is held back for long."""

import asyncio
import weakref

import pytest

from companion.app.running import Companion
from companion.content import DAILY_CHECK_IN
from companion.services.presence import Presence
from companion.views import context, today
from tests.courses import infusion
from tests.views.conftest import open_window
from tests.views.course_time import book, course_of, set_clock
from tests.views.harness import Window
from tests.views.test_course_today import headings
from tests.views.test_lock import gone, locked  # noqa: F401 - fixtures

pytestmark = pytest.mark.asyncio

QUESTION = "How is your mood right now?"


class Hand:
    """Somebody who taps at times that the test says."""

    def __init__(self, app: Companion) -> None:
        self.time = 1000.0
        self.presence = app.presence = Presence(lambda: self.time, lambda: self.time)

    def tap(self) -> None:
        self.presence.touched()


async def at_midnight(app: Companion) -> Hand:
    """A minute before the day before an infusion, when cards come to stand above the check-in."""
    await app.opening.opened.preferences.change(was_welcomed=True, country="US")
    set_clock(app, "2026-11-22 23:59")
    await book(app, infusion("2026-11-24 10:00"))
    course_of(app).look_at_the_clock()
    return Hand(app)


async def a_minute_goes_by(app: Companion, window: Window) -> None:
    course_of(app)._clock.advance(60)
    course_of(app).look_at_the_clock()
    await window.settle()


async def test_after_a_tap_the_order_stays_until_it_is_still(app: Companion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "LOOK_AGAIN", 0.01)
    monkeypatch.setattr(context, "AT_MOST", 1000)
    hand = await at_midnight(app)
    async for window in open_window(app):
        assert headings(window)[0] == QUESTION
        hand.tap()
        await a_minute_goes_by(app, window)
        assert headings(window)[0] == QUESTION, "it would move under the finger"
        hand.time += context.STILL
        await window.until("Who drives you home?")
        for _ in range(50):
            await asyncio.sleep(0.01)
            if headings(window)[0] != QUESTION:
                break
        assert headings(window)[0] != QUESTION


async def test_it_is_not_held_back_for_long(app: Companion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "LOOK_AGAIN", 0.01)
    monkeypatch.setattr(context, "AT_MOST", 0.05)
    hand = await at_midnight(app)
    async for window in open_window(app):
        hand.tap()
        await a_minute_goes_by(app, window)
        await asyncio.sleep(0.3)
        await window.settle()
        assert headings(window)[0] != QUESTION


async def test_where_nobody_taps_it_is_there_at_once_and_a_tap_that_comes_then_was_meant_for_what_was_there(
    app: Companion, monkeypatch: pytest.MonkeyPatch
) -> None:
    await at_midnight(app)
    journal = app.opening.opened.journal
    async for window in open_window(app):
        await a_minute_goes_by(app, window)
        assert headings(window)[0] != QUESTION
        await window.tap("5")
        assert journal.draft_of(DAILY_CHECK_IN) is None
        monkeypatch.setattr(today, "AIMED", 0)
        await window.tap("5")
        assert journal.draft_of(DAILY_CHECK_IN).answers == {"mood": 5}


async def test_a_window_that_comes_to_the_front_is_drawn_as_it_is_now(app: Companion) -> None:
    hand = await at_midnight(app)
    hand.tap()
    hand.presence.hidden()
    hand.presence.shown()
    async for window in open_window(app):
        await a_minute_goes_by(app, window)
        assert headings(window)[0] != QUESTION


async def test_a_redraw_that_waits_holds_nothing_of_a_journal_that_was_locked(locked: Companion) -> None:  # noqa: F811
    await locked.opening.opened.preferences.change(was_welcomed=True, country="US")
    set_clock(locked, "2026-11-24 08:00")
    await book(locked, infusion("2026-11-24 10:00"))
    alive = weakref.ref(locked.opening.opened.journal)
    async for window in open_window(locked):
        locked.presence.touched()
        course_of(locked).minutes.announce()
        await window.settle()
        await locked.lock()
        await window.settle()
        await gone(window, lambda: alive() is None)
        assert alive() is None
