"""The icons are really drawn, by both of Flutter's engines: each with a picture of its own, none empty."""

from base64 import b64encode
from collections import Counter

import pytest

from tests.web.expecting import still
from tests.web.phone import Phone
from tests.web.site import Site
from tests.web.storage_tab import WEBKIT
from tests.web.tour import rest

TABS = ("Today", "Journal", "Course", "Learn", "More")
SIDE = 24
"""Pixels of an icon."""
PIXELS = """async (picture) => {
  const image = new Image();
  image.src = "data:image/png;base64," + picture;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  return [image.width, [...new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer)]];
}"""
"""A picture's width, and its pixels as numbers."""

Icon = frozenset[tuple[int, int]]


def picture(phone: Phone) -> tuple[int, list[int]]:
    """The screen's width and its pixels, row by row."""
    width, pixels = phone.page.evaluate(PIXELS, b64encode(phone.page.screenshot()).decode())
    return width, pixels


def icon_at(phone: Phone, left: float, top: float) -> Icon:
    """Where the square of an icon has another color than most of it."""
    width, pixels = picture(phone)
    places = [(x, y) for y in range(SIDE) for x in range(SIDE)]
    inside = {(x, y): pixels[(int(top) + y) * width + int(left) + x] for x, y in places}
    ground = Counter(inside.values()).most_common(1)[0][0]
    return frozenset(place for place, pixel in inside.items() if pixel != ground)


def tab_icon(phone: Phone, name: str) -> Icon:
    """The icon of a tab, above its label."""
    box = phone.control(name, "tab").bounding_box()
    assert box
    return icon_at(phone, box["x"] + (box["width"] - SIDE) / 2, box["y"] + 16)


@pytest.mark.parametrize("engine", ["skwasm", "canvaskit"])
def test_icons_are_drawn(lived_in: Site, phone: Phone, engine: str) -> None:
    if engine == "canvaskit":
        phone.page.add_init_script(WEBKIT)
    phone.open(lived_in.address)
    phone.show("/journal")
    rest(phone)
    assert any(f"{engine}.wasm" in path for path in lived_in.server.asked)
    icons = still(phone.page, lambda: {name: tab_icon(phone, name) for name in TABS})
    for name, one in icons.items():
        assert 8 <= len(one) <= 0.75 * SIDE * SIDE, f"{name}: {len(one)} pixels"
    assert len(set(icons.values())) == len(TABS), "two tabs have the same picture: a box in place of an icon"
    assert not phone.page.get_by_text("Some characters cannot be shown").count()
