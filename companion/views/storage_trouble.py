"""What a browser's storage can do to a journal, in words, and the way on when the journal is gone."""

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
                words("Everything you saved is kept. What you began to answer is kept, too."),
                words("Go on there, or go on here. The journal then closes in the other tab or window."),
            )
        case errors.StoreNewer():
            return Trouble(
                words("Your journal was written by a newer version of this app"),
                words("Nothing was changed. Your entries are still here."),
                words("Go online, close every tab of this app, and open it again. The newer version then comes by "
                      "itself."),
            )  # fmt: skip
        case errors.StoreDamaged():
            return Trouble(
                words("Your journal in this browser is damaged"),
                words("It was left as it is. Nothing was deleted."),
                words("Close the browser, open it again and try once more. If this stays, tell your clinic. A backup "
                      "can bring your journal back in another browser."),
            )  # fmt: skip
        case errors.StoreFull():
            return Trouble(
                words("Not saved: there is no space left"),
                words("What you entered is still on the screen. Everything saved before is kept."),
                words("Delete a few files or photos on this device, then save again. Leave this tab open until then."),
            )
        case errors.KeyMissing() | errors.KeyWrong():
            return Trouble(
                words("The key to your journal is not here"),
                words("Your journal is still in this browser, locked. Nothing was deleted."),
                words("Close the browser, open it again and try once more. A backup can bring your journal back in "
                      "another browser."),
            )  # fmt: skip
        case _:
            return None


@component
def Wiped() -> ft.Control:
    """The journal is gone from this browser: a backup first, a new journal only after a question."""
    app = use_app()
    words, page = app.words, ft.context.page
    asks, set_asks = ft.use_state(False)

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
        words("Begin a new journal?"),
        text(words("It begins empty. You can bring a backup into it later, too: under More, Backup.")),
        actions=[(words("Not now"), close), (words("Begin a new journal"), begin)],
        on_dismiss=close,
    )
    ft.use_dialog(question if asks else None)
    return ft.Column(
        [
            primary(words("I have a backup file"), bring_back),
            secondary(words("Begin a new journal"), lambda: set_asks(True)),
            link(words("Try again"), app.opening.start),
        ],
        spacing=8,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
