"""The warm start in WebKitGTK and in Firefox beside the same start in Chromium, each measured inside its page."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Playwright

from companion.site.serve import SiteServer
from tests.bench.row import Row
from tests.engines.chromium import Chromium
from tests.engines.engine import Engine
from tests.engines.firefox import Firefox
from tests.engines.install import LEFT_OUT, are_left_out
from tests.engines.webkit import WebKit

STARTS = 3
BOUNDS = {"WebKitGTK": 3.0, "Firefox": 1.5}
FIRST_TEXT = """(text) => new Promise((done, fail) => {
  const look = () => {
    const host = document.querySelector('flt-semantics-host');
    if (host && host.textContent.includes(text)) done(performance.now());
    else if (performance.now() > 80000) fail(new Error('no text'));
    else setTimeout(look, 4);
  };
  look();
})"""


def engine_rows(playwright: Playwright, site: Path, folder: Path) -> Iterator[Row]:
    """First text of a start that is not the first, beside Chromium; nothing where the other engines are left out."""
    if are_left_out():
        print(LEFT_OUT)
        return
    with engines(playwright, folder) as browsers:
        times: dict[str, list[float]] = {name: [] for name in browsers}
        server = SiteServer(site, "127.0.0.1", 0).begin()
        pages = {name: visited(one, server.address) for name, one in browsers.items()}
        for _ in range(STARTS):  # in turns: what else the machine does weighs on all of them
            for name, page in pages.items():
                times[name].append(first_text(page, server.address))
        server.stop()
    for name, bound in BOUNDS.items():
        what = f"site: first text, warm, {name} beside Chromium"
        yield Row(what, median(times[name]), median(times["Chromium"]), bound)


@contextmanager
def engines(playwright: Playwright, folder: Path) -> Iterator[dict[str, Engine]]:
    """One browser of each, its profile on the disk."""
    browsers: dict[str, Engine] = {}
    try:
        browsers["Chromium"] = Chromium(folder / "chromium", playwright=playwright)
        browsers["WebKitGTK"] = WebKit(folder / "webkit")
        browsers["Firefox"] = Firefox(folder / "firefox")
        yield browsers
    finally:
        for one in browsers.values():
            one.close()


def visited(engine: Engine, address: str) -> Any:
    """A page that has been there once, and time for what is kept after a first visit."""
    page = engine.new_page()
    first_text(page, address)
    page.wait_for_timeout(8000)
    return page


def first_text(page: Any, address: str) -> float:
    """Milliseconds from the navigation to the first text, by the page's own clock."""
    page.goto("about:blank")
    page.bring_to_front()
    page.goto(address)
    return float(page.evaluate(FIRST_TEXT, "Welcome"))
