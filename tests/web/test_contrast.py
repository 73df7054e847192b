"""What is really drawn has the contrast that the theme's colors promise: measured on pictures, in three looks."""

from base64 import b64encode
from typing import Any

from playwright.sync_api import expect

from tests.unit.test_look import contrast
from tests.web.expecting import comes_to
from tests.web.phone import Phone
from tests.web.site import Site
from tests.web.tour import go

BOXES = """() => [...document.querySelectorAll("flt-semantics-host span, flt-semantics-host h1, flt-semantics-host h2")]
  .map(one => { const box = one.getBoundingClientRect(); return [box.left, box.top, box.right, box.bottom, one.textContent]; })
  .filter(([left, top, right, bottom]) => right - left > 30 && bottom - top > 12 && left >= 0 && right <= 390 && top >= 64 && bottom <= 700)"""
COLORS = """async ([picture, boxes, scale]) => {
  const image = new Image();
  image.src = "data:image/png;base64," + picture;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  return boxes.map(([left, top, right, bottom]) => {
    const [x, y, width, height] = [left, top, right - left, bottom - top].map(one => Math.floor(one * scale));
    const counts = new Map();
    for (const pixel of new Uint32Array(pen.getImageData(x, y, width, height).data.buffer))
      counts.set(pixel, (counts.get(pixel) || 0) + 1);
    return [...counts].sort((one, other) => other[1] - one[1]).map(([pixel]) => pixel);
  });
}"""
"""The colors in each box of a picture, as numbers, the most frequent one first."""
SCALE = 2
"""Pixels of the picture for each of the page's: so that a letter's stroke has pixels of its full color."""


def color(pixel: int) -> str:
    """As "#RRGGBB"; a canvas has red in the lowest byte."""
    return f"#{pixel & 255:02X}{pixel >> 8 & 255:02X}{pixel >> 16 & 255:02X}"


def measured(phone: Phone) -> dict[str, float]:
    """The contrast of each text on the screen: its darkest or brightest pixels against what most of its ground is."""
    picture = b64encode(phone.page.screenshot()).decode()
    boxes: list[list[Any]] = phone.page.evaluate(BOXES)
    colors: list[list[int]] = phone.page.evaluate(COLORS, [picture, boxes, SCALE])
    return {
        box[-1]: max(contrast(color(one), color(inside[0])) for one in inside)
        for box, inside in zip(boxes, colors, strict=True)
    }


def wears(phone: Phone, look: str) -> None:
    """Light and dark follow the phone's own colors; dim is chosen."""
    if look == "dim":
        phone.show("/more/look")
        phone.tap("Dim: no bright light, larger buttons", "radio")
        expect(phone.page.locator("html[data-companion-look=dim]")).to_be_attached()
    else:
        phone.page.emulate_media(color_scheme=look)  # type: ignore[arg-type]


def is_enough(contrasts: dict[str, float]) -> bool:
    """Of a screen that stands: its colors come in a moment after it."""
    return len(contrasts) >= 2 and min(contrasts.values()) >= 4.5


def test_drawn_texts_have_a_contrast_of_at_least_4_5_in_each_look(lived_in: Site, phones) -> None:  # type: ignore[no-untyped-def]
    phone = phones(device_scale_factor=SCALE)
    phone.open(lived_in.address)
    grounds = set()
    for look in ("light", "dark", "dim"):
        wears(phone, look)
        for route in ("/", "/learn/bladder", "/more/about"):
            go(phone, route)
            contrasts = comes_to(phone.page, lambda: measured(phone), is_enough)
            assert len(contrasts) >= 2, f"{route} has no text to measure"
            assert {text: value for text, value in contrasts.items() if value < 4.5} == {}, (look, route)
        grounds.add(
            phone.page.evaluate(COLORS, [b64encode(phone.page.screenshot()).decode(), [[0, 70, 390, 700]], SCALE])[0][0]
        )
    assert len(grounds) == 3, "one look was measured in place of another"
