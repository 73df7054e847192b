"""What is known of a side effect, as cards: what helps, when to call the clinic, when to call an ambulance."""

from collections.abc import Sequence

import flet as ft

from companion.domain.crisis import EmergencyNumber
from companion.domain.numbers import Numbers, fill
from companion.domain.side_effects import SideEffect
from companion.i18n import Words
from companion.views.components.controls import call_button, card, lines_of, link
from companion.views.components.guard import component
from companion.views.theme import BODY, LINE, STRONG

BLUE, ON_BLUE = ft.Colors.TERTIARY_CONTAINER, ft.Colors.ON_TERTIARY_CONTAINER


def care_cards(
    words: Words,
    effect: SideEffect,
    numbers: Numbers,
    country: str,
    signs: Sequence[str],
    emergency_number: EmergencyNumber | None,
) -> tuple[list[ft.Control], list[ft.Control]]:
    """Return what stands above the question, and what below it: the emergency text first where it always comes first.

    Args:
        signs: every emergency sign, a line each: the effect's own card shows some, and the whole list with one tap.
        emergency_number: what the button of a card that comes first calls; None where no number is known.
    """
    emergency = _emergency(words, effect, numbers, country, signs, emergency_number)
    calm = _calm(words, effect)
    return (emergency, calm) if effect.comes_first else ([], [*emergency, *calm])


def _emergency(
    words: Words,
    effect: SideEffect,
    numbers: Numbers,
    country: str,
    signs: Sequence[str],
    emergency: EmergencyNumber | None,
) -> list[ft.Control]:
    if not effect.emergency:
        return []
    is_mind = effect.is_crisis and effect.comes_first
    head = words("Call {cl} or {em} now if:") if is_mind else words("Call {em} if:")
    also = [words("You can call {cl} about any thought like this.") if is_mind else words("You can also call {cl}.")]
    local, line = words("your local emergency number"), words("a crisis line")
    said = [fill(one, numbers, emergency=local, crisis_line=line) for one in (head, *(also * effect.is_crisis))]
    there = [words(one) for one in effect.only_in.get(country, ())]
    number = emergency if effect.comes_first and emergency and emergency.uri else None
    call = [call_button(words("Call {number}", number=number.number), number.uri, is_emergency=True)] if number else []
    parts = [
        _strong(said[0], ft.Colors.ERROR),
        lines_of([words(one) for one in effect.emergency], color=ft.Colors.ERROR),
        *(_plain(words(one), ft.Colors.ERROR) for one in effect.emergency_notes),
        *call,
        *(_plain(one, ft.Colors.ERROR) for one in (*said[1:], *there)),
        AllSigns(words, tuple(one for one in signs if one not in effect.emergency)),
    ]
    return [card(*parts)]


@component
def AllSigns(words: Words, others: Sequence[str]) -> ft.Control:
    """The emergency signs that the card above does not name, behind one tap: nobody has to leave what they write."""
    is_open, set_open = ft.use_state(False)
    if not is_open:
        return link(words("Show all emergency signs"), lambda: set_open(True), icon=ft.Icons.EXPAND_MORE)
    said = [_strong(words("These are emergencies too:"), ft.Colors.ERROR)]
    return ft.Column(
        [*said, lines_of([words(one) for one in others], color=ft.Colors.ERROR)],
        spacing=8,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _calm(words: Words, effect: SideEffect) -> list[ft.Control]:
    parts: list[ft.Control] = []
    for title, lines in (
        (words("What may help"), effect.self_care),
        (words("Call your clinic if:"), effect.call_clinic),
    ):
        if lines:
            parts += [_strong(title, ON_BLUE), lines_of([words(one) for one in lines], color=ON_BLUE)]
    return [card(*parts, color=BLUE)] if parts else []


def _strong(value: str, color: str) -> ft.Control:
    shown = ft.Text(value, size=BODY, font_family=STRONG, color=color, style=ft.TextStyle(height=LINE))
    return ft.Semantics(heading_level=3, container=True, content=shown)


def _plain(value: str, color: str) -> ft.Text:
    return ft.Text(value, size=BODY, color=color, style=ft.TextStyle(height=LINE))
