"""The staff page: its key, what it tells, and that nothing a patient writes becomes markup."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from clinic.words import changes, lines, questions
from tests.clinic.process import ROOT, STAFF_KEY, ClinicProcess
from tests.clinic.samples import fresh, response

SCRIPT = "<script>document.title='taken'</script><img src=x onerror=alert(1)>"


@pytest.fixture
def staff(clinic: ClinicProcess) -> httpx.Client:
    client = clinic.browser()
    assert client.get(f"/?key={STAFF_KEY}").status_code == 200
    return client


def entry(staff: httpx.Client, name: str) -> dict[str, Any]:
    arrived = staff.get("/staff/updates").json()["entries"]
    found: dict[str, Any] = next(each for each in arrived if each["identifier"] == name)
    return found


def test_the_key_is_traded_for_a_cookie_and_leaves_the_address(clinic: ClinicProcess) -> None:
    client = clinic.browser()
    answer = client.get(f"/?key={STAFF_KEY}", follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert cookie.startswith(f"clinic-staff-{clinic.root.rpartition(':')[2]}=")
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert STAFF_KEY not in cookie
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/?key=", "/?key=wrong", "/?key=%C3%A4", "/staff/updates", "/staff/staff.js"])
def test_without_the_key_nothing_opens(clinic: ClinicProcess, path: str) -> None:
    answer = clinic.browser().get(path)
    assert answer.status_code == 403
    assert "html" in answer.headers["content-type"]
    assert "Robin" not in answer.text


def test_a_cookie_that_was_made_up_opens_nothing(clinic: ClinicProcess) -> None:
    name = f"clinic-staff-{clinic.root.rpartition(':')[2]}"
    for value in ("", "1", STAFF_KEY, "0" * 64):
        assert clinic.browser().get("/", headers={"Cookie": f"{name}={value}"}).status_code == 403


def test_a_patients_token_does_not_open_it(clinic: ClinicProcess) -> None:
    headers = {"Authorization": "Bearer demo-token-robin"}
    assert clinic.browser().get("/staff/updates", headers=headers).status_code == 403


def test_the_page_loads_from_itself_alone(staff: httpx.Client) -> None:
    page = staff.get("/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for name in ("staff.css", "staff.js"):
        text = staff.get(f"/staff/{name}").text
        assert not re.search(r"https?://|//\w+\.", text)
    assert not re.search(r"https?://|<style|style=|\son\w+=", page.text)
    assert staff.get("/staff/staff.html").status_code == staff.get("/staff/..%2Fstore.py").status_code == 404


def test_what_was_written_arrives_as_data_and_never_as_markup(robin: httpx.Client, staff: httpx.Client) -> None:
    name = fresh()
    said = [{"linkId": SCRIPT, "text": SCRIPT, "answer": [{"valueString": SCRIPT}]}]
    robin.post("/QuestionnaireResponse", json=response(name, item=said, questionnaire="https://x.example/unknown"))
    answer = staff.get("/staff/updates")
    assert answer.headers["content-type"] == "application/json"
    shown = entry(staff, name)["answers"][0]
    assert (shown["question"], shown["answer"]) == (SCRIPT, SCRIPT)
    assert SCRIPT not in staff.get("/").text


def test_the_script_has_no_way_to_make_markup_of_text() -> None:
    script = (ROOT / "clinic" / "staff.js").read_text("utf-8")
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "DOMParser"):
        assert way not in script


def test_answers_are_told_in_the_words_of_the_form(robin: httpx.Client, staff: httpx.Client) -> None:
    name = fresh()
    coding = {"system": "https://companion.example/fhir/CodeSystem/feeling-safe", "code": "not-sure"}
    said = [
        {"linkId": "mood", "answer": [{"valueInteger": 3}]},
        {"linkId": "safe", "answer": [{"valueCoding": coding}]},
        {"linkId": "note", "answer": [{"valueString": "two\nlines"}]},
    ]
    robin.post("/QuestionnaireResponse", json=response(name, item=said))
    shown = entry(staff, name)
    form = json.loads((ROOT / "assets" / "forms" / "daily-check-in.json").read_text("utf-8"))
    asked = {item["linkId"]: item["text"] for item in form["item"]}
    assert shown["form"] == form["title"]
    assert [(line["question"], line["answer"]) for line in shown["answers"]] == [
        (asked["mood"], "3 (0 = very low, 10 = very good)"),
        (asked["safe"], "Not sure"),
        (asked["note"], "two\nlines"),
    ]
    assert shown["received"]["at"].endswith("Z")
    assert re.fullmatch(r"\w{3}, \w{3} \d{1,2}, 2026, \d{1,2}:\d\d [AP]M", shown["authored"]["words"])


def test_an_unknown_form_is_told_by_link_ids(robin: httpx.Client, staff: httpx.Client) -> None:
    name = fresh()
    robin.post("/QuestionnaireResponse", json=response(name, questionnaire="https://x.example/unknown|7"))
    shown = entry(staff, name)
    assert shown["form"] == "https://x.example/unknown|7"
    assert [line["question"] for line in shown["answers"]] == ["mood", "note"]


def test_a_correction_shows_what_changed(robin: httpx.Client, staff: httpx.Client) -> None:
    name = fresh()
    first = robin.post("/QuestionnaireResponse", json=response(name)).json()
    changed = [
        {"linkId": "mood", "answer": [{"valueInteger": 6}]},
        {"linkId": "safe", "answer": [{"valueBoolean": True}]},
    ]
    url = f"/QuestionnaireResponse/{first['id']}"
    robin.put(url, json=first | {"status": "amended", "item": changed})
    robin.put(url, json=first | {"status": "entered-in-error", "item": changed})
    shown = entry(staff, name)
    assert (shown["version"], shown["status"], shown["statusWords"]) == (3, "entered-in-error", "entered in error")
    second, oldest = shown["earlier"]
    assert (second["version"], second["statusWords"], second["changes"]) == (2, "corrected", [])
    assert (oldest["version"], oldest["statusWords"]) == (1, "completed")
    told = [(change["before"][:1], change["after"][:1]) for change in oldest["changes"]]
    assert told == [("4", "6"), ("", "Y"), ("s", "")]


def test_the_newest_comes_first_and_only_what_is_new_is_sent(robin: httpx.Client, staff: httpx.Client) -> None:
    robin.post("/QuestionnaireResponse", json=response())
    before = staff.get("/staff/updates")
    unchanged = staff.get("/staff/updates", headers={"If-None-Match": before.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    names = [fresh(), fresh()]
    for name in names:
        robin.post("/QuestionnaireResponse", json=response(name))
    after = staff.get(
        f"/staff/updates?since={before.json()['upTo']}", headers={"If-None-Match": before.headers["etag"]}
    ).json()
    assert [each["identifier"] for each in after["entries"]] == names[::-1]
    assert after["total"] == before.json()["total"] + 2


def test_both_patients_are_shown_with_their_next_infusion(staff: httpx.Client) -> None:
    people = staff.get("/staff/updates").json()["patients"]
    assert [(person["id"], person["name"]) for person in people] == [("robin", "Robin Example"), ("kim", "Kim Sample")]
    assert all(person["next"]["words"] for person in people)


def test_a_nonsense_since_is_400(staff: httpx.Client) -> None:
    assert staff.get("/staff/updates?since=yesterday").status_code == 400


def test_the_page_has_a_heading_a_live_region_and_a_language() -> None:
    page = (ROOT / "clinic" / "staff.html").read_text("utf-8")
    assert '<html lang="en">' in page
    assert page.count("<h1") == 1
    assert 'role="status" aria-live="polite"' in page
    assert 'name="viewport"' in page


def test_groups_repeats_and_nested_questions_are_told_in_order() -> None:
    said = {
        "item": [
            {"linkId": "g", "item": [{"linkId": "a", "answer": [{"valueBoolean": True, "item": [{"linkId": "b"}]}]}]},
            {"linkId": "c", "answer": [{"valueQuantity": {"value": 7.5, "unit": "h"}}, {"valueDate": "2026-11-24"}]},
            {"linkId": "c", "answer": [{"valueReference": {"display": "Dr Example"}}]},
        ]
    }
    form = {"item": [{"linkId": "g", "text": "Group", "item": [{"linkId": "a", "text": "A?"}]}]}
    told = lines(said, questions(form))
    assert [(line.depth, line.question, line.answer) for line in told] == [
        (0, "Group", ""),
        (1, "A?", "Yes"),
        (2, "b", ""),
        (0, "c", "7.5 h; 2026-11-24"),
        (0, "c", "Dr Example"),
    ]
    assert len({line.key for line in told}) == 5
    assert changes(told, told) == []


def test_days_times_and_several_answers_are_told_as_a_clinician_reads_them() -> None:
    said = {
        "item": [
            {"linkId": "a", "answer": [{"valueTime": "09:05:00"}]},
            {"linkId": "b", "answer": [{"valueDateTime": "2026-11-24T09:05:00+01:00"}]},
            {"linkId": "c", "answer": [{"valueDateTime": "2026-11-24"}]},
            {"linkId": "d", "answer": [{"valueCoding": {"display": "A friend"}}, {"valueString": "Ana"}]},
        ]
    }
    told = [line.answer for line in lines(said, {})]
    assert told == ["09:05", "2026-11-24 09:05:00+01:00", "2026-11-24", "A friend; Ana"]


def test_a_clinic_without_forms_works(data: Path, tmp_path: Path) -> None:
    process = ClinicProcess(data, forms=tmp_path / "nowhere")
    client = process.client("demo-token-kim")
    name = fresh()
    assert client.post("/QuestionnaireResponse", json=response(name, "kim")).status_code == 201
    staff = process.browser()
    staff.get(f"/?key={STAFF_KEY}")
    assert [line["question"] for line in entry(staff, name)["answers"]] == ["mood", "note"]
    process.close()


def test_a_number_with_a_word_and_a_number_with_a_unit_are_said_with_them() -> None:
    forms = ROOT / "assets" / "forms"
    effect, pressure = (
        json.loads((forms / f"{name}.json").read_text("utf-8")) for name in ("side-effect", "blood-pressure")
    )
    severity = {"item": [{"linkId": "severity", "answer": [{"valueInteger": 2}]}]}
    assert [one.answer for one in lines(severity, questions(effect))] == ["2 (Moderate - gets in the way)"]
    reading = {"item": [{"linkId": "systolic", "answer": [{"valueInteger": 128}]}]}
    assert [one.answer for one in lines(reading, questions(pressure))] == ["128 mmHg"]
