"""The icons are really drawn, by both of Flutter's engines: each with a picture of its own, none empty."""

from base64 import b64encode

import pytest

from tests.web.phone import Phone
from tests.web.site import Site
from tests.web.storage_tab import WEBKIT
from tests.web.tour import rest

TABS = ("Today", "Journal", "Course", "Learn", "More")
SIDE = 24
"""Pixels of an icon."""
INSIDE = """async ([picture, left, top, side]) => {
  const image = new Image();
  image.src = "data:image/png;base64," + picture;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  return [...new Uint32Array(pen.getImageData(left, top, side, side).data.buffer)];
}"""
"""The pixels of a square of a picture, row by row."""


def icon_of(phone: Phone, name: str) -> frozenset[int]:
    """The pixels of a tab's icon, above its label, that have another color than most of them."""
    box = phone.control(name, "tab").bounding_box()
    assert box
    left, top = int(box["x"] + (box["width"] - SIDE) / 2), int(box["y"] + 16)
    picture = b64encode(phone.page.screenshot()).decode()
    pixels: list[int] = phone.page.evaluate(INSIDE, [picture, left, top, SIDE])
    ground = max(set(pixels), key=pixels.count)
    return frozenset(at for at, pixel in enumerate(pixels) if pixel != ground)


@pytest.mark.parametrize("engine", ["skwasm", "canvaskit"])
def test_icons_are_drawn(lived_in: Site, phone: Phone, engine: str) -> None:
    if engine == "canvaskit":
        phone.page.add_init_script(WEBKIT)
    phone.open(lived_in.address)
    phone.show("/journal")
    rest(phone)
    phone.page.wait_for_timeout(500)
    assert any(f"{engine}.wasm" in path for path in lived_in.server.asked)
    icons = {name: icon_of(phone, name) for name in TABS}
    for name, one in icons.items():
        assert 8 <= len(one) <= 0.75 * SIDE * SIDE, f"{name}: {len(one)} pixels"
    assert len(set(icons.values())) == len(TABS), "two tabs have the same picture: a box in place of an icon"
    assert not phone.page.get_by_text("Some characters cannot be shown").count()
