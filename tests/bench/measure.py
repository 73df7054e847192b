"""The measurements themselves; each gives numbers in milliseconds."""

import asyncio
import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from playwright.sync_api import Browser, BrowserContext, Page

from companion.app.device import device_companion
from companion.config import Settings, assets_dir
from companion.content import DAILY_CHECK_IN, load_content
from companion.device.journal import open_device_journal
from companion.ports import Batch
from tests.processes import ROOT, Process, start_app

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

FIRST_QUESTION = "How is your mood"

WATCH = """
window.marks = {};
addEventListener('flutter-first-frame', () => {
  const timer = setInterval(() => {
    const hidden = document.querySelector('flt-semantics-placeholder');
    if (hidden) { hidden.click(); clearInterval(timer); }
  }, 10);
});
const look = () => {
  const help = document.getElementById('companion-help-button');
  if (help && !marks.help && help.getBoundingClientRect().height > 0) marks.help = performance.now();
  const host = document.querySelector('flt-semantics-host');
  if (host && !marks.text && host.textContent.includes(TEXT)) marks.text = performance.now();
  if (!marks.text) setTimeout(look, 4);
};
look();
"""

TAP = """([role, name, text]) => new Promise((done) => {
  const host = document.querySelector('flt-semantics-host');
  const found = [...host.querySelectorAll('[role=' + role + ']')]
    .find(e => (e.getAttribute('aria-label') || e.textContent).trim().startsWith(name));
  const began = performance.now();
  const shown = () => host.textContent.includes(text);
  const watch = new MutationObserver(() => { if (shown()) { watch.disconnect(); done(performance.now() - began); } });
  watch.observe(host, { subtree: true, childList: true, characterData: true, attributes: true });
  found.click();
  setTimeout(() => { watch.disconnect(); done(-1); }, 5000);
})"""


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def start_until_it_listens(command: list[str], port: int) -> tuple[float, subprocess.Popen[bytes]]:
    """Milliseconds from the process's start until it accepts a connection."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "COMPANION_KEYRING": "off"},
    )  # fmt: skip
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 0.05).close()
            return (time.perf_counter() - began) * 1000, process
        except OSError:
            time.sleep(0.004)


def process_starts(folder: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Starts of the app and of bare Flet, in turns."""
    ours, bare = [], []
    for n in range(rounds):
        for into, command in ((bare, ["-m", "tests.bench.bare"]), (ours, [])):
            port = free_port()
            own = ["-m", "companion", "run", "--no-browser", "--data", str(folder / f"start{n}"), "--port", str(port)]
            milliseconds, process = start_until_it_listens([*command, str(port)] if command else own, port)
            into.append(milliseconds)
            process.kill()
            process.wait()
    return ours, bare


@contextmanager
def bare_app() -> Iterator[str]:
    """Bare Flet, running."""
    port = free_port()
    _, process = start_until_it_listens(["-m", "tests.bench.bare", str(port)], port)
    yield f"http://127.0.0.1:{port}/"
    process.kill()
    process.wait()


@contextmanager
def our_app(folder: Path) -> Iterator[str]:
    """The app over a prepared folder; the address with its key."""
    process: Process
    process, address = start_app(folder)
    yield address
    process.stop()


def prepare(folder: Path) -> None:
    """A journal past its first start."""
    asyncio.run(_past_the_first_start(folder))


async def _past_the_first_start(folder: Path) -> None:
    os.environ["COMPANION_KEYRING"] = "off"
    opened = await open_device_journal(Settings(folder, assets_dir()), load_content(assets_dir()))
    await opened.services.preferences.change(was_welcomed=True, country="US")
    await opened.close()


def loads(browser: Browser, address: str, text: str, rounds: int) -> tuple[list[float], list[float], list[float]]:
    """First text cold, first text warm, help visible (cold), each measured inside the page from its navigation."""
    cold, warm, help_ = [], [], []
    for _ in range(rounds):
        context = browser.new_context(**PHONE)  # type: ignore[arg-type]
        page = watched(context, text)
        if "key=" in address:
            cookie = httpx.get(address).headers["set-cookie"].split(";")[0].split("=", 1)
            context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": address.split("/?")[0]}])
        for into in (cold, warm):
            page.goto(address.split("?")[0])
            marks = wait_for(page, "text")
            into.append(marks["text"])
            if into is cold and "help" in marks:
                help_.append(marks["help"])
        context.close()
    return cold, warm, help_


def watched(context: BrowserContext, text: str) -> Page:
    """A page that notes when a text is there."""
    page = context.new_page()
    page.add_init_script(WATCH.replace("TEXT", json.dumps(text)))
    return page


def wait_for(page: Page, mark: str) -> dict[str, float]:
    """The page's marks, once one of them is set."""
    for _ in range(3000):
        marks: dict[str, float] = page.evaluate("window.marks")
        if mark in marks:
            return marks
        page.wait_for_timeout(10)
    raise AssertionError(f"{mark} never came")


def tap(page: Page, role: str, name: str, text: str) -> float:
    """Milliseconds from a tap until its text is on the screen."""
    milliseconds: float = page.evaluate(TAP, [role, name, text])
    assert milliseconds >= 0, f"{name!r} did not lead to {text!r}"
    page.wait_for_timeout(60)
    return milliseconds


def counter_taps(browser: Browser, address: str, rounds: int) -> list[float]:
    """Taps on bare Flet's counter."""
    page = watched(browser.new_context(**PHONE), "count 0")  # type: ignore[arg-type]
    page.goto(address)
    wait_for(page, "text")
    page.wait_for_timeout(500)
    times = [tap(page, "button", "add", f"count {n}") for n in range(1, rounds + 1)]
    page.context.close()
    return times


@dataclass
class Taps:
    """Milliseconds of taps by what they do."""

    in_place: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    screens: list[float] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)


def watched_phone(browser: Browser) -> Page:
    """A page of a fresh phone that notes when the first question is there."""
    return watched(browser.new_context(**PHONE), FIRST_QUESTION)  # type: ignore[arg-type]


def app_taps(page: Page, address: str, rounds: int) -> Taps:
    """Taps that change something in place, answer a question, open another screen, and save."""
    page.goto(address)
    wait_for(page, "text")
    page.wait_for_timeout(800)
    found = Taps()
    for _ in range(rounds):
        found.screens.append(tap(page, "tab", "More", "Country for help numbers"))
        found.screens.append(tap(page, "tab", "Today", "mood right now"))
    for _ in range(rounds):
        tap_through_a_check_in(page, found)
        found.saves.append(tap(page, "button", "Save", "Saved on this device"))
        tap(page, "button", "Done", "You have checked in today")
    tap(page, "tab", "More", "Country for help numbers")
    tap(page, "button", "Backup", "Make a recovery code")
    for _ in range(rounds):
        found.in_place.append(tap(page, "button", "Make a recovery code", "Write this code down"))
        page.get_by_role("button", name="Use my own passphrase").dispatch_event("click")
        page.wait_for_timeout(200)
    page.close()
    return found


def tap_through_a_check_in(page: Page, found: Taps) -> None:
    """From Today to the page with Save; in the morning the fourth page asks for the night."""
    if page.get_by_role("button", name="Check in again").count():
        tap(page, "button", "Check in again", "mood right now")
    tap(page, "radio", "5", "How anxious")
    found.answers.append(tap(page, "radio", "5", "trauma memories"))
    found.answers.append(tap(page, "radio", "5", "4 of "))
    if page.get_by_text("How well did you sleep").count():
        tap(page, "radio", "5", "Do you feel safe")
    tap(page, "radio", "Yes", "Your own words")


def unlocks(folder: Path, rounds: int) -> list[float]:
    """From the right PIN until the journal is open, its key derivation included; a journal of a thousand entries."""
    return asyncio.run(_unlocks(folder, rounds))


async def _unlocks(folder: Path, rounds: int) -> list[float]:
    os.environ["COMPANION_KEYRING"] = "off"
    companion = device_companion(Settings(folder / "locked", assets_dir()))
    await companion.opening.start()
    services = companion.opening.opened
    assert services
    for _ in range(1000):
        draft = services.journal.begin(DAILY_CHECK_IN)
        await services.journal.answer(draft.id, "note", "x" * 300, 0)
        await services.journal.finish(draft.id)
    await services.lock.set_pin("246810", services.lock.new_recovery_code())
    times = []
    for _ in range(rounds):
        await companion.lock()
        began = time.perf_counter()
        await companion.opening.unlock(lambda ring: ring.try_pin("246810"))
        times.append((time.perf_counter() - began) * 1000)
        assert companion.opening.opened
    await companion.stop()
    return times


def durable_saves(folder: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Saves of an entry through the journal, and bare SQLite FULL commits of the same bytes, in turns."""
    return asyncio.run(_durable_saves(folder, rounds))


async def _durable_saves(folder: Path, rounds: int) -> tuple[list[float], list[float]]:
    os.environ["COMPANION_KEYRING"] = "off"
    opened = await open_device_journal(Settings(folder / "saves", assets_dir()), load_content(assets_dir()))
    sizes: list[int] = []
    records = opened.store._vault._records
    real = records.write

    async def counted(batch: Batch) -> None:
        sizes[:] = [len(put.header) + len(put.body) for put in batch.puts]
        await real(batch)

    records.write = counted  # type: ignore[method-assign]
    bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
    bare.execute("PRAGMA journal_mode = WAL")
    bare.execute("PRAGMA synchronous = FULL")
    bare.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, data BLOB)")
    ours, theirs = [], []
    for _ in range(rounds):
        draft = opened.services.journal.begin(DAILY_CHECK_IN)
        await opened.services.journal.answer(draft.id, "note", "x" * 1500, 0)
        began = time.perf_counter()
        await opened.services.journal.finish(draft.id)
        ours.append((time.perf_counter() - began) * 1000)
        data = os.urandom(sum(sizes))
        began = time.perf_counter()
        bare.execute("BEGIN")
        bare.execute("INSERT INTO t (data) VALUES (?)", (data,))
        bare.execute("COMMIT")
        theirs.append((time.perf_counter() - began) * 1000)
    await opened.close()
    return ours, theirs
