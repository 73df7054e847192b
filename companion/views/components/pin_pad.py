"""Digits by tapping large keys or by a keyboard; what was entered is shown as dots."""

from collections.abc import Callable
from typing import Any

import flet as ft

from companion.views.components.controls import does, live, primary, secondary
from companion.views.components.guard import component
from companion.views.context import use_words
from companion.views.theme import HEADING, RADIUS, STRONG

SHORTEST, LONGEST = 6, 12
KEY = 64
"""Height of a key; wider than that it is by itself."""

ROWS = ("123", "456", "789")


@component
def PinPad(action: str, on_done: Callable[[str], Any]) -> ft.Control:
    """Six to twelve digits, then one button. `on_done` is given them; the pad is empty again afterwards."""
    words, page = use_words(), ft.context.page
    entered, set_entered = ft.use_state("")
    # Taps come faster than the pad is drawn anew: what counts is what was entered, not what was drawn.
    held: Any = ft.use_ref("")
    is_busy: Any = ft.use_ref(False)
    wanted: Any = ft.use_ref(None)
    wanted.current = on_done

    def hold(digits: str) -> None:
        held.current = digits[:LONGEST]
        set_entered(held.current)

    def delete() -> None:
        hold(held.current[:-1])

    async def done() -> None:
        digits = held.current
        if len(digits) < SHORTEST or is_busy.current:
            return
        is_busy.current = True
        hold("")
        try:
            await does(lambda: wanted.current(digits))()
        finally:
            is_busy.current = False

    async def typed(event: ft.KeyboardEvent) -> None:
        key = event.key.removeprefix("Numpad ")
        if len(key) == 1 and key.isascii() and key.isdigit():
            hold(held.current + key)
        elif key in ("Backspace", "Delete"):
            delete()
        elif key == "Enter":
            await done()

    def listen() -> None:
        page.on_keyboard_event = typed
        page.update()

    def stop() -> None:
        page.on_keyboard_event = None

    ft.use_effect(listen, [], cleanup=stop)
    rows = [ft.Row([_key(digit, hold, held) for digit in row], spacing=8) for row in ROWS]
    last = [ft.Container(expand=True), _key("0", hold, held), _plain(words("Delete"), delete)]
    count = live(words.plural("{n} digit entered", "{n} digits entered", len(entered)), quiet=True, small=True)
    ready = primary(action, done) if len(entered) >= SHORTEST else secondary(action, done)
    pad = [_dots(len(entered)), count, *rows, ft.Row(last, spacing=8), ready]
    return ft.Column(pad, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _dots(count: int) -> ft.Control:
    """As many as the shortest PIN has places, full ones for what was entered; more where more was."""
    dots = [
        ft.Container(
            width=14, height=14, border_radius=7, border=ft.Border.all(2, ft.Colors.PRIMARY),
            bgcolor=ft.Colors.PRIMARY if at < count else None,
        )
        for at in range(max(SHORTEST, count))
    ]  # fmt: skip
    row = ft.Row(list[ft.Control](dots), spacing=10, alignment=ft.MainAxisAlignment.CENTER)
    return ft.Container(row, padding=ft.Padding(0, 8, 0, 0))


def _key(digit: str, hold: Callable[[str], None], held: Any) -> ft.Control:
    return _plain(digit, lambda: hold(held.current + digit), size=HEADING)


def _plain(label: str, on_click: Callable[[], Any], *, size: float = 16) -> ft.Control:
    around = max(0, (KEY - round(size * 1.25)) // 2)
    style = ft.ButtonStyle(
        shape=ft.RoundedRectangleBorder(radius=RADIUS),
        padding=ft.Padding(0, around, 0, around),
        text_style=ft.TextStyle(size=size, font_family=STRONG, height=1.25),
    )
    words = ft.Text(label, text_align=ft.TextAlign.CENTER, no_wrap=True)
    return ft.OutlinedButton(words, on_click=does(on_click), style=style, expand=True)
