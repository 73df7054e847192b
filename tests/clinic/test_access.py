"""Kim attacks Robin's record by every road that there is."""

import hashlib
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clinic.process import ClinicProcess
from tests.clinic.samples import SYSTEM, asking, batch, creating, fresh, response

SECRET = "only Robin may read this"


@pytest.fixture
def robins(robin: httpx.Client) -> dict[str, Any]:
    """A response of Robin's in two versions."""
    said = [{"linkId": "note", "answer": [{"valueString": SECRET}]}]
    first = robin.post("/QuestionnaireResponse", json=response(item=said)).json()
    answer = robin.put(f"/QuestionnaireResponse/{first['id']}", json=first | {"status": "amended"})
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("road", ["", "/_history", "/_history/1", "/_history/2"])
def test_another_patients_response_is_404_in_the_words_for_what_never_was(
    kim: httpx.Client, robins: dict[str, Any], road: str
) -> None:
    foreign = kim.get(f"/QuestionnaireResponse/{robins['id']}{road}")
    unknown = kim.get(f"/QuestionnaireResponse/{fresh()}{road}")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.json() == unknown.json()


def test_another_patients_record_and_appointment_are_404(kim: httpx.Client) -> None:
    assert kim.get("/Patient/robin").status_code == 404
    assert kim.get("/Appointment/robin-infusion-1").status_code == 404
    assert kim.get("/Appointment/kim-infusion-1").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "patient=robin",
        "patient=Patient/robin",
        "subject=Patient/robin",
        "patient=robin,nobody",
        "patient=kim&patient=robin",
    ],
)
def test_a_search_for_another_patient_finds_nothing(kim: httpx.Client, robins: dict[str, Any], query: str) -> None:
    answer = kim.get(f"/QuestionnaireResponse?{query}")
    assert answer.status_code == 200
    assert answer.json()["total"] == 0


def test_a_search_is_limited_to_oneself(kim: httpx.Client, robins: dict[str, Any]) -> None:
    mine = kim.post("/QuestionnaireResponse", json=response(patient="kim")).json()
    for query in ("", f"_id={robins['id']},{mine['id']}", "patient=robin,kim", "status=amended,completed"):
        answer = kim.get(f"/QuestionnaireResponse?{query}")
        assert {entry["resource"]["subject"]["reference"] for entry in answer.json()["entry"]} == {"Patient/kim"}
        assert SECRET not in answer.text
    assert kim.get("/QuestionnaireResponse", params={"identifier": robins["identifier"]["value"]}).json()["total"] == 0
    assert [entry["resource"]["id"] for entry in kim.get("/Patient").json()["entry"]] == ["kim"]
    assert kim.get("/Appointment").json()["total"] == 2


@pytest.mark.parametrize("injected", ["robin' OR '1'='1", "robin') OR 1=1 --", '"; DROP TABLE version; --'])
def test_a_search_value_is_never_sql(kim: httpx.Client, robins: dict[str, Any], injected: str) -> None:
    for name in ("patient", "identifier", "status", "_id", "questionnaire"):
        assert kim.get("/QuestionnaireResponse", params={name: injected}).json()["total"] == 0
    assert kim.get("/Patient/kim").status_code == 200


@pytest.mark.parametrize("if_match", [None, 'W/"2"', 'W/"1"', "*"])
def test_another_patients_response_cannot_be_overwritten(
    kim: httpx.Client, robin: httpx.Client, robins: dict[str, Any], if_match: str | None
) -> None:
    headers = {"If-Match": if_match} if if_match else {}
    for subject in ("Patient/kim", "Patient/robin"):
        body = robins | {"subject": {"reference": subject}}
        answer = kim.put(f"/QuestionnaireResponse/{robins['id']}", json=body, headers=headers)
        assert answer.status_code == 404
    assert robin.get(f"/QuestionnaireResponse/{robins['id']}").json() == robins


@pytest.mark.parametrize(
    "about",
    [
        {"subject": {"reference": "Patient/robin"}},
        {"subject": {"reference": "Patient/kim/../robin"}},
        {"author": {"reference": "Patient/robin"}},
        {"author": {"reference": "Practitioner/1"}},
        {"source": {"reference": "Patient/robin"}},
    ],
)
def test_nobody_writes_about_or_as_another(kim: httpx.Client, about: dict[str, Any]) -> None:
    assert kim.post("/QuestionnaireResponse", json=response(patient="kim") | about).status_code == 403


def test_an_update_cannot_give_a_response_to_another_patient(kim: httpx.Client, robin: httpx.Client) -> None:
    mine = kim.post("/QuestionnaireResponse", json=response(patient="kim")).json()
    moved = mine | {"subject": {"reference": "Patient/robin"}}
    assert kim.put(f"/QuestionnaireResponse/{mine['id']}", json=moved).status_code == 403
    assert kim.get(f"/QuestionnaireResponse/{mine['id']}").json() == mine
    assert robin.get(f"/QuestionnaireResponse/{mine['id']}").status_code == 404


def test_a_conditional_create_does_not_see_another_patients_identifier(
    kim: httpx.Client, robins: dict[str, Any]
) -> None:
    name = robins["identifier"]["value"]
    condition = {"If-None-Exist": f"identifier={SYSTEM}|{name}"}
    answer = kim.post("/QuestionnaireResponse", json=response(name, "kim"), headers=condition)
    assert answer.status_code == 201
    assert SECRET not in answer.text


def test_a_batch_opens_nothing_that_a_single_request_does_not(kim: httpx.Client, robins: dict[str, Any]) -> None:
    place = f"QuestionnaireResponse/{robins['id']}"
    name = robins["identifier"]["value"]
    put = {"resource": robins, "request": {"method": "PUT", "url": place, "ifMatch": 'W/"2"'}}
    asked = [asking(place), asking(f"{place}/_history"), asking(f"{place}/_history/1"), asking("Patient/robin"), put]
    asked += [creating(response(fresh(), "robin")), creating(response(name, "kim"))]
    asked += [asking(f"QuestionnaireResponse?identifier={name}&patient=robin")]
    answer = kim.post("", json=batch(*asked))
    statuses = [entry["response"]["status"][:3] for entry in answer.json()["entry"]]
    assert statuses == ["404", "404", "404", "404", "404", "403", "201", "200"]
    assert answer.json()["entry"][-1]["resource"]["total"] == 0
    assert SECRET not in answer.text


def test_a_page_link_works_for_its_own_patient_only(kim: httpx.Client, robin: httpx.Client) -> None:
    for _ in range(3):
        robin.post("/QuestionnaireResponse", json=response())
        kim.post("/QuestionnaireResponse", json=response(patient="kim"))
    page = robin.get("/QuestionnaireResponse", params={"_count": 1}).json()
    link = next(link["url"] for link in page["link"] if link["relation"] == "next")
    assert robin.get(link).status_code == 200
    stolen, forged = kim.get(link), kim.get(link[:-4] + "AAAA")
    assert stolen.status_code == forged.status_code == 400
    assert stolen.json() == forged.json()
    cursor = link.partition("_page=")[2]
    assert robin.get("/Appointment", params={"_page": cursor}).status_code == 400
    assert robin.get("/QuestionnaireResponse", params={"_page": cursor, "patient": "kim"}).status_code == 400


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer nonsense", "Basic cm9iaW46cm9iaW4=", "robin"])
def test_without_a_known_token_everything_but_metadata_is_401(clinic: ClinicProcess, header: str | None) -> None:
    client = clinic.client()
    if header is not None:
        client.headers["Authorization"] = header
    for method, path in (("GET", "/Patient/robin"), ("POST", ""), ("GET", "/Nothing"), ("POST", "/metadata")):
        answer = client.request(method, path)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_the_staff_key_is_no_patients_token(clinic: ClinicProcess) -> None:
    assert clinic.client("test-staff-key").get("/Patient").status_code == 401


def test_a_token_is_stored_as_its_hash_alone(data: Path) -> None:
    process = ClinicProcess(data)
    process.close()
    stored = b"".join(path.read_bytes() for path in data.iterdir())
    assert hashlib.sha256(b"demo-token-robin").hexdigest().encode() in stored
    assert b"demo-token-robin" not in stored


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "evil.example:{port}"])
def test_a_foreign_host_header_is_refused_everywhere(clinic: ClinicProcess, host: str) -> None:
    client = clinic.client("demo-token-robin")
    host = host.format(port=clinic.root.rpartition(":")[2])
    assert client.get("/Patient/robin", headers={"Host": host}).status_code == 403
    assert httpx.get(clinic.root, headers={"Host": host}).status_code == 403
