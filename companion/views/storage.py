"""Where your journal is kept: what the browser promises, what may erase the journal, and what can be done."""

import flet as ft

from companion.i18n import Words
from companion.services.storage import StorageState
from companion.views import routes
from companion.views.components.controls import card, heading, live, primary, row_link, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.context import AppView, keeps, use_app, use_services
from companion.views.storage_cards import key_line, said_of_keeping, steps_to_home_screen, use_storage, why_home_screen


@component
def Place() -> ft.Control:
    """The state, the dangers, the ways; in the device form only where the key lies."""
    app, services = use_app(), use_services()
    words, page = app.words, ft.context.page
    state = use_storage(services.storage)
    body: list[ft.Control] = []
    if services.storage:
        body = [live(words("One moment"), quiet=True)]
    if state:
        moves = state.is_apple and not state.is_installed and not services.journal.is_empty()
        ways = HandOver() if moves else WhatToDo(state)
        body = [_promises(words, state), ways, _dangers(words, state)]
    return screen(
        words,
        words("Where your journal is kept"),
        text(key_line(words, services)),
        *body,
        back=lambda: routes.go(page, routes.MORE),
        has_page_help=app.has_page_help,
    )


def _promises(words: Words, state: StorageState) -> ft.Control:
    installed = [text(words("The app is on your home screen."), strong=True)] if state.is_installed else []
    return card(heading(words("Status")), _promise(words, state), _second_copy(words, state), *installed)


def _promise(words: Words, state: StorageState) -> ft.Control:
    if state.is_persisted:
        return _said(
            words("This browser has promised to keep your journal."),
            words("It erases your journal only when you tell it to."),
        )
    said = (
        words("This browser does not say whether it keeps your journal.")
        if state.is_persisted is None
        else words("This browser has not promised to keep your journal.")
    )
    return _said(said, words("It may erase your journal when space runs low."))


def _second_copy(words: Words, state: StorageState) -> ft.Control:
    if state.has_mirror:
        return _said(
            words("There is a second copy in this browser."),
            words("If the first copy gets lost, the app restores your journal from this one."),
        )
    if state.holds_other:
        return _said(
            words("The second copy in this browser belongs to another journal."),
            words("It is left as it is. The next time you open the app, it asks which one you want. Make a backup "
                  "now."),
        )  # fmt: skip
    return _said(
        words("The second copy in this browser is out of date."),
        words(
            "If the first copy gets lost now, your newest entries are lost too. The cause is often too little "
            "space. Delete a few files or photos, then make a backup."
        ),
    )


def _said(state: str, meaning: str) -> ft.Control:
    return ft.Column([text(state, strong=True), text(meaning, quiet=True)], spacing=2, tight=True)


def _dangers(words: Words, state: StorageState) -> ft.Control:
    unvisited = words("Safari erases it after 7 days without a visit, unless the app is on the home screen.")
    removed = words("Removing the app from the home screen erases it.")
    return card(
        heading(words("What can erase it")),
        *([text(unvisited)] if state.erases_unvisited else []),
        *([text(removed)] if state.is_apple and state.is_installed else []),
        text(words("Clearing this browser's website data erases it.")),
        text(words("Closing a private window erases it.")),
        text(
            words(
                "If this device gets lost or breaks, your journal on it is gone. A backup file kept somewhere "
                "else is still there."
            )
        ),
    )


@component
def WhatToDo(state: StorageState) -> ft.Control:
    """Home screen, the browser's promise, a backup; the first that is open is the filled button."""
    app = use_app()
    words = app.words
    leads = state.offers_home_screen  # then this is the first thing to do, and asking is the quieter one
    parts = [*_home_screen(app, state), *([AskToKeep(not leads)] if not state.is_persisted else [])]
    return card(heading(words("What you can do")), *parts, backup_line(words))


def _home_screen(app: AppView, state: StorageState) -> list[ft.Control]:
    words = app.words
    if state.is_installed:
        return []
    if state.can_install:
        return [*why_home_screen(words, state), Install()]
    if state.is_apple:
        return [*why_home_screen(words, state), *steps_to_home_screen(words)]
    return [
        text(
            words(
                "Add the app to your home screen, if your browser's menu offers that. Browsers are less likely to "
                "erase what is there."
            )
        )
    ]


def backup_line(words: Words) -> ft.Control:
    """The way to the backup."""
    page = ft.context.page
    return row_link(
        words("Make a backup"), words("One locked file, to keep in another place"),
        lambda: routes.go(page, routes.BACKUP),
    )  # fmt: skip


@component
def Install() -> ft.Control:
    """The browser's own offer."""
    app, services = use_app(), use_services()
    storage = services.storage

    async def install() -> None:
        if storage:
            await storage.install()

    return primary(app.words("Add it to the home screen"), keeps(app, install))


@component
def AskToKeep(is_first: bool) -> ft.Control:
    """The button, and what the browser answered."""
    app, services = use_app(), use_services()
    words, storage = app.words, services.storage
    said, set_said = ft.use_state("")

    async def ask() -> None:
        if storage:
            set_said(said_of_keeping(words, await storage.persist()))

    button = primary if is_first else secondary
    shown = [live(said)] if said else []
    return ft.Column(
        [button(words("Ask the browser to keep it"), keeps(app, ask)), *shown],
        spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )  # fmt: skip


@component
def HandOver() -> ft.Control:
    """On an iPhone or iPad, where entries were made in a tab: how they come along to the app on the home screen."""
    app = use_app()
    words, page = app.words, ft.context.page
    return card(
        heading(words("Move to the home screen")),
        text(words("The app on the home screen starts with an empty journal. To bring yours with you:")),
        text(words("1. Make a backup file here, with a recovery code. Write the code down.")),
        primary(words("Make a backup"), lambda: routes.go(page, routes.BACKUP)),
        text(words("2. Tap Share, the square with an arrow. If you do not see it, tap the three dots first.")),
        text(words("3. Tap “Add to Home Screen”. Then open the app from there.")),
        text(words("4. Tap “I have a backup file” there, type the code, and choose the file.")),
        text(words("Your entries stay in this tab, too. From then on, write on the home screen only."), quiet=True),
    )
