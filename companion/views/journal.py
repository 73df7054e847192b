"""The journal: entries by day, newest first, a page at a time."""

import flet as ft

from companion.domain.journal import EntryHead
from companion.services.bundle import Services
from companion.services.journal import PAGE, Day
from companion.views import routes
from companion.views.components.controls import card, heading, link, primary, row_link, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.context import AppView, use_app, use_changes, use_services
from companion.views.delivery import delivery_of
from companion.views.wording import day_name


@component
def JournalList() -> ft.Control:
    """Every entry, or what will be here."""
    app, services = use_app(), use_services()
    use_changes(services.journal.changes, services.clinic.changes)
    words, page = app.words, ft.context.page
    limit, set_limit = ft.use_state(PAGE)
    days, has_older = services.journal.days(limit)
    if not days:
        empty = text(words("Your check-ins will be here, newest first. Only you see them until you say otherwise."))
        begin = primary(words("Check in now"), lambda: routes.go(page, routes.CHECK_IN))
        return screen(words, words("Journal"), empty, begin, has_page_help=app.has_page_help)
    older = [link(words("Show earlier entries"), lambda: set_limit(limit + PAGE))] if has_older else []
    return screen(
        words,
        words("Journal"),
        *(_day(app, services, day) for day in days),
        *older,
        has_page_help=app.has_page_help,
    )


def _day(app: AppView, services: Services, day: Day) -> ft.Control:
    today = services.journal.now().date
    marks = [
        text(app.words("Infusion {number}", number=one.number), quiet=True, small=True)
        for one in services.journal.infusions()
        if one.start.date == day.date
    ]
    lines = [_line(app, services, head) for head in day.heads]
    return ft.Column(
        [heading(day_name(app.words, day.date, today)), *marks, card(*lines)], spacing=8, tight=True,
        key=day.date.isoformat(),
    )  # fmt: skip


def _line(app: AppView, services: Services, head: EntryHead) -> ft.Control:
    form = services.journal.forms.get(head.form)
    name = app.words(form.title) if form else app.words("Entry")
    page = ft.context.page
    return row_link(
        f"{name} {head.occurrence.clock}",
        delivery_of(app.words, services, head.id),
        lambda: routes.go(page, routes.entry_route(head.id)),
        key=head.id,
    )
