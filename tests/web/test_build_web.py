"""`companion build-web`: the same bytes each time, nothing of a patient, nothing overwritten that is not its own."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from tests.processes import ROOT
from tests.web.site import build, parts

FILE = {"name": "Example Clinic", "fhir": "https://fhir.example.org/r4", "client_id": "companion"}


def built_by_command(*arguments: str) -> tuple[int, str]:
    """The status of `companion build-web` and what it printed."""
    command = [sys.executable, "-m", "companion", "build-web", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def whole(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, what is compressed included."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_two_builds_are_the_same_bytes_snapshot_and_compressed_files_included(tmp_path: Path) -> None:
    build(tmp_path / "first")
    build(tmp_path / "second", None, replace(parts(), kept=tmp_path / "nothing is kept here yet"))
    first, second = whole(tmp_path / "first"), whole(tmp_path / "second")
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_a_patients_token_for_a_server_that_others_reach_is_refused(tmp_path: Path) -> None:
    for more in ({"token": "secret", "patient": "robin"}, {"token": "secret"}):
        file = tmp_path / "clinic.json"
        file.write_text(json.dumps({**FILE, **more}))
        status, said = built_by_command("--clinic", str(file), "-o", str(tmp_path / "site"))
        assert status == 2 and "cannot hold a token or a patient" in said and "secret" not in said
        assert not (tmp_path / "site").exists()


def test_a_clinics_address_without_https_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "clinic.json"
    file.write_text(json.dumps({**FILE, "fhir": "http://fhir.example.org/r4"}))
    status, said = built_by_command("--clinic", str(file), "-o", str(tmp_path / "site"))
    assert status == 2 and "needs https" in said


def test_a_folder_with_something_else_in_it_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    for name in ("thesis.txt", "index.html"):
        folder = tmp_path / f"with {name}"
        folder.mkdir()
        (folder / name).write_text("years of work")
        status, said = built_by_command("-o", str(folder))
        assert status == 2 and "has no site" in said
        assert whole(folder) == {name: b"years of work"}
        assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_a_site_of_a_clinic_holds_its_address_and_no_file_for_the_next_patient(tmp_path: Path) -> None:
    file = tmp_path / "clinic.json"
    file.write_text(json.dumps(FILE))
    out = tmp_path / "site"
    status, _ = built_by_command("--clinic", str(file), "-o", str(out), "--quality", "3")
    assert status == 0
    page = (out / "index.html").read_text("utf-8")
    assert "connect-src 'self' data: blob: https://fhir.example.org;" in page.replace("&#x27;", "'")
    assert json.loads((out / "clinic.json").read_text("utf-8"))["name"] == "Example Clinic"
    assert '"token":""' in page and '"patient_id":""' in page
