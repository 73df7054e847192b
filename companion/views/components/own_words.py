"""Answers in the person's own words: a list of lines, or one beside the options of a choice."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import flet as ft

from companion.domain.answering import OwnWords, Tick
from companion.domain.questionnaire import AnswerValue, Item, ItemType
from companion.i18n import Words
from companion.views.components.controls import choices, heading, link
from companion.views.components.guard import component
from companion.views.components.text_entry import TextEntry
from companion.views.components.toggles import toggles

OWN = "own"


@component
def Lines(words: Words, item: Item, texts: Sequence[str], on_change: Callable[[tuple[str, ...]], Any]) -> ft.Control:
    """One field for each line, more on demand. An empty line is none."""
    held: Any = ft.use_ref(lambda: dict(enumerate(texts or ("",))))
    drawn, set_drawn = ft.use_state(0)

    def keep(changed: dict[int, str]) -> Any:
        held.current = changed
        return on_change(tuple(changed.values()))

    def remove(number: int) -> Any:
        set_drawn(drawn + 1)
        return keep({key: line for key, line in held.current.items() if key != number})

    def add() -> None:
        held.current = {**held.current, max(held.current, default=-1) + 1: ""}
        set_drawn(drawn + 1)

    def write(number: int, entered: str) -> Any:
        return keep({**held.current, number: entered})

    lines: list[ft.Control] = []
    for place, (number, line) in enumerate(held.current.items(), 1):
        field, most = f"{item.link_id}-{number}", item.max_length
        lines.append(TextEntry(words("Line {n}", n=place), line, partial(write, number), field=field, max_length=most))
        if len(held.current) > 1:
            lines.append(link(words("Remove line {n}", n=place), partial(remove, number), icon=ft.Icons.CLOSE))
    more = link(words("Add another line"), add, icon=ft.Icons.ADD)
    return _column([*lines, more])


@component
def Ticks(
    words: Words, item: Item, value: AnswerValue | None, on_answer: Callable[[Tick | OwnWords], Any]
) -> ft.Control:
    """Several of several, and below them, where the question is open, lines of one's own."""
    kept = value if isinstance(value, tuple) else ()
    offered = {str(index): option for index, option in enumerate(item.options)}
    ticked = frozenset(index for index, option in offered.items() if option in kept)
    options = [(index, words(option.display or option.code)) for index, option in offered.items()]
    boxes = toggles(options, ticked, lambda index: on_answer(Tick(offered[index])), name=words(item.text))
    if item.type is not ItemType.OPEN_CHOICE:
        return boxes
    texts = [one for one in kept if isinstance(one, str)]
    own = Lines(words, item, texts, lambda lines: on_answer(OwnWords(lines)))
    return _column([boxes, heading(words("Something else"), level=3), own])


@component
def OpenChoice(
    words: Words, item: Item, value: AnswerValue | None, on_answer: Callable[[AnswerValue | None], Any]
) -> ft.Control:
    """One of several, or one's own words. What was typed comes back when the options are left again."""
    typed: Any = ft.use_ref(lambda: value if isinstance(value, str) else "")
    is_own, set_own = ft.use_state(isinstance(value, str))
    offered = {str(index): option for index, option in enumerate(item.options)}
    chosen = next((index for index, option in offered.items() if option == value), None)

    def pick(index: str) -> Any:
        set_own(index == OWN)
        return on_answer(typed.current if index == OWN else offered[index])

    def write(entered: str) -> Any:
        typed.current = entered
        return on_answer(entered)

    options = [(index, words(option.display or option.code)) for index, option in offered.items()]
    options.append((OWN, words("Something else")))
    picks = choices(options, OWN if is_own else chosen, pick, name=words(item.text))
    field = TextEntry(
        words("In your own words"), typed.current, write, field=f"{item.link_id}-own", max_length=item.max_length
    )
    return _column([picks, *([field] if is_own else [])])


def _column(controls: list[ft.Control]) -> ft.Control:
    return ft.Column(controls, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
