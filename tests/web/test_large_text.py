"""At 200 % text: Help covers nothing, and the app's own words are twice as large."""

import re

import pytest

from tests.web.phone import Phone
from tests.web.screens import screens
from tests.web.site import Site

LARGE = "document.addEventListener('DOMContentLoaded', () => document.documentElement.style.fontSize = '200%')"
UNDER_HELP = """() => {
  const help = document.getElementById("companion-help-button").getBoundingClientRect();
  const leaves = [...document.querySelectorAll("flt-semantics-host *")].filter(one =>
    !one.querySelector("flt-semantics") && (one.textContent.trim() || one.getAttribute("aria-label")));
  return leaves.filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && box.left < help.right && box.right > help.left && box.top < help.bottom && box.bottom > help.top;
  }).map(one => one.getAttribute("aria-label") || one.textContent);
}"""


@pytest.mark.parametrize("width", [320, 390])
def test_help_covers_no_text_at_200_percent_on_any_screen(lived_in: Site, phones, width: int) -> None:  # type: ignore[no-untyped-def]
    phone = phones(viewport={"width": width, "height": 844})
    phone.page.add_init_script(LARGE)
    phone.open(lived_in.address)
    entry = phone.newest_entry()
    covered = {}
    for route in screens(entry):
        phone.show(route)
        phone.page.wait_for_timeout(700)  # a screen that slides in
        box = phone.page.locator("#companion-help-button").bounding_box()
        assert box and box["height"] >= 48 and box["x"] >= 0 and box["x"] + box["width"] <= width
        if found := phone.page.evaluate(UNDER_HELP):
            covered[route] = found
        if phone.page.locator("#companion-help-layer[data-open]").count():
            phone.page.locator("#companion-help-close").click()
    assert covered == {}


def test_the_screens_texts_are_twice_as_large_at_200_percent(lived_in: Site, phone: Phone) -> None:
    def height() -> float:
        box = phone.page.get_by_role("heading", name="How is your mood right now?").bounding_box()
        assert box
        return box["height"] / round(box["height"] / line) if line else box["height"]

    line = 0.0
    phone.open(lived_in.address)
    phone.page.wait_for_timeout(600)
    line = height()
    phone.page.add_init_script(LARGE)
    phone.reload()
    phone.sees("How is your mood right now?")
    phone.page.wait_for_timeout(600)
    line *= 2
    assert abs(height() - line) <= 2


def test_helps_own_words_are_in_the_apps_type_and_the_page_does_not_wait_for_it(site: Site, phone: Phone) -> None:
    fault = site.fault("/fonts/Atkinson", hangs=True)
    phone.page.goto(site.address, wait_until="commit")
    phone.page.locator("#companion-help-button").click()
    phone.page.locator("#companion-help-title").wait_for(state="visible")
    fault.hangs = False
    phone.open(site.address)
    phone.page.locator("#companion-help-button").click()
    found = phone.page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].map(one => [one.weight, one.status, one.display]))"
    )
    assert sorted(one for one in found if one[2] == "swap") == [["400", "loaded", "swap"], ["600", "loaded", "swap"]]
    assert any(re.search("/fonts/AtkinsonHyperlegibleNext-SemiBold.ttf", one) for one in phone.finished)
