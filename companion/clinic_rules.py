"""What has to hold between the fields of a clinic's file, each for itself: one problem hides no other."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from companion.clinic_texts import text_problems
from companion.clinic_yaml import Place, Read
from companion.config import assets_dir
from companion.domain.course_settings import FOOD_HOURS
from companion.domain.opening_hours import has_zone
from companion.domain.safety.pack import merge_data
from companion.safety_rules import load_rules

Found = Iterator[tuple[Place, str] | tuple[Place, str, int]]
TWO = "this calls another number than the one that is read in phone"
HERE = ("127.0.0.1", "localhost", "::1")


def problems_between(read: Read) -> Found:
    """Place and reason of everything that the fields cannot say alone. Reads whatever is there, sound or not."""
    if not isinstance(read.data, dict):
        return
    data = read.data
    yield from _hours(data)
    yield from _phones(data)
    yield from _country(data)
    yield from _server(data)
    yield from _course(data)
    yield from text_problems(data)
    yield from _safety(data, read)


def _hours(data: Mapping[str, Any]) -> Found:
    phones = [one for one in _list(data, "phones") if isinstance(one, dict)]
    has_times = bool(data.get("available_time")) or any(one.get("available_time") for one in phones)
    zone = data.get("time_zone")
    if has_times and not (isinstance(zone, str) and has_zone(zone)):
        yield ("time_zone",), "hours need a time_zone, such as America/New_York"


def _phones(data: Mapping[str, Any]) -> Found:
    phones = _list(data, "phones")
    if phones and (data.get("phone") or data.get("phone_uri")):
        yield ("phones",), "either phones, or phone and phone_uri"
    if bool(data.get("phone")) is not bool(data.get("phone_uri")):
        missing = "phone_uri" if data.get("phone") else "phone"
        yield (missing,), "phone and phone_uri stand together: one is read, the other is called"
    if _are_two(data):
        yield ("phone_uri",), TWO
    for index, one in enumerate(phones):
        if not isinstance(one, dict):
            continue
        if _are_two(one):
            yield ("phones", index, "phone_uri"), TWO
        if one.get("answered") and one.get("available_time"):
            yield ("phones", index, "answered"), "either answered, or available_time"
        if one.get("answered") == "after-hours" and not data.get("available_time"):
            yield ("phones", index, "answered"), "after-hours needs the clinic's own available_time"
    if data.get("reading") and not phones and not data.get("phone_uri"):
        yield ("reading",), "who promises to read also gives a phone: what is urgent cannot wait to be read"


def _are_two(phone: Mapping[str, Any]) -> bool:
    """Whether what is read and what is called end in other digits; words and extensions are not compared."""
    read, called = phone.get("phone"), phone.get("phone_uri")
    if not isinstance(read, str) or not isinstance(called, str) or not re.fullmatch(r"tel:[+0-9-]+", called):
        return False
    ends = [re.sub(r"[^0-9]", "", one)[-7:] for one in (read, called)]
    return not re.search(r"[^\W\d_]", read) and all(ends) and ends[0][-len(ends[1]) :] != ends[1][-len(ends[0]) :]


def _country(data: Mapping[str, Any]) -> Found:
    country = data.get("country")
    known = json.loads((assets_dir() / "crisis.json").read_text("utf-8"))["countries"]
    if isinstance(country, str) and len(country) == 2 and country.isupper() and country not in known:
        yield ("country",), "Help has no numbers for this country: leave it out, or see assets/crisis.json"


def _server(data: Mapping[str, Any]) -> Found:
    address = data.get("fhir")
    try:
        parts = urlsplit(address) if isinstance(address, str) else None
        is_readable = parts is not None and parts.scheme == "http" and parts.hostname not in HERE
    except ValueError:
        return  # the field says so
    if is_readable:
        yield ("fhir",), "this needs https: entries would travel readable"


def _course(data: Mapping[str, Any]) -> Found:
    rules = data.get("course")
    solids, liquids = (
        (rules.get(f"{name}_hours") for name in ("solids", "liquids")) if isinstance(rules, dict) else (0, 0)
    )
    solids = FOOD_HOURS if solids is None else solids
    if isinstance(liquids, int | float) and isinstance(solids, int | float) and liquids > solids:
        yield (
            ("course", "liquids_hours"),
            f"longer without drinks than without food makes no sense: solids_hours is {solids:g}",
        )


def _safety(data: Mapping[str, Any], read: Read) -> Found:
    """The clinic's pack: it may raise and add, and hears why where it would lower."""
    pack = data.get("safety")
    if not isinstance(pack, dict) or not pack:
        return
    lines = {(name, at): read.line(("safety", name, at)) for name, items in pack.items() for at in range(_long(items))}
    rest = {name: items for name, items in pack.items() if name != "phone"}
    merged = merge_data(load_rules(assets_dir()), {"version": 1, **rest}, lines)
    for one in merged.problems:
        if one.id in rest:  # the part itself, not one of what is in it
            yield ("safety", one.id), one.reason
        else:
            key = next((name for (name, _), line in lines.items() if line == one.line), "")
            yield ("safety", key, one.id), one.reason, one.line
    if "phone" in pack:
        yield ("safety", "phone"), "the clinic's phones stand in the file itself, under phones"


def _long(items: object) -> int:
    return max(1, len(items)) if isinstance(items, list) else 1


def _list(data: Mapping[str, Any], name: str) -> list[Any]:
    found = data.get(name)
    return found if isinstance(found, list) else []
