"""An unfinished entry of an earlier day: its answers stand, a note can be added, and it is saved as of its day."""

from typing import Any

import flet as ft

from companion.domain.answering import as_text
from companion.domain.journal import Draft
from companion.domain.questionnaire import Item, ItemType
from companion.errors import NothingAnswered
from companion.services.bundle import Services
from companion.services.journal import answered
from companion.views import routes
from companion.views.components.ask import use_ask
from companion.views.components.controls import card, heading, live, primary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.not_live import not_live
from companion.views.components.text_entry import LimitedEntry
from companion.views.context import AppView, here_of, keeps, use_app, use_changes, use_services
from companion.views.entry import said
from companion.views.unfinished import delete_draft
from companion.views.wording import FORMS, full_day


@component
def EarlierDraft() -> ft.Control:
    """The draft of this route. What it asks about right now is not asked on another day."""
    app, services = use_app(), use_services()
    use_changes(services.journal.changes)
    words, journal, page = app.words, services.journal, ft.context.page
    draft = journal.draft(ft.use_route_params()["id"])
    ask = use_ask(words, words("Keep editing"))
    problem, set_problem = ft.use_state("")
    back = lambda: routes.go(page, routes.TODAY)  # noqa: E731 - an event handler
    if draft is None or draft.form not in FORMS:
        gone = text(words("This was already saved or deleted."))
        return screen(words, "", gone, back=back, has_page_help=app.has_page_help)
    day = full_day(words, draft.started.date)
    open_texts = _open_texts(services, draft)

    async def finish() -> None:
        left = journal.draft(draft.id) or draft
        try:
            head = await journal.finish(draft.id)
        except NothingAnswered:
            set_problem(words("It has no answer to save. Add a note, or delete it."))
            return
        services.clinic.wake()
        await services.safety.finished(left, head.id)
        routes.go(page, f"{routes.SAVED}/{head.id}")

    async def save() -> None:
        if too_long := [one for one in open_texts if one.type is ItemType.TEXT]:
            set_problem(words("Not saved yet: “{question}”. Please make it shorter.", question=words(too_long[0].text)))
        elif open_texts:
            typed = "\n".join(" ".join(filter(None, draft.typed[one.link_id])) for one in open_texts)
            ask(words("Leave this out?"), words("This will not be saved: {typed}", typed=typed), words("Leave it out"),
                keeps(app, leave_out))  # fmt: skip
        else:
            await finish()

    async def leave_out() -> None:
        await journal.leave_out(draft.id, [one.link_id for one in open_texts])
        await finish()

    return screen(
        words,
        words("From {day}", day=day),
        text(words("This will be saved for that day, with the answers you gave then.")),
        text(words("To record how you are now, start a new one.")),
        *_answers(app, services, draft),
        *_notes(app, services, draft),
        *([live(problem)] if problem else []),
        primary(words("Save for {day}", day=day), keeps(app, save)),
        delete_draft(app, services, draft.id),
        not_live(words, app.clinic_contact, here_of(app), is_sent=services.clinic.may_send()),
        back=back,
        has_page_help=app.has_page_help,
    )


def _open_texts(services: Services, draft: Draft) -> list[Item]:
    form = services.journal.form_of(draft)
    return [one for page in form.items for one in services.journal.waiting(draft, page)]


def _answers(app: AppView, services: Services, draft: Draft) -> list[ft.Control]:
    """What was answered, and what was typed and could not be taken."""
    words, lines = app.words, list[ft.Control]()
    for item, value in answered(services.journal.form_of(draft), draft.answers):
        if item.type is ItemType.TEXT:
            continue
        if value is not None:
            lines.append(_line(words(item.text), said(app, item, value)))
        if typed := " ".join(filter(None, draft.typed.get(item.link_id, ()))):
            lines.append(
                _line(words(item.text), words("You typed “{typed}”. It is not saved as an answer.", typed=typed))
            )
    return [heading(words("What you answered")), card(*lines)] if lines else []


def _line(asked: str, answer: str) -> ft.Control:
    return ft.Column([text(asked, quiet=True, small=True), text(answer)], spacing=2, tight=True)


def _notes(app: AppView, services: Services, draft: Draft) -> list[ft.Control]:
    """A field for each note that the form asks for."""
    words, journal = app.words, services.journal
    shown = journal.shown(draft)
    fields: list[ft.Control] = []
    for item in journal.form_of(draft).questions():
        if item.type is not ItemType.TEXT or item.link_id not in shown or item.repeats:
            continue

        def write(entered: str, item: Item = item) -> Any:
            async def keep() -> None:
                await journal.answer(draft.id, item.link_id, as_text(item, entered))
                services.safety.note_typed(draft.id, item.link_id)

            return keeps(app, keep)()

        value, typed = draft.answers.get(item.link_id), draft.typed.get(item.link_id)
        held = typed[0] if typed else value if isinstance(value, str) else ""
        fields.append(
            LimitedEntry(words, words(item.text), held, write, most=item.max_length, multiline=True, field=item.link_id)
        )
    return fields
