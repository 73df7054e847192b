"""`make screenshots`: every screen of the demo in light, dark, dim, at 200 % text and wide, into build/screenshots.

The three pictures of the README, and those of the course, are drawn anew into docs/screenshots.
"""

import re
import shutil
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import ARGUMENTS, chromium
from tests.processes import ROOT, start
from tests.screenshots_course import draw_course
from tests.screenshots_lock import draw_lock
from tests.screenshots_parts import (
    LARGE,
    OUT,
    draw_blood_pressure,
    draw_checklists,
    draw_exercise,
    draw_library,
    draw_person,
    draw_side_effect,
    go,
    ready,
    tap,
)

README = ROOT / "docs" / "screenshots"
PHONE: Mapping[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
    "locale": "en-GB",
}
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "large": {},
    "large-wide": {"viewport": {"width": 1200, "height": 844}, "is_mobile": False},
    "wide": {"viewport": {"width": 1200, "height": 844}, "is_mobile": False},
    "dim": {},
}
ROUTES = (
    "/",
    "/journal",
    "/check-in",
    "/add",
    "/course",
    "/course/matters",
    "/course/now",
    "/course/care",
    "/course/add",
    "/form/side-effect",
    "/form/blood-pressure",
    "/form/food-plan",
    "/learn",
    "/learn/shelf/first-infusion",
    "/learn/bladder",
    "/learn/treatments",
    "/learn/if-you-feel-unsafe",
    "/learn/call-for-help",
    "/learn/family",
    "/learn/questions",
    "/more",
    "/more/sending",
    "/more/look",
    "/more/country",
    "/more/help-profile",
    "/more/storage",
    "/more/backup",
    "/more/about",
    "/more/judgements",
    "/restore",
    "/steady",
    "/steady/box-breathing",
    "/steady/slow-breathing",
    "/steady/slow-breathing/run",
)


def main() -> int:
    """Start the demo and an empty app, draw everything, end them."""
    for folder in (OUT, README):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    with sync_playwright() as playwright, ExitStack() as ends:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        ends.callback(browser.close)
        demo = start("companion", "demo", "--no-browser")
        ends.callback(demo.stop)
        staff = demo.line_with("The clinic's page", 120).split()[-1]
        address = demo.line_with("Companion:").split()[-1]
        draw_readme(browser, address)
        for look in LOOKS:
            draw(browser, look, address)
        page = browser.new_page(viewport={"width": 1000, "height": 800})
        page.goto(staff)
        page.wait_for_timeout(3000)
        page.screenshot(path=OUT / "clinic.png")
        folder = Path(ends.enter_context(TemporaryDirectory()))
        draw_first_start(browser, folder, ends.callback)
        draw_without_key(browser, folder / "device", ends.callback)
    drawn = [len(list(folder.glob("*.png"))) for folder in (OUT, README)]
    print(f"{drawn[0]} pictures in build/screenshots, {drawn[1]} in docs/screenshots")
    return 0


def draw_readme(browser: Browser, address: str) -> None:
    """Today, a question, Help: small enough for a README. Then the check-in to its end."""
    context = browser.new_context(**{**PHONE, "device_scale_factor": 1})
    page = opened(context, "light", address)
    page.get_by_text(re.compile("^Infusion 3")).first.wait_for(state="attached")
    page.reload()  # what came from the clinic stands at the top from the next start on
    ready(page, 2500)
    page.screenshot(path=README / "today.png")
    tap(page, "7", "radio")
    page.get_by_text("How anxious or tense do you feel?").first.wait_for(state="attached")
    page.wait_for_timeout(1500)
    page.screenshot(path=README / "question.png")
    page.locator("#companion-help-button").click()
    page.wait_for_timeout(300)
    page.screenshot(path=README / "help.png")
    page.locator("#companion-help-close").click()
    for number in ("3", "4", "6"):
        if page.get_by_role("radio", name=number, exact=True).count():
            tap(page, number, "radio")
    tap(page, "Not sure", "radio")
    tap(page, "I am OK now", "radio")
    tap(page, "Save")
    page.wait_for_timeout(1500)
    page.screenshot(path=OUT / "saved-light.png")
    context.close()


def draw_first_start(browser: Browser, folder: Path, at_the_end: Callable[..., object]) -> None:
    """The app as a new patient meets it; with people, a plan and a lock of their own."""
    build = start("companion", "build-web", "-o", str(folder / "site"))
    build.line_with("Built in", 120)
    served = start("companion", "serve", str(folder / "site"))
    at_the_end(served.stop)
    address = served.line_with("Companion:").split()[-1]
    for look in ("light", "dark", "large", "dim"):
        prepare = (lambda page: page.add_init_script(LARGE)) if look == "large" else (lambda page: None)
        draw_lock(browser, look, address, {**PHONE, **LOOKS[look]}, OUT, prepare)
    for look in ("light", "dark", "large"):
        context = browser.new_context(**{**PHONE, **LOOKS[look]})
        page = opened(context, look, address)
        page.screenshot(path=OUT / f"welcome-{look}.png")
        tap(page, "I have read this")
        page.screenshot(path=OUT / f"welcome-country-{look}.png")
        context.close()
    context = browser.new_context(**PHONE)
    page = opened(context, "light", address)
    tap(page, "I have read this")
    tap(page, "Later")
    page.screenshot(path=OUT / "today-empty-light.png")
    go(page, "/journal")
    page.screenshot(path=OUT / "journal-empty-light.png")
    go(page, "/course")
    page.screenshot(path=OUT / "course-empty-light.png")
    context.close()
    draw_course(browser, address, README)


def draw_without_key(browser: Browser, data: Path, at_the_end: Callable[..., object]) -> None:
    """The device form: a journal whose key is gone, and the question before a new one is begun."""
    first = start("companion", "run", "--no-browser", "--data", str(data))
    context = browser.new_context(**PHONE)
    tap(opened(context, "light", first.line_with("key=").split()[-1]), "I have read this")
    context.close()
    first.stop()
    (data / "journal.key.json").unlink()
    app = start("companion", "run", "--no-browser", "--data", str(data))
    at_the_end(app.stop)
    address = app.line_with("key=").split()[-1]
    for look in ("light", "dark", "large"):
        context = browser.new_context(**{**PHONE, **LOOKS[look]})
        page = opened(context, look, address)
        page.screenshot(path=OUT / f"key-missing-{look}.png")
        tap(page, "Start a new journal")
        page.screenshot(path=OUT / f"begin-anew-{look}.png")
        context.close()


def draw(browser: Browser, look: str, address: str) -> None:
    """Every screen in one look."""
    context = browser.new_context(**{**PHONE, **LOOKS[look]})
    page = opened(context, look, address)
    if look == "dim":
        go(page, "/more/look")
        page.get_by_role("radio", name=re.compile("^Dim")).first.dispatch_event("click")
        page.wait_for_timeout(900)
    for route in ROUTES:
        go(page, route)
        page.screenshot(path=OUT / f"{route.strip('/').replace('/', '-') or 'today'}-{look}.png")
    go(page, "/journal")
    page.get_by_text(re.compile("^Check-in")).first.dispatch_event("click")
    page.wait_for_timeout(900)
    page.screenshot(path=OUT / f"entry-{look}.png")
    tap(page, "Remove")
    page.screenshot(path=OUT / f"remove-{look}.png")
    page.locator("#companion-help-button").click()
    page.wait_for_timeout(300)
    page.screenshot(path=OUT / f"help-{look}.png")
    page.locator("#companion-help-close").click()
    go(page, "/check-in")
    while page.get_by_role("radio", name="4", exact=True).count():
        tap(page, "4", "radio")
    page.screenshot(path=OUT / f"check-in-safe-{look}.png")
    tap(page, "Not sure", "radio")
    page.screenshot(path=OUT / f"check-in-unsafe-{look}.png")
    tap(page, "I am OK now", "radio")
    page.screenshot(path=OUT / f"check-in-last-{look}.png")
    draw_side_effect(page, look)
    draw_blood_pressure(page, look)
    draw_person(page, look)
    draw_exercise(page, look)
    draw_checklists(page, look)
    draw_library(page, look)
    context.close()


def opened(context: BrowserContext, look: str, address: str) -> Page:
    """A page with the app in it."""
    page = context.new_page()
    if "large" in look:
        page.add_init_script(LARGE)
    page.goto(address)
    ready(page, 2500)
    return page


if __name__ == "__main__":
    sys.exit(main())
