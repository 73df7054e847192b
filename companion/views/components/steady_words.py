"""Small texts that the screens of the exercises share."""

import math

import flet as ft

from companion.i18n import Words
from companion.services.opening import State
from companion.views.components.controls import text
from companion.views.context import AppView


def time_line(words: Words, seconds: float) -> str:
    """How long something takes, in whole minutes."""
    if seconds < 60:
        return words("under 1 minute")
    return words.plural("about {n} minute", "about {n} minutes", math.floor(seconds / 60 + 0.5))


def not_kept(app: AppView) -> list[ft.Control]:
    """In a line, where what is answered goes while the journal is not open."""
    words = app.words
    match app.opening.state:
        case State.OPEN | State.OPENING:
            return []
        case State.LOCKED:
            said = words("Your journal is locked. Your answers are kept, encrypted, and go into it when you unlock it.")
        case _:
            said = words("Your journal is not open. The exercises work, but your answers are not saved.")
    return [text(said, quiet=True, small=True)]
