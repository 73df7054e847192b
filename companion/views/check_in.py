"""The form engine on the screen: one page of a form at a time, each answer kept as it is given."""

from collections.abc import Callable
from typing import Any

import flet as ft

from companion.content import DAILY_CHECK_IN
from companion.domain.journal import Draft
from companion.domain.questionnaire import AnswerValue, Coding, Item, ItemType
from companion.services.bundle import Services
from companion.views import routes
from companion.views.components.controls import heading, link, primary, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.question import group_fields, question_field
from companion.views.context import AppView, keeps, use_app, use_changes, use_services

FEELING_SAFE = "safe"
"""linkId of the check-in's last question; what follows "No" and "Not sure" is decided here until rules are data."""


@component
def CheckIn() -> ft.Control:
    """A new check-in, or the one that was begun."""
    services = use_services()
    begin: Any = lambda: services.journal.begin(DAILY_CHECK_IN).id  # noqa: E731 - read once, when this is first drawn
    draft_id: Any = ft.use_state(begin)
    return FormPages(draft_id[0])


@component
def ChangeEntry() -> ft.Control:
    """An entry under change: the same pages, with the answers that were given."""
    app, services = use_app(), use_services()
    draft_id, set_draft_id = ft.use_state("")
    entry_id = ft.use_route_params()["id"]

    async def begin() -> None:
        set_draft_id((await services.journal.begin_change(entry_id)).id)

    ft.use_effect(keeps(app, begin), [])
    if not draft_id:
        return screen(app.words, app.words("One moment"), has_page_help=app.has_page_help, back=_to(routes.JOURNAL))
    return FormPages(draft_id)


@component
def FormPages(draft_id: str) -> ft.Control:
    """The page of the draft on which the person is."""
    app, services = use_app(), use_services()
    use_changes(services.journal.changes)
    draft = services.journal.draft(draft_id)
    if draft is None:
        gone = text(app.words("This is saved already, or was thrown away."))
        return screen(app.words, "", gone, back=_to(routes.TODAY), has_page_help=app.has_page_help)
    asked = services.journal.pages(draft)
    position = min(draft.position, len(asked) - 1)
    item = asked[position]

    async def back() -> None:
        if position == 0:
            routes.go(ft.context.page, routes.entry_route(draft.entry_id) if draft.entry_id else routes.TODAY)
        else:
            await services.journal.turn_to(draft.id, position - 1)

    overline = app.words("{n} of {all}", n=position + 1, all=len(asked))
    return screen(
        app.words,
        "",
        *_page(app, services, draft, item, position, position == len(asked) - 1),
        has_page_help=app.has_page_help,
        back=keeps(app, back),
        overline=overline,
    )


def _page(app: AppView, services: Services, draft: Draft, item: Item, position: int, is_last: bool) -> list[ft.Control]:
    words, journal, page = app.words, services.journal, ft.context.page

    async def keep(link_id: str, value: AnswerValue | None, moves_on: bool) -> None:
        follows = position + 1 if moves_on and not is_last else position
        await journal.answer(draft.id, link_id, value, follows)
        if link_id == FEELING_SAFE and isinstance(value, Coding) and value.code == "no":
            routes.go(page, routes.HELP)

    async def save() -> None:
        head = await journal.finish(draft.id)
        services.clinic.wake()
        routes.go(page, f"{routes.SAVED}/{head.id}")

    def answer(link_id: str, value: AnswerValue | None, moves_on: bool) -> Any:
        return keeps(app, lambda: keep(link_id, value, moves_on))()

    async def move_on() -> None:
        await journal.turn_to(draft.id, position + 1)

    body = _body(app, draft, item, answer)
    safety = _not_sure(app, draft) if is_last else []
    if is_last:
        return [*safety, *body, primary(words("Save"), keeps(app, save)), *_standing_line(app)]
    leave = words("Skip") if item.is_question and item.link_id not in draft.answers else words("Next")
    button = link(leave, keeps(app, move_on)) if item.moves_on else primary(leave, keeps(app, move_on))
    return [*body, button, *_standing_line(app)]


def _body(
    app: AppView, draft: Draft, item: Item, answer: Callable[[str, AnswerValue | None, bool], Any]
) -> list[ft.Control]:
    words = app.words
    if not item.is_question:
        return group_fields(words, item, draft.answers, lambda link_id, value: answer(link_id, value, False))
    value = draft.answers.get(item.link_id)
    field = question_field(words, item, value, lambda given: answer(item.link_id, given, item.moves_on))
    asked = heading(words(item.text)) if item.type is not ItemType.TEXT else heading(words("Your own words"))
    return [ft.Container(asked, key=item.link_id), field]


def _not_sure(app: AppView, draft: Draft) -> list[ft.Control]:
    value = draft.answers.get(FEELING_SAFE)
    if not isinstance(value, Coding) or value.code == "yes":
        return []
    words = app.words
    return [
        text(words("You said that you may not be safe. Would you like to talk to someone now?"), strong=True),
        secondary(
            words("Show me who I can call"),
            lambda: routes.go(ft.context.page, routes.HELP),
            icon=ft.Icons.CALL,
            is_care=True,
        ),
    ]


def _standing_line(app: AppView) -> list[ft.Control]:
    said = app.words("No one watches these answers as you write them, unless your clinic has told you so in writing.")
    return [text(said, quiet=True, small=True)]


def _to(route: str) -> Callable[[], None]:
    return lambda: routes.go(ft.context.page, route)
