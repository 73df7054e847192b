"""What is missing before something that was typed is kept."""

import flet as ft

from companion.views.components.controls import text


def problem(value: str, is_stopped: bool) -> ft.Control:
    """What is missing before something typed is kept: quiet while it is typed, said aloud where it stops the person."""
    if not is_stopped:
        return text(value, quiet=True, small=True)
    shown = text(value, small=True)
    shown.color = ft.Colors.ERROR
    return ft.Semantics(live_region=True, container=True, content=shown)
