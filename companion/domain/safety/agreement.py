"""A card's label and its words say the same: what is urgent is not headed "today", and "today" is not "soon".

A clinic may raise the level of a rule that ships. Its message was written for the lower level, so what would contradict
the higher one is replaced here.
"""

import re
from dataclasses import replace
from enum import StrEnum

from companion.domain.safety.rules import Level, Message, Paragraph, Rule, Topic

TODAY = re.compile(r"\btoday\b", re.IGNORECASE)
NOW = re.compile(r"\bnow\b", re.IGNORECASE)
LATER = re.compile(r"\b(today|soon|before you come in|before your (next )?(visit|dose|infusion))\b", re.IGNORECASE)
"""Words that give more time than an urgent card or an emergency has."""

CALM = re.compile(r"\{em\}|\bcall your clinic\b|\b(sit|rest|lie|measure|sip)\b", re.IGNORECASE)
"""Words beside "call now" that would ask for something else first, or make the call depend on something."""

SHIPPED = "RF-"


class Label(StrEnum):
    """How soon a card asks for something; said in words above its title."""

    NONE = ""
    SOON = "soon"
    TODAY = "today"
    URGENT_TODAY = "urgent_today"
    URGENT_NOW = "urgent_now"
    EMERGENCY = "emergency"


def label_of(level: Level, *, same_day: bool, message: Message | None) -> Label:
    """Return the label of a card at a level; what speaks of today is never labelled "soon"."""
    match level:
        case Level.INFO:
            return Label.NONE
        case Level.CALL_CLINIC:
            return Label.TODAY if same_day or (message and _says(TODAY, message)) else Label.SOON
        case Level.URGENT:
            title = message.title if message else ""
            is_today = TODAY.search(title) or (same_day and not NOW.search(title))
            return Label.URGENT_TODAY if is_today else Label.URGENT_NOW
        case _:
            return Label.EMERGENCY


def agreed(rule: Rule, message: Message) -> Message:
    """Return the message in words that fit the rule's level, the same one where they do."""
    if rule.level is Level.EMERGENCY and _is_too_calm(rule, message):
        kept = tuple(one for one in message.paragraphs if not CALM.search(one.text))
        return _reworded(replace(message, paragraphs=kept), *EMERGENCY_WORDS[rule.topic is Topic.MIND])
    if rule.level is Level.URGENT and not rule.same_day and _is_too_slow(message):
        return _reworded(message, "Call your clinic now", "Please tell your clinic about this now.")
    return message


EMERGENCY_WORDS = {
    True: ("Please call {em} now", "You can also go to the nearest emergency room. Ask someone to stay with you."),
    False: ("Call {em} now", "This may be serious. Do not drive yourself."),
}
"""Title and first paragraph for a card about the mind, and for any other one."""


def _is_too_calm(rule: Rule, message: Message) -> bool:
    """A shipped title that was written for a lower level, or words that give more time."""
    return not rule.soft and "{em}" not in message.title and (
        rule.id.startswith(SHIPPED) or _says(LATER, message)
    )  # fmt: skip


def _is_too_slow(message: Message) -> bool:
    """Words that give more time than an urgent card has; "Get care today" is for a card that is urgent today."""
    if TODAY.search(message.title):
        return "clinic" in message.title.lower()
    return _says(LATER, message) and not _says(NOW, message)


def _says(what: re.Pattern[str], message: Message) -> bool:
    return any(what.search(said) for said in (message.title, *(one.text for one in message.paragraphs)))


def _reworded(message: Message, title: str, first: str) -> Message:
    kept = tuple(one for one in message.paragraphs if not LATER.search(one.text) and one.text != first)
    return Message(message.id, title, (Paragraph(first), *kept), message.offers)
