"""What lies under assets/: forms, crisis lines; and what the form engine refuses."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire as Oracle

from companion.config import assets_dir
from companion.content import DAILY_CHECK_IN, load_content
from companion.domain.answering import fits
from companion.domain.paging import pages
from companion.domain.questionnaire import Coding, Item, ItemType, Option, PartOfDay
from companion.errors import UnsupportedForm
from companion.forms import ALONE, ITEM_CONTROL, MAX_VALUE, MIN_VALUE, PLANNED_TIME, questionnaire_from_json
from companion.i18n import load_words
from companion.site.help_layer import help_html
from companion.site.page import PageChanged, build_index
from tests.reading_grade import grade, without_names

FORMS = sorted((assets_dir() / "forms").glob("*.json"))


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_every_form_is_a_fhir_questionnaire_that_the_engine_draws(file: Path) -> None:
    data = json.loads(file.read_text("utf-8"))
    Oracle.model_validate(data)
    assert questionnaire_from_json(data).url == data["url"]


def test_sleep_is_asked_in_the_morning_alone() -> None:
    form = load_content(assets_dir()).forms[DAILY_CHECK_IN]
    morning, later = ([item.link_id for item in pages(form, part, {})] for part in (PartOfDay.MORNING, PartOfDay.LATER))
    assert morning == ["mood", "anxiety", "ptsd_bother", "sleep_quality", "safe", "note"]
    assert later == [one for one in morning if one != "sleep_quality"]


EXPRESSION = "http://hl7.org/fhir/StructureDefinition/cqf-expression"
HIDDEN = "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden"
SEARCHED: dict[str, Any] = {
    "linkId": "a",
    "type": "choice",
    "answerOption": [{"valueCoding": {"code": "x"}}],
    "extension": [{"url": ITEM_CONTROL, "valueCodeableConcept": {"coding": [{"code": "autocomplete"}]}}],
}


@pytest.mark.parametrize(
    "item",
    [
        {"linkId": "a", "type": "reference"},
        {"linkId": "a", "type": "integer", "enableWhen": [{"question": "b"}]},
        {"linkId": "a", "type": "choice", "answerValueSet": "http://x"},
        {"linkId": "a", "type": "choice", "answerOption": [{"valueString": "x"}]},
        {"linkId": "a", "type": "group", "item": [{"linkId": "a", "type": "text"}]},
        {"linkId": "a", "type": "choice"},
        {"linkId": "a", "type": "group", "repeats": True, "item": [{"linkId": "b", "type": "text"}]},
        {"linkId": "a", "type": "date", "repeats": True},
        {"linkId": "a", "type": "string", "repeats": True, "item": [{"linkId": "b", "type": "text"}]},
        {"linkId": "a", "type": "time", "extension": [{"url": MIN_VALUE, "valueTime": "08:00:00"}]},
        {"linkId": "a", "type": "date", "extension": [{"url": MIN_VALUE, "valueDate": "2026"}]},
        {"linkId": "a", "type": "date", "extension": [{"url": MIN_VALUE, "valueInteger": 3}]},
        {"linkId": "a", "type": "text", "extension": [{"url": HIDDEN, "valueBoolean": True}]},
        {"linkId": "a", "type": "text", "_text": {"extension": [{"url": EXPRESSION, "valueExpression": {}}]}},
        {"linkId": "a", "type": "text", "modifierExtension": [{"url": "urn:x", "valueBoolean": True}]},
        {"linkId": "a", "type": "text", "initial": [{"valueString": "x"}]},
        {**SEARCHED, "repeats": True},
        {"linkId": "a", "type": "time", "extension": [{"url": PLANNED_TIME, "valueCode": "supper"}]},
        {"linkId": "a", "type": "date", "extension": [{"url": PLANNED_TIME, "valueCode": "arrival"}]},
    ],
)
def test_what_the_engine_cannot_draw_is_refused_when_it_is_loaded(item: dict) -> None:  # type: ignore[type-arg]
    with pytest.raises(UnsupportedForm):
        questionnaire_from_json({"resourceType": "Questionnaire", "url": "u", "item": [item]})


def test_a_form_without_an_address_is_refused() -> None:
    with pytest.raises(UnsupportedForm, match="url"):
        questionnaire_from_json({"resourceType": "Questionnaire", "item": [{"linkId": "a", "type": "text"}]})


def test_bounds_of_a_day_and_what_stands_alone_are_read() -> None:
    bounds = [{"url": MIN_VALUE, "valueDate": "2026-01-01"}, {"url": MAX_VALUE, "valueDate": "2026-12-31"}]
    none = {"extension": [{"url": ALONE, "valueBoolean": True}], "valueCoding": {"code": "none"}}
    raw = [
        {"linkId": "a", "type": "date", "extension": bounds},
        {"linkId": "b", "type": "open-choice", "repeats": True, "answerOption": [none]},
        {"linkId": "c", "type": "dateTime"},
        {"linkId": "d", "type": "time"},
        {"linkId": "e", "type": "string", "repeats": True},
    ]
    day, several, *_ = questionnaire_from_json({"resourceType": "Questionnaire", "url": "u", "item": raw}).items
    assert (day.earliest, day.latest) == (date(2026, 1, 1), date(2026, 12, 31))
    assert several.repeats and several.offered[0].stands_alone and not several.moves_on


CHECKLIST_FORMS = [file for file in FORMS if "checklist" in file.read_text("utf-8")]


def texts_in(item: dict[str, Any]) -> list[str]:
    """What a person reads of an item and all in it."""
    options = [one["valueCoding"]["display"] for one in item.get("answerOption", ())]
    return [item["text"], *options, *(one for child in item.get("item", ()) for one in texts_in(child))]


@pytest.mark.parametrize("file", CHECKLIST_FORMS, ids=lambda file: file.stem)
def test_a_list_is_read_easily_can_be_skipped_and_says_of_medicine_no_more_than_to_ask(file: Path) -> None:
    items = json.loads(file.read_text("utf-8"))["item"]
    lines = [one for item in items for one in texts_in(item)]
    assert grade(without_names(". ".join(one.rstrip(".?") for one in lines))) <= 6
    sentences = [one for line in map(without_names, lines) for one in re.split(r"[.?:]\s", line)]
    assert max(len(one.split()) for one in sentences) <= 20 and "!" not in "".join(lines)
    assert not any(item.get("required") for item in items)
    told = [one for item in items if "medicine" in item["linkId"] for one in texts_in(item)]
    forbidden = re.compile(r"\b(stop|skip|change|hold|reduce|leave out|pause|lower)", re.IGNORECASE)
    assert not [one for one in told if forbidden.search(one)]


@pytest.mark.parametrize("file", CHECKLIST_FORMS, ids=lambda file: file.stem)
def test_a_list_says_nothing_of_what_music_does_which_no_sure_source_has(file: Path) -> None:
    lines = [one for item in json.loads(file.read_text("utf-8"))["item"] for one in texts_in(item)]
    assert not [one for one in lines if re.search(r"[Mm]usic (may|can|helps|eases)", one)]


def test_there_are_six_lists() -> None:
    assert len(CHECKLIST_FORMS) == 6


def test_an_answer_fits_its_question_or_is_refused() -> None:
    scale = Item("a", ItemType.INTEGER, "?", minimum=0, maximum=10)
    choice = Item("b", ItemType.CHOICE, "?", offered=(Option(Coding("s", "yes")),))
    short = Item("c", ItemType.TEXT, "?", max_length=3)
    assert fits(scale, 0) and fits(scale, 10) and fits(choice, Coding("s", "yes")) and fits(short, "abc")
    for item, value in (
        (scale, 11),
        (scale, -1),
        (scale, True),
        (scale, "3"),
        (choice, Coding("s", "no")),
        (short, "abcd"),
    ):
        assert not fits(item, value)


def test_the_page_has_help_first_and_says_when_flets_page_has_changed() -> None:
    from companion.device.server import packaged_index

    words = load_words(assets_dir())
    layer = help_html(load_content(assets_dir()).crisis, None, words)
    page = build_index(packaged_index(), title="Companion", language="en", help_html=layer, loading="…")
    assert page.index("companion-help-button") < page.index('id="loading"') < page.index("flutter_bootstrap.js")
    assert "noCdn" in page and len(layer.encode()) < 60_000
    with pytest.raises(PageChanged):
        build_index("<html></html>", title="x", language="en", help_html="", loading="")
