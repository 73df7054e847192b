"""What is really drawn has the contrast that the theme's colors promise: measured on pictures, in three looks."""

from base64 import b64encode
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.unit.test_look import contrast
from tests.web.phone import Phone
from tests.web.site import Site
from tests.web.tour import rest

BOXES = """() => [...document.querySelectorAll("flt-semantics-host span, flt-semantics-host h1, flt-semantics-host h2")]
  .map(one => { const box = one.getBoundingClientRect(); return [box.left, box.top, box.right, box.bottom, one.textContent]; })
  .filter(([left, top, right, bottom]) => right - left > 30 && bottom - top > 12 && left >= 0 && right <= 390 && top >= 64 && bottom <= 700)"""
PIXELS = """async (picture) => {
  const image = new Image();
  image.src = "data:image/png;base64," + picture;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  return [image.width, [...new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer)]];
}"""
SCALE = 2
"""Pixels of the picture for each of the page's: so that a letter's stroke has pixels of its full color."""


def color(pixel: int) -> str:
    """As "#RRGGBB"; a canvas has red in the lowest byte."""
    return f"#{pixel & 255:02X}{pixel >> 8 & 255:02X}{pixel >> 16 & 255:02X}"


def measured(phone: Phone) -> dict[str, float]:
    """The contrast of each text on the screen: its darkest or brightest pixels against what most of its ground is."""
    picture = b64encode(phone.page.screenshot()).decode()
    found: list[list[Any]] = phone.page.evaluate(BOXES)
    width, pixels = phone.page.evaluate(PIXELS, picture)
    told = {}
    for left, top, right, bottom, text in found:
        rows = range(int(top * SCALE), int(bottom * SCALE))
        inside = Counter(
            pixels[row * width + at] for row in rows for at in range(int(left * SCALE), int(right * SCALE))
        )
        ground = color(inside.most_common(1)[0][0])
        told[text] = max(contrast(color(one), ground) for one in inside)
    return told


@pytest.mark.parametrize("look", ["light", "dark", "dim"])
def test_drawn_texts_have_a_contrast_of_at_least_4_5(lived_in: Site, phones, look: str) -> None:  # type: ignore[no-untyped-def]
    phone = phones(device_scale_factor=SCALE, color_scheme="dark" if look == "dark" else "light")
    phone.open(lived_in.address)
    if look == "dim":
        phone.show("/more/look")
        phone.tap("Dim: no bright light, larger buttons", "radio")
        expect(phone.page.locator("html[data-companion-look=dim]")).to_be_attached()
    for route in ("/", "/learn/bladder", "/more/about"):
        phone.show(route)
        rest(phone)
        phone.page.wait_for_timeout(500)
        contrasts = measured(phone)
        assert len(contrasts) >= 2, f"{route} has no text to measure"
        assert {text: value for text, value in contrasts.items() if value < 4.5} == {}, route
