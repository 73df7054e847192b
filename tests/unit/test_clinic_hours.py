"""The clinic's hours as data, in its file."""

import json
from pathlib import Path
from typing import Any

import pytest

from companion.clinic_file import ClinicFileError, load_clinic
from companion.config import ClinicSettings
from companion.domain.opening_hours import AvailableTime

TIMES = [{"days_of_week": ["mon", "fri"], "start": "08:00", "end": "17:00"}]


def loaded(folder: Path, **more: Any) -> ClinicSettings:
    """The settings of a file with these fields."""
    file = folder / "clinic.json"
    file.write_text(json.dumps({"name": "Example Clinic", "phone": "1", "phone_uri": "tel:1", **more}))
    return load_clinic(file)


def test_hours_as_data_reach_help_and_words_stay_beside_them(tmp_path: Path) -> None:
    contact = loaded(tmp_path, hours="By day", available_time=TIMES, time_zone="America/New_York").contact
    assert contact and contact.opening and contact.hours_text == "By day"
    assert contact.opening.available == (AvailableTime(frozenset({0, 4}), 480, 1020),)


def test_a_clinic_with_words_alone_is_neither_open_nor_closed(tmp_path: Path) -> None:
    contact = loaded(tmp_path, hours="By day").contact
    assert contact and contact.opening is None
    assert ClinicSettings("Example Clinic").contact is None


@pytest.mark.parametrize(
    "more",
    [{"available_time": TIMES}, {"available_time": TIMES, "time_zone": "Nowhere/Town"},
     {"available_time": [{**TIMES[0], "start": "25:00"}], "time_zone": "UTC"},
     {"available_time": [{**TIMES[0], "days_of_week": []}], "time_zone": "UTC"},
     {"available_time": [{**TIMES[0], "end": "08:00"}], "time_zone": "UTC"}],
)  # fmt: skip
def test_hours_that_cannot_be_right_are_refused(tmp_path: Path, more: dict[str, Any]) -> None:
    with pytest.raises(ClinicFileError):
        loaded(tmp_path, **more)


def test_hours_that_a_browser_kept_and_that_make_no_sense_leave_the_words() -> None:
    settings = ClinicSettings("Example Clinic", phone_uri="tel:1", hours="By day", available_time=({"start": 8},))
    assert settings.contact and settings.contact.opening is None and settings.contact.hours_text == "By day"
