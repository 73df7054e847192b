"""Real Chromium, a phone's page, and what it opens: a site, a site of a clinic's patient."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser import QUICK, chromium
from tests.web.phone import SCREEN, Phone
from tests.web.site import Site, build, join_clinic


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver."""
    with sync_playwright() as one:
        yield one


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests."""
    one = playwright.chromium.launch(executable_path=chromium(), args=list(QUICK))
    yield one
    one.close()


@pytest.fixture
def phones(browser: Browser) -> Iterator[Callable[..., Phone]]:
    """Makes phones: fresh throw-away profiles of 390 by 844 pixels.

    Only one that `keeps_site` has a service worker: fetching the whole site again is half of a start's work.
    """
    contexts = []

    def make(*, keeps_site: bool = False, **more: Any) -> Phone:
        workers = "allow" if keeps_site else "block"
        context = browser.new_context(**{**SCREEN, "service_workers": workers, **more})
        contexts.append(context)
        return Phone(context.new_page())

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def phone(phones: Callable[..., Phone]) -> Phone:
    """One phone; it does not keep the site."""
    return phones()


@pytest.fixture
def offline_phone(phones: Callable[..., Phone]) -> Phone:
    """One phone that keeps the site, so that it can be without network."""
    return phones(keeps_site=True)


@pytest.fixture
def kept_phones(playwright: Playwright, tmp_path: Path) -> Iterator[Callable[..., Phone]]:
    """Makes phones whose profile lies on the disk, in a folder by its name; a phone made again has it still."""
    contexts = []

    def make(name: str = "profile", **more: Any) -> Phone:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / name, executable_path=chromium(), args=list(QUICK), **{**SCREEN, **more}
        )
        contexts.append(context)
        return Phone(context.pages[0])

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site without clinic. Nobody writes there."""
    folder = tmp_path_factory.mktemp("alone") / "site"
    build(folder)
    return folder


@pytest.fixture
def site(built: Path) -> Iterator[Site]:
    """The site without clinic, served."""
    one = Site(built)
    one.server.begin()
    yield one
    one.stop()


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site that fills an empty journal with the invented patient's. Nobody writes there."""
    folder = tmp_path_factory.mktemp("demo") / "site"
    build(folder, demo=True)
    return folder


@pytest.fixture
def lived_in(built_demo: Path) -> Iterator[Site]:
    """The site of somebody who has used the app for three weeks, served; no clinic."""
    one = Site(built_demo)
    one.server.begin()
    yield one
    one.stop()


@pytest.fixture
def joined(tmp_path: Path) -> Iterator[Site]:
    """The site of a patient of a running demo clinic."""
    one = join_clinic(Site(tmp_path / "site"), tmp_path)
    yield one
    one.stop()
    assert one.clinic
    one.clinic.process.stop()
