"""A text and a counter; the names are those that the worker calls."""

import json

import flet as ft


@ft.component
def Counter() -> ft.Control:
    """A text and a button."""
    count, set_count = ft.use_state(0)
    return ft.Column([ft.Text(f"count {count}"), ft.FilledButton("add", on_click=lambda: set_count(count + 1))])


def draw(page: ft.Page) -> None:
    """Draw it."""
    page.render(Counter)


async def rehearsed(assets: str) -> None:
    """Drawn once, as the app's screens are."""
    from companion.app.stage import draw_once

    await draw_once(draw)


def prepare(assets: str) -> None:
    """Nothing to prepare."""


def start(prepared: None) -> None:
    """As the app starts."""
    import companion_page
    import flet_js
    from flet.messaging import pyodide_connection

    pyodide_connection.flet_js = flet_js
    assert json.loads(companion_page.site)
    ft.run(draw)
    companion_page.opened()
