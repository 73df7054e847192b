"""One quiet line when a plan is worth a look: after an urgent warning, and every three months."""

from datetime import datetime

import flet as ft

from companion.domain.safety.rules import Level
from companion.services.bundle import Services
from companion.views.components.controls import link, text
from companion.views.context import AppView, keeps


def review_line(app: AppView) -> list[ft.Control]:
    """Nothing while it is not due, and while the journal is locked."""
    services = app.opening.opened
    if services is None or not services.support.is_due(_flagged(services)):
        return []
    words = app.words
    return [
        text(words("It is a good time to read your plan again. Does it still fit?"), quiet=True),
        link(words("It still fits"), keeps(app, services.support.reviewed)),
    ]


def _flagged(services: Services) -> datetime | None:
    return next((one.at for one in services.safety.warned() if one.level >= Level.URGENT), None)
