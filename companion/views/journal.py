"""The journal: entries by day, newest first, a page at a time."""

import flet as ft

from companion.content import DAILY_CHECK_IN
from companion.domain.journal import EntryHead
from companion.i18n import Words
from companion.services.bundle import Services
from companion.services.journal import PAGE, Day
from companion.views import routes
from companion.views.components.controls import card, heading, link, primary, row_link, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.context import AppView, use_app, use_changes, use_services, use_today
from companion.views.delivery import delivery_of
from companion.views.headline import headline
from companion.views.progress_words import day_mark
from companion.views.wording import day_name


@component
def JournalList() -> ft.Control:
    """Every entry, or what will be here."""
    app, services = use_app(), use_services()
    use_changes(services.journal.changes, services.clinic.changes)
    use_today()
    words, page = app.words, ft.context.page
    limit, set_limit = ft.use_state(PAGE)
    days, has_older = services.journal.days(limit)
    add = primary(words("Add"), lambda: routes.go(page, routes.ADD), icon=ft.Icons.ADD)
    if not days:
        empty = text(
            words("What you write will show up here, newest first. No one else sees it unless you choose to send it.")
        )
        gone = [_to_removed(words)] if services.journal.removed() else []
        return screen(words, words("Journal"), empty, add, *gone, has_page_help=app.has_page_help)
    gone = [_to_removed(words)] if services.journal.removed() else []
    older = [link(words("Show earlier entries"), lambda: set_limit(limit + PAGE))] if has_older else []
    return screen(
        words,
        words("Journal"),
        add,
        *(_day(app, services, day) for day in days),
        *older,
        *gone,
        has_page_help=app.has_page_help,
    )


def _to_removed(words: Words) -> ft.Control:
    page = ft.context.page
    return link(words("Removed entries"), lambda: routes.go(page, routes.REMOVED))


@component
def RemovedList() -> ft.Control:
    """What was taken out of the journal: each can be looked at and brought back."""
    app, services = use_app(), use_services()
    use_changes(services.journal.changes)
    use_today()
    words, page = app.words, ft.context.page
    heads = services.journal.removed()
    lines = [_line(app, services, head, with_day=True) for head in heads]
    body = [card(*lines)] if lines else [text(words("There are no removed entries."))]
    back = lambda: routes.go(page, routes.JOURNAL)  # noqa: E731 - an event handler
    said = text(words("You removed these from your journal. Open one to bring it back."))
    return screen(words, words("Removed entries"), said, *body, back=back, has_page_help=app.has_page_help)


def _day(app: AppView, services: Services, day: Day) -> ft.Control:
    today = services.journal.now().date
    marks = [
        text(day_mark(app.words, services, one), quiet=True, small=True)
        for one in services.journal.infusions()
        if (one.started or one.start).date == day.date
    ]
    lines = [_line(app, services, head) for head in day.heads]
    return ft.Column(
        [heading(day_name(app.words, day.date, today)), *marks, card(*lines)], spacing=8, tight=True,
        key=day.date.isoformat(),
    )  # fmt: skip


def _line(app: AppView, services: Services, head: EntryHead, *, with_day: bool = False) -> ft.Control:
    words, page = app.words, ft.context.page
    said = headline(words, services.journal.form_as_asked(head), head.facts)
    state, clock = delivery_of(words, services, head.id), words.time(head.occurrence.clock)
    if with_day:
        day = day_name(words, head.occurrence.date, services.journal.now().date)
        clock = words("{day}, {time}", day=day, time=clock)
    has_own = head.form != DAILY_CHECK_IN
    return row_link(
        said if has_own else f"{said} {clock}",
        words("{time}. {state}", time=clock, state=state) if has_own else state,
        lambda: routes.go(page, routes.entry_route(head.id)),
        key=head.id,
    )
