"""A number that is typed: read as people write it, and otherwise told in words what it must be."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import flet as ft

from companion.domain.answering import Typed
from companion.domain.number_reading import Reading, Trouble, read_number, targets
from companion.domain.questionnaire import AnswerValue, Item
from companion.i18n import Words
from companion.views.components.controls import live, secondary
from companion.views.components.guard import component
from companion.views.components.text_entry import TextEntry

OnSeveral = Callable[[Mapping[str, int]], Any]
"""Is given linkId -> number where one field held the answers to several questions, and a person has said so."""


@component
def NumberEntry(
    words: Words,
    item: Item,
    value: AnswerValue | None,
    on_answer: Callable[[AnswerValue | Typed | None], Any],
    *,
    typed: tuple[str, ...] = (),
    beside: Sequence[Item] = (),
    on_several: OnSeveral | None = None,
    calls: int = 0,
) -> ft.Control:
    """A field with a numeric keyboard. What does not fit is no answer yet; the line below the field says so.

    `typed` is what it holds where that is no answer; `beside` are the numbers of its group, which one field may hold
    together. What may have been meant is offered and never taken by itself.
    """
    shown, set_shown = ft.use_state(typed[0] if typed else "" if value is None else str(value))
    step, set_step = ft.use_state(0)
    together = beside if on_several else ()
    reading = read_number(item, shown, together)

    def change(entered: str) -> Any:
        set_shown(entered)
        read = read_number(item, entered, together)
        return on_answer(Typed((entered,)) if read.trouble else read.number)

    def take(offer: tuple[int, ...]) -> Any:
        if len(offer) > 1 and on_several:
            return on_several({one.link_id: number for one, number in zip(together, offer, strict=False)})
        set_shown(str(offer[0]))
        set_step(step + 1)  # a new field, which shows what is kept
        return on_answer(offer[0])

    said = _below(words, item, reading)
    field = TextEntry(
        words(item.text),
        shown,
        change,
        field=f"{item.link_id}-{step}" if step else item.link_id,
        keyboard=ft.KeyboardType.NUMBER,
        helper=said,
        error=said if calls and reading.trouble else "",
        calls=calls if reading.trouble else 0,
    )
    offers = [secondary(_offer(words, item, together, one), partial(take, one)) for one in reading.offers]
    asked = [live(_question(words, reading), small=True)] if offers else []
    return ft.Column(
        [field, *asked, *offers], spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )


def _below(words: Words, item: Item, reading: Reading) -> str:
    """The unit, or what a number must be to be kept. The line is always there, so that nothing jumps."""
    if reading.trouble is None:
        return words(item.unit) or " "
    if reading.offers:
        return words("Not saved yet: look below the field.")
    if reading.trouble is Trouble.SEVERAL:
        return words("Not saved yet: type one number here.")
    if item.minimum is not None and item.maximum is not None:
        return words("Not saved yet: type a number from {low} to {high}.", low=item.minimum, high=item.maximum)
    return words("Not saved yet: type a whole number.")


def _question(words: Words, reading: Reading) -> str:
    match reading.trouble:
        case Trouble.FRACTION:
            return words("Whole numbers only. Tap the number to use it.")
        case Trouble.SEVERAL:
            return words("This looks like more than one number. Tap to put each one in its own field.")
        case _:
            return words("Did you mean this number? Tap to use it.")


def _offer(words: Words, item: Item, beside: Sequence[Item], offer: tuple[int, ...]) -> str:
    if len(offer) == 1:
        return words("Use {n}", n=offer[0])
    named = zip(targets(item, beside, len(offer)), offer, strict=False)
    return "\n".join(words("{question}: {n}", question=words(one.text), n=number) for one, number in named)
