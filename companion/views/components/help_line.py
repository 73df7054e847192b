"""One help line as the app draws it: its name, when it is open, whom it is for, its buttons, who confirmed it."""

from datetime import datetime

import flet as ft

from companion.domain.crisis import Channel, ClinicContact, Confirmation, CrisisLine
from companion.domain.opening_hours import OpeningHours, is_open, next_opening
from companion.domain.review import is_stale
from companion.i18n import Words
from companion.views.components.controls import call_button, card, heading, text
from companion.views.wording import MONTHS, WEEKDAYS


def help_line(words: Words, line: CrisisLine, now: datetime | None) -> ft.Control:
    """`now` is the person's own time, aware; None while it is not known."""
    buttons = [_channel(words, channel) for channel in line.channels]
    note = [text(words(line.note))] if line.note else []
    hours = text(hours_line(words, line.hours, now), quiet=True, small=True)
    confirmed = text(confirmed_line(words, line.confirmation, line.country, now), quiet=True, small=True)
    return card(heading(words(line.name)), *note, hours, *buttons, confirmed)


def clinic_line(words: Words, clinic: ClinicContact, now: datetime | None) -> ft.Control:
    """The clinic's phone, open or closed now where it gave its hours as data."""
    said = [hours_line(words, clinic.opening, now)] if clinic.opening and now else []
    said += [one for one in (clinic.hours_text, clinic.after_hours_text) if one]
    return card(
        heading(words("Your clinic: {name}", name=clinic.name)),
        *(text(one, quiet=True, small=True) for one in said),
        call_button(words("Call {number}", number=clinic.phone_display), clinic.phone_uri),
    )


def _channel(words: Words, channel: Channel) -> ft.Control:
    display = words(channel.display)
    if channel.type == "call":
        return call_button(words("Call {number}", number=display), channel.uri)
    if channel.type == "chat":
        return call_button(words("Chat: {number}", number=display), channel.uri)
    # "Text HOME to 741741" is a whole sentence already.
    is_whole = channel.display.startswith("Text ")
    return call_button(display if is_whole else words("Text: {number}", number=display), channel.uri)


def hours_line(words: Words, hours: OpeningHours | None, now: datetime | None) -> str:
    """Day and night, open now, closed with when it opens, or that the hours may vary."""
    if hours is not None and hours.is_always:
        return words("Day and night.")
    is_now = is_open(hours, now) if now else None
    if is_now:
        return words("Open now.")
    opens = next_opening(hours, now) if hours and now and is_now is False else None
    if opens is None or now is None:
        return words("Hours may vary.")
    clock = opens.strftime("%H:%M")
    day = words(WEEKDAYS[opens.weekday()])
    when = clock if opens.date() == now.date() else words("{weekday} {time}", weekday=day, time=clock)
    return words("Closed now. Opens {when}.", when=when)


def confirmed_line(words: Words, confirmation: Confirmation, country: str, now: datetime | None) -> str:
    """Whether a person has confirmed the number with its operator, and when; its age where that is too long ago."""
    on = confirmation.on
    if on is None:
        return words("Not yet confirmed with the operator.")
    if now and is_stale(confirmation, country, now.date()):
        months = (now.date() - on).days // 30
        return words.plural("Last confirmed {n} month ago.", "Last confirmed {n} months ago.", months)
    date = words("{day} {month} {year}", day=on.day, month=words(MONTHS[on.month - 1]), year=on.year)
    return words("Confirmed {date}.", date=date)
