"""The demo's patients, appointments and forms."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from clinic.forms import load_forms
from clinic.search import AnyOf, Query
from clinic.seed import seed_demo
from clinic.store import Store, Stored
from companion.clinic_file import DEMO, load_clinic
from companion.config import assets_dir
from companion.fhir import is_of_type
from tests.clinic.process import ClinicProcess


def infusions(store: Store, patient: str) -> list[Stored]:
    query = Query("Appointment", (AnyOf("patient", (patient,)),), sort="happens")
    return list(store.find(query, patient, store.last_write(), 0).rows)


def days(store: Store, patient: str, now: datetime) -> list[int]:
    starts = [datetime.fromisoformat(stored.resource["start"]) for stored in infusions(store, patient)]
    return [(start.date() - now.date()).days for start in starts]


def test_robin_is_in_the_middle_of_six_infusions(clinic: ClinicProcess, robin: httpx.Client) -> None:
    bundle = robin.get("/Appointment?_sort=date").json()
    course = [entry["resource"] for entry in bundle["entry"]]
    types = load_clinic(assets_dir() / DEMO).course["appointment_types"]
    assert [each["status"] for each in course] == ["fulfilled"] * 2 + ["booked"] * 4
    for each in course:
        start, end = datetime.fromisoformat(each["start"]), datetime.fromisoformat(each["end"])
        assert (start.hour, start.minute) == (10, 0)
        assert start.utcoffset() == start.astimezone().utcoffset()
        assert end - start == timedelta(minutes=each["minutesDuration"]) == timedelta(minutes=40)
        assert each["serviceType"] == [{"text": "Ketamine infusion"}]
        assert is_of_type(each, types), "the demo's file names them as infusions"
        actors = [participant["actor"] for participant in each["participant"]]
        assert actors[0]["reference"] == "Patient/robin"
        assert actors[1]["display"] == "Infusion room 1"


def test_the_third_infusion_is_tomorrow_and_the_rest_follow(tmp_path: Path) -> None:
    store, now = Store(tmp_path / "clinic.sqlite3"), datetime.now().astimezone()
    seed_demo(store, now)
    assert days(store, "robin", now) == [-10, -6, 1, 4, 8, 11]
    assert days(store, "kim", now) == [-3, 2]
    store.close()


def test_seeding_again_changes_nothing(tmp_path: Path) -> None:
    store, now = Store(tmp_path / "clinic.sqlite3"), datetime.now().astimezone()
    seed_demo(store, now)
    before = store.last_write()
    seed_demo(store, now)
    seed_demo(store, now + timedelta(hours=2))
    assert store.last_write() == before
    store.close()


def test_an_old_demo_is_brought_back_into_mid_course(tmp_path: Path) -> None:
    store, now = Store(tmp_path / "clinic.sqlite3"), datetime.now().astimezone()
    seed_demo(store, now - timedelta(days=30))
    seed_demo(store, now)
    assert days(store, "robin", now) == [-10, -6, 1, 4, 8, 11]
    assert [stored.number for stored in infusions(store, "robin")] == [2] * 6
    store.close()


def test_the_clinic_has_a_name(robin: httpx.Client) -> None:
    patient = robin.get("/Patient/robin").json()
    assert patient["managingOrganization"]["display"] == patient["contained"][0]["name"]


def test_the_announcement_is_one_line_with_all_that_a_client_needs(clinic: ClinicProcess) -> None:
    announced = clinic.announced
    assert announced["patients"] == [
        {"id": "robin", "name": "Robin Example", "token": "demo-token-robin"},
        {"id": "kim", "name": "Kim Sample", "token": "demo-token-kim"},
    ]
    assert announced["staff"] == f"{clinic.root}/?key=test-staff-key"
    assert httpx.get(announced["fhir"] + "/metadata").status_code == 200
    for patient in announced["patients"]:
        assert clinic.client(patient["token"]).get(f"/Patient/{patient['id']}").status_code == 200


def test_each_form_in_the_folder_is_offered_and_others_are_passed_over(tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    form = {
        "resourceType": "Questionnaire",
        "id": "a",
        "url": "https://f.example/a",
        "status": "active",
        "version": "1",
    }
    (forms / "a.json").write_text(json.dumps(form))
    (forms / "broken.json").write_text("{")
    (forms / "other.json").write_text('{"resourceType": "Patient"}')
    store = Store(tmp_path / "clinic.sqlite3")
    assert load_forms(store, forms) == load_forms(store, forms) == 1
    assert store.last_write() == 1
    (forms / "a.json").write_text(json.dumps(form | {"version": "2"}))
    load_forms(store, forms)
    stored = store.read("Questionnaire", "a", "anybody")
    assert stored is not None
    assert (stored.number, stored.resource["version"]) == (2, "2")
    assert load_forms(store, tmp_path / "nowhere") == 0
    store.close()
