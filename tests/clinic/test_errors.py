"""Every error is an OperationOutcome, tells where, and repeats nothing that was typed."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from clinic.app import create_app
from clinic.store import Store
from tests.clinic.process import ClinicProcess
from tests.clinic.samples import SYSTEM, response

CANARY = "canary-in-the-note"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/Observation", 404),
        ("GET", "/Patient/robin/extra", 404),
        ("GET", "/Patient/not%20an%20id", 404),
        ("GET", "/QuestionnaireResponse/x/_history/1/more", 404),
        ("GET", "/Patient/robin/_history", 404),
        ("GET", "/../secrets", 404),
        ("GET", "", 405),
        ("POST", "/metadata", 405),
        ("DELETE", "/QuestionnaireResponse/x", 405),
        ("PATCH", "/QuestionnaireResponse/x", 405),
        ("PUT", "/QuestionnaireResponse", 405),
        ("OPTIONS", "/QuestionnaireResponse", 405),
        ("POST", "/Patient", 405),
    ],
)
def test_an_address_or_method_that_is_not_offered_is_refused(
    robin: httpx.Client, method: str, path: str, status: int
) -> None:
    answer = robin.request(method, path)
    assert answer.status_code == status
    assert answer.json()["resourceType"] == "OperationOutcome"
    assert ("allow" in answer.headers) == (status == 405)


@pytest.mark.parametrize("path", ["/nothing", "/favicon.ico", "/docs", "/openapi.json", "/fhirx"])
def test_addresses_outside_fhir_are_404_as_operation_outcome(clinic: ClinicProcess, path: str) -> None:
    answer = clinic.browser().get(path)
    assert (answer.status_code, answer.json()["resourceType"]) == (404, "OperationOutcome")


def test_a_wrong_method_outside_fhir_is_405_as_operation_outcome(clinic: ClinicProcess) -> None:
    answer = clinic.browser().delete("/")
    assert (answer.status_code, answer.json()["resourceType"]) == (405, "OperationOutcome")
    assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b'{"a": null}',
        b'{"a": "\\ud800"}',
        b'{"a": "\\u0000"}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 100 + b"1" + b"}" * 100,
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_not_json_as_fhir_has_it_is_400(robin: httpx.Client, body: bytes) -> None:
    headers = {"Content-Type": "application/fhir+json"}
    assert robin.post("/QuestionnaireResponse", content=body, headers=headers).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "application/xml"},
        {"Content-Type": "application/fhir+xml"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/json; charset=latin-1"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
        {"Content-Type": ""},
    ],
)
def test_another_kind_of_body_is_415(robin: httpx.Client, headers: dict[str, str]) -> None:
    body = json.dumps(response())
    assert robin.post("/QuestionnaireResponse", content=body, headers=headers).status_code == 415


def test_a_client_that_takes_no_json_is_told_so(robin: httpx.Client) -> None:
    assert robin.get("/Patient/robin", headers={"Accept": "application/fhir+xml"}).status_code == 406
    assert robin.get("/Patient/robin", headers={"Accept": "text/html, application/json;q=0.5"}).status_code == 200


def test_a_body_over_a_megabyte_is_413_whether_or_not_it_says_its_length(robin: httpx.Client) -> None:
    sent = json.dumps(response(item=[{"linkId": "note", "answer": [{"valueString": "x" * 1_000_000}]}])).encode()
    headers = {"Content-Type": "application/fhir+json"}
    assert robin.post("/QuestionnaireResponse", content=sent, headers=headers).status_code == 413
    parts = iter([sent[:500_000], sent[500_000:]])
    assert robin.post("/QuestionnaireResponse", content=parts, headers=headers).status_code == 413
    assert robin.get("/Patient/robin").status_code == 200


def test_a_body_just_under_a_megabyte_is_taken(robin: httpx.Client) -> None:
    sent = response(item=[{"linkId": "note", "answer": [{"valueString": "x" * 999_000}]}])
    assert robin.post("/QuestionnaireResponse", json=sent).status_code == 201


@pytest.mark.parametrize(
    "changes",
    [
        {"status": CANARY},
        {"authored": CANARY},
        {"questionnaire": CANARY},
        {CANARY: CANARY},
        {"item": [{"linkId": CANARY, "answer": [{"valueInteger": CANARY}]}]},
        {"item": [{"linkId": "note", "answer": [{CANARY: 1}]}]},
        {"subject": {"reference": f"Patient/{CANARY}"}},
        {"identifier": {"system": f"{CANARY} {CANARY}", "value": CANARY}},
    ],
)
def test_an_error_never_repeats_what_was_sent(robin: httpx.Client, changes: dict[str, Any]) -> None:
    for answer in (
        robin.post("/QuestionnaireResponse", json=response(**changes)),
        robin.post(
            "",
            json={
                "resourceType": "Bundle",
                "type": "batch",
                "entry": [
                    {"resource": response(**changes), "request": {"method": "POST", "url": "QuestionnaireResponse"}}
                ],
            },
        ),
    ):
        assert answer.status_code in (200, 403, 422)
        assert CANARY not in answer.text
        assert "422" in answer.text or "403" in answer.text or answer.status_code in (403, 422)


def test_neither_errors_nor_logs_hold_an_answer(data: Path) -> None:
    process = ClinicProcess(data)
    client = process.client("demo-token-robin")
    note = [{"linkId": "note", "answer": [{"valueString": CANARY}]}]
    for mode in (None, "reject", "500", "drop_after", "half"):
        process.fault(mode)
        try:
            client.post("/QuestionnaireResponse", json=response(item=note))
            client.post("/QuestionnaireResponse", json=response(item=note, status=CANARY))
            client.get("/QuestionnaireResponse", params={CANARY: CANARY})
        except httpx.TransportError:
            pass
    _, errors = process.signal(15)
    assert CANARY not in errors
    assert CANARY not in process.line


def test_what_nobody_foresaw_is_500_without_a_word_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(tmp_path / "clinic.sqlite3")

    def broken(*_: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(store, "patient_of", broken)
    transport = httpx.ASGITransport(create_app(store, "key", 80))
    headers = {"Authorization": "Bearer x", "Host": "127.0.0.1:80"}

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:80/fhir") as client:
            return await client.get("/Patient", headers=headers)

    answer = asyncio.run(ask())
    store.close()
    assert answer.status_code == 500
    assert answer.json()["resourceType"] == "OperationOutcome"
    assert CANARY not in answer.text
    assert CANARY not in caplog.text
    assert "RuntimeError at test_errors.py" in caplog.text


def test_an_entry_that_fails_unforeseen_does_not_take_the_batch_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clinic.batch import run_batch
    from clinic.interactions import Interactions
    from clinic.paging import Cursors
    from clinic.wire import Call

    store = Store(tmp_path / "clinic.sqlite3")

    def broken(*_: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(store, "read", broken)
    entries = [{"request": {"method": "GET", "url": url}} for url in ("Patient/robin", "metadata")]
    bundle = {"resourceType": "Bundle", "type": "batch", "entry": entries}
    answer = run_batch(Interactions(store, Cursors(b"x")), Call("POST", (), (), "robin", "http://x/fhir", bundle))
    store.close()
    assert answer.resource is not None
    assert [entry["response"]["status"][:3] for entry in answer.resource["entry"]] == ["500", "200"]


def test_every_answer_has_the_security_headers(clinic: ClinicProcess, robin: httpx.Client) -> None:
    browser = clinic.browser()
    answers = [robin.get("/metadata"), robin.get("/Patient/none"), browser.get("/"), browser.get("/nothing")]
    answers += [browser.get(f"/?key={'test-staff-key'}"), browser.get("/staff/updates"), browser.get("/staff/staff.js")]
    answers += [robin.post("/QuestionnaireResponse", json=response()), browser.get("/", headers={"Host": "x"})]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in answer.headers
        assert "server" not in answer.headers


def test_another_site_is_given_no_cors_permission(robin: httpx.Client) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    answer = robin.options("/QuestionnaireResponse", headers=asked)
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_an_identifier_without_a_value_is_stored_and_matches_nothing(robin: httpx.Client) -> None:
    answer = robin.post("/QuestionnaireResponse", json=response(identifier=None) | {"identifier": {"system": SYSTEM}})
    assert answer.status_code == 201
