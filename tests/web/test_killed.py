"""The browser killed while somebody saves in the app: what said "Saved" is there, and nothing that was answered is gone."""

import os
import re
import secrets
import signal
from contextlib import suppress
from pathlib import Path
from random import Random

from playwright.sync_api import BrowserContext, Error, Playwright, expect

from tests.browser import QUICK, chromium
from tests.times import TIME
from tests.web.phone import SCREEN, Phone
from tests.web.site import Site

KILLS = 5
UNFINISHED = "Your check-in is not finished"


def test_what_said_saved_is_there_after_each_of_five_kills_and_the_rest_is_a_draft(
    site: Site, playwright: Playwright, tmp_path: Path
) -> None:
    seed = secrets.randbits(32)
    print("seed", seed)
    random, saved = Random(seed), 0
    for kill_number in range(KILLS + 1):
        context = browser_with(playwright, tmp_path / "profile")
        phone = Phone(context.pages[0])
        phone.open(site.address)
        if kill_number == 0:
            phone.begin()
        else:
            saved = look(phone, at_least=saved)
        if kill_number == KILLS:
            context.close()
            return
        answer_everything(phone)
        phone.control("Save").dispatch_event("click")
        phone.page.wait_for_timeout(random.uniform(0, 150))
        saved += "/saved/" in phone.page.url
        kill(tmp_path / "profile")
        with suppress(Error):
            context.close()


def browser_with(playwright: Playwright, profile: Path) -> BrowserContext:
    """A browser over a profile on the disk; what a killed one leaves is put away."""
    for lock in profile.glob("Singleton*"):
        lock.unlink()
    return playwright.chromium.launch_persistent_context(
        profile, executable_path=chromium(), args=list(QUICK), **SCREEN
    )


def look(phone: Phone, at_least: int) -> int:
    """How many entries there are; what was saved is among them, and what was not is offered as a draft."""
    today = phone.text(re.compile(f"{UNFINISHED}|You have checked in today"))
    expect(today).to_be_attached(timeout=30_000)
    is_draft = phone.text(UNFINISHED).count() > 0
    phone.show("/journal")
    entries = phone.page.locator("flt-semantics-host").get_by_text(re.compile(f"^Check-in {TIME}"))
    empty = phone.text(re.compile("newest first"))
    expect(entries.first.or_(empty)).to_be_attached(timeout=30_000)
    found = entries.count()
    assert found >= at_least, "an entry that said Saved is gone"
    assert is_draft or found > 0, "what was answered is neither an entry nor a draft"
    phone.show("/")
    return found


def answer_everything(phone: Phone) -> None:
    """To the page with Save, whatever was left of the last time."""
    first = phone.control(re.compile("^(Continue|Check in again)$"))
    start = first.or_(phone.control("6", "radio")).first
    expect(start).to_be_attached(timeout=30_000)
    start.dispatch_event("click")
    for _ in range(30):
        phone.page.wait_for_timeout(300)
        if phone.control("Save").count():
            return
        for name in ("6", "Yes"):
            if phone.control(name, "radio").count():
                phone.control(name, "radio").dispatch_event("click")
                break
    raise AssertionError("the page with Save did not come")


def kill(profile: Path) -> None:
    """SIGKILL to every process of the browser that has this profile."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"--user-data-dir={profile}".encode() in (process / "cmdline").read_bytes():
                os.kill(int(process.name), signal.SIGKILL)
