"""Choosing a country: the most frequent first, all others behind one tap."""

from collections.abc import Callable
from typing import Any

import flet as ft

from companion.views.components.controls import choices, link
from companion.views.components.guard import component
from companion.views.context import use_app

FIRST = ("US", "CA", "GB", "IE", "AU", "NZ")


@component
def CountryChoice(chosen: str, on_pick: Callable[[str], Any]) -> ft.Control:
    """Radio lines of countries; the chosen one is always among those shown."""
    app = use_app()
    words = app.words
    shows_all, set_shows_all = ft.use_state(False)
    names = {code: words(name) for code, name in app.content.crisis.countries.items()}
    first = [code for code in FIRST if code in names]
    if chosen in names and chosen not in first:
        first.append(chosen)
    rest = sorted((code for code in names if code not in first), key=lambda code: names[code])
    shown = [*first, *(rest if shows_all else [])]
    field = choices([(code, names[code]) for code in shown], chosen or None, on_pick, name=words("Country"))
    more = [] if shows_all else [link(words("Show all countries"), lambda: set_shows_all(True))]
    return ft.Column([field, *more], spacing=8, tight=True)
