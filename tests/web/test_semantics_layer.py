"""Flutter's accessibility layer stands where the canvas is, and its fields do not make an iPhone enlarge the page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from companion.site import page
from tests.web.phone import A_MOMENT, Phone
from tests.web.site import Site
from tests.web.test_large_text import LARGE
from tests.web.tour import rest

NOTE = "Anything you want to add?"
AWAY = "flt-semantics-host { left: -390px; top: -844px } flt-semantics textarea { font-size: 12px }"
"""What Safari does with the layer, and with letters below 16 pixels."""


@pytest.mark.parametrize("is_large", [False, True], ids=["100 %", "200 %"])
def test_the_layer_stands_at_the_canvas_and_taps_and_typing_hit_the_right_place(
    lived_in: Site, phone: Phone, is_large: bool
) -> None:
    if is_large:
        phone.page.add_init_script(LARGE)
    phone.open(lived_in.address)
    phone.page.add_style_tag(content=AWAY)
    host = phone.page.locator("flt-semantics-host")
    place = "one => { const box = one.getBoundingClientRect(); return [box.left, box.top] }"
    assert host.evaluate(place) == [0, 0]
    phone.show("/more")
    phone.sees("Colors")
    rest(phone)  # a screen that slides in
    row = phone.control(re.compile("^Colors")).bounding_box()
    assert row
    phone.page.touchscreen.tap(row["x"] + row["width"] / 2, row["y"] + row["height"] / 2)
    expect(phone.control("Light", "radio")).to_be_attached(timeout=A_MOMENT)
    phone.show("/")
    phone.to_the_last_question()
    field = phone.focus(NOTE)
    assert field.evaluate("one => getComputedStyle(one).fontSize") == "16px"
    phone.page.keyboard.type("one two three")
    expect(field).to_have_value("one two three")
    box = field.bounding_box()
    assert box
    phone.page.touchscreen.tap(box["x"] + 12, box["y"] + 24)
    expect(field).to_be_focused()
    assert host.evaluate(place) == [0, 0]


SCRIPT = (Path(page.__file__).parent / "semantics.js").read_text("utf-8")
SLOW_FLUTTER = """<button id="companion-help-button">Help</button>
<flt-semantics-host><button tabindex="0" id="one">One</button><button tabindex="0" id="two">Two</button></flt-semantics-host>
<script>
  // A phone that takes 300 ms for a frame, in which Flutter moves the focus to the next control.
  window.requestAnimationFrame = (draw) => setTimeout(draw, 300);
  window.focused = [];
  addEventListener("focusin", (event) => focused.push(event.target.id));
  addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    event.preventDefault();
    const next = document.activeElement.nextElementSibling;
    requestAnimationFrame(() => { if (next) next.focus(); });
  });
</script><script>SCRIPT</script>"""


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A page with two controls of a Flutter that draws slowly; the first has the focus."""
    one = browser.new_page()
    one.set_content(SLOW_FLUTTER.replace("SCRIPT", SCRIPT))
    one.locator("#one").focus()
    yield one
    one.close()


def focused(tab: Page, last: str) -> list[str]:
    """What had the focus, once it is where it stays."""
    expect(tab.locator(f"#{last}")).to_be_focused()
    found: list[str] = tab.evaluate("new Promise((then) => setTimeout(() => then(focused), 1000))")
    return found


def test_help_does_not_take_the_focus_in_passing_where_flutter_draws_slowly(tab: Page) -> None:
    tab.keyboard.press("Tab")
    assert focused(tab, "two") == ["one", "two"]


def test_help_takes_the_focus_where_flutter_has_nowhere_to_go(tab: Page) -> None:
    tab.locator("#two").focus()
    tab.keyboard.press("Tab")
    assert focused(tab, "companion-help-button") == ["one", "two", "companion-help-button"]


@pytest.mark.parametrize("held", ["Control", "Alt", "Meta"])
def test_a_tab_key_of_the_browsers_own_leads_nowhere(tab: Page, held: str) -> None:
    tab.locator("#two").focus()
    tab.keyboard.press(f"{held}+Tab")
    assert focused(tab, "two") == ["one", "two"]
