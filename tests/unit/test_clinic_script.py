"""What the page takes of `clinic.json` before Python: Help shows it, and the next start goes by it."""

import json
import subprocess
from dataclasses import asdict
from pathlib import Path
from random import Random
from secrets import randbits
from typing import Any

import pytest

from companion import browser
from companion.clinic_fields import CLINIC as CLINIC_FIELDS
from companion.clinic_file import load_site_clinic
from companion.clinic_rules import NO_TAIL, NOT_ONE, TWO, faults_between
from companion.config import ClinicSettings, assets_dir
from companion.domain.phone_pairs import shown_number
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
    "nothing": ("null", "it has no fields"),
    "a country that Help does not know": ({"country": "UK"}, "country"),
    "no country's letters": ({"country": "ZZ"}, "country"),
    "what every object has": ({"country": "constructor"}, "country"),
    "no text as a country": ({"country": ["US"]}, "country"),
    "a broken character in the name": ({"name": "a\ud800"}, "name"),
    "a broken character in the hours": ({"hours": "\udfff"}, "hours"),
    "a broken character in a label": ({"phones": [{**DESK, "label": "\ud83d"}]}, "phones"),
    "a name that nobody sees": ({"name": "\u200b"}, "name"),
    "a name turned round": ({"name": "\u202eabc"}, "name"),
    "a name that says nothing": ({"name": "."}, "name"),
    "a blank that counts as a sign": ({"address": "\u2800"}, "address"),
    "a number as a zone": ({"time_zone": 5}, "time_zone"),
    "a list as a zone": ({"time_zone": ["UTC"]}, "time_zone"),
    "a path as a zone": ({"time_zone": "../../etc/passwd"}, "time_zone"),
    "a broken character as a zone": ({"time_zone": "\ud800"}, "time_zone"),
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
    assert said.startswith(f"clinic.json: not accepted: {REFUSED[name][1]}"), said


def test_nothing_is_kept_that_is_no_field() -> None:
    more = {"x": json.loads(deep(200)), "\ud800": 1}
    day = {**DAY, **more}
    told = {**TOLD, **TOKYO, "available_time": [day], "phones": [{**DESK, **more, "available_time": [day]}],
            "reading": {"who": "a nurse", "when": "daily", **more}, "zone_data": "", **more}  # fmt: skip
    found = taken(told)
    assert found["available_time"] == [DAY] and found["phones"] == [{**DESK, "available_time": [DAY]}]
    assert found["reading"] == {"who": "a nurse", "when": "daily"} and not more.keys() & found.keys()
    ClinicSettings(**{name: said for name, said in found.items() if name not in ("zone_data", "news")})


ABOUT_NUMBERS = (TWO, NOT_ONE, NO_TAIL)


def is_refused(phone: dict[str, str]) -> bool:
    """Whether a clinic's file with this phone is refused for its number."""
    data = {"name": "A", "phones": [phone]}
    return any(reason in ABOUT_NUMBERS for _, reason in faults_between(data)) or any(
        place[-1:] == ("phone_uri",) for place, _ in CLINIC_FIELDS.faults(data, ())
    )


def is_taken_by_both(phones: list[dict[str, str]]) -> list[bool]:
    """Whether the page and the clinic's file take each phone, which they have to agree on."""
    found = pages({str(n): {**PLAIN, "phones": [phone]} for n, phone in enumerate(phones)})
    for n, phone in enumerate(phones):
        assert bool(found[str(n)]["said"]) is is_refused(phone), (phone, found[str(n)]["said"])
    return [not is_refused(phone) for phone in phones]


@pytest.mark.parametrize(("kind", "is_taken"), [("same", True), ("other", False)])
def test_the_page_and_the_file_take_the_same_numbers(kind: str, is_taken: bool) -> None:
    cases = json.loads((HERE / "phones.json").read_text("utf-8"))[kind]
    phones = [{**DESK, "phone": read, "phone_uri": called} for read, called in cases]
    assert is_taken_by_both(phones) == [is_taken] * len(cases)
    found = pages(
        {str(n): {**PLAIN, "phone": one["phone"], "phone_uri": one["phone_uri"]} for n, one in enumerate(phones)}
    )
    assert [not one["said"] for one in found.values()] == [is_taken] * len(cases)


def test_the_page_and_the_file_agree_on_whatever_is_written() -> None:
    seed = randbits(32)
    print("seed", seed)
    random = Random(seed)
    pieces = [*"0123456789", "555", "0100", "010-0199", "(555) ", "+1 ", "+44 ", "(0)", "00", "011", " ", "  ", "/", ", ",
              ",", ";", " ext. 5", "x5", "#5", " or ", "FLOWERS", "1-800-", "-", ".", "2024-11-24", "\u0665", "\uff15",
              "\u00b9", "\u2013", "\u00a0", "*"]  # fmt: skip
    reads = ["".join(random.choices(pieces, k=random.randint(1, 6)))[:40] for _ in range(1500)]
    phones = []
    for read in reads:
        shown = shown_number(read)
        digits = shown.digits if shown else "5550100199"
        called = random.choice(
            ["tel:" + digits, "tel:+1" + digits, "tel:" + digits + ",,5", "tel:" + digits[1:], "tel:5550100199"]
        )
        phones.append({**DESK, "phone": read, "phone_uri": called})
    taken_ones = is_taken_by_both([one for one in phones if one["phone"].strip()])
    assert any(taken_ones) and not all(taken_ones)


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
