"""Today: the one thing to do now, what comes next, and how far the last entry got."""

import math
from dataclasses import dataclass
from time import monotonic
from typing import Any

import flet as ft

from companion.content import BLOOD_PRESSURE, DAILY_CHECK_IN, SIDE_EFFECT
from companion.domain.answering import Given
from companion.domain.course import upcoming
from companion.domain.journal import EntryHead, Infusion
from companion.domain.progress import Progress
from companion.services.bundle import Services
from companion.views import routes
from companion.views.checklists import unfinished_lists
from companion.views.components.controls import card, heading, link, live, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.question import question_field
from companion.views.context import AppView, keeps, use_app, use_changes, use_quietly, use_services, use_today_quietly
from companion.views.course_cards import MOST, all_that_matters, course_cards, driver_line, is_calm, is_under_way
from companion.views.course_words import notes_on
from companion.views.delivery import delivery_of
from companion.views.progress_words import counts_line, quiet_line
from companion.views.standing import warnings_of_the_day
from companion.views.storage_cards import BroughtBack, HomeScreenCard
from companion.views.unfinished import Unfinished, left_over
from companion.views.wording import FORMS, day_name, greeting, infusion_line, trouble_line

REPORTED = (Progress.UNDER_WAY, Progress.DONE)

AIMED = 0.7
"""Seconds for which a tap was aimed at what stood there before."""


@dataclass
class _Moved:
    """When the check-in's place on the screen changed; a screen that is shown anew has not moved."""

    where: tuple[object, ...] = ()
    at: float = -math.inf

    def look(self, where: tuple[object, ...]) -> None:
        if self.where and self.where != where:
            self.at = monotonic()
        self.where = where

    def is_just_now(self) -> bool:
        return monotonic() - self.at < AIMED


@component
def Today() -> ft.Control:
    """The first screen."""
    app, services = use_app(), use_services()
    use_changes(services.journal.changes, services.clinic.changes, services.safety.changes)
    use_changes(*([services.storage.changes] if services.storage else []))
    use_quietly(app, services.course.minutes)
    use_today_quietly()
    now = services.journal.now()
    place = services.course.place()
    following = place.infusion if is_under_way(services) else upcoming(services.course.all(), now.at)
    cards = course_cards(app, services)
    known = [*cards, *all_that_matters(app, services)]
    line = [_course(app, services, following)] if following else []
    had_course: Any = ft.use_ref(lambda: bool(line or cards))
    came_late = not had_course.current  # below then: nothing moves under a finger that is about to tap
    moved: Any = ft.use_ref(_Moved)
    above, below = ([], [*line, *known]) if came_late else (line, known) if is_calm(services) else ([*line, *known], [])
    moved.current.look((len(above), place.phase))
    return screen(
        app.words,
        greeting(app.words, now.clock),
        *([BroughtBack()] if services.storage and services.storage.restored else []),
        *warnings_of_the_day(services),
        *above,
        Quiet() if is_under_way(services) else CheckInCard(moved.current),
        *left_over(services, DAILY_CHECK_IN),
        *below,
        *(one for form in (SIDE_EFFECT, BLOOD_PRESSURE) for one in _log(app, services, form)),
        *unfinished_lists(services),
        link(app.words("Feel steadier"), lambda: routes.go(ft.context.page, routes.STEADY), icon=ft.Icons.AIR),
        *([HomeScreenCard()] if services.storage and services.journal.is_empty() and len(cards) < MOST else []),
        *_last(app, services),
        *([] if services.course.all() or services.clinic.may_send() else [_enter_infusions(app)]),
        has_page_help=app.has_page_help,
    )


def _course(app: AppView, services: Services, following: Infusion) -> ft.Control:
    """The next infusion, and how far the course has come."""
    words, now = app.words, services.journal.now()
    dots = [_dot(services.course.progress(one)) for one in services.journal.infusions()]
    said = counts_line(words, services.course.counts())
    return ft.Column(
        [
            text(infusion_line(words, following, now.date), strong=True),
            *(text(one, quiet=True, small=True) for one in notes_on(words, services, following)),
            *driver_line(app, following),
            ft.Row([*dots, text(said, quiet=True, small=True)], spacing=8, wrap=True),
        ],
        spacing=4,
        tight=True,
    )


def _dot(progress: Progress) -> ft.Control:
    """Filled for what was reported, pale for what probably took place, empty for the rest."""
    fill: str | None = ft.Colors.PRIMARY if progress in REPORTED else None
    if progress is Progress.PROBABLE:
        fill = ft.Colors.with_opacity(0.35, ft.Colors.PRIMARY)
    border = ft.Border.all(2, ft.Colors.PRIMARY)
    return ft.Container(width=14, height=14, border_radius=7, bgcolor=fill, border=border)


def _enter_infusions(app: AppView) -> ft.Control:
    page = ft.context.page
    return link(app.words("Enter your infusions"), lambda: routes.go(page, routes.ADD_INFUSION))


@component
def Quiet() -> ft.Control:
    """While an infusion runs nothing is asked; who wants to can."""
    words, page = use_app().words, ft.context.page
    return card(
        text(quiet_line(words, use_services())),
        link(words("Check in anyway"), lambda: routes.go(page, routes.CHECK_IN)),
    )


@component
def CheckInCard(moved: _Moved) -> ft.Control:
    """The day's check-in: its first question to answer at once, or to go on, or done."""
    app, services = use_app(), use_services()
    use_today_quietly()
    words, journal = app.words, services.journal
    draft, latest = journal.draft_of(DAILY_CHECK_IN), journal.checked_in()
    page = ft.context.page
    if draft and draft.is_begun:
        return Unfinished(draft.id)
    if latest:
        return card(
            heading(words("You have checked in today")),
            text(
                words("At {time}. You can check in again at any time.", time=words.time(latest.occurrence.clock)),
                quiet=True,
            ),
            link(words("Check in again"), lambda: routes.go(page, routes.CHECK_IN)),
        )
    return _first_question(app, services, moved)


def _log(app: AppView, services: Services, form: str) -> list[ft.Control]:
    """A quiet way to write down something else, or what was begun of it today and earlier."""
    draft, page = services.journal.draft_of(form), ft.context.page
    older = left_over(services, form)
    if draft and draft.is_begun:
        return [Unfinished(draft.id), *older]
    log = secondary(app.words(FORMS[form].log), lambda: routes.go(page, routes.form_route(form)), icon=ft.Icons.ADD)
    return [log, *older]


def _first_question(app: AppView, services: Services, moved: _Moved) -> ft.Control:
    words, journal, page = app.words, services.journal, ft.context.page
    form = journal.forms[DAILY_CHECK_IN]
    first, now = form.items[0], journal.local(journal.now().at)

    async def pick(value: Given) -> None:
        if moved.is_just_now():
            return
        draft = journal.begin(DAILY_CHECK_IN)
        await journal.answer(draft.id, first.link_id, value, moves_on=True)
        await services.safety.answered(draft.id, first.link_id)
        routes.go(page, routes.CHECK_IN)

    return card(
        text(words("Check-in. Tap a number to begin."), quiet=True, small=True),
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
        text(
            words("Last entry: {day}, {time}", day=day, time=words.time(head.occurrence.clock)), quiet=True, small=True
        ),
        live(delivery_of(words, services, head.id), quiet=True, small=True),
        *([live(trouble, quiet=True, small=True)] if trouble else []),
    ]
    return [ft.Column(lines, spacing=2, tight=True)]
