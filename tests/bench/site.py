"""The browser form, measured beside Flet's own start of the same app and beside bare Flet from a snapshot."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from companion.publish import sources
from companion.site.build import Report, build_site
from companion.site.pack import compress
from companion.site.serve import SiteServer
from tests.bench.measure import FIRST_QUESTION, PHONE, Taps, app_taps, loads, tap, wait_for, watched
from tests.bench.row import Row, p95
from tests.bench.stock import build_stock
from tests.browser import ARGUMENTS, chromium
from tests.page.browser import phone, tab
from tests.page.server import page_server
from tests.web.locking import PIN, enter, lock_now, set_pin
from tests.web.phone import Phone

HERE = Path(__file__).parent
ROUNDS = 5
OPEN_HELP = """() => new Promise((done, fail) => {
  const began = performance.now();
  document.getElementById('companion-help-button').click();
  const layer = document.getElementById('companion-help-layer');
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const numbers = [...layer.querySelectorAll('a[href^="tel:"]')];
    if (!numbers.some(one => one.getClientRects().length)) fail(new Error('no number is drawn'));
    const taken = performance.now() - began;
    document.getElementById('companion-help-close').click();
    setTimeout(() => done(taken), 50);
  }));
})"""


def site_rows(folder: Path, device: Taps) -> Iterator[Row]:
    """Every bound of the browser form. `device`: the same taps on the device form."""
    report = build_site(folder / "ours", sources(), None, say=lambda _: None)
    build_bare(folder / "bare")
    build_stock(folder / "stock")
    compress(folder / "stock", sources().kept, 5)
    yield weight(report)
    with sync_playwright() as playwright:
        yield from starts(playwright, folder)
        yield from offline(playwright, folder)
        yield from memory(playwright, folder)
        yield from taps(playwright, folder, device)
        yield from ports(playwright, folder)


def build_bare(folder: Path) -> None:
    """Bare Flet with the app's own page, worker and build."""
    package = folder.with_name("bare-package")
    shutil.copytree(HERE / "bare_page", package)
    shutil.copy(sources().package / "app/stage.py", package / "app/stage.py")
    shutil.copytree(sources().package / "browser/js", package / "browser/js")
    build_site(folder, replace(sources(), package=package), None, say=lambda _: None)


@contextmanager
def served(folder: Path) -> Iterator[SiteServer]:
    """A built site, served."""
    server = SiteServer(folder, "127.0.0.1", 0).begin()
    yield server
    server.stop()


def starts(playwright: Playwright, folder: Path) -> list[Row]:
    """First text, cold and warm, each beside its yardsticks."""
    browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
    with served(folder / "ours") as ours, served(folder / "bare") as bare, served(folder / "stock") as stock:
        cold, warm, help_ = loads(browser, ours.address, "Welcome", ROUNDS)
        cold_bare, warm_bare, _ = loads(browser, bare.address, "count 0", ROUNDS)
        cold_stock, warm_stock, _ = loads(browser, stock.address, "Welcome", 3)
        help_taps = first_layer(browser, ours.address, 40)
    browser.close()
    return [
        Row("site: help visible, cold, p95", p95(help_), None, 150),
        Row("site: tap on Help now until its numbers are drawn, p95", p95(help_taps), None, 100),
        Row("site: first text, cold, beside Flet's own start", median(cold), median(cold_stock), 0.4),
        Row("site: first text, warm, beside Flet's own start", median(warm), median(warm_stock), 0.4),
        Row("site: first text, cold, beside bare Flet from a snapshot", median(cold), median(cold_bare), 1.3),
        Row("site: first text, warm, beside bare Flet from a snapshot", median(warm), median(warm_bare), 1.3),
    ]


def first_layer(browser: Browser, address: str, rounds: int) -> list[float]:
    """Milliseconds from the tap on Help until the frame after the one that shows its numbers."""
    page = browser.new_page(**PHONE)  # type: ignore[arg-type]
    page.add_init_script("localStorage.setItem('flutter.companion.country', '\"US\"')")  # as the app leaves it
    page.goto(address)
    times = [page.evaluate(OPEN_HELP) for _ in range(rounds)]
    page.close()
    return times


def offline(playwright: Playwright, folder: Path) -> list[Row]:
    """The start with the server stopped beside the warm start, both with everything kept."""
    with on_disk(playwright, folder / "offline-profile") as context:
        server = SiteServer(folder / "ours", "127.0.0.1", 0).begin()
        page = watched(context, "Welcome")
        page.goto(server.address)
        wait_for(page, "text")
        page.wait_for_function("navigator.serviceWorker.controller || navigator.serviceWorker.ready.then(() => true)")
        warm = [start(page, server.address) for _ in range(ROUNDS)]
        server.stop()
        stopped = [start(page, server.address) for _ in range(ROUNDS)]
    return [Row("site: start with the server stopped, beside the warm start", median(stopped), median(warm), 1.2)]


def memory(playwright: Playwright, folder: Path) -> list[Row]:
    """What the page takes after one start, in a browser that has done nothing else."""
    with on_disk(playwright, folder / "offline-profile") as context, served(folder / "ours") as server:
        start(watched(context, "Welcome"), server.address)
        context.pages[-1].wait_for_timeout(8000)  # what is loaded later is there
        megabytes = renderer_memory()
    return [Row("site: memory of the page after the start", megabytes, None, 400, "MB")]


def start(page: Page, address: str) -> float:
    """Milliseconds from the navigation to the first text."""
    page.goto("about:blank")
    page.goto(address)
    return wait_for(page, "text")["text"]


def taps(playwright: Playwright, folder: Path, device: Taps) -> list[Row]:
    """Taps and saves with the profile on the disk."""
    with on_disk(playwright, folder / "taps-profile") as context, served(folder / "ours") as server:
        page = watched(context, "Welcome")
        page.goto(server.address)
        wait_for(page, "text")
        Phone(page).begin()
        page.wait_for_timeout(3000)  # what is loaded later is there
        page.close()
        found = app_taps(watched(context, FIRST_QUESTION), server.address, 20)
        times = unlocks(context, server.address, 7)
    return [
        Row("site: tap to repaint in place, p95, beside the device form", p95(found.in_place), p95(device.in_place), 2),
        Row("site: tap on an answer until the next, p95, beside it", p95(found.answers), p95(device.answers), 2),
        Row("site: tap on Save until Saved, p95, profile on the disk", p95(found.saves), None, 200),
        Row("site: tap on Open until the screen behind the PIN, p95", p95(times), None, 2000),
    ]


def unlocks(context: BrowserContext, address: str, rounds: int) -> list[float]:
    """From the tap on Open, the right PIN entered, until the screen of before is there."""
    page = watched(context, FIRST_QUESTION)
    page.goto(address)
    phone = Phone(page)
    phone.ready()
    set_pin(phone)
    times = []
    for _ in range(rounds):
        lock_now(phone)
        enter(phone, PIN, action="")
        times.append(tap(page, "button", "Open", "Country for help numbers"))
    page.close()
    return times


def ports(playwright: Playwright, folder: Path) -> list[Row]:
    """The store's own times, in a bare page."""
    with page_server() as server, phone(playwright, folder / "ports-profile") as context:
        found = tab(context, server).run("timings", {"name": "bench"})
    headers = found["1,000 headers read and opened"]
    rules = [name for name in found if name.startswith("rules ")]
    return [
        Row("site: 1,000 sealed headers read and opened, median", headers, None, 30),
        *(Row(f"site: {name}", found[name], None, 150) for name in rules),
    ]


def weight(report: Report) -> Row:
    """What the first visit loads; `companion build-web` lists every part."""
    return Row("site: until the first entry can be saved, brotli", report.first_visit() / 1e6, None, 18, "MB")


@contextmanager
def on_disk(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """A phone with its profile on the disk."""
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=chromium(), args=list(ARGUMENTS), **PHONE
    )  # type: ignore[arg-type]
    yield context
    context.close()


def renderer_memory() -> float:
    """Megabytes of the largest renderer that are resident and its own: the browser's program, which all share, is not."""
    return max(_resident(path) for path in Path("/proc").glob("[0-9]*") if _is_renderer(path))


def _is_renderer(path: Path) -> bool:
    try:
        command = (path / "cmdline").read_bytes()
    except OSError:
        return False
    return b"--type=renderer" in command and b"chromium" in command


def _resident(path: Path) -> float:
    try:
        status = (path / "status").read_text()
    except OSError:
        return 0.0
    return sum(int(kilobytes) for kilobytes in re.findall(r"Rss(?:Anon|Shmem):\s+(\d+) kB", status)) / 1000
