"""About says of a slow start what happened, what it means, and what to do."""

from dataclasses import replace
from datetime import date

import pytest

from companion.app.running import Companion
from companion.domain.slow_start import SlowReason, SlowStart
from tests.views.conftest import open_window
from tests.views.harness import Window
from tests.views.tab import says

pytestmark = pytest.mark.asyncio

SLOW = SlowStart(date(2026, 11, 30), SlowReason.ENGINE, "RuntimeError", "0.9.0-0123456789ab", is_now=True)


@pytest.mark.parametrize("reason", SlowReason)
async def test_about_says_a_slow_start_with_what_to_do(tab: Companion, reason: SlowReason) -> None:
    tab.slow_start = replace(SLOW, reason=reason)
    async for window in open_window(tab, "/more/about"):
        assert says(window, "started the slow way on this phone or computer today")
        assert says(window, "nothing in your journal was changed") and says(window, "tell your clinic")
        assert says(window, f"{reason.value}, RuntimeError, version 0.9.0-0123456789ab")


async def test_a_slow_start_of_before_is_said_with_its_day(tab: Companion) -> None:
    tab.slow_start = replace(SLOW, is_now=False)
    async for window in open_window(tab, "/more/about"):
        said = " ".join(window.texts()).replace("\N{NO-BREAK SPACE}", " ")
        assert "On Monday, November 30, 2026, the app started the slow way. Since then" in said, said


async def test_about_says_nothing_of_it_where_there_was_none(window: Window) -> None:
    await window.go("/more/about")
    assert says(window, "Version") and not says(window, "slow")
