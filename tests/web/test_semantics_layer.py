"""Flutter's accessibility layer stands where the canvas is, and its fields do not make an iPhone enlarge the page."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.phone import Phone
from tests.web.site import Site
from tests.web.test_large_text import LARGE

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
    phone.page.wait_for_timeout(700)  # a screen that slides in
    row = phone.control(re.compile("^Colors")).bounding_box()
    assert row
    phone.page.touchscreen.tap(row["x"] + row["width"] / 2, row["y"] + row["height"] / 2)
    phone.sees("Dim: no bright light, larger buttons")
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
