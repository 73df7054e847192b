"""`make screenshots`: every screen of the demo in light, dark, dim, at 200 % text and wide, into build/screenshots."""

import re
import shutil
import sys

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import ARGUMENTS, chromium
from tests.processes import ROOT, start

OUT = ROOT / "build" / "screenshots"
LARGE = "document.addEventListener('DOMContentLoaded', () => document.documentElement.style.fontSize = '200%')"
LOOKS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "large": {},
    "wide": {"viewport": {"width": 1200, "height": 844}, "is_mobile": False},
}
ROUTES = (
    "/",
    "/journal",
    "/check-in",
    "/more",
    "/more/sending",
    "/more/look",
    "/more/country",
    "/more/backup",
    "/more/about",
)


def main() -> int:
    """Start the demo, draw everything, end it."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    process = start("companion", "demo", "--no-browser")
    staff = process.line_with("The clinic's page").split()[-1]
    address = process.line_with("Companion:").split()[-1]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        for look in LOOKS:
            draw(browser, look, address)
        page = browser.new_page(viewport={"width": 1000, "height": 800})
        page.goto(staff)
        page.wait_for_timeout(3000)
        page.screenshot(path=OUT / "clinic.png")
        browser.close()
    process.stop()
    print(f"{len(list(OUT.glob('*.png')))} pictures in build/screenshots")
    return 0


def draw(browser: Browser, look: str, address: str) -> None:
    """Every screen in one look."""
    options = {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    }
    context = browser.new_context(**{**options, **LOOKS[look]})  # type: ignore[arg-type]
    page = context.new_page()
    if look == "large":
        page.add_init_script(LARGE)
    page.goto(address)
    ready(page, 2500)
    base = address.split("/?")[0]
    for route in ROUTES:
        page.goto(base + route)
        ready(page)
        page.screenshot(path=OUT / f"{route.strip('/').replace('/', '-') or 'today'}-{look}.png")
    page.goto(base + "/journal")
    ready(page)
    page.get_by_text(re.compile("^Check-in")).first.dispatch_event("click")
    page.wait_for_timeout(900)
    page.screenshot(path=OUT / f"entry-{look}.png")
    page.locator("#companion-help-button").click()
    page.wait_for_timeout(300)
    page.screenshot(path=OUT / f"help-{look}.png")
    context.close()


def ready(page: Page, more: int = 900) -> None:
    """Wait for the first frame and what follows it."""
    page.wait_for_selector("flt-semantics-host flt-semantics", state="attached", timeout=60_000)
    page.wait_for_timeout(more)


if __name__ == "__main__":
    sys.exit(main())
