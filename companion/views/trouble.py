"""When the journal does not open, and when something that was asked for failed: in words, with a way on."""

from collections.abc import Callable
from typing import Any

import flet as ft

from companion.errors import CompanionError, KeyMissing, KeyWrong, StoreBusy, StoreDamaged, StoreWiped
from companion.i18n import Words
from companion.services.opening import Wish
from companion.views.components.begin_anew import BeginAnew
from companion.views.components.controls import card, dialog, live, primary, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.context import AppView, keeps, use_app, use_changes
from companion.views.wording import trouble


@component
def Closed() -> ft.Control:
    """The journal is being opened, or could not be."""
    app = use_app()
    use_changes(app.opening.changes)
    words, failure = app.words, app.opening.failure
    if failure is None:
        return screen(words, words("Companion"), live(words("Opening your journal")), has_page_help=app.has_page_help)
    said = trouble(words, failure)
    return screen(
        words,
        said.title,
        card(text(said.kept), text(said.do)),
        primary(words("Try again"), app.opening.start),
        *_ways(app, failure),
        text(words("Help works without your journal: “Help now” is at the top of the screen."), quiet=True),
        has_page_help=app.has_page_help,
    )


def _ways(app: AppView, failure: CompanionError) -> list[ft.Control]:
    """What else can be done about it in this place to run."""
    words, opening = app.words, app.opening
    if isinstance(failure, StoreDamaged) and app.rescue:
        return [secondary(words("Rescue what can be read"), keeps(app, app.rescue))]
    if isinstance(failure, KeyMissing | KeyWrong) and app.begin_anew:
        return [BeginAnew()]
    if isinstance(failure, StoreBusy) and app.assets:
        return [secondary(words("Go on here"), lambda: opening.start(Wish.TAKE_OVER))]
    if isinstance(failure, StoreWiped):
        return [secondary(words("Begin a new journal"), lambda: opening.start(Wish.BEGIN_ANEW))]
    return []


@component
def TroubleDialog() -> ft.Control:
    """What failed just now, over whatever screen is open."""
    app = use_app()
    use_changes(app.notices.changes)
    ft.use_dialog(_dialog(app.words, app.notices.error, lambda: app.notices.tell(None)))
    return ft.Container(width=0, height=0)


def _dialog(words: Words, error: BaseException | None, close: Callable[[], Any]) -> ft.AlertDialog | None:
    if error is None:
        return None
    said = trouble(words, error)
    return dialog(said.title, text(said.kept), text(said.do), actions=[(words("OK"), close)], on_dismiss=close)
