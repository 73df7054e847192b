"""Frozen settings, and where assets and data live."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from companion.domain.clinic import ClinicContact, ClinicPhone, Reading, phones_from_json
from companion.domain.opening_hours import OpeningHours, opening_hours_from_json

APP_NAME = "Companion"


def assets_dir() -> Path:
    """The folder of fonts, icons, forms and crisis lines: beside the package, or inside an installed one."""
    package = Path(__file__).resolve().parent
    beside = package.parent / "assets"
    return beside if (beside / "forms").is_dir() else package / "_assets"


def data_dir() -> Path:
    """Where the journal lives unless told otherwise: the platform's own folder for an app's data."""
    packaged = os.environ.get("FLET_APP_STORAGE_DATA")
    if packaged:
        return Path(packaged)
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / APP_NAME
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / APP_NAME
    return Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share")) / "companion"


@dataclass(frozen=True, slots=True)
class ClinicSettings:
    """The one clinic of this copy of the app. Entries go nowhere else.

    Attributes:
        name: as the patient reads it.
        fhir_base: address of the clinic's FHIR R4 server, no slash at the end.
        client_id: what the app is called at the clinic's sign-in (SMART).
        patient_id: the patient's id there.
        token: bearer token; fixed until the app signs in by SMART. Kept out of `repr`.
        phone_display, phone_uri: the clinic's phone, "" where none is given.
        hours: the clinic's hours in words, "" where none are given.
        available_time, time_zone: the same as data, as in the clinic's file; empty where only words are given.
        phones: every number with its own hours; empty where there is the one of `phone_uri` alone.
        address: where it is, in words.
        country: ISO 3166 alpha-2; Help's country until the person has chosen one.
        reading: `who` reads what is sent and `when`; empty where the clinic has not said so in writing.
        course: its rules for an infusion, as in its file's `course`; None, or empty, is what it has not set.
        texts: its own words in the guidance, checked when its file was read.
        forms: the names of the checklists that it uses; None for all.
        safety: the clinic's pack of red flags, checked when its file was read.
        signed: the clinical judgements that somebody at the clinic has signed, as in its file.
    """

    name: str
    fhir_base: str = ""
    client_id: str = ""
    patient_id: str = ""
    token: str = field(default="", repr=False)
    phone_display: str = ""
    phone_uri: str = ""
    hours: str = ""
    after_hours: str = ""
    available_time: Sequence[Mapping[str, Any]] = ()
    time_zone: str = ""
    phones: Sequence[Mapping[str, Any]] = ()
    address: str = ""
    country: str = ""
    reading: Mapping[str, str] = field(default_factory=dict)
    course: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, Any] = field(default_factory=dict)
    forms: Sequence[str] | None = None
    safety: Mapping[str, Any] = field(default_factory=dict)
    signed: Sequence[Mapping[str, Any]] = ()

    @property
    def can_send(self) -> bool:
        """Whether there is a server and a sign-in: without one the clinic is a name and a phone."""
        return bool(self.fhir_base and self.patient_id and self.token)

    @property
    def opening(self) -> OpeningHours | None:
        """The hours as data; None where the clinic gave words alone."""
        if not self.available_time:
            return None
        try:
            return opening_hours_from_json({"available_time": self.available_time, "time_zone": self.time_zone})
        except ValueError:  # a browser may hold what an older file said: the words are still true
            return None

    @property
    def contact(self) -> ClinicContact | None:
        """The clinic's phones and hours for Help, None where no phone is given."""
        if not self.phone_uri:
            return None
        return ClinicContact(
            name=self.name,
            phones=self._phones(),
            hours_text=self.hours,
            after_hours_text=self.after_hours,
            opening=self.opening,
            address=self.address,
            reading=Reading(self.reading["who"], self.reading["when"]) if self.reading else None,
        )

    def _phones(self) -> tuple[ClinicPhone, ...]:
        only = (ClinicPhone(self.phone_display, self.phone_uri, opening=self.opening),)
        try:
            return phones_from_json(self.phones, self.time_zone) or only
        except ValueError:  # a browser may hold what an older file said
            return only


@dataclass(frozen=True, slots=True)
class Settings:
    """How this start of the app was asked for."""

    data: Path
    assets: Path
    clinic: ClinicSettings | None = None
    demo: bool = False
