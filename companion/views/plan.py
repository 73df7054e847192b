"""My safety plan, to be read: open or, where the person allows it, locked."""

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from companion.domain.plan import Plan, Step
from companion.services.bundle import Services
from companion.views import routes
from companion.views.components.controls import (
    card,
    copy_button,
    heading,
    lines_of,
    link,
    primary,
    secondary,
    text,
)
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.toggles import toggles
from companion.views.context import AppView, keeps, use_app, use_maybe, use_today
from companion.views.plan_parts import as_text, part_of
from companion.views.plan_review import review_line
from companion.views.plan_wording import PARTS
from companion.views.seen import Seen, use_seen
from companion.views.wording import day_name

READ = (Step.SIGNS, Step.ALONE, Step.COMPANY, Step.TELL, Step.LINES, Step.SAFER, Step.LIVE_FOR, Step.HELPER)


@component
def PlanScreen() -> ft.Control:
    """The whole plan, or what it will be."""
    app = use_app()
    seen = use_seen(app)
    if seen is None:
        return ft.Container()
    words, page = app.words, ft.context.page
    body = _nothing(app, seen) if seen.plan.is_empty else _written(app, seen)
    return screen(words, words("My safety plan"), *body, back=lambda: routes.go(page, routes.SUPPORT),
                  has_page_help=app.has_page_help)  # fmt: skip


def _nothing(app: AppView, seen: Seen) -> list[ft.Control]:
    words, page = app.words, ft.context.page
    if not seen.is_open:
        return [
            text(words("Your plan is not shown while the app is locked. You can allow it under More, Lock.")),
            primary(words("Open with my PIN"), lambda: routes.go(page, routes.TODAY)),
        ]
    return [
        text(words("Write what helps you when things get hard, step by step, in your own words.")),
        text(words("Write it at a calm time, alone or with your clinician. You can leave any part empty.")),
        primary(words("Write my plan"), lambda: routes.go(page, routes.PLAN_EDIT)),
        *_limits(app),
    ]


def _written(app: AppView, seen: Seen) -> list[ft.Control]:
    words, page = app.words, ft.context.page
    parts: list[ft.Control] = []
    for step in READ:
        if seen.has(step):
            parts += [heading(words(PARTS[step].title)), *part_of(app, seen, step)]
            parts += _change_part(app, step) if seen.is_open else []
    return [
        primary(words("Go through it, step by step"), lambda: routes.go(page, routes.PLAN_STEPS)),
        *review_line(app),
        *parts,
        *([Own(seen)] if seen.is_open else []),
        *_limits(app),
    ]


def _change_part(app: AppView, step: Step) -> list[ft.Control]:
    return [link(app.words("Change"), lambda: routes.go(ft.context.page, routes.plan_part(step)))]


def _limits(app: AppView) -> list[ft.Control]:
    words = app.words
    return [
        text(words("The plan does not watch over you, and it does not call anyone for you. A finished plan does "
                   "not mean that you are safe. It does not replace your clinician."), quiet=True, small=True),
    ]  # fmt: skip


@component
def Own(seen: Seen) -> ft.Control:
    """What its owner can do with it."""
    app = use_app()
    words, page, services = app.words, ft.context.page, app.opening.opened
    if services is None:
        return ft.Container()
    support = services.support
    on_lock = words("Show my plan on the lock screen")

    def allow(_: str) -> object:
        return keeps(app, support.turn_plan)()

    chosen = frozenset({"plan"}) if support.plan.on_lock else frozenset[str]()
    parts = [
        secondary(words("Change my plan"), lambda: routes.go(page, routes.PLAN_EDIT)),
        copy_button(words("Copy as text"), as_text(app, seen)),
        text(words("The copy is not locked. You choose who gets it."), quiet=True, small=True),
        toggles([("plan", on_lock)], chosen, allow, name=on_lock),
        Earlier(),
    ]
    return ft.Column(parts, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


@component
def Earlier() -> ft.Control:
    """What the plan said before, to be brought back."""
    app = use_app()
    use_today()
    words, services = app.words, app.opening.opened
    found, set_found = use_maybe(tuple)
    if services is None:
        return ft.Container()

    async def show() -> None:
        set_found(tuple(await services.support.versions()))

    async def bring_back(version: Plan) -> None:
        await services.support.bring_back(version)
        set_found(None)

    if found is None:
        return link(words("Earlier versions"), keeps(app, show))
    cards = [_version(app, services, one, keeps(app, partial(bring_back, one))) for _, one in found]
    nothing = text(words("There is no earlier version."), quiet=True)
    return ft.Column([heading(words("Earlier versions")), *(cards or [nothing])], spacing=12, tight=True,
                     horizontal_alignment=ft.CrossAxisAlignment.STRETCH)  # fmt: skip


def _version(app: AppView, services: Services, version: Plan, on_bring_back: Callable[[], Any]) -> ft.Control:
    words = app.words
    when = services.journal.local(version.changed_at) if version.changed_at else None
    day = day_name(words, when.date(), services.journal.now().date) if when else ""
    said = words("{day}, {time}", day=day, time=words.time(when)) if when else ""
    parts: list[ft.Control] = [text(said, strong=True)]
    for step in READ:
        if lines := version.lines(step):
            parts += [text(words(PARTS[step].title), quiet=True, small=True), lines_of(lines)]
    return card(*parts, secondary(words("Bring this back"), on_bring_back))
