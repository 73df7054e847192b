"""What was acknowledged is there after every kind of end."""

import signal
import threading
from pathlib import Path

import httpx
import pytest

from clinic.store import Store, StoreError
from tests.clinic.process import ClinicProcess
from tests.clinic.samples import SYSTEM, fresh, response


def test_a_restart_keeps_everything_and_page_links_still_lead_on(data: Path) -> None:
    process = ClinicProcess(data)
    client = process.client("demo-token-robin")
    first = client.post("/QuestionnaireResponse", json=response()).json()
    client.put(f"/QuestionnaireResponse/{first['id']}", json=first | {"status": "amended"})
    client.post("/QuestionnaireResponse", json=response())
    page = client.get("/QuestionnaireResponse", params={"_count": 1}).json()
    cursor = page["link"][1]["url"].partition("_page=")[2]
    status, errors = process.signal(signal.SIGTERM)
    assert (status, errors) == (0, "")

    again = ClinicProcess(data)
    client = again.client("demo-token-robin")
    assert client.get(f"/QuestionnaireResponse/{first['id']}/_history").json()["total"] == 2
    rest = client.get("/QuestionnaireResponse", params={"_page": cursor}).json()
    assert page["entry"][0]["resource"]["id"] != rest["entry"][0]["resource"]["id"]
    later = client.post("/QuestionnaireResponse", json=response()).json()
    assert later["meta"]["lastUpdated"] > rest["entry"][0]["resource"]["meta"]["lastUpdated"]
    again.close()


def test_kill_9_in_the_middle_of_writing_loses_nothing_acknowledged(data: Path) -> None:
    process = ClinicProcess(data)
    acknowledged: list[str] = []
    enough = threading.Event()

    def write() -> None:
        client = process.client("demo-token-robin")
        while True:
            name = fresh()
            condition = {"If-None-Exist": f"identifier={SYSTEM}|{name}"}
            try:
                client.post("/QuestionnaireResponse", json=response(name), headers=condition).raise_for_status()
            except httpx.TransportError:
                return
            acknowledged.append(name)
            if len(acknowledged) >= 40:
                enough.set()

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    assert enough.wait(30)
    process.signal(signal.SIGKILL)
    for writer in writers:
        writer.join()

    again = ClinicProcess(data)
    client = again.client("demo-token-robin")
    found: set[str] = set()
    url: str | None = "/QuestionnaireResponse?_count=200"
    while url:
        bundle = client.get(url).json()
        found |= {entry["resource"]["identifier"]["value"] for entry in bundle["entry"]}
        url = next((link["url"] for link in bundle["link"] if link["relation"] == "next"), None)
    again.close()
    assert set(acknowledged) <= found


def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "clinic.sqlite3"
    path.write_bytes(b"this is no database, whatever it may be called" * 100)
    before = path.read_bytes()
    with pytest.raises(StoreError):
        Store(path)
    assert path.read_bytes() == before


def test_a_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "clinic.sqlite3"
    store = Store(path)
    store._db.execute("PRAGMA user_version = 99")
    store.close()
    with pytest.raises(StoreError, match="newer"):
        Store(path)


def test_last_updated_rises_even_when_the_clock_goes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "clinic.sqlite3")
    written: list[int] = []
    for now in (5_000_000_000_000, 1_000, 1_000, 5_000_000_000_001):
        monkeypatch.setattr("clinic.store.now_ms", lambda now=now: now)
        store.put({"resourceType": "Patient", "id": "robin", "language": str(len(written))})
        stored = store.read("Patient", "robin", "robin")
        assert stored is not None
        written.append(stored.updated)
    store.close()
    assert written == sorted(set(written))
