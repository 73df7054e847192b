"""The demo's invented patient: written with the forms as they are today."""

import pytest

from companion.app.running import Companion
from companion.content import BLOOD_PRESSURE, DAILY_CHECK_IN, FOOD_PLAN, SIDE_EFFECT
from companion.demo import fill
from companion.errors import StoreError
from companion.services.bundle import OpenJournal, Services
from companion.services.opening import Opening, State, Wish
from tests.views.conftest import open_window

pytestmark = pytest.mark.asyncio


async def test_the_demos_journal_is_filled_whole_and_opens_on_today(app: Companion) -> None:
    services = app.opening.opened
    assert services is not None
    journal = services.journal
    await fill(OpenJournal(services, journal._store, journal._clock, app.stop))
    forms = {head.form for head in journal.heads()}
    assert forms == {DAILY_CHECK_IN, SIDE_EFFECT, BLOOD_PRESSURE, FOOD_PLAN}
    assert services.preferences.choices.was_welcomed, "written last: nothing stopped before it"
    assert services.support.contacts and not services.support.plan.is_empty
    async for window in open_window(app):
        assert "How is your mood right now?" in window.texts()


async def test_a_fault_while_the_journal_opens_is_said_with_a_way_to_try_again(app: Companion) -> None:
    """A screen that waits for ever has no way on."""

    async def breaks(wish: Wish) -> Services:
        raise RuntimeError("a fault of ours")

    opening: Opening[Services] = Opening(breaks)
    await opening.start()
    assert isinstance(opening.failure, StoreError) and opening.state is State.FAILED
    app.opening = opening
    async for window in open_window(app):
        assert "Try again" in window.labels()
