"""What the tests of the store in a real browser share: a page server, a browser, one tab."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser import QUICK, chromium
from tests.page.browser import BarePage, tab
from tests.page.server import PageServer, page_server


@pytest.fixture(scope="module")
def server() -> Iterator[PageServer]:
    with page_server() as one:
        yield one


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as one:
        yield one


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    one = playwright.chromium.launch(executable_path=chromium(), args=list(QUICK))
    yield one
    one.close()


@pytest.fixture
def page(browser: Browser, server: PageServer) -> Iterator[BarePage]:
    """One tab of a fresh profile that never touches the disk."""
    context = browser.new_context()
    yield tab(context, server)
    context.close()
