"""The field for typing: what is typed is never replaced by what was read of it a moment ago, and never cut."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import flet as ft

from companion.domain.answering import length_of, too_long_by
from companion.i18n import Words
from companion.views.components.controls import does
from companion.views.components.guard import component
from companion.views.components.reach import room_around
from companion.views.theme import BODY, LINE, SMALL

NEAR = 200
"""So many characters before its end a limit is said."""


@component
def TextEntry(
    label: str,
    value: str,
    on_change: Callable[[str], Any],
    *,
    multiline: bool = False,
    password: bool = False,
    field: str = "",
    keyboard: ft.KeyboardType | None = None,
    helper: str = "",
    error: str = "",
    calls: int = 0,
    is_private: bool = False,
) -> ft.Control:
    """A field with its label always above what is typed. `value` is what it holds at first, by `field`.

    A screen is drawn again while its person goes on typing. Drawn with what was saved by then, the field would lose
    the letters that came in between; so it is drawn with the last that arrived from it. `helper` stands below it,
    and `error` in its place where the field stops its person. Each new number in `calls` moves the focus into it.
    `is_private`: the keyboard is asked to learn nothing from what is typed.
    """
    drawn: Any = ft.use_ref(lambda: (field, ft.TextField(value=value)))
    if drawn.current[0] != field:
        drawn.current = (field, ft.TextField(value=value))
    # What arrives stands in the field that was drawn last, also before anybody has heard of it.
    held = drawn.current[1].value or ""

    async def typed(event: ft.Event[ft.TextField]) -> None:
        entered = event.control.value or ""
        await does(lambda: on_change(entered))()

    async def take_focus() -> None:
        if calls:
            with suppress(RuntimeError, TimeoutError):  # it may be gone again
                await drawn.current[1].focus()

    ft.use_effect(take_focus, [calls])
    around = room_around(BODY * LINE) + 3
    shown = ft.TextField(
        key=field or None,
        label=label,
        value=held,
        multiline=multiline,
        min_lines=3 if multiline else None,
        max_lines=8 if multiline else 1,
        password=password,
        can_reveal_password=password,
        keyboard_type=keyboard or ft.KeyboardType.TEXT,
        helper=ft.Text(helper, size=SMALL, color=ft.Colors.ON_SURFACE_VARIANT) if helper else None,
        error=ft.Text(error, size=SMALL, color=ft.Colors.ERROR) if error else None,
        text_size=BODY,
        enable_ime_personalized_learning=not is_private,
        content_padding=ft.Padding(16, around, 16, around),
        border=ft.OutlineInputBorder(border_radius=12),
        on_change=typed,
    )
    drawn.current = (field, shown)
    return shown


@component
def LimitedEntry(
    words: Words,
    label: str,
    value: str,
    on_change: Callable[[str], Any],
    *,
    most: int | None,
    multiline: bool = False,
    field: str = "",
    helper: str = "",
    calls: int = 0,
) -> ft.Control:
    """A field whose text has a limit, in code points as everything behind it counts. Nothing is ever cut.

    What is longer stays in the field, and the line below says by how much. `on_change` gets every text, too long or
    not: the caller decides what is kept of it.
    """
    known, know = ft.use_state((field, value))
    now = known[1] if known[0] == field else value

    def change(entered: str) -> Any:
        if limit_line(words, entered, most) != limit_line(words, now, most):
            know((field, entered))
        return on_change(entered)

    over = too_long_by(now, most)
    said = limit_line(words, now, most)
    return TextEntry(
        label, value, change, multiline=multiline, field=field, helper="" if over else said or helper,
        error=said if over else "", calls=calls,
    )  # fmt: skip


def limit_line(words: Words, entered: str, most: int | None) -> str:
    """How many characters are left, near the end alone, or by how many it is too long; "" where neither matters."""
    if most is None:
        return ""
    if over := too_long_by(entered, most):
        return words("Not saved yet: too long by {n} characters. Nothing is cut off. Please make it shorter.", n=over)
    left = most - length_of(entered)
    return words("Characters left: {n}", n=left) if left < NEAR else ""
