"""The clinic's file: which clinic this copy of the app belongs to. Read by pydantic, like all foreign data."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AnyHttpUrl, BaseModel, ConfigDict, Field, ValidationError, model_validator

from companion.config import ClinicSettings
from companion.domain.opening_hours import has_zone, opening_hours_from_json


class ClinicFileError(ValueError):
    """The clinic's file cannot be used; the text says why, by field."""


class AvailableTime(BaseModel):
    """Days with the same hours, as in FHIR: "08:00" to "17:00"; an end before the start is on the next day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days_of_week: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = Field(min_length=1)
    start: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    end: str = Field(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")


class ClinicFile(BaseModel):
    """The file's fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=120)
    fhir: AnyHttpUrl | None = None
    client_id: str = Field(default="", max_length=200)
    patient: str = Field(default="", pattern=r"^[A-Za-z0-9\-.]{0,64}$")
    token: str = Field(default="", max_length=16_000, pattern=r"^[!-~]*$", repr=False)
    phone: str = Field(default="", max_length=40)
    phone_uri: str = Field(default="", pattern=r"^(tel:[+0-9*#,;-]+)?$")
    hours: str = Field(default="", max_length=200)
    after_hours: str = Field(default="", max_length=200)
    available_time: tuple[AvailableTime, ...] = Field(default=(), max_length=21)
    time_zone: str = Field(default="", max_length=60)

    @model_validator(mode="after")
    def _hours_are_in_a_zone(self) -> Self:
        times = self.model_dump(include={"available_time", "time_zone"})
        if self.available_time and (not opening_hours_from_json(times) or not has_zone(self.time_zone)):
            raise ValueError("available_time needs a time_zone such as America/New_York")
        return self


def load_clinic(path: Path) -> ClinicSettings:
    """The settings of a clinic's file. Raises ClinicFileError."""
    try:
        file = ClinicFile.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ClinicFileError(f"The clinic's file {path} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        fields = ", ".join(".".join(map(str, one["loc"])) or "the file" for one in error.errors())
        raise ClinicFileError(f"The clinic's file {path} has something wrong in: {fields}.") from error
    if file.fhir and file.fhir.scheme != "https" and not _is_this_machine(file):
        raise ClinicFileError("The clinic's FHIR address needs https: entries would travel readable.")
    return _settings(file)


def load_site_clinic(path: Path) -> ClinicSettings:
    """The settings of a clinic's file for a site. Raises ClinicFileError.

    A site is the same for every patient: a patient's token in it would be everybody's.
    """
    settings = load_clinic(path)
    if settings.token and urlsplit(settings.fhir_base).hostname not in HERE:
        raise ClinicFileError(
            "A site for patients may not hold a token or a patient: everybody could read them. Take them out of "
            f"{path}; they are for a demo on this machine alone."
        )
    return settings


HERE = ("127.0.0.1", "localhost", "::1")


def _is_this_machine(file: ClinicFile) -> bool:
    return bool(file.fhir and file.fhir.host and file.fhir.host.strip("[]") in HERE)


def clinic_from_announcement(announced: Mapping[str, Any]) -> tuple[ClinicSettings, str]:
    """What the demo clinic says of itself when it starts: settings for its first patient, and its staff page."""
    patient = announced["patients"][0]
    file = ClinicFile(
        name="Example Infusion Clinic (demo)",
        fhir=announced["fhir"],
        patient=patient["id"],
        token=patient["token"],
        phone="(555) 010-0199",
        phone_uri="tel:+15550100199",
        hours="Monday to Friday, 8:00 to 17:00",
        available_time=[{"days_of_week": ["mon", "tue", "wed", "thu", "fri"], "start": "08:00", "end": "17:00"}],
        time_zone="America/New_York",
    )
    return _settings(file), announced["staff"]


def _settings(file: ClinicFile) -> ClinicSettings:
    return ClinicSettings(
        name=file.name,
        fhir_base=str(file.fhir).rstrip("/") if file.fhir else "",
        client_id=file.client_id,
        patient_id=file.patient,
        token=file.token,
        phone_display=file.phone,
        phone_uri=file.phone_uri,
        hours=file.hours,
        after_hours=file.after_hours,
        available_time=[one.model_dump(mode="json") for one in file.available_time],
        time_zone=file.time_zone,
    )
