"""What the page's Help is told: every country's numbers and every phrase once, small enough to stand in the page."""

from typing import Any

from companion.domain.clinic import ClinicContact, ClinicPhone
from companion.domain.crisis import (
    PROFILE,
    Channel,
    Crisis,
    CrisisLine,
    EmergencyNumber,
    beside_line,
    profile_options,
)
from companion.domain.opening_hours import OpeningHours
from companion.domain.review import reviewed_days
from companion.domain.time_of_day import TWELVE_HOURS
from companion.domain.written_day import CUSTOMS, SAYS_24_7, Parts, custom_of
from companion.hours_words import languages_line
from companion.i18n import ALWAYS_OPEN, ALWAYS_OPEN_24_7, DAYS, MARKED, MONTHS, WEEKDAYS, Words


def help_data(crisis: Crisis, clinic: ClinicContact | None, words: Words, home: str = "") -> dict[str, Any]:
    """JSON for help.js. What is most frequent is left out: open day and night, a crisis line, for everybody.

    `home` is the clinic's country: Help's until the person has chosen one.
    """
    named = sorted(crisis.countries.items(), key=lambda item: words(item[1]))
    return {
        "text": phrases(words),
        "topics": {topic: words(title) for topic, title in crisis.topics.items()},
        "profile": PROFILE,
        "languages": list(crisis.languages),
        "unknown": _emergency(crisis.emergency["DEFAULT"], words),
        "countries": {code: _country(crisis, code, name, words) for code, name in named},
        "clinic": _clinic(clinic),
        "home": home,
        "twelve": sorted(TWELVE_HOURS),
        "around": sorted(SAYS_24_7),
        "weekdays": [words(name) for name in WEEKDAYS],
        "months": [words(name) for name in MONTHS],
        "dates": _dates(words),
    }


def phrases(words: Words) -> dict[str, str]:
    """Everything that the layer says beside names and numbers."""
    return {
        "danger": words("If you may hurt yourself or someone else, or may be having a medical emergency:"),
        "call": words("Call {number}"),
        "text": words("Text: {number}"),
        "chat": words("Chat: {number}"),
        "call_it": words("Call"),
        "text_it": words("Text"),
        "copy": words("Tap a number to copy it."),
        "copied": words("Copied"),
        "more": words("More lines"),
        "country": words("Country for these numbers"),
        "choose": words("Choose your country"),
        "guess": words("Is this your country: {country}?"),
        "yes": words("Yes, show its numbers"),
        "find": words("Lines in other countries are listed at:"),
        "clinic": words("Your clinic: {name}"),
        "open": words("Open now."),
        "closed": words("Closed now. Opens {when}."),
        "closed_at": words("Closed now. Opens at {when}."),
        "day": words("{weekday} {time}"),
        "end": words("{time} (end of the day)"),
        "hours": words("{days}, {start} to {end}"),
        "run": words("{first} to {last}"),
        **{mark.value: words(said) for mark, said in MARKED.items()},
        "yours": words("{when}, your time"),
        "there": words("{hours} (clinic time)"),
        "always": words(ALWAYS_OPEN),
        "around": words(ALWAYS_OPEN_24_7),
        "vary": words("Hours may vary."),
        "unconfirmed": words("Not yet confirmed with the people who run this line."),
        "confirmed": words("Confirmed {date}."),
        "stale": words("Last confirmed {when}."),
        "exit": words("Quick exit"),
        "stays": words("Your browser history is not erased."),
        "keys": words("Pressing Escape three times does the same."),
        "support": words("My people and my plan"),
        "watched": words("No one watches this app live."),
    }


def _dates(words: Words) -> dict[str, str]:
    """How a date is written: "" for the world, and each country that writes it otherwise."""
    world = words(DAYS[custom_of("")][Parts.DATE])
    own = {country: words(DAYS[custom][Parts.DATE]) for country, custom in sorted(CUSTOMS.items())}
    return {"": world, **{country: pattern for country, pattern in own.items() if pattern != world}}


def _country(crisis: Crisis, code: str, name: str, words: Words) -> dict[str, Any]:
    apart = set(profile_options(crisis, code)) & set(crisis.languages)
    lines = [_line(crisis, line, apart, words) for line in crisis.lines if line.country == code]
    days = reviewed_days(code)
    return {"n": words(name), **_emergency(crisis.emergency[code], words), "r": days, "l": lines}


def _emergency(emergency: EmergencyNumber, words: Words) -> dict[str, Any]:
    shown: dict[str, Any] = {"e": emergency.number} if emergency.uri else {}
    if emergency.display != emergency.number:
        shown["w"] = words(emergency.display)
    if emergency.text:
        shown["s"] = [emergency.text.uri, words(emergency.text.display)]
    return shown


def _line(crisis: Crisis, line: CrisisLine, apart: set[str], words: Words) -> dict[str, Any]:
    shown: dict[str, Any] = {"n": words(line.name), "c": [_channel(one, words) for one in line.channels]}
    if line.topic != "crisis":
        shown["t"] = line.topic
    if line.fits:
        shown["f"] = line.fits
    if apart:  # those that all of them speak count too: a line is shown at once for a language that is lacking
        shown["g"] = sorted(line.languages)
    if line.note:
        shown["a"] = words(line.note)
    if spoken := languages_line(words, crisis, line):
        shown["v"] = spoken
    if beside := beside_line(crisis, line):
        call, whose = beside
        shown["b"] = [call.uri, f"{words(whose.name)}: {words('Call {number}', number=words(call.display))}"]
    if line.hours is None or not line.hours.is_always:
        shown["h"] = hours_data(line.hours)
    if line.confirmation.on:
        shown["d"] = line.confirmation.on.isoformat()
    return shown


def _channel(one: Channel, words: Words) -> list[str]:
    return [one.uri, words(one.display), *([one.language] if one.language else [])]


def hours_data(hours: OpeningHours | None) -> list[Any]:
    """[zone, [days, start, end], ...] with days as digits from 0 (Monday) on; empty where hours may vary."""
    if hours is None:
        return []
    return [hours.time_zone, *(["".join(map(str, sorted(one.days))), one.start, one.end] for one in hours.available)]


def _clinic(clinic: ClinicContact | None) -> dict[str, Any] | None:
    """Its first phone as a line has it; `w` are its hours in its own words, `o` those of its week.

    Where there are more phones `l` is whom the first one reaches, and `p` are the others.
    """
    if clinic is None:
        return None
    first, *others = clinic.phones
    said = [part for part in (clinic.after_hours_text, clinic.address) if part]
    shown: dict[str, Any] = {"n": clinic.name, "x": said, **_phone(first)}
    if clinic.hours_text:
        shown["w"] = clinic.hours_text
    if clinic.opening and not clinic.opening.is_always:
        shown["o"] = hours_data(clinic.opening)
    if others:
        shown["l"] = first.label
        shown["p"] = [{"n": one.label, **_phone(one)} for one in others]
    return shown


def _phone(phone: ClinicPhone) -> dict[str, Any]:
    shown: dict[str, Any] = {"c": [[phone.uri, phone.display]]}
    is_always = phone.opening is not None and phone.opening.is_always
    return shown if is_always else {**shown, "h": hours_data(phone.opening)}
