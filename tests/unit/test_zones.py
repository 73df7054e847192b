"""Time zones in the page, where Python has none of its own."""

import base64
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.browser.zones import lay_out, read_zones, sound_zone
from companion.config import assets_dir
from companion.content import load_content
from companion.site.archive import app_files
from companion.site.clinic import zone_data
from companion.site.failure import BuildError

PACKAGE = Path(__file__).parents[2] / "companion"


def test_the_site_carries_the_zone_of_every_line_that_has_hours_and_no_other() -> None:
    named = {
        line.hours.time_zone
        for line in load_content(assets_dir()).crisis.lines
        if line.hours and not line.hours.is_always
    }
    carried = {name for name in app_files(PACKAGE, assets_dir()) if name.startswith("assets/zones/")}
    assert carried == {f"assets/zones/{name}" for name in named} and named
    assert sum(len(app_files(PACKAGE, assets_dir())[name]) for name in carried) < 10_000


def test_what_is_laid_out_is_found_by_a_python_without_zones(tmp_path: Path) -> None:
    lay_out({}, tmp_path)  # writes nothing; the path is set back below
    zones = {name: sound_zone(name, zone_data(name))[name] for name in ("Europe/Rome", "UTC")}
    asked = f"""
import sys, zoneinfo
sys.modules["tzdata"] = None
from pathlib import Path
from companion.browser.zones import lay_out
from companion.domain.opening_hours import has_zone
zoneinfo.reset_tzpath([])
assert not has_zone("Europe/Rome")
lay_out({zones!r}, Path({str(tmp_path)!r}))
assert has_zone("Europe/Rome") and has_zone("UTC") and not has_zone("Asia/Tokyo")
"""
    subprocess.run([sys.executable, "-c", asked], check=True, cwd=PACKAGE.parent)
    assert read_zones(tmp_path) == zones


@pytest.fixture(autouse=True)
def _own_zones() -> object:
    import zoneinfo

    before = zoneinfo.TZPATH
    yield
    zoneinfo.reset_tzpath(before)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/localtime", "", "A/B/C/D", "Ä/B", "a b"])
def test_a_zone_whose_name_is_none_is_not_laid_out(name: str) -> None:
    assert sound_zone(name, zone_data("UTC").replace("UTC", name, 1)) == {}


def test_the_data_of_another_zone_are_none_for_this_one() -> None:
    assert sound_zone("America/New_York", zone_data("America/New_York"))
    assert sound_zone("America/Chicago", zone_data("America/New_York")) == {}
    assert sound_zone("America/Chicago", zone_data("America/New_York").partition(":")[2]) == {}, (
        "an unnamed one's neither"
    )


@given(
    st.one_of(st.text(max_size=30), st.binary(max_size=60).map(lambda data: base64.b64encode(b"TZif2" + data).decode()))
)
def test_what_is_no_zone_is_left_out_and_nothing_fails(data: str) -> None:
    assert sound_zone("Europe/Rome", f"Europe/Rome:{data}") == {}


def test_a_zone_that_cannot_be_carried_ends_the_build() -> None:
    with pytest.raises(BuildError, match="Nowhere/Town"):
        zone_data("Nowhere/Town")
    assert zone_data("") == ""
