"""The clinic's file: which clinic this copy of the app belongs to. Read by pydantic, like all foreign data."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from companion.clinic_fields import ClinicFile, CourseRules
from companion.clinic_rules import HERE, problems_between
from companion.clinic_yaml import Problem, Read, check, read_yaml
from companion.config import ClinicSettings, assets_dir
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
    if read.problems and read.data is None:
        raise ClinicFileError(path, read.problems)
    file = check(ClinicFile, read)
    for place, reason, *line in problems_between(read):
        read.problems.append(Problem(line[0] if line else read.line(place), place, reason))
    if is_for_site:
        _refuse_sign_in(read)
    if read.problems or file is None:
        raise ClinicFileError(path, read.problems)
    assert isinstance(file, ClinicFile)
    return settings_of(file)


def _read(path: Path) -> Read:
    try:
        return read_yaml(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ClinicFileError(path, unread=error.strerror or "it is not there") from error
    except UnicodeDecodeError as error:
        raise ClinicFileError(path, unread="it is no text in UTF-8") from error


def _refuse_sign_in(read: Read) -> None:
    data = read.data if isinstance(read.data, dict) else {}
    for field in ("token", "patient"):
        if data.get(field) and _host(data) not in HERE:
            read.note((field,), "a site for patients holds no token and no patient: everybody could read them. They "
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


def settings_of(file: ClinicFile) -> ClinicSettings:
    """What the app is given of a file that is sound."""
    phones = _phones(file)
    return ClinicSettings(
        name=file.name,
        fhir_base=str(file.fhir).rstrip("/") if file.fhir else "",
        client_id=file.client_id,
        patient_id=file.patient,
        token=file.token,
        phone_display=phones[0]["phone"] if phones else file.phone,
        phone_uri=phones[0]["phone_uri"] if phones else file.phone_uri,
        hours=file.hours,
        after_hours=file.after_hours,
        available_time=_times(file),
        time_zone=file.time_zone,
        phones=phones,
        address=file.address,
        country=file.country,
        reading=file.reading.model_dump() if file.reading else {},
        course=(file.course or CourseRules()).model_dump(mode="json"),
        texts=file.texts.model_dump(mode="json", exclude_none=True) if file.texts else {},
        forms=file.forms,
        safety={"version": 1, **file.safety} if file.safety else {},
    )


def _times(file: ClinicFile) -> list[dict[str, Any]]:
    return [one.model_dump(mode="json") for one in file.available_time]


def _phones(file: ClinicFile) -> list[dict[str, Any]]:
    """Every phone with its hours: by day the clinic's own, after hours the rest of the week."""
    own = _times(file)
    opening = opening_hours_from_json({"available_time": own, "time_zone": file.time_zone}) if own else None
    shut = closed_times(opening) if opening else None
    answered: dict[str, dict[str, Any]] = {
        "day": {"available_time": own} if own else {},
        "after-hours": {"available_time": opening_hours_to_json(shut)} if shut else {},
        "always": {"all_day": True},
    }
    found = []
    for one in file.phones:
        times = [each.model_dump(mode="json") for each in one.available_time]
        hours = {"available_time": times} if times else answered[one.answered]
        found.append({"label": one.label, "phone": one.phone, "phone_uri": one.phone_uri, **hours})
    return found
