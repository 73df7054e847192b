"""The clinic's file: what cannot work is refused when it is read, not when something is sent."""

import json
from pathlib import Path

import pytest

from companion.clinic_file import ClinicFileError, load_clinic

WHOLE = {"name": "Example Clinic", "fhir": "https://fhir.clinic.example/r4", "patient": "robin", "token": "abc.def-1"}


def written(folder: Path, **more: object) -> Path:
    file = folder / "clinic.json"
    file.write_text(json.dumps({**WHOLE, **more}), "utf-8")
    return file


def test_a_whole_file_can_send(tmp_path: Path) -> None:
    assert load_clinic(written(tmp_path)).can_send


@pytest.mark.parametrize("token", ["…", "with a space", "line\nbreak", "ü"])
def test_a_token_that_no_header_can_carry_is_refused_by_its_name(tmp_path: Path, token: str) -> None:
    with pytest.raises(ClinicFileError, match="token") as refused:
        load_clinic(written(tmp_path, token=token))
    assert token not in str(refused.value)
