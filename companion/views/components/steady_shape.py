"""What an exercise shows beside its words: the seconds that are left, in a shape that breathes or stands still."""

import flet as ft

from companion.views.theme import STRONG

SMALLEST, LARGEST = 110.0, 230.0
NUMBER = 56


def breath_shape(left: int, fullness: float, seconds: float) -> ft.Control:
    """A circle that grows and shrinks to `fullness` (0 to 1) within so many seconds; 0 leaves it where it is."""
    size = SMALLEST + (LARGEST - SMALLEST) * fullness
    circle = ft.Container(
        width=size,
        height=size,
        border_radius=LARGEST,
        bgcolor=ft.Colors.PRIMARY_CONTAINER,
        border=ft.Border.all(2, ft.Colors.PRIMARY),
        animate=ft.Animation(round(seconds * 1000), ft.AnimationCurve.EASE_IN_OUT) if seconds else None,
    )
    return _around(circle, left)


def still_shape(left: int, share: float) -> ft.Control:
    """A ring that stands still and empties second by second; `share` of the step is left."""
    ring = ft.ProgressRing(
        value=share,
        width=LARGEST,
        height=LARGEST,
        stroke_width=12,
        color=ft.Colors.PRIMARY,
        bgcolor=ft.Colors.PRIMARY_CONTAINER,
    )
    return _around(ring, left)


def _around(shape: ft.Control, left: int) -> ft.Control:
    """The number in its middle. A screen reader hears the step's words instead: once, not each second."""
    number = ft.Text(str(left), size=NUMBER, font_family=STRONG, no_wrap=True, color=ft.Colors.ON_PRIMARY_CONTAINER)
    layers = [ft.Container(one, alignment=ft.Alignment.CENTER) for one in (shape, number)]
    drawn = ft.Stack(
        list[ft.Control](layers), height=LARGEST + 20, alignment=ft.Alignment.CENTER, fit=ft.StackFit.EXPAND
    )
    return ft.Semantics(exclude_semantics=True, content=drawn)
