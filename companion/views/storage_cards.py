"""What other screens say of the journal's place, in the browser form: home screen, keeping, brought back."""

from collections.abc import Callable
from typing import Any

import flet as ft

from companion.i18n import Words
from companion.services.bundle import Services
from companion.services.storage import Storage, StorageState
from companion.views import routes
from companion.views.components.controls import card, heading, link, live, primary, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.context import keeps, use_app, use_changes, use_services


def use_storage(storage: Storage | None) -> StorageState | None:
    """What the browser promises, read anew when the screen opens; None in the device form and before it is known."""
    page = ft.context.page
    use_changes(*([storage.changes] if storage else []))
    ft.use_effect(lambda: page.run_task(storage.look) if storage else None, [id(storage)])
    return storage.state if storage else None


def key_line(words: Words, services: Services) -> str:
    """Where the journal's key lies, and who can therefore read the journal."""
    if services.lock.is_set:
        return words("Your journal is encrypted. Your PIN or your recovery code opens it.")
    if services.storage:
        return words(
            "Your journal is in this browser, encrypted. Its key is stored here too. Anyone who can unlock this device "
            "and open the app can read your journal."
        )
    if services.key_in_file:
        return words(
            "Your journal is encrypted. This device has no keyring, so its key is in a file next to the journal. "
            "Anyone who can read your files here can read your journal."
        )
    return words("Your journal is encrypted. Its key is in this device's keyring.")


def steps_to_home_screen(words: Words) -> list[ft.Control]:
    """How it is done on an iPhone or iPad, which has no button for it."""
    return [
        text(words("1. Tap Share, the square with an arrow. If you do not see it, tap the three dots first.")),
        text(words("2. Tap “Add to Home Screen”.")),
    ]


def why_home_screen(words: Words, state: StorageState) -> list[ft.Control]:
    """Why it is better there; on an iPhone also why before the first entry."""
    if not state.is_apple:
        return [
            text(
                words(
                    "From there it opens with one tap, also offline. Browsers are less likely to erase what an app "
                    "on the home screen keeps."
                )
            )
        ]
    return [
        text(
            words(
                "Safari erases what a page keeps after 7 days without a visit. It does not do that to an app on "
                "the home screen."
            )
        ),
        text(
            words(
                "The app on the home screen keeps its own journal, separate from this tab. So it is best to do "
                "this before your first entry."
            )
        ),
    ]


@component
def HomeScreenStep(on_done: Callable[[], Any]) -> ft.Control:
    """A step of the first start. It is offered once."""
    app, services = use_app(), use_services()
    words, storage = app.words, services.storage
    state = use_storage(storage)
    is_done, set_done = ft.use_state(False)

    async def install() -> None:
        if storage and await storage.install():
            set_done(True)

    if is_done:
        body: list[ft.Control] = [_installed(words), primary(words("Continue"), on_done)]
    elif state is None or not state.offers_home_screen:
        body = [primary(words("Continue"), on_done)]  # the offer was taken back
    elif state.is_apple:
        open_it = text(words("3. Open the app from the home screen and start there."))
        body = [*why_home_screen(words, state), card(*steps_to_home_screen(words), open_it),
                link(words("Later. Continue in this tab"), on_done)]  # fmt: skip
    else:
        body = [*why_home_screen(words, state), primary(words("Add it to the home screen"), keeps(app, install)),
                link(words("Later"), on_done)]  # fmt: skip
    title = heading(words("Add the app to your home screen"))
    return screen(words, words("Welcome"), title, *body, has_page_help=app.has_page_help)


@component
def HomeScreenCard() -> ft.Control:
    """The same on Today, where the browser made its offer only after the first start; while the journal is empty."""
    app, services = use_app(), use_services()
    use_changes(services.preferences.changes, services.journal.changes)
    words, storage = app.words, services.storage
    state = use_storage(storage)
    is_done, set_done = ft.use_state(False)
    if is_done:
        return card(_installed(words))
    is_told = services.preferences.choices.knows_home_screen or not services.journal.is_empty()
    if storage is None or state is None or is_told or not state.offers_home_screen:
        return nothing()

    async def install() -> None:
        set_done(await storage.install())
        await services.preferences.change(knows_home_screen=True)

    later = keeps(app, lambda: services.preferences.change(knows_home_screen=True))
    action = (
        steps_to_home_screen(words)
        if state.is_apple
        else [secondary(words("Add it to the home screen"), keeps(app, install))]
    )
    return card(
        heading(words("Add the app to your home screen")),
        *why_home_screen(words, state),
        *action,
        link(words("Later"), later),
    )


def _installed(words: Words) -> ft.Control:
    return live(words("The app is on your home screen. From now on, open it there."))


@component
def BroughtBack() -> ft.Control:
    """On Today after a start that had to restore the journal, until it is dismissed."""
    app, services = use_app(), use_services()
    storage = services.storage
    use_changes(*([storage.changes] if storage else []))
    words, page = app.words, ft.context.page
    if storage is None or not storage.restored:
        return nothing()
    return card(
        heading(words("Your journal was restored")),
        live(
            words(
                "This browser lost your journal. It was restored from its second copy. Check that your newest "
                "entries are there."
            )
        ),
        secondary(words("Open the journal"), lambda: routes.go(page, routes.JOURNAL)),
        link(words("OK, do not show this again"), storage.dismiss_restored),
    )


@component
def Keeping(waits: bool) -> ft.Control:
    """On Saved: asks the browser once to keep the journal, in words first where the browser has a question of its own.

    `waits`: another question is on the screen.
    """
    app, services = use_app(), use_services()
    words, storage, preferences = app.words, services.storage, services.preferences
    state = use_storage(storage)
    asks, _ = ft.use_state(not preferences.choices.was_asked_to_keep)
    answer, set_answer = ft.use_state("")
    is_open = asks and state is not None and (bool(answer) or not state.is_persisted)
    asks_by_itself = is_open and state is not None and not state.asks_person

    async def ask() -> None:
        if storage is None:
            return
        await preferences.change(was_asked_to_keep=True)
        set_answer("yes" if await storage.persist() else "no")

    async def leave() -> None:
        await preferences.change(was_asked_to_keep=True)
        set_answer("later")

    async def ask_at_once() -> None:
        if asks_by_itself and not answer:
            await ask()

    ft.use_effect(keeps(app, ask_at_once), [asks_by_itself])
    if state is None or not is_open or answer == "later":
        return nothing()
    if state.asks_person:
        return nothing() if waits else _question(words, answer, keeps(app, ask), keeps(app, leave))
    return _may_be_erased(words, ft.context.page) if state.erases_unvisited else nothing()


def _question(words: Words, answer: str, ask: Callable[[], Any], leave: Callable[[], Any]) -> ft.Control:
    if answer:
        return live(said_of_keeping(words, answer == "yes", again=words("You can ask again later, under More.")))
    return card(
        heading(words("Ask this browser to keep your journal?")),
        text(
            words(
                "Without a promise, it may erase your journal when space runs low. Your browser may ask if this "
                "page can store data. That is how it asks about your journal."
            )
        ),
        secondary(words("Yes, ask it"), ask),
        secondary(words("Not now"), leave),
    )


def said_of_keeping(words: Words, has_promised: bool, *, again: str = "") -> str:
    """What the browser answered; `again` says where it can be asked another time."""
    if has_promised:
        return words("This browser has promised to keep your journal.")
    return " ".join(
        [words("This browser did not promise to keep your journal."), again or words("You can ask again another day.")]
    )


def _may_be_erased(words: Words, page: ft.Page) -> ft.Control:
    return card(
        heading(words("This browser may erase your journal")),
        text(words("Safari erases what a page keeps after 7 days without a visit.")),
        link(words("See what you can do"), lambda: routes.go(page, routes.STORAGE)),
    )


def nothing() -> ft.Control:
    """Takes no room; the gap of the column around it is given back."""
    return ft.Container(width=0, height=0, visible=False)
