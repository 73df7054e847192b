"""Today: the one thing to do now, what comes next, and how far the last entry got."""

from typing import Any

import flet as ft

from companion.content import BLOOD_PRESSURE, DAILY_CHECK_IN, SIDE_EFFECT
from companion.domain.answering import Given
from companion.domain.journal import Draft, EntryHead, Infusion
from companion.services.bundle import Services
from companion.views import routes
from companion.views.care import warning
from companion.views.checklists import unfinished_lists
from companion.views.components.controls import card, heading, link, live, primary, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.question import question_field
from companion.views.context import AppView, keeps, use_app, use_changes, use_services
from companion.views.delivery import delivery_of
from companion.views.storage_cards import BroughtBack, HomeScreenCard
from companion.views.wording import FORMS, day_name, greeting, infusion_line, trouble_line


@component
def Today() -> ft.Control:
    """The first screen."""
    app, services = use_app(), use_services()
    use_changes(services.journal.changes, services.clinic.changes, services.safety.changes)
    use_changes(*([services.storage.changes] if services.storage else []))
    now = services.journal.now()
    upcoming = next((one for one in services.journal.infusions() if not one.is_done), None)
    had_course: Any = ft.use_ref(lambda: upcoming is not None)
    came_late = not had_course.current  # below then: nothing moves under a finger that is about to tap
    return screen(
        app.words,
        greeting(app.words, now.clock),
        *([BroughtBack()] if services.storage and services.storage.restored else []),
        *warning(app, services),
        *([_course(app, services, upcoming)] if upcoming and not came_late else []),
        CheckInCard(),
        *([_course(app, services, upcoming)] if upcoming and came_late else []),
        *(_log(app, services, form) for form in (SIDE_EFFECT, BLOOD_PRESSURE)),
        *unfinished_lists(services),
        link(app.words("Steady me"), lambda: routes.go(ft.context.page, routes.STEADY), icon=ft.Icons.AIR),
        *([HomeScreenCard()] if services.storage and services.journal.is_empty() else []),
        *_last(app, services),
        has_page_help=app.has_page_help,
    )


def _course(app: AppView, services: Services, upcoming: Infusion) -> ft.Control:
    words = app.words
    course = services.journal.infusions()
    done = sum(one.is_done for one in course)
    dots = [
        ft.Container(
            width=14,
            height=14,
            border_radius=7,
            bgcolor=ft.Colors.PRIMARY if one.is_done else None,
            border=ft.Border.all(2, ft.Colors.PRIMARY),
        )
        for one in course
    ]
    said = words("{done} of {all} infusions done", done=done, all=len(course))
    return ft.Column(
        [
            text(infusion_line(words, upcoming, services.journal.now().date), strong=True),
            ft.Row([*dots, text(said, quiet=True, small=True)], spacing=8, wrap=True),
        ],
        spacing=4,
        tight=True,
    )


@component
def CheckInCard() -> ft.Control:
    """The day's check-in: its first question to answer at once, or to go on, or done."""
    app, services = use_app(), use_services()
    words, journal = app.words, services.journal
    draft, latest = journal.draft_of(DAILY_CHECK_IN), journal.latest(DAILY_CHECK_IN)
    page = ft.context.page
    if draft and draft.answers:
        return _unfinished(app, services, draft)
    if latest and latest.occurrence.date == journal.now().date:
        return card(
            heading(words("You have checked in today")),
            text(words("At {time}. You can add another one at any time.", time=latest.occurrence.clock), quiet=True),
            link(words("Check in again"), lambda: routes.go(page, routes.CHECK_IN)),
        )
    return _first_question(app, services)


def _unfinished(app: AppView, services: Services, draft: Draft) -> ft.Control:
    """What was begun: to go on with, or to throw away."""
    words, journal, page = app.words, services.journal, ft.context.page
    is_check_in = draft.form == DAILY_CHECK_IN
    kept = (
        words("What you answered is kept on this device.")
        if journal.is_kept(draft.id)
        else words("Your last answers could not be saved yet. Go on and save again.")
    )
    go_on = primary if is_check_in else secondary
    return card(
        heading(words(FORMS[draft.form].unfinished)),
        text(kept),
        go_on(
            words("Go on"), lambda: routes.go(page, routes.CHECK_IN if is_check_in else routes.form_route(draft.form))
        ),
        link(words("Throw it away"), keeps(app, lambda: journal.discard(draft.id))),
    )


def _log(app: AppView, services: Services, form: str) -> ft.Control:
    """A quiet way to write down something else, or what was begun of it."""
    draft, page = services.journal.draft_of(form), ft.context.page
    if draft and draft.answers:
        return _unfinished(app, services, draft)
    return secondary(app.words(FORMS[form].log), lambda: routes.go(page, routes.form_route(form)), icon=ft.Icons.ADD)


def _first_question(app: AppView, services: Services) -> ft.Control:
    words, journal, page = app.words, services.journal, ft.context.page
    form = journal.forms[DAILY_CHECK_IN]
    first, now = form.items[0], journal.local(journal.now().at)

    async def pick(value: Given) -> None:
        draft = journal.begin(DAILY_CHECK_IN)
        await journal.answer(draft.id, first.link_id, value, moves_on=True)
        await services.safety.answered(draft.id, first.link_id)
        routes.go(page, routes.CHECK_IN)

    return card(
        text(words("Check-in. A tap on a number begins."), quiet=True, small=True),
        heading(words(first.text)),
        question_field(words, first, None, lambda value: keeps(app, lambda: pick(value))(), now=now),
    )


def _last(app: AppView, services: Services) -> list[ft.Control]:
    words = app.words
    heads = services.journal.days(1)[0]
    if not heads:
        return [text(words("Your journal is empty. After your first check-in it shows what you wrote."), quiet=True)]
    head: EntryHead = heads[0].heads[0]
    day = day_name(words, head.occurrence.date, services.journal.now().date)
    trouble = trouble_line(words, services.clinic.trouble) if services.clinic.may_send() else ""
    lines = [
        text(words("Last entry: {day}, {time}", day=day, time=head.occurrence.clock), quiet=True, small=True),
        live(delivery_of(words, services, head.id), quiet=True, small=True),
        *([live(trouble, quiet=True, small=True)] if trouble else []),
    ]
    return [ft.Column(lines, spacing=2, tight=True)]
