"""What the app is not: the standing lines that a person reads at the first start and under About."""

import flet as ft

from companion.i18n import Words
from companion.services.bundle import Services
from companion.views.components.controls import card, text


def clinic_line(words: Words, services: Services) -> str:
    """What becomes of what is written here, as it is now."""
    clinic = services.clinic
    if not clinic.can_send:
        return words("What you write stays on this device.")
    if clinic.may_send():
        return words("What you write is kept on this device and sent to {clinic}. You can stop that under More.",
                     clinic=clinic.name)  # fmt: skip
    if services.journal.was_any_sent():
        return words("What you write now stays on this device. What was sent before stays with {clinic}.",
                     clinic=clinic.name)  # fmt: skip
    return words("What you write stays on this device. Nothing goes to your clinic unless you say yes.")


def about_note_words(words: Words) -> list[ft.Control]:
    """What the app does with the words of a note."""
    return [
        text(
            words(
                "When you save a note, the app looks for words such as “hopeless”. If it finds one, it offers "
                "help. It does this on your device. No one sees it, and nothing is sent."
            )
        ),
        text(words("It misses a lot and is often wrong. It is not a judgment about you."), quiet=True),
    ]


def limits(words: Words, where_it_goes: str) -> list[ft.Control]:
    """One card: general information, not watched, not for emergencies, what becomes of what is written."""
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
                    "It is not for emergencies. If you may hurt yourself or someone else, or may be having a medical "
                    "emergency, call your local emergency number. “Help now” is at the top of every screen."
                )
            ),
            text(where_it_goes),
            text(
                words(
                    "Ketamine is not approved by the FDA for PTSD, depression or anxiety. Your clinician may use it "
                    "off-label."
                )
            ),
        )
    ]
