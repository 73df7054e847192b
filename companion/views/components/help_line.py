"""One help line as the app draws it: its name, when it is open, whom it is for, its buttons, who confirmed it."""

from datetime import datetime

import flet as ft

from companion.domain.clinic import ClinicContact, ClinicPhone, Here
from companion.domain.crisis import Channel, Confirmation, Crisis, CrisisLine, beside_line
from companion.domain.review import is_stale
from companion.domain.written_day import Parts
from companion.hours_words import hours_line, languages_line, week_line
from companion.i18n import Words
from companion.views.components.controls import call_button, card, heading, text


def help_line(words: Words, crisis: Crisis, line: CrisisLine, here: Here | None) -> ft.Control:
    """`here` is None while the person's time is not known."""
    buttons = [_channel(words, channel) for channel in line.channels]
    note = [text(words(line.note))] if line.note else []
    spoken = languages_line(words, crisis, line)
    if beside := beside_line(crisis, line):
        call, whose = beside
        label = words("Call {number}", number=words(call.display))
        buttons.append(call_button(f"{words(whose.name)}: {label}", call.uri))
    hours = text(hours_line(words, line.hours, here), quiet=True, small=True)
    today = here.now if here else None
    confirmed = text(confirmed_line(words, line.confirmation, line.country, today), quiet=True, small=True)
    below = [text(spoken, quiet=True, small=True)] if spoken else []
    return card(heading(words(line.name)), *note, hours, *buttons, *below, confirmed)


def clinic_line(words: Words, clinic: ClinicContact, here: Here | None) -> ft.Control:
    """The clinic's phones, each open or closed now where it gave its hours as data."""
    first, *others = clinic.phones_at(here.now if here else None)
    named = f"{first.label}: " if first.label and others else ""
    said = [
        *(named + one for one in _answered(words, first, here)),
        week_line(words, clinic, here),
        clinic.after_hours_text,
        clinic.address,
    ]
    more = [control for one in others for control in _phone(words, one, here)]
    return card(
        heading(words("Your clinic: {name}", name=clinic.name)),
        *(text(one, quiet=True, small=True) for one in said if one),
        call_button(words("Call {number}", number=first.display), first.uri),
        *more,
    )


def _phone(words: Words, phone: ClinicPhone, here: Here | None) -> list[ft.Control]:
    said = [one for one in (phone.label, *_answered(words, phone, here)) if one]
    shown = text(": ".join(said), quiet=True, small=True)
    return [shown, call_button(words("Call {number}", number=phone.display), phone.uri)]


def _answered(words: Words, phone: ClinicPhone, here: Here | None) -> list[str]:
    return [hours_line(words, phone.opening, here)] if phone.opening and here else []


def _channel(words: Words, channel: Channel) -> ft.Control:
    display = words(channel.display)
    if channel.type == "call":
        return call_button(words("Call {number}", number=display), channel.uri)
    if channel.type == "chat":
        return call_button(words("Chat: {number}", number=display), channel.uri)
    # "Text HOME to 741741" is a whole sentence already.
    is_whole = channel.display.startswith("Text ")
    return call_button(display if is_whole else words("Text: {number}", number=display), channel.uri)


def confirmed_line(words: Words, confirmation: Confirmation, country: str, now: datetime | None) -> str:
    """Whether a person has confirmed the number with its operator, and when; its age where that is too long ago."""
    on = confirmation.on
    if on is None:
        return words("Not yet confirmed with the people who run this line.")
    if now and is_stale(confirmation, country, now.date()):
        months = (now.date() - on).days // 30
        return words.plural("Last confirmed {n} month ago.", "Last confirmed {n} months ago.", months)
    return words("Confirmed {date}.", date=words.day(on, Parts.DATE))
