"""An exercise while it is done: the distress before, one step at a time, the distress after, and what may follow."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import flet as ft

from companion.content import STEADYING
from companion.domain.exercises import Exercise, Step, rounds_of, steps_of, versions_of
from companion.services.journal import Journal
from companion.services.steadying import (
    AFTER,
    BEFORE,
    FINISHED,
    WORSE,
    high_pressure,
    infusion_today,
    keep,
    new_run,
    note,
)
from companion.views import routes
from companion.views.components.controls import heading, link, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.question import question_field
from companion.views.components.steady_end import SteadyEnd
from companion.views.components.steady_steps import SteadySteps
from companion.views.components.steady_words import not_kept
from companion.views.context import AppView, here_of, keeps, use_app, use_changes
from companion.views.wording import full_day


@component
def ExerciseRun() -> ft.Control:
    """The exercise of this route; one that is not here, or not for now, leads back to where it is described."""
    app, params = use_app(), ft.use_route_params()
    page = ft.context.page
    journal = journal_of(app)
    exercise = app.content.exercises().find(params["id"])
    may_run = (
        exercise is not None
        and bool(exercise.versions)
        and not (exercise.after_high_pressure and high_pressure(journal))
    )
    leave = lambda: None if may_run else routes.go(page, routes.exercise_route(params["id"]))  # noqa: E731
    ft.use_effect(leave, [may_run])
    if not may_run or exercise is None:
        return screen(app.words, "", has_page_help=app.has_page_help)
    run: Any = OneRun  # anew for another exercise: nothing of one run goes into the next
    drawn: ft.Control = run(exercise, params.get("version", ""), params.get("rounds", ""), key=exercise.id)
    return drawn


@component
def OneRun(exercise: Exercise, wanted: str, length: str) -> ft.Control:
    """From the first number to the last."""
    app = use_app()
    use_changes(app.opening.changes)
    page = ft.context.page
    stage, set_stage = ft.use_state("before")
    run: Any = ft.use_ref(lambda: new_run(app.content.forms[STEADYING], exercise.id))
    steps: Any = ft.use_ref(lambda: _steps(app, exercise, wanted, length))

    def left() -> None:
        """Whichever way it is left, it is kept."""
        if run.current.has_begun:
            page.run_task(keeps(app, lambda: keep(run.current, app.opening)))

    ft.use_effect(lambda: None, [], cleanup=left)
    back = lambda: routes.go(page, routes.exercise_route(exercise.id))  # noqa: E731 - an event handler

    async def begin(**answers: Any) -> None:
        run.current.has_begun = True
        set_stage("steps")
        await note(run.current, app.opening, **answers)

    async def end(is_finished: bool) -> None:
        set_stage("after")
        await note(run.current, app.opening, **{FINISHED: is_finished})

    async def after(**answers: Any) -> None:
        set_stage("end")
        run.current.answers.update(answers)

    match stage:
        case "before":
            return _before(app, lambda **given: keeps(app, lambda: begin(**given))(), back)
        case "steps":
            return SteadySteps(exercise.title, steps.current, lambda done: keeps(app, lambda: end(done))())
        case "after":
            return _after(app, lambda **given: keeps(app, lambda: after(**given))())
        case _:
            return SteadyEnd(run.current, exercise)


def journal_of(app: AppView) -> Journal | None:
    """The journal while it is open. Nobody keeps it: it may be locked in between."""
    return app.opening.opened.journal if app.opening.opened else None


def _steps(app: AppView, exercise: Exercise, wanted: str, length: str) -> tuple[Step, ...]:
    """What is done, in the person's language, with today's date where it is known."""
    journal, words = journal_of(app), app.words
    had_infusion = infusion_today(journal)
    offered = versions_of(exercise, had_infusion)
    version = next((one for one in offered if one.id == wanted), offered[0])
    rounds = rounds_of(exercise, version, int(length) if length.isdecimal() and len(length) < 4 else 0)
    found = steps_of(version, rounds, had_infusion)
    day = _today(app)
    return tuple(Step(words(one.text).replace("{day}", day), one.seconds, one.breath) for one in found)


def _today(app: AppView) -> str:
    """The day and date, as far as anybody here knows them."""
    journal, locked = journal_of(app), app.opening.locked
    day = journal.now().date if journal else locked.front.now().date() if locked else None
    return full_day(app.words, day) if day else "…"


def _before(app: AppView, on_answer: Callable[..., Any], back: Callable[[], Any]) -> ft.Control:
    words = app.words
    asked = words("How much distress do you feel now?")
    return screen(
        words,
        "",
        heading(asked),
        text(words("You will be asked again at the end, so you can see if anything changed."), quiet=True),
        _numbers(app, BEFORE, asked, on_answer),
        link(words("Skip"), on_answer),
        *not_kept(app),
        back=back,
        page="before",
        has_page_help=app.has_page_help,
    )


def _after(app: AppView, on_answer: Callable[..., Any]) -> ft.Control:
    words = app.words
    asked = words("And now: how much distress do you feel?")
    return screen(
        words,
        "",
        heading(asked),
        _numbers(app, AFTER, asked, on_answer),
        secondary(words("I feel worse than before"), lambda: on_answer(**{WORSE: True})),
        link(words("Skip"), on_answer),
        *not_kept(app),
        page="after",
        has_page_help=app.has_page_help,
    )


def _numbers(app: AppView, link_id: str, asked: str, on_answer: Callable[..., Any]) -> ft.Control:
    """The form's own question, in the words of this moment."""
    item = replace(app.content.forms[STEADYING].question(link_id), text=asked)
    here = here_of(app)
    now = here.now if here else datetime.now(UTC)  # a number from 0 to 10 needs no day
    return question_field(app.words, item, None, lambda given: on_answer(**{link_id: given}), now=now)
