"""What the rules have to say beside an answer: the card, its question, and whether it is happening now."""

import flet as ft

from companion.content import FOLLOW_UP
from companion.domain.journal import Draft
from companion.domain.safety.agreement import Label, agreed, label_of
from companion.domain.safety.engine import Card
from companion.domain.safety.rules import Level, Message, Rule, paragraphs
from companion.i18n import N_
from companion.services.bundle import Services
from companion.services.safety import Alert
from companion.views.components.care_card import care_card, reasons
from companion.views.components.controls import (
    card,
    choices,
    heading,
    link,
    primary,
    secondary,
    text,
)
from companion.views.components.not_live import not_live
from companion.views.context import AppView, country_of, here_of, keeps, numbers_here, with_numbers
from companion.views.ways import Ways, actions, clinic_phone, ways_of_reasons


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
        found.append(card(text(app.words("The app could not check this answer for warning signs. Your answer is "
                                         "saved. If you feel unwell or unsafe, use “Help now”."))))  # fmt: skip
    if alert.card:
        found.append(_card(app, services, key, alert, alert.card))
    return found


def _happening(app: AppView, services: Services, key: str, draft: Draft) -> ft.Control:
    words = app.words
    return card(
        heading(words("Is this happening now?")),
        text(words("You are writing this down after it began. What helps depends on your answer.")),
        primary(words("Yes, now"), keeps(app, lambda: services.safety.answer_now(draft, key, True))),
        secondary(words("No, it is over"), keeps(app, lambda: services.safety.answer_now(draft, key, False))),
    )


def _card(app: AppView, services: Services, key: str, alert: Alert, found: Card) -> ft.Control:
    words, rule = app.words, found.lead
    book = services.safety.book
    message = agreed(rule, book.messages[rule.message])
    also = dict.fromkeys(
        agreed(one, book.messages[one.message]) for one in found.reasons if one.message != rule.message
    )
    safe = keeps(app, lambda: services.safety.safe_for_now(key))
    close = lambda: services.safety.close(key)  # noqa: E731 - an event handler
    return care_card(
        rule.level,
        "" if rule.soft else level_name(app, rule, message),
        title_of(app, services, message),
        *(text(one) for one in body_of(app, services, message)),
        *actions(app, services, rule, message, Ways(close, safe)),
        *(_question(app, services, key) if alert.follows_up else []),
        *reasons([words("Also: {what}", what=title_of(app, services, one)) for one in also]),
        *ways_of_reasons(app, services, found.lead, found.reasons),
        *([link(words("Close and continue"), close)] if rule.level is Level.EMERGENCY else []),
        # An emergency is no matter for a clinic's desk: whom to call stands above.
        not_live(
            words,
            None if rule.level is Level.EMERGENCY else app.clinic_contact,
            here_of(app),
            is_sent=services.clinic.may_send(),
        ),
    )


def level_name(app: AppView, rule: Rule, message: Message | None) -> str:
    """The level in words; they agree with those of the message."""
    words = app.words
    return {
        Label.NONE: "",
        Label.SOON: words("Tell your clinic soon"),
        Label.TODAY: words("Call your clinic today"),
        Label.URGENT_TODAY: words("Urgent: today"),
        Label.URGENT_NOW: words("Urgent: now"),
        Label.EMERGENCY: words("Emergency"),
    }[label_of(rule.level, same_day=rule.same_day, message=message)]


def title_of(app: AppView, services: Services, message: Message) -> str:
    """A message's title with the country's numbers."""
    return _filled(app, message, message.title)


def body_of(app: AppView, services: Services, message: Message) -> list[str]:
    """Its paragraphs, those that can be said here."""
    clinic = app.clinic_contact
    known = {"em", "cl", *services.safety.known(), *(["clinic"] if clinic and clinic.phone_display else [])}
    known |= {"browser"} if ft.context.page.web else set()
    shown = [one.text for one in paragraphs(message, country_of(app), frozenset(known))]
    if services.safety.knows_plan_alone():
        shown = [AS_PLANNED.get(one, one) for one in shown]
    return [_filled(app, message, one) for one in shown]


AS_PLANNED = {
    "Tell them that you had ketamine, and when.": N_("Tell them if you had ketamine, and when."),
    (
        "Your blood pressure was very high in the 24 hours after your infusion. "
        "If you are still at the clinic, tell the nurse."
    ): N_(
        "Your blood pressure was very high in the 24 hours after your planned infusion. "
        "If you are still at the clinic, tell the nurse."
    ),
    "Your blood pressure has been high 2 times or more since your infusion. Tell your clinic the numbers.": N_(
        "Your blood pressure has been high 2 or more times since your planned infusion. Tell your clinic the numbers."
    ),
}
"""What a card says of an infusion -> what it says where only the plan says that there was one."""


def _filled(app: AppView, message: Message, said: str) -> str:
    clinic, numbers = app.clinic_contact, numbers_here(app)
    names_emergency = any("{em}" in one for one in (message.title, *(part.text for part in message.paragraphs)))
    filled = with_numbers(app, app.words(said), numbers.beside() if names_emergency else numbers)
    return filled.replace("{clinic}", clinic_phone(app, clinic).display if clinic else "")


def _question(app: AppView, services: Services, key: str) -> list[ft.Control]:
    """The question that follows some cards; its answer is kept like every other."""
    words = app.words
    item = services.journal.forms[FOLLOW_UP].items[0]
    options = [(one.code, words(one.display)) for one in item.options]
    pick = lambda code: keeps(  # noqa: E731 - an event handler
        app, lambda: services.safety.answer_follow_up(key, item.link_id, code)
    )()
    return [heading(words(item.text), level=3), choices(options, None, pick, name=words(item.text))]
