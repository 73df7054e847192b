"""The fonts of the scripts that the app's own fonts lack: fetched by the page when they are first needed."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from companion.i18n import Words
from companion.site.pack import known

HERE = Path(__file__).parent
FOLDER = "scripts"
"""Under assets/fonts, and the name of the site's own folder for them."""

BEFORE = "noto-sans-"


def script_fonts(assets: Path) -> dict[str, bytes]:
    """Return every font by its file name: one whole script each."""
    return {file.name: file.read_bytes() for file in sorted((assets / "fonts" / FOLDER).glob("*.woff2"))}


def site_fonts(fonts: Mapping[str, bytes], folder: str, app: str, own: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the description of each font for the page: path, size in bytes and SHA-256.

    Args:
        fonts: those of scripts, by file name, below `folder`.
        app: the folder of the app's own files, by their names there in `own`.
    """
    files = {folder + name: (name.removeprefix(BEFORE).removesuffix(".woff2"), data) for name, data in fonts.items()}
    files |= {app + path: (name, own[path]) for name, path in OWN_FONTS.items()}
    described = {}
    for path, (name, data) in files.items():
        size, sum_ = known(data)
        described[name] = {"path": path, "size": size, "sum": sum_}
    return described


def device_fonts(assets: Path) -> dict[str, Any]:
    """Return the same for the page of this machine, where no file is compared."""
    paths = {
        name.removeprefix(BEFORE).removesuffix(".woff2"): f"/fonts/{FOLDER}/{name}" for name in script_fonts(assets)
    }
    return {name: {"path": path} for name, path in {**paths, **{n: f"/{p}" for n, p in OWN_FONTS.items()}}.items()}


OWN_FONTS = {"symbols": "fonts/CompanionSymbols-Regular.ttf", "emoji": "fonts/NotoEmoji-Regular.ttf"}
"""What Flutter asks for under another name although the app has it."""


def fonts_html(files: Mapping[str, Any], words: Words) -> str:
    """Return the elements that answer Flutter's requests for fonts; before Flutter's own script."""
    said = {
        "none": words("Some characters cannot be shown here. They are kept as you typed them."),
        "offline": words("Some characters cannot be shown until you are online. They are kept as you typed them."),
    }
    data = json.dumps({"files": files, "said": said}, ensure_ascii=False).replace("<", "\\u003c")
    script = (HERE / "fonts.js").read_text("utf-8")
    return f'<script type="application/json" id="companion-fonts">{data}</script>\n<script>{script}</script>'
