"""Whom to call: emergency numbers and help lines by country, and what stands in Help's first layer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from companion.domain.opening_hours import OpeningHours, is_open, opening_hours_from_json

FEW = 3
"""National lines shown at once; the others stand behind "More lines"."""

CRISIS_KINDS = ("suicide", "crisis")
VIOLENCE_KINDS = ("domestic_violence", "sexual_violence")
VIOLENCE = "violence"
PROFILE = ("veteran", "lgbtq", "indigenous", "new_parent")
"""What a person may tell so that fitting lines stand first; in the order in which they then stand."""

TOPICS = ("crisis", *PROFILE, "young", "peer", "substance_use", "poison", "info", VIOLENCE)
CONFIDENCE = ("high", "medium-high", "medium")
"""What is shown; an entry of low confidence is not in the data."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to reach a line: `type` is call, text or chat; `uri` is tel:, sms: or https:.

    Attributes:
        language: a BCP 47 code where the channel is for one language alone.
        area: the part of the country in which the number works, "" for all of it.
        confidence: one of CONFIDENCE where it differs from the line's, else "".
    """

    type: str
    display: str
    uri: str
    language: str = ""
    area: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who confirmed a number with its operator, and when; nobody while `on` is None."""

    on: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """A help line of one country.

    Attributes:
        fits: whom it is for, of PROFILE or "young"; empty for everybody.
        hours: None where they are not known for sure: they may vary.
        languages: BCP 47 codes of the languages that are spoken during all of its hours.
        at_times: BCP 47 codes of the languages that are spoken during some of its hours.
        has_interpreters: more languages are spoken through an interpreter.
        access: how deaf people reach it, and which other languages are spoken; said below its buttons.
        beside: id of the line that is always shown next to it, "" for none.
        confidence: one of CONFIDENCE.
    """

    id: str
    country: str
    name: str
    kind: str
    note: str
    channels: tuple[Channel, ...]
    fits: tuple[str, ...] = ()
    hours: OpeningHours | None = None
    languages: tuple[str, ...] = ()
    confirmation: Confirmation = Confirmation()
    at_times: tuple[str, ...] = ()
    has_interpreters: bool = False
    access: str = ""
    beside: str = ""
    confidence: str = "high"

    @property
    def topic(self) -> str:
        """Under which heading it stands where it is not among the first: one of TOPICS."""
        if self.kind in VIOLENCE_KINDS:
            return VIOLENCE
        return self.fits[0] if self.fits else "crisis" if self.kind in CRISIS_KINDS else self.kind

    @property
    def can_text(self) -> bool:
        """Whether one can write to it without speaking."""
        return any(one.type == "text" for one in self.channels)


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A country's emergency number; `uri` is "" where only words can be given. `text` is for who cannot speak."""

    display: str
    uri: str
    confirmation: Confirmation = Confirmation()
    text: Channel | None = None

    @property
    def number(self) -> str:
        """The digits that are called, "" without any."""
        return self.uri.removeprefix("tel:")


@dataclass(frozen=True, slots=True)
class Crisis:
    """All numbers that the app ships.

    Attributes:
        countries: ISO 3166 alpha-2 -> English name.
        languages: BCP 47 -> English name, of those that tell the lines of a country apart.
        spoken: BCP 47 -> English name, of the other languages that lines speak.
        topics: topic -> heading, for each of TOPICS.
        profile: code of PROFILE -> how the person says it of themselves.
    """

    emergency: Mapping[str, EmergencyNumber]
    countries: Mapping[str, str]
    languages: Mapping[str, str]
    topics: Mapping[str, str]
    profile: Mapping[str, str]
    lines: tuple[CrisisLine, ...]
    spoken: Mapping[str, str] = field(default_factory=dict)

    def language(self, code: str) -> str:
        """Return the English name of a language that a line speaks."""
        return self.languages.get(code) or self.spoken[code]


@dataclass(frozen=True, slots=True)
class FirstLayer:
    """What Help shows, from above. The clinic stands between `national` and `fitting`, or below both when closed.

    `more` is (topic, lines); `violence` has a section of its own, with a quick exit.
    """

    emergency: EmergencyNumber
    national: tuple[CrisisLine, ...] = ()
    fitting: tuple[CrisisLine, ...] = ()
    more: tuple[tuple[str, tuple[CrisisLine, ...]], ...] = ()
    violence: tuple[CrisisLine, ...] = ()


def first_layer(
    crisis: Crisis, country: str | None, profile: frozenset[str] = frozenset(), now: datetime | None = None
) -> FirstLayer:
    """The numbers of a country; without one, the words for "your local emergency number" and no line.

    `profile` is what the person chose to tell: codes of PROFILE and languages. With an aware `now`, a line outside its
    hours stands after those that can be called. help.js does the same in the page.
    """
    emergency = crisis.emergency.get(country or "", crisis.emergency["DEFAULT"])
    found = [for_language(line, profile) for line in crisis.lines if line.country == country]
    own = sorted(found, key=lambda line: _weight(line, found, profile, now))
    national = _national([line for line in own if line.topic == "crisis"], profile & set(crisis.languages))
    rest = [line for line in own if line not in national]
    fitting = [line for line in rest if _fits(line, profile)]
    fitting.sort(key=lambda line: [topic in line.fits for topic in PROFILE], reverse=True)
    others = [line for line in rest if line not in fitting]
    grouped = ((topic, tuple(line for line in others if line.topic == topic)) for topic in TOPICS[:-1])
    violence = tuple(line for line in others if line.topic == VIOLENCE)
    return FirstLayer(emergency, national, tuple(fitting), tuple(one for one in grouped if one[1]), violence)


def speaks_other(line: CrisisLine, own: Sequence[CrisisLine], profile: frozenset[str]) -> bool:
    """Return whether another line of the country speaks the person's language, and this one does not."""
    wanted = {language for one in own for language in one.languages} & profile
    return bool(wanted) and not wanted & set(line.languages)


def _national(lines: Sequence[CrisisLine], preferred: frozenset[str]) -> tuple[CrisisLine, ...]:
    """The first line for everybody, and those that add what it lacks: writing, or a language of the country."""
    shown = list(lines[:1])
    for line in lines[1:]:
        adds_text = line.can_text and not any(one.can_text for one in shown)
        spoken = {language for one in shown for language in one.languages}
        adds_language = not preferred and line.languages and not spoken & set(line.languages)
        if len(shown) < FEW and (adds_text or adds_language):
            shown.append(line)
    return tuple(shown)


def beside_line(crisis: Crisis, line: CrisisLine) -> tuple[Channel, CrisisLine] | None:
    """Return the number of the line that is always shown next to another one, and that line; None without any."""
    found = next((one for one in crisis.lines if line.beside and one.id == line.beside), None)
    call = next((one for one in found.channels if one.type == "call"), None) if found else None
    return (call, found) if call and found else None


def _fits(line: CrisisLine, profile: frozenset[str]) -> bool:
    """Whether it is for this person: by what they told, or with a channel of its own in their language."""
    if line.topic == VIOLENCE:
        return False
    speaks = line.topic == "crisis" and any(one.language in profile for one in line.channels if one.language)
    return bool(profile & set(line.fits)) or speaks


def _weight(
    line: CrisisLine, own: Sequence[CrisisLine], profile: frozenset[str], now: datetime | None
) -> tuple[bool, bool, bool]:
    """What can be reached now before what is closed; the person's language first; what is for others last."""
    is_closed = now is not None and is_open(line.hours, now) is False
    is_for_others = bool(line.fits) and not profile & set(line.fits)
    return is_closed, speaks_other(line, own, profile), is_for_others


def for_language(line: CrisisLine, profile: frozenset[str]) -> CrisisLine:
    """Return the same line with the channels of the person's language first."""
    ordered = sorted(line.channels, key=lambda one: one.language not in profile) if profile else line.channels
    return replace(line, channels=tuple(ordered))


def profile_options(crisis: Crisis, country: str) -> tuple[str, ...]:
    """What is worth telling in a country: codes of PROFILE that a line fits, and languages that not every line has."""
    own = [line for line in crisis.lines if not country or line.country == country]
    told = {code for line in own for code in line.fits if line.topic != VIOLENCE}
    apart = {one for line in own for one in line.languages if not all(one in other.languages for other in own)}
    return (*(code for code in PROFILE if code in told), *(code for code in crisis.languages if code in apart))


def crisis_from_json(data: Mapping[str, Any]) -> Crisis:
    """assets/crisis.json. Raises ValueError on another shape."""
    try:
        emergency = {code: _emergency(raw) for code, raw in data["emergency"].items()}
        lines = tuple(_line(raw) for raw in data["lines"])
        named = {name: dict(data[name]) for name in ("countries", "languages", "topics", "profile", "spoken")}
        crisis = Crisis(emergency, lines=lines, **named)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("crisis lines are not in the expected shape") from error
    if "DEFAULT" not in crisis.emergency or (*crisis.topics,) != TOPICS or (*crisis.profile,) != PROFILE:
        raise ValueError("crisis lines lack words for an unknown country, a topic or what may be told")
    _check_names(crisis)
    return crisis


def _check_names(crisis: Crisis) -> None:
    """Check that every language of a line has a name, and that a line shown beside another one exists."""
    ids, named = {line.id for line in crisis.lines}, {*crisis.languages, *crisis.spoken}
    for line in crisis.lines:
        if not {*line.languages, *line.at_times} <= named:
            raise ValueError(f"{line.id} has a language without a name")
        if line.beside and line.beside not in ids:
            raise ValueError(f"{line.id} names another line that does not exist")


def _emergency(raw: Mapping[str, Any]) -> EmergencyNumber:
    text = _channel({"type": "text", **raw["text"]}) if raw.get("text") else None
    return EmergencyNumber(str(raw["display"]), str(raw["uri"] or ""), _confirmation(raw), text)


def _line(raw: Mapping[str, Any]) -> CrisisLine:
    channels = tuple(_channel(one) for one in raw["channels"])
    if not channels or not all(one.uri.startswith(("tel:", "sms:", "https://")) for one in channels):
        raise ValueError("a crisis line has a channel that does not open")
    if raw["confidence"] not in CONFIDENCE:
        raise ValueError(f"{raw['id']} is not sure enough to be shown")
    line = CrisisLine(
        **{key: str(raw[key]) for key in ("id", "country", "name", "kind", "note")},
        channels=channels,
        fits=tuple(raw["fits"]),
        hours=opening_hours_from_json(raw["hours"]),
        languages=tuple(raw["languages"]),
        confirmation=_confirmation(raw),
        at_times=tuple(raw.get("at_times", ())),
        has_interpreters=raw.get("interpreters") is True,
        access=str(raw.get("access", "")),
        beside=str(raw.get("beside", "")),
        confidence=raw["confidence"],
    )
    if line.topic not in TOPICS:
        raise ValueError(f"{line.id} has no place: {line.topic}")
    return line


def _channel(raw: Mapping[str, Any]) -> Channel:
    confidence = raw.get("confidence", "")
    if confidence not in ("", *CONFIDENCE):
        raise ValueError(f"{raw['display']} is not sure enough to be shown")
    language, area = str(raw.get("language", "")), str(raw.get("area", ""))
    return Channel(raw["type"], str(raw["display"]), raw["uri"], language, area, confidence)


def _confirmation(raw: Mapping[str, Any]) -> Confirmation:
    on = raw.get("confirmed")
    if on and not raw.get("confirmed_by"):
        raise ValueError("a confirmation needs the initials of who confirmed")
    return Confirmation(date.fromisoformat(on) if on else None, str(raw.get("confirmed_by") or ""))
