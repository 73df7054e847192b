"""What a clinic's site says since it was built: taken where a build would take it, else what was there stays."""

import json
import re
from asyncio import run
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion import browser
from companion.app.browser import Prepared, hear_news, take_news
from companion.clinic_file import ClinicFileError, load_clinic
from companion.config import ClinicSettings, assets_dir
from companion.content import CHECKLIST_NAMES, load_content, with_own
from companion.domain.clinic_news import News, Shipped, look_at, newest
from companion.domain.course_settings import COURSE, LEAST_DRIVING
from companion.domain.own_texts import ADDED, TEXTS
from companion.i18n import load_words
from companion.services.course import course_settings
from companion.site.clinic import shown_of

CONTENT = load_content(assets_dir())
ITEMS = {item.id: item for item in CONTENT.guidance.items}
SHIPPED = Shipped(CONTENT.guidance.items, CHECKLIST_NAMES)
PARKING = {
    "id": "own_parking",
    "phase": "morning",
    "start": -600,
    "end": 0,
    "title": "Where to park",
    "lines": ["Behind."],
}
GOOD = {"replace": {"g_night_bag": {"title": "Pack for us"}}, "add": [PARKING], "hide": ["g_arr_toilet"]}
BUILT = {"course": {"driving_hours": 30, "solids_hours": 8}, "texts": {"hide": ["g_night_bag"]}, "forms": ["recovery"]}

BAD_TEXTS: dict[str, Any] = {
    "a must is hidden": {"hide": ["g_week_driver"]},
    "what keeps people safe is replaced": {"replace": {"g_24_drive": {"title": "Drive"}}},
    "what keeps people safe is hidden": {"hide": ["g_24_drive"]},
    "a promise": {"add": [{**PARKING, "lines": ["Ketamine heals."]}]},
    "a leave to drive": {"replace": {"g_night_bag": {"lines": ["You may drive home."]}}},
    "too long": {"add": [{**PARKING, "lines": ["x" * 241]}]},
    "too many": {"add": [{**PARKING, "id": f"own_{n}"} for n in range(21)]},
    "a must of its own": {"add": [{**PARKING, "level": "must"}]},
    "HTML": {"add": [{**PARKING, "title": "<b>"}]},
    "a text without its time": {"add": [{"id": "own_a", "phase": "morning", "title": "A", "lines": ["x"]}]},
    "an unknown field": {"delete": ["g_arr_toilet"]},
    "an id that nobody knows": {"hide": ["g_nothing"]},
    "no texts": ["x"],
}


@pytest.mark.parametrize("bad", BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_texts_in_which_one_thing_is_refused_change_nothing_and_the_last_good_ones_stay(bad: object) -> None:
    told = {"texts": {**GOOD, **bad} if isinstance(bad, dict) else bad}
    before = look_at({"texts": GOOD}, {}, SHIPPED)
    assert before.taken["texts"] == GOOD and not before.refused
    after = look_at(told, before.taken, SHIPPED)
    assert after.taken["texts"] == GOOD and after.refused[0].startswith("texts")
    assert "texts" not in look_at(told, {}, SHIPPED).taken, "without others, those of the build stay"


@pytest.mark.parametrize("bad", BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_what_the_news_refuse_a_build_refuses_for_the_same_reasons(bad: object, tmp_path: Path) -> None:
    file = tmp_path / "clinic.json"
    file.write_text(json.dumps({"name": "A", "texts": bad}), "utf-8")
    with pytest.raises(ClinicFileError) as found:
        load_clinic(file)
    at_build = {str(one).partition(": ")[2] for one in found.value.problems}
    refused = look_at({"texts": bad}, {}, SHIPPED).refused
    assert refused and set(refused) <= at_build


@pytest.mark.parametrize("forms", [["daily-check-in"], ["recovery", "recovery"], "recovery", [3], {"recovery": 1}])
def test_a_choice_of_checklists_that_are_none_is_refused_whole(forms: object) -> None:
    news = look_at({"forms": forms}, {"forms": ["evaluation"]}, SHIPPED)
    assert news.taken["forms"] == ["evaluation"] and news.refused[0].startswith("forms")


def test_refused_texts_keep_nothing_else_from_being_taken() -> None:
    news = look_at({"course": {"driving_hours": 48}, "texts": 3, "forms": ["morning-of"]}, {}, SHIPPED)
    assert news.taken == {"course": {"driving_hours": 48}, "forms": ["morning-of"]}


def test_what_is_missing_is_as_it_was_built_and_nothing_of_its_own_is_an_answer_too() -> None:
    assert newest(BUILT, {}) == BUILT
    assert newest(BUILT, look_at({"texts": {}, "forms": None, "course": {"driving_hours": None}}, {}, SHIPPED).taken) == {
        "course": {"driving_hours": None, "solids_hours": 8}, "texts": {}, "forms": None,
    }  # fmt: skip
    assert newest(BUILT, look_at({"texts": None}, {}, SHIPPED).taken)["texts"] == {}


def test_rules_of_the_course_stand_each_for_itself_and_the_rest_is_told() -> None:
    told = {"driving_hours": 3, "solids_hours": 10, "arrive_minutes": 1.5, "other": 1}
    news = look_at({"course": told}, {}, SHIPPED)
    assert newest(BUILT, news.taken)["course"] == {"driving_hours": 30, "solids_hours": 10}
    assert {one.partition(":")[0] for one in news.refused} == {
        f"course.{name}" for name in told.keys() - {"solids_hours"}
    }
    assert newest(BUILT, {"course": {"liquids_hours": 9}})["course"] == {**BUILT["course"], "liquids_hours": None}


LAST = {"driving_hours": 72, "solids_hours": 12, "liquids_hours": 10, "driver": "A friend"}


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({**LAST, "driving_hours": "96h"}, LAST),
        ({**LAST, "driving_hours": 12}, LAST),
        ({**LAST, "driver": "You may drive."}, LAST),
        ({**LAST, "liquids_hours": 12.5}, LAST),
        ({**LAST, "solids_hours": "12h", "liquids_hours": 12}, {**LAST, "liquids_hours": 12}),
        ({**LAST, "solids_hours": 4, "liquids_hours": 5}, LAST),
        ({**LAST, "solids_hours": 8, "liquids_hours": "10h"}, LAST),
        ({**LAST, "solids_hours": 0, "liquids_hours": 10}, LAST),
        ([1], LAST),
        ("72", LAST),
        ({"driving_hours": "96h"}, {"driving_hours": 72}),
    ],
)
def test_a_typo_in_a_rule_leaves_the_one_that_was_taken_last(told: object, kept: dict[str, Any]) -> None:
    before = look_at({"course": LAST}, {}, SHIPPED)
    assert before.taken == {"course": LAST} and not before.refused
    after = look_at({"course": told}, before.taken, SHIPPED)
    assert after.taken == {"course": kept} and after.refused[0].startswith("course")
    again = look_at({"course": told}, after.taken, SHIPPED)
    assert again == after, "at the next start, too"


def test_a_rule_that_is_missing_or_set_no_more_is_not_held() -> None:
    told = {"driving_hours": None, "solids_hours": 12}
    assert look_at({"course": told}, {"course": LAST}, SHIPPED) == News({"course": told})


def test_what_a_build_writes_is_taken_whole(tmp_path: Path) -> None:
    example = load_clinic(assets_dir().parent / "docs" / "clinic.example.yaml")
    told = json.loads(json.dumps(shown_of(example)))
    news = look_at(told, {}, SHIPPED)
    assert not news.refused and news.taken["texts"] == example.texts and news.taken["forms"] == example.forms


def test_no_file_that_a_build_writes_is_too_long_to_be_read() -> None:
    line, title = "ü" * 240, "ü" * 90
    whole = {"title": title, "lines": [line] * 6, "why": line}
    texts = {
        "replace": {id: whole for id, item in ITEMS.items() if item.clinic_may_override},
        "add": [{**PARKING, **whole, "id": f"own_{'x' * 37}{n:03}"} for n in range(20)],
    }
    assert not look_at({"texts": texts}, {}, SHIPPED).refused
    shown = shown_of(ClinicSettings("A", texts=texts, forms=list(CHECKLIST_NAMES)))
    script = (Path(browser.__file__).parent / "js" / "clinic.js").read_text("utf-8")
    longest = int(re.findall(r"LONGEST = (\d+);", script)[0])
    assert len(json.dumps(shown, indent=1, ensure_ascii=False)) < longest / 2


class Page:
    """The page: it tells the news, and keeps what Python took."""

    def __init__(self, told: object) -> None:
        self.told = told
        self.took_all: list[Any] = []

    async def ask(self, name: str) -> str:
        """Its answer, as JSON."""
        return json.dumps(self.told if name == "news" else None)

    def took(self, said: str) -> None:
        """What Python says of the news."""
        self.took_all.append(json.loads(said))


PREPARED = Prepared(CONTENT, load_words(assets_dir()), {})


def test_the_page_is_told_what_was_taken_and_why_the_rest_was_not_and_the_next_start_goes_by_it() -> None:
    page = Page({"texts": GOOD, "forms": ["nothing"], "course": {"driving_hours": 40}})
    run(hear_news(PREPARED, {"forms": ["evaluation"]}, page))
    (said,) = page.took_all
    assert said["taken"] == {"texts": GOOD, "forms": ["evaluation"], "course": {"driving_hours": 40}}
    assert [one.partition(":")[0] for one in said["refused"]] == ["forms.1"]
    clinic = {"name": "A", **BUILT, "news": said["taken"]}
    take_news(PREPARED, clinic)
    assert clinic == {
        "name": "A",
        "texts": GOOD,
        "forms": ["evaluation"],
        "course": {**BUILT["course"], "driving_hours": 40},
    }


def test_without_a_network_what_was_taken_stays() -> None:
    page = Page(None)
    run(hear_news(PREPARED, {}, page))
    assert page.took_all == []


def test_what_an_older_build_took_is_looked_at_again() -> None:
    clinic: dict[str, Any] = {"name": "A", **BUILT, "news": {"texts": {"hide": ["g_of_another_build"]}}}
    assert take_news(PREPARED, clinic) == {} and clinic == {"name": "A", **BUILT}


# Whatever is told

ids = st.sampled_from([*ITEMS, "g_nothing", "own_a"])
leaves = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.floats(), st.text(max_size=4), ids,
                   st.sampled_from(["morning", "must", "tip", "You may drive", "heals", *CHECKLIST_NAMES]))  # fmt: skip
names = st.sampled_from([*TEXTS.kinds, *ADDED.kinds, *COURSE.kinds, *ITEMS])
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4), max_leaves=12
)
added = st.fixed_dictionaries(
    {name: st.just(PARKING[name]) | anything for name in ("phase", "start", "end", "title", "lines")} | {"id": ids}
)
texts = anything | st.fixed_dictionaries(
    {},
    optional={
        "replace": st.dictionaries(ids, st.just({"title": "Own"}) | anything, max_size=3),
        "add": st.lists(st.just(PARKING) | added, max_size=3),
        "hide": st.lists(ids, max_size=4),
    },
)
told = st.dictionaries(st.sampled_from(["course", "texts", "forms"]), anything) | st.fixed_dictionaries(
    {"course": st.dictionaries(names, anything), "texts": texts, "forms": anything}
)


@given(told, st.just({}) | st.just({"texts": GOOD, "forms": ["recovery"]}))
def test_whatever_is_told_nothing_that_keeps_people_safe_is_weaker_and_the_app_goes_on(
    told: dict[str, Any], before: dict[str, Any]
) -> None:
    news = look_at(told, before, SHIPPED)
    found = newest(BUILT, news.taken)
    again = look_at(json.loads(json.dumps(news.taken)), {}, SHIPPED)
    assert newest(BUILT, again.taken) == found, "what was taken is taken at the next start, too"
    content = with_own(CONTENT, found["texts"], found["forms"])
    own = {item.id: item for item in content.guidance.items}
    for id, item in ITEMS.items():
        assert id in own or (item.clinic_may_override and item.level != "must")
        assert item.clinic_may_override or own[id] == item
    assert all(item.level != "must" for item in content.guidance.items if item.is_own and item.id not in ITEMS)
    assert content.forms == CONTENT.forms, "what was begun keeps its form"
    assert set(content.checklists) <= set(CONTENT.checklists)
    settings = course_settings(replace(ClinicSettings("A"), **found))
    assert settings.driving >= LEAST_DRIVING
    if "texts" in told and found["texts"] not in (told["texts"], {}):
        assert any(one.startswith("texts") for one in news.refused), "what is not taken is told"
