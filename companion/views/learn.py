"""Learn: paths for each point of the course, articles by topic, and a search that forgives spelling."""

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from companion.domain.library import Article, Trail
from companion.i18n import Words
from companion.services.bundle import Services
from companion.services.library import Library
from companion.views import routes
from companion.views.components.controls import card, heading, row_link, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.text_entry import TextEntry
from companion.views.context import AppView, use_app, use_changes, use_services
from companion.views.found import found

KEPT = "kept"


@component
def Learn() -> ft.Control:
    """The library's first screen. What is typed takes the place of the shelves, and is kept nowhere but in memory."""
    app, services = use_app(), use_services()
    library = services.library
    use_changes(library.changes)
    typed, set_typed = ft.use_state(library.typed)

    def find(entered: str) -> None:
        library.typed = entered
        set_typed(entered)

    field = TextEntry(app.words("Find an article"), library.typed, find, field="find-article", is_private=True)
    room = ft.Container(field, padding=ft.Padding(0, 8, 0, 0))  # for its label, which stands on its upper line
    to = lambda one: _to(library, one, "")  # noqa: E731 - an event handler of each line
    body = found(app, services, typed, to, _topics(app, library)) if typed.strip() else _shelves(app, services)
    return screen(app.words, app.words("Learn"), room, *body, has_page_help=app.has_page_help)


def _topics(app: AppView, library: Library) -> list[ft.Control]:
    shelves, words = library.shelves, app.words
    topics = [
        row_link(one.title, _many(words, len(shelves.shelf(one.id))), _go(routes.shelf_route(one.id)), key=one.id)
        for one in shelves.topics
    ]
    return [heading(words("All topics")), card(*topics)]


def _shelves(app: AppView, services: Services) -> list[ft.Control]:
    words, library = app.words, services.library
    shelves = library.shelves
    trails = [
        row_link(one.title, _progress(words, library, one), _go(routes.shelf_route(one.id)), key=one.id)
        for one in shelves.trails
    ]
    kept, open_ones = library.kept(), [one for one in library.questions() if not one.is_done]
    own = [
        row_link(
            words("My questions for the clinic"),
            words.plural("{n} not asked yet", "{n} not asked yet", len(open_ones)) if open_ones else words("None yet"),
            _go(routes.QUESTIONS),
        ),
        *([row_link(words("Kept for later"), _many(words, len(kept)), _go(routes.shelf_route(KEPT)))] if kept else []),
    ]
    return [
        heading(words("Start here")), card(*trails),
        *_topics(app, library),
        heading(words("Your own")), card(*own),
        text(words("What you read and ask stays on this device. It is never sent."), quiet=True, small=True),
    ]  # fmt: skip


def _many(words: Words, n: int) -> str:
    return words.plural("{n} article", "{n} articles", n)


def _progress(words: Words, library: Library, trail: Trail) -> str:
    read, following = library.read_of(trail), library.next_of(trail)
    if following is None:
        return words("All {n} read", n=len(trail.articles))
    said = words("{read} of {n} read", read=read, n=len(trail.articles))
    return words("{progress}. Next: {title}", progress=said, title=following.title) if read else said


@component
def Shelf() -> ft.Control:
    """The articles of a topic, of a path, or those with a bookmark."""
    app, library = use_app(), use_services().library
    use_changes(library.changes)
    words, id = app.words, str(ft.use_route_params().get("id", ""))
    title, about, articles = _shelf(words, library, id)
    lines = [row_link(one.title, _state(words, library, one), _to(library, one, id), key=one.id) for one in articles]
    back = _go(routes.LEARN)
    body = [card(*lines)] if lines else [text(words("There is nothing here."))]
    said = [text(about)] if about else []
    return screen(words, title, *said, *body, back=back, has_page_help=app.has_page_help)


def _shelf(words: Words, library: Library, id: str) -> tuple[str, str, Sequence[Article]]:
    """Title, what is said of it, articles."""
    shelves = library.shelves
    if trail := shelves.trail(id):
        return trail.title, trail.about, shelves.named(trail.articles)
    if topic := shelves.topic(id):
        return topic.title, "", shelves.shelf(id)
    if id != KEPT:
        return words("Learn"), "", ()
    return words("Kept for later"), words("Articles you kept to read later."), library.kept()


def _state(words: Words, library: Library, article: Article) -> str:
    """How long it is, and how far it was read."""
    minutes, reading = words("{n} min", n=article.minutes), library.reading(article.id)
    if reading.is_read:
        return words("{minutes}. Read", minutes=minutes)
    return words("{minutes}. Started", minutes=minutes) if reading.section else minutes


def _to(library: Library, article: Article, shelf: str) -> Callable[[], Any]:
    def go() -> None:
        library.shelf = shelf  # Back leads there again
        routes.go(ft.context.page, routes.article_route(article.id))

    return go


def _go(route: str) -> Callable[[], Any]:
    return lambda: routes.go(ft.context.page, route)
