"""Help where no page draws it: a window of its own, a phone build. In a page it is HTML above the canvas."""

import flet as ft

from companion.i18n import Words
from companion.views import routes


def native_help_button(words: Words) -> ft.Control:
    """The button in its place at the top right."""
    return ft.OutlinedButton(
        words("Help now"),
        height=48,
        style=ft.ButtonStyle(color=ft.Colors.ERROR, side=ft.BorderSide(2, ft.Colors.ERROR)),
        on_click=lambda: routes.go(ft.context.page, "/help"),
    )
