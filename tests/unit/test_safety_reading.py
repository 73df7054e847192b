"""What the grammar does not know is refused, with the rule's id and the reason. The registry is that of the forms."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.config import assets_dir
from companion.content import load_content
from companion.domain.questionnaire import ItemType
from companion.domain.safety.book import rule_book_from_json
from companion.domain.safety.emergencies import emergency_signs_from_json
from companion.domain.safety.fields import FIELDS, PREFIXES, Kind
from companion.domain.safety.levels import floor_steps_from_json
from companion.domain.safety.reading import Refused, RuleError, condition_from_json
from companion.emergency_file import load_signs
from companion.forms import questionnaire_from_json

SHIPPED = json.loads((assets_dir() / "safety" / "rules.json").read_text("utf-8"))
SIGNS = {sign.id: sign.floor for sign in load_signs(assets_dir())}
KINDS = {ItemType.INTEGER: Kind.NUMBER, ItemType.BOOLEAN: Kind.BOOLEAN, ItemType.CHOICE: Kind.CODE}
LOW = {"field": "daily.mood", "at_most": 2}

REFUSED = {
    "an object": [],
    "one of": {},
    "'daily.nothing' is not a known field": {"field": "daily.nothing", "is": 1},
    "a field needs exactly one of": {"field": "daily.mood", "equals": 2},
    "a field needs exactly one of is": {"field": "daily.mood", "at_least": 1, "at_most": 2},
    "whole number": {"field": "daily.mood", "at_least": "2"},
    "a whole number": {"field": "daily.mood", "at_least": True},
    "with a whole number, using": {"field": "daily.mood", "in": [1, 2]},
    "true or false": {"field": "bp.dizzy", "is": 1},
    "using is, with true": {"field": "bp.dizzy", "at_least": True},
    "can have several answers": {"field": "bp.red_symptoms", "is": "sight"},
    "any_of or only_one_of": {"field": "bp.red_symptoms", "any_of": []},
    "'x' is not a code of bp": {"field": "bp.red_symptoms", "only_one_of": ["sight", "x"]},
    "at_least, at_most, above": {"field": "daily.mood", "any_of": [1]},
    "has to be the only key, with se": {"new_to_course": "bp"},
    "new_to_course is only for": {
        "entries": "bp",
        "where": {"field": "bp.pulse", "at_least": 1},
        "at_least": 2,
        "new_to_course": True,
    },
    "cannot be compared with the se": {
        "entries": "se",
        "where": {"field": "se.severity", "at_least": 1},
        "at_least": 1,
        "same": "se.severity",
    },
    "cannot be compared with the daily": {"entries": "daily", "where": LOW, "at_least": 1, "at_least_this": "bp.pulse"},
    "'maybe' is not a code of daily.safe": {"field": "daily.safe", "is": "maybe"},
    "'x' is not a code": {"field": "daily.safe", "in": ["no", "x"]},
    "a list of codes": {"field": "daily.safe", "in": "no"},
    "or in with a list": {"field": "daily.safe", "in": []},
    "missing has to be true": {"field": "daily.safe", "missing": False},
    "compares two numbers": {"field": "bp.dizzy", "at_least_field": "bp.pulse"},
    "has to be the only key": {"all": [LOW], "note": 1},
    "with a list of conditions": {"any": []},
    "a condition needs exactly one of": {"all": [LOW], "any": [LOW]},
    "sum is unknown": {"entries": "daily", "where": LOW, "at_least": 2, "sum": 1},
    "either at_least or at_most": {"entries": "daily", "where": LOW, "at_least": 2, "at_most": 2},
    "not a form": {"entries": "course", "where": LOW, "at_least": 2},
    "not a field of the bp": {"entries": "bp", "where": LOW, "at_least": 2},
    "one of all, any, field;": {"entries": "bp", "where": {"rises": "bp.pulse", "by": 2}, "at_least": 2},
    "last has to be a whole number": {"entries": "daily", "where": LOW, "at_least": 2, "last": 0},
    "within_hours has to be a whole": {"entries": "daily", "where": LOW, "at_least": 2, "within_hours": 10**9},
    "including_this has to be true": {"entries": "daily", "where": LOW, "at_least": 2, "including_this": 1},
    "never from before": {
        "entries": "daily",
        "where": LOW,
        "at_least": 2,
        "including_this": True,
        "before_course": True,
    },
    "falls needs": {"falls": "daily.mood", "by": 4},
    "rises needs": {"rises": "phq9.total"},
    "not a number in a form": {"rises": "course.days_to_infusion", "by": 2},
    "not a number": {"falls": "daily.safe", "by": 4, "from_mean_of": 7},
}


@pytest.mark.parametrize("reason", REFUSED)
def test_a_condition_that_the_grammar_does_not_know_is_refused_with_the_reason(reason: str) -> None:
    with pytest.raises(Refused) as refused:
        condition_from_json(REFUSED[reason])
    assert reason in str(refused.value)


def test_conditions_do_not_stand_in_each_other_without_end() -> None:
    deep: Any = LOW
    for _ in range(40):
        deep = {"all": [deep]}
    with pytest.raises(Refused, match="deep"):
        condition_from_json(deep)


@given(st.recursive(st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)), lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["all", "any", "field", "is", "in", "entries", "where", "at_least", "falls", "by", "rises", "missing"]), inner, max_size=4)), max_leaves=8))  # fmt: skip
def test_whatever_json_is_given_it_is_read_or_refused(data: object) -> None:
    try:
        condition_from_json(data)
    except Refused as error:
        assert str(error)


CHANGES: dict[str, tuple[str, dict[str, Any]]] = {
    "hide is unknown": ("rules", {"hide": True}),
    "topic has to be one of": ("rules", {"topic": "weather"}),
    "level has to be one of": ("rules", {"level": 2}),
    "no message": ("rules", {"message": ["x"]}),
    "asks has to be": ("rules", {"asks": "anything"}),
    "cooldown has to be true or false": ("rules", {"cooldown": 1}),
    "sources has to be a list": ("rules", {"sources": []}),
    "not one of the file's sources": ("rules", {"sources": ["SOMEBODY"]}),
    "is not a known field": ("rules", {"when": {"field": "x", "is": 1}}),
    "for a clinic's own pack": ("rules", {"when": {"field": "cssrs.risk", "is": "high"}}),
    "not 'name'": ("messages", {"paragraphs": [{"text": "Hello {name}"}]}),
    "a brace": ("messages", {"paragraphs": [{"text": "Hello {"}]}),
    "a title and a paragraph": ("messages", {"title": ""}),
    "two capital letters": ("messages", {"paragraphs": [{"text": "x", "country": "usa"}]}),
    "action has to be one of": ("messages", {"actions": ["call_police"]}),
    "offered twice": ("messages", {"actions": ["not_now", "not_now"]}),
    "at least one action": ("messages", {"actions": []}),
    "color is unknown": ("messages", {"color": "red"}),
    "sign has to name an emergency sign": ("rules", {"sign": "nothing"}),
    "takes the place of the rule's own floor": ("rules", {"sign": "stroke", "floor": []}),
    "floor has to be a list of steps": ("rules", {"floor": [{"level": "urgent"}]}),
    "which its floor names": ("rules", {"floor": [{"level": "urgent", "message": "nothing"}]}),
    "given has to be one of infusion": ("messages", {"paragraphs": [{"text": "x", "given": "weather"}]}),
}


@pytest.mark.parametrize(
    "step",
    [
        {"level": "urgent", "message": "x", "hours": 2},
        {"level": "urgent", "message": "x", "within_hours": True},
        {"level": "urgent", "message": "x", "within_hours": 0},
        {"level": "high", "message": "x"},
        {"level": "urgent"},
    ],
)
def test_a_step_of_a_floor_that_is_not_understood_is_refused(step: dict[str, Any]) -> None:
    with pytest.raises((ValueError, KeyError)):
        floor_steps_from_json([step])


@pytest.mark.parametrize("reason", CHANGES)
def test_a_rule_or_message_that_is_not_as_it_has_to_be_is_refused_by_its_id(reason: str) -> None:
    data = copy.deepcopy(SHIPPED)
    part, change = CHANGES[reason]
    data[part][3].update(change)
    with pytest.raises(RuleError) as refused:
        rule_book_from_json(data, SIGNS)
    assert refused.value.id == SHIPPED[part][3]["id"] and reason in refused.value.reason


def test_an_id_stands_once_and_what_is_needed_is_there() -> None:
    twice, without = copy.deepcopy(SHIPPED), copy.deepcopy(SHIPPED)
    twice["rules"].append(twice["rules"][0])
    del without["rules"][0]["when"]
    for data, reason in (
        (twice, "twice"),
        (without, "when is missing"),
        ([], "version"),
        ({**SHIPPED, "rules": [1]}, "list"),
    ):
        with pytest.raises(RuleError) as refused:
            rule_book_from_json(data, SIGNS)
        assert reason in refused.value.reason


FORMS = load_content(assets_dir()).forms
QUESTIONS = [
    (f"{PREFIXES[url]}.{item.link_id}", item)
    for url, form in FORMS.items()
    if url in PREFIXES
    for item in form.questions()
    if item.type is not ItemType.TEXT
]


@pytest.mark.parametrize(("name", "item"), QUESTIONS, ids=[name for name, _ in QUESTIONS])
def test_every_question_of_a_form_is_a_field_of_the_same_kind(name: str, item: Any) -> None:
    field = FIELDS[name]
    assert field.kind is (Kind.CODES if item.repeats else KINDS[item.type])
    # A number may have options too; the codes are those of a choice.
    codes = {option.code for option in item.options} if item.type is ItemType.CHOICE else set()
    assert set(field.codes) == codes | EARLIER.get(name, set())


EARLIER = {"se.began": {"before"}}
"""Codes of earlier versions of a form: what was answered with them stays readable and counts."""


def test_the_fields_of_earlier_forms_are_still_known() -> None:
    for file in sorted((assets_dir() / "forms" / "earlier").glob("*.json")):
        form = questionnaire_from_json(json.loads(file.read_text("utf-8")))
        for item in form.questions() if form.url in PREFIXES else ():
            if item.type is ItemType.TEXT:
                continue
            field = FIELDS[f"{PREFIXES[form.url]}.{item.link_id}"]
            assert field.kind is (Kind.CODES if item.repeats else KINDS[item.type])
            assert {option.code for option in item.options} <= set(field.codes) or field.kind is Kind.NUMBER


def test_every_field_has_a_prefix_that_is_known() -> None:
    known = {*PREFIXES.values(), "prep", "course", "text", "entry", "cssrs", "asq"}
    assert {name.partition(".")[0] for name in FIELDS} == known
    assert all(bool(field.codes) == (field.kind in (Kind.CODE, Kind.CODES)) for field in FIELDS.values())


def test_what_both_new_forms_ask_is_named_by_a_rule() -> None:
    named = frozenset().union(*(rule.fields for rule in rule_book_from_json(SHIPPED, SIGNS).rules))
    told_only = {"daily.anxiety", "daily.ptsd_bother", "daily.sleep_quality"}
    told_only |= {"se.began", "se.first_seizure"}  # the age of a thing is worked out from these
    own = {name for name in FIELDS if name.partition(".")[0] in ("se", "bp", "daily")}
    assert own - named == told_only


@pytest.mark.parametrize("data", [[], {}, {"signs": [{"id": "x"}]}, {"signs": [1]}, {"signs": None}])
def test_emergency_signs_of_another_shape_are_refused(data: Any) -> None:
    with pytest.raises(ValueError, match="expected shape"):
        emergency_signs_from_json(data)


def test_every_emergency_sign_is_said_in_each_way_and_has_a_source_of_the_register() -> None:
    for sign in load_signs(assets_dir()):
        assert sign.short and sign.you and len(sign.you) == len(sign.them)
        assert sign.sources and set(sign.sources) <= SHIPPED["sources"].keys()
        assert bool(sign.floor) == bool(sign.over)
