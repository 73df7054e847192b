"""The clinic's file: which clinic this copy of the app belongs to. Every problem of it is told at once."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from companion.clinic_fields import CLINIC, HERE
from companion.clinic_rules import faults_between
from companion.clinic_yaml import Problem, Read, UnreadError, read_yaml
from companion.config import ClinicSettings, assets_dir
from companion.domain.course_settings import COURSE
from companion.domain.opening_hours import closed_times, opening_hours_from_json, opening_hours_to_json

DEMO = Path("clinic") / "demo.yaml"
"""The demo clinic's file, under assets/."""


class ClinicFileError(ValueError):
    """The clinic's file cannot be used; the text says why: line, field, reason."""

    def __init__(self, path: Path, problems: Iterable[Problem] = (), unread: str = "") -> None:
        self.problems = tuple(sorted(problems))
        said = f"cannot be read: {unread}." if unread else "cannot be used:"
        super().__init__("\n".join([f"The clinic's file {path} {said}", *(f"  {one}" for one in self.problems)]))


def load_clinic(path: Path) -> ClinicSettings:
    """The settings of a clinic's file. Raises ClinicFileError with everything that is wrong."""
    return _load(path, is_for_site=False)


def load_site_clinic(path: Path) -> ClinicSettings:
    """The settings of a clinic's file for a site. Raises ClinicFileError.

    A site is the same for every patient: a patient's token in it would be everybody's.
    """
    return _load(path, is_for_site=True)


def _load(path: Path, *, is_for_site: bool) -> ClinicSettings:
    read = _read(path)
    for place, reason in (*CLINIC.faults(read.data), *faults_between(read.data)):
        read.note(place, reason)
    if is_for_site:
        _refuse_sign_in(read)
    if read.problems:
        raise ClinicFileError(path, read.problems)
    return settings_of(read.data)


def _read(path: Path) -> Read:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ClinicFileError(path, unread=error.strerror or "the file does not exist") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        said = f"line {line} is not UTF-8 text: save the file as UTF-8"
        raise ClinicFileError(path, unread=said) from error
    try:
        return read_yaml(text)
    except UnreadError as error:
        raise ClinicFileError(path, unread=str(error)) from error


def _refuse_sign_in(read: Read) -> None:
    data = read.data if isinstance(read.data, dict) else {}
    for field in ("token", "patient"):
        if data.get(field) and _host(data) not in HERE:
            read.note((field,), "a site for patients cannot hold a token or a patient: everybody could read them. They "
                                "are for a device, or for a demo on this machine")  # fmt: skip


def _host(data: Mapping[str, Any]) -> str | None:
    try:
        return urlsplit(str(data.get("fhir") or "")).hostname
    except ValueError:
        return None  # the field says so


def clinic_from_announcement(announced: Mapping[str, Any]) -> tuple[ClinicSettings, str]:
    """The demo clinic's file with what it says of itself when it starts, for its first patient; its staff page."""
    patient = announced["patients"][0]
    found = load_clinic(assets_dir() / DEMO)
    there = {"fhir_base": announced["fhir"].rstrip("/"), "patient_id": patient["id"], "token": patient["token"]}
    return replace(found, **there), announced["staff"]


def settings_of(file: Mapping[str, Any]) -> ClinicSettings:
    """What the app is given of a file that is sound. What is left empty is as if it were not there."""
    said = {name: value for name, value in file.items() if value is not None}
    phones = _phones(said)
    return ClinicSettings(
        name=said["name"],
        fhir_base=said.get("fhir", "").rstrip("/"),
        client_id=said.get("client_id", ""),
        patient_id=said.get("patient", ""),
        token=said.get("token", ""),
        phone_display=phones[0]["phone"] if phones else said.get("phone", ""),
        phone_uri=phones[0]["phone_uri"] if phones else said.get("phone_uri", ""),
        hours=said.get("hours", ""),
        after_hours=said.get("after_hours", ""),
        available_time=said.get("available_time", []),
        time_zone=said.get("time_zone", ""),
        phones=phones,
        address=said.get("address", ""),
        country=said.get("country", ""),
        reading=said.get("reading", {}),
        course={name: said.get("course", {}).get(name) for name in COURSE.kinds},
        texts=said.get("texts", {}),
        forms=said.get("forms"),
        safety={"version": 1, **said["safety"]} if said.get("safety") else {},
        signed=said.get("signed", ()),
    )


def _phones(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every phone with its hours: by day the clinic's own, after hours the rest of the week."""
    own = said.get("available_time", [])
    opening = opening_hours_from_json({"available_time": own, "time_zone": said.get("time_zone", "")}) if own else None
    shut = closed_times(opening) if opening else None
    answered: dict[str, dict[str, Any]] = {
        "day": {"available_time": own} if own else {},
        "after-hours": {"available_time": opening_hours_to_json(shut)} if shut else {},
        "always": {"all_day": True},
    }
    found = []
    for one in said.get("phones", ()):
        times = one.get("available_time")
        hours = {"available_time": times} if times else answered[one.get("answered") or "day"]
        found.append({"label": one.get("label") or "", "phone": one["phone"], "phone_uri": one["phone_uri"], **hours})
    return found
