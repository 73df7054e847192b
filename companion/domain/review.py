"""Which numbers a person has confirmed with their operator, how long that holds, and what is wrong with the data."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from companion.domain.crisis import PROFILE, Channel, Confirmation, Crisis, CrisisLine
from companion.domain.phone_pairs import called_number, same_number, shown_number
from companion.domain.phones import cleaned

REVIEWED_DAYS = {"US": 90}
REVIEWED_DAYS_ELSEWHERE = 180


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the content. An error is always refused; anything else only before a release."""

    where: str
    said: str
    is_error: bool = False


def reviewed_days(country: str) -> int:
    """How many days a confirmation holds."""
    return REVIEWED_DAYS.get(country, REVIEWED_DAYS_ELSEWHERE)


def is_stale(confirmation: Confirmation, country: str, today: date) -> bool:
    """Whether it was confirmed, and too long ago."""
    return confirmation.on is not None and (today - confirmation.on).days > reviewed_days(country)


def confirmations(crisis: Crisis, today: date) -> Iterator[Finding]:
    """What nobody has signed and what is past its review: one finding of each kind for a country."""
    for country in crisis.countries:
        emergency = crisis.emergency.get(country)
        own = [line.confirmation for line in crisis.lines if line.country == country]
        found = own + ([emergency.confirmation] if emergency else [])
        unsigned = sum(one.on is None for one in found)
        stale = sum(is_stale(one, country, today) for one in found)
        if unsigned:
            yield Finding(country, f"{unsigned} of {len(found)} numbers are not yet confirmed with their operators")
        if stale:
            yield Finding(
                country, f"{stale} of {len(found)} were confirmed more than {reviewed_days(country)} days ago"
            )


def faults(crisis: Crisis, today: date) -> Iterator[Finding]:
    """What is wrong whatever the date of a release: numbers that differ from their links, countries without any."""
    for country in crisis.countries:
        emergency = crisis.emergency.get(country)
        if emergency is None or not emergency.uri.startswith("tel:"):
            yield Finding(country, "has no emergency number", is_error=True)
        elif digits(emergency.uri) != digits(re.split(r"[a-z(,;]", emergency.display)[0]):
            yield Finding(country, f"{emergency.display} differs from {emergency.uri}", is_error=True)
        if not any(line.country == country and line.topic == "crisis" for line in crisis.lines):
            yield Finding(country, "has no line for everybody", is_error=True)
    for id, count in Counter(line.id for line in crisis.lines).items():
        if count > 1:
            yield Finding(id, "is in the file more than once", is_error=True)
    for line in crisis.lines:
        yield from _faults_of_line(line, today)


def _faults_of_line(line: CrisisLine, today: date) -> Iterator[Finding]:
    for channel in line.channels:
        if not is_same_number(channel):
            yield Finding(line.id, f"{channel.display} differs from {channel.uri}", is_error=True)
    if not set(line.fits) <= {*PROFILE, "young"}:
        yield Finding(line.id, "is for a group of people that the app does not know", is_error=True)
    if line.confirmation.on and line.confirmation.on > today:
        yield Finding(line.id, "was confirmed in the future", is_error=True)


def is_same_number(channel: Channel) -> bool:
    """Whether what is shown is what is called: the digits, a country's code in the place of a 0 or of nothing."""
    if channel.type == "chat":
        shown = channel.display.removeprefix("www.").rstrip("/")
        return channel.uri.removeprefix("https://").removeprefix("www.").rstrip("/") == shown
    address = channel.uri.split("?")[0]
    number, dialed = shown_number(_number_of(channel.display)), called_number(address.replace("sms:", "tel:", 1))
    if number and dialed:
        return same_number(number, dialed)
    # Beside words ("Text HOME to 741741"), or with a star, as it is written.
    called, shown = digits(address), digits(cleaned(_number_of(channel.display)))
    if channel.uri.startswith(("tel:+", "sms:+")):
        return called.endswith(shown.lstrip("0")) and len(called) - len(shown.lstrip("0")) <= 3
    return called == shown


def _number_of(display: str) -> str:
    """The number in what is shown: in brackets stand its letters, a language, or, where letters come first, itself."""
    in_brackets = re.search(r"\(([^)]*)\)", display)
    outside = re.sub(r"\([^)]*\)", "", display)
    return in_brackets[1] if in_brackets and len(digits(in_brackets[1])) > len(digits(outside)) else outside


def digits(text: str) -> str:
    """Only what is dialled: digits and stars."""
    return "".join(re.findall(r"[0-9*]", text))
