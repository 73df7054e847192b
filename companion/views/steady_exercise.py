"""One exercise before it begins: what it is, for whom it is not, how long; one button begins."""

from collections.abc import Callable
from typing import Any

import flet as ft

from companion.domain.exercises import Exercise, Version, rounds_of, versions_of
from companion.i18n import Words
from companion.services.steadying import high_pressure, infusion_today
from companion.views import routes
from companion.views.components.article_sources import checked_words
from companion.views.components.controls import card, choices, heading, lines_of, link, primary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.steady_words import not_kept, time_line
from companion.views.context import AppView, use_app, use_changes


@component
def ExerciseDetails() -> ft.Control:
    """The exercise of this route, in the version of this route where it names one."""
    app, page, params = use_app(), ft.context.page, ft.use_route_params()
    exercise = app.content.exercises().find(params["id"])
    if exercise is None:
        said = text(app.words("This exercise is not in this version of the app."))
        back = lambda: routes.go(page, routes.STEADY)  # noqa: E731 - an event handler
        return screen(app.words, "", said, back=back, has_page_help=app.has_page_help)
    details: Any = OneExercise  # anew for another exercise: what was chosen for one is not for the next
    drawn: ft.Control = details(exercise, params.get("version", ""), key=exercise.id)
    return drawn


@component
def OneExercise(exercise: Exercise, named: str) -> ft.Control:
    """What it is, the button, and what can be chosen."""
    app, page = use_app(), ft.context.page
    use_changes(app.opening.changes)
    chosen, set_chosen = ft.use_state(named)
    wanted, set_wanted = ft.use_state(0)
    words = app.words
    back = lambda: routes.go(page, routes.STEADY)  # noqa: E731 - an event handler
    offered = versions_of(exercise, _infusion(app))
    version = next((one for one in offered if one.id == chosen), offered[0] if offered else None)
    rounds = rounds_of(exercise, version, wanted) if version else 0
    body = [text(words(exercise.about)), *_cautions(app, exercise)]
    if version and not _is_blocked(app, exercise):
        begin = lambda: routes.go(page, routes.run_route(exercise.id, version.id, rounds))  # noqa: E731
        how_long = text(_said(words, exercise, version, rounds), quiet=True)
        body += [primary(words("Begin"), begin), how_long]
        body += _ways(words, offered, version, set_chosen) + _lengths(words, exercise, version, rounds, set_wanted)
    return screen(
        words,
        words(exercise.title),
        *body,
        *_general(words, exercise),
        *not_kept(app),
        *_evidence(app, exercise),
        back=back,
        page=exercise.id,
        has_page_help=app.has_page_help,
    )


def _infusion(app: AppView) -> bool | None:
    return infusion_today(app.opening.opened.journal if app.opening.opened else None)


def _is_blocked(app: AppView, exercise: Exercise) -> bool:
    """Whether the journal knows that now is not the time for it."""
    opened = app.opening.opened
    return bool(exercise.after_high_pressure) and high_pressure(opened.journal if opened else None) is True


def _cautions(app: AppView, exercise: Exercise) -> list[ft.Control]:
    """For whom it is not, and what to do then; as few cards as can be."""
    words, page, opened = app.words, ft.context.page, app.opening.opened
    other = app.content.exercises().find(exercise.instead)
    instead = lambda: routes.go(page, routes.exercise_route(exercise.instead))  # noqa: E731 - an event handler
    if _is_blocked(app, exercise) and other:
        said = [
            text(words(exercise.after_high_pressure)),
            text(words("Your journal has a reading like that."), quiet=True),
        ]
        return [card(*said, primary(words("Do this instead: {name}", name=words(other.title)), instead))]
    lines: list[ft.Control] = [text(words(one)) for one in exercise.cautions]
    if exercise.not_if:
        lines += [
            text(words("Do not do this one if:"), strong=True),
            lines_of([words(one) for one in exercise.not_if]),
        ]
    if exercise.after_high_pressure and high_pressure(opened.journal if opened else None) is None:
        lines.append(text(words(exercise.after_high_pressure)))
    if exercise.not_if and other:
        lines.append(link(words("Do this instead: {name}", name=words(other.title)), instead))
    return [card(*lines)] if lines else []


def _said(words: Words, exercise: Exercise, version: Version, rounds: int) -> str:
    parts = [words(version.name)] if len(exercise.versions) > 1 else []
    return " · ".join([*parts, _length(words, exercise, version, rounds)])


def _length(words: Words, exercise: Exercise, version: Version, rounds: int) -> str:
    time = time_line(words, version.seconds(rounds))
    return f"{words.plural('{n} round', '{n} rounds', rounds)} · {time}" if exercise.rounds else time


def _ways(
    words: Words, offered: tuple[Version, ...], version: Version, on_pick: Callable[[str], Any]
) -> list[ft.Control]:
    if len(offered) < 2:
        return []
    title = words("Choose a way to do it")
    options = [(one.id, words(one.name)) for one in offered]
    return [heading(title, level=3), choices(options, version.id, on_pick, name=title)]


def _lengths(
    words: Words, exercise: Exercise, version: Version, rounds: int, on_pick: Callable[[int], Any]
) -> list[ft.Control]:
    lengths = exercise.lengths(version)
    if len(lengths) < 2:
        return []
    title = words("Choose how long")
    options = [(str(one), _length(words, exercise, version, one)) for one in lengths]
    return [heading(title, level=3), choices(options, str(rounds), lambda one: on_pick(int(one)), name=title)]


def _general(words: Words, exercise: Exercise) -> list[ft.Control]:
    """What holds for all of them."""
    if not exercise.versions:
        return []
    lines = [words("If a step makes you feel worse, open your eyes and look around. You can stop at any time.")]
    if not exercise.moves:
        lines.append(words("Do not do this while you are standing, driving, or using a machine."))
    return [text(one, quiet=True) for one in lines]


def _evidence(app: AppView, exercise: Exercise) -> list[ft.Control]:
    """What is known, how little, from where, and when that was checked."""
    words, exercises = app.words, app.content.exercises()
    keys = dict.fromkeys((*exercise.sources, *exercises.evidence_sources))
    found = [exercises.sources[key] for key in keys]
    lines = [
        words(exercise.evidence),
        words(exercises.evidence),
        *(words("Source: {name}", name=words(one.title)) for one in found),
        checked_words(words, found, exercises.reviewed),
    ]
    shown = [text(one, quiet=True, small=True) for one in lines]
    return [heading(words("What is known"), level=3), ft.Column(list[ft.Control](shown), spacing=4, tight=True)]
