"""What the page takes of `clinic.json` before Python: Help shows it, and the next start goes by it."""

import json
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from companion import browser
from companion.clinic_file import load_site_clinic
from companion.clinic_rules import TWO, faults_between
from companion.config import ClinicSettings, assets_dir
from companion.site.clinic import shown_of, zone_data
from companion.site.snapshot import node

HERE = Path(__file__).parent
CLINIC = load_site_clinic(HERE.parents[1] / "docs" / "clinic.example.yaml")
TOLD = shown_of(CLINIC)
PLAIN = {**TOLD, "phones": [], "reading": {}, "available_time": [], "time_zone": "", "zone_data": ""}
DESK = {"label": "Desk", "phone": "(555) 010-0142", "phone_uri": "tel:+15550100142"}


def pages(cases: dict[str, Any]) -> dict[str, Any]:
    """What each answer of the site leads to; a text is the answer itself."""
    given = {
        "script": (Path(browser.__file__).parent / "js" / "clinic.js").read_text("utf-8"),
        "countries": list(json.loads((assets_dir() / "crisis.json").read_text("utf-8"))["countries"]),
        "site": {**asdict(CLINIC), "zone_data": zone_data(CLINIC.time_zone)},
        "cases": {name: one if isinstance(one, str) else json.dumps(one) for name, one in cases.items()},
    }
    ran = subprocess.run(
        [node(), str(HERE / "clinic_script.js")], input=json.dumps(given), capture_output=True, text=True, check=True,
        timeout=60,
    )  # fmt: skip
    return dict(json.loads(ran.stdout))


def taken(clinic: ClinicSettings | dict[str, Any]) -> dict[str, Any]:
    """What the next start is told; nothing was said against it."""
    found = pages({"one": shown_of(clinic) if isinstance(clinic, ClinicSettings) else clinic})["one"]
    assert found["said"] == [] and found["shown"] == [found["clinic"]["name"]], found["said"]
    return dict(found["clinic"])


def deep(levels: int) -> str:
    """Lists in lists."""
    return "[" * levels + "]" * levels


DAY = {"days_of_week": ["mon"], "start": "08:00", "end": "17:00"}
TOKYO = {"time_zone": "Asia/Tokyo"}

REFUSED: dict[str, tuple[dict[str, Any] | str, str]] = {
    "no object": ("[]", "name"),
    "nothing": ("null", "it holds no fields"),
    "a country that Help does not know": ({"country": "UK"}, "country"),
    "no country's letters": ({"country": "ZZ"}, "country"),
    "what every object has": ({"country": "constructor"}, "country"),
    "no text as a country": ({"country": ["US"]}, "country"),
    "half a letter in the name": ({"name": "a\ud800"}, "name"),
    "half a letter in the hours": ({"hours": "\udfff"}, "hours"),
    "half a letter in a label": ({"phones": [{**DESK, "label": "\ud83d"}]}, "phones"),
    "a name that nobody sees": ({"name": "\u200b"}, "name"),
    "a name turned round": ({"name": "\u202eabc"}, "name"),
    "a name that says nothing": ({"name": "."}, "name"),
    "a blank that counts as a sign": ({"address": "\u2800"}, "address"),
    "a number as a zone": ({"time_zone": 5}, "time_zone"),
    "a list as a zone": ({"time_zone": ["UTC"]}, "time_zone"),
    "a path as a zone": ({"time_zone": "../../etc/passwd"}, "time_zone"),
    "half a letter as a zone": ({"time_zone": "\ud800"}, "time_zone"),
    "a difference as a zone": ({"available_time": [DAY], "time_zone": "+05:00"}, "time_zone"),
    "hours without a zone": ({"available_time": [DAY]}, "available_time"),
    "hours in a zone that nobody knows": ({"available_time": [DAY], "time_zone": "Nowhere/Town"}, "available_time"),
    "a list as a day": ({**TOKYO, "available_time": [{**DAY, "days_of_week": [["mon"]]}]}, "available_time"),
    "a list as a time": ({**TOKYO, "available_time": [{**DAY, "start": ["08:00"]}]}, "available_time"),
    "a phone that calls another": ({"phone": "988", "phone_uri": "tel:+19005551234"}, "phone_uri"),
    "one of the phones calls another": ({"phones": [DESK, {**DESK, "phone_uri": "tel:+19005551234"}]}, "phones"),
    "the data of another zone": ({"time_zone": "America/Chicago", "zone_data": TOLD["zone_data"]}, "zone_data"),
    "data without their zone": ({**TOKYO, "zone_data": TOLD["zone_data"].partition(":")[2]}, "zone_data"),
    "rules without an end": ({"course": json.loads(deep(60))}, "course"),
    "texts without an end": (
        '{"name": "A", "phone": "", "phone_uri": "", "hours": "", "after_hours": "", "texts": ' + deep(2500) + "}",
        "texts",
    ),
}


@pytest.fixture(scope="module")
def refused() -> dict[str, Any]:
    """What each of REFUSED leads to."""
    return pages({
        name: one if isinstance(one, str) else {**PLAIN, "name": "Newer", **one} for name, (one, _) in REFUSED.items()
    })  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_build_would_write_leaves_what_is_there_and_the_console_says_why(
    refused: dict[str, Any], name: str
) -> None:
    found = refused[name]
    assert found["shown"] == [] and found["clinic"]["name"] == CLINIC.name and found["news"] is None
    [said] = found["said"]
    assert said.startswith(f"clinic.json: not taken: {REFUSED[name][1]}"), said


def test_nothing_is_kept_that_is_no_field() -> None:
    more = {"x": json.loads(deep(200)), "\ud800": 1}
    day = {**DAY, **more}
    told = {**TOLD, **TOKYO, "available_time": [day], "phones": [{**DESK, **more, "available_time": [day]}],
            "reading": {"who": "a nurse", "when": "daily", **more}, "zone_data": "", **more}  # fmt: skip
    found = taken(told)
    assert found["available_time"] == [DAY] and found["phones"] == [{**DESK, "available_time": [DAY]}]
    assert found["reading"] == {"who": "a nurse", "when": "daily"} and not more.keys() & found.keys()
    ClinicSettings(**{name: said for name, said in found.items() if name not in ("zone_data", "news")})


def test_two_numbers_are_two_as_they_are_in_the_file() -> None:
    reads = ["988", "(555) 010-0142", "010-0142", "555 MY CLINIC", "112", "010-0143", "+1 555 0100142"]
    calls = ["tel:988", "tel:+15550100142", "tel:112", "tel:+112911", "tel:555;2", "tel:0142"]
    cases = {f"{read} {uri}": {**DESK, "phone": read, "phone_uri": uri} for read in reads for uri in calls}
    found = pages({name: {**PLAIN, "phones": [phone]} for name, phone in cases.items()})
    for name, phone in cases.items():
        is_told = any(reason == TWO for _, reason in faults_between({"name": "A", "phones": [phone]}))
        assert bool(found[name]["said"]) is is_told, (name, found[name]["said"])


def test_another_zone_without_data_is_taken_and_has_those_of_no_other() -> None:
    found = taken({**PLAIN, **TOKYO})
    assert found["time_zone"] == "Asia/Tokyo" and found["zone_data"] == ""


def test_names_in_any_script_are_taken() -> None:
    for name in ("Clínica Ñandú, 2º", "Κλινική Αθήνα", "東京クリニック", "می‌خواهد", "Ärztehaus – l’été"):
        assert taken({**PLAIN, "name": name})["name"] == name


def test_what_a_build_writes_is_taken_whole() -> None:
    assert taken(CLINIC)["phones"] == CLINIC.phones
    assert taken({**PLAIN, "country": ""})["country"] == "US", "where none is said it is the build's"
    assert taken({**PLAIN, "country": "GB", "phones": [DESK]})["country"] == "GB"
