"""The site's font of icons has every icon that can be drawn, drawn as in the whole font, or the build stops."""

import re
from io import BytesIO

import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.publish import sources
from companion.site.archive import ICON, flet_names
from companion.site.client import client_files
from companion.site.failure import BuildError
from companion.site.icon_font import FONT, SCRIPT, cut, icon_font, icon_numbers

NAMES = sorted(name.removeprefix(ICON) for name in flet_names(sources().package) if name.startswith(ICON))
CLIENT = client_files(sources().client)
WHOLE = TTFont(BytesIO(CLIENT[FONT]), lazy=True)
OF_THE_CLIENT = (
    "arrow_back", "arrow_drop_down", "arrow_drop_up", "calendar_today", "cancel", "check", "chevron_left",
    "chevron_right", "close", "content_copy", "edit", "error_outline", "expand_more", "menu", "more_vert",
    "visibility_off",
)  # fmt: skip
"""Some of what Flutter's widgets draw by themselves: a bar's way back, a menu, a field's button, a calendar."""


def drawn(font: TTFont, code_point: int) -> tuple[list[object], int]:
    """What is drawn for a code point, and how wide it is."""
    pen, name = RecordingPen(), font.getBestCmap()[code_point]
    font.getGlyphSet()[name].draw(pen)
    return pen.value, font["hmtx"][name][0]


def by_name(font: TTFont) -> dict[str, int]:
    """The code points of a font's filled icons by the names that the font itself gives them."""
    return {name.removesuffix("_baseline"): at for at, name in font.getBestCmap().items() if name.endswith("_baseline")}


@pytest.fixture(scope="module")
def font() -> bytes:
    """The site's font."""
    return icon_font(CLIENT, NAMES)


def test_every_icon_of_the_app_is_drawn_as_in_the_whole_font(font: bytes) -> None:
    opened, places = TTFont(BytesIO(font)), by_name(WHOLE)
    assert len(NAMES) > 20
    for name in NAMES:
        outline = drawn(opened, places[name.lower()])
        assert outline == drawn(WHOLE, places[name.lower()]) and outline[0], name


def test_what_flutters_own_widgets_draw_is_there_too(font: bytes) -> None:
    opened, places = TTFont(BytesIO(font)), by_name(WHOLE)
    for name in OF_THE_CLIENT:
        assert drawn(opened, places[name]) == drawn(WHOLE, places[name]), name


def test_it_is_small_and_stands_as_the_whole_font_does(font: bytes) -> None:
    assert len(font) < 20_000
    opened = TTFont(BytesIO(font))
    for table, measures in {"head": ("unitsPerEm", "modified"), "hhea": ("ascent", "descent", "lineGap"),
                            "OS/2": ("sTypoAscender", "sTypoDescender", "usWinAscent")}.items():  # fmt: skip
        for one in measures:
            assert getattr(opened[table], one) == getattr(WHOLE[table], one), one
    assert "Google" in opened["name"].getDebugName(0)


def test_two_builds_are_the_same_bytes(font: bytes) -> None:
    assert icon_font(CLIENT, reversed(NAMES)) == font


def test_an_icon_that_a_widget_of_the_client_begins_to_draw_comes_along(font: bytes) -> None:
    script = CLIENT[SCRIPT].decode()
    place = by_name(WHOLE)["anchor"]
    assert place not in TTFont(BytesIO(font)).getBestCmap()
    found = re.search(rf'([\w$]+\.[\w$]+)=new [\w$]+\.[\w$]+\({place},"MaterialIcons"', script)
    assert found
    client = {**CLIENT, SCRIPT: f"{script}\nB.widget=new A.icon({found[1]},24)".encode()}
    assert place in TTFont(BytesIO(icon_font(client, NAMES))).getBestCmap()


@settings(max_examples=8, deadline=None)
@given(st.sets(st.sampled_from(sorted(WHOLE.getBestCmap())), min_size=1, max_size=40))
def test_whatever_is_asked_for_is_drawn_as_in_the_whole_font(code_points: set[int]) -> None:
    opened = TTFont(BytesIO(cut(CLIENT[FONT], code_points)))
    assert set(opened.getBestCmap()) == code_points
    assert all(drawn(opened, one) == drawn(WHOLE, one) for one in code_points)


def test_an_icon_that_is_nowhere_stops_the_build() -> None:
    with pytest.raises(BuildError, match="NO_SUCH_ICON"):
        icon_font(CLIENT, [*NAMES, "NO_SUCH_ICON"])
    with pytest.raises(BuildError, match=r"U\+1F600"):
        cut(CLIENT[FONT], [0x1F600])
    with pytest.raises(BuildError, match="font of icons has no"):  # an older font beside a newer client
        icon_font({**CLIENT, FONT: cut(CLIENT[FONT], [by_name(WHOLE)["check"]])}, NAMES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (',"MaterialIcons",null,!1)', ',"MaterialIcons",void 0,!1)'),  # one icon is made in another way
        (r"(=[\w$.]+\(\[)[\w$]+\.[\w$]+,((?:[\w$]+\.[\w$]+,){5000})", r"\1\2"),  # one is missing in the table
        (r"=[\w$.]+\(\[((?:[\w$]+\.[\w$]+,){5000})", r"=none([0,\1"),  # there is no such table
    ],
)
def test_a_client_with_other_icons_than_flet_stops_the_build(old: str, new: str) -> None:
    pattern = old if "=" in old else re.escape(old)
    changed, count = re.subn(pattern, new, CLIENT[SCRIPT].decode(), count=1)
    assert count == 1
    with pytest.raises(BuildError, match="icon_font"):
        icon_font({**CLIENT, SCRIPT: changed.encode()}, NAMES)


def test_a_number_that_the_script_writes_in_short_is_read_too() -> None:
    (place,) = (at for at, name in WHOLE.getBestCmap().items() if name == "add_photo_alternate_outlined")
    assert place == 61_000  # written 61e3
    assert place in TTFont(BytesIO(icon_font(CLIENT, ["ADD_PHOTO_ALTERNATE_OUTLINED"]))).getBestCmap()


def test_the_numbers_of_flet_are_the_places_in_its_table() -> None:
    numbers = icon_numbers()
    assert sorted(numbers.values()) == list(range(0x10000, 0x10000 + len(numbers)))
