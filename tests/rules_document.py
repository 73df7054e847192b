"""`make safety-rules`: write docs/safety-rules.md, each red flag with its condition in words and its test."""

import sys
from datetime import timedelta
from pathlib import Path

from companion.config import assets_dir
from companion.domain.safety.conditions import (
    AllOf,
    AnyOf,
    AtLeastField,
    Compare,
    Condition,
    Entries,
    Falls,
    Missing,
    Rises,
)
from companion.domain.safety.rules import Level, Message, Offer, Rule, RuleBook, Topic
from companion.safety_rules import load_rules

DOCUMENT = Path(__file__).parent.parent / "docs" / "safety-rules.md"
TEST = "tests/unit/test_red_flags.py::test_a_rule_fires_on_its_condition_and_not_beside_it"
LEVEL_WORDS = {
    Level.INFO: "good to know",
    Level.CALL_CLINIC: "tell your clinic",
    Level.URGENT: "talk to someone now",
    Level.EMERGENCY: "call emergency services now",
}
OPERATOR_WORDS = {
    "is": "is",
    "in": "is one of",
    "at_least": "is at least",
    "at_most": "is at most",
    "above": "is above",
    "below": "is below",
}
HEAD = """# The red flags

Written by `make safety-rules` from `assets/safety/rules.json`; a test fails when it is out of date. Nobody watches these rules live: they run on the person's own device and show a card. A card informs and offers. It never calls, sends, blocks, hides or diagnoses.

A field is `form.question`; `companion/domain/safety/fields.py` names them all. "This entry" is the one that is being answered. A rule *about now* fires only for what is happening now. A rule *without a pause* is shown each time; the others keep silent for 12 hours after they were shown at the same level. In texts, {em} is the emergency number, {cl} the crisis line, {clinic} the clinic's phone; what is not known is not drawn.

Rules that rest on the C-SSRS or the ASQ do not ship: a clinic that may use these adds them in a pack of its own. Each test named here also breaks its rule in every single place and sees it noticed.
"""


def in_words(condition: Condition, prefix: str = "") -> str:
    """A condition as a sentence's part; `prefix` of the entries that are spoken of."""
    match condition:
        case Compare(field, operator, value):
            return f"{_field(field, prefix)} {OPERATOR_WORDS[operator]} {_value(value)}"
        case Missing(field):
            return f"{_field(field, prefix)} is not answered"
        case AtLeastField(field, other):
            return f"{_field(field, prefix)} is at least {_field(other, prefix)}"
        case AllOf(parts):
            return " and ".join(_bracketed(part, prefix) for part in parts)
        case AnyOf(parts):
            return " or ".join(_bracketed(part, prefix) for part in parts)
        case Falls(field, by, mean_of):
            return f"{_field(field)} is at least {by} below the mean of the {mean_of} entries before"
        case Rises(field, by, same_form):
            return f"{_field(field)} is at least {by} above the last one before{' of the same form' * same_form}"
        case Entries():
            return _counted(condition)


def _counted(one: Entries) -> str:
    how_many = f"at least {one.least}" if one.least is not None else f"at most {one.most}"
    among = f"of the last {one.last} {one.prefix} entries" if one.last else f"{one.prefix} entries"
    details = [
        ("on different days", one.on_different_days),
        (f"at least {_span(one.apart)} apart", one.apart),
        (f"within {_span(one.within)}", one.within),
        ("before the first infusion", one.before_course),
        ("this entry included", one.includes_this),
    ]
    said = ", ".join(text for text, holds in details if holds)
    return f"{how_many} {among} ({said}) in which {in_words(one.where, one.prefix)}"


def _bracketed(part: Condition, prefix: str) -> str:
    text = in_words(part, prefix)
    return f"({text})" if isinstance(part, AllOf | AnyOf | Entries) else text


def _field(name: str, prefix: str = "") -> str:
    return f"`{prefix}.{name}`" if prefix else f"`{name}`"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _span(span: timedelta | None) -> str:
    minutes = int(span.total_seconds() // 60) if span else 0
    for size, unit in ((1440, "days"), (60, "hours")):
        if minutes >= 2 * size and minutes % size == 0:
            return f"{minutes // size} {unit}"
    return f"{minutes} minutes"


def _rule(rule: Rule) -> str:
    marks = [
        ("about now", rule.now),
        ("without a pause", not rule.has_cooldown),
        ("gentle, not the whole screen", rule.soft),
        ("on the same day", rule.same_day),
        (f"followed by the question {rule.asks}", rule.asks),
    ]
    return "\n".join(
        [
            f"### {rule.id}\n",
            f"- **Level**: {rule.level.name.lower()} ({LEVEL_WORDS[rule.level]})",
            f"- **Fires when** {in_words(rule.condition)}",
            *([f"- **Marks**: {'; '.join(text for text, holds in marks if holds)}"] * any(holds for _, holds in marks)),
            f"- **Message**: [{rule.message}](#{rule.message})",
            f"- **Sources**: {', '.join(rule.sources)}",
            f"- **Test**: `{TEST}[{rule.id}]`\n",
        ]
    )


def _message(message: Message) -> str:
    paragraphs = [one.text + (f" *({one.country} only)*" if one.country else "") for one in message.paragraphs]
    offered = ", ".join(_offer(one) for one in message.offers)
    return "\n".join(
        [
            f"### {message.id}\n",
            f"**{message.title}**\n",
            *(f"> {one}\n>" for one in paragraphs),
            f"> Offers: {offered}\n",
        ]
    )


def _offer(offer: Offer) -> str:
    return offer.action.value + (f" ({offer.country} only)" if offer.country else "")


def document(book: RuleBook) -> str:
    """The whole document: the same for the same rules."""
    parts = [HEAD]
    for topic in Topic:
        parts.append(f"## Rules: {topic.value}\n")
        parts += [_rule(rule) for rule in book.rules if rule.topic is topic]
    parts += ["## Messages\n", *(_message(message) for message in book.messages.values())]
    parts += ["## Sources\n", "\n".join(f"- **{key}**: {text}" for key, text in book.sources.items()), ""]
    return "\n".join(parts)


if __name__ == "__main__":
    DOCUMENT.write_text(document(load_rules(assets_dir())), "utf-8")
    sys.exit(0)
