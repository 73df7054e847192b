"""Flutter's font of icons, cut to those that can be drawn: 60 of 8,600, 3 kB of a first visit instead of 398.

Which code point an icon has is known to the client alone: Flet sends the icon's place in a table of the client's. The
same script says which icons the client's own widgets draw (the back arrow, the handles of a field, "paste"): those
that it names elsewhere than in that table.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.metadata import distribution
from io import BytesIO
from pathlib import Path

from companion.site.failure import BuildError

FONT = "assets/fonts/MaterialIcons-Regular.otf"
SCRIPT = "main.dart.js"
"""The client as JavaScript. The WebAssembly is made of the same source, with the same table and widgets."""

_FAMILY = '"MaterialIcons"'
_CONSTANT = re.compile(rf"(?<![\w$.])([\w$]+\.[\w$]+)=new [\w$]+\.[\w$]+\(([\de]+),{_FAMILY},null,![01]\)")
_TABLE = re.compile(r"=[\w$.]+\(\[((?:[\w$]+\.[\w$]+,){1000,}[\w$]+\.[\w$]+)\]")
_NAME = re.compile(r"(?<![\w$.])[A-Z]\.[\w$]+")
_SET = 0x10000
"""Flet counts the icons of this font from here, and those of the iPhone's, which the site does not have, from twice."""


def icon_font(client: Mapping[str, bytes], names: Iterable[str]) -> bytes:
    """Return the font with the icons of these names, and with those that the client's own widgets draw.

    Args:
        client: the client's files by their path, the whole font among them.
        names: as in Flet's `Icons`, like "ARROW_BACK".

    Raises:
        BuildError: an icon is not in the table or not in the font, or the client has another shape than expected.
    """
    constants, table, elsewhere = _read(client[SCRIPT].decode())
    numbers, named = icon_numbers(), set(names)
    if len(table) != len(numbers):
        raise BuildError(f"Flet has {len(numbers)} icons and its client {len(table)}: see companion/site/icon_font.py.")
    if missing := sorted(named - set(numbers)):
        raise BuildError(f"Flet has no icon of this name: {', '.join(missing)}.")
    used = {constants[table[numbers[name] - _SET]] for name in named}
    return cut(client[FONT], used | {constants[name] for name in elsewhere})


def icon_numbers() -> dict[str, int]:
    """Return the number that Flet sends for each icon, by the icon's name."""
    table = Path(str(distribution("flet").locate_file("flet/controls/material/icons.json")))
    numbers: dict[str, int] = json.loads(table.read_text("utf-8"))
    return numbers


def _read(script: str) -> tuple[dict[str, int], list[str], set[str]]:
    """The code point of each of the client's constants, the table of them, and those that are named elsewhere."""
    constants = {found[1]: int(float(found[2])) for found in _CONSTANT.finditer(script)}  # 58000 is 58e3 there
    tables = [found[1].split(",") for found in _TABLE.finditer(script)]
    tables = [one for one in tables if constants.keys() >= set(one)]
    if len(tables) != 1 or script.count(_FAMILY) != len(constants):
        raise BuildError("Flet's client keeps its icons in another way: see companion/site/icon_font.py.")
    (table,) = tables
    in_table, everywhere = Counter(table), Counter(_NAME.findall(script))
    return constants, table, {one for one in constants if everywhere[one] > in_table[one] + 1}  # and where it is made


def cut(font: bytes, code_points: Iterable[int]) -> bytes:
    """Return the font with these code points alone; the same bytes each time. Raises BuildError where one is missing.

    The measures stay, so that an icon stands where it stood, and so does what the font says of its licence.
    """
    try:
        from fontTools.subset import Options, Subsetter
        from fontTools.ttLib import TTFont
    except ImportError:
        raise BuildError("fonttools is not installed. Install Companion with its extra [site].") from None
    wanted = set(code_points)
    with TTFont(BytesIO(font), recalcTimestamp=False, lazy=True) as opened:
        if missing := sorted(wanted - opened.getBestCmap().keys()):
            raise BuildError(f"The font of icons has no {', '.join(f'U+{one:04X}' for one in missing)}.")
        subsetter = Subsetter(Options(name_IDs=["*"], notdef_outline=True, recalc_timestamp=False))
        subsetter.populate(unicodes=wanted)
        subsetter.subset(opened)
        out = BytesIO()
        opened.save(out)
    return out.getvalue()
