"""Says that the clinic's list of infusions could not be read completely, until a whole list has come."""

import flet as ft

from companion.i18n import Words
from companion.services.bundle import Services
from companion.views.components.controls import live


def part_of_list(words: Words, services: Services) -> list[ft.Control]:
    """Return the line to show, none where the list is whole or no clinic is asked."""
    if not (services.clinic.may_send() and services.course.is_part):
        return []
    said = words(
        "Part of your clinic's list could not be read. What this app already had is kept. If an infusion is "
        "missing or a time looks wrong, call your clinic."
    )
    return [live(said, quiet=True, small=True)]
