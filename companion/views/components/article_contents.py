"""What stands on a long page, in the order of its headings: a tap goes there."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import flet as ft

from companion.domain.article_text import Section
from companion.i18n import Words
from companion.views.components.controls import link
from companion.views.components.guard import component

MANY = 8
"""From so many headings on, a page is one that people look something up in."""


def contents(words: Words, sections: Sequence[Section], move: Callable[[int], Awaitable[None]]) -> list[ft.Control]:
    """Return the list of a long page, closed at first; nothing for a page that is read from its top.

    Args:
        move: scrolls to the section with this index.
    """
    titled = [(index, one.title) for index, one in enumerate(sections) if one.title]
    return [Contents(words, titled, move)] if len(titled) >= MANY else []  # type: ignore[list-item]


@component
def Contents(words: Words, titled: list[tuple[int, str]], move: Callable[[int], Awaitable[None]]) -> ft.Control:
    """The headings as links, or the link that opens them."""
    is_open, set_open = ft.use_state(False)
    if not is_open:
        return link(words("On this page"), lambda: set_open(True), icon=ft.Icons.EXPAND_MORE)
    lines: list[ft.Control] = [
        link(title, partial(move, index), icon=ft.Icons.ARROW_DOWNWARD) for index, title in titled
    ]
    return ft.Column(lines, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
