"""How large what is tapped must be in the window that is being drawn: 48 pixels, 56 where it is dim."""

import flet as ft

from companion.views.theme import GAP, SIDE, TARGET, Palette, target_of

BETWEEN_NUMBERS = 4
MOST_IN_A_ROW = 6
UNKNOWN_WIDTH = 360.0
"""A narrow phone's, until the window has told its own."""


def set_target(page: ft.Page, palette: Palette) -> None:
    """Keep the size of a look for this window; its root does so each time it is drawn."""
    page.session.store.set("target", target_of(palette))


def target() -> int:
    """The least height of what is tapped, in pixels."""
    kept: int | None = ft.context.page.session.store.get("target")
    return kept or TARGET


def room_around(content: float) -> int:
    """The padding above and below content of this height that makes it a target."""
    return max(0, -int(-(target() - content) // 2))


def rows_of(numbers: int) -> int:
    """In how many rows so many numbers stand, each as wide as a target, also inside a card."""
    width = min(ft.context.page.width or UNKNOWN_WIDTH, 640.0) - 2 * (SIDE + GAP + 1)
    fit = int((width + BETWEEN_NUMBERS) // (target() + BETWEEN_NUMBERS))
    return -(-numbers // max(1, min(MOST_IN_A_ROW, fit)))
