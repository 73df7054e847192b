"""One article: what it says, what nobody knows, what to ask, where it comes from."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import flet as ft

from companion.domain.article_text import Link, Run, Section, beginning
from companion.domain.library import Article, section_at
from companion.i18n import Words
from companion.services.bundle import Services
from companion.views import routes
from companion.views.components.article_body import bullets, reading, section
from companion.views.components.article_contents import contents
from companion.views.components.article_sources import Sources
from companion.views.components.controls import call_button, card, heading, link, row_link, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import Place, screen
from companion.views.context import (
    AppView,
    country_of,
    keeps,
    numbers_here,
    use_app,
    use_changes,
    use_services,
    with_numbers,
)

SCREENS = {
    "help": routes.HELP, "journal": routes.JOURNAL, "add": routes.ADD, "questions": routes.QUESTIONS,
    "backup": routes.BACKUP, "lock": routes.LOCK, "help-profile": routes.HELP_PROFILE, "sending": routes.SENDING,
    "plan": routes.SUPPORT, "steady": routes.STEADY,
}  # fmt: skip
"""The screens that an article may lead to (library_review.SCREENS), by what they are called there."""

AT_FIRST = 240
"""Letters of the body that are drawn with the title and the summary: what the eye reaches before the rest is there."""

REST_AFTER = 0.03
"""Seconds after which the rest follows: the first screenful is on the screen by then, and is read."""

AT_THE_END = 60
"""Pixels above the very end that count as the end."""


@component
def ArticleScreen() -> ft.Control:
    """The article with this id, or that there is none."""
    app, services = use_app(), use_services()
    article = services.library.shelves.articles.get(str(ft.use_route_params().get("id", "")))
    if article is None:
        words, gone = app.words, text(app.words("This article is not in this version of the app."))
        return screen(words, words("Learn"), gone, back=_back(services), has_page_help=app.has_page_help)
    shown: ft.Control = Reader(article, key=article.id)  # type: ignore[call-arg]  # another one begins anew
    return shown


@component
def Reader(article: Article) -> ft.Control:
    """The article from its title to its sources."""
    app, services = use_app(), use_services()
    use_changes(services.library.changes)
    place: Any = ft.use_ref(lambda: Place(lambda event: None))
    begun: Any = ft.use_ref(lambda: services.library.reading(article.id).section)
    read: Any = ft.use_ref(article.sections)
    is_whole, set_whole = ft.use_state(False)
    page = ft.context.page

    async def go_on() -> None:
        await asyncio.sleep(REST_AFTER)
        set_whole(True)

    ft.use_effect(lambda: page.run_task(go_on), [])
    words, sections = app.words, read.current
    # Whether its end still marks it as read: once in a visit, never after a tap.
    marks: Any = ft.use_ref(lambda: [True])
    # The end of what is drawn is the article's own once all of it is.
    place.current.seen = _follow(app, services, article, sections, marks.current) if is_whole else lambda event: None
    return screen(
        words,
        article.title,
        reading((Run(article.summary),)),
        text(_told(words, article), quiet=True, small=True),
        *_resume(words, sections, begun.current, place.current),
        *contents(words, sections, lambda index: place.current.move_to(_key(index))),
        *_body(app, services, sections if is_whole else beginning(sections, AT_FIRST)),
        *([*_unknown(words, article), *_end(app, services, article, marks.current)] if is_whole else []),
        back=_back(services),
        has_page_help=app.has_page_help,
        page=article.id,
        place=place.current,
    )


def _back(services: Services) -> Callable[[], Any]:
    shelf = services.library.shelf
    return lambda: routes.go(ft.context.page, routes.shelf_route(shelf) if shelf else routes.LEARN)


def _told(words: Words, article: Article) -> str:
    """How long it is, and who has checked it."""
    minutes = words.plural("{n} minute to read", "{n} minutes to read", article.minutes)
    if article.reviewed_by:
        return words("{minutes}. Checked by {who}.", minutes=minutes, who=article.reviewed_by)
    return words("{minutes}. Not yet reviewed by a clinician.", minutes=minutes)


def _resume(words: Words, sections: Sequence[Section], begun: int, place: Place) -> list[ft.Control]:
    """A way to where it was left."""
    if not 0 < begun < len(sections) or not sections[begun].title:
        return []
    label = words("Continue at: {section}", section=sections[begun].title)
    return [link(label, lambda: place.move_to(_key(begun)), icon=ft.Icons.ARROW_DOWNWARD)]


def _key(index: int) -> str:
    return f"section-{index}"


def _follow(
    app: AppView, services: Services, article: Article, sections: Sequence[Section], marks: list[bool]
) -> Callable[[ft.OnScrollEvent], Any]:
    """Keep which section is in sight, and that the end was."""
    library = services.library

    async def seen(event: ft.OnScrollEvent) -> None:
        if event.extent_after <= AT_THE_END:
            if marks[0]:
                marks[0] = False
                await keeps(app, lambda: library.set_read(article.id, True))()
            return
        at = section_at(sections, event.extent_before / max(1.0, event.extent_total))
        if at != library.reading(article.id).section:
            await keeps(app, lambda: library.note_section(article.id, at))()

    return seen


def _body(app: AppView, services: Services, sections: Sequence[Section]) -> list[ft.Control]:
    words = app.words
    numbers = numbers_here(app)

    def fill(said: str) -> str:
        return with_numbers(app, said, numbers)

    def call() -> list[ft.Control]:
        number = services.content.crisis.emergency.get(country_of(app))
        known = [number] if number and number.uri else []
        return [call_button(words("Call {number}", number=one.number), one.uri, is_emergency=True) for one in known]

    return [section(words, one, _key(index), fill, _open, call) for index, one in enumerate(sections)]


def _unknown(words: Words, article: Article) -> list[ft.Control]:
    lines = bullets([(Run(one),) for one in article.unknown])
    return [ft.Container(height=4), heading(words("What we do not know")), lines]


def _open(link: Link) -> None:
    """Another article, or a screen of the app."""
    route = routes.article_route(link.target) if link.kind == "article" else SCREENS[link.target]
    routes.go(ft.context.page, route)


def _end(app: AppView, services: Services, article: Article, marks: list[bool]) -> list[ft.Control]:
    """What can be done after reading."""
    words, library = app.words, services.library

    async def mark() -> None:
        marks[0] = False
        await library.set_read(article.id, not state.is_read)

    state = library.reading(article.id)
    related = library.shelves.named(article.related)
    keep = words("Remove bookmark") if state.is_kept else words("Keep for later")
    icon = ft.Icons.BOOKMARK if state.is_kept else ft.Icons.BOOKMARK_BORDER
    return [
        heading(words("Ask my clinic about this")),
        _ask(app, services, article),
        secondary(words("Mark as not read") if state.is_read else words("Mark as read"),
                  keeps(app, mark),
                  icon=ft.Icons.CHECK if state.is_read else None),
        link(keep, keeps(app, lambda: library.set_kept(article.id, not state.is_kept)), icon=icon),
        *([heading(words("Read next")), card(*(_line(one) for one in related))] if related else []),
        Sources(words, article, library.shelves.sources),
    ]  # fmt: skip


def _ask(app: AppView, services: Services, article: Article) -> ft.Control:
    """The article's questions; a tap puts one into the list."""
    words, library = app.words, services.library
    rows = []
    for said in article.questions:
        is_asked = library.is_asked(said)
        state = words("In your list") if is_asked else words("Tap to add it to your list")
        work = _to_questions if is_asked else keeps(app, partial(library.ask, said, article.id))
        icon = ft.Icons.CHECK if is_asked else ft.Icons.ADD
        rows.append(row_link(said, state, work, key=said, icon=icon))
    own = row_link(words("My questions for the clinic"), words("Add your own, check them off, copy"), _to_questions)
    return card(*rows, own)


def _line(article: Article) -> ft.Control:
    go = lambda: routes.go(ft.context.page, routes.article_route(article.id))  # noqa: E731 - an event handler
    return row_link(article.title, "", go, key=article.id)


def _to_questions() -> None:
    routes.go(ft.context.page, routes.QUESTIONS)
