"""How a screen is laid out: one column, its heading beside the place of Help, Back where there is one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flet as ft

from companion.i18n import Words
from companion.views.components.controls import heading, link, text
from companion.views.components.help_button import native_help_button
from companion.views.components.reach import target
from companion.views.theme import CONTENT_WIDTH, GAP, SIDE

SCROLL_NEWS = 700
"""Milliseconds between two words of the client about where a column is scrolled to."""

LONG_TITLE = 20
"""Letters of a title that still stand beside Help."""


@dataclass
class Place:
    """Where a long screen is scrolled to. `seen` is told; the screen that is drawn last can be moved."""

    seen: Callable[[Any], Any]
    column: ft.Column | None = None

    async def move_to(self, key: str) -> None:
        """Scroll to what has this `ft.ScrollKey`."""
        if self.column:
            await self.column.scroll_to(scroll_key=key)


def screen(
    words: Words,
    title: str,
    *controls: ft.Control,
    has_page_help: bool,
    back: Callable[[], Any] | None = None,
    overline: str = "",
    page: str = "",
    back_words: str = "",
    place: "Place | None" = None,
) -> ft.Control:
    """A scrolling column under a top line that keeps Help's place free.

    Without `back` a short title stands in the top line; with it, Back and `overline` do, and the title follows below,
    as a long one always does. Another `page` of the same screen begins at its top, wherever the one before was
    scrolled to. `back_words` stand in the place of "Back". A `place` follows where it is scrolled to.
    """
    is_below = bool(title) and (back is not None or len(title) > LONG_TITLE)
    if back:
        left: list[ft.Control] = [
            link(back_words or words("Back"), back, icon=ft.Icons.CLOSE if back_words else ft.Icons.ARROW_BACK)
        ]
        left += [text(overline, quiet=True, small=True)] if overline else []
    else:
        left = [] if is_below else [ft.Container(heading(title, level=1, in_line=True), expand=True)]
    top = _top_line(words, left, has_page_help)
    body = [heading(title, level=1)] if is_below else []
    column = ft.Column(
        key=page or None,
        controls=[*body, *controls, ft.Container(height=24)],
        spacing=GAP,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        on_scroll=place.seen if place else None,
        scroll_interval=SCROLL_NEWS,
    )
    if place:
        place.column = column
    inner = ft.Column([top, column], spacing=0, expand=True)
    return ft.Container(
        expand=True,
        alignment=ft.Alignment.TOP_CENTER,
        padding=ft.Padding(SIDE, 0, SIDE, 0),
        content=ft.Container(inner, width=CONTENT_WIDTH, expand=True),
    )


def _top_line(words: Words, left: list[ft.Control], has_page_help: bool) -> ft.Control:
    right = _help_place(words("Help now")) if has_page_help else native_help_button(words)
    words_beside = ft.Row(left, spacing=8, wrap=len(left) > 1)
    # At 200 % text two lines stand here: not at the very edge of the screen.
    room = ft.Container(words_beside, padding=ft.Padding(0, 8, 0, 8), expand=True)
    return ft.Row(
        [room, right],
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )


def _help_place(label: str) -> ft.Control:
    """The room at the top right that belongs to the page's Help: as large as its letters ever get (help.css)."""
    return ft.Container(width=40 + 14 * len(label), height=target() + 16)
