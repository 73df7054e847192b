"""My questions for the clinic: collected while reading or typed in, ticked when they were asked."""

from functools import partial
from typing import Any

import flet as ft

from companion.domain.answering import is_blank, too_long_by
from companion.domain.reading import Question, as_text
from companion.services.library import LONGEST_QUESTION, Library
from companion.views import routes
from companion.views.components.controls import copy_button, link, live, primary, row_link, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.text_entry import LimitedEntry
from companion.views.components.toggles import toggles
from companion.views.context import AppView, keeps, use_app, use_changes, use_services


@component
def Questions() -> ft.Control:
    """The list, a field for one more, and a copy to bring along."""
    app, library = use_app(), use_services().library
    use_changes(library.changes)
    typed, set_typed = ft.use_state(library.begun)
    wrong, set_wrong = ft.use_state(0)
    asked, set_asked = ft.use_state(0)  # a new field each time: the old one still holds what was added
    is_removing, set_removing = ft.use_state(False)
    words, questions = app.words, library.questions()

    def write(entered: str) -> Any:
        set_typed(entered)
        return keeps(app, lambda: library.type_question(entered))()

    async def add() -> None:
        entered = library.begun or typed
        if too_long_by(entered, LONGEST_QUESTION):
            set_wrong(wrong + 1)
            return
        await library.ask(entered)
        await library.type_question("")
        set_typed("")
        set_asked(asked + 1)

    async def remove(question: Question) -> None:
        await library.remove(question)

    gone = library.removed
    undone = [
        live(words("Removed: {question}", question=gone.text), small=True),
        link(words("Undo"), keeps(app, library.bring_back), icon=ft.Icons.UNDO),
    ] if gone else []  # fmt: skip
    has_typed = not is_blank(typed)
    removing = link(words("Done removing") if is_removing else words("Remove some"),
                    lambda: set_removing(not is_removing))  # fmt: skip
    listed = _to_remove(app, library, remove) if is_removing else _to_tick(app, library)
    return screen(
        words,
        words("My questions for the clinic"),
        text(words("Bring this list to your next visit. It stays on this device; no one sees it until you show it.")),
        *([listed] if questions else []),
        *undone,
        LimitedEntry(words, words("Your own question"), "" if asked else typed, write, multiline=True,
                     most=LONGEST_QUESTION, field=f"question-{asked}", calls=wrong),
        *([text(words("What you type is kept, but it is not in your list yet."), quiet=True, small=True)]
          if has_typed else []),
        *([primary(words("Add to the list"), keeps(app, add))] if has_typed else []),
        *([copy_button(words("Copy as text"), as_text(words("My questions for the clinic"), questions)), removing]
          if questions else []),
        back=lambda: routes.go(ft.context.page, routes.LEARN),
        has_page_help=app.has_page_help,
    )  # fmt: skip


def _to_tick(app: AppView, library: Library) -> ft.Control:
    questions = {one.id: one for one in library.questions()}
    done = frozenset(id for id, one in questions.items() if one.is_done)

    def change(id: str) -> object:
        return keeps(app, lambda: library.tick(questions[id], id not in done))()

    name = app.words("Check off what you have asked")
    return toggles([(id, one.text) for id, one in questions.items()], done, change, name=name)


def _to_remove(app: AppView, library: Library, remove: Any) -> ft.Control:
    tap = app.words("Tap to remove it")
    rows = [
        row_link(one.text, tap, keeps(app, partial(remove, one)), key=one.id, icon=ft.Icons.REMOVE)
        for one in library.questions()
    ]
    return ft.Column(list[ft.Control](rows), spacing=8, tight=True)
