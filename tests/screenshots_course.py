"""The course in pictures: seven moments around an infusion in light, dark and dim, into docs/screenshots."""

import re
from pathlib import Path

from playwright.sync_api import Browser

from tests.screenshots_parts import LARGE, OUT
from tests.web.course_time import MOMENTS, PARIS, enter_infusion, set_time, takes_neither
from tests.web.phone import SCREEN, Phone

LOOKS = {"light": "Light", "dark": "Dark", "dim": "Dim"}
SHOWN = {"20-minutes-in": "/course/now"}
"""What is drawn at a moment, where it is not Today."""
ASIDE = {
    "day-before": ("Add who will take you home", "driver"),
    "20-minutes-in": ("It started earlier", "told"),
}
"""Where a link leads, drawn too, into build/screenshots."""


def draw_course(browser: Browser, address: str, out: Path) -> None:
    """One phone for each look: an infusion is entered, then the clock is set on. At 200 % for build/screenshots alone."""
    for look, name in LOOKS.items():
        _draw(browser, address, out, look, name)
    _draw(browser, address, OUT, "large", "Light")


def _draw(browser: Browser, address: str, out: Path, look: str, name: str) -> None:
    context = browser.new_context(**{**SCREEN, "timezone_id": PARIS, "service_workers": "block"})
    phone = Phone(context.new_page())
    if look == "large":
        phone.page.add_init_script(LARGE)
    phone.open(address)
    phone.begin()
    phone.show("/more/look")
    phone.tap(re.compile(f"^{name}"), "radio")
    enter_infusion(phone)
    takes_neither(phone)
    for moment, at in MOMENTS.items():
        set_time(phone, at)
        phone.show(SHOWN.get(moment, "/"))
        phone.page.wait_for_timeout(6500)  # the app looks at its clock every five seconds
        phone.page.screenshot(path=out / f"course-{moment}-{look}.png")
        if moment in ASIDE:
            link, screen = ASIDE[moment]
            phone.tap(link)
            phone.page.wait_for_timeout(1500)
            phone.page.screenshot(path=OUT / f"course-{screen}-{look}.png")
    context.close()
