"""The first start: what the app is not, and the country for the help numbers. Each can be left for later."""

from collections.abc import Callable
from typing import Any

import flet as ft

from companion.views.components.controls import link, primary, text
from companion.views.components.country import CountryChoice
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.context import keeps, use_app, use_changes, use_services
from companion.views.limits import limits


@component
def Welcome() -> ft.Control:
    """One step at a time."""
    step, set_step = ft.use_state(0)
    if step == 0:
        return Limits(lambda: set_step(1))
    return CountryStep()


@component
def Limits(on_done: Callable[[], Any]) -> ft.Control:
    """Step one: the limits, read or left for later."""
    app, services = use_app(), use_services()
    words = app.words

    async def read() -> None:
        await services.preferences.change(has_read_limits=True)
        on_done()

    return screen(
        words,
        words("Welcome"),
        text(words("Before you start: what this app is, and what it is not.")),
        *limits(words),
        primary(words("I have read this"), keeps(app, read)),
        link(words("Later"), on_done),
        has_page_help=app.has_page_help,
    )


@component
def CountryStep() -> ft.Control:
    """Step two: the country, or later."""
    app, services = use_app(), use_services()
    use_changes(services.preferences.changes)
    words, preferences = app.words, services.preferences
    country = preferences.choices.country

    def pick(value: str) -> object:
        return keeps(app, lambda: preferences.change(country=value))()

    finish = keeps(app, lambda: preferences.change(was_welcomed=True))
    return screen(
        words,
        words("Where are you?"),
        text(words("So that “Help now” shows the right numbers. This stays on this device.")),
        CountryChoice(country, pick),
        primary(words("Start"), finish) if country else link(words("Later"), finish),
        has_page_help=app.has_page_help,
    )
