"""A rule, the message it shows, and all rules that apply: those that ship, and what a clinic has added."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from string import Formatter

from companion.domain.safety.conditions import Condition, names
from companion.domain.safety.fields import HOURS_AGO, IS_NOW
from companion.domain.safety.levels import LEVELS as LEVELS
from companion.domain.safety.levels import FloorStep
from companion.domain.safety.levels import Level as Level


class Topic(StrEnum):
    """What a card is about; its first action follows it."""

    MEDICAL = "medical"
    MIND = "mind"
    VIOLENCE = "violence"
    SUBSTANCES = "substances"


class Action(StrEnum):
    """What a card offers. Nothing of it happens without a tap."""

    CALL_EMERGENCY = "call_emergency"
    CALL_CLINIC = "call_clinic"
    CRISIS_LINE = "crisis_line"
    OWN_CONTACT = "own_contact"
    SAFETY_PLAN = "safety_plan"
    GROUNDING = "grounding"
    ABUSE_LINES = "abuse_lines"
    POISON_LINE = "poison_line"
    SUBSTANCE_LINE = "substance_line"
    QUICK_EXIT = "quick_exit"
    SAFE_FOR_NOW = "safe_for_now"
    NOT_NOW = "not_now"


SUI_NOW = "sui_now"
"""The question that follows some cards: `sui_now` of the form follow-up."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in English with {em}, {cl} or {clinic}.

    Attributes:
        country: where it is true of one country alone.
        given: what has to be known for it to be true, "" for nothing: `infusion`, a recent one; `browser`, where
            there is a quick exit.
    """

    text: str
    country: str = ""
    given: str = ""

    @property
    def placeholders(self) -> frozenset[str]:
        """What has to be known to show it."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.text) if name)

    @property
    def needs(self) -> frozenset[str]:
        """Everything that has to be known to show it: its placeholders, and what makes it true."""
        return self.placeholders | ({self.given} if self.given else set())


@dataclass(frozen=True, slots=True)
class Offer:
    """An action of a message; `country` where it is there in one country alone."""

    action: Action
    country: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What a card says and offers, in order."""

    id: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One red flag.

    Attributes:
        message: id of its message.
        sources: keys of the register of sources.
        soft: gentle wording, not the whole screen.
        same_day: the clinic is to hear of it on the same day.
        has_cooldown: whether it keeps silent for some hours after it was shown.
        now: fires only for what is happening now; what is over keeps the level of its `floor`.
        asks: the question that follows its card, "" for none.
        floor: the lowest level once the thing is over, by its age. Empty: nothing is kept.
        sign: the emergency sign whose floor it is, "" for a floor of the rule's own.
        weekly_unless: where this does not hold, the card comes at most once a week.
        is_weekly: the rule fired, and its card comes at most once a week.
        waits_for: the last part of the url of a form that it needs and that does not ship; "" for a rule that applies.
        fields: every field that the condition names.
    """

    id: str
    topic: Topic
    level: Level
    condition: Condition
    message: str
    sources: tuple[str, ...]
    soft: bool = False
    same_day: bool = False
    has_cooldown: bool = True
    now: bool = False
    asks: str = ""
    floor: tuple[FloorStep, ...] = ()
    sign: str = ""
    weekly_unless: Condition | None = None
    is_weekly: bool = False
    waits_for: str = ""
    fields: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        own = {IS_NOW, HOURS_AGO} if self.floor else {IS_NOW} if self.now else set()
        object.__setattr__(self, "fields", names(self.condition) | own)


def once_over(rule: Rule, step: FloorStep) -> Rule:
    """Return the rule as it fires for what is over: at the level and with the message of a step of its floor."""
    has_cooldown = step.level is not Level.EMERGENCY and (rule.has_cooldown or step.level <= Level.CALL_CLINIC)
    return replace(
        rule, level=step.level, message=step.message, same_day=step.same_day, soft=False, has_cooldown=has_cooldown
    )


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules in their order, the messages by id, and the sources by key, as they are cited."""

    rules: tuple[Rule, ...]
    messages: Mapping[str, Message]
    sources: Mapping[str, str]


LEADS: Mapping[Topic, tuple[Action, ...]] = {
    Topic.MEDICAL: (Action.CALL_EMERGENCY, Action.CALL_CLINIC),
    Topic.MIND: (Action.CRISIS_LINE,),
    Topic.VIOLENCE: (Action.CALL_EMERGENCY, Action.ABUSE_LINES, Action.QUICK_EXIT),
    Topic.SUBSTANCES: (Action.CALL_CLINIC, Action.SUBSTANCE_LINE, Action.POISON_LINE),
}
"""Which actions may come first on a card of a topic; the first of them is put there where a message has none."""


def may_lead(action: Action, topic: Topic, level: Level) -> bool:
    """Whether an action may be a card's first. A plain note (INFO) is no card; an emergency leads with its number."""
    if level is Level.INFO:
        return action is not Action.CRISIS_LINE or topic is Topic.MIND
    if level is Level.EMERGENCY:
        return action is Action.CALL_EMERGENCY
    return action in LEADS[topic] or (level is Level.CALL_CLINIC and action is Action.CALL_CLINIC)


def offers(rule: Rule, message: Message, country: str) -> tuple[Action, ...]:
    """A card's actions in order, for a country (ISO 3166 alpha-2, "" for unknown).

    Where a level was raised, the message may begin with too little: what must come first is put first.
    """
    found = [offer.action for offer in message.offers if offer.country in ("", country)]
    if found and may_lead(found[0], rule.topic, rule.level):
        return tuple(found)
    fitting = (Action.CALL_EMERGENCY,) if rule.level is Level.EMERGENCY else LEADS[rule.topic]
    lead = next((action for action in found if action in fitting), fitting[0])
    return (lead, *(action for action in found if action is not lead))


def paragraphs(message: Message, country: str, known: frozenset[str]) -> tuple[Paragraph, ...]:
    """What is drawn of a message: what is true in this country and of this person, with every placeholder known."""
    here = (one for one in message.paragraphs if one.country in ("", country))
    return tuple(one for one in here if one.needs <= known)
