"""A clinic's list that could not be read completely: said where the course is, and no longer than it is so."""

from dataclasses import replace

import pytest

from companion.app.running import Companion
from companion.services.preferences import Consent
from companion.views import routes
from tests.views.conftest import CLINIC
from tests.views.harness import Window
from tests.views.tab import says

pytestmark = pytest.mark.asyncio

SAID = "Part of your clinic's list could not be read. What this app already had is kept."


@pytest.mark.parametrize("route", [routes.COURSE, routes.SENDING])
async def test_a_part_of_the_list_is_said_until_a_whole_one_comes(app: Companion, window: Window, route: str) -> None:
    services = app.opening.opened
    assert services is not None
    services.clinic.settings = replace(CLINIC)
    await services.preferences.change(consent=Consent.YES)
    store = services.journal._store
    await window.go(route)
    assert not says(window, SAID)
    await store.keep_infusions([], is_whole=False)
    services.clinic.changes.announce()
    await window.settle()
    assert says(window, SAID)
    await store.keep_infusions([])
    services.clinic.changes.announce()
    await window.settle()
    assert not says(window, SAID)


async def test_nothing_is_said_of_a_clinic_that_is_not_asked(app: Companion, window: Window) -> None:
    services = app.opening.opened
    assert services is not None
    await services.journal._store.keep_infusions([], is_whole=False)
    await window.go(routes.COURSE)
    assert not says(window, SAID)
