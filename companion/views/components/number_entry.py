"""A number that is typed: kept when it can be one, and otherwise told in words what it must be."""

from collections.abc import Callable
from typing import Any

import flet as ft

from companion.domain.answering import fits
from companion.domain.questionnaire import AnswerValue, Item
from companion.i18n import Words
from companion.views.components.guard import component
from companion.views.components.text_entry import TextEntry


@component
def NumberEntry(
    words: Words, item: Item, value: AnswerValue | None, on_answer: Callable[[AnswerValue | None], Any]
) -> ft.Control:
    """A field with a numeric keyboard. What does not fit is no answer yet; the line below the field says so."""
    typed, set_typed = ft.use_state("" if value is None else str(value))

    def change(entered: str) -> Any:
        set_typed(entered)
        return on_answer(_number(item, entered))

    return TextEntry(
        words(item.text),
        typed,
        change,
        field=item.link_id,
        keyboard=ft.KeyboardType.NUMBER,
        helper=_below(words, item, typed),
    )


def _number(item: Item, entered: str) -> int | None:
    digits = entered.strip()
    if not digits.removeprefix("-").isdecimal() or len(digits) > 18:
        return None
    number = int(digits)
    return number if fits(item, number) else None


def _below(words: Words, item: Item, entered: str) -> str:
    """The unit, or what a number must be to be kept. The line is always there, so that nothing jumps."""
    unit = words(item.unit) or " "
    if not entered.strip() or _number(item, entered) is not None:
        return unit
    if item.minimum is not None and item.maximum is not None:
        return words("Not kept yet: type a number from {low} to {high}.", low=item.minimum, high=item.maximum)
    return words("Not kept yet: type a whole number.")
