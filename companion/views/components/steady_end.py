"""After an exercise: where it is kept, what the two numbers say, and another kind where it made things worse."""

from typing import Any

import flet as ft

from companion.domain.exercises import Exercise
from companion.errors import CompanionError
from companion.i18n import Words
from companion.services.steadying import AFTER, BEFORE, Kept, Run, change, is_worse, keep, other_exercise
from companion.views import routes
from companion.views.components.controls import link, live, primary, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.context import keeps, use_app, use_maybe

EYES_OPEN = ("here-and-now", "five-senses")
"""What is offered to somebody who feels worse: looking around, nothing with the breath."""


@component
def SteadyEnd(run: Run, exercise: Exercise) -> ft.Control:
    """Never praise, never a promise: two numbers, and a way on."""
    app, page = use_app(), ft.context.page
    words = app.words
    kept, set_kept = use_maybe(Kept)
    has_failed, set_failed = ft.use_state(False)

    async def save() -> None:
        try:
            set_kept(await keep(run, app.opening))
        except CompanionError:
            set_failed(True)
            raise
        set_failed(False)

    ft.use_effect(keeps(app, save), [])
    done = lambda: routes.go(page, routes.TODAY)  # noqa: E731 - an event handler
    again = lambda: routes.go(page, routes.STEADY)  # noqa: E731 - an event handler
    if is_worse(run):
        other = app.content.exercises().find(other_exercise(run, EYES_OPEN))
        ways = _worse(words, other)
    else:
        ways = [primary(words("Done"), done), link(words("Another exercise"), again)]
    unsaved = [secondary(words("Save again"), keeps(app, save))] if has_failed else []
    return screen(
        words,
        words("End of the exercise") if not is_worse(run) else words("It is OK to stop"),
        *_numbers(words, run),
        *ways,
        *([link(words("Done"), done)] if is_worse(run) else []),
        live(_kept_line(words, kept), quiet=True, small=True),
        *unsaved,
        has_page_help=app.has_page_help,
    )


def _numbers(words: Words, run: Run) -> list[ft.Control]:
    """About the same, lower or higher, with both numbers; nothing where one was skipped."""
    found = change(run)
    if found is None:
        return []
    numbers: dict[str, Any] = {"before": run.answers[BEFORE], "after": run.answers[AFTER]}
    if found == 0:
        return [text(words("Your distress is about the same: {before} before, {after} now.", **numbers))]
    if found < 0:
        return [text(words("Your distress is lower: {before} before, {after} now.", **numbers))]
    return [text(words("Your distress is higher: {before} before, {after} now.", **numbers))]


def _worse(words: Words, other: Exercise | None) -> list[ft.Control]:
    page = ft.context.page
    found: list[ft.Control] = [
        text(words("Some people feel worse during an exercise. For some, it helps to open their eyes and look around."))
    ]
    if other:
        go = lambda: routes.go(page, routes.exercise_route(other.id))  # noqa: E731 - an event handler
        found.append(primary(words("Try this with your eyes open: {name}", name=words(other.title)), go))
    who = secondary(
        words("Show me who I can call"), lambda: routes.go(page, routes.HELP), icon=ft.Icons.CALL, is_care=True
    )
    return [*found, who]


def _kept_line(words: Words, kept: Kept | None) -> str:
    match kept:
        case None:
            return words("One moment")
        case Kept.IN_JOURNAL:
            return words("Saved in your journal.")
        case Kept.WAITING:
            return words("Saved on this device. It goes into your journal when you unlock it.")
        case Kept.NOWHERE:
            return words("Not saved: your journal is not open.")
