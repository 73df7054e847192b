"""A window of the real app over a real journal in a folder of the test's own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from companion.app.device import device_companion
from companion.app.running import Companion
from companion.config import ClinicSettings, Settings, assets_dir
from tests.views.harness import Window
from tests.views.tab import FakeStorage, give

CLINIC = ClinicSettings(
    "Example Clinic",
    "http://127.0.0.1:9/fhir",
    patient_id="robin",
    token="token",
    phone_display="(555) 010-0199",
    phone_uri="tel:+15550100199",
)


@pytest_asyncio.fixture
async def app(tmp_path: Path) -> AsyncIterator[Companion]:
    """The app with an empty journal and no clinic."""
    companion = device_companion(Settings(tmp_path / "data", assets_dir()))
    await companion.start()
    while companion.opening.opened is None and companion.opening.failure is None:
        await companion.background.sleep(0.001)
    yield companion
    await companion.stop()


@pytest_asyncio.fixture
async def window(app: Companion) -> AsyncIterator[Window]:
    """Its window, past the first start."""
    assert app.opening.opened is not None
    await app.opening.opened.preferences.change(was_welcomed=True, country="US", has_read_limits=True)
    async for one in open_window(app):
        yield one


@pytest_asyncio.fixture
async def tab(app: Companion) -> AsyncIterator[Companion]:
    """The app as in a browser's tab, past the first start."""
    assert app.opening.opened is not None
    await app.opening.opened.preferences.change(was_welcomed=True, country="US")
    give(app, FakeStorage())
    yield app


async def open_window(app: Companion, route: str = "/", width: int = 390) -> AsyncIterator[Window]:
    """A window of this app, closed at the end."""
    one = Window(route, width)
    app.main(has_page_help=True)(one.page)
    await one.settle()
    yield one
    await one.close()
