"""What has to hold between the fields of a clinic's file, each for itself: one problem hides no other."""

import json
from collections.abc import Mapping
from typing import Any

from companion.config import assets_dir
from companion.domain.phone_pairs import called_number, same_number, shown_number
from companion.domain.phones import WHOLE
from companion.domain.shapes import Faults

TWO = "this calls a different number from the one shown in phone"
NOT_ONE = "this is not a single number: put words in label, and list each number as a phone of its own"
NO_TAIL = "a short number is called as it is, so it cannot have an extension"


def faults_between(data: object) -> Faults:
    """Place and reason of everything that the fields cannot say alone. Reads whatever is there, sound or not."""
    if isinstance(data, dict):
        yield from _hours(data)
        yield from _phones(data)
        yield from _country(data)


def _hours(data: Mapping[str, Any]) -> Faults:
    phones = [one for one in _list(data, "phones") if isinstance(one, dict)]
    has_times = bool(data.get("available_time")) or any(one.get("available_time") for one in phones)
    if has_times and not data.get("time_zone"):
        yield ("time_zone",), "hours need a time_zone, such as America/New_York"


def _phones(data: Mapping[str, Any]) -> Faults:
    phones = _list(data, "phones")
    if phones and (data.get("phone") or data.get("phone_uri")):
        yield ("phones",), "use either phones, or phone and phone_uri"
    if bool(data.get("phone")) is not bool(data.get("phone_uri")):
        missing = "phone_uri" if data.get("phone") else "phone"
        yield (missing,), "phone and phone_uri belong together: one is shown, the other is called"
    yield from _number(data, ())
    for index, one in enumerate(phones):
        if not isinstance(one, dict):
            continue
        yield from _number(one, ("phones", index))
        if one.get("answered") and one.get("available_time"):
            yield ("phones", index, "answered"), "use either answered or available_time, not both"
        if one.get("answered") == "after-hours" and not data.get("available_time"):
            yield ("phones", index, "answered"), "after-hours needs the clinic's own available_time"
    if data.get("reading") and not phones and not data.get("phone_uri"):
        yield ("reading",), "a clinic that promises to read has to give a phone: what is urgent cannot wait to be read"


def _number(phone: Mapping[str, Any], place: tuple[str | int, ...]) -> Faults:
    """Whether what is read and what is called are one and the same number, up to the first pause."""
    said, uri = phone.get("phone"), phone.get("phone_uri")
    if not isinstance(said, str) or not said.strip():
        return
    read = shown_number(said)
    if read is None:
        yield (*place, "phone"), NOT_ONE
    called = called_number(uri) if isinstance(uri, str) else None
    if read is None or called is None:
        return  # what is no tel: address is told by its own field
    dialed = "".join(one for one in called.extension if one.isdigit())
    if not same_number(read, called) or (read.extension and dialed not in ("", read.extension)):
        yield (*place, "phone_uri"), TWO
    elif called.extension and len(called.digits.removeprefix("+")) < WHOLE:
        yield (*place, "phone_uri"), NO_TAIL


def _country(data: Mapping[str, Any]) -> Faults:
    country = data.get("country")
    known = json.loads((assets_dir() / "crisis.json").read_text("utf-8"))["countries"]
    if isinstance(country, str) and len(country) == 2 and country.isupper() and country not in known:
        yield ("country",), "Help has no numbers for this country: leave it out, or see assets/crisis.json"


def _list(data: Mapping[str, Any], name: str) -> list[Any]:
    found = data.get(name)
    return found if isinstance(found, list) else []
