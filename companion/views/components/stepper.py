"""A value between two buttons that make it smaller and larger: nothing has to be dragged."""

from collections.abc import Callable
from typing import Any

import flet as ft

from companion.views.components.controls import step_button

BETWEEN = 16
"""Room between two of them: a field's label stands on its border, also at 200 %."""


def stepper(shown: ft.Control, less: str, more: str, on_step: Callable[[int], Any]) -> ft.Control:
    """`shown` is what stands between; `less` and `more` are what the buttons are called, `on_step` gets -1 or 1."""
    return ft.Row(
        [
            step_button("−", less, lambda: on_step(-1)),
            ft.Container(shown, expand=True),
            step_button("+", more, lambda: on_step(1)),
        ],
        spacing=8,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
