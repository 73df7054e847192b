"""The results of Learn's search: help first if it may be needed, then articles, or what to do if nothing was found."""

from collections.abc import Callable
from typing import Any

import flet as ft

from companion.domain.library import Article
from companion.domain.safety.rules import Level, Topic
from companion.services.bundle import Services
from companion.views import routes
from companion.views.care import body_of, title_of
from companion.views.components.care_card import care_card
from companion.views.components.controls import card, live, row_link, text
from companion.views.context import AppView
from companion.views.ways import actions, to_help

MOST_FOUND, BELOW_HELP = 6, 3
"""How many articles are shown. Below help there are only a few, so that the help stays in view."""


def found(
    app: AppView, services: Services, typed: str, to: Callable[[Article], Callable[[], Any]], topics: list[ft.Control]
) -> list[ft.Control]:
    """Return what stands below the field.

    Args:
        to: the way to an article.
        topics: what is shown where nothing was found.
    """
    words, library = app.words, services.library
    message = library.help_first(typed, services.safety.tier_of_search)
    help_first = _help_first(app, services, message)
    articles = library.found(typed, message)[: BELOW_HELP if help_first else MOST_FOUND]
    kept = text(words("What you type here is not saved or sent."), quiet=True, small=True)
    if not articles:
        return [*help_first, *_nothing(app, has_help=bool(help_first)), *topics, kept]
    said = live(words.plural("{n} article found", "{n} articles found", len(articles)), quiet=True, small=True)
    lines = card(*(row_link(one.title, one.summary, to(one), key=one.id) for one in articles))
    return [*help_first, said, lines, kept]


def _help_first(app: AppView, services: Services, id: str) -> list[ft.Control]:
    """Show a card with ways to reach a person, in an emergency or if the person may be in danger.

    The first way stands above the text: a phone's keyboard hides the lower half of the screen while one types.
    It is there while the words are in the field. Nothing of it is kept: it is no warning of the log.
    """
    safety, words = services.safety, app.words
    message = safety.book.messages.get(id)
    rule = next((one for one in safety.book.rules if one.message == id), None)
    if message is None or rule is None:
        return []
    ways = actions(app, services, rule, message, None, leads=True)
    first = next((at + 1 for at, one in enumerate(ways) if not isinstance(one, ft.Text)), 0)
    is_about_now = rule.level is Level.EMERGENCY or rule.topic is not Topic.MIND
    return [
        care_card(
            rule.level,
            words("If this is happening now") if is_about_now else words("Help, right now"),
            title_of(app, services, message),
            *ways[:first],
            *(text(one) for one in body_of(app, services, message)),
            *ways[first:],
            to_help(words),
            text(words("No one sees what you type here. To reach someone, use a button here."), quiet=True, small=True),
        )
    ]


def _nothing(app: AppView, *, has_help: bool) -> list[ft.Control]:
    words, page = app.words, ft.context.page
    ask = row_link(
        words("My questions for the clinic"),
        words("Write it down, and ask at your next visit."),
        lambda: routes.go(page, routes.QUESTIONS),
    )
    return [
        live(words("Nothing was found. Try another word, or fewer words.")),
        text(words("If you looked for a medicine: not finding it here does not mean that it is safe. Ask your clinic "
                   "or a pharmacist.")),
        card(ask),
        *([] if has_help else [to_help(words)]),
    ]  # fmt: skip
