"""When two resources say the same of an entry: what servers change by themselves does not count, all else does."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings

from companion.domain.journal import Entry, EntryStatus
from companion.domain.questionnaire import Questionnaire
from companion.fhir import ENTRY_SYSTEM, response_to_fhir, same_content
from tests.unit.strategies import entries

Json = dict[str, Any]
Answered = tuple[Questionnaire, Entry]

OURS: Json = {
    "resourceType": "QuestionnaireResponse",
    "identifier": {"system": ENTRY_SYSTEM, "value": "e-1"},
    "questionnaire": "https://companion.example/fhir/Questionnaire/any|1",
    "status": "completed",
    "authored": "2026-11-24T09:05:09+01:00",
    "item": [
        {"linkId": "n", "text": "How much?", "answer": [{"valueInteger": 3}]},
        {"linkId": "note", "answer": [{"valueString": "one\ntwo"}]},
        {"linkId": "c", "answer": [{"valueCoding": {"system": "s", "code": "a", "display": "A"}}]},
    ],
}


def with_answer(position: int, answer: Json) -> Json:
    """Ours with another answer at one place."""
    changed = copy.deepcopy(OURS)
    changed["item"][position]["answer"] = [answer]
    return changed


@given(entries())
@settings(max_examples=80, deadline=None)
def test_an_entry_is_the_same_after_the_way_to_a_server(made: Answered) -> None:
    form, entry = made
    sent = response_to_fhir(entry, form, "robin")
    kept = {**copy.deepcopy(sent), "id": "s-1", "meta": {"versionId": "4"}, "text": {"status": "generated", "div": "x"}}
    assert same_content(sent, kept) and same_content(kept, sent)
    for status in set(EntryStatus) - {entry.head.status}:
        assert not same_content(sent, {**kept, "status": status.value})


@given(entries(), entries())
@settings(max_examples=60, deadline=None)
def test_two_entries_are_never_taken_for_one(one: Answered, other: Answered) -> None:
    sent = [response_to_fhir(entry, form, "robin") for form, entry in (one, other)]
    assert same_content(*sent) is (sent[0]["identifier"] == sent[1]["identifier"])


@pytest.mark.parametrize(
    "kept",
    [
        with_answer(1, {"valueString": "one\r\ntwo"}),
        with_answer(1, {"valueString": "one\rtwo"}),
        with_answer(1, {"valueString": "  one\ntwo \n"}),
        with_answer(2, {"valueCoding": {"system": "s", "code": "a", "display": "Another word"}}),
        with_answer(2, {"valueCoding": {"system": "s", "code": "a", "userSelected": True}}),
        {**OURS, "authored": "2026-11-24T08:05:09.250Z"},
        {key: value for key, value in OURS.items() if key != "authored"},
        {key: value for key, value in OURS.items() if key != "questionnaire"},
        {**OURS, "item": [*reversed(OURS["item"])]},
        {**OURS, "item": [{"linkId": "group", "text": "A title", "item": OURS["item"]}]},
    ],
)
def test_what_a_server_normalises_does_not_count(kept: Json) -> None:
    assert same_content(OURS, kept) and same_content(kept, OURS)


@pytest.mark.parametrize(
    "kept",
    [
        with_answer(0, {"valueInteger": 4}),
        with_answer(0, {"valueBoolean": True}),
        with_answer(0, {"valueQuantity": {"value": 3}}),
        with_answer(1, {"valueString": "one two"}),
        with_answer(1, {"valueString": "One\ntwo"}),
        with_answer(2, {"valueCoding": {"system": "s", "code": "b", "display": "A"}}),
        with_answer(2, {"valueCoding": {"system": "t", "code": "a", "display": "A"}}),
        {**OURS, "item": OURS["item"][:2]},
        {**OURS, "item": [*OURS["item"], {"linkId": "more", "answer": [{"valueDate": "2026-11-24"}]}]},
        {**OURS, "item": [*OURS["item"], OURS["item"][0]]},
        {**OURS, "authored": "2026-11-24T09:06:09+01:00"},
        {**OURS, "questionnaire": "https://companion.example/fhir/Questionnaire/any|2"},
        {**OURS, "status": "amended"},
        {**OURS, "identifier": {"system": ENTRY_SYSTEM, "value": "e-2"}},
        {key: value for key, value in OURS.items() if key != "identifier"},
        with_answer(0, {"valueTime": "08:30:00"}),
    ],
)
def test_every_other_difference_counts(kept: Json) -> None:
    assert not same_content(OURS, kept) and not same_content(kept, OURS)


def test_two_answers_of_a_kind_that_the_app_does_not_write_are_told_apart() -> None:
    one, other = (with_answer(0, {"valueUri": link}) for link in ("urn:a", "urn:b"))
    assert same_content(one, copy.deepcopy(one)) and not same_content(one, other)


SEVERAL: Json = {
    **OURS,
    "item": [
        {"linkId": "at", "answer": [{"valueDateTime": "2026-11-24T09:05:00+01:00"}]},
        {"linkId": "clock", "answer": [{"valueTime": "08:30:00"}]},
        {"linkId": "day", "answer": [{"valueDate": "2026-11-24"}]},
        {"linkId": "who", "answer": [{"valueCoding": {"system": "s", "code": "a"}}, {"valueString": "Ana"}]},
    ],
}


def several(position: int, *answers: Json) -> Json:
    """SEVERAL with other answers at one place."""
    changed = copy.deepcopy(SEVERAL)
    changed["item"][position]["answer"] = list(answers)
    return changed


@pytest.mark.parametrize(
    "kept",
    [
        several(0, {"valueDateTime": "2026-11-24T08:05:00.000Z"}),
        several(1, {"valueTime": "08:30:00.000"}),
        several(3, {"valueString": " Ana"}, {"valueCoding": {"system": "s", "code": "a", "display": "A friend"}}),
    ],
)
def test_how_a_server_writes_a_moment_and_in_which_order_several_answers_do_not_count(kept: Json) -> None:
    assert same_content(SEVERAL, kept) and same_content(kept, SEVERAL)


@pytest.mark.parametrize(
    "kept",
    [
        several(0, {"valueDateTime": "2026-11-24T09:06:00+01:00"}),
        several(0, {"valueDateTime": "2026-11-24"}),
        several(1, {"valueTime": "08:31:00"}),
        several(2, {"valueDate": "2026-11-25"}),
        several(2, {"valueDateTime": "2026-11-24"}),
        several(3, {"valueCoding": {"system": "s", "code": "a"}}),
        several(3, {"valueString": "Ana"}),
    ],
)
def test_another_moment_and_one_answer_fewer_count(kept: Json) -> None:
    assert not same_content(SEVERAL, kept) and not same_content(kept, SEVERAL)


def test_of_a_removed_entry_only_the_removal_counts() -> None:
    gone = {**OURS, "status": "entered-in-error"}
    assert same_content(gone, {key: value for key, value in gone.items() if key != "item"})


@pytest.mark.parametrize("other", [{}, {"resourceType": "Patient"}, {**OURS, "item": "none"}, {**OURS, "item": [{}]}])
def test_what_is_no_response_is_the_same_as_nothing(other: Json) -> None:
    assert not same_content(OURS, other) and not same_content(other, OURS) and not same_content(other, other)
