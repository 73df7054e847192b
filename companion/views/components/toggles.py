"""Several of several: a full line for each, tapped on and off."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import flet as ft

from companion.views.components.controls import does
from companion.views.components.reach import room_around
from companion.views.theme import BODY, LINE

BOX_LINE = 40
"""Height of a checkbox in its line."""


def toggles(
    options: Sequence[tuple[str, str]], chosen: frozenset[str], on_tap: Callable[[str], Any], *, name: str
) -> ft.Control:
    """`options` are (value, label); `on_tap` is given the one that was tapped; `name` is the group's.

    What is chosen after a tap is for the caller to say: two quick taps both come before the first is drawn.
    """
    tiles = [_tile(label, value in chosen, partial(on_tap, value)) for value, label in options]
    return ft.Semantics(label=name, container=True, content=ft.Column(list[ft.Control](tiles), spacing=8))


def _tile(label: str, is_on: bool, on_tap: Callable[[], Any]) -> ft.Control:
    line = ft.Row(
        [
            ft.Checkbox(value=is_on, height=BOX_LINE, on_change=does(on_tap)),
            ft.Text(label, size=BODY, color=ft.Colors.ON_SURFACE, expand=True, style=ft.TextStyle(height=LINE)),
        ],
        spacing=4,
    )
    around = room_around(BOX_LINE) + 2
    tile = ft.Container(
        content=line,
        padding=ft.Padding(8, around, 12, around),
        border_radius=12,
        bgcolor=ft.Colors.PRIMARY_CONTAINER if is_on else ft.Colors.SURFACE_CONTAINER,
        border=ft.Border.all(2 if is_on else 1, ft.Colors.PRIMARY if is_on else ft.Colors.OUTLINE),
        on_click=does(on_tap),
    )
    return ft.MergeSemantics(tile)
