"""What people really type: tests/data/searches.toml against the library as it ships."""

import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from companion.articles import load_library
from companion.config import assets_dir
from companion.domain.library_search import search
from companion.domain.safety.free_text import tier_of
from companion.domain.search_help import first_help, led_by
from companion.domain.search_index import COMMON, index_of
from companion.domain.search_words import words_of
from companion.safety_rules import load_rules, load_word_lists
from companion.search_file import faults_of, load_search_words, search_words_of

CONTENT = assets_dir() / "content"
LIBRARY = load_library(CONTENT)
WORDS = load_search_words(CONTENT)
INDEX = index_of(LIBRARY.articles.values(), WORDS)
LISTS = load_word_lists(assets_dir())
BOOK = load_rules(assets_dir())
SEARCHES = tomllib.loads((Path(__file__).parents[1] / "data" / "searches.toml").read_text("utf-8"))
FOR_ARTICLES = [(one["article"], typed) for one in SEARCHES["search"] for typed in one["typed"]]
FOR_HELP = [(one["message"], typed) for one in SEARCHES["help"] for typed in one["typed"]]

NAMED_IN_THE_ISSUE = """klonopin; xanax; adderall; sudafed; nausea; throwing up; throw up; passed out; can't pee; blood pressure;
    bad trip; k-hole; i feel like i am dying; am i going crazy; will i die; scared of needles; can i drive; can i eat;
    can i have coffee; weed; beer; ptsd nightmares; kill myself; 3am; nobody is here; no ride; cost; insurance; drug test;
    neuroplasticity; derealization; moral injury; complaint; police; caffeine; nicotine; cbd; grief; glaucoma; ocd"""


def help_first(typed: str) -> str:
    """What stands above the articles."""
    return first_help(INDEX, typed, lambda text: tier_of(text, LISTS))


def spoken(phrase: str) -> Iterator[str]:
    """Yield a pattern of danger as somebody may type it; every word of it stands in one at the least."""
    places = [word.replace("#", "30").split("|") for word in phrase.split()]
    for number in range(max(map(len, places))):
        yield " ".join(words[number % len(words)] for words in places)


@pytest.mark.parametrize("article", sorted({article for article, _ in FOR_ARTICLES}))
def test_a_search_finds_its_article_first_or_second(article: str) -> None:
    def found(typed: str) -> list[str]:
        return led_by(INDEX, search(INDEX, typed), help_first(typed))[:2]

    typed = [typed for wanted, typed in FOR_ARTICLES if wanted == article]
    assert {one: found(one) for one in typed if article not in found(one)} == {}


@pytest.mark.parametrize("message", sorted({message for message, _ in FOR_HELP}))
def test_help_stands_above_what_is_found_for_words_of_danger(message: str) -> None:
    typed = [typed for wanted, typed in FOR_HELP if wanted == message]
    assert {one: help_first(one) for one in typed if help_first(one) != message} == {}


def test_no_help_stands_above_a_search_for_knowledge() -> None:
    typed = SEARCHES["calm"]["typed"]
    assert typed and {one: help_first(one) for one in typed if help_first(one)} == {}


def test_there_are_at_least_200_searches_each_once_and_every_article_has_some() -> None:
    typed = [typed for _, typed in FOR_ARTICLES]
    assert len(set(typed)) == len(typed) >= 200
    assert {article for article, _ in FOR_ARTICLES} == LIBRARY.articles.keys()
    assert SEARCHES.keys() == {"search", "help", "calm"}


def test_what_the_reviewers_searched_for_in_vain_is_among_the_searches() -> None:
    typed = {" ".join(words_of(typed)) for _, typed in FOR_ARTICLES}
    assert [one for one in NAMED_IN_THE_ISSUE.split(";") if " ".join(words_of(one)) not in typed] == []


def test_every_article_and_message_to_which_a_search_leads_is_there() -> None:
    assert list(faults_of(WORDS, LIBRARY.articles, BOOK.messages)) == []
    ruled = {rule.message for rule in BOOK.rules}
    assert {one.message for one in WORDS.first} | {"sui_emergency", "sui_firm"} <= ruled


def test_every_word_of_danger_leads_to_help_by_itself_and_with_a_sentence_around_it() -> None:
    for one in WORDS.first:
        for typed in chain.from_iterable(map(spoken, one.typed)):
            assert help_first(typed), typed
            assert help_first(f"Yesterday evening: {typed}, what to do"), typed


def test_the_article_that_goes_with_the_help_comes_first() -> None:
    for typed, article in [("i want to disappear", "if-you-feel-unsafe"), ("nobody would miss me", "if-you-feel-unsafe"),
                           ("plan to kill myself", "if-you-feel-unsafe"), ("his face is drooping", "call-for-help"),
                           ("he beats me", "someone-hurts-you"), ("took all my pills", "overdose")]:  # fmt: skip
        assert led_by(INDEX, search(INDEX, typed), help_first(typed))[0] == article, typed


def test_every_question_finds_its_article_first_or_second() -> None:
    missed = {}
    for one in WORDS.asked:
        found = search(INDEX, one.typed)
        if one.articles[0] not in found[:2]:
            missed[one.typed] = found[:3]
    assert missed == {}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"sane": []}, "sane, which nothing reads"),
        ({"same": ["pee"]}, "not in the shape"),
        ({"same": [[]]}, "not in the shape"),
        ({"asked": [{"typed": ["x"]}]}, "not in the shape"),
        ({"asked": [{"typed": "bladder", "articles": ["bladder"]}]}, "not in the shape"),
        ({"first": [{"typed": ["x"], "message": "dv"}]}, "not in the shape"),
    ],
)
def test_another_shape_is_refused(data: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        search_words_of(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"asked": [{"typed": ["x"], "articles": ["nowhere"]}]}, "there is no article nowhere"),
        ({"first": [{"typed": ["x"], "message": "nobody", "article": "bladder"}]}, "there is no message nobody"),
        ({"first": [{"typed": ["x"], "message": "dv", "article": "nowhere"}]}, "there is no article nowhere"),
        ({"asked": [{"typed": ["Can’t pee", "cannot pee"], "articles": ["bladder"]}]}, "is asked 2 times"),
        ({"same": [["pills", "tablet"], ["pill", "medicine"]]}, "“pill” stands 2 times"),
    ],
)
def test_what_is_wrong_in_the_file_is_said(data: dict[str, object], said: str) -> None:
    assert any(said in one for one in faults_of(search_words_of(data), LIBRARY.articles, BOOK.messages))


def test_an_article_that_is_not_there_is_left_out_of_what_leads_to_it() -> None:
    words = search_words_of({"asked": [{"typed": ["zanzibar"], "articles": ["nowhere", "bladder"]}]})
    assert search(index_of(LIBRARY.articles.values(), words), "zanzibar") == ["bladder"]


def test_no_question_is_made_of_common_words_that_say_nothing_of_it() -> None:
    empty = [one.typed for one in WORDS.asked if not set(words_of(one.typed)) - COMMON]
    assert set(empty) <= {"should I do this"}


def test_a_pattern_of_danger_has_one_of_several_words_in_a_place_and_any_number_from_5_on() -> None:
    words = search_words_of({"first": [{"typed": ["took|ate # pills"], "message": "dv", "article": "overdose"}]})
    index = index_of(LIBRARY.articles.values(), words)
    for typed, message in [
        ("took 37 pills", "dv"),
        ("ate twenty of my pills", "dv"),
        ("took 2 pills", ""),
        ("saw 40 pills", ""),
    ]:
        assert first_help(index, typed, lambda _: None) == message, typed


def test_a_phrase_that_means_the_same_is_known_when_it_is_typed_as_one_word() -> None:
    words = search_words_of(
        {"same": [["zanzibar", "off label"]], "asked": [{"typed": ["zanzibar"], "articles": ["bladder"]}]}
    )
    assert search(index_of(LIBRARY.articles.values(), words), "offlabel")[0] == "bladder"
