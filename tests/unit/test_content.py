"""What lies under assets/: forms, crisis lines; and what the form engine refuses."""

import json
from pathlib import Path

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire as Oracle

from companion.config import assets_dir
from companion.content import DAILY_CHECK_IN, load_content
from companion.domain.answering import fits
from companion.domain.paging import pages
from companion.domain.questionnaire import Coding, Item, ItemType, Option, PartOfDay
from companion.errors import UnsupportedForm
from companion.forms import questionnaire_from_json
from companion.i18n import load_words
from companion.site.help_layer import help_html
from companion.site.page import PageChanged, build_index

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


@pytest.mark.parametrize(
    "item",
    [
        {"linkId": "a", "type": "reference"},
        {"linkId": "a", "type": "integer", "enableWhen": [{"question": "b"}]},
        {"linkId": "a", "type": "choice", "answerValueSet": "http://x"},
        {"linkId": "a", "type": "choice", "answerOption": [{"valueString": "x"}]},
        {"linkId": "a", "type": "group", "item": [{"linkId": "a", "type": "text"}]},
    ],
)
def test_what_the_engine_cannot_draw_is_refused_when_it_is_loaded(item: dict) -> None:  # type: ignore[type-arg]
    with pytest.raises(UnsupportedForm):
        questionnaire_from_json({"resourceType": "Questionnaire", "url": "u", "item": [item]})


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
