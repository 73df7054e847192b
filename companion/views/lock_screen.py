"""The locked journal: the PIN, or the recovery code, or a new journal. Nothing on it is about health."""

import asyncio
from collections.abc import Callable
from typing import Any

import flet as ft

from companion.errors import CompanionError, LockError, SecretWrong, StretchMissing, TriesUsedUp
from companion.i18n import Words
from companion.views import routes
from companion.views.components.begin_anew import BeginAnew
from companion.views.components.controls import link, live, primary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.lost_card import lost_card
from companion.views.components.pin_pad import PinPad
from companion.views.components.text_entry import TextEntry
from companion.views.context import use_app, use_changes
from companion.views.wording import trouble


@component
def LockScreen() -> ft.Control:
    """One clear action: enter the PIN. What to do without it is one tap away."""
    app = use_app()
    use_changes(app.opening.changes)
    way, set_way = ft.use_state("pin")
    # An error of the moment in which it was locked is not shown over it.
    ft.use_effect(lambda: app.notices.tell(None), [])
    if way == "code":
        return ByCode(lambda: set_way("pin"), lambda: set_way("neither"))
    if way == "neither":
        return Neither(lambda: set_way("code"))
    return ByPin(lambda: set_way("code"))


@component
def ByPin(on_forgotten: Callable[[], Any]) -> ft.Control:
    """The pad; how many tries are left, and how long to wait."""
    app = use_app()
    words = app.words
    said, set_said = ft.use_state("")
    is_trying, set_trying = ft.use_state(False)
    tries_left, wait = _state(app.opening.locked)
    _use_seconds(wait)

    async def open_it(pin: str) -> None:
        set_trying(True)
        try:
            await app.opening.unlock(lambda keyring: keyring.try_pin(pin))
        except CompanionError as error:
            set_said(_said(words, error, _state(app.opening.locked)[0]))
        finally:
            set_trying(False)

    if is_trying:
        body = [live(words("One moment. The PIN is being checked."))]
    elif tries_left == 0:
        body = [live(_used_up(words)), primary(words("Use the recovery code"), on_forgotten)]
    elif wait > 0:
        body = [live(said), text(wait_line(words, wait))]
    else:
        body = [*([live(said)] if said else []), PinPad(words("Open"), open_it)]
    own = [link(words("My people and my plan"), lambda: routes.go(ft.context.page, routes.SUPPORT))]
    front = app.opening.locked.front if app.opening.locked else None
    allowed = own if front and (front.plan or front.contacts) else []
    forgotten = [] if tries_left == 0 else [link(words("I forgot my PIN"), on_forgotten)]
    return screen(words, words("Enter your PIN"), *body, *forgotten, *allowed,
                  has_page_help=app.has_page_help)  # fmt: skip


@component
def ByCode(on_back: Callable[[], Any], on_neither: Callable[[], Any]) -> ft.Control:
    """The recovery code opens the journal and leads to a new PIN."""
    app = use_app()
    words, page = app.words, ft.context.page
    code, set_code = ft.use_state("")
    said, set_said = ft.use_state("")

    async def open_it() -> None:
        set_said(words("One moment"))
        try:
            await app.opening.unlock(lambda keyring: keyring.try_code(code))
        except CompanionError as error:
            set_said(_said(words, error, None))
            return
        if app.opening.opened:
            app.opening.opened.lock.needs_new_pin = True
            routes.go(page, routes.LOCK)

    return screen(
        words,
        words("Your recovery code"),
        text(words("You wrote it down when you set the PIN: 7 groups of 4 letters and numbers.")),
        TextEntry(words("Recovery code"), code, set_code, field="code"),
        *([live(said)] if said else []),
        primary(words("Open"), open_it),
        link(words("I do not have it"), on_neither),
        back=on_back,
        has_page_help=app.has_page_help,
    )


@component
def Neither(on_back: Callable[[], Any]) -> ft.Control:
    """Neither PIN nor code: what is lost, what is not, and a new journal."""
    app = use_app()
    words = app.words
    return screen(
        words,
        words("Without the PIN and the code"),
        lost_card(words),
        text(words("You can start a new journal and restore a backup into it.")),
        *([BeginAnew(words("Your old journal stays on this device, locked. Nothing is deleted."))]
          if app.begin_anew else []),
        back=on_back,
        has_page_help=app.has_page_help,
    )  # fmt: skip


def _state(locked: Any) -> tuple[int, float]:
    """Tries left and seconds to wait, while it is locked."""
    return (locked.keyring.tries_left, locked.keyring.wait()) if locked else (1, 0.0)


def _use_seconds(wait: float) -> None:
    """Draw anew each second while there is something to wait for."""
    page = ft.context.page
    _, set_count = ft.use_state(0)

    async def count() -> None:
        await asyncio.sleep(min(1.0, max(0.05, wait)))
        set_count(lambda n: n + 1)

    ft.use_effect(lambda: page.run_task(count) if wait > 0 else None, [round(wait, 2)])


def wait_line(words: Words, seconds: float) -> str:
    """How long until the next try."""
    whole = int(seconds) + 1
    if whole <= 90:
        return words.plural("You can try again in {n} second.", "You can try again in {n} seconds.", whole)
    return words.plural("You can try again in {n} minute.", "You can try again in {n} minutes.", -(-whole // 60))


def _used_up(words: Words) -> str:
    return words("There were 10 wrong PINs. Now only your recovery code opens it.")


def _said(words: Words, error: CompanionError, tries_left: int | None) -> str:
    """Why it did not open. `tries_left`: None where tries are not counted."""
    if isinstance(error, SecretWrong) and tries_left is None:
        return words("That is not your recovery code. Check it and try again.")
    if isinstance(error, TriesUsedUp) or tries_left == 0:
        return _used_up(words)
    if isinstance(error, SecretWrong) and tries_left is not None:
        left = words.plural("{n} try is left.", "{n} tries are left.", tries_left)
        return words("That is not your PIN. {left}", left=left)
    said = trouble(words, error)
    return f"{said.title}. {said.do}" if isinstance(error, LockError | StretchMissing) else f"{said.title}. {said.kept}"
