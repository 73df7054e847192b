"""Searching: what each parameter finds, and what is refused."""

from typing import Any
from urllib.parse import quote

import httpx
import pytest

from clinic.outcome import RefusedError
from clinic.search import Between, HasIdentifier, parse_query
from tests.clinic.samples import SYSTEM, fresh, response


@pytest.fixture
def form(robin: httpx.Client) -> str:
    """A form that only this test's three responses answer; they were authored in an order unlike their arrival."""
    url = f"https://forms.example/{fresh()}"
    for day, status in ((12, "completed"), (10, "amended"), (11, "entered-in-error")):
        sent = response(questionnaire=f"{url}|2", authored=f"2026-11-{day}T08:00:00Z", status=status)
        assert robin.post("/QuestionnaireResponse", json=sent).status_code == 201
    return url


def found(client: httpx.Client, form: str, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"/QuestionnaireResponse?questionnaire={quote(form)}&{query}")
    assert answer.status_code == 200
    entries = answer.json().get("entry", [])
    assert all(entry["search"]["mode"] == "match" for entry in entries)
    return [entry["resource"] for entry in entries]


def days(resources: list[dict[str, Any]]) -> list[str]:
    return [resource["authored"][8:10] for resource in resources]


def test_results_come_in_the_order_of_arrival_unless_sorted(robin: httpx.Client, form: str) -> None:
    assert days(found(robin, form)) == ["12", "10", "11"]
    assert days(found(robin, form, "_sort=_lastUpdated")) == ["12", "10", "11"]
    assert days(found(robin, form, "_sort=-_lastUpdated")) == ["11", "10", "12"]
    assert days(found(robin, form, "_sort=authored")) == ["10", "11", "12"]
    assert days(found(robin, form, "_sort=-authored")) == ["12", "11", "10"]


def test_a_status_can_be_searched_and_several_at_once(robin: httpx.Client, form: str) -> None:
    assert days(found(robin, form, "status=amended")) == ["10"]
    assert days(found(robin, form, "status=amended,completed")) == ["12", "10"]
    assert found(robin, form, "status=stopped") == []


def test_a_canonical_is_found_with_its_version_and_without(robin: httpx.Client, form: str) -> None:
    assert len(found(robin, f"{form}|2")) == 3
    assert found(robin, f"{form}|3") == []


def test_every_parameter_given_must_hold(robin: httpx.Client, form: str) -> None:
    assert days(found(robin, form, "patient=Patient/robin&subject=robin&status=completed")) == ["12"]
    assert found(robin, form, "status=completed&status=amended") == []


def test_last_updated_takes_each_prefix_and_several_at_once(robin: httpx.Client, form: str) -> None:
    first, second, third = (each["meta"]["lastUpdated"] for each in found(robin, form))
    assert len(found(robin, form, f"_lastUpdated=ge{second}")) == 2
    assert len(found(robin, form, f"_lastUpdated=gt{second}")) == 1
    assert len(found(robin, form, f"_lastUpdated=le{second}")) == 2
    assert len(found(robin, form, f"_lastUpdated=lt{second}")) == 1
    assert len(found(robin, form, f"_lastUpdated=eq{second}")) == len(found(robin, form, f"_lastUpdated={second}")) == 1
    assert len(found(robin, form, f"_lastUpdated=gt{first}&_lastUpdated=lt{third}")) == 1
    assert len(found(robin, form, f"_lastUpdated={first[:4]}")) == 3


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("2026", 1767225600000, 1798761600000),
        ("2024-02", 1706745600000, 1709251200000),
        ("2026-11-24", 1795478400000, 1795564800000),
        ("2026-11-24T10:00:00+02:00", 1795507200000, 1795507201000),
        ("2026-11-24T08:00Z", 1795507200000, 1795507260000),
        ("2026-11-24T08:00:00.5Z", 1795507200500, 1795507200501),
    ],
)
def test_a_date_covers_the_whole_period_that_it_names(value: str, low: int, high: int) -> None:
    terms = parse_query("QuestionnaireResponse", [("_lastUpdated", value)]).terms
    assert terms == (Between("updated", low, high),)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("a|b", ("a", "b")),
        ("b", (None, "b")),
        ("|b", ("", "b")),
        ("a|", ("a", None)),
        (r"a|b\,c", ("a", "b,c")),
        (r"a|b\|c", ("a", "b|c")),
    ],
)
def test_an_identifier_is_a_token(value: str, wanted: tuple[str | None, str | None]) -> None:
    assert parse_query("QuestionnaireResponse", [("identifier", value)]).terms == (HasIdentifier((wanted,)),)


def test_an_identifier_is_found_by_system_and_value(robin: httpx.Client) -> None:
    name = fresh()
    robin.post("/QuestionnaireResponse", json=response(name))
    totals = {
        value: robin.get("/QuestionnaireResponse", params={"identifier": value}).json()["total"]
        for value in (f"{SYSTEM}|{name}", name, f"|{name}", f"https://other.example|{name}", f"x|y,{SYSTEM}|{name}")
    }
    assert list(totals.values()) == [1, 1, 0, 0, 1]


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("QuestionnaireResponse", "colour", "blue"),
        ("QuestionnaireResponse", "identifier:of-type", "a|b"),
        ("QuestionnaireResponse", "_include", "*"),
        ("QuestionnaireResponse", "date", "2026"),
        ("QuestionnaireResponse", "_count", "-1"),
        ("QuestionnaireResponse", "_count", "many"),
        ("QuestionnaireResponse", "_sort", "status"),
        ("QuestionnaireResponse", "_sort", "authored,_lastUpdated"),
        ("QuestionnaireResponse", "_lastUpdated", "yesterday"),
        ("QuestionnaireResponse", "_lastUpdated", "ne2026"),
        ("QuestionnaireResponse", "_lastUpdated", "2026-02-30"),
        ("QuestionnaireResponse", "_lastUpdated", "2026-11-24T08:00:00"),
        ("QuestionnaireResponse", "_lastUpdated", "ge"),
        ("QuestionnaireResponse", "status", ""),
        ("QuestionnaireResponse", "identifier", "a|b|c"),
        ("Appointment", "authored", "2026"),
        ("Patient", "name", "Robin"),
        ("Questionnaire", "patient", "robin"),
    ],
)
def test_what_cannot_be_searched_is_refused(robin: httpx.Client, kind: str, name: str, value: str) -> None:
    answer = robin.get(f"/{kind}", params={name: value})
    assert answer.status_code == 400
    with pytest.raises(RefusedError):
        parse_query(kind, [(name, value)])


def test_a_refusal_does_not_repeat_the_value(robin: httpx.Client) -> None:
    canary = "my darkest note"
    for name in ("colour", "_count", "_sort", "_lastUpdated", canary):
        assert canary not in robin.get("/QuestionnaireResponse", params={name: canary}).text


def test_appointments_are_found_by_date_status_and_patient(robin: httpx.Client) -> None:
    def starts(query: str) -> list[str]:
        answer = robin.get(f"/Appointment?{query}").json()
        return [entry["resource"]["start"] for entry in answer.get("entry", [])]

    every = starts("_sort=date&patient=robin")
    assert len(every) == 6
    assert every == sorted(every)
    assert starts("_sort=-date") == every[::-1]
    assert starts("status=booked&_sort=date") == every[2:]
    assert starts("status=http://hl7.org/fhir/appointmentstatus|fulfilled&_sort=date") == every[:2]
    third = quote(every[2])
    assert starts(f"date=ge{third}&_sort=date") == every[2:]
    assert starts(f"date=gt{third}&date=lt{quote(every[4])}") == every[3:4]
    assert starts(f"date={third}") == every[2:3]
    assert starts("patient=kim") == []


def test_a_form_is_found_by_its_url(robin: httpx.Client) -> None:
    url = "https://companion.example/fhir/Questionnaire/daily-check-in"
    assert robin.get("/Questionnaire", params={"url": url}).json()["total"] == 1
    assert robin.get("/Questionnaire", params={"url": f"{url}x"}).json()["total"] == 0


def test_an_empty_result_is_a_bundle_without_entries(robin: httpx.Client) -> None:
    bundle = robin.get("/QuestionnaireResponse", params={"_id": "nobody"}).json()
    assert (bundle["type"], bundle["total"], "entry" in bundle) == ("searchset", 0, False)
