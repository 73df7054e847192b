"""The library: every article as it is shipped, and what the check over them refuses."""

import os
import time
from datetime import date
from pathlib import Path

import pytest

from companion.articles import article_of, load_library, read_article
from companion.check_content import look_at
from companion.check_library import clinic_findings, grade, library_findings
from companion.config import assets_dir
from companion.domain.article_text import Care, CareLevel, Link, Paragraph, TextFault, beginning, parse, said, texts_of
from companion.domain.library import section_at
from companion.domain.library_review import HARDEST, HARDEST_SAFETY, SCREENS, Shelved, faults, never_said
from companion.domain.sources import CHECKED
from companion.emergency_file import load_signs
from companion.views.article import SCREENS as DRAWN_SCREENS
from tests.library_texts import GOOD, changed

CONTENT = assets_dir() / "content"
FILES = sorted((CONTENT / "en").glob("*.md"))
LIBRARY = load_library(CONTENT)
SIGNS = load_signs(assets_dir())
SHELVED = Shelved(LIBRARY.articles, [one.id for one in LIBRARY.topics], LIBRARY.sources, grade)
THE_DAY = date(2026, 12, 1)
"""No test may begin to fail because time passes."""

WANTED = {
    "what-is-ptsd", "treatments", "what-is-ketamine", "approved", "guidelines", "research-ptsd", "how-it-may-work",
    "at-the-clinic", "what-it-may-feel-like", "side-effects", "not-for-everyone", "medicines", "therapy-with-ketamine",
    "other-support", "substances", "sleep", "bladder", "after-the-course", "if-it-does-not-help", "if-you-feel-unsafe",
    "questions-to-ask", "family", "privacy", "glossary", "medicines-by-name", "pregnancy", "anger", "telling-people",
    "overdose", "safer-home", "someone-hurts-you",
}  # fmt: skip
SAFETY = {
    "if-you-feel-unsafe", "call-for-help", "safety-plan", "bladder", "blood-pressure", "after-the-session", "family",
    "memories", "substances", "side-effects", "day-before", "feels-like-dying", "worse-the-next-day", "alone-at-night",
    "will-it-go-ahead", "kinds-of-trauma", "booster-sessions", "if-it-does-not-help",
    "touch-and-consent", "daily-life", "ketamine-at-home", "eyes-seizures-apnea", "in-the-room", "will-i-remember",
    "medicines", "calm-skills", "overdose", "safer-home", "anger", "pregnancy", "someone-hurts-you",
}  # fmt: skip


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_is_wrong_with_an_article(file: Path) -> None:
    article = read_article(file, SIGNS)
    assert [fault.said for fault in faults(article, SHELVED, THE_DAY)] == []
    assert [fault.said for fault in never_said(file.read_text("utf-8"))] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_article_names_numbers_by_country_and_says_when_to_check_it_again(file: Path) -> None:
    article = read_article(file, SIGNS)
    for section in article.sections():
        for block in section.blocks:
            if isinstance(block, Care) and block.level is CareLevel.EMERGENCY:
                assert "{em}" in block.title or "{cl}" in block.title
                assert not any("screen:" in one for one in block.lines)
    assert 60 < (article.next_review - article.reviewed).days <= 366
    assert article.reviewed_by == "", "who signs an article is a person of a clinic"


@pytest.mark.parametrize("id", ["days-after", "after-the-session", "esketamine"])
def test_where_a_text_says_until_when_not_to_drive_it_has_the_24_hours_of_the_stricter_label(id: str) -> None:
    body = LIBRARY.articles[id].body
    assert "24 hours" in body
    assert id == "esketamine" or "may ask for more time" in body, "the clinic's rule may be longer"


def test_every_subject_has_its_article_and_the_three_paths_lead_to_some() -> None:
    assert LIBRARY.articles.keys() >= WANTED and len(LIBRARY.articles) >= 24
    assert {one.id for one in LIBRARY.trails} == {"first-infusion", "between-infusions", "after-the-course"}
    assert all(len(LIBRARY.named(one.articles)) >= 5 for one in LIBRARY.trails)
    assert {one.id for one in LIBRARY.articles.values() if one.is_safety} == SAFETY


def test_the_shipped_library_has_nothing_that_a_check_refuses() -> None:
    found = library_findings(assets_dir(), THE_DAY)
    assert [one for one in found if one.is_error] == []
    assert any("not yet reviewed by a clinician" in one.said for one in found)


def test_a_review_that_is_past_is_refused_before_a_release_alone(capsys: pytest.CaptureFixture[str]) -> None:
    late = date(2036, 1, 1)
    assert look_at(assets_dir(), late, is_release=False) == 0
    assert look_at(assets_dir(), late, is_release=True) == 1
    assert "bladder: was due to be checked again by" in capsys.readouterr().out


def test_an_article_leads_to_screens_that_are_there() -> None:
    assert DRAWN_SCREENS.keys() == SCREENS


def test_only_sure_sources_have_an_address_and_it_is_one_of_two_hosts() -> None:
    addresses = [one.address for one in LIBRARY.sources.values()]
    assert all(one.checked in CHECKED for one in LIBRARY.sources.values())
    assert all(one.startswith(("https://doi.org/10.", "https://pubmed.ncbi.nlm.nih.gov/")) for one in addresses if one)
    assert 20 < sum(map(bool, addresses)) < len(addresses), "some are known by their title alone"


@pytest.mark.parametrize(
    ("was", "becomes", "line", "said"),
    [
        ('topic = "safety"', 'topic = "weather"', 4, "there is no topic weather"),
        ("A short text.", "A cure for you.", 25, "“cure”: a promise"),
        ("A short text.", "It works for 60%.", 25, "“%”: say"),
        ("A short text.", "Call 911 then.", 25, "“911”: write {em}"),
        ("A short text.", "Try harder!", 25, "“!”: an exclamation mark"),
        ("A short text.", "[Go](article:nowhere)", 25, "there is no article nowhere"),
        ("A short text.", "[Go](screen:nowhere)", 25, "there is no screen nowhere"),
        ("A short text.", "Some *marks* here.", 25, "a mark that the app cannot show"),
        ("A short text.", "::: emergency Call {em} if:", 27, "a care card"),
        ('sources = ["SHORT2018"]\nreviewed', 'sources = ["NOBODY2020"]\nreviewed', 8, "there is no source NOBODY2020"),
        ("limit = ", "border = ", 1, "a claim needs text, sources and limit"),
        ('limit = "We', 'limit = "You', 22, "a limit is not in the text"),
        ('related = ["sleep"]', 'related = ["good"]', 6, "the related article good does not exist"),
        ("One. Two.", "One.", 3, "the summary does not have exactly two sentences"),
        ("next_review = 2027-01-01", "next_review = 2026-01-01", 9, "its review dates make no sense"),
        ("next_review = 2027-01-01", "next_review = tomorrow", 10, "the head is not TOML"),
        ('title = "Good"', "title = 7", 2, "title is not of the type str"),
        ('title = "Good"', 'titel = "Good"', 1, "the head is missing title"),
        ("order = 5", "order = 5\nmood = 3", 6, "which is not used"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_file_and_line(
    tmp_path: Path, was: str, becomes: str, line: int, said: str
) -> None:
    (tmp_path / "good.md").write_text(changed(was, becomes), "utf-8")
    told = [(one.where, one.said) for one in clinic_findings(assets_dir(), tmp_path, THE_DAY) if one.is_error]
    places = {int(where.split(":")[1]) for where, what in told if said in what}
    assert places and (line in places or line == 1), told


def test_a_sound_text_of_a_clinic_passes_and_every_fault_of_several_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(GOOD, "utf-8")
    assert [one for one in clinic_findings(assets_dir(), tmp_path, THE_DAY) if one.is_error] == []
    (tmp_path / "bad.md").write_text(changed("A short text.", "Guaranteed!"), "utf-8")
    (tmp_path / "worse.md").write_text("no head", "utf-8")
    told = [one for one in clinic_findings(assets_dir(), tmp_path, THE_DAY) if one.is_error]
    assert {one.where.split("/")[-1].split(":")[0] for one in told} == {"bad.md", "worse.md"} and len(told) == 3


def test_a_text_that_is_hard_to_read_is_refused_and_a_safety_text_sooner(tmp_path: Path) -> None:
    middling = "Some people find that the medication they have been taking in the evening affects how they sleep."
    hard = "Pharmacological interactions necessitate individualized perioperative evaluation by qualified anesthesiologists."
    assert HARDEST_SAFETY < grade([middling]) < HARDEST < grade([hard])
    for text, is_safety, is_refused in ((middling, False, False), (middling, True, True), (hard, False, True)):
        safety = "order = 5\nis_safety = true" if is_safety else "order = 5"
        (tmp_path / "good.md").write_text(
            changed("A short text.", f"{text} " * 12).replace("order = 5", safety), "utf-8"
        )
        told = [one.said for one in clinic_findings(assets_dir(), tmp_path, THE_DAY) if one.is_error]
        assert any("reading grade" in one for one in told) == is_refused, told


def test_the_check_ends_in_seconds() -> None:
    began = time.process_time()
    library_findings(assets_dir(), THE_DAY)
    assert time.process_time() - began < 60, "a check that a person waits for; the bound of 5 s is for `make bench`"


def test_a_body_is_read_into_its_blocks() -> None:
    body = "One\nline **strong** here.\n\n## Head\n- a\n  goes on\n- b\n[Go](article:sleep)\n::: clinic Call if:\n- x\n:::\n"
    first, second = parse(body)
    assert first.title == "" and second.title == "Head"
    paragraph = first.blocks[0]
    assert isinstance(paragraph, Paragraph) and said(paragraph.runs) == "One line strong here."
    assert [run.text for run in paragraph.runs if run.is_strong] == ["strong"]
    lines, link, care = second.blocks
    assert [said(one) for one in lines.lines] == ["a goes on", "b"]  # type: ignore[union-attr]
    assert link == Link("Go", "article", "sleep") and care == Care(CareLevel.CLINIC, "Call if:", ("x",))


@pytest.mark.parametrize(
    "body", ["# Big", "a [link](http://x)", "::: urgent Now\n- x\n:::", "::: clinic Call\n:::", "a_b"]
)
def test_what_no_screen_can_draw_is_refused(body: str) -> None:
    with pytest.raises(TextFault):
        parse(body)


def test_the_section_in_sight_is_judged_by_the_lengths_of_the_texts() -> None:
    sections = parse(f"{'a ' * 50}\n\n## Two\n{'b ' * 100}\n\n## Three\n{'c ' * 50}\n")
    assert [section_at(sections, one) for one in (0, 0.2, 0.3, 0.7, 0.8, 1)] == [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize("letters", [1, 60, 400, 10_000])
def test_the_beginning_of_an_article_is_its_first_texts_and_one_more_than_fits(letters: int) -> None:
    for article in LIBRARY.articles.values():
        sections = article.sections()
        whole, first = list(texts_of(sections)), list(texts_of(beginning(sections, letters)))
        assert first and first == whole[: len(first)]
        titles = {section.title for section in sections}
        bodies = [len(one) for one in first if one not in titles]
        assert len(first) == len(whole) or sum(bodies) >= letters
        has_cards = any(isinstance(block, Care) for section in sections for block in section.blocks)
        assert has_cards or sum(bodies[:-1]) < letters  # a card stays whole


def test_an_article_takes_as_long_as_180_words_a_minute() -> None:
    assert article_of("good", changed("A short text.", "word " * 540)).minutes == 3
    assert article_of("good", GOOD).minutes == 1


def test_the_folder_has_no_file_that_nothing_reads() -> None:
    assert {file.suffix for file in (CONTENT / "en").iterdir()} == {".md", ".toml"}
    assert os.listdir(CONTENT) == sorted(["en", "sources.json"]) or set(os.listdir(CONTENT)) == {"en", "sources.json"}
