"""Who takes the person home: one of their people by a tap, or a name that is typed. It stays on this device."""

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from companion.services.bundle import Services
from companion.views import routes
from companion.views.components.controls import card, heading, live, primary, row_link, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.text_entry import TextEntry
from companion.views.context import AppView, keeps, use_app, use_changes, use_services, use_today
from companion.views.course_words import driver_said, infusion_when

LONGEST_NAME = 60


@component
def WhoDrives() -> ft.Control:
    """For one infusion. Saying who is up to the person: that there is somebody is told by one tap elsewhere."""
    app, services = use_app(), use_services()
    use_changes(services.course.changes, services.support.changes)
    use_today()
    words, infusion = app.words, services.course.infusion(ft.use_route_params()["id"])
    name, set_name = ft.use_state("")

    def back() -> None:
        routes.go(ft.context.page, routes.TODAY)

    if infusion is None:
        gone = text(words("This infusion is not in your course any more."))
        return screen(words, "", gone, back=back, has_page_help=app.has_page_help)

    async def keep(who: str) -> None:
        await services.course.confirm_driver(infusion, True, who)
        back()

    field = TextEntry(words("A name"), name, set_name, field="driver", max_length=LONGEST_NAME)
    return screen(
        words,
        words("Who drives you home?"),
        text(infusion_when(words, services, infusion), quiet=True),
        *([live(driver_said(words, infusion))] if infusion.has_driver else []),
        *_people(app, services, keep),
        field,
        text(words("It stays on this device."), quiet=True, small=True),
        *([primary(words("Save"), keeps(app, partial(keep, name)))] if name.strip() else []),
        back=back,
        has_page_help=app.has_page_help,
    )


def _people(app: AppView, services: Services, keep: Callable[[str], Any]) -> list[ft.Control]:
    people = services.support.contacts
    rows = [row_link(one.name, one.relation, keeps(app, partial(keep, one.name)), key=one.id) for one in people]
    if not rows:
        return []
    return [card(heading(app.words("One of your people")), *rows), heading(app.words("Or write a name"))]
