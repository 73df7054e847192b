"""The question whether entries may go to the clinic, in plain words."""

from collections.abc import Callable
from typing import Any

import flet as ft

from companion.i18n import Words
from companion.views.components.controls import card, heading, primary, secondary, text


def consent_card(words: Words, clinic: str, on_answer: Callable[[bool], Any], *beside: str) -> ft.Control:
    """Yes and No weigh the same; either can be changed later. `beside`: what is said before they are tapped."""
    return card(
        heading(words("Send your entries to your clinic?")),
        text(
            words(
                "If you say yes, {clinic} gets your check-ins: the ones you have already saved and the ones you "
                "save later. Your care team can read them there.",
                clinic=clinic,
            )
        ),
        text(words("If you say no, they stay on this device. You can change this at any time under More.")),
        text(words("Nothing has been sent so far."), quiet=True),
        *(text(one) for one in beside),
        primary(words("Yes, send them"), lambda: on_answer(True)),
        secondary(words("No, keep them here"), lambda: on_answer(False)),
    )
