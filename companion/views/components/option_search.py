"""A choice of many options: find it by typing, or pick it from the short list; one tap either way."""

from collections.abc import Callable
from typing import Any

import flet as ft

from companion.domain.answering import Typed
from companion.domain.questionnaire import AnswerValue, Item, Option
from companion.domain.search import found
from companion.i18n import Words
from companion.views.components.controls import choices, link, live
from companion.views.components.guard import component
from companion.views.components.problem import problem
from companion.views.components.text_entry import TextEntry


@component
def OptionSearch(
    words: Words,
    item: Item,
    value: AnswerValue | None,
    on_answer: Callable[[AnswerValue | Typed | None], Any],
    short_list: str,
    *,
    typed: tuple[str, ...] = (),
    calls: int = 0,
) -> ft.Control:
    """A field to type in, and below it what it finds; before that the short list, and all the others on demand.

    What is typed is a search and no answer: it waits, kept with the draft, until a name is picked or it is cleared.
    """
    sought, set_sought = ft.use_state(typed[0] if typed else "")
    shows_all, set_shows_all = ft.use_state(False)
    short = [one for one in item.offered if short_list in one.short_lists or one.coding == value]
    is_short = bool(short) and not sought.strip() and not shows_all
    offered = short if is_short else _matching(words, item, sought)
    by_index = {str(index): one.coding for index, one in enumerate(offered)}
    chosen = next((index for index, coding in by_index.items() if coding == value), None)
    options = [(index, words(coding.display or coding.code)) for index, coding in by_index.items()]
    picks = choices(options, chosen, lambda index: on_answer(by_index[index]), name=words(item.text))

    def seek(entered: str) -> Any:
        set_sought(entered)
        return on_answer(Typed((entered,) if entered.strip() else (), value))

    more = link(words("Show all {n}", n=len(item.offered)), lambda: set_shows_all(True), icon=ft.Icons.EXPAND_MORE)
    return ft.Column(
        [
            TextEntry(words("Find by name"), sought, seek, field=f"find-{item.link_id}", calls=calls),
            *_said(words, sought, len(offered)),
            *(
                [problem(words("Not saved yet: tap a name below to choose it."), bool(calls))]
                if typed and offered
                else []
            ),
            *([picks] if options else []),
            *([more] if is_short else []),
        ],
        spacing=12,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _matching(words: Words, item: Item, typed: str) -> list[Option]:
    names = ((one, (words(one.coding.display), words(one.also))) for one in item.offered)
    return found(names, typed)


def _said(words: Words, typed: str, many: int) -> list[ft.Control]:
    """How much was found, said aloud; nothing before anybody has typed."""
    if not typed.strip():
        return []
    none = words("Nothing with that name was found. Try another word, or clear the field and pick from the list.")
    return [live(words("{n} found", n=many) if many else none, quiet=True, small=True)]
