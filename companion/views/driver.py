"""Who takes the person home: one of their people by a tap, or a name that is typed. It stays on this device."""

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from companion.domain.answering import is_blank, too_long_by
from companion.services.bundle import Services
from companion.views import routes
from companion.views.components.ask import use_ask
from companion.views.components.controls import card, heading, live, primary, row_link, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.text_entry import LimitedEntry
from companion.views.context import AppView, keeps, use_app, use_changes, use_services, use_today
from companion.views.course_words import driver_said, infusion_when

LONGEST_NAME = 60
"""Code points."""


@component
def WhoDrives() -> ft.Control:
    """For one infusion. Saying who is up to the person: that there is somebody is told by one tap elsewhere."""
    app, services = use_app(), use_services()
    use_changes(services.course.changes, services.support.changes)
    use_today()
    words, infusion = app.words, services.course.infusion(ft.use_route_params()["id"])
    begun, place = services.course.begun, f"driver {ft.use_route_params()['id']}"
    name, set_name = ft.use_state("".join(begun.texts(place)))
    wrong, set_wrong = ft.use_state(0)
    ask, page = use_ask(words, words("Keep editing")), ft.context.page

    def write(entered: str) -> None:
        begun.keep(place, (entered,))
        set_name(entered)

    def back() -> None:
        begun.drop(place)
        routes.go(page, routes.TODAY)

    def leave() -> None:
        if is_blank(name):
            back()
        else:
            ask(
                words("Leave this name out?"),
                words("This is not saved yet: {name}", name=name),
                words("Leave it out"),
                back,
            )

    if infusion is None:
        gone = text(words("This infusion is not in your course anymore."))
        return screen(words, "", gone, back=back, has_page_help=app.has_page_help)

    async def keep(who: str) -> None:
        await services.course.confirm_driver(infusion, True, who)
        back()

    async def pick(who: str) -> None:
        if is_blank(name) or name == who:
            await keep(who)
        else:
            said = words("This is not saved yet: {name}", name=name)
            ask(words("Leave this name out?"), said, words("Leave it out"), keeps(app, partial(keep, who)))

    async def save() -> None:
        if too_long_by(name, LONGEST_NAME):
            set_wrong(wrong + 1)
        else:
            await keep(name)

    field = LimitedEntry(words, words("A name"), name, write, field="driver", most=LONGEST_NAME, calls=wrong)
    return screen(
        words,
        words("Who drives you home?"),
        text(infusion_when(words, services, infusion), quiet=True),
        *([live(driver_said(words, infusion))] if infusion.has_driver else []),
        *_people(app, services, pick),
        field,
        text(words("It stays on this device."), quiet=True, small=True),
        *([primary(words("Save"), keeps(app, save))] if not is_blank(name) else []),
        back=leave,
        has_page_help=app.has_page_help,
    )


def _people(app: AppView, services: Services, keep: Callable[[str], Any]) -> list[ft.Control]:
    people = services.support.contacts
    rows = [row_link(one.name, one.relation, keeps(app, partial(keep, one.name)), key=one.id) for one in people]
    if not rows:
        return []
    return [card(heading(app.words("One of your people")), *rows), heading(app.words("Or write a name"))]
