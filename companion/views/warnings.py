"""What the app has told a person after answers: a log to read and to share, and the offer after notes."""

from dataclasses import replace

import flet as ft

from companion.domain.safety.agreement import agreed
from companion.domain.safety.standing import rules_told
from companion.domain.safety.warned import Warned
from companion.services.bundle import Services
from companion.views import routes
from companion.views.care import body_of, title_of
from companion.views.components.controls import card, copy_button, heading, link, live, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.context import AppView, keeps, use_app, use_changes, use_services, use_today
from companion.views.limits import about_note_words
from companion.views.wording import day_name


@component
def Warnings() -> ft.Control:
    """Every card that was shown, the newest first."""
    app, services = use_app(), use_services()
    use_changes(services.safety.changes)
    use_today()
    words, page = app.words, ft.context.page
    lines = services.safety.warned()
    texts = [_texts(app, services, line) for line in lines]
    said = "\n\n".join("\n".join(one) for one in texts)
    body: list[ft.Control] = [
        text(words("What the app told you after your answers. This stays on this device and is not sent to anyone.")),
        *([copy_button(words("Copy everything as text"), said)] if lines else [text(words("Nothing so far."))]),
        *(card(text(when, quiet=True, small=True), heading(title), *(text(one) for one in rest))
          for when, title, *rest in texts),
    ]  # fmt: skip
    back = lambda: routes.go(page, routes.MORE)  # noqa: E731 - an event handler
    return screen(words, words("Warnings"), *body, back=back, has_page_help=app.has_page_help)


def _texts(app: AppView, services: Services, line: Warned) -> list[str]:
    """When, the title, the paragraphs."""
    words, local = app.words, services.journal.local(line.at)
    day = day_name(words, local.date(), services.journal.now().date)
    when = words("{day}, {time}", day=day, time=words.time(local))
    message, told = services.safety.book.messages.get(line.message), rules_told(line, services.safety.book)
    if message is None:
        return [when, words("A warning from an earlier version of this app")]
    if told:
        lead = replace(told[0], level=line.level, same_day=told[0].same_day or line.same_day)
        message = agreed(lead, message)
    return [when, title_of(app, services, message), *body_of(app, services, message)]


@component
def NoteWords() -> ft.Control:
    """Whether help is offered after notes."""
    app, services = use_app(), use_services()
    use_changes(services.preferences.changes)
    words, is_on = app.words, services.preferences.choices.offers_after_words
    turn = keeps(app, lambda: services.preferences.change(offers_after_words=not is_on))
    back = lambda: routes.go(ft.context.page, routes.MORE)  # noqa: E731 - an event handler
    return screen(
        words,
        words("Help offered after notes"),
        *about_note_words(words),
        live(words("This is on.") if is_on else words("This is off.")),
        link(words("Turn it off") if is_on else words("Turn it on"), turn),
        back=back,
        has_page_help=app.has_page_help,
    )
