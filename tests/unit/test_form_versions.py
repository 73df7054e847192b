"""Earlier versions of forms: shipped as they were, found by version, and where a draft of one goes on."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.config import assets_dir
from companion.content import load_content
from companion.domain.form_versions import Forms
from companion.domain.journal import Draft, Occurrence
from companion.domain.questionnaire import Coding, Item, ItemType, Option, Questionnaire
from companion.site.archive import app_files
from tests.data.folders import FOLDERS

SHIPPED = assets_dir() / "forms"
TODAY = sorted(SHIPPED.glob("*.json"))
EARLIER = sorted((SHIPPED / "earlier").glob("*.json"))
WHEN = Occurrence(datetime(2026, 11, 24, 8, tzinfo=UTC), "UTC", date(2026, 11, 24), "08:00")


def read(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.read_text("utf-8")))


def test_every_form_with_which_a_released_version_saved_entries_is_shipped_unchanged() -> None:
    sums = {(file.name.split(".")[0], hashlib.sha256(file.read_bytes()).hexdigest()) for file in (*TODAY, *EARLIER)}
    for folder in FOLDERS:
        for name, (version, digest) in read(folder / "forms.json").items():
            found = {(name, digest), (f"{name}-{version}", digest)} & sums
            assert found, f"version {version} of {name} has changed, or is not under assets/forms/earlier"


def test_each_earlier_form_is_named_by_its_version_and_todays_is_a_higher_one() -> None:
    today = {file.stem: read(file) for file in TODAY}
    for file in EARLIER:
        form = read(file)
        name = form["url"].rsplit("/", 1)[-1]
        assert file.stem == f"{name}-{form['version']}"
        assert int(today[name]["version"]) > int(form["version"]), f"{name} has changed: raise its version"


WORDS_ALONE = {
    "blood-pressure": 2, "day-before": 2, "evaluation": 2, "food-plan": 1, "integration": 2,
    "morning-of": 2, "recovery": 2, "side-effect": 2, "steadying": 1, "week-before": 2,
}  # fmt: skip
"""Form -> the version from which the next one differs in its words and in nothing else."""


def without_words(part: Any) -> Any:
    """Return a form as its questions, codes, conditions and order: without what is read, its number and its day."""
    if isinstance(part, list):
        return [without_words(one) for one in part]
    if isinstance(part, dict):
        read = ("text", "display", "title", "description", "version", "date")
        return {key: without_words(value) for key, value in part.items() if key not in read}
    return part


@pytest.mark.parametrize(("name", "version"), WORDS_ALONE.items(), ids=WORDS_ALONE)
def test_a_version_with_better_words_asks_the_same_with_the_same_codes_and_conditions(name: str, version: int) -> None:
    files = {(read(file)["name"], int(read(file)["version"])): file for file in (*TODAY, *EARLIER)}
    old = read(SHIPPED / "earlier" / f"{name}-{version}.json")
    new = read(files[old["name"], version + 1])
    assert without_words(new) == without_words(old) and new != old


def test_the_check_in_has_two_more_choices_for_who_does_not_feel_safe_and_nothing_else_that_is_new() -> None:
    def asked(file: Path) -> dict[str, Any]:
        return {item["linkId"]: without_words(item) for item in read(file)["item"]}

    new, old = asked(SHIPPED / "daily-check-in.json"), asked(SHIPPED / "earlier" / "daily-check-in-2.json")
    codes = [one["valueCoding"]["code"] for one in new["unsafe_kind"].pop("answerOption")]
    assert [one["valueCoding"]["code"] for one in old["unsafe_kind"].pop("answerOption")] == [
        code for code in codes if code not in ("others", "other")
    ]
    assert {"others", "other"} < {*codes} and new == old


def items_in(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from items_in(item.get("item", []))


@pytest.mark.parametrize("file", TODAY, ids=lambda file: file.stem)
def test_a_condition_names_a_choice_in_the_words_of_its_question(file: Path) -> None:
    items = list(items_in(read(file)["item"]))
    choices = [
        (item["linkId"], one["valueCoding"])
        for item in items
        for one in item.get("answerOption", ())
        if "valueCoding" in one
    ]
    words = {(link_id, one["code"]): one["display"] for link_id, one in choices}
    for condition in (one for item in items for one in item.get("enableWhen", ()) if "answerCoding" in one):
        coding = condition["answerCoding"]
        asked = words[condition["question"], coding["code"]]
        assert coding.get("display", asked) == asked


def test_earlier_forms_can_be_drawn_and_go_with_the_site() -> None:
    content = load_content(assets_dir())
    assert {form.url for form in content.forms.earlier().values()} <= content.forms.keys()
    packed = app_files(Path(__file__).parents[2] / "companion", assets_dir())
    assert {f"assets/forms/earlier/{file.name}" for file in EARLIER} <= packed.keys()


def test_an_earlier_form_lies_in_a_folder_that_a_site_takes(tmp_path: Path) -> None:
    (tmp_path / "forms" / "earlier").mkdir(parents=True)
    (tmp_path / "forms" / "earlier" / "a-1.json").write_text("{}")
    (tmp_path / "crisis.json").write_bytes((assets_dir() / "crisis.json").read_bytes())
    assert "assets/forms/earlier/a-1.json" in app_files(tmp_path, tmp_path)


# Which version, and where a draft goes on

YES, NO, MAYBE = (Coding("s", code, code.title()) for code in ("yes", "no", "maybe"))


def question(link_id: str, *options: Coding, text: str = "") -> Item:
    kind = ItemType.CHOICE if options else ItemType.INTEGER
    return Item(link_id, kind, text or link_id, offered=tuple(Option(one) for one in options))


def form(version: str, *items: Item) -> Questionnaire:
    return Questionnaire("u", version, "n", f"Form {version}", items)


ONE = form("1", question("a", YES, NO), question("old"), question("same"))
TWO = form("2", question("same", text="The same, said better"), question("a", replace(YES, display="Yes!"), MAYBE))
TEN = form("10", question("same"), question("a", MAYBE, replace(YES, display="Yes, again")))
FORMS = Forms({"u": TEN}, lambda: {("u", "1"): ONE, ("u", "2"): TWO})


def draft(version: str = "", **answers: Any) -> Draft:
    return Draft("d", "u", WHEN, answers, form_version=version)


@pytest.mark.parametrize(("version", "found"), [("1", ONE), ("2", TWO), ("10", TEN), ("", TEN), ("11", TEN)])
def test_an_entry_finds_the_form_that_asked_it(version: str, found: Questionnaire) -> None:
    assert FORMS.of("u", version) is found


def test_a_form_that_this_app_does_not_have_is_none() -> None:
    assert FORMS.of("v", "1") is None and FORMS.asked("v", "a") is None


def test_versions_are_numbers_and_a_question_is_worded_as_it_was_asked_last() -> None:
    assert [one.version for one in FORMS.versions("u")] == ["10", "2", "1"]
    old, same = FORMS.asked("u", "old"), FORMS.asked("u", "same")
    assert old is not None and old.text == "old" and same is not None and same.text == "same"


def test_earlier_forms_are_not_read_before_one_is_needed() -> None:
    def earlier() -> dict[tuple[str, str], Questionnaire]:
        raise AssertionError("read too early")

    forms = Forms({"u": TEN}, earlier)
    assert forms.of("u", "10") is TEN and forms.moved(draft("10", same=3)) == draft("10", same=3)
    assert forms["u"] is TEN and list(forms) == ["u"] and len(forms) == 1


def test_a_draft_moves_to_todays_form_with_its_choices_in_todays_words_and_keeps_what_is_not_asked_any_more() -> None:
    moved = FORMS.moved(draft("1", a=YES, old=5, same=3))
    assert moved.form_version == "10"
    assert moved.answers == {"a": Coding("s", "yes", "Yes, again"), "old": 5, "same": 3}
    assert FORMS.facts(TEN, moved.answers) == {"a": "yes", "old": 5, "same": 3}


def test_a_draft_whose_typed_text_has_no_field_in_todays_form_goes_on_where_it_is_seen() -> None:
    begun = replace(draft("1", same=3), typed={"old": ("5,5 or so",)})
    assert FORMS.moved(begun) == begun
    seen = replace(draft("1", same=3), typed={"same": ("5,5 or so",)})
    assert FORMS.moved(seen) == replace(seen, form_version="10")


def test_a_draft_with_an_answer_that_is_not_offered_any_more_goes_on_as_it_was_begun() -> None:
    begun = draft("1", a=NO, old=5)
    assert FORMS.moved(begun) == begun
    assert FORMS.moved(draft("", a=NO, old=5)) == begun, "an older app did not write the version"


@given(st.sampled_from(["", "1", "2", "10", "11"]), st.dictionaries(
    st.sampled_from(["a", "old", "same", "never"]), st.sampled_from([YES, NO, MAYBE, 3, "typed", True])))  # fmt: skip
def test_no_answer_of_a_draft_is_ever_lost_and_moving_twice_changes_nothing(
    version: str, answers: dict[str, Any]
) -> None:
    moved = FORMS.moved(draft(version, **answers))
    said = {key: getattr(value, "code", value) for key, value in answers.items()}
    assert {key: getattr(value, "code", value) for key, value in moved.answers.items()} == said
    assert FORMS.moved(moved) == moved and FORMS.of("u", moved.form_version) is not None
