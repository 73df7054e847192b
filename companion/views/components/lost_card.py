"""What a forgotten PIN and a lost recovery code mean: the same words before a PIN is set and when it is forgotten."""

import flet as ft

from companion.i18n import Words
from companion.views.components.controls import card, heading, text


def lost_card(words: Words) -> ft.Control:
    """What is lost and what is not when both are gone."""
    return card(
        heading(words("If you lose both the PIN and the code")),
        text(words("Lost: the entries on this device. No one can open them then, not even us.")),
        text(
            words(
                "Not lost: what was sent to your clinic, a backup file with its own code or passphrase, and “Help now”."
            )
        ),
    )
