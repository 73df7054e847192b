"""What can be added to the journal."""

from collections.abc import Callable

import flet as ft

from companion.i18n import Words
from companion.views import routes
from companion.views.checklists import checklist_lines
from companion.views.components.controls import card, heading, row_link, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.context import use_app, use_changes, use_services, use_today
from companion.views.wording import FORMS


@component
def Add() -> ft.Control:
    """A line for each form that a person fills in by their own choice, and for each list over days."""
    app, services = use_app(), use_services()
    use_changes(services.journal.changes)
    use_today()
    words = app.words
    lines = [row_link(words(said.log), "", _to(routes.form_route(form)), key=form) for form, said in FORMS.items()]
    lists = checklist_lines(app, services)  # a clinic may use none of them
    return screen(
        words,
        words("Add to your journal"),
        card(*lines),
        *(_lists(words, lists) if lists else []),
        has_page_help=app.has_page_help,
        back=_to(routes.JOURNAL),
    )


def _lists(words: Words, lists: list[ft.Control]) -> list[ft.Control]:
    return [
        heading(words("Prepare and recover")),
        text(
            words(
                "You can start a list, leave it, and continue another day. Your clinic's own instructions come first."
            )
        ),
        card(*lists),
    ]


def _to(route: str) -> Callable[[], None]:
    return lambda: routes.go(ft.context.page, route)
