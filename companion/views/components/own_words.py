"""Answers in the person's own words: a list of lines, or one beside the options of a choice."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import flet as ft

from companion.domain.answering import Given, Tick, Typed, as_lines, as_text, is_blank
from companion.domain.questionnaire import AnswerValue, Item, ItemType
from companion.i18n import Words
from companion.views.components.ask import use_ask
from companion.views.components.controls import choices, heading, link
from companion.views.components.guard import component
from companion.views.components.text_entry import LimitedEntry
from companion.views.components.toggles import toggles

OWN = "own"


@component
def Lines(
    words: Words, item: Item, texts: Sequence[str], on_change: Callable[[tuple[str, ...]], Any], *, calls: int = 0
) -> ft.Control:
    """One field for each line, more on demand. An empty line is none; one that is written is asked about first."""
    ask = use_ask(words)
    held: Any = ft.use_ref(lambda: dict(enumerate(texts or ("",))))
    drawn, set_drawn = ft.use_state(0)

    def keep(changed: dict[int, str]) -> Any:
        held.current = changed
        return on_change(tuple(changed.values()))

    def remove(number: int) -> Any:
        set_drawn(drawn + 1)
        return keep({key: line for key, line in held.current.items() if key != number})

    def remove_asked(number: int) -> Any:
        line = held.current.get(number, "")
        if is_blank(line):
            return remove(number)
        return ask(words("Delete this line?"), line, words("Delete it"), lambda: remove(number))

    def add() -> None:
        held.current = {**held.current, max(held.current, default=-1) + 1: ""}
        set_drawn(drawn + 1)

    def write(number: int, entered: str) -> Any:
        return keep({**held.current, number: entered})

    lines: list[ft.Control] = []
    for place, (number, line) in enumerate(held.current.items(), 1):
        field, most = f"{item.link_id}-{number}", item.max_length
        name = words("Line {n}", n=place)
        lines.append(LimitedEntry(words, name, line, partial(write, number), most=most, field=field, calls=calls))
        if len(held.current) > 1:
            lines.append(link(words("Remove line {n}", n=place), partial(remove_asked, number), icon=ft.Icons.CLOSE))
    more = link(words("Add another line"), add, icon=ft.Icons.ADD)
    return _column([*lines, more])


@component
def Ticks(
    words: Words,
    item: Item,
    value: AnswerValue | None,
    on_answer: Callable[[Given], Any],
    *,
    typed: tuple[str, ...] = (),
    calls: int = 0,
) -> ft.Control:
    """Several of several, and below them, where the question is open, lines of one's own."""
    kept = value if isinstance(value, tuple) else ()
    offered = {str(index): option for index, option in enumerate(item.options)}
    ticked = frozenset(index for index, option in offered.items() if option in kept)
    options = [(index, words(option.display or option.code)) for index, option in offered.items()]
    boxes = toggles(options, ticked, lambda index: on_answer(Tick(offered[index])), name=words(item.text))
    if item.type is not ItemType.OPEN_CHOICE:
        return boxes
    texts = typed or [one for one in kept if isinstance(one, str)]
    own = Lines(words, item, texts, lambda lines: on_answer(as_lines(item, lines, beside_ticks=True)), calls=calls)
    return _column([boxes, heading(words("Something else"), level=3), own])


@component
def OpenChoice(
    words: Words,
    item: Item,
    value: AnswerValue | None,
    on_answer: Callable[[Given], Any],
    *,
    typed: tuple[str, ...] = (),
    calls: int = 0,
) -> ft.Control:
    """One of several, or one's own words. What was typed is kept aside while an option is chosen, and comes back."""
    own: Any = ft.use_ref(lambda: typed[0] if typed else value if isinstance(value, str) else "")
    is_own, set_own = ft.use_state(isinstance(value, str) or (value is None and bool(typed)))
    offered = {str(index): option for index, option in enumerate(item.options)}
    chosen = next((index for index, option in offered.items() if option == value), None)

    def pick(index: str) -> Any:
        set_own(index == OWN)
        if index == OWN:
            return on_answer(as_text(item, own.current))
        return on_answer(Typed((own.current,), offered[index]) if own.current else offered[index])

    def write(entered: str) -> Any:
        own.current = entered
        return on_answer(as_text(item, entered))

    options = [(index, words(option.display or option.code)) for index, option in offered.items()]
    options.append((OWN, words("Something else")))
    picks = choices(options, OWN if is_own else chosen, pick, name=words(item.text))
    field = LimitedEntry(
        words, words("In your own words"), own.current, write, most=item.max_length, field=f"{item.link_id}-own",
        calls=calls,
    )  # fmt: skip
    return _column([picks, *([field] if is_own else [])])


def _column(controls: list[ft.Control]) -> ft.Control:
    return ft.Column(controls, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
