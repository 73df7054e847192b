"""Each fault does what clinic/faults.py says, for as many requests as it should."""

import time
from typing import get_args

import httpx
import pytest

from clinic import faults
from clinic.faults import Fault, Faults, Mode
from tests.clinic.process import ClinicProcess
from tests.clinic.samples import SYSTEM, asking, batch, creating, fresh, response


def total(client: httpx.Client, name: str) -> int:
    found: int = client.get("/QuestionnaireResponse", params={"identifier": name}).json()["total"]
    return found


def test_every_mode_is_described() -> None:
    assert all(f"`{mode}`" in (faults.__doc__ or "") for mode in get_args(Mode))


@pytest.mark.parametrize(("mode", "status"), [("down", 503), ("429", 429), ("500", 500), ("401", 401)])
def test_the_plain_ones_answer_without_doing_the_work(
    clinic: ClinicProcess, robin: httpx.Client, mode: str, status: int
) -> None:
    name = fresh()
    clinic.fault(mode, count=2, retry_after=7)
    for _ in range(2):
        answer = robin.post("/QuestionnaireResponse", json=response(name))
        assert answer.status_code == status
        assert answer.json()["resourceType"] == "OperationOutcome"
        assert answer.headers.get("retry-after") == ("7" if mode in ("down", "429") else None)
        assert ("www-authenticate" in answer.headers) == (mode == "401")
    assert total(robin, name) == 0


def test_a_captive_portal_answers_200_with_html(clinic: ClinicProcess, robin: httpx.Client) -> None:
    clinic.fault("html")
    answer = robin.post("/QuestionnaireResponse", json=response())
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


def test_slow_answers_late_and_in_full(clinic: ClinicProcess, robin: httpx.Client) -> None:
    clinic.fault("slow", count=1, delay=0.3)
    before = time.monotonic()
    assert robin.get("/Patient/robin").status_code == 200
    assert time.monotonic() - before >= 0.3


def test_drop_after_does_the_work_and_closes_without_an_answer(clinic: ClinicProcess, robin: httpx.Client) -> None:
    name = fresh()
    clinic.fault("drop_after", count=1)
    with pytest.raises(httpx.TransportError):
        robin.post("/QuestionnaireResponse", json=response(name))
    assert total(robin, name) == 1


def test_half_does_the_work_and_cuts_the_body(clinic: ClinicProcess, robin: httpx.Client) -> None:
    name = fresh()
    clinic.fault("half", count=1)
    with pytest.raises(httpx.RemoteProtocolError, match=r"incomplete|without sending complete"):
        robin.post("/QuestionnaireResponse", json=response(name))
    assert total(robin, name) == 1


def test_reject_refuses_writes_alone_and_in_batches_and_nothing_else(
    clinic: ClinicProcess, robin: httpx.Client
) -> None:
    clinic.fault("reject", count=2)
    assert robin.get("/Patient/robin").status_code == 200
    assert robin.post("/QuestionnaireResponse", json=response()).status_code == 422
    entries = robin.post("", json=batch(creating(response()), asking("Patient/robin"))).json()["entry"]
    assert [entry["response"]["status"][:3] for entry in entries] == ["422", "200"]
    assert robin.post("/QuestionnaireResponse", json=response()).status_code == 201


def test_no_conditional_stores_duplicates(clinic: ClinicProcess, robin: httpx.Client) -> None:
    name = fresh()
    condition = {"If-None-Exist": f"identifier={SYSTEM}|{name}"}
    clinic.fault("no_conditional")
    for _ in range(2):
        assert robin.post("/QuestionnaireResponse", json=response(name), headers=condition).status_code == 201
    assert robin.post("", json=batch(creating(response(name)))).status_code == 200
    clinic.fault(None)
    assert total(robin, name) == 3


def test_inner_429_lets_the_first_entries_through(clinic: ClinicProcess, robin: httpx.Client) -> None:
    names = [fresh() for _ in range(4)]
    clinic.fault("inner429", count=1, after=2, retry_after=3)
    answer = robin.post("", json=batch(*(creating(response(name)) for name in names)))
    assert (answer.status_code, answer.headers["retry-after"]) == (200, "3")
    assert [entry["response"]["status"][:3] for entry in answer.json()["entry"]] == ["201", "201", "429", "429"]
    assert [total(robin, name) for name in names] == [1, 1, 0, 0]


def test_no_batch_refuses_batches_alone(clinic: ClinicProcess, robin: httpx.Client) -> None:
    clinic.fault("no_batch")
    assert robin.post("", json=batch(asking("Patient/robin"))).status_code == 400
    assert robin.post("/QuestionnaireResponse", json=response()).status_code == 201


def test_a_fault_lasts_until_it_is_cleared_when_no_count_is_given(clinic: ClinicProcess, robin: httpx.Client) -> None:
    clinic.fault("down")
    assert [robin.get("/metadata").status_code for _ in range(5)] == [503] * 5
    assert clinic.fault(None).json()["mode"] is None
    assert robin.get("/metadata").status_code == 200


def test_a_fault_is_counted_only_where_it_applies() -> None:
    switched = Faults()
    switched.switch(Fault(mode="no_batch", count=1))
    assert switched.take("POST", ("QuestionnaireResponse",), True) is None
    assert switched.take("GET", (), False) is None
    assert switched.take("POST", (), False) is not None
    assert switched.current.mode is None


def test_a_fault_leaves_the_staff_page_and_its_own_switch_alone(clinic: ClinicProcess) -> None:
    for mode in get_args(Mode):
        assert clinic.fault(mode).json()["mode"] == mode
        assert clinic.browser().get("/?key=test-staff-key").status_code == 200


def test_the_switch_needs_the_staff_key(clinic: ClinicProcess, robin: httpx.Client) -> None:
    for headers in ({}, {"Authorization": "Bearer demo-token-robin"}, {"Authorization": "test-staff-key"}):
        for method in ("GET", "POST"):
            answer = httpx.request(method, f"{clinic.root}/_faults", headers=headers)
            assert (answer.status_code, answer.json()["resourceType"]) == (401, "OperationOutcome")
    assert robin.get("/metadata").status_code == 200


@pytest.mark.parametrize(
    "body",
    ['{"mode": "fire"}', "{}", "[]", "", '{"mode": "down", "count": 0}', '{"mode": "slow", "delay": -1}', '{"mod'],
)
def test_what_is_no_fault_is_422(clinic: ClinicProcess, body: str) -> None:
    headers = {"Authorization": "Bearer test-staff-key"}
    answer = httpx.post(f"{clinic.root}/_faults", content=body, headers=headers)
    assert (answer.status_code, answer.json()["resourceType"]) == (422, "OperationOutcome")


def test_what_is_on_can_be_asked(clinic: ClinicProcess, robin: httpx.Client) -> None:
    clinic.fault("429", count=3)
    robin.get("/metadata")
    told = httpx.get(f"{clinic.root}/_faults", headers={"Authorization": "Bearer test-staff-key"}).json()
    assert told == {"mode": "429", "count": 2, "delay": 0.0, "after": 1, "retry_after": 1}
