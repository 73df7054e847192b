"""The plan in a hard hour: one step on the screen, large buttons, and calling always one tap away."""

from collections.abc import Callable
from typing import Any

import flet as ft

from companion.domain.line_now import line_now
from companion.domain.plan import Step
from companion.views import routes
from companion.views.components.controls import link, live, primary, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.own_lines import call_now, layer_of
from companion.views.context import AppView, use_app
from companion.views.plan_parts import part_of, steps_of
from companion.views.plan_wording import PARTS
from companion.views.seen import Seen, use_seen


@component
def PlanSteps() -> ft.Control:
    """Begins with the first step that says something; ends with the numbers."""
    app = use_app()
    seen = use_seen(app)
    at, set_at = ft.use_state(0)
    helped, set_helped = ft.use_state(False)
    if seen is None:
        return ft.Container()
    words, page = app.words, ft.context.page
    steps = steps_of(seen)
    at = min(at, len(steps) - 1)
    step = steps[at]
    leave = lambda: routes.go(page, routes.SUPPORT)  # noqa: E731 - an event handler

    def turn(to: int) -> None:
        set_helped(False)
        set_at(to)

    over = words("{page} of {pages}", page=at + 1, pages=len(steps)) if len(steps) > 1 else ""
    title = words("Good to hear that this helped") if helped else words(PARTS[step].title)
    body = _helped(app, leave) if helped else [*part_of(app, seen, step), *_ways(app, step, lambda: set_helped(True))]
    after = _next(app, step, is_filled=not helped, on_next=lambda: turn(at + 1)) if at < len(steps) - 1 else []
    return screen(
        words,
        title,
        *_missing(app, seen),
        *body,
        *after,
        *_call(app, seen, step),
        back=(lambda: turn(at - 1)) if at else leave,
        overline=over,
        page=f"{step}-{helped}",
        has_page_help=app.has_page_help,
    )


def _missing(app: AppView, seen: Seen) -> list[ft.Control]:
    """Why there are numbers alone."""
    if not seen.plan.is_empty:
        return []
    words = app.words
    said = words("You have not written a plan yet.") if seen.is_open else words("Your plan is locked.")
    return [text(said + " " + words("Here is who you can call now."))]


def _ways(app: AppView, step: Step, on_helped: Callable[[], Any]) -> list[ft.Control]:
    """What was done may have helped; noticing the signs alone does not."""
    return [] if step in (Step.SIGNS, Step.LINES) else [secondary(app.words("This helped"), on_helped)]


def _next(app: AppView, step: Step, *, is_filled: bool, on_next: Callable[[], Any]) -> list[ft.Control]:
    button = primary if is_filled else secondary
    return [button(app.words("Next step"), on_next)]


def _helped(app: AppView, leave: Callable[[], Any]) -> list[ft.Control]:
    words = app.words
    return [
        live(words("You can stop here, or stay with it a little longer.")),
        text(words("If it comes back, start again, or call someone.")),
        primary(words("Done"), leave),
    ]


def _call(app: AppView, seen: Seen, step: Step) -> list[ft.Control]:
    """Calling is possible at each step; the last one is all about it."""
    if step is Step.LINES:
        return [link(app.words("Back to my people and my plan"), lambda: routes.go(ft.context.page, routes.SUPPORT))]
    crisis, now = app.content.crisis, seen.here.now if seen.here else None
    layer = layer_of(crisis, seen.country, seen.told, seen.here)
    return call_now(app.words, layer, line_now(crisis, seen.country, seen.told, now))
