"""The lists to prepare and to recover, where they are offered: begun over days, gone on with, changed when saved."""

from collections.abc import Callable

import flet as ft

from companion.content import CHECKLISTS
from companion.services.bundle import Services
from companion.views import routes
from companion.views.components.controls import card, dialog, heading, link, row_link, secondary, text
from companion.views.components.guard import component
from companion.views.context import AppView, keeps, use_app, use_services
from companion.views.wording import day_name


def unfinished_lists(services: Services) -> list[ft.Control]:
    """A card for each list that was begun."""
    drafts = (services.journal.draft_of(form) for form in CHECKLISTS)
    return [UnfinishedList(draft.form) for draft in drafts if draft and draft.answers]


@component
def UnfinishedList(form: str) -> ft.Control:
    """A list that was begun: to go on with, or to throw away, which is asked about. It may hold the work of days."""
    app, services = use_app(), use_services()
    words, journal, page = app.words, services.journal, ft.context.page
    asks, set_asks = ft.use_state(False)
    draft = journal.draft_of(form)

    async def throw_away() -> None:
        set_asks(False)
        if draft:
            await journal.discard(draft.id)

    ft.use_dialog(
        dialog(
            words("Throw this list away?"),
            text(words("What you answered in it is gone then.")),
            actions=[(words("Keep it"), lambda: set_asks(False)), (words("Throw it away"), keeps(app, throw_away))],
            on_dismiss=lambda: set_asks(False),
        )
        if asks
        else None
    )
    if draft is None:
        return ft.Container()
    kept = (
        words("Not finished. What you answered is kept on this device.")
        if journal.is_kept(draft.id)
        else words("Your last answers could not be saved yet. Go on and save again.")
    )
    return card(
        heading(words(journal.forms[form].title)),
        text(kept),
        secondary(words("Go on"), lambda: routes.go(page, routes.form_route(form))),
        link(words("Throw it away"), lambda: set_asks(True)),
    )


def checklist_lines(app: AppView, services: Services) -> list[ft.Control]:
    """A line for each list, and one for the last that was saved of it."""
    return [line for form in CHECKLISTS for line in _lines(app, services, form)]


def _lines(app: AppView, services: Services, form: str) -> list[ft.Control]:
    words, journal = app.words, services.journal
    draft, latest = journal.draft_of(form), journal.latest(form)
    title = words(journal.forms[form].title)
    is_begun = draft is not None and bool(draft.answers)
    said = words("Not finished: go on") if is_begun else ""
    is_offered = is_begun or form in services.content.checklists
    lines = [row_link(title, said, _to(routes.form_route(form)), key=form)] if is_offered else []
    if latest:
        day = day_name(words, latest.occurrence.date, journal.now().date)
        saved = words("{title}: saved", title=title)
        change = words("{day}, {time}. Look at it or change it", day=day, time=words.time(latest.occurrence.clock))
        lines.append(row_link(saved, change, _to(routes.entry_route(latest.id)), key=latest.id))
    return lines


def _to(route: str) -> Callable[[], None]:
    return lambda: routes.go(ft.context.page, route)
