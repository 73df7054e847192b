"""The fonts of other scripts: which there are, how large they may be, and what the page is told of them."""

import json
import re

from companion.config import assets_dir
from companion.i18n import load_words
from companion.site.script_fonts import device_fonts, fonts_html, script_fonts, site_fonts

FONTS = script_fonts(assets_dir())
OWN = {
    path: (assets_dir() / path).read_bytes()
    for path in ("fonts/CompanionSymbols-Regular.ttf", "fonts/NotoEmoji-Regular.ttf")
}
LARGEST = {"jp": 2_500_000, "kr": 700_000, "sc": 4_500_000, "tc": 3_000_000}
"""Bytes; every other script has at most 80,000."""


def test_each_script_is_one_font_within_its_size() -> None:
    names = {name.removeprefix("noto-sans-").removesuffix(".woff2"): len(data) for name, data in FONTS.items()}
    assert {"arabic", "bengali", "devanagari", "hebrew", "jp", "kr", "sc", "tc", "tamil", "thai"} <= names.keys()
    assert all(size <= LARGEST.get(name, 80_000) for name, size in names.items()), names
    assert all(data.startswith(b"wOF2") for data in FONTS.values())


def test_the_site_says_of_each_font_where_it_is_and_what_it_has_to_be() -> None:
    told = site_fonts(FONTS, "scripts-0/", "app-0/", OWN)
    assert told["thai"]["path"] == "scripts-0/noto-sans-thai.woff2"
    assert told["symbols"]["path"] == "app-0/fonts/CompanionSymbols-Regular.ttf"
    assert all(font["size"] > 0 and font["sum"].startswith("sha256-") for font in told.values())


def test_the_page_of_this_machine_has_the_same_fonts() -> None:
    assert device_fonts(assets_dir()).keys() == site_fonts(FONTS, "", "", OWN).keys()


def test_every_font_that_the_page_answers_with_is_there() -> None:
    page = fonts_html(device_fonts(assets_dir()), load_words(assets_dir()))
    data = json.loads(re.findall(r'id="companion-fonts">(.*?)</script>', page)[0])
    own = re.search(r"const OWN = \{(.*?)\};", page, re.DOTALL)
    assert own
    assert set(re.findall(r': "([a-z]+)"', own[1])) == data["files"].keys()
    assert data["said"].keys() == {"none", "offline"}
