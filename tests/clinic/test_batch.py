"""Batches: each entry on its own."""

from typing import Any

import httpx
import pytest

from tests.clinic.process import ClinicProcess
from tests.clinic.samples import SYSTEM, asking, batch, creating, fresh, response


def statuses(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200
    assert answer.json()["type"] == "batch-response"
    return [entry["response"]["status"] for entry in answer.json().get("entry", [])]


def test_every_entry_says_how_it_went(robin: httpx.Client) -> None:
    answer = robin.post("", json=batch(creating(response()), asking("Patient/robin"), asking("Patient?_id=robin")))
    assert statuses(answer) == ["201 Created", "200 OK", "200 OK"]
    created, patient, search = answer.json()["entry"]
    said = created["response"]
    assert said["etag"] == 'W/"1"'
    assert said["lastModified"] == created["resource"]["meta"]["lastUpdated"]
    assert robin.get(said["location"]).json() == created["resource"]
    assert patient["resource"]["id"] == "robin"
    assert search["resource"]["total"] == 1


def test_a_bad_entry_does_not_stop_the_others(robin: httpx.Client) -> None:
    entries: list[Any] = [
        creating(response()),
        creating(response(status="finished")),
        creating(response(patient="kim")),
        asking("QuestionnaireResponse/none"),
        asking("Observation/1"),
        asking("http://elsewhere.example/Patient/robin"),
        asking("http://["),
        asking("Patient?colour=blue"),
        {"request": {"method": "DELETE", "url": "Patient/robin"}},
        {"request": {"method": "POST", "url": "QuestionnaireResponse"}},
        {"request": {"method": "GET"}},
        {"resource": response()},
        {},
        "nothing",
        creating(response()),
    ]
    answer = robin.post("", json=batch(*entries))
    expected = ["201", "422", "403", "404", "404", "404", "400", "400", "405", "400", "400", "400", "400", "400", "201"]
    assert [status[:3] for status in statuses(answer)] == expected
    for entry in answer.json()["entry"][1:-1]:
        assert entry["response"]["outcome"]["resourceType"] == "OperationOutcome"
    issue = answer.json()["entry"][1]["response"]["outcome"]["issue"][0]
    assert issue["expression"] == ["QuestionnaireResponse.status"]


def test_a_replayed_batch_creates_nothing_twice(robin: httpx.Client) -> None:
    names = [fresh() for _ in range(5)]
    bundle = batch(*(creating(response(name)) for name in names))
    assert statuses(robin.post("", json=bundle)) == ["201 Created"] * 5
    assert statuses(robin.post("", json=bundle)) == ["200 OK"] * 5
    every = ",".join(f"{SYSTEM}|{name}" for name in names)
    assert robin.get("/QuestionnaireResponse", params={"identifier": every}).json()["total"] == 5


def test_an_update_in_a_batch_honours_its_if_match(robin: httpx.Client) -> None:
    first = robin.post("/QuestionnaireResponse", json=response()).json()
    put = {"method": "PUT", "url": f"QuestionnaireResponse/{first['id']}", "ifMatch": 'W/"1"'}
    entry = {"resource": first | {"status": "amended"}, "request": put}
    answer = robin.post("", json=batch(entry, entry))
    assert statuses(answer) == ["200 OK", "412 Precondition Failed"]
    assert answer.json()["entry"][0]["response"]["etag"] == 'W/"2"'


def test_return_minimal_leaves_the_resources_out(robin: httpx.Client) -> None:
    bundle = batch(creating(response()), creating(response(status="finished")))
    answer = robin.post("", json=bundle, headers={"Prefer": "return=minimal"})
    good, bad = answer.json()["entry"]
    assert "resource" not in good
    assert set(good["response"]) == {"status", "location", "etag", "lastModified"}
    assert bad["response"]["outcome"]["issue"]


def test_an_absolute_address_of_this_server_is_understood(robin: httpx.Client) -> None:
    assert statuses(robin.post("", json=batch(asking(f"{robin.base_url}Patient/robin")))) == ["200 OK"]


def test_an_empty_batch_is_answered_with_an_empty_one(robin: httpx.Client) -> None:
    assert statuses(robin.post("", json={"resourceType": "Bundle", "type": "batch"})) == []


def test_a_batch_is_taken_with_and_without_a_last_slash(clinic: ClinicProcess, robin: httpx.Client) -> None:
    for url in (clinic.fhir, f"{clinic.fhir}/"):
        assert statuses(robin.post(url, json=batch(asking("Patient/robin")))) == ["200 OK"]


def test_fifty_entries_are_taken_and_one_more_is_not(robin: httpx.Client) -> None:
    assert len(statuses(robin.post("", json=batch(*[asking("Patient/robin")] * 50)))) == 50
    assert robin.post("", json=batch(*[asking("Patient/robin")] * 51)).status_code == 413


def test_a_transaction_is_refused_and_nothing_of_it_is_done(robin: httpx.Client) -> None:
    name = fresh()
    answer = robin.post("", json=batch(creating(response(name)), kind="transaction"))
    assert answer.status_code == 400
    assert answer.json()["issue"][0]["code"] == "not-supported"
    assert robin.get("/QuestionnaireResponse", params={"identifier": name}).json()["total"] == 0


@pytest.mark.parametrize(
    "bundle",
    [
        {"resourceType": "Bundle", "type": "collection"},
        {"resourceType": "Bundle"},
        {"resourceType": "Patient"},
        {"resourceType": "Bundle", "type": "batch", "entry": {}},
        {},
    ],
)
def test_what_is_no_batch_is_refused(robin: httpx.Client, bundle: dict[str, Any]) -> None:
    assert robin.post("", json=bundle).status_code == 400
