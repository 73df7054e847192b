"""The field for typing: what is typed is never replaced by what was read of it a moment ago."""

from collections.abc import Callable
from typing import Any

import flet as ft

from companion.views.components.controls import does
from companion.views.components.guard import component
from companion.views.components.reach import room_around
from companion.views.theme import BODY, LINE, SMALL


@component
def TextEntry(
    label: str,
    value: str,
    on_change: Callable[[str], Any],
    *,
    multiline: bool = False,
    max_length: int | None = None,
    password: bool = False,
    field: str = "",
    keyboard: ft.KeyboardType | None = None,
    helper: str = "",
) -> ft.Control:
    """A field with its label always above what is typed. `value` is what it holds at first, by `field`.

    A screen is drawn again while its person goes on typing. Drawn with what was saved by then, the field would lose
    the letters that came in between; so it is drawn with the last that arrived from it. `helper` stands below it.
    """
    drawn: Any = ft.use_ref(lambda: (field, ft.TextField(value=value)))
    if drawn.current[0] != field:
        drawn.current = (field, ft.TextField(value=value))
    # What arrives stands in the field that was drawn last, also before anybody has heard of it.
    held = drawn.current[1].value or ""

    async def typed(event: ft.Event[ft.TextField]) -> None:
        entered = event.control.value or ""
        await does(lambda: on_change(entered))()

    around = room_around(BODY * LINE) + 3
    shown = ft.TextField(
        key=field or None,
        label=label,
        value=held,
        multiline=multiline,
        min_lines=3 if multiline else None,
        max_lines=8 if multiline else 1,
        max_length=max_length,
        password=password,
        can_reveal_password=password,
        keyboard_type=keyboard or ft.KeyboardType.TEXT,
        helper=ft.Text(helper, size=SMALL, color=ft.Colors.ON_SURFACE_VARIANT) if helper else None,
        text_size=BODY,
        content_padding=ft.Padding(16, around, 16, around),
        border=ft.OutlineInputBorder(border_radius=12),
        on_change=typed,
    )
    drawn.current = (field, shown)
    return shown
