"""The few time zones that the app needs in the page, as files of tzdata."""

import json
from importlib.resources import files
from pathlib import Path

from companion.site.failure import BuildError


def zone_file(name: str) -> bytes:
    """A zone of the package tzdata. Raises BuildError where it is not there."""
    try:
        return files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    except (OSError, ModuleNotFoundError, ValueError):
        raise BuildError(f"The time zone {name} is not in the package tzdata.") from None


def zones_of_lines(assets: Path) -> dict[str, bytes]:
    """The zones of all help lines with hours of their own."""
    lines = json.loads((assets / "crisis.json").read_text("utf-8"))["lines"]
    names = {one["hours"]["time_zone"] for one in lines if one["hours"] and "time_zone" in one["hours"]}
    return {name: zone_file(name) for name in sorted(names)}
