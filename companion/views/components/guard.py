"""A component whose failure shows a card instead of freezing the session.

In Flet an exception while a component is drawn again ends the session's updates without a word. So every component
of this app is made by `component`, never by `ft.component`.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import flet as ft
from flet.components.utils import current_component

from companion.views.components.error_card import error_card

P = ParamSpec("P")
R = TypeVar("R")

log = logging.getLogger("companion.views")


def component(draw: Callable[P, R]) -> Callable[P, R]:
    """A Flet component that draws an error card when it cannot draw itself."""
    return ft.component(_guarded(draw, error_card))


def view_component(draw: Callable[P, R]) -> Callable[P, R]:
    """The same for a component that draws a whole `ft.View`."""
    return ft.component(_guarded(draw, lambda again: ft.View(route="/", controls=[ft.SafeArea(error_card(again))])))


def _guarded(draw: Callable[P, R], card: Callable[[Callable[[], None]], Any]) -> Callable[P, R]:
    @wraps(draw)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return draw(*args, **kwargs)
        except Exception as error:
            log.error("%s could not be drawn", draw.__name__, exc_info=error)
            shown: R = card(current_component()._schedule_update)
            return shown

    return guarded
