"""Whom to call: emergency numbers and help lines by country, and what stands in Help's first layer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FEW = 3
"""Lines shown at once; the others stand behind "More lines"."""

TOPICS_LAST = ("substance_use", "peer", "info", "poison", "perinatal", "sexual_violence", "domestic_violence")


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to reach a line: `type` is call, text or chat; `uri` is tel:, sms: or https:."""

    type: str
    display: str
    uri: str


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """A help line of one country."""

    id: str
    country: str
    name: str
    kind: str
    audience: str
    hours: str
    note: str
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A country's emergency number; `uri` is "" where only words can be given."""

    display: str
    uri: str

    @property
    def number(self) -> str:
        """The digits that are called, "" without any."""
        return self.uri.removeprefix("tel:")


@dataclass(frozen=True, slots=True)
class Crisis:
    """All numbers that the app ships.

    Attributes:
        last_checked: ISO date on which a person confirmed them with the operators, "" while nobody has.
        countries: ISO 3166 alpha-2 -> English name.
    """

    last_checked: str
    emergency: Mapping[str, EmergencyNumber]
    countries: Mapping[str, str]
    lines: tuple[CrisisLine, ...]


@dataclass(frozen=True, slots=True)
class ClinicContact:
    """The clinic's phone and hours, in its own words."""

    name: str
    phone_display: str
    phone_uri: str
    hours_text: str = ""
    after_hours_text: str = ""


@dataclass(frozen=True, slots=True)
class FirstLayer:
    """What Help shows: the emergency number, the first lines, the rest."""

    emergency: EmergencyNumber
    lines: tuple[CrisisLine, ...]
    more: tuple[CrisisLine, ...]


def first_layer(crisis: Crisis, country: str | None) -> FirstLayer:
    """The numbers of a country; without one, the words for "your local emergency number" and no line."""
    emergency = crisis.emergency.get(country or "", crisis.emergency["DEFAULT"])
    lines = sorted((line for line in crisis.lines if line.country == country), key=_weight)
    return FirstLayer(emergency, tuple(lines[:FEW]), tuple(lines[FEW:]))


def _weight(line: CrisisLine) -> tuple[int, int]:
    """Crisis lines for everybody first, then those for Veterans, then for others, then by topic."""
    audience = 0 if line.audience == "anyone" else 1 if "Veteran" in line.audience else 2
    topic = TOPICS_LAST.index(line.kind) + 1 if line.kind in TOPICS_LAST else 0
    # Veterans are many among the patients: their line stands second where there is one.
    return (topic, 0) if audience < 2 and topic == 0 and line.kind == "suicide" else (max(topic, 1), audience)


def crisis_from_json(data: Mapping[str, Any]) -> Crisis:
    """assets/crisis.json. Raises ValueError on another shape."""
    try:
        emergency = {
            code: EmergencyNumber(str(raw["display"]), str(raw["uri"] or "")) for code, raw in data["emergency"].items()
        }
        lines = tuple(_line(raw) for raw in data["lines"])
        crisis = Crisis(str(data["last_checked"] or ""), emergency, dict(data["countries"]), lines)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("crisis lines are not in the expected shape") from error
    if "DEFAULT" not in crisis.emergency:
        raise ValueError("crisis lines lack the words for an unknown country")
    return crisis


def _line(raw: Mapping[str, Any]) -> CrisisLine:
    channels = tuple(Channel(one["type"], str(one["display"]), one["uri"]) for one in raw["channels"])
    if not channels or not all(one.uri.startswith(("tel:", "sms:", "https://")) for one in channels):
        raise ValueError("a crisis line has a channel that does not open")
    kept = {key: str(raw[key]) for key in ("id", "country", "name", "kind", "audience", "hours", "note")}
    return CrisisLine(**kept, channels=channels)
