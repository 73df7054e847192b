"""What the app is not: the standing lines that a person reads at the first start and under About."""

import flet as ft

from companion.i18n import Words
from companion.views.components.controls import card, text


def limits(words: Words) -> list[ft.Control]:
    """One card: general information, not watched, not for emergencies, what stays here."""
    return [
        card(
            text(
                words(
                    "This app gives general information and helps you keep notes. It does not diagnose or treat. "
                    "It does not replace your clinician."
                )
            ),
            text(
                words("No one watches your answers as you write them, unless your clinic has told you so in writing.")
            ),
            text(
                words(
                    "It is not for emergencies. If you may hurt yourself or someone, or think you may have a medical "
                    "emergency, call your local emergency number. “Help now” is at the top of every screen."
                )
            ),
            text(words("What you write stays on this device. Nothing goes to your clinic before you say yes.")),
            text(
                words(
                    "Ketamine is not approved by the FDA for PTSD, depression or anxiety. Your clinician may use it "
                    "off-label."
                )
            ),
        )
    ]
