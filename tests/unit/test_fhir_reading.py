"""What comes over the wire, whoever wrote it: read where it can be, refused by name where it cannot."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.domain.journal import Occurrence
from companion.domain.questionnaire import Coding, Item, ItemType, Option, Questionnaire
from companion.errors import NoAnswer
from companion.fhir import (
    BOOKED,
    ENTRY_SYSTEM,
    TIME_ZONE,
    answers_from_fhir,
    infusions_from_fhir,
    issues_of,
    parse_bundle,
    parse_response,
    response_from_fhir,
)

Json = dict[str, Any]
LEAST: Json = {"resourceType": "QuestionnaireResponse", "id": "s-1", "status": "completed"}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
ELEMENTS = ("resourceType", "id", "meta", "identifier", "status", "authored", "_authored", "item", "subject")


def read(**more: Any) -> Any:
    """A small response with more elements, read."""
    return response_from_fhir({**LEAST, **more})


def appointment(id: str, start: Any, status: str = "booked", **more: Any) -> Json:
    return {"resourceType": "Appointment", "id": id, "status": status, "start": start, **more}


def there(moment: datetime) -> Occurrence:
    """As a phone in UTC would keep it."""
    return Occurrence(moment, "UTC", moment.astimezone(UTC).date(), moment.astimezone(UTC).strftime("%H:%M"))


# Another shape


@pytest.mark.parametrize(
    "changed",
    [
        {"resourceType": "Observation"},
        {"resourceType": None},
        {"id": None},
        {"status": 7},
        {"item": {"linkId": "a"}},
        {"item": [{"answer": []}]},
        {"item": [{"linkId": "a", "answer": [{"valueInteger": "three"}]}]},
        {"item": [{"linkId": "a", "answer": [{"valueCoding": "yes"}]}]},
        {"identifier": "e-1"},
        {"authored": 5},
    ],
)
def test_what_has_another_shape_is_no_answer(changed: Json) -> None:
    with pytest.raises(NoAnswer):
        parse_response({**LEAST, **changed})


@given(st.dictionaries(st.sampled_from(ELEMENTS), json_values, max_size=5))
@settings(max_examples=200, deadline=None)
def test_whatever_comes_is_read_or_is_no_answer(changed: Json) -> None:
    try:
        response_from_fhir({**LEAST, **changed})
    except NoAnswer as refused:
        assert refused.__cause__ is None and refused.__suppress_context__


def test_a_refusal_does_not_quote_what_was_typed() -> None:
    with pytest.raises(NoAnswer) as refused:
        read(item=[{"linkId": "note", "answer": [{"valueInteger": "canary"}]}])
    assert "canary" not in str(refused.value) and refused.value.__suppress_context__


def test_a_resource_nested_without_end_is_no_answer() -> None:
    item: Json = {"linkId": "a"}
    for _ in range(5000):
        item = {"linkId": "a", "item": [item]}
    with pytest.raises(NoAnswer):
        parse_response({**LEAST, "item": [item]})


@pytest.mark.parametrize("data", [{}, {"resourceType": "OperationOutcome"}, [], None, "html"])
def test_what_is_no_bundle_is_no_answer(data: Any) -> None:
    with pytest.raises(NoAnswer):
        parse_bundle(data)


@pytest.mark.parametrize("data", [None, [], "text", {"resourceType": "Bundle"}, {"resourceType": "OperationOutcome"}])
def test_what_says_nothing_of_a_failure_has_no_issues(data: Any) -> None:
    assert issues_of(data) == ()


def test_the_issues_of_a_failure_are_codes_and_places_without_the_servers_own_words() -> None:
    issue = {"severity": "error", "code": "value", "expression": ["a.b"], "diagnostics": "you typed canary"}
    assert issues_of({"resourceType": "OperationOutcome", "issue": [issue]}) == ("value a.b",)


# What is read of a sound one


def test_kinds_of_answers_that_the_app_does_not_write_are_left_out() -> None:
    kinds: tuple[Json, ...] = ({"valueDate": "2026-11"}, {"valueDecimal": 1.5}, {"valueQuantity": {"value": 3}}, {})
    items = [{"linkId": f"x{n}", "answer": [kind]} for n, kind in enumerate(kinds)]
    items += [
        {"linkId": "whole", "answer": [{"valueDecimal": 3.0}]},
        {"linkId": "no", "answer": [{"valueBoolean": False}]},
    ]
    assert answers_from_fhir(parse_response({**LEAST, "item": items})) == {"whole": 3, "no": False}


def test_with_a_form_answers_that_do_not_fit_are_left_out_and_codes_get_its_words() -> None:
    scale = Item("n", ItemType.INTEGER, "?", minimum=0, maximum=10)
    choice = Item("c", ItemType.CHOICE, "?", offered=(Option(Coding("s", "yes", "Yes")),))
    form = Questionnaire("u", "1", "n", "t", (scale, choice, Item("d", ItemType.CHOICE, "?")))
    said = [("n", {"valueInteger": 11}), ("c", {"valueCoding": {"system": "s", "code": "yes", "display": "Oui"}}),
            ("d", {"valueCoding": {"code": "other"}}), ("e", {"valueString": "x"})]  # fmt: skip
    items = [{"linkId": link_id, "answer": [answer]} for link_id, answer in said]
    assert response_from_fhir({**LEAST, "item": items}, form).answers == {"c": Coding("s", "yes", "Yes")}


def test_an_identifier_of_another_system_is_not_taken_for_ours() -> None:
    ours = {"system": ENTRY_SYSTEM, "value": "e-1"}
    assert read(identifier={"system": "urn:other", "value": "e-1"}).entry_id == ""
    assert read(identifier=ours).entry_id == read(identifier=[{"value": "x"}, ours]).entry_id == "e-1"
    assert read(identifier=[]).entry_id == ""


@pytest.mark.parametrize(
    "authored", ["", "2026", "2026-11-24", "2026-11-24T08:05:09", "yesterday", "0001-01-01T00:00:00+14:00"]
)
def test_a_time_without_a_clock_or_a_zone_is_none(authored: str) -> None:
    assert read(authored=authored).occurrence is None


def test_a_time_keeps_the_zone_that_its_writer_named() -> None:
    named = {"extension": [{"url": "urn:other", "valueCode": "x"}, {"url": TIME_ZONE, "valueCode": "Asia/Kathmandu"}]}
    when = read(authored="2026-11-24T23:50:00+05:45", _authored=named).occurrence
    assert (when.zone, when.clock, when.date.isoformat()) == ("Asia/Kathmandu", "23:50", "2026-11-24")
    assert when.at == datetime(2026, 11, 24, 18, 5, tzinfo=UTC)
    assert read(authored="2026-11-24T18:05:00Z").occurrence.zone == "+00:00"


# Appointments


def test_infusions_are_numbered_by_their_start_whatever_order_they_come_in() -> None:
    days = {
        "b": "2026-11-20T10:00:00Z",
        "c": "2026-11-24T10:00:00+01:00",
        "a": "2026-11-24T10:00:00Z",
        "d": "2026-11-24T10:00:00Z",
    }
    found = infusions_from_fhir([appointment(id, start) for id, start in days.items()], there)
    assert [(one.number, one.appointment_id) for one in found] == [(1, "b"), (2, "c"), (3, "a"), (4, "d")]


@pytest.mark.parametrize(
    "status", ["proposed", "pending", "cancelled", "noshow", "entered-in-error", "waitlist", "odd"]
)
def test_what_is_not_booked_is_no_infusion(status: str) -> None:
    kept = [appointment(one, "2026-11-24T10:00:00Z", one) for one in BOOKED]
    found = infusions_from_fhir([appointment("x", "2026-11-20T10:00:00Z", status), *kept], there)
    assert [one.status for one in found] == sorted(BOOKED) and [one.number for one in found] == [1, 2, 3, 4]
    assert [one.is_done for one in found] == [one == "fulfilled" for one in sorted(BOOKED)]


@pytest.mark.parametrize(
    "bad",
    [
        {},
        appointment("x", None),
        appointment("x", "2026-11-24"),
        appointment("x", "2026-11-24T10:00:00"),
        appointment("x", "soon"),
        appointment("x", {"at": 1}),
        {**appointment("x", "2026-11-24T10:00:00Z"), "resourceType": "Slot"},
        {key: value for key, value in appointment("x", "2026-11-24T10:00:00Z").items() if key != "id"},
        appointment("x", "0001-01-01T00:00:00+14:00"),
        *(
            appointment("x", start)
            for start in ("0001-01-01T00:00:00Z", "1969-12-31T12:00:00Z", "2200-01-01T12:00:00Z")
        ),
        appointment("x", "9999-12-31T23:59:59-12:00"),
    ],
)
def test_an_appointment_that_cannot_be_read_does_not_hide_the_others(bad: Json) -> None:
    found = infusions_from_fhir([bad, appointment("good", "2026-11-24T10:00:00Z")], there)
    assert [(one.appointment_id, one.number) for one in found] == [("good", 1)]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 10**6), st.sampled_from([*BOOKED, "cancelled"]))))
@settings(max_examples=60, deadline=None)
def test_a_course_has_each_appointment_once_in_the_order_of_time(told: list[tuple[int, int, str]]) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    raw = [appointment(f"a{n}", (start + timedelta(minutes=after)).isoformat(), status) for n, after, status in told]
    found = infusions_from_fhir(raw, there)
    assert len({one.appointment_id for one in found}) == len(found)
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert [one.start.at for one in found] == sorted(one.start.at for one in found)
