"""When the journal does not open, and when something that was asked for failed: in words, with a way on."""

from collections.abc import Callable
from typing import Any

import flet as ft

from companion.errors import CompanionError, KeyMissing, KeyWrong, SecondUnread, StoreBusy, StoreDamaged, StoreWiped
from companion.services.opening import Wish
from companion.views.components.begin_anew import BeginAnew
from companion.views.components.controls import card, dialog, heading, link, live, primary, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.context import AppView, keeps, use_app, use_changes
from companion.views.storage_trouble import Wiped, closed_trouble, copies, trouble_of


@component
def Closed() -> ft.Control:
    """The journal is being opened, or could not be."""
    app = use_app()
    use_changes(app.opening.changes)
    words, failure = app.words, app.opening.failure
    # What failed in the moment in which the journal was lost is said by this screen.
    ft.use_effect(lambda: app.notices.tell(None) if isinstance(failure, StoreBusy) else None, [failure])
    if failure is None:
        return screen(words, words("Journal"), live(words("Opening your journal")), has_page_help=app.has_page_help)
    said = closed_trouble(app, failure)
    return screen(
        words,
        words("Journal"),  # short: beside Help it has little room
        heading(said.title),
        card(text(said.kept), text(said.do)),
        *_ways(app, failure),
        text(words("Help works without your journal: “Help now” is at the top of the screen."), quiet=True),
        has_page_help=app.has_page_help,
    )


def _ways(app: AppView, failure: CompanionError) -> list[ft.Control]:
    """What can be done about it in this place to run."""
    words, opening = app.words, app.opening
    if isinstance(failure, StoreBusy) and app.in_browser:
        return [
            primary(words("Continue here"), lambda: opening.start(Wish.TAKE_OVER)),
            link(words("Try again"), opening.start),
        ]
    if isinstance(failure, StoreWiped):
        return [Wiped()]
    if isinstance(failure, SecondUnread):
        return [
            Wiped(words("The second copy is left as it is. If it can be read again, the app asks which one to open."))
        ]
    again = primary(words("Try again"), opening.start)
    if ways := copies(app, failure):
        return [again, *ways]
    if isinstance(failure, StoreDamaged) and app.rescue:
        return [again, secondary(words("Recover what can be read"), keeps(app, app.rescue))]
    if isinstance(failure, KeyMissing | KeyWrong) and app.begin_anew:
        return [again, BeginAnew()]
    return [again]


@component
def TroubleDialog() -> ft.Control:
    """What failed just now, over whatever screen is open."""
    app = use_app()
    use_changes(app.notices.changes)
    ft.use_dialog(_dialog(app, app.notices.error, lambda: app.notices.tell(None)))
    return ft.Container(width=0, height=0)


def _dialog(app: AppView, error: BaseException | None, close: Callable[[], Any]) -> ft.AlertDialog | None:
    if error is None or (isinstance(error, StoreBusy) and app.opening.opened is None):
        return None
    said = trouble_of(app, error)
    return dialog(said.title, text(said.kept), text(said.do), actions=[(app.words("OK"), close)], on_dismiss=close)
