"""Wherever something worrying can be written: nobody watches it live, and how to reach the clinic instead."""

import flet as ft

from companion.domain.clinic import ClinicContact, Here
from companion.hours_words import hours_line, week_line
from companion.i18n import Words
from companion.views.components.controls import text


def not_live(words: Words, clinic: ClinicContact | None, here: Here | None, *, is_sent: bool) -> ft.Control:
    """Two calm lines. Who reads entries is said only where they are sent and the clinic has given it in writing."""
    lines = [text(one, quiet=True, small=True) for one in not_live_lines(words, clinic, here, is_sent=is_sent)]
    return ft.Column(list[ft.Control](lines), spacing=4, tight=True)


def not_live_lines(words: Words, clinic: ClinicContact | None, here: Here | None, *, is_sent: bool) -> list[str]:
    """What it says, line by line."""
    said = words("No one watches this live.")
    if clinic is None:
        return [f"{said} {words('To talk to someone, use “Help now”.')}"]
    if clinic.reading and is_sent:
        said += " " + words("Read by {who}, {when}.", who=clinic.reading.who, when=clinic.reading.when)
    return [said, _reached(words, clinic, here)]


def _reached(words: Words, clinic: ClinicContact, here: Here | None) -> str:
    """The number that is answered now: open or closed where that is known, else the hours in words."""
    phone = clinic.phone_at(here.now if here else None)
    name = f"{clinic.name}, {phone.label}" if phone.label and len(clinic.phones) > 1 else clinic.name
    known = phone.opening and here
    hours = hours_line(words, phone.opening, here, until=True) if known else week_line(words, clinic, here)
    number = phone.display.replace(" ", "\u00a0")  # it stays on one line
    return words("{clinic}: {phone}. {hours}", clinic=name, phone=number, hours=hours).rstrip()
