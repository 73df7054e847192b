"""The words after which help is offered: the cases that were agreed on, and what holds for any text."""

import json
import sys
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.config import assets_dir
from companion.domain.safety.free_text import tier_of, word_lists_from_json, words
from companion.safety_rules import load_word_lists
from tests.unit.strategies import texts

LISTS = load_word_lists(assets_dir())
NEGATIONS = [one for several in LISTS.negations.values() for one in several]
PHRASES = [(tier, phrase) for tier, found in LISTS.tiers.items() for several in found.values() for phrase in several]

AGREED = [
    ("I want to die", "A"),
    ("I don't want to be alive anymore", "A"),
    ("I am not suicidal today", "B"),
    ("Never thought of suicide", "B"),
    ("My uncle died by suicide", "A"),
    ("Going to kill myself tonight", "C"),
    ("not going to kill myself", "C"),
    ("I feel hopeless", "B"),
    ("This workout will kill me", None),
    ("I could kill for a coffee", None),
    ("Had a calm walk", None),
    ("Quiero morir", "A"),
    ("I cut myself shaving", "A"),
    ("", None),
]
OURS = [
    ("I DON’T want to live", "A"),
    ("i dont want to live", "A"),
    ("no hope, I want to die", "A"),
    ("not sure about today but I want to die", "A"),
    ("I feel fine. Not really; suicidal", "A"),
    ("never in my whole life suicidal", "A"),
    ("not in my life suicidal", "B"),
    ("self-harm", "A"),
    ("No quiero vivir", "A"),
    ("ya no pienso en el suicidio", "B"),
    ("nunca, pero quiero morir", "A"),
    ("hacerme daño", "A"),
    ("ＫＩＬＬ ＭＹＳＥＬＦ", "A"),
    ("sui\u00adcide", "A"),
    ("suicidesquad", None),
    ("I never thought it was not worth living", "A"),
    ("Voy a matarme", "C"),
    ("hope\nless", None),
]


CASES: list[tuple[str, str | None]] = [
    (text, tier)
    for text, tier in json.loads((Path(__file__).parents[1] / "data" / "free-text-cases.json").read_text("utf-8"))
]
"""Invented sentences, English and Spanish, in both directions."""


def test_there_are_many_cases_in_both_directions_and_languages() -> None:
    tiers = [tier for _, tier in CASES]
    assert len(CASES) >= 150 and all(tiers.count(tier) >= 40 for tier in ("A", "B", "C", None))


@pytest.mark.parametrize(("text", "tier"), CASES)
def test_a_sentence_leads_to_the_offer_that_was_agreed_on(text: str, tier: str | None) -> None:
    assert tier_of(text, LISTS) == tier


@pytest.mark.parametrize(("text", "tier"), CASES)
def test_a_sentence_leads_to_no_less_inside_a_longer_note(text: str, tier: str | None) -> None:
    for note in (f"{text}.", f"Slept badly. {text}. Had some soup.", f"{text.upper()}\nA walk.", f"Today; {text}"):
        assert tier_of(note, LISTS) == tier
    curly = text.replace("'", "\u2019")
    assert tier_of(curly, LISTS) == tier_of(text.replace("'", ""), LISTS) == tier


# The word lists that were agreed on; each phrase alone is met at its tier.
FACTS = {
    "A": "suicide, suicidal, kill myself, killing myself, end my life, ending my life, take my own life, want to die, "
    "wanna die, wish i was dead, wish i were dead, better off dead, better off without me, don't want to be alive, "
    "do not want to be alive, don't want to live, not worth living, no reason to live, can't go on, cannot go on, "
    "hurt myself, hurting myself, harm myself, cut myself, cutting myself, self harm, self-harm, overdose, kms, "
    "unalive, suicidio, suicidarme, matarme, quitarme la vida, quiero morir, no quiero vivir, hacerme daño",
    "B": "hopeless, no hope, no way out, trapped, burden, can't take it, give up, disappear, never wake up, "
    "goodbye everyone, no point, worthless, sin esperanza, sin salida, una carga",
    "C": "took all my pills, taken pills to die, i have a plan to die, plan to kill myself, going to kill myself, "
    "gonna kill myself, kill myself tonight, wrote a note to say goodbye, have the gun, loaded the gun, rope ready, "
    "saying goodbye forever, already took the pills, voy a matarme, me voy a matar",
}


@pytest.mark.parametrize(("tier", "phrase"), [(tier, one) for tier, all in FACTS.items() for one in all.split(", ")])
def test_every_phrase_of_the_facts_is_met_at_its_tier(tier: str, phrase: str) -> None:
    assert tier_of(phrase, LISTS) == tier


@given(st.sampled_from([text for text, tier in CASES if tier == "C"]), texts, texts)
def test_a_sentence_of_tier_c_is_never_lowered(text: str, before: str, after: str) -> None:
    assert tier_of(f"{before}\n{text}\n{after}", LISTS) == "C"


@pytest.mark.parametrize(("text", "tier"), AGREED + OURS)
def test_a_text_is_met_as_agreed(text: str, tier: str | None) -> None:
    assert tier_of(text, LISTS) == tier


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    assert tier_of(text, LISTS) in ("A", "B", "C", None)


@given(texts)
def test_halves_of_characters_and_controls_do_not_either(text: str) -> None:
    assert tier_of(text, LISTS) in ("A", "B", "C", None)


@given(st.text(), st.sampled_from([phrase for tier, phrase in PHRASES if tier == "C"]), st.text())
def test_tier_c_is_never_lowered(before: str, phrase: tuple[str, ...], after: str) -> None:
    assert tier_of(f"{before}. not never no {' '.join(phrase)} .{after}", LISTS) == "C"


@given(st.sampled_from(PHRASES), st.sampled_from("abcxyz1é"))
def test_only_whole_words_are_met(found: tuple[str, tuple[str, ...]], letter: str) -> None:
    _, phrase = found
    for glued in (f"{letter}{phrase[0]}", f"{phrase[0]}{letter}"):
        text = " ".join(f"q{letter}{word}" if place else glued for place, word in enumerate(phrase))
        known = {one for _, one in PHRASES if len(one) == 1}
        assert tier_of(text, LISTS) is None or (glued,) in known or words(glued) in known


@given(st.sampled_from(PHRASES))
def test_every_phrase_is_met_in_any_case_with_any_accent(found: tuple[str, tuple[str, ...]]) -> None:
    tier, phrase = found
    assert tier_of(" ".join(phrase).upper(), LISTS) == tier or tier in "AB"
    assert tier_of(" ".join(phrase), LISTS) is not None


def _has(phrase: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return any(phrase[at : at + len(part)] == part for at in range(len(phrase)))


@given(st.sampled_from([phrase for tier, phrase in PHRASES if tier == "A"]))
def test_a_negation_lowers_unless_the_phrase_holds_one(phrase: tuple[str, ...]) -> None:
    holds_one = any(_has(phrase, one) for one in NEGATIONS)
    assert tier_of("never " + " ".join(phrase), LISTS) == ("A" if holds_one else "B")
    assert tier_of("never one two three four " + " ".join(phrase), LISTS) == "A"


def steps(text: str) -> int:
    """How many functions are called to read a text."""
    count = 0

    def called(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        tier_of(text, LISTS)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "part",
    ["I do not want to be here, ", "never want to die ", "k m s ", "a b c d e f g ", "no no never ", "a*b ", "want to ",
     "trapped in traffic ", "a film about suicide and ", "give up, ", "want to cut my ", "\u0301e ", "dont "],
)  # fmt: skip
def test_twice_as_long_a_note_takes_no_more_than_twice_as_many_steps(part: str) -> None:
    short, long = (part * (size // len(part)) for size in (2000, 4000))
    assert steps(long) < 2.2 * steps(short) + 1000


def test_lists_of_another_shape_are_refused() -> None:
    sound = {"version": 1, "tiers": {"A": [], "B": [], "C": []}, "negations": [], "window": 4, "breaks": []}
    assert tier_of("suicide", word_lists_from_json(sound)) is None
    for change in ({"tiers": {"A": []}}, {"negations": ["—"]}, {"more": 1}, {"tiers": 3}, {"window": None}):
        with pytest.raises(ValueError):
            word_lists_from_json({**sound, **change})
