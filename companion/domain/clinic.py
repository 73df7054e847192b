"""The clinic as a patient reaches it: its phones by hours, and who reads what is sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from companion.domain.opening_hours import OpeningHours, is_open, opening_hours_from_json


@dataclass(frozen=True, slots=True)
class ClinicPhone:
    """One of the clinic's numbers, and when it is answered: None where that is not known."""

    display: str
    uri: str
    label: str = ""
    opening: OpeningHours | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Who at the clinic reads what a patient sends, and when: only where the clinic has said so in writing."""

    who: str
    when: str


@dataclass(frozen=True, slots=True)
class ClinicContact:
    """The clinic's phones (at least one), its hours in its own words, and where it gave them, as times of a week."""

    name: str
    phones: tuple[ClinicPhone, ...]
    hours_text: str = ""
    after_hours_text: str = ""
    opening: OpeningHours | None = None
    address: str = ""
    reading: Reading | None = None

    @property
    def phone_display(self) -> str:
        """The first number as it is read."""
        return self.phones[0].display

    @property
    def phone_uri(self) -> str:
        """The first number as it is called."""
        return self.phones[0].uri

    def is_answered(self, now: datetime) -> bool | None:
        """Whether somebody answers one of the phones now; None where that is not known."""
        found = [is_open(one.opening, now) for one in self.phones]
        return True if True in found else None if None in found else False

    def phones_at(self, now: datetime | None) -> tuple[ClinicPhone, ...]:
        """All of them, first the one to call now."""
        first = self.phone_at(now)
        return (first, *(one for one in self.phones if one is not first))

    def phone_at(self, now: datetime | None) -> ClinicPhone:
        """The number to call: the first that is answered now, else the first."""
        answered = (one for one in self.phones if now and is_open(one.opening, now))
        return next(answered, self.phones[0])


@dataclass(frozen=True, slots=True)
class Here:
    """Now, on the person's own clock.

    Attributes:
        now: aware, in the person's zone.
        local: a moment on the person's clock, with the offset that is in force then.
    """

    now: datetime
    local: Callable[[datetime], datetime]


def phones_from_json(raw: Sequence[Mapping[str, Any]], zone: str) -> tuple[ClinicPhone, ...]:
    """The phones of a clinic's file, their hours resolved. Raises ValueError on another shape."""
    try:
        return tuple(_phone(one, zone) for one in raw)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("the clinic's phones are not in the expected shape") from error


def _phone(raw: Mapping[str, Any], zone: str) -> ClinicPhone:
    hours = None
    if raw.get("all_day") or raw.get("available_time"):
        hours = opening_hours_from_json({**raw, "time_zone": zone})
    return ClinicPhone(str(raw["phone"]), str(raw["phone_uri"]), str(raw.get("label") or ""), hours)
