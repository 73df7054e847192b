"""The card in place of a screen that could not be drawn. It needs nothing that may have failed."""

from collections.abc import Callable
from gettext import NullTranslations

import flet as ft

from companion.i18n import Words
from companion.views import routes
from companion.views.components.help_button import native_help_button


def error_card(again: Callable[[], None]) -> ft.Control:
    """Says that this screen does not work, what is kept, and what can be done. Help stays in its place."""
    words, has_page_help = _surroundings()
    ink = ft.Colors.ON_SURFACE  # said, because a screen that is dim by itself lies in a window that is not
    help_button = [] if has_page_help else [native_help_button(words)]
    return ft.Container(
        padding=ft.Padding(20, 72, 20, 20),
        content=ft.Column(
            [
                *help_button,
                ft.Semantics(
                    heading_level=1,
                    container=True,
                    content=ft.Text(
                        words("This screen did not open"), theme_style=ft.TextThemeStyle.HEADLINE_SMALL, color=ink
                    ),
                ),
                ft.Text(
                    words("Something in the app went wrong. What you saved is still saved on this device."), color=ink
                ),
                ft.Text(words("Help still works: it is at the top of the screen."), color=ink),
                ft.FilledButton(words("Try again"), on_click=lambda: again(), height=56),
                ft.TextButton(words("Go to Today"), on_click=lambda: routes.go(ft.context.page, "/"), height=56),
            ],
            spacing=16,
        ),
    )


def _surroundings() -> tuple[Words, bool]:
    """Language and help of this session, read without hooks: the failed component's are out of step."""
    app = ft.context.page.session.store.get("app")
    return (app.words, app.has_page_help) if app else (Words(NullTranslations()), True)
