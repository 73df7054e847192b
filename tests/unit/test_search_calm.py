"""Phrases of the search that are no danger: what is taken out, and that nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.config import assets_dir
from companion.domain.safety.free_text import tier_of
from companion.domain.safety.note_words import plain
from companion.domain.search_calm import without_calm
from companion.domain.search_help import first_help
from companion.domain.search_index import HelpFirst, SearchWords, index_of
from companion.safety_rules import load_word_lists
from companion.search_file import load_search_words

WORDS = load_search_words(assets_dir() / "content")
LISTS = load_word_lists(assets_dir())
INDEX = index_of((), WORDS)


def help_first(typed: str) -> str:
    return first_help(INDEX, typed, lambda text: tier_of(text, LISTS))


@pytest.mark.parametrize(
    ("text", "phrase", "left"),
    [
        ("poison ivy", "poison ivy|oak", "."),
        ("Poison  IVY rash", "poison ivy|oak", ". rash"),
        ("poison. ivy", "poison ivy", "poison. ivy"),
        ("lost my big brother to suicide", "lost * to suicide", "."),
        ("lost my one and only brother to suicide", "lost * to suicide", "lost my one and only brother to suicide"),
        ("lost it. close to suicide", "lost * to suicide", "lost it. close to suicide"),
        ("stroke 3 years ago", "stroke *1 years ago", "."),
        ("stroke 3 or 4 years ago", "stroke *1 years ago", "stroke 3 or 4 years ago"),
        ("poisonous ivy", "poison ivy", "poisonous ivy"),
    ],
)
def test_a_phrase_is_taken_out_within_one_sentence(text: str, phrase: str, left: str) -> None:
    assert " ".join(without_calm(text, [phrase]).split()) == left


@given(st.text(), st.sampled_from(["I have chest pain", "she won't wake up", "I want to die", "I overdosed"]))
def test_what_else_is_typed_is_looked_at_as_always(text: str, danger: str) -> None:
    for calm in ("my dad died by suicide", "history of seizures", "will I pass out", "poison ivy", "it hurts me"):
        assert help_first(f"{calm}. {danger}. {text}")
        assert help_first(f"{danger} and {calm}")


def test_no_phrase_of_danger_is_taken_out_as_calm() -> None:
    for one in WORDS.first:
        for typed in one.typed:
            assert without_calm(typed, WORDS.calm) == without_calm(typed, ("no such phrase",)), typed


def test_where_no_phrase_is_calm_the_text_stays() -> None:
    index = index_of((), SearchWords(first=(HelpFirst("dv", "family", ("hits me",)),)))
    assert first_help(index, "it hits me", lambda text: None) == "dv"


@given(st.text())
def test_whatever_is_typed_nothing_is_added_and_what_is_calm_stays_calm(text: str) -> None:
    left = without_calm(text, WORDS.calm)
    assert {*left.split()} <= {*plain(text).split(), "."}
    assert without_calm(left, WORDS.calm).split() == left.split()
