"""What was begun and not saved, where it is offered: to go on with, to finish as of its own day, or to delete."""

import flet as ft

from companion.content import DAILY_CHECK_IN
from companion.services.bundle import Services
from companion.views import routes
from companion.views.components.ask import AskedLink
from companion.views.components.controls import card, heading, primary, secondary, text
from companion.views.components.guard import component
from companion.views.context import AppView, keeps, use_app, use_services
from companion.views.wording import FORMS, full_day


@component
def Unfinished(draft_id: str) -> ft.Control:
    """What was begun today: to go on with, or to delete, which is asked about."""
    app, services = use_app(), use_services()
    words, journal, page = app.words, services.journal, ft.context.page
    draft = journal.draft(draft_id)
    if draft is None:
        return ft.Container()
    is_check_in = draft.form == DAILY_CHECK_IN
    go_on = primary if is_check_in else secondary
    route = routes.CHECK_IN if is_check_in else routes.form_route(draft.form)
    return card(
        heading(words(FORMS[draft.form].unfinished)),
        text(kept_line(app, services, draft_id)),
        go_on(words("Continue"), lambda: routes.go(page, route)),
        delete_draft(app, services, draft_id),
    )


def left_over(services: Services, form: str) -> list[ft.Control]:
    """A card for each draft of a form whose day has ended."""
    return [LeftOver(draft.id) for draft in services.journal.left_over(form)]


@component
def LeftOver(draft_id: str) -> ft.Control:
    """What was begun on an earlier day: a new one for today, or this one as of its own day."""
    app, services = use_app(), use_services()
    words, page = app.words, ft.context.page
    draft = services.journal.draft(draft_id)
    if draft is None:
        return ft.Container()
    said = FORMS[draft.form]
    day = full_day(words, draft.started.date)
    new = routes.CHECK_IN if draft.form == DAILY_CHECK_IN else routes.form_route(draft.form)
    return card(
        heading(words(said.left_over, day=day)),
        text(kept_line(app, services, draft_id)),
        secondary(words(said.anew), lambda: routes.go(page, new)),
        secondary(words("Finish the earlier one"), lambda: routes.go(page, routes.earlier_route(draft_id))),
        delete_draft(app, services, draft_id),
    )


def kept_line(app: AppView, services: Services, draft_id: str) -> str:
    """Whether all that was answered is stored."""
    if services.journal.is_kept(draft_id):
        return app.words("What you answered is kept on this device.")
    return app.words("Your last answers could not be saved yet. Continue, and save again.")


def delete_draft(app: AppView, services: Services, draft_id: str) -> ft.Control:
    """A button that deletes what was begun once that is confirmed."""
    words = app.words
    return AskedLink(
        words,
        words("Delete"),
        words("Delete what you started?"),
        words("What you answered and wrote in it will be deleted."),
        words("Delete it"),
        keeps(app, lambda: services.journal.discard(draft_id)),
    )
