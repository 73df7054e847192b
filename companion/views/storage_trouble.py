"""What a browser's storage can do to a journal, in words, and the way on when the journal is gone."""

from functools import partial

import flet as ft

from companion import errors
from companion.i18n import Words
from companion.services.opening import Wish
from companion.views import routes
from companion.views.components.controls import dialog, link, primary, secondary, text
from companion.views.components.guard import component
from companion.views.context import AppView, use_app
from companion.views.wording import Trouble, trouble


def trouble_of(app: AppView, error: BaseException) -> Trouble:
    """The words for an error, in the browser's own where it differs from a device."""
    return (browser_trouble(app.words, error) if app.in_browser else None) or trouble(app.words, error)


def closed_trouble(app: AppView, failure: BaseException) -> Trouble:
    """The words for a journal that could not be opened."""
    words = app.words
    if isinstance(failure, errors.StoreFull):
        return Trouble(
            words("There is no space left on this device"),
            words("Your journal could not be opened. What was saved before was not changed."),
            words("Delete a few files or photos on this device, then try again."),
        )
    return trouble_of(app, failure)


def browser_trouble(words: Words, error: BaseException) -> Trouble | None:
    """None where the words are the same as on a device."""
    match error:
        case errors.StoreBusy():
            return Trouble(
                words("Your journal is open in another tab"),
                words("Everything you saved is kept. What you started to answer is kept, too."),
                words("Continue there, or continue here. The journal then closes in the other tab or window."),
            )
        case errors.StoreNewer():
            return Trouble(
                words("Your journal was written by a newer version of this app"),
                words("Nothing was changed. Your entries are still here."),
                words("Go online, close every tab of this app, and open it again. You then get the newer version."),
            )  # fmt: skip
        case errors.StoreSplit():
            return Trouble(
                words("There are two copies of a journal here, and they differ"),
                words("Both are kept. Nothing was deleted."),
                words(
                    "Choose the one to open. The other one is set aside in this browser, complete. The one that "
                    "was saved more often is most likely yours."
                ),
            )
        case errors.StoreDamaged():
            return Trouble(
                words("Your journal in this browser is damaged"),
                words("It was left as it is. Nothing was deleted."),
                words("Close the browser, open it again, and try once more. If this keeps happening, tell your "
                      "clinic. A backup can restore your journal in another browser."),
            )  # fmt: skip
        case errors.StoreFull():
            return Trouble(
                words("Not saved: there is no space left"),
                words("What you entered is still on the screen. Everything saved before is kept."),
                words("Delete a few files or photos on this device, then save again. Leave this tab open until then."),
            )
        case errors.KeyMissing() | errors.KeyWrong():
            return Trouble(
                words("The key to your journal is missing"),
                words("Your journal is still in this browser, locked. Nothing was deleted."),
                words("Close the browser, open it again, and try once more. A backup can restore your journal in "
                      "another browser."),
            )  # fmt: skip
        case _:
            return None


def copies(app: AppView, failure: errors.CompanionError) -> list[ft.Control]:
    """The way on with one of the journal's two copies; none where the failure is another one."""
    words, opening = app.words, app.opening
    if isinstance(failure, errors.FirstUnread):
        return [secondary(words("Continue with the second copy"), lambda: opening.start(Wish.KEEP_SECOND))]
    if not isinstance(failure, errors.StoreSplit):
        return []
    first, second = failure.saves
    ways = [(words("Open the second copy: saved {times} times", times=second), Wish.KEEP_SECOND)]
    if first is not None:
        ways.insert(0, (words("Open the first copy: saved {times} times", times=first), Wish.KEEP_FIRST))
    return [secondary(name, partial(opening.start, wish)) for name, wish in ways]


@component
def Wiped(kept: str = "") -> ft.Control:
    """The journal is gone from this browser: a backup first, a new journal only after a question.

    `kept` says what stays of the old one, where something may.
    """
    app = use_app()
    words, page = app.words, ft.context.page
    asks, set_asks = ft.use_state(False)
    again = words("Try again")

    def close() -> None:
        set_asks(False)

    async def bring_back() -> None:
        await app.opening.start(Wish.BEGIN_ANEW)  # a backup is brought into a journal
        if app.opening.opened:
            routes.go(page, routes.RESTORE)

    async def begin() -> None:
        close()
        await app.opening.start(Wish.BEGIN_ANEW)

    question = dialog(
        words("Start a new journal?"),
        *([text(kept)] if kept else []),
        text(words("It starts empty. You can also restore a backup into it later, under More, Backup.")),
        actions=[(words("Not now"), close), (words("Start a new journal"), begin)],
        on_dismiss=close,
    )
    ft.use_dialog(question if asks else None)
    backup, anew = words("I have a backup file"), words("Start a new journal")
    gone = [primary(backup, bring_back), secondary(anew, lambda: set_asks(True)), link(again, app.opening.start)]
    unread = [primary(again, app.opening.start), secondary(backup, bring_back), link(anew, lambda: set_asks(True))]
    return ft.Column(
        unread if kept else gone,
        spacing=8,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
