"""The words after which help is offered: the cases that were agreed on, and what holds for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.config import assets_dir
from companion.domain.safety.free_text import tier_of, word_lists_from_json, words
from companion.safety_rules import load_word_lists
from tests.unit.strategies import texts

LISTS = load_word_lists(assets_dir())
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


@given(st.sampled_from([phrase for tier, phrase in PHRASES if tier == "A"]))
def test_a_negation_lowers_unless_the_phrase_holds_one(phrase: tuple[str, ...]) -> None:
    holds_one = any(one in phrase for one in ("not", "no", "dont", "without"))
    assert tier_of("never " + " ".join(phrase), LISTS) == ("A" if holds_one else "B")
    assert tier_of("never one two three four " + " ".join(phrase), LISTS) == "A"


def test_a_long_note_takes_no_time_to_speak_of() -> None:
    from time import perf_counter

    note = "I do not want to be here, " * 160
    began = perf_counter()
    tier_of(note, LISTS)
    assert perf_counter() - began < 0.5


def test_lists_of_another_shape_are_refused() -> None:
    sound = {"version": 1, "tiers": {"A": [], "B": [], "C": []}, "negations": [], "window": 4, "breaks": []}
    assert tier_of("suicide", word_lists_from_json(sound)) is None
    for change in ({"tiers": {"A": []}}, {"negations": ["—"]}, {"more": 1}, {"tiers": 3}, {"window": None}):
        with pytest.raises(ValueError):
            word_lists_from_json({**sound, **change})
