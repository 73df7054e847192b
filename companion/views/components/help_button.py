"""Help where no page draws it: a window of its own, a phone build. In a page it is HTML above the canvas."""

import flet as ft

from companion.i18n import Words
from companion.views import routes
from companion.views.components.reach import room_around
from companion.views.theme import BODY, STRONG


def native_help_button(words: Words) -> ft.Control:
    """The button in its place at the top right."""
    around = room_around(BODY)
    return ft.OutlinedButton(
        words("Help now"),
        style=ft.ButtonStyle(
            color=ft.Colors.ERROR,
            side=ft.BorderSide(2, ft.Colors.ERROR),
            shape=ft.RoundedRectangleBorder(radius=12),
            padding=ft.Padding(16, around, 16, around),
            text_style=ft.TextStyle(size=BODY, font_family=STRONG),
        ),
        on_click=lambda: routes.go(ft.context.page, "/help"),
    )
