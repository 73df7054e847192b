"""The words of a search: one form for what people type in many, and letters that may be wrong."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.articles import load_library
from companion.config import assets_dir
from companion.domain.library_search import search
from companion.domain.search_help import first_help
from companion.domain.search_index import COMMON, index_of
from companion.domain.search_words import LONGEST_TYPED, NEGATIONS, same_of, stem, stems_of, tokens_of, words_of
from companion.domain.spelling import LONG, by_length, is_near, near
from companion.search_file import load_search_words

CONTENT = assets_dir() / "content"
LIBRARY = load_library(CONTENT)
INDEX = index_of(LIBRARY.articles.values(), load_search_words(CONTENT))
ARTICLES = sorted(LIBRARY.articles.values(), key=lambda one: one.id)
TYPED = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(sorted(INDEX.known)), min_size=1, max_size=6).map(" ".join),
)
ACCENTED = str.maketrans("aeiouncAEIOUNC", "àéîöúñçÀÉÎÖÚÑÇ")
SPACES = st.sampled_from([" ", "  ", "\t", "\n", " , ", " - ", "\u00a0", " 😢 "])


@pytest.mark.parametrize(
    ("several", "one"),
    [
        ("dying dies died", "die"),
        ("drinks drinking drinked", "drink"),
        ("pills", "pill"),
        ("peeing pees", "pee"),
        ("vomits vomited vomiting", "vomit"),
        ("driving drives", "drive"),
        ("nightmares", "nightmare"),
        ("breathes breathing breathe", "breath"),
        ("cries cried crying", "cry"),
        ("allergies", "allergy"),
        ("stopped stopping stops", "stop"),
        ("doses dosing dosed", "dose"),
        ("worries worried worrying", "worry"),
    ],
)
def test_forms_of_a_word_have_one_stem(several: str, one: str) -> None:
    assert {stem(word) for word in several.split()} == {stem(one)}


@pytest.mark.parametrize(
    "word",
    ["bus", "gas", "glass", "this", "cystitis", "need", "bleed", "bed", "red", "thing", "king", "bring", "die", "pee"],
)
def test_what_only_looks_like_an_ending_stays(word: str) -> None:
    assert stem(word) == word


@given(st.text(string.ascii_lowercase, min_size=1, max_size=12))
def test_a_stem_is_never_empty_and_never_longer_by_more_than_its_own_ending(word: str) -> None:
    assert 0 < len(stem(word)) <= len(word)


@pytest.mark.parametrize(
    "typed", ["can't sleep", "can’t sleep", "cant sleep", "cannot sleep", "CAN NOT SLEEP", "can´t sleep", "can`t sleep"]
)
def test_an_apostrophe_of_any_kind_or_none_says_the_same(typed: str) -> None:
    assert [word for word in words_of(typed) if word not in COMMON] == ["not", "sleep"]


@pytest.mark.parametrize("typed", ["3am", "3 am", "3 AM", "3:00 am", "3 a.m.", "3a.m", "3.00 am"])
def test_an_hour_is_one_word(typed: str) -> None:
    assert words_of(typed) == ["3am"]


def test_every_negation_is_the_same_word_and_none_is_passed_over() -> None:
    assert {word for one in NEGATIONS for word in words_of(one)} == {"not"} and "not" not in COMMON


def test_words_and_phrases_that_mean_the_same_share_a_token_and_the_longest_phrase_counts() -> None:
    same = same_of([["throw up", "vomit"], ["blood pressure", "bp"], ["blood"]])
    assert set(tokens_of("I was throwing up", same)) & set(tokens_of("vomiting", same)) == {"=0"}
    assert "=1" in tokens_of("my blood pressure", same) and "=2" not in tokens_of("my blood pressure", same)
    assert "=2" in tokens_of("blood", same)


def test_the_same_word_is_meant_by_british_and_american_spelling() -> None:
    for british, american in [("apnoea", "apnea"), ("anaesthetic", "anesthetic"), ("counselling", "counseling"),
                              ("derealisation", "derealization"), ("tranquiliser", "tranquilizer"),
                              ("aeroplane", "airplane"), ("traumatised", "traumatized")]:  # fmt: skip
        assert search(INDEX, british)[:2] == search(INDEX, american)[:2] != [], british


@given(TYPED)
def test_whatever_is_typed_gets_an_answer_of_articles_each_once(typed: str) -> None:
    found = search(INDEX, typed)
    assert len(found) == len(set(found)) and set(found) <= LIBRARY.articles.keys()
    assert isinstance(first_help(INDEX, typed, None), str)


@given(st.lists(st.sampled_from(sorted(INDEX.known)), min_size=1, max_size=5), st.data())
def test_case_accents_and_what_stands_between_words_change_nothing(words: list[str], data: st.DataObject) -> None:
    plainly = " ".join(words)
    between = [data.draw(SPACES) for _ in words]
    otherwise = "".join(f"{word}{space}" for word, space in zip(words, between, strict=True))
    assert search(INDEX, plainly.upper()) == search(INDEX, plainly)
    assert search(INDEX, otherwise) == search(INDEX, plainly)
    assert search(INDEX, plainly.translate(ACCENTED)) == search(INDEX, plainly)


@given(st.sampled_from(ARTICLES), st.booleans())
def test_an_exact_title_comes_first(article, is_loud) -> None:  # type: ignore[no-untyped-def]
    title = article.title.upper() if is_loud else article.title
    assert search(INDEX, title)[0] == article.id


@pytest.mark.parametrize(
    "typed", ["", "   ", "😢", "🙂🙂🙂", "…", "кетамин", "ケタミン", "氯胺酮", "\u202e", "\x00", "a" * 100_000, "’"]
)
def test_emoji_other_scripts_and_nonsense_find_nothing_and_break_nothing(typed: str) -> None:
    assert search(INDEX, typed) == []
    assert first_help(INDEX, typed, None) == ""


def test_a_page_of_text_is_looked_at_by_its_beginning_alone() -> None:
    page = "bladder " * LONGEST_TYPED
    assert search(INDEX, page) == search(INDEX, "bladder")
    assert len(words_of("word " * 100_000)) <= LONGEST_TYPED


@given(st.lists(st.text("abcd", min_size=4, max_size=10), max_size=8), st.text("abcd", min_size=4, max_size=10))
def test_near_words_are_those_that_a_full_comparison_finds(known: list[str], word: str) -> None:
    most = 2 if len(word) >= LONG else 1
    found = dict(near(by_length(set(known)), word))
    assert found.keys() == {one for one in known if is_near(one, word, most)}
    assert all(is_near(one, word, off) for one, off in found.items())


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("klonapin", "klonopin"), ("xanex", "xanax"), ("aderall", "adderall"), ("sudafd", "sudafed"), ("insurence", "insurance"),
     ("siezure", "seizure"), ("nightmaers", "nightmares"), ("bloodpressure", "blood pressure"), ("drugtest", "drug test")],
)  # fmt: skip
def test_a_wrong_letter_or_a_missing_space_finds_the_same_first(wrong: str, right: str) -> None:
    assert search(INDEX, wrong)[:1] == search(INDEX, right)[:1] != []


def test_no_stem_is_shared_by_words_that_people_must_not_mix_up() -> None:
    apart = ["dose", "doze", "needle", "need", "drive", "driver", "pee", "people", "pill", "pillow", "fall", "fail"]
    assert len({stems_of(one) for one in apart}) == len(apart)
