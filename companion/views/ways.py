"""What a care card offers: the ways to a person first, each by what can be reached now."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import flet as ft

from companion.domain.clinic import ClinicContact, ClinicPhone
from companion.domain.crisis import Channel, CrisisLine, EmergencyNumber, first_layer
from companion.domain.line_now import line_now, open_at
from companion.domain.safety.rules import Action, Level, Message, Rule, offers
from companion.hours_words import KNOWN_BY_NUMBER, closed_phrase, hours_line, line_phrase
from companion.i18n import Words
from companion.services.bundle import Services
from companion.views import routes
from companion.views.components.contact_card import call_buttons
from companion.views.components.controls import call_button, leave_button, link, secondary, text
from companion.views.context import AppView, country_of, here_of, profile_of

LINES = {Action.POISON_LINE: "poison", Action.SUBSTANCE_LINE: "substance_use"}


@dataclass(frozen=True, slots=True)
class Ways:
    """What the last links of a card do: close it, and say that one is safe."""

    close: Callable[[], Any]
    safe: Callable[[], Any]


TO_A_PERSON = (
    Action.CALL_EMERGENCY, Action.CALL_CLINIC, Action.CRISIS_LINE, Action.OWN_CONTACT, Action.ABUSE_LINES,
    Action.POISON_LINE, Action.SUBSTANCE_LINE,
)  # fmt: skip
"""The actions that lead to somebody who answers."""


def actions(
    app: AppView, services: Services, rule: Rule, message: Message, ways: Ways | None, *, leads: bool = False
) -> list[ft.Control]:
    """What the card offers, in its order; nothing of it happens without a tap.

    Args:
        ways: None for the ways to a person alone, and the quick exit, as on Today.
        leads: fill the first way to a person also where the level is not urgent.
    """
    shown = _reachable(app, services, offers(rule, message, country_of(app)))
    if ways is None:
        shown = tuple(one for one in shown if one in (*TO_A_PERSON, Action.QUICK_EXIT))
    drawn: list[ft.Control] = []
    may_lead = leads or rule.level >= Level.URGENT
    for action in shown:
        # The first way to a person is filled where it is urgent: one clear action.
        is_first = may_lead and all(isinstance(one, ft.Text) for one in drawn)
        drawn += _action(app, services, action, shown, ways, leads=is_first)
    return drawn


def _reachable(app: AppView, services: Services, shown: Sequence[Action]) -> tuple[Action, ...]:
    """Where every crisis line is closed, the emergency number and the person's own people stand in its place."""
    found = line_now(services.content.crisis, country_of(app), profile_of(app), _now(app))
    if found is None or found.is_open is not False:
        return tuple(shown)
    instead = (Action.CRISIS_LINE, Action.CALL_EMERGENCY, Action.OWN_CONTACT)
    expanded = (one for action in shown for one in (instead if action is Action.CRISIS_LINE else (action,)))
    return tuple(dict.fromkeys(expanded))


def ways_of_reasons(app: AppView, services: Services, lead: Rule, others: Sequence[Rule]) -> list[ft.Control]:
    """The first way to a person of every urgent reason: what leads, a clinic's own rule too, does not hide it."""
    country, book, drawn = country_of(app), services.safety.book, list[ft.Control]()
    there = set(_reachable(app, services, offers(lead, book.messages[lead.message], country)))
    urgent = [one for one in others if one.level >= Level.URGENT]
    firsts = [offers(rule, book.messages[rule.message], country)[:1] for rule in urgent]
    for first in (one for found in firsts for one in _reachable(app, services, found)):
        if first not in there:
            there.add(first)
            drawn += _action(app, services, first, tuple(there), None, leads=False)
    return drawn


def _action(
    app: AppView, services: Services, action: Action, shown: Collection[Action], ways: Ways | None, *, leads: bool
) -> list[ft.Control]:
    words, clinic, country = app.words, app.clinic_contact, country_of(app)
    layer = first_layer(services.content.crisis, country or None, profile_of(app), _now(app))
    match action:
        case Action.CALL_EMERGENCY if layer.emergency.uri:
            return _emergency(words, layer.emergency, Action.ABUSE_LINES in shown, leads=leads)
        case Action.CRISIS_LINE if layer.national:
            return _crisis_line(app, services, leads=leads)
        case Action.CALL_CLINIC:
            if clinic is None or not clinic.phone_uri:
                return []
            uri = clinic_phone(app, clinic).uri
            return [call_button(words("Call {number}", number=clinic.name), uri, is_emergency=leads)]
        case Action.ABUSE_LINES if layer.violence:
            return _buttons(app, layer.violence[0], ("call", "text"), leads=leads)
        case Action.POISON_LINE | Action.SUBSTANCE_LINE:
            lines = [one for one in services.content.crisis.lines if one.country == country]
            found = next((one for one in lines if one.kind == LINES[action]), None)
            return _buttons(app, found, ("call",), leads=leads) if found else []
        case Action.GROUNDING:
            return [secondary(words("Feel steadier"), lambda: routes.go(ft.context.page, routes.STEADY))]
        case Action.QUICK_EXIT:
            return [leave_button(words("Quick exit"), "about:blank")] if ft.context.page.web else []
        case Action.OWN_CONTACT:
            return _own_person(words, services)
        case Action.SAFETY_PLAN:
            return _own_plan(words, services)
        case Action.SAFE_FOR_NOW:
            return [link(words("I am safe for now"), ways.safe)] if ways else []
        case Action.NOT_NOW:
            return [link(words("Not now"), ways.close)] if ways else []
        case _:
            return [to_help(words)]


def _now(app: AppView) -> datetime | None:
    here = here_of(app)
    return here.now if here else None


def _emergency(words: Words, number: EmergencyNumber, has_text: bool, *, leads: bool) -> list[ft.Control]:
    """Call it; who may be overheard by somebody who hurts them can write where that is offered."""
    found = [call_button(words("Call {number}", number=number.number), number.uri, is_emergency=leads)]
    if has_text and number.text:
        found.append(call_button(words(number.text.display), number.text.uri))
    return found


def _crisis_line(app: AppView, services: Services, *, leads: bool) -> list[ft.Control]:
    """The line that can be reached now, by phone and in writing.

    Where every line is closed, it says when one opens: `_reachable` has put other ways beside it.
    """
    words, crisis, country = app.words, services.content.crisis, country_of(app)
    found = line_now(crisis, country, profile_of(app), _now(app))
    if found is None:
        return [to_help(words)]
    if found.is_open is False:
        said = closed_phrase(words, found.line, found.call, here_of(app))
        return [text(f"{said[:1].upper()}{said[1:]}.", quiet=True, small=True)]
    named = line_phrase(words, found.call)
    short = words(found.call.display)
    said = short if short.split(" (")[0] in KNOWN_BY_NUMBER else named
    drawn: list[ft.Control] = [call_button(words("Call {number}", number=said), found.call.uri, is_emergency=leads)]
    if found.text:
        drawn.append(_text_button(words, found.text))
    if found.is_open is None:
        drawn.append(text(words("Hours may vary."), quiet=True, small=True))
    return drawn


def _text_button(words: Words, channel: Channel) -> ft.Control:
    """ "Text HOME to 741741" is a whole sentence already."""
    said = words(channel.display)
    is_whole = channel.display.startswith("Text ")
    return call_button(said if is_whole else words("Text {number}", number=said), channel.uri)


def _own_person(words: Words, services: Services) -> list[ft.Control]:
    """The first of the people whom the person can tell; nothing where nobody was written down."""
    people = [one for one in services.support.contacts if one.can_tell]
    return [button for one in people[:1] for button in call_buttons(words, one)]


def _own_plan(words: Words, services: Services) -> list[ft.Control]:
    """The plan, where there is one."""
    if services.support.plan.is_empty:
        return []
    return [secondary(words("Open my safety plan"), lambda: routes.go(ft.context.page, routes.PLAN_STEPS))]


def _buttons(app: AppView, line: CrisisLine, types: tuple[str, ...], *, leads: bool = False) -> list[ft.Control]:
    """The first channel of each type, with the line's name; that its hours may vary, or that it is closed."""
    found: list[ft.Control] = []
    for kind in types:
        channel = next((one for one in line.channels if one.type == kind), None)
        if channel:
            said = app.words("Call {number}") if kind == "call" else app.words("Text {number}")
            label = channel.display if channel.display.startswith("Text ") else said.format(number=channel.display)
            found.append(call_button(f"{line.name}: {label}", channel.uri, is_emergency=leads and not found))
    is_sure = open_at(line, _now(app)) is True
    return found if is_sure else [*found, text(hours_line(app.words, line.hours, here_of(app)), quiet=True, small=True)]


def clinic_phone(app: AppView, clinic: ClinicContact) -> ClinicPhone:
    """The clinic's number that is answered now."""
    here = here_of(app)
    return clinic.phone_at(here.now if here else None)


def to_help(words: Words) -> ft.Control:
    """The way to Help, where everybody is listed who can be called."""
    go = lambda: routes.go(ft.context.page, routes.HELP)  # noqa: E731 - an event handler
    return secondary(words("Show me who I can call"), go, icon=ft.Icons.CALL, is_care=True)
