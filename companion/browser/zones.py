"""Time zones in the page: Python has no files of them there, so the few that are needed are laid out at each start."""

import base64
import re
import zoneinfo
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path

FOLDER = Path("/app/zones")
NAME = re.compile(r"[A-Za-z0-9_+-]{1,30}(/[A-Za-z0-9_+-]{1,30}){0,2}")


def read_zones(folder: Path) -> dict[str, bytes]:
    """The zones that the site was built with, by name."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def sound_zone(name: str, data: str) -> dict[str, bytes]:
    """A zone that came with the clinic's file, its name before a colon and base64; nothing where it is none of it."""
    with suppress(Exception):  # whatever is wrong with it, the app starts: the hours are then said in words
        whose, _, file = data.partition(":")
        found = base64.b64decode(file, validate=True)
        zoneinfo.ZoneInfo.from_file(BytesIO(found), name)
        return {name: found} if whose == name and NAME.fullmatch(name) else {}
    return {}


def lay_out(zones: Mapping[str, bytes], folder: Path = FOLDER) -> None:
    """Put them where zoneinfo looks, now that there are files."""
    for name, data in zones.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    zoneinfo.reset_tzpath([str(folder)])
