"""What the rules have to say beside an answer: the card, its question, and whether it is happening now."""

from collections.abc import Callable
from typing import Any

import flet as ft

from companion.content import FOLLOW_UP
from companion.domain.clinic import ClinicContact, ClinicPhone
from companion.domain.crisis import CrisisLine, first_layer
from companion.domain.journal import Draft
from companion.domain.numbers import fill, numbers_of
from companion.domain.safety.engine import Card
from companion.domain.safety.rules import Action, Level, Message, Rule, offers, paragraphs
from companion.i18n import Words
from companion.services.bundle import Services
from companion.services.safety import Alert
from companion.views import routes
from companion.views.components.care_card import care_card, reasons
from companion.views.components.contact_card import call_buttons
from companion.views.components.controls import (
    call_button,
    card,
    choices,
    heading,
    leave_button,
    link,
    primary,
    secondary,
    text,
)
from companion.views.components.not_live import not_live
from companion.views.context import AppView, country_of, here_of, keeps
from companion.views.wording import day_name

LINES = {Action.POISON_LINE: "poison", Action.SUBSTANCE_LINE: "substance_use"}


def fills_the_screen(alert: Alert | None) -> bool:
    """Whether nothing else stands beside it: an emergency that is not worded softly."""
    return alert is not None and alert.card is not None and alert.card.lead.level is Level.EMERGENCY and (
        not alert.card.lead.soft
    )  # fmt: skip


def has_card(services: Services, key: str) -> bool:
    """Whether a card stands there, which itself says that nobody watches live."""
    alert = services.safety.alert(key)
    return alert is not None and alert.card is not None


def care(app: AppView, services: Services, key: str, draft: Draft | None) -> list[ft.Control]:
    """What stands beside a draft or an entry; nothing where nothing was found, and no word about that."""
    alert = services.safety.alert(key)
    if alert is None:
        return []
    found = [_happening(app, services, key, draft)] if alert.asks_now and draft else []
    if alert.is_blind:
        found.append(card(text(app.words("Something kept the app from looking at this answer. It is saved all the "
                                         "same. If you feel unwell or unsafe, use “Help now”."))))  # fmt: skip
    if alert.card:
        found.append(_card(app, services, key, alert, alert.card))
    return found


def _happening(app: AppView, services: Services, key: str, draft: Draft) -> ft.Control:
    words = app.words
    return card(
        heading(words("Is this happening now?")),
        text(words("You write this down later than it began. What may help depends on it.")),
        primary(words("Yes, now"), keeps(app, lambda: services.safety.answer_now(draft, key, True))),
        secondary(words("No, it is over"), keeps(app, lambda: services.safety.answer_now(draft, key, False))),
    )


def _card(app: AppView, services: Services, key: str, alert: Alert, found: Card) -> ft.Control:
    words, rule = app.words, found.lead
    book = services.safety.book
    message = book.messages[rule.message]
    also = dict.fromkeys(book.messages[one.message] for one in found.reasons if one.message != rule.message)
    close = lambda: services.safety.close(key)  # noqa: E731 - an event handler
    return care_card(
        rule.level,
        "" if rule.soft else level_name(app, rule),
        title_of(app, services, message),
        *(text(one) for one in body_of(app, services, message)),
        *actions(app, services, rule, message, close),
        *(_question(app, services, key) if alert.follows_up else []),
        *reasons([words("Also: {what}", what=title_of(app, services, one)) for one in also]),
        *_ways_of_reasons(app, services, found, close),
        *([link(words("Close and go on"), close)] if rule.level is Level.EMERGENCY else []),
        # An emergency is no matter for a clinic's desk: whom to call stands above.
        not_live(
            words,
            None if rule.level is Level.EMERGENCY else app.clinic_contact,
            here_of(app),
            is_sent=services.clinic.may_send(),
        ),
    )


def warning(app: AppView, services: Services) -> list[ft.Control]:
    """On Today, for a day: the last urgent card or emergency, with its first way to talk to somebody."""
    last = services.safety.banner()
    if last is None:
        return []
    words, book = app.words, services.safety.book
    message = book.messages.get(last.message)
    rule = next((one for one in book.rules if one.id == last.rules[0][0]), None)
    if message is None or rule is None:
        return []
    local = services.journal.local(last.at)
    when = words("From your answers: {day}, {time}", day=day_name(words, local.date(), services.journal.now().date),
                 time=words.time(local))  # fmt: skip
    read = link(words("Read it again"), lambda: routes.go(ft.context.page, routes.WARNINGS))
    first = actions(app, services, rule, message, lambda: None)[:1]
    return [care_card(Level.URGENT, when, title_of(app, services, message), *first, read)]


def level_name(app: AppView, rule: Rule) -> str:
    """The level in words."""
    words = app.words
    return {
        Level.INFO: "",
        Level.CALL_CLINIC: words("Call your clinic today") if rule.same_day else words("Tell your clinic soon"),
        Level.URGENT: words("Urgent: now"),
        Level.EMERGENCY: words("Emergency"),
    }[rule.level]


def title_of(app: AppView, services: Services, message: Message) -> str:
    """A message's title with the country's numbers."""
    return _filled(app, services, message.title)


def body_of(app: AppView, services: Services, message: Message) -> list[str]:
    """Its paragraphs, those that can be said here."""
    clinic = app.clinic_contact
    known = {"em", "cl", *(["clinic"] if clinic and clinic.phone_display else [])}
    shown = paragraphs(message, country_of(app), frozenset(known))
    return [_filled(app, services, one.text) for one in shown]


def _filled(app: AppView, services: Services, said: str) -> str:
    words, clinic = app.words, app.clinic_contact
    numbers = numbers_of(services.content.crisis, country_of(app))
    local, line = words("your local emergency number"), words("a crisis line")
    filled = fill(words(said), numbers, emergency=local, crisis_line=line)
    return filled.replace("{clinic}", _clinic_phone(app, clinic).display if clinic else "")


def _clinic_phone(app: AppView, clinic: ClinicContact) -> ClinicPhone:
    """The clinic's number that is answered now."""
    here = here_of(app)
    return clinic.phone_at(here.now if here else None)


def actions(
    app: AppView, services: Services, rule: Rule, message: Message, close: Callable[[], Any]
) -> list[ft.Control]:
    """What the card offers, in its order; nothing of it happens without a tap."""
    country = country_of(app)
    drawn: list[ft.Control] = []
    for action in offers(rule, message, country):
        # The first way to a person is filled where it is urgent: one clear action.
        leads = not drawn and rule.level >= Level.URGENT
        drawn += _action(app, services, action, close, leads=leads)
    return drawn


def _ways_of_reasons(app: AppView, services: Services, found: Card, close: Callable[[], Any]) -> list[ft.Control]:
    """The first way to a person of every urgent reason: what leads, a clinic's own rule too, does not hide it."""
    country, book, drawn = country_of(app), services.safety.book, list[ft.Control]()
    there = set(offers(found.lead, book.messages[found.lead.message], country))
    for rule in found.reasons:
        first = offers(rule, book.messages[rule.message], country)[0]
        if rule.level >= Level.URGENT and first not in there:
            drawn += _action(app, services, first, close, leads=False)
            there.add(first)
    return drawn


def _action(
    app: AppView, services: Services, action: Action, close: Callable[[], Any], *, leads: bool
) -> list[ft.Control]:
    words, clinic, country = app.words, app.clinic_contact, country_of(app)
    layer = first_layer(services.content.crisis, country or None, services.preferences.choices.help_profile)
    help_button = secondary(words("Show me who I can call"), _to_help, icon=ft.Icons.CALL, is_care=True)
    match action:
        case Action.CALL_EMERGENCY if layer.emergency.uri:
            label = words("Call {number}", number=layer.emergency.number)
            return [call_button(label, layer.emergency.uri, is_emergency=leads)]
        case Action.CRISIS_LINE if layer.national:
            return _buttons(app, layer.national[0], ("call", "text"), leads=leads)
        case Action.CALL_CLINIC:
            if clinic is None or not clinic.phone_uri:
                return []
            uri = _clinic_phone(app, clinic).uri
            return [call_button(words("Call {number}", number=clinic.name), uri, is_emergency=leads)]
        case Action.ABUSE_LINES if layer.violence:
            return _buttons(app, layer.violence[0], ("call", "text"), named=True, leads=leads)
        case Action.POISON_LINE | Action.SUBSTANCE_LINE:
            lines = [one for one in services.content.crisis.lines if one.country == country]
            found = next((one for one in lines if one.kind == LINES[action]), None)
            return _buttons(app, found, ("call",), named=True, leads=leads) if found else []
        case Action.GROUNDING:
            return [secondary(words("Steady me"), lambda: routes.go(ft.context.page, routes.STEADY))]
        case Action.QUICK_EXIT:
            return [leave_button(words("Quick exit"), "about:blank")] if ft.context.page.web else []
        case Action.OWN_CONTACT:
            return _own_person(words, services)
        case Action.SAFETY_PLAN:
            return _own_plan(words, services)
        case Action.SAFE_FOR_NOW:
            return [link(words("I am safe for now"), close)]
        case Action.NOT_NOW:
            return [link(words("Not now"), close)]
        case _:
            return [help_button]


def _own_person(words: Words, services: Services) -> list[ft.Control]:
    """The first of the people whom the person can tell; nothing where nobody was written down."""
    people = [one for one in services.support.contacts if one.can_tell]
    return [button for one in people[:1] for button in call_buttons(words, one)]


def _own_plan(words: Words, services: Services) -> list[ft.Control]:
    """The plan, where there is one."""
    if services.support.plan.is_empty:
        return []
    return [secondary(words("Open my safety plan"), lambda: routes.go(ft.context.page, routes.PLAN_STEPS))]


def _to_help() -> None:
    routes.go(ft.context.page, routes.HELP)


def _buttons(
    app: AppView, line: CrisisLine, types: tuple[str, ...], *, named: bool = False, leads: bool = False
) -> list[ft.Control]:
    """The first channel of each type."""
    found: list[ft.Control] = []
    for kind in types:
        channel = next((one for one in line.channels if one.type == kind), None)
        if channel:
            said = app.words("Call {number}") if kind == "call" else app.words("Text {number}")
            label = channel.display if channel.display.startswith("Text ") else said.format(number=channel.display)
            said = f"{line.name}: {label}" if named else label
            found.append(call_button(said, channel.uri, is_emergency=leads and not found))
    return found


def _question(app: AppView, services: Services, key: str) -> list[ft.Control]:
    """The question that follows some cards; its answer is kept like every other."""
    words = app.words
    item = services.journal.forms[FOLLOW_UP].items[0]
    options = [(one.code, words(one.display)) for one in item.options]
    pick = lambda code: keeps(  # noqa: E731 - an event handler
        app, lambda: services.safety.answer_follow_up(key, item.link_id, code)
    )()
    return [heading(words(item.text), level=3), choices(options, None, pick, name=words(item.text))]
