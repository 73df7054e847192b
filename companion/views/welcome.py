"""The first start: what the app is not, the home screen, the country for Help. Each can be left for later."""

import asyncio
from collections.abc import Awaitable, Callable

import flet as ft

from companion.services.storage import Storage, StorageState
from companion.views import routes
from companion.views.components.controls import card, link, live, primary, text
from companion.views.components.country import CountryChoice
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.context import keeps, use_app, use_changes, use_services
from companion.views.limits import about_note_words, clinic_line, limits
from companion.views.storage_cards import HomeScreenStep, use_storage


@component
def Welcome() -> ft.Control:
    """One step at a time."""
    services = use_services()
    step, set_step = ft.use_state(0)
    state = use_storage(services.storage)
    offers_home_screen = state is not None and state.offers_home_screen

    async def after_limits() -> None:
        # Who taps before the browser has answered must still hear of the home screen: on an iPhone it matters.
        known = await _answer_of(services.storage)
        set_step(1 if known is not None and known.offers_home_screen else 2)

    if step == 0:
        return Limits(after_limits)
    if step == 1:
        return HomeScreenStep(lambda: set_step(2))
    return CountryStep(knows_home_screen=offers_home_screen)


async def _answer_of(storage: Storage | None) -> StorageState | None:
    """What the browser says of the journal's place; None where there is none and where it says nothing in 5 s."""
    if storage is None:
        return None
    try:
        return storage.state or await asyncio.wait_for(storage.look(), 5)
    except TimeoutError:
        return None


@component
def Limits(on_done: Callable[[], Awaitable[None]]) -> ft.Control:
    """Step one: the limits, read or left for later."""
    app, services = use_app(), use_services()
    words, state = app.words, use_storage(services.storage)
    offer = [BackupOffer()] if services.storage and services.journal.is_empty() else []
    comes_from_tab = state is not None and state.is_apple and state.is_installed

    async def read() -> None:
        await services.preferences.change(has_read_limits=True)
        await on_done()

    return screen(
        words,
        words("Welcome"),
        *(offer if comes_from_tab else []),
        text(words("Before you start: what this app is, and what it is not.")),
        *limits(words, clinic_line(words, services)),
        WordsOffer(),
        primary(words("I have read this"), keeps(app, read)),
        link(words("Later"), keeps(app, on_done)),
        *([] if comes_from_tab else offer),
        has_page_help=app.has_page_help,
    )


@component
def WordsOffer() -> ft.Control:
    """What happens with the words of a note, and a way to have none of it."""
    app, services = use_app(), use_services()
    use_changes(services.preferences.changes)
    words, is_on = app.words, services.preferences.choices.offers_after_words
    turn = keeps(app, lambda: services.preferences.change(offers_after_words=not is_on))
    state = words("This is on.") if is_on else words("This is off.")
    return card(
        *about_note_words(words),
        live(state, quiet=True),
        link(words("Turn it off") if is_on else words("Turn it on"), turn),
    )


@component
def BackupOffer() -> ft.Control:
    """For who had a journal elsewhere: on another phone, or, on an iPhone, in a tab beside this app."""
    app, services = use_app(), use_services()
    words, page = app.words, ft.context.page
    state = use_storage(services.storage)
    begin = link(words("I have a backup file"), lambda: routes.go(page, routes.RESTORE))
    if state and state.is_apple and state.is_installed:
        said = words(
            "Did you make entries in the browser before? They are not here yet. A backup file brings them over."
        )
        return card(text(said), begin)
    return begin


@component
def CountryStep(knows_home_screen: bool) -> ft.Control:
    """The country, or later."""
    app, services = use_app(), use_services()
    use_changes(services.preferences.changes)
    words, preferences = app.words, services.preferences
    country = preferences.choices.country

    def pick(value: str) -> object:
        return keeps(app, lambda: preferences.change(country=value))()

    told = preferences.choices.knows_home_screen or knows_home_screen
    finish = keeps(app, lambda: preferences.change(was_welcomed=True, knows_home_screen=told))
    return screen(
        words,
        words("Where are you?"),
        text(words("This lets “Help now” show the right numbers. It stays on this device.")),
        CountryChoice(country, pick),
        primary(words("Start"), finish) if country else link(words("Later"), finish),
        has_page_help=app.has_page_help,
    )
