"""A phone number that is not one number: says why, and asks which one is meant."""

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from companion.domain.phones import Problem, read_phone
from companion.i18n import Words
from companion.views.components.controls import secondary


def phone_trouble(words: Words, typed: str) -> str:
    """Return why what was typed cannot be called as one number, "" where it can."""
    read = read_phone(typed)
    match read.problem:
        case None:
            return ""
        case Problem.SEVERAL:
            return words("There may be more than one number here. Choose the one to call.")
        case Problem.LETTERS:
            return words(
                "Some digits of this number are written as letters. Check the number that is written in digits."
            )
        case Problem.WORDS if read.choices:
            return words("There are words next to the number. Choose the number to call.")
        case Problem.DATE:
            return words("This looks like a date. If it is a phone number, write only its digits.")
        case Problem.LONG:
            return words("This number is too long. A phone number has up to 15 digits.")
        case _:
            return words("This number cannot be called. Use digits, and a + at the start if it has one.")


def phone_choices(words: Words, typed: str, pick: Callable[[str], Any]) -> list[ft.Control]:
    """Return a button for each number that may be meant; `pick` gets its text."""
    return [secondary(words("Use {number}", number=one), partial(pick, one)) for one in read_phone(typed).choices]
