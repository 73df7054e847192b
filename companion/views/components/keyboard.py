"""What is typed into stays in sight when a window becomes lower, as it does where a keyboard takes its lower half."""

from contextlib import suppress
from dataclasses import dataclass

import flet as ft

COLUMN, FIELD, HEIGHT = "column", "field", "height"


def marked(name: str, field: ft.Control) -> ft.Control:
    """Return a field with a mark above it, to which its column can be scrolled by this name.

    The field itself cannot have such a key: Flet's client makes a new widget of what has one whenever it draws it
    again, and the field would lose what was typed and the keyboard.
    """
    mark = ft.Container(height=0, key=ft.ScrollKey(name))  # type: ignore[call-arg]  # Flet makes its __init__ unseen by mypy
    return ft.Column([mark, field], spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


@dataclass(frozen=True, slots=True)
class Focused:
    """Which field has the keyboard in this window, and the column in which it is: kept with the window's session."""

    page: ft.Page

    def scrolls_in(self, column: ft.Column) -> None:
        """Keep the column of the screen that was drawn last."""
        self.page.session.store.set(COLUMN, column)

    def comes(self, name: str) -> None:
        """Keep which field took the keyboard, and how high the window is before one is drawn on it."""
        self.page.session.store.set(FIELD, name)
        self.page.session.store.set(HEIGHT, self.page.height)

    def goes(self, name: str) -> None:
        """Forget the field that lost the keyboard, unless another one has it by now."""
        if self.page.session.store.get(FIELD) == name:
            self.page.session.store.set(FIELD, None)

    async def follow(self, height: float) -> None:
        """Scroll to the field when the window has become lower. `height` in pixels.

        Flutter does so itself only where it takes the change for a phone's keyboard.
        """
        store = self.page.session.store
        before, column, name = store.get(HEIGHT) or height, store.get(COLUMN), store.get(FIELD)
        store.set(HEIGHT, height)
        if height < before and column and name:
            with suppress(RuntimeError, TimeoutError):  # the screen may be gone again
                await column.scroll_to(scroll_key=name)
