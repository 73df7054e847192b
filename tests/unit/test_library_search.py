"""Search over the shipped articles: a wrong letter does not keep an article from being found."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.articles import load_library
from companion.config import assets_dir
from companion.domain.library_search import search
from companion.domain.search_index import COMMON, index_of
from companion.domain.search_words import words_of
from companion.domain.spelling import SHORTEST_FORGIVEN, is_near
from companion.search_file import load_search_words

LIBRARY = load_library(assets_dir() / "content")
INDEX = index_of(LIBRARY.articles.values(), load_search_words(assets_dir() / "content"))
TITLE_WORDS = sorted(
    {
        (article.id, word)
        for article in LIBRARY.articles.values()
        for word in words_of(article.title)
        if len(word) >= SHORTEST_FORGIVEN and word not in COMMON
    }
)
LETTERS = st.sampled_from(string.ascii_lowercase)


@st.composite
def mistyped(draw: st.DrawFn) -> tuple[str, str]:
    """A word of a title with one letter wrong, doubled, missing or swapped, and its article."""
    article, word = draw(st.sampled_from(TITLE_WORDS))
    at = draw(st.integers(0, len(word) - 1))
    kind = draw(st.sampled_from(["other", "more", "less", "swapped"]))
    if kind == "other":
        typed = word[:at] + draw(LETTERS) + word[at + 1 :]
    elif kind == "more":
        typed = word[:at] + draw(LETTERS) + word[at:]
    elif kind == "less":
        typed = word[:at] + word[at + 1 :]
    else:
        at = min(at, len(word) - 2)
        typed = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return article, typed


@given(mistyped())
def test_one_wrong_letter_in_a_word_of_a_title_still_finds_its_article(found: tuple[str, str]) -> None:
    article, typed = found
    if len(typed) >= SHORTEST_FORGIVEN:
        assert article in search(INDEX, typed), typed


@given(st.sampled_from(sorted(LIBRARY.articles.values(), key=lambda one: one.id)))
def test_a_whole_title_finds_its_article_first(article) -> None:  # type: ignore[no-untyped-def]
    assert search(INDEX, article.title)[0] == article.id


@given(st.text(max_size=40))
def test_whatever_is_typed_finds_articles_or_nothing(typed: str) -> None:
    found = search(INDEX, typed)
    assert len(found) == len(set(found)) and set(found) <= LIBRARY.articles.keys()


@given(st.text("abc", max_size=7), st.text("abc", max_size=7), st.integers(0, 2))
def test_near_is_the_same_from_both_sides_and_never_more_than_the_letters_differ(a: str, b: str, most: int) -> None:
    assert is_near(a, b, most) == is_near(b, a, most)
    assert not is_near(a, b, most) or abs(len(a) - len(b)) <= most
    assert is_near(a, a, most) and (most == 2 or not is_near(a, b, most) or is_near(a, b, most + 1))


@pytest.mark.parametrize(
    ("typed", "article"),
    [
        ("bladdr", "bladder"),
        ("driving", "after-the-session"),
        ("suicde", "if-you-feel-unsafe"),
        ("nightmare", "sleep"),
        ("ketmaine aproved", "approved"),
        ("pee", "bladder"),
        ("nausea", "side-effects"),
        ("FASTING", "day-before"),
        ("esketamin", "esketamine"),
        ("weed", "substances"),
    ],
)
def test_what_people_type_leads_where_they_want(typed: str, article: str) -> None:
    assert article in search(INDEX, typed)[:3], search(INDEX, typed)[:5]


@pytest.mark.parametrize("number", ["988", "911", "112", "999", "000"])
def test_who_types_the_number_of_a_line_is_led_to_help(number: str) -> None:
    assert set(search(INDEX, number)[:2]) == {"call-for-help", "if-you-feel-unsafe"}


def test_nothing_typed_finds_nothing_and_so_does_nonsense() -> None:
    assert search(INDEX, "  ") == [] and search(INDEX, "qqxxzzwwvv") == []


def test_a_page_of_text_in_the_field_is_looked_for_by_its_first_words() -> None:
    page = " ".join(f"wxq{letter}{other}" for letter in string.ascii_lowercase for other in string.ascii_lowercase)
    assert search(INDEX, f"bladder {page}")[0] == "bladder"
    assert search(INDEX, f"{'bladder ' * 4000}") == search(INDEX, "bladder")
    assert not search(INDEX, f"{page} bladder")
