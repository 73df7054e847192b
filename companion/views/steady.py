"""Steady me: what a person feels and what to try, then every exercise. It needs no journal."""

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from companion.domain.crisis import first_layer
from companion.domain.exercises import Exercise, Exercises, Feeling, Try, rounds_of
from companion.i18n import Words
from companion.services.steadying import keep_cut_off
from companion.views import routes
from companion.views.components.controls import call_button, card, heading, row_link, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.steady_words import not_kept, time_line
from companion.views.context import AppView, country_of, keeps, use_app, use_changes, use_maybe, with_numbers


@component
def Steady() -> ft.Control:
    """The picker; a feeling leads to a short list of its own."""
    app = use_app()
    use_changes(app.opening.changes)
    feeling, set_feeling = use_maybe(Feeling)
    opened = app.opening.opened
    cut_off = (lambda: keep_cut_off(opened.journal)) if opened else lambda: None
    ft.use_effect(keeps(app, cut_off), [opened is None])
    page, exercises = ft.context.page, app.content.exercises()
    if feeling:
        return _for(app, exercises, feeling, lambda: set_feeling(None))
    return _picker(app, exercises, lambda one: set_feeling(one), lambda: routes.go(page, routes.TODAY))


def _picker(
    app: AppView, exercises: Exercises, on_pick: Callable[[Feeling], Any], back: Callable[[], Any]
) -> ft.Control:
    words = app.words
    feelings = [row_link(words(one.name), "", _with(on_pick, one)) for one in exercises.feelings]
    return screen(
        words,
        words("Feel steadier"),
        text(words("Short exercises. You can stop at any time.")),
        heading(words("I feel …")),
        card(*feelings),
        heading(words("All exercises")),
        card(*(_line(words, one) for one in exercises.all)),
        *not_kept(app),
        back=back,
        page="picker",
        has_page_help=app.has_page_help,
    )


def _with(on_pick: Callable[[Feeling], Any], one: Feeling) -> Callable[[], Any]:
    return lambda: on_pick(one)


def _line(words: Words, one: Exercise, version: str = "") -> ft.Control:
    """An exercise as a line: when it is good, and how long it takes."""
    page = ft.context.page
    said, name = [words(one.good_when)], words(one.title)
    if one.versions:
        chosen = one.version(version)
        said.append(time_line(words, chosen.seconds(rounds_of(one, chosen, 0))))
        name = f"{name}: {words(chosen.name)}" if version else name
    return row_link(name, " · ".join(said), lambda: routes.go(page, routes.exercise_route(one.id, version)))


def _for(app: AppView, exercises: Exercises, feeling: Feeling, back: Callable[[], Any]) -> ft.Control:
    """What to try with one feeling; people before any exercise where that is what counts."""
    words = app.words
    then = _then(app, feeling.then)
    tries = [card(*_tries(words, exercises, feeling.tries))]
    if feeling.people_first:
        page = ft.context.page
        who = secondary(
            words("Show me who I can call"), lambda: routes.go(page, routes.HELP), icon=ft.Icons.CALL, is_care=True
        )
        own = secondary(words("My people and my plan"), lambda: routes.go(page, routes.SUPPORT))
        body = [*then[:1], who, own, *then[1:], *tries]
    else:
        body = [*then, *tries] if feeling.then_first else [*tries, *then]
    return screen(words, words(feeling.name), *body, back=back, page=feeling.id, has_page_help=app.has_page_help)


def _tries(words: Words, exercises: Exercises, tries: Sequence[Try]) -> list[ft.Control]:
    found = [(exercises.find(one.exercise), one.version) for one in tries]
    return [_line(words, one, version) for one, version in found if one]


def _then(app: AppView, lines: Sequence[str]) -> list[ft.Control]:
    """What to do besides, with the country's emergency number and a way to call it where it is named."""
    words, country = app.words, country_of(app)
    found: list[ft.Control] = [text(with_numbers(app, words(one))) for one in lines]
    emergency = first_layer(app.content.crisis, country or None, frozenset()).emergency
    if emergency.uri and any("{em}" in one for one in lines):
        found.append(call_button(words("Call {number}", number=emergency.number), emergency.uri))
    return found
