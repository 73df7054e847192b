"""What every test may use: no keyring of the machine, and a journal in a folder of its own."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

    from tests.web.site import Site

# Machines are shared: how long an example takes says nothing. A run before a landing tries the same examples each time;
# HYPOTHESIS_EXPLORE=1 looks for new ones. An example that fails becomes a test of its own.
settings.register_profile(
    "shared",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=not os.environ.get("HYPOTHESIS_EXPLORE"),
)
settings.load_profile("shared")


def pytest_collection_finish() -> None:
    """What was imported is never rubbish: a test that looks for what is still held does not look through all of it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of tests never reach the keyring of whoever runs them."""
    monkeypatch.setenv("COMPANION_KEYRING", "off")


# One driver in a process: a second one beside it would be refused. Imported where it is used; most tests need none.
@pytest.fixture(scope="session")
def playwright() -> "Iterator[Playwright]":
    """The driver of real browsers."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as one:
        yield one


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site without clinic. Nobody writes there."""
    from tests.web.site import build

    folder = tmp_path_factory.mktemp("alone") / "site"
    build(folder)
    return folder


@pytest.fixture
def site(built: Path) -> "Iterator[Site]":
    """The site without clinic, served."""
    from tests.web.site import Site

    one = Site(built)
    one.server.begin()
    yield one
    one.stop()


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site that fills an empty journal with the invented patient's. Nobody writes there."""
    from tests.web.site import build

    folder = tmp_path_factory.mktemp("demo") / "site"
    build(folder, demo=True)
    return folder


@pytest.fixture
def lived_in(built_demo: Path) -> "Iterator[Site]":
    """The site of somebody who has used the app for three weeks, served; no clinic."""
    from tests.web.site import Site

    one = Site(built_demo)
    one.server.begin()
    yield one
    one.stop()
