"""One window or tab of the app: what it draws from its first moment on, and what it tells of its person."""

from typing import Any

import flet as ft

from companion.views.context import AppView
from companion.views.looks import wear
from companion.views.root import Root
from companion.views.theme import FONTS, fonts_at

INPUT = ("click", "change", "submit", "focus", "keyboard_event", "route_change")


def open_window(page: ft.Page, view: AppView) -> None:
    """Draw the app in this window; what goes wrong in it is told without the message, which may quote an entry."""
    page.session.store.set("app", view)

    def tell(message: str) -> None:
        view.notices.tell(RuntimeError())  # never the message: it may quote what was typed

    page.session.error = tell  # type: ignore[method-assign]
    _outlive_controls(page)
    if not view.in_browser:
        _hear(page, view)
    page.title = "Companion"
    page.fonts = fonts_at(FONTS, view.assets)
    wear(page, view.first_look)
    page.render_views(Root, view)


def _outlive_controls(page: ft.Page) -> None:
    """Let a reply for a control that has left the screen meanwhile end its wait, as any other reply does.

    Flet raises there. In the browser that ends the loop that reads the client's messages: no tap would be heard again.
    """
    handle = page.session.handle_invoke_method_results

    def answered(control_id: int, call_id: str, result: Any, error: str | None) -> None:
        handle(page._i, call_id, result, error)  # the page never leaves, and a call is known by its own id

    page.session.handle_invoke_method_results = answered  # type: ignore[method-assign]


def _hear(page: ft.Page, view: AppView) -> None:
    """Where no page of ours tells of taps and keys, what reaches the app does."""
    dispatch = page.session.dispatch_event

    async def heard(control_id: int, name: str, data: Any) -> Any:
        if name in INPUT and view.notice and await view.notice("touched"):
            return None  # meant for a screen that is gone
        return await dispatch(control_id, name, data)

    page.session.dispatch_event = heard  # type: ignore[method-assign,assignment]
