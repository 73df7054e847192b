"""What the articles say about studies: how large, compared with what, by which mark, and how far it goes."""

import re
from collections.abc import Iterator

import pytest

from companion.articles import load_library
from companion.config import assets_dir
from companion.domain.article_text import Section, texts_of
from companion.domain.library import Article
from companion.domain.library_search import index_of, search
from companion.search_file import load_search_words

LIBRARY = load_library(assets_dir() / "content")
INDEX = index_of(LIBRARY.articles.values(), load_search_words(assets_dir() / "content"))
ON_EVIDENCE = (
    "what-is-ptsd", "treatments", "guidelines", "therapy-with-ketamine", "other-support", "what-is-ketamine", "approved",
    "is-it-right-for-me", "esketamine", "research-ptsd", "kinds-of-trauma", "research-depression", "research-other",
    "how-it-may-work", "usual-course", "after-the-course", "booster-sessions", "if-it-does-not-help",
)  # fmt: skip
SIZES = {
    "FEDER2014": "41", "FEDER2021": "30", "ABDALLAH2022": "158", "DADABAYEV2020": "41", "BORGOGNA2024": "221",
    "FEDER2025WET": "14", "MURROUGH2013": "73", "PHILLIPS2019": "41", "ANAND2023": "403", "KARMADEP2": "62",
    "LII2023": "40", "WILKINSON2018": "167", "SCHEIDEGGER2012": "19", "BREATH_META2023": "785",
    "RELAX_META2008": "27", "PTSDCOACH2017": "120",
}  # fmt: skip


def words_of(section: Section) -> str:
    return " ".join(" ".join(texts_of((section,))).split())


def sections_on(sources: set[str]) -> Iterator[tuple[Article, str]]:
    """The sections in which a claim stands that one of the sources carries, for each article about the evidence."""
    for article in (LIBRARY.articles[id] for id in ON_EVIDENCE):
        for claim in article.claims:
            if sources & set(claim.sources):
                yield article, next(said for said in map(words_of, article.sections()) if claim.text in said)


def whole(id: str) -> str:
    article = LIBRARY.articles[id]
    return " ".join((article.summary, *map(words_of, article.sections()), *article.unknown))


@pytest.mark.parametrize("id", ON_EVIDENCE)
def test_each_claim_has_its_limit_right_after_it_in_the_same_section(id: str) -> None:
    for claim in LIBRARY.articles[id].claims:
        [said] = [one for one in map(words_of, LIBRARY.articles[id].sections()) if claim.text in one]
        apart = said.find(claim.limit) - said.find(claim.text) - len(claim.text)
        assert 0 < apart < 300, (claim.text, claim.limit)


@pytest.mark.parametrize("id", ON_EVIDENCE)
def test_no_limit_is_used_for_two_claims(id: str) -> None:
    limits = [claim.limit for claim in LIBRARY.articles[id].claims]
    assert len(set(limits)) == len(limits)


@pytest.mark.parametrize("source", SIZES)
def test_a_study_is_told_with_its_size(source: str) -> None:
    told = [(article.id, said) for article, said in sections_on({source}) if re.search(r"\bstud|\btrial", said)]
    assert told
    for id, said in told:
        assert re.search(rf"\b{SIZES[source]}\b", said), (id, source)


@pytest.mark.parametrize(("share", "mark"), [("2 in 3", "at least 30 percent fewer"), ("6 in 10", "by at least half")])
def test_who_got_better_is_told_with_the_mark_of_the_study(share: str, mark: str) -> None:
    sentences = [
        one for id in ON_EVIDENCE for one in re.split(r"(?<=[.?]) ", whole(id)) if re.search(rf"\b{share}\b", one)
    ]
    assert sentences and all(mark in one for one in sentences)


def test_no_result_is_called_clearly_better_without_saying_how_much() -> None:
    for id in LIBRARY.articles:
        found = re.findall(r"(?:\w+ ){0,3}clearly (?:better|improved)", whole(id))
        assert [one for one in found if "not" not in one.split()] == [], id


def test_the_review_of_trials_is_told_with_both_comparisons_and_all_three_times() -> None:
    said = whole("research-ptsd")
    assert "better than an inactive treatment" in said and "not do clearly better than another active" in said
    assert all(time in said for time in ("At 24 hours", "At 1 and 2 weeks"))


def test_the_maintenance_infusions_are_told_without_a_comparison_and_for_4_weeks() -> None:
    for article, said in sections_on({"PHILLIPS2019"}):
        assert "no comparison group" in said and "for those 4 weeks" in said, article.id


def test_the_study_against_ect_names_its_size_its_mark_and_that_it_was_open() -> None:
    said = whole("research-depression")
    assert "by at least half in 55 of 100" in said and "41 of 100" in said
    assert "Everyone knew which treatment they got, and no one in the study had psychosis" in said


def test_the_study_under_anesthesia_found_no_clear_difference_and_scans_were_of_healthy_people() -> None:
    for id in ("how-it-may-work", "research-depression"):
        assert "no clear difference" in whole(id) and "equally well" not in whole(id)
    assert "19 healthy people" in whole("how-it-may-work")
    assert "opioid" not in whole("how-it-may-work"), "no source here carries that idea"


@pytest.mark.parametrize("id", LIBRARY.articles)
def test_thoughts_of_suicide_are_eased_for_up_to_about_a_week_everywhere(id: str) -> None:
    if any("WILKINSON2018" in claim.sources for claim in LIBRARY.articles[id].claims):
        assert re.search(r"up to about (?:1|a) week", whole(id)) and "few days" not in whole(id)
        assert "not proven to prevent suicide" in whole(id) and "not emergency care" in whole(id)


def test_esketamine_is_approved_for_symptoms_and_for_thoughts_or_actions() -> None:
    said = whole("esketamine")
    assert "symptoms of depression in adults who have major depression with acute suicidal thoughts or actions" in said
    assert "Since January 2025" in said and "has not been shown to prevent suicide" in said


@pytest.mark.parametrize("id", ["approved", "what-is-ketamine"])
def test_approved_for_anesthesia_is_said_with_what_the_fda_has_not_judged(id: str) -> None:
    told = [one for one in re.split(r"(?<=[.?]) ", whole(id)) if re.search(r"approved .*for anesthesia", one)]
    assert told and all(re.search(r"not (?:judged .*|for )PTSD", one) for one in told)


@pytest.mark.parametrize("id", ON_EVIDENCE)
def test_no_article_promises_a_questionnaire_that_does_not_ship(id: str) -> None:
    assert not re.search(r"starting check|same (?:check|scale)s|bladder questions|side-effect list", whole(id)), id


def test_how_many_tries_to_make_has_no_number_that_no_source_carries() -> None:
    said = whole("is-it-right-for-me")
    assert "stopping if it does not help" in said and "do not say after how many infusions" in said
    assert all(one in said for one in ("Possible benefits", "Possible harms", "Other choices", "saying no"))


def test_what_was_not_studied_is_said_for_each_kind_of_trauma() -> None:
    said = whole("kinds-of-trauma")
    for one in ("complex PTSD, moral injury or grief", "people who often feel unreal"):
        assert one in " ".join(LIBRARY.articles["kinds-of-trauma"].unknown)
    assert said.count("This library has no study") >= 4
    assert "unreal the day after: call that day, and do not drive" in said


@pytest.mark.parametrize(
    ("typed", "article"),
    [
        ("derealization", "kinds-of-trauma"),
        ("complex ptsd", "kinds-of-trauma"),
        ("moral injury", "kinds-of-trauma"),
        ("military sexual trauma", "kinds-of-trauma"),
        ("childhood abuse", "kinds-of-trauma"),
        ("grief", "kinds-of-trauma"),
        ("dissociative", "kinds-of-trauma"),
        ("benefits and risks", "is-it-right-for-me"),
        ("is it worth it", "is-it-right-for-me"),
        ("pros and cons", "is-it-right-for-me"),
        ("how many tries", "is-it-right-for-me"),
        ("neuroplasticity", "how-it-may-work"),
        ("default mode network", "how-it-may-work"),
        ("does it rewire the brain", "how-it-may-work"),
        ("ocd", "research-other"),
        ("chronic pain", "research-other"),
        ("bipolar", "research-other"),
        ("addiction research", "research-other"),
        ("faster than antidepressants", "research-depression"),
        ("mindfulness", "other-support"),
        ("quality of life", "what-is-ptsd"),
        ("relationships", "what-is-ptsd"),
        ("why so many clinics", "approved"),
        ("spravato", "esketamine"),
    ],
)
def test_what_people_type_about_the_evidence_leads_to_its_article(typed: str, article: str) -> None:
    assert article in search(INDEX, typed)[:3], search(INDEX, typed)[:5]
