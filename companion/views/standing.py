"""On Today, for a day: the warnings that were shown, each in its own level's colour with its ways to a person."""

from dataclasses import replace

import flet as ft

from companion.domain.safety.agreement import agreed
from companion.domain.safety.rules import Level, Message, Rule
from companion.domain.safety.standing import Standing, may_fold, rules_told
from companion.domain.safety.warned import Warned
from companion.services.bundle import Services
from companion.views import routes
from companion.views.care import level_name, title_of
from companion.views.components.care_card import care_card
from companion.views.components.controls import link, text
from companion.views.components.guard import component
from companion.views.context import AppView, keeps, use_app, use_changes, use_services, use_today
from companion.views.ways import actions, to_help, ways_of_reasons
from companion.views.wording import day_name


def warnings_of_the_day(services: Services) -> list[ft.Control]:
    """Return what stands on Today; nothing where there was no warning in the last day."""
    found = services.safety.standing()
    return [StandingWarnings()] if found.cards or found.folded else []


def emergencies_left(services: Services, form: str) -> list[ft.Control]:
    """Return the emergencies of the last day from this form: after Save they still need the call."""
    found = services.safety.standing().cards
    kept = any(one.level is Level.EMERGENCY and one.form == form for one in found)
    return [StandingWarnings(form)] if kept else []


@component
def StandingWarnings(form: str = "") -> ft.Control:
    """Show at most two warnings; a folded one is a quiet line that opens. With `form`, only its emergencies."""
    app, services = use_app(), use_services()
    use_changes(services.safety.changes)
    use_today()
    opened, set_opened = ft.use_state("")
    found = services.safety.standing()
    if form:
        left = [one for one in found.cards if one.level is Level.EMERGENCY and one.form == form]
        found = Standing(cards=tuple(left))
    cards = [_card(app, services, one) for one in found.cards]
    for one in found.folded:
        unfold = lambda id=one.id: set_opened(id)  # noqa: E731 - an event handler
        fold = lambda: set_opened("")  # noqa: E731 - an event handler
        if opened == one.id:
            cards += [_card(app, services, one), link(app.words("Hide it again"), fold)]
        else:
            cards.append(link(app.words("Earlier warning: {title}", title=_title(app, services, one)), unfold))
    return ft.Column(cards, spacing=16, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _card(app: AppView, services: Services, line: Warned) -> ft.Control:
    words, book = app.words, services.safety.book
    local = services.journal.local(line.at)
    when = words("From your answers: {day}, {time}", day=day_name(words, local.date(), services.journal.now().date),
                 time=words.time(local))  # fmt: skip
    read = link(words("Read it again"), lambda: routes.go(ft.context.page, routes.WARNINGS))
    told = rules_told(line, book)
    message = _message(services, line)
    if message is None or not told:  # of another version of the app, or of a clinic's rules that were taken back
        return care_card(line.level, when, _title(app, services, line), to_help(words), read, is_news=False)
    lead = _lead(line, told)
    safe = link(words("I am safe now"), keeps(app, lambda: services.safety.fold(line)))
    return care_card(
        line.level,
        when if lead.soft else level_name(app, lead, message),
        title_of(app, services, message),
        *([] if lead.soft else [text(when, quiet=True, small=True)]),
        *actions(app, services, lead, message, None, leads=True),
        *ways_of_reasons(app, services, lead, told[1:]),
        *([safe] if may_fold(line, book) and not line.folded else []),
        read,
        is_news=False,
    )


def _lead(line: Warned, told: list[Rule]) -> Rule:
    """Return the leading rule as it was told: the log says at which level, with which message, and how soon."""
    return replace(told[0], level=line.level, message=line.message, same_day=told[0].same_day or line.same_day)


def _message(services: Services, line: Warned) -> Message | None:
    """Return the message in words that fit the level at which it was told."""
    book = services.safety.book
    message, told = book.messages.get(line.message), rules_told(line, book)
    return agreed(_lead(line, told), message) if message and told else message


def _title(app: AppView, services: Services, line: Warned) -> str:
    message = _message(services, line)
    return title_of(app, services, message) if message else app.words("A warning from an earlier version of this app")
