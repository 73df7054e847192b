"""What the articles on the course and on safety promise to somebody who reads them at night."""

import re

import pytest

from companion.articles import load_library
from companion.config import assets_dir
from companion.domain.article_text import Bullets, Care, CareLevel, Link, Paragraph, links_of, said
from companion.domain.library import Article
from companion.domain.library_review import sentences
from companion.domain.library_search import index_of, search
from companion.search_file import load_search_words

LIBRARY = load_library(assets_dir() / "content")
INDEX = index_of(LIBRARY.articles.values(), load_search_words(assets_dir() / "content"))
COURSE = (
    "getting-ready", "day-before", "will-it-go-ahead", "at-the-clinic", "what-it-may-feel-like", "feels-like-dying",
    "after-the-session", "alone-at-night", "days-after",
)  # fmt: skip
SAFETY = (
    "side-effects", "call-for-help", "blood-pressure", "bladder", "not-for-everyone", "if-you-feel-unsafe",
    "worse-the-next-day", "safety-plan",
)  # fmt: skip
HERE = (*COURSE, *SAFETY)
NEW = ("feels-like-dying", "worse-the-next-day", "alone-at-night", "will-it-go-ahead")
CRISIS = ("call-for-help", "if-you-feel-unsafe", "worse-the-next-day", "safety-plan", "feels-like-dying")
TEXTING = "If it is hard to speak, Help shows which lines you can text."
LONGEST = 20


def article(id: str) -> Article:
    return LIBRARY.articles[id]


def prose(id: str) -> list[str]:
    """The paragraphs of an article, and the lines of its lists."""
    found = []
    for section in article(id).sections():
        for block in section.blocks:
            if isinstance(block, Paragraph):
                found.append(said(block.runs))
            elif isinstance(block, Bullets):
                found += map(said, block.lines)
    return found


def whole(id: str) -> str:
    return " ".join(article(id).texts())


# Claims


@pytest.mark.parametrize("id", HERE)
def test_the_limit_of_a_claim_stands_beside_it(id: str) -> None:
    """A reader who stops after the claim has read its limit too."""
    for claim in article(id).claims:
        assert any(claim.text in text and claim.limit in text for text in prose(id)), claim.text


@pytest.mark.parametrize("id", HERE)
def test_no_form_is_promised_that_does_not_ship(id: str) -> None:
    assert not re.search(r"bladder questions|starting check|PHQ|GAD-7|PCL-5|questionnaire", whole(id))


def test_the_study_of_people_who_used_ketamine_regularly_is_not_called_one_of_heavy_use() -> None:
    [claim] = [one for one in article("bladder").claims if "1 in 4" in one.text]
    assert "regularly outside of medical care" in claim.text and "case reports" in claim.limit
    assert "That is heavy use" not in whole("bladder")


@pytest.mark.parametrize("id", CRISIS)
def test_a_text_for_a_crisis_is_checked_again_after_90_days(id: str) -> None:
    assert (article(id).next_review - article(id).reviewed).days <= 90


@pytest.mark.parametrize("id", ["after-the-session", "days-after"])
def test_feeling_better_after_an_infusion_is_told_with_feeling_no_better(id: str) -> None:
    [text] = [one for one in prose(id) if "clearer or better" in one]
    assert "Others feel tired, foggy or low, or notice no change." in text and "or not come at all" in text


# Somebody who cannot speak


@pytest.mark.parametrize("id", [one for one in HERE if "{cl}" in LIBRARY.articles[one].body])
def test_who_cannot_speak_is_led_to_a_line_that_takes_texts_and_to_the_plan(id: str) -> None:
    if id == "feels-like-dying":  # short enough for somebody under ketamine: Help is one tap away
        assert Link("Open Help", "screen", "help") in links_of(article(id).sections())
        return
    targets = {link.target for link in links_of(article(id).sections())}
    assert TEXTING in whole(id) and {"help", "plan"} <= targets


# What to do comes first


@pytest.mark.parametrize("id", NEW)
def test_a_new_article_begins_with_what_to_do(id: str) -> None:
    first, second = article(id).sections()[:2]
    assert first.title in ("Do this now", "Are you safe right now?", "Call before you go")
    assert any(isinstance(one, Bullets | Care) or "Say what happened" in said(one.runs) for one in first.blocks[:1])  # type: ignore[union-attr]
    assert second.title and article(id).is_safety
    targets = {link.target for link in links_of(article(id).sections())}
    assert "help" in targets


@pytest.mark.parametrize("id", [one for one in HERE if LIBRARY.articles[one].is_safety])
def test_a_sentence_of_a_safety_article_is_short(id: str) -> None:
    texts = [article(id).summary, *prose(id), *article(id).unknown]
    apart = [part for one in sentences(texts) for part in re.split(r"(?<=[.?:]”)\s|(?<=:)\s", one)]
    assert [one for one in apart if len(one.split()) > LONGEST] == []


# Food, pills, nobody there


def test_the_common_times_for_food_come_after_who_must_not_use_them() -> None:
    body = article("day-before").body
    warned, times = body.index("GLP-1 medicine?** Then the times below are not for you"), body.index("last 6 hours")
    assert warned < times and "7 days before each infusion" in body[warned:times]
    assert "7 days before each infusion" in whole("getting-ready"), "the day before is too late to hear of it"


def test_food_and_drink_for_nausea_wait_until_staff_agree() -> None:
    for line in (one for one in prose("side-effects") if "crackers" in one or "Water and food" in one):
        assert "nce staff say it is OK" in line


def test_a_common_effect_is_not_told_in_the_words_of_an_emergency() -> None:
    lines = " ".join(one for one in prose("side-effects") if "tingling" in one)
    assert "on both sides" in lines and "trouble speaking" not in lines


def test_who_took_a_pill_twice_calls_a_poison_line_even_if_well_and_who_missed_one_takes_no_extra() -> None:
    text = whole("will-it-go-ahead")
    assert "Call a poison line now, even if you feel well" in text and "Do not take extra to catch up" in text
    assert "never take it twice" in text and "basal insulin" in text and "under 70 mg/dL" in text
    for said_where in (text, whole("call-for-help")):
        assert "If your country has no such line, call {em}." in said_where


def test_nothing_says_that_an_infusion_goes_ahead_or_that_a_taxi_is_fine() -> None:
    assert "That is for your clinic to decide" in whole("will-it-go-ahead")
    assert "Your clinic decides whether a taxi is OK" in whole("alone-at-night")


def test_who_is_alone_and_hardly_awake_calls_now_and_the_ambulance_where_nobody_answers() -> None:
    text = whole("alone-at-night")
    assert text.count("You are alone, so call the clinic now.") == 2
    assert "If no one answers and you feel worse, call {em}." in text and "Wait at least 24 hours" in text
    assert any(
        isinstance(block, Care) and block.level is CareLevel.EMERGENCY and block.has_all_signs
        for section in article("alone-at-night").sections()
        for block in section.blocks
    )


def test_only_epilepsy_with_a_usual_seizure_that_did_no_harm_is_left_to_the_clinic() -> None:
    [text] = [one for one in prose("call-for-help") if "epilepsy" in one]
    assert all(part in text for part in ("usual, short", "fully awake and not hurt", "before any more ketamine"))


# Found by those who need it


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("I feel like I am dying", "feels-like-dying"),
        ("am I losing my mind", "feels-like-dying"),
        ("it will never stop", "feels-like-dying"),
        ("bad trip", "feels-like-dying"),
        ("k-hole", "feels-like-dying"),
        ("I feel worse", "worse-the-next-day"),
        ("3 a.m.", "worse-the-next-day"),
        ("depressed after infusion", "worse-the-next-day"),
        ("I am alone at night", "alone-at-night"),
        ("no ride home", "alone-at-night"),
        ("my ride canceled", "alone-at-night"),
        ("I ate breakfast", "will-it-go-ahead"),
        ("drank a beer", "will-it-go-ahead"),
        ("missed a pill", "will-it-go-ahead"),
        ("took my pill twice", "will-it-go-ahead"),
        ("I have a cold", "will-it-go-ahead"),
        ("period", "will-it-go-ahead"),
        ("I want to die", "if-you-feel-unsafe"),
        ("kill myself", "if-you-feel-unsafe"),
        ("end my life", "if-you-feel-unsafe"),
        ("better off dead", "if-you-feel-unsafe"),
        ("no reason to live", "if-you-feel-unsafe"),
        ("hurt myself", "if-you-feel-unsafe"),
        ("took too many pills", "overdose"),
        ("can't breathe", "call-for-help"),
    ],
)
def test_what_somebody_types_in_fear_leads_to_the_page_for_it(typed: str, first: str) -> None:
    assert search(INDEX, typed)[:1] == [first], search(INDEX, typed)[:4]
