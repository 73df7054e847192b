"""Entries to QuestionnaireResponses and back: nothing is lost on the way, and what goes out is FHIR."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse as Oracle
from hypothesis import example, given, settings
from hypothesis import strategies as st

from companion.domain.enabling import counted, enabled
from companion.domain.journal import Entry, EntryHead, EntryStatus, Occurrence
from companion.domain.questionnaire import AnswerValue, Coding, Item, ItemType, OneAnswer, Option, Questionnaire
from companion.fhir import ENTRY_SYSTEM, fhir_text, response_from_fhir, response_to_fhir
from tests.unit.strategies import any_answer, entries, texts

Json = dict[str, Any]
Answered = tuple[Questionnaire, Entry]
WHEN = Occurrence(datetime(2026, 11, 24, 8, 5, 9, tzinfo=UTC), "Europe/Paris", date(2026, 11, 24), "09:05")
INNER = Item("how", ItemType.CHOICE, "How?", offered=(Option(Coding("s", "a", "A")),))
FORM = Questionnaire(
    "https://companion.example/fhir/Questionnaire/any",
    "1",
    "Any",
    "Any",
    (
        Item("all", ItemType.GROUP, "", items=(Item("n", ItemType.INTEGER, "How much?", items=(INNER,)),)),
        Item("note", ItemType.TEXT, "Your own words"),
    ),
)


def entry_of(answers: dict[str, AnswerValue], status: EntryStatus = EntryStatus.COMPLETED) -> Entry:
    """An entry of the small form."""
    return Entry(EntryHead("e-1", FORM.url, "1", WHEN, status, 1, WHEN.at), answers)


def over_the_wire(resource: Json) -> Json:
    """The resource as UTF-8 JSON and back."""
    back: Json = json.loads(json.dumps(resource, ensure_ascii=False).encode())
    return back


def as_sent(answers: Mapping[str, AnswerValue], form: Questionnaire | None = None) -> dict[str, AnswerValue]:
    """What FHIR can hold of the answers: its strings have no control characters and are not blank.

    Without the form nothing tells that the one answer that is left of several was one of several.
    """
    repeated = {item.link_id for item in form.questions() if item.repeats} if form else set()
    found: dict[str, AnswerValue] = {}
    for key, value in answers.items():
        given = value if isinstance(value, tuple) else (value,)
        # With the form a code gets the display that the form gives it, however that looks.
        sent = (one if form and isinstance(one, Coding) else _sent(one) for one in given)
        kept = tuple(one for one in sent if one != "")
        if kept:
            found[key] = kept if len(kept) > 1 or key in repeated else kept[0]
    return found


def _sent(value: OneAnswer) -> OneAnswer:
    if isinstance(value, Coding):
        return replace(value, display=fhir_text(value.display))
    return fhir_text(value) if isinstance(value, str) else value


@given(entries())
@settings(max_examples=150, deadline=None)
def test_every_entry_that_the_form_engine_can_produce_comes_back_as_it_was(made: Answered) -> None:
    form, entry = made
    read = response_from_fhir(over_the_wire({**response_to_fhir(entry, form, "robin"), "id": "s-1"}), form)
    assert (read.entry_id, read.server_id, read.status) == (entry.head.id, "s-1", entry.head.status.value)
    when = entry.head.occurrence
    assert read.occurrence == replace(when, at=when.at.replace(microsecond=0))
    is_removed = entry.head.status is EntryStatus.REMOVED
    assert read.answers == ({} if is_removed else as_sent(counted(form, entry.answers), form))


@given(entries())
@settings(max_examples=100, deadline=None)
def test_an_answer_to_a_question_that_is_not_shown_is_not_sent(made: Answered) -> None:
    form, entry = made
    sent = {item["linkId"] for item in items_in(response_to_fhir(entry, form, "robin"))}
    shown = enabled(form, entry.answers)
    assert all(item.link_id in shown for item in form.questions() if item.link_id in sent)


@given(entries(), st.dictionaries(texts, any_answer, max_size=3), st.booleans())
@settings(max_examples=100, deadline=None)
def test_what_goes_out_is_always_a_fhir_resource(made: Answered, more: dict[str, AnswerValue], has_form: bool) -> None:
    form, entry = made
    entry = replace(entry, answers={**entry.answers, **more})
    resource = over_the_wire(response_to_fhir(entry, form if has_form else None, "robin", "s-1"))
    Oracle.model_validate(resource)
    integers = [one["valueInteger"] for one in answers_in(resource) if "valueInteger" in one]
    assert all(-(2**31) <= one < 2**31 for one in integers)  # what the oracle does not look at
    assert all(one["valueString"].strip() for one in answers_in(resource) if "valueString" in one)


@given(entries(), st.dictionaries(st.from_regex(r"old\.[a-z]{1,4}", fullmatch=True), any_answer, max_size=3))
@settings(max_examples=60, deadline=None)
def test_answers_to_questions_that_the_form_no_longer_has_go_too(made: Answered, old: dict[str, AnswerValue]) -> None:
    form, entry = made
    entry = Entry(replace(entry.head, status=EntryStatus.AMENDED), {**entry.answers, **old})
    resource = {**response_to_fhir(entry, form, "robin"), "id": "s-1"}
    back = response_from_fhir(resource).answers
    assert {key: back.get(key) for key in old if key in as_sent(old)} == as_sent(old)
    assert not set(old) & set(response_from_fhir(resource, form).answers)


@pytest.mark.parametrize("status", list(EntryStatus))
def test_a_removed_entry_carries_no_answer_and_no_other_one_is_empty(status: EntryStatus) -> None:
    resource = response_to_fhir(entry_of({"note": "private", "n": 3, "gone": True}, status), FORM, "robin")
    assert ("item" in resource) is (status is not EntryStatus.REMOVED)
    assert ("private" in json.dumps(resource)) is (status is not EntryStatus.REMOVED)
    assert resource["identifier"] == {"system": ENTRY_SYSTEM, "value": "e-1"}


def test_items_stand_below_the_answer_of_a_question_and_below_a_group() -> None:
    resource = response_to_fhir(entry_of({"n": 2**31, "how": Coding("s", "a", "A"), "note": "x"}), FORM, "robin")
    group, note = resource["item"]
    question = group["item"][0]
    assert group["linkId"] == "all" and "answer" not in group and "text" not in group
    assert question["answer"][0]["valueDecimal"] == 2**31
    inner = question["answer"][0]["item"][0]
    assert inner["answer"] == [{"valueCoding": {"system": "s", "code": "a", "display": "A"}}]
    assert note == {"linkId": "note", "text": "Your own words", "answer": [{"valueString": "x"}]}


def test_what_was_answered_below_a_skipped_question_is_not_lost() -> None:
    resource = response_to_fhir(entry_of({"how": Coding("s", "a")}), FORM, "robin")
    assert dict(response_from_fhir({**resource, "id": "s"}, FORM).answers) == {"how": Coding("s", "a", "A")}
    Oracle.model_validate(resource)


@pytest.mark.parametrize("number", [2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 10**30])
def test_an_integer_of_any_size_comes_back_whole(number: int) -> None:
    resource = over_the_wire({**response_to_fhir(entry_of({"n": number}), FORM, "robin"), "id": "s"})
    assert response_from_fhir(resource, FORM).answers["n"] == number


@given(texts)
@example("\ud83d")
@example("\x00 \x1f")
@settings(max_examples=200, deadline=None)
def test_a_text_keeps_all_that_fhir_allows_and_a_blank_one_is_left_out(text: str) -> None:
    kept = fhir_text(text)
    kept.encode()
    assert fhir_text(kept) == kept and (kept == "" or kept.strip())
    plain = "".join(one for one in text if one >= " " or one in "\t\n\r")
    has_half = any("\ud800" <= one <= "\udfff" for one in plain)
    assert has_half or kept == (plain if plain.strip() else "")


def test_halves_of_a_pair_are_joined_and_one_alone_becomes_a_sign() -> None:
    assert fhir_text("a\ud83d\ude00b") == "a😀b"
    assert fhir_text("a\ud83db") == "a\ufffdb"


def test_a_clock_that_no_zone_on_earth_has_keeps_the_instant() -> None:
    far = replace(WHEN, date=date(2027, 1, 3))
    entry = replace(entry_of({}), head=replace(entry_of({}).head, occurrence=far))
    assert response_to_fhir(entry, FORM, "robin")["authored"] == "2026-11-24T08:05:09+00:00"


def test_the_offset_alone_names_the_zone_where_no_name_is_known() -> None:
    head = replace(entry_of({}).head, occurrence=replace(WHEN, zone="+01:00"))
    resource = response_to_fhir(Entry(head, {}), FORM, "robin")
    assert "_authored" not in resource and resource["authored"] == "2026-11-24T09:05:09+01:00"
    read = response_from_fhir({**resource, "id": "s"})
    assert read.occurrence == replace(WHEN, zone="+01:00")


def items_in(node: Json) -> list[Json]:
    """Every item of a resource, however deep."""
    found: list[Json] = []
    for item in node.get("item", ()):
        inner = [one for answer in item.get("answer", ()) for one in items_in(answer)]
        found += [item, *inner, *items_in(item)]
    return found


def answers_in(node: Any) -> list[Json]:
    """Every answer of a resource, however deep."""
    found: list[Json] = []
    for item in node.get("item", ()):
        for answer in item.get("answer", ()):
            found += [answer, *answers_in(answer)]
        found += answers_in(item)
    return found
