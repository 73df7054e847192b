"""Help's second layer: the person's own people and plan, open or locked."""

import flet as ft

from companion.i18n import Words
from companion.views import routes
from companion.views.components.contact_card import contact_card
from companion.views.components.controls import card, heading, primary, row_link, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.context import AppView, use_app
from companion.views.plan_review import review_line
from companion.views.seen import Seen, use_seen


@component
def SupportScreen() -> ft.Control:
    """People to call with one tap, the plan, and what steadies; needs no journal where that is allowed."""
    app = use_app()
    seen = use_seen(app)
    if seen is None:
        return ft.Container()
    words, page = app.words, ft.context.page
    body = _found(app, seen) if seen.contacts or not seen.plan.is_empty else _nothing(app, seen)
    return screen(
        words,
        words("My people and my plan"),
        *body,
        secondary(words("Feel steadier"), lambda: routes.go(page, routes.STEADY)),
        text(words("No one watches this app live."), quiet=True),
        back=lambda: routes.go(page, routes.TODAY),
        has_page_help=app.has_page_help,
    )


def _found(app: AppView, seen: Seen) -> list[ft.Control]:
    words, page = app.words, ft.context.page
    people = [contact_card(words, one) for one in seen.contacts]
    return [*people, *_plan(app, seen), *_change(words, page, seen)]


def _plan(app: AppView, seen: Seen) -> list[ft.Control]:
    words, page = app.words, ft.context.page
    if seen.plan.is_empty:
        if not seen.is_open:
            return []
        said = text(
            words("A few lines about what helps you when things get hard. It is best to write them at a calm time.")
        )
        return [card(heading(words("My safety plan")), said,
                     secondary(words("Write my plan"), lambda: routes.go(page, routes.PLAN_EDIT)))]  # fmt: skip
    return [
        card(
            heading(words("My safety plan")),
            primary(words("Go through it, step by step"), lambda: routes.go(page, routes.PLAN_STEPS)),
            secondary(words("Read it"), lambda: routes.go(page, routes.PLAN)),
            *review_line(app),
        )
    ]


def _change(words: Words, page: ft.Page, seen: Seen) -> list[ft.Control]:
    if not seen.is_open:
        return [text(words("This is what you allowed on the lock screen."), quiet=True), _unlock(words)]
    said = words("Add, change, reorder") if seen.contacts else words("No one yet")
    return [card(row_link(words("My people"), said, lambda: routes.go(page, routes.CONTACTS)))]


def _nothing(app: AppView, seen: Seen) -> list[ft.Control]:
    words, page = app.words, ft.context.page
    if not seen.is_open:
        said = (
            words("What you allowed here could not be read. It is kept as it is.")
            if seen.is_unread
            else words("Nothing of yours is shown while the app is locked. You can allow it under More, Lock.")
        )
        return [text(said), text(words("“Help now” at the top has numbers you can call.")), _unlock(words)]
    return [
        text(words("Add people you can call with one tap, and write your safety plan for when things get hard.")),
        primary(words("Add a person"), lambda: routes.go(page, routes.NEW_CONTACT)),
        secondary(words("Write my plan"), lambda: routes.go(page, routes.PLAN_EDIT)),
    ]


def _unlock(words: Words) -> ft.Control:
    return secondary(words("Open with my PIN"), lambda: routes.go(ft.context.page, routes.TODAY))
