"""Help as the app draws it: where no page does, and behind the page's own layer. The same data, the same order."""

import flet as ft

from companion.domain.crisis import Channel, ClinicContact, CrisisLine, first_layer
from companion.i18n import Words
from companion.views import routes
from companion.views.components.controls import call_button, card, heading, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.context import use_app


@component
def Help() -> ft.Control:
    """The first layer: emergency number, lines, clinic. Needs no journal."""
    app = use_app()
    words, opened = app.words, app.opening.opened
    country = opened.preferences.choices.country if opened else ""
    layer = first_layer(app.content.crisis, country or None)
    emergency = layer.emergency
    call = (
        [call_button(words("Call {number}", number=emergency.display), emergency.uri, is_emergency=True)]
        if emergency.uri
        else [text(emergency.display, strong=True)]
    )
    return screen(
        words,
        words("Help now"),
        text(words("If you may hurt yourself or someone, or think you may have a medical emergency:")),
        *call,
        *(_line(words, line) for line in layer.lines),
        *([_clinic(words, app.clinic_contact)] if app.clinic_contact else []),
        text(words("No one watches this app live."), quiet=True),
        back=lambda: routes.go(ft.context.page, routes.TODAY),
        has_page_help=app.has_page_help,
    )


def _line(words: Words, line: CrisisLine) -> ft.Control:
    buttons = [_channel(words, channel) for channel in line.channels if channel.uri.startswith(("tel:", "sms:"))]
    return card(heading(words(line.name)), text(words(line.hours), quiet=True, small=True), *buttons)


def _channel(words: Words, channel: Channel) -> ft.Control:
    said = words("Call {number}") if channel.type == "call" else words("Text {number}")
    label = said.format(number=channel.display)
    return call_button(label, channel.uri)


def _clinic(words: Words, clinic: ClinicContact) -> ft.Control:
    label = words("Call {number}", number=clinic.phone_display)
    return card(
        heading(clinic.name), text(clinic.hours_text, quiet=True, small=True), call_button(label, clinic.phone_uri)
    )
