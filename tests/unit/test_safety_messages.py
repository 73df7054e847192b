"""What a care card says: short, plain, calm, and nothing that may not be said."""

import re

import pytest

from companion.config import assets_dir
from companion.domain.safety.rules import Action, Level, Message, Topic
from companion.emergency_file import load_signs
from companion.safety_rules import load_rules
from tests.reading_grade import grade

BOOK = load_rules(assets_dir(), with_waiting=True)
MESSAGES = list(BOOK.messages.values())
FILLED = {"em": "911", "cl": "988", "clinic": "555 0199"}
UNKNOWN = {"em": "your local emergency number", "cl": "a crisis line", "clinic": "your clinic"}

# style.md sections 1 and 3, safety_plan.md section 5, red_flags.yaml "never".
BANNED = [
    "cure",
    "heals?",
    "game-changer",
    "breakthrough",
    "miracle",
    "life-saving",
    "lifeline",
    "guaranteed",
    "proven",
    "safe.and.effective",
    "instant",
    "rewires",
    "erase",
    "side-effect.free",
    "natural",
    "no.risk",
    "victim",
    "addict",
    "sufferers?",
    "crazy",
    "committed",
    "clean",
    "dirty",
    "non-compliant",
    "failed",
    "should",
    "must",
    "suffer",
    "suffering",
    "successful",
    "unsuccessful",
    "epidemic",
    "cry.for.help",
    "manipulative",
    "attention",
    "hypertension",
    "urinate",
    "derealization",
    "you.are.suicidal",
    "you.have.mania",
    "high.risk",
    "diagnose",
    "bad.patient",
    "streak",
    "good.job",
]


def said(message: Message, values: dict[str, str]) -> list[str]:
    """Title and paragraphs, filled."""
    return [message.title.format(**values), *(one.text.format(**values) for one in message.paragraphs)]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda one: one.id)
@pytest.mark.parametrize("values", [FILLED, UNKNOWN], ids=["known", "unknown"])
def test_a_card_is_read_at_grade_6(message: Message, values: dict[str, str]) -> None:
    text = " ".join(one if one.endswith((".", "?")) else one + "." for one in said(message, values))
    assert grade(text) <= 6, f"{grade(text):.1f}: {text}"


@pytest.mark.parametrize("message", MESSAGES, ids=lambda one: one.id)
def test_a_card_is_short_and_calm(message: Message) -> None:
    for text in said(message, UNKNOWN):
        sentences = [one for one in re.split(r"[.?]\s*", text) if one]
        assert len(sentences) <= 3 and all(len(one.split()) <= 20 for one in sentences), text
        assert not re.search(rf"\b({'|'.join(BANNED)})\b", text, re.IGNORECASE), text
        assert "!" not in text and "'" not in text and text == text.strip()
    assert len(message.title.split()) <= 8


@pytest.mark.parametrize("message", MESSAGES, ids=lambda one: one.id)
def test_a_number_stands_in_a_placeholder_and_not_in_the_text(message: Message) -> None:
    assert not any(
        re.search(r"\d[\d-]{3,}|\b(911|988|112|999)\b", text) for text in said(message, dict.fromkeys(FILLED, "x"))
    )


@pytest.mark.parametrize("message", MESSAGES, ids=lambda one: one.id)
def test_what_a_card_names_it_offers(message: Message) -> None:
    offered = {offer.action for offer in message.offers}
    named = {name for paragraph in message.paragraphs for name in paragraph.placeholders}
    needs = {"em": Action.CALL_EMERGENCY, "cl": Action.CRISIS_LINE, "clinic": Action.CALL_CLINIC}
    assert {needs[name] for name in named} <= offered
    lines_of_one_country = {offer.action for offer in message.offers if offer.country}
    assert offered & {Action.SUBSTANCE_LINE} == lines_of_one_country


def test_every_message_is_shown_by_a_rule() -> None:
    of_floors = {step.message for rule in BOOK.rules for step in rule.floor}
    assert {rule.message for rule in BOOK.rules} | of_floors == BOOK.messages.keys()


def test_a_card_that_says_today_is_labeled_for_the_same_day_and_an_urgent_one_says_now() -> None:
    shown = [(rule.level, rule.message, rule.same_day) for rule in BOOK.rules]
    shown += [(step.level, step.message, step.same_day) for rule in BOOK.rules for step in rule.floor]
    for level, message, same_day in shown:
        text = " ".join(said(BOOK.messages[message], FILLED))
        if level is Level.CALL_CLINIC and message not in NOW_BUT_CALM:
            assert same_day == (" today" in text), message
        if level >= Level.URGENT:
            assert " today" not in text or message in CALL_NOW_FOR_TODAY, message
            assert message not in CALL_NOW_FOR_TODAY or "now" in text


NOW_BUT_CALM = ("nurse_now", "stay_with")
"""What is expected, or may have a plain cause: it is said for now, without the red of an urgent card."""

CALL_NOW_FOR_TODAY = ("care_today",)
"""The call is for now, and a doctor sees the person on the same day."""


def test_the_ambulance_is_told_of_ketamine_only_where_there_was_some() -> None:
    for message in MESSAGES:
        assert all(one.given == "infusion" for one in message.paragraphs if "had ketamine" in one.text)
    for rule in BOOK.rules:
        shown = [rule.message] if rule.level is Level.EMERGENCY else []
        shown += [step.message for step in rule.floor if step.level is Level.EMERGENCY]
        for name in shown if rule.topic is Topic.MEDICAL and rule.message != "overdose" else ():
            assert "had ketamine" in str(BOOK.messages[name]), name


def test_a_floor_says_what_the_sign_itself_says() -> None:
    for sign in load_signs(assets_dir()):
        emergency = [step.message for step in sign.floor if step.level is Level.EMERGENCY]
        for name in emergency:
            assert sign.over.split(". ")[0] in " ".join(one.text for one in BOOK.messages[name].paragraphs), sign.id


def test_after_too_much_of_something_every_card_leads_to_poison_help_and_to_a_crisis_line() -> None:
    for name in ("poison", "overdose", "overdose_opioid"):
        offered = {offer.action for offer in BOOK.messages[name].offers}
        assert {Action.POISON_LINE, Action.CRISIS_LINE, Action.CALL_EMERGENCY} <= offered
    assert "naloxone" in " ".join(said(BOOK.messages["overdose_opioid"], FILLED))


def test_voices_about_others_do_not_speak_of_hurting_yourself() -> None:
    text = " ".join(said(BOOK.messages["voices_others"], FILLED))
    assert "yourself" not in text and "other people" in text


def test_what_is_found_in_a_note_says_saved_and_not_private() -> None:
    for name in ("text_soft", "text_check", "text_act"):
        text = " ".join(said(BOOK.messages[name], FILLED))
        assert "Your entry is saved." in text and "private" not in text
        assert Action.NOT_NOW in {offer.action for offer in BOOK.messages[name].offers}


def test_every_source_is_cited_by_a_rule() -> None:
    assert {key for rule in BOOK.rules for key in rule.sources} == BOOK.sources.keys()


def test_the_grade_is_that_of_known_texts() -> None:
    assert grade("The cat sat on the mat. It was a big cat.") < 1
    assert grade("Reproducibility of psychometric instruments necessitates longitudinal investigation.") > 20
