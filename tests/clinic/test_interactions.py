"""Create, read, update and history of QuestionnaireResponses; reading of the rest."""

import re
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.clinic.process import ClinicProcess
from tests.clinic.samples import SYSTEM, fresh, response


def once(identifier: str) -> dict[str, str]:
    return {"If-None-Exist": f"identifier={SYSTEM}|{identifier}"}


def test_metadata_is_public_and_says_what_the_server_does(clinic: ClinicProcess) -> None:
    answer = clinic.client().get("/metadata")
    assert answer.status_code == 200
    listed = {each["type"]: each for each in answer.json()["rest"][0]["resource"]}
    assert set(listed) == {"Patient", "Appointment", "Questionnaire", "QuestionnaireResponse"}
    assert listed["QuestionnaireResponse"]["conditionalCreate"] is True
    assert listed["QuestionnaireResponse"]["updateCreate"] is False
    assert {"code": "create"} not in listed["Patient"]["interaction"]


def test_a_created_response_can_be_read_back_whole(robin: httpx.Client) -> None:
    sent = response(fresh(), item=[{"linkId": "note", "answer": [{"valueString": "Grüße 🌿\nnext line"}]}])
    answer = robin.post("/QuestionnaireResponse", json=sent)
    assert answer.status_code == 201
    assert answer.headers["etag"] == 'W/"1"'
    assert answer.headers["location"].endswith(f"/fhir/QuestionnaireResponse/{answer.json()['id']}/_history/1")
    read = robin.get(f"/QuestionnaireResponse/{answer.json()['id']}")
    assert read.headers["etag"] == 'W/"1"'
    assert read.headers["last-modified"].endswith(" GMT")
    assert {name: value for name, value in read.json().items() if name not in ("id", "meta")} == sent
    assert robin.get(answer.headers["location"]).json() == read.json()


def test_last_updated_has_milliseconds_and_rises_with_every_write(robin: httpx.Client) -> None:
    times = [robin.post("/QuestionnaireResponse", json=response()).json()["meta"]["lastUpdated"] for _ in range(12)]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", time) for time in times)
    assert times == sorted(set(times))


def test_the_server_chooses_the_id_of_what_is_created(robin: httpx.Client) -> None:
    answer = robin.post("/QuestionnaireResponse", json=response(id="mine", meta={"versionId": "9"}))
    assert answer.json()["id"] != "mine"
    assert answer.json()["meta"]["versionId"] == "1"


def test_a_repeated_conditional_create_gives_the_first_one_back(robin: httpx.Client) -> None:
    name = fresh()
    first = robin.post("/QuestionnaireResponse", json=response(name), headers=once(name))
    second = robin.post("/QuestionnaireResponse", json=response(name), headers=once(name))
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json()
    assert second.headers["location"] == first.headers["location"]


def test_ten_conditional_creates_at_once_store_one(clinic: ClinicProcess, robin: httpx.Client) -> None:
    name = fresh()
    clients = [clinic.client("demo-token-robin") for _ in range(10)]

    def send(client: httpx.Client) -> int:
        return client.post("/QuestionnaireResponse", json=response(name), headers=once(name)).status_code

    with ThreadPoolExecutor(10) as pool:
        statuses = sorted(pool.map(send, clients))
    assert statuses == [200] * 9 + [201]
    assert robin.get("/QuestionnaireResponse", params={"identifier": f"{SYSTEM}|{name}"}).json()["total"] == 1


def test_a_condition_that_fits_several_is_412_and_stores_nothing(robin: httpx.Client) -> None:
    name = fresh()
    for _ in range(2):
        robin.post("/QuestionnaireResponse", json=response(name))
    answer = robin.post("/QuestionnaireResponse", json=response(name), headers=once(name))
    assert answer.status_code == 412
    assert robin.get("/QuestionnaireResponse", params={"identifier": name}).json()["total"] == 2


@pytest.mark.parametrize(
    "condition",
    ["", "identifier=", "identifier=x", "status=completed", "identifier=a|b,c|d", "identifier=a|b&_count=1"],
)
def test_a_condition_other_than_one_whole_identifier_is_refused(robin: httpx.Client, condition: str) -> None:
    answer = robin.post("/QuestionnaireResponse", json=response(), headers={"If-None-Exist": condition})
    assert answer.status_code == 400


def test_an_update_makes_a_new_version_and_keeps_the_old_one(robin: httpx.Client) -> None:
    first = robin.post("/QuestionnaireResponse", json=response()).json()
    url = f"/QuestionnaireResponse/{first['id']}"
    answer = robin.put(url, json=first | {"status": "amended"}, headers={"If-Match": 'W/"1"'})
    assert (answer.status_code, answer.headers["etag"]) == (200, 'W/"2"')
    assert robin.get(url).json()["status"] == "amended"
    assert robin.get(f"{url}/_history/1").json() == first
    history = robin.get(f"{url}/_history").json()
    assert [entry["resource"]["meta"]["versionId"] for entry in history["entry"]] == ["2", "1"]
    assert history["total"] == 2
    assert robin.get("/QuestionnaireResponse", params={"_id": first["id"]}).json()["total"] == 1


def test_a_stale_if_match_is_412_and_changes_nothing(robin: httpx.Client) -> None:
    first = robin.post("/QuestionnaireResponse", json=response()).json()
    url = f"/QuestionnaireResponse/{first['id']}"
    robin.put(url, json=first | {"status": "amended"})
    answer = robin.put(url, json=first | {"status": "entered-in-error"}, headers={"If-Match": 'W/"1"'})
    assert answer.status_code == 412
    assert robin.get(url).json()["status"] == "amended"


def test_of_two_updates_with_one_if_match_one_wins(clinic: ClinicProcess, robin: httpx.Client) -> None:
    first = robin.post("/QuestionnaireResponse", json=response()).json()
    clients = [clinic.client("demo-token-robin") for _ in range(6)]

    def send(client: httpx.Client) -> int:
        url = f"/QuestionnaireResponse/{first['id']}"
        return client.put(url, json=first | {"status": "amended"}, headers={"If-Match": 'W/"1"'}).status_code

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(send, clients)) == [200] + [412] * 5


def test_an_update_does_not_create(robin: httpx.Client) -> None:
    answer = robin.put("/QuestionnaireResponse/never-was", json=response(id="never-was"))
    assert answer.status_code == 404


def test_the_id_in_the_body_must_be_that_of_the_address(robin: httpx.Client) -> None:
    first = robin.post("/QuestionnaireResponse", json=response()).json()
    answer = robin.put(f"/QuestionnaireResponse/{first['id']}", json=first | {"id": "other"})
    assert answer.status_code == 400


def test_an_if_match_that_is_no_etag_is_refused(robin: httpx.Client) -> None:
    first = robin.post("/QuestionnaireResponse", json=response()).json()
    answer = robin.put(f"/QuestionnaireResponse/{first['id']}", json=first, headers={"If-Match": "one"})
    assert answer.status_code == 400


def test_return_minimal_gives_headers_and_no_body(robin: httpx.Client) -> None:
    answer = robin.post("/QuestionnaireResponse", json=response(), headers={"Prefer": "return=minimal"})
    assert (answer.status_code, answer.content) == (201, b"")
    read = robin.get(answer.headers["location"])
    assert read.json()["meta"]["versionId"] == "1"


def test_both_json_types_are_taken(robin: httpx.Client) -> None:
    for media in ("application/fhir+json", "application/json", "application/fhir+json; charset=UTF-8"):
        answer = robin.post("/QuestionnaireResponse", json=response(), headers={"Content-Type": media})
        assert answer.status_code == 201


@pytest.mark.parametrize("version", ["2", "0", "-1", "x", "99999999999999999999"])
def test_a_version_that_never_was_is_404(robin: httpx.Client, version: str) -> None:
    first = robin.post("/QuestionnaireResponse", json=response()).json()
    assert robin.get(f"/QuestionnaireResponse/{first['id']}/_history/{version}").status_code == 404


def test_what_the_clinic_writes_can_be_read_and_not_written(robin: httpx.Client) -> None:
    patient = robin.get("/Patient/robin")
    assert patient.json()["name"][0]["text"] == "Robin Example"
    assert robin.put("/Patient/robin", json=patient.json()).status_code == 405
    assert robin.post("/Appointment", json={"resourceType": "Appointment"}).status_code == 405
    assert robin.get("/Questionnaire/daily-check-in").json()["resourceType"] == "Questionnaire"
