"""The way on when the journal's key is gone: a new journal, the old one set aside, after a question."""

from typing import Any

import flet as ft

from companion.views import routes
from companion.views.components.controls import dialog, secondary, text
from companion.views.components.guard import component
from companion.views.context import keeps, use_app


@component
def BeginAnew(kept: str = "") -> ft.Control:
    """A button, and the question that says what is kept; `kept` says it where the key is not what is missing."""
    app = use_app()
    words, page = app.words, ft.context.page
    asks, set_asks = ft.use_state(False)

    def close() -> None:
        set_asks(False)

    async def begin() -> None:
        close()
        if app.begin_anew:
            await app.begin_anew()
        if app.opening.opened:
            routes.go(page, routes.BACKUP)  # after the first start, this is where a backup is brought back

    question: Any = dialog(
        words("Start a new journal?"),
        text(
            kept
            or words(
                "Your old journal stays on this device, locked, in its own folder. Nothing is deleted. If its key "
                "is found again, it can be opened again."
            )
        ),
        text(words("The new journal is empty. If you have a backup, you can restore it there.")),
        actions=[(words("Not now"), close), (words("Start a new journal"), keeps(app, begin))],
        on_dismiss=close,
    )
    ft.use_dialog(question if asks else None)
    return secondary(words("Start a new journal"), lambda: set_asks(True))
