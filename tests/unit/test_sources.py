"""Sources: what was read of each, when a text may say that its facts were checked, and when its next review is due."""

import json
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from companion.articles import article_of, load_library
from companion.check_library import grade
from companion.check_reviews import FILES, review_findings
from companion.config import assets_dir
from companion.domain.library import Library
from companion.domain.library_review import Shelved, faults, plan_faults
from companion.domain.sources import CHECKED, READ, Source, all_read, days_to_review, titled
from companion.i18n import load_words
from companion.views.components.article_sources import WHAT_WAS_READ, checked_words
from tests.library_texts import changed

TODAY = date(2026, 11, 30)
LIBRARY = load_library(assets_dir() / "content")
WORDS = load_words(assets_dir())


def source(checked: str = "page", kind: str = "") -> Source:
    return Source("S", "Somebody", "A study", 2020, checked=checked, kind=kind)


@pytest.mark.parametrize("checked", CHECKED)
def test_facts_checked_is_said_only_where_every_source_was_read(checked: str) -> None:
    said = checked_words(WORDS, [source(), source(checked)], TODAY)
    assert said.startswith("Facts checked on") == (checked in READ)
    assert ("not all of them were checked again" in said) == (checked not in READ)


def test_each_way_of_having_checked_a_source_has_words() -> None:
    assert set(WHAT_WAS_READ) == set(CHECKED)


def test_most_articles_do_not_claim_more_checking_than_there_was() -> None:
    claims = [
        one.id for one in LIBRARY.articles.values() if all_read(LIBRARY.sources[key].checked for key in one.sources)
    ]
    judged = [one.id for one in LIBRARY.articles.values() if "CLINICAL_JUDGEMENT" in one.sources]
    assert claims and not set(claims) & set(judged), "a judgement is no source that somebody has read"


@pytest.mark.parametrize(
    ("kinds", "text", "days"),
    [
        ((), "", 366),
        (("", ""), "Nothing special.", 366),
        (("", "guideline"), "", 183),
        (("label",), "", 183),
        (("label", "crisis"), "", 90),
        (("",), "You can reach {cl}.", 90),
    ],
)
def test_a_text_is_reviewed_as_often_as_what_it_rests_on_asks(kinds: tuple[str, ...], text: str, days: int) -> None:
    assert days_to_review(kinds, [text]) == days


@pytest.mark.parametrize(("kind", "days"), [("", 366), ("label", 183), ("guideline", 183), ("crisis", 90)])
def test_check_content_refuses_an_article_whose_next_review_is_a_day_too_late(kind: str, days: int) -> None:
    def said(later: int) -> list[str]:
        due = date(2026, 1, 2) + timedelta(days=days + later)
        article = article_of("good", changed("next_review = 2027-01-01", f"next_review = {due}"))
        shelved = Shelved(["sleep"], ["safety"], {"SHORT2018": source(kind=kind)}, grade)
        return [fault.said for fault in faults(article, shelved, TODAY) if fault.near == "next_review"]

    assert said(0) == []
    assert len(said(1)) == 1 and f"more than {days} days" in said(1)[0]


def test_every_file_of_content_says_when_it_was_reviewed_and_is_in_time() -> None:
    assert [one for one in review_findings(assets_dir(), TODAY) if one.is_error] == []
    due = date.fromisoformat(json.loads((assets_dir() / FILES[0]).read_text("utf-8"))["next_review"])
    past = review_findings(assets_dir(), due + timedelta(days=1))
    assert any("was due to be checked again" in one.said for one in past) and not any(one.is_error for one in past)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reviewed": None}, "cannot be read"),
        ({"next_review": "soon"}, "cannot be read"),
        ({"next_review": "2027-11-30"}, "more than 90 days"),
        ({"next_review": "2026-11-30"}, "make no sense"),
        ({"reviewed": "2026-12-24"}, "make no sense"),
    ],
)
def test_a_file_without_sound_review_dates_is_refused(tmp_path: Path, change: dict[str, str], said: str) -> None:
    assets = copytree(assets_dir(), tmp_path / "assets")
    file = assets / "safety" / "emergencies.json"
    data = {**json.loads(file.read_text("utf-8")), **change}
    file.write_text(json.dumps({**data, "note": "You can reach {cl}."}), "utf-8")
    found = [one for one in review_findings(assets, TODAY) if one.where == "safety/emergencies.json"]
    assert found and found[0].is_error and said in found[0].said


def test_a_source_of_an_unknown_kind_is_refused() -> None:
    library = Library((), (), {}, {"S": source(kind="guidline")})
    assert any("guidline" in one for one in plan_faults(library))


def test_the_guidance_and_the_exercises_say_the_same_of_a_source_as_the_library() -> None:
    for name in ("guidance/en.json", "exercises.json"):
        theirs = json.loads((assets_dir() / name).read_text("utf-8"))["sources"]
        for key, raw in theirs.items():
            assert titled(key, raw).checked in CHECKED
            if key in LIBRARY.sources:
                assert raw["checked"] == LIBRARY.sources[key].checked, key
