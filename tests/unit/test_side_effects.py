"""The side effects: form and facts say the same, numbers are those of the country, and the words are plain."""

import json
import re

import pytest

from companion.config import assets_dir
from companion.content import BLOOD_PRESSURE, DAILY_CHECK_IN, SIDE_EFFECT, load_content
from companion.domain.numbers import Numbers, fill
from companion.domain.search import found, plain
from companion.domain.side_effects import side_effects_from_json
from companion.hours_words import numbers_at
from companion.i18n import load_words
from companion.views.headline import headline

CONTENT = load_content(assets_dir())
FORM = CONTENT.forms[SIDE_EFFECT]
EFFECTS = CONTENT.side_effects
WORDS = load_words(assets_dir())
ALWAYS_FIRST = {"se_chest_pain", "se_breathing", "se_seizure", "se_stroke_signs", "se_suicidal"}


def lines_of(code: str) -> list[str]:
    effect = EFFECTS[code]
    there = [line for lines in effect.only_in.values() for line in lines]
    return [*effect.self_care, *effect.call_clinic, *effect.emergency, *effect.emergency_notes, *there]


def test_the_form_offers_every_side_effect_under_the_same_name_and_no_other() -> None:
    offered = {one.coding.code: one.coding for one in FORM.question("effect").offered}
    assert offered.keys() == EFFECTS.keys() and len(EFFECTS) > 40
    system = "https://companion.example/fhir/CodeSystem/side-effect"
    assert all((one.display, one.system) == (EFFECTS[code].name, system) for code, one in offered.items())


def test_severity_has_four_words() -> None:
    assert FORM.question("severity").levels == (
        (0, "None"),
        (1, "Mild - I notice it"),
        (2, "Moderate - gets in the way"),
        (3, "Severe - hard to bear"),
    )


def test_each_stage_of_the_course_has_a_short_list_that_ends_with_something_else() -> None:
    for name in ("same-day", "between"):
        short = [one.coding.code for one in FORM.question("effect").offered if name in one.short_lists]
        assert len(short) == 8 and short[-1] == "se_other"


def test_what_is_always_an_emergency_says_so_first() -> None:
    assert {code for code, effect in EFFECTS.items() if effect.comes_first} == ALWAYS_FIRST
    assert all(EFFECTS[code].emergency for code in ALWAYS_FIRST)


def test_no_number_of_one_country_stands_in_a_text_for_all() -> None:
    for code, effect in EFFECTS.items():
        everywhere = [*effect.self_care, *effect.call_clinic, *effect.emergency, *effect.emergency_notes]
        assert not [line for line in everywhere if re.search(r"\b(911|988|SAMHSA|Poison|US)\b", line)], code
        assert effect.only_in.keys() <= {"US"}
        assert effect.sources, code


def test_a_crisis_line_stands_with_what_is_of_the_mind_alone() -> None:
    assert {EFFECTS[code].group for code in EFFECTS if EFFECTS[code].is_crisis} <= {"mind", "safety"}
    assert not EFFECTS["se_bp_high"].is_crisis and not EFFECTS["se_faint"].is_crisis


@pytest.mark.parametrize(
    ("country", "numbers"), [
        ("US", ("911", "988, the crisis line (or text 988)")),
        ("GB", ("999", "the crisis line, 116 123 (or text SHOUT to 85258)")),
        ("", ("", "")),
        ("XX", ("", "")),
    ]
)  # fmt: skip
def test_the_numbers_are_those_of_the_country_or_none(country: str, numbers: tuple[str, str]) -> None:
    assert numbers_at(WORDS, CONTENT.crisis, country, frozenset(), None) == Numbers(*numbers)


def test_a_text_names_the_numbers_or_says_what_they_are() -> None:
    words = {"emergency": "your local emergency number", "crisis_line": "a crisis line"}
    assert fill("Call {em} or {cl}.", Numbers("911", "988"), **words) == "Call 911 or 988."
    assert fill("Call {em} or {cl}.", Numbers("", ""), **words) == "Call your local emergency number or a crisis line."
    assert fill("Nothing {else}", Numbers("1", "2"), **words) == "Nothing {else}"


def test_every_country_has_a_number_to_name() -> None:
    for country in CONTENT.crisis.countries:
        assert numbers_at(WORDS, CONTENT.crisis, country, frozenset(), None).emergency


def syllables(word: str) -> int:
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower()))))


def test_the_texts_are_read_at_grade_six() -> None:
    """Flesch-Kincaid over all of them, and no long sentence."""
    lines = [line for code in EFFECTS for line in lines_of(code)]
    sentences = [one for line in lines for one in re.split(r"[.!?]\s|[.!?]$", line) if one.strip()]
    words = [re.findall(r"[A-Za-z']+", one) for one in sentences]
    flat = [word for one in words for word in one]
    grade = 0.39 * len(flat) / len(sentences) + 11.8 * sum(map(syllables, flat)) / len(flat) - 15.59
    assert grade <= 6, grade
    assert max(map(len, words)) <= 25


def test_side_effects_of_another_shape_are_refused() -> None:
    for data in ({}, {"sideEffects": [{}]}, {"sideEffects": [{"id": "a"}]}):
        with pytest.raises(ValueError):
            side_effects_from_json(data, ())


def test_the_form_has_no_code_that_nobody_checked() -> None:
    assert "snomed" not in json.dumps((assets_dir() / "forms" / "side-effect.json").read_text("utf-8")).lower()


NAMES = [(one, (one,)) for one in ("Headache", "Sick to my stomach", "Éblouissement (vertige)", "Ear ache")]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("HEAD", ["Headache"]),
        ("eblouis", ["Éblouissement (vertige)"]),
        ("ache", ["Ear ache", "Headache"]),
        ("stomach sick", ["Sick to my stomach"]),
        ("  vertige!", ["Éblouissement (vertige)"]),
        ("xyz", []),
        ("", [one for one, _ in NAMES]),
    ],
)
def test_a_search_forgives_case_accents_marks_and_order(typed: str, names: list[str]) -> None:
    assert found(NAMES, typed) == names


def test_a_plain_text_has_no_accents_no_case_and_no_marks() -> None:
    assert plain("  Crème-Brûlée, ÉTÉ! ") == "creme brulee ete"


@pytest.mark.parametrize(
    ("form", "facts", "line"),
    [
        (SIDE_EFFECT, {"effect": "se_headache", "severity": 1}, "Headache, mild"),
        (SIDE_EFFECT, {"effect": "se_headache"}, "Headache"),
        (SIDE_EFFECT, {"severity": 1}, "Side effect"),
        (BLOOD_PRESSURE, {"systolic": 128, "diastolic": 82, "pulse": 70}, "Blood pressure 128/82, pulse 70"),
        (BLOOD_PRESSURE, {"systolic": 128, "diastolic": 82}, "Blood pressure 128/82"),
        (BLOOD_PRESSURE, {"diastolic": 82}, "Blood pressure –/82"),
        (BLOOD_PRESSURE, {"pulse": 70}, "Pulse 70"),
        (BLOOD_PRESSURE, {}, "Blood pressure"),
        (DAILY_CHECK_IN, {"mood": 5}, "Check-in"),
    ],
)
def test_an_entry_has_a_line_of_its_own(form: str, facts: dict[str, int | str], line: str) -> None:
    assert headline(WORDS, CONTENT.forms[form], facts) == line


def test_an_entry_of_a_form_that_is_not_here_has_a_line_too() -> None:
    assert headline(WORDS, None, {"a": 1}) == "Entry"


def test_what_stands_under_call_if_is_a_sign_and_notes_stand_below() -> None:
    """Every line completes "Call 911 if"; whole sentences that end with a stop and are no condition are notes."""
    for effect in EFFECTS.values():
        for line in effect.emergency:
            assert not line.startswith(("Do not", "Any of these")) and "alone is common" not in line, (effect.id, line)
        assert all(note.endswith(".") for note in effect.emergency_notes)
    assert EFFECTS["se_chest_pain"].emergency_notes and EFFECTS["se_vision"].emergency_notes
