"""The lists to prepare and to recover, where they are offered: when due, begun over days, changed when saved."""

from collections.abc import Callable

import flet as ft

from companion.content import CHECKLISTS
from companion.services.bundle import Services
from companion.views import routes
from companion.views.components.ask import AskedLink
from companion.views.components.controls import card, heading, row_link, secondary, text
from companion.views.components.guard import component
from companion.views.context import AppView, keeps, use_app, use_services
from companion.views.wording import day_name


def unfinished_lists(services: Services) -> list[ft.Control]:
    """A card for each list that was begun."""
    return [UnfinishedList(form) for form in CHECKLISTS if _is_begun(services, form)]


@component
def UnfinishedList(form: str) -> ft.Control:
    """A list that was begun: to go on with, or to delete, which is asked about. It may hold the work of days."""
    app, services = use_app(), use_services()
    words, journal, page = app.words, services.journal, ft.context.page
    draft = journal.draft_of(form)

    if draft is None:
        return ft.Container()
    kept = (
        words("Not finished. What you answered is kept on this device.")
        if journal.is_kept(draft.id)
        else words("Your last answers could not be saved yet. Continue, and save again.")
    )
    return card(
        heading(words(journal.forms[form].title)),
        text(kept),
        secondary(words("Continue"), lambda: routes.go(page, routes.form_route(form))),
        AskedLink(
            words,
            words("Delete"),
            words("Delete this list?"),
            words("Your answers in it will be deleted."),
            words("Delete it"),
            keeps(app, lambda: journal.discard(draft.id)),
        ),
    )


def due_list(services: Services) -> str | None:
    """The list to offer now, by its form: one that is due, that the clinic uses, and that is not begun."""
    form = services.course.due_list()
    if form is None or form not in services.content.checklists or _is_begun(services, form):
        return None
    return form


def due_card(app: AppView, services: Services, form: str) -> ft.Control:
    """The list that is due, as a card of its own."""
    return card(
        heading(app.words(services.journal.forms[form].title)),
        text(app.words("This is the list for now. Skip what does not apply to you. You can finish it another time.")),
        secondary(app.words("Start the list"), _to(routes.form_route(form))),
    )


def due_button(app: AppView, services: Services, form: str) -> ft.Control:
    """The same, below what already speaks of its matter."""
    title = app.words(services.journal.forms[form].title)
    return secondary(app.words("List: {title}", title=title), _to(routes.form_route(form)), icon=ft.Icons.CHECKLIST)


def _is_begun(services: Services, form: str) -> bool:
    draft = services.journal.draft_of(form)
    return draft is not None and draft.is_begun


def checklist_lines(app: AppView, services: Services) -> list[ft.Control]:
    """A line for each list, and one for the last that was saved of it."""
    due = due_list(services)
    return [line for form in CHECKLISTS for line in _lines(app, services, form, form == due)]


def _lines(app: AppView, services: Services, form: str, is_due: bool) -> list[ft.Control]:
    words, journal = app.words, services.journal
    latest, is_begun = journal.latest(form), _is_begun(services, form)
    title = words(journal.forms[form].title)
    said = words("Not finished: continue") if is_begun else words("Now is a good time for this") if is_due else ""
    is_offered = is_begun or form in services.content.checklists
    lines = [row_link(title, said, _to(routes.form_route(form)), key=form)] if is_offered else []
    if latest:
        day = day_name(words, latest.occurrence.date, journal.now().date)
        saved = words("{title}: saved", title=title)
        change = words("{day}, {time}. View or change it", day=day, time=words.time(latest.occurrence.clock))
        lines.append(row_link(saved, change, _to(routes.entry_route(latest.id)), key=latest.id))
    return lines


def _to(route: str) -> Callable[[], None]:
    return lambda: routes.go(ft.context.page, route)
