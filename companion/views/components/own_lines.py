"""The numbers that stand in every plan and cannot be deleted: clinic, the country's lines, the emergency number."""

import flet as ft

from companion.domain.clinic import ClinicContact, Here
from companion.domain.crisis import Crisis, FirstLayer, first_layer
from companion.domain.line_now import LineNow
from companion.i18n import Words
from companion.views.components.controls import call_button, text
from companion.views.components.help_line import clinic_line, help_line


def layer_of(crisis: Crisis, country: str, told: frozenset[str], here: Here | None) -> FirstLayer:
    """Help's first layer for a country, "" where it is not known."""
    return first_layer(crisis, country or None, told, here.now if here else None)


def own_lines(
    words: Words, crisis: Crisis, layer: FirstLayer, clinic: ClinicContact | None, here: Here | None
) -> list[ft.Control]:
    """All of them as cards, as Help has them."""
    found = [clinic_line(words, clinic, here)] if clinic else []
    found += [help_line(words, crisis, one, here) for one in (*layer.national, *layer.fitting)]
    return [*found, *emergency_line(words, layer)]


def emergency_line(words: Words, layer: FirstLayer) -> list[ft.Control]:
    """The country's emergency number, or the words that hold everywhere."""
    emergency = layer.emergency
    if not emergency.uri:
        return [text(words(emergency.display), strong=True), *_finder(words, layer)]
    return [call_button(words("Call {number}", number=emergency.number), emergency.uri)]


def call_now(words: Words, layer: FirstLayer, found: LineNow | None) -> list[ft.Control]:
    """The first way to a person: the line that can be reached now, the emergency number, or where lines are listed.

    Args:
        found: the country's line at this moment; one that is closed is not offered.
    """
    if found and found.is_open is not False:
        vary = [] if found.is_open else [text(words("Hours may vary."), quiet=True, small=True)]
        return [call_button(words("Call now: {number}", number=words(found.call.display)), found.call.uri), *vary]
    if layer.emergency.uri:
        return [call_button(words("Call now: {number}", number=layer.emergency.number), layer.emergency.uri)]
    return emergency_line(words, layer)


def _finder(words: Words, layer: FirstLayer) -> list[ft.Control]:
    if layer.national:
        return []
    return [
        text(words("Lines in other countries are listed at:")),
        call_button("findahelpline.com", "https://findahelpline.com"),
    ]
