"""The clinic's hours as data, and what is said of them: on whose clock, and which phone is answered."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.clinic_file import ClinicFileError, load_clinic
from companion.config import ClinicSettings
from companion.domain.clinic import Here
from companion.domain.opening_hours import (
    AvailableTime,
    OpeningHours,
    closed_times,
    is_open,
    next_closing,
    opening_hours_from_json,
    opening_hours_to_json,
)
from companion.hours_words import hours_line, week_line
from companion.views.components.not_live import not_live_lines
from tests.times import US, WORDS

TIMES = [{"days_of_week": ["mon", "fri"], "start": "08:00", "end": "17:00"}]
WEEK = [{"days_of_week": ["mon", "tue", "wed", "thu", "fri"], "start": "08:00", "end": "17:00"}]
PHONES = [
    {"label": "Front desk", "phone": "(555) 010-0199", "phone_uri": "tel:+15550100199"},
    {"label": "Nurse", "phone": "(555) 010-0142", "phone_uri": "tel:+15550100142", "answered": "after-hours"},
]
ZONE = "America/New_York"


def loaded(folder: Path, **more: Any) -> ClinicSettings:
    """The settings of a file with these fields."""
    file = folder / "clinic.json"
    if "phones" not in more:
        more = {"phone": "(555) 010-0199", "phone_uri": "tel:+15550100199", **more}
    file.write_text(json.dumps({"name": "Example Clinic", **more}))
    return load_clinic(file)


def here(hour: int, minute: int = 0, *, zone: str = ZONE, day: int = 25) -> Here:
    """A time of November 2026 on somebody's clock; the 25th is a Wednesday."""
    now = datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(zone))
    return Here(now, lambda moment: moment.astimezone(now.tzinfo))


def test_hours_as_data_reach_help_and_words_stay_beside_them(tmp_path: Path) -> None:
    contact = loaded(tmp_path, hours="By day", available_time=TIMES, time_zone=ZONE).contact
    assert contact and contact.opening and contact.hours_text == "By day"
    assert contact.opening.available == (AvailableTime(frozenset({0, 4}), 480, 1020),)


def test_a_clinic_with_words_alone_is_neither_open_nor_closed(tmp_path: Path) -> None:
    contact = loaded(tmp_path, hours="By day").contact
    assert contact and contact.opening is None and contact.is_answered(here(3).now) is None
    assert ClinicSettings("Example Clinic").contact is None


@pytest.mark.parametrize(
    "more",
    [{"available_time": TIMES}, {"available_time": TIMES, "time_zone": "Nowhere/Town"},
     {"available_time": [{**TIMES[0], "start": "25:00"}], "time_zone": "UTC"},
     {"available_time": [{**TIMES[0], "days_of_week": []}], "time_zone": "UTC"},
     {"available_time": [{**TIMES[0], "end": "08:00"}], "time_zone": "UTC"},
     {"phones": [{**PHONES[0], "available_time": TIMES}]}],
)  # fmt: skip
def test_hours_that_cannot_be_right_are_refused(tmp_path: Path, more: dict[str, Any]) -> None:
    with pytest.raises(ClinicFileError):
        loaded(tmp_path, **more)


@pytest.mark.parametrize("kept", [{"available_time": ({"start": 8},)}, {"phones": ({"label": "x"},)}])
def test_what_a_browser_kept_and_makes_no_sense_leaves_the_words(kept: dict[str, Any]) -> None:
    contact = ClinicSettings("Example Clinic", phone_uri="tel:123", hours="By day", **kept).contact
    assert contact and contact.opening is None and contact.hours_text == "By day" and contact.phone_uri == "tel:123"


# Phones by hours


def test_the_phone_to_call_is_the_one_that_is_answered_now(tmp_path: Path) -> None:
    settings = loaded(tmp_path, phones=PHONES, available_time=WEEK, time_zone=ZONE)
    contact = settings.contact
    assert contact and settings.phone_uri == "tel:+15550100199" and len(contact.phones) == 2
    called = {hour: contact.phone_at(here(hour).now).label for hour in (7, 8, 16, 17)}
    assert called == {7: "Nurse", 8: "Front desk", 16: "Front desk", 17: "Nurse"}
    assert contact.phone_at(here(12, day=28).now).label == "Nurse" and contact.phone_at(None).label == "Front desk"
    assert contact.is_answered(here(3).now) is True
    shown = {hour: [one.label for one in contact.phones_at(here(hour).now)] for hour in (3, 9)}
    assert shown == {3: ["Nurse", "Front desk"], 9: ["Front desk", "Nurse"]}


def test_a_phone_that_is_always_answered_and_one_with_times_of_its_own(tmp_path: Path) -> None:
    phones = [{**PHONES[0], "available_time": TIMES}, {**PHONES[1], "answered": "always"}]
    contact = loaded(tmp_path, phones=phones, time_zone=ZONE).contact
    assert contact and contact.phones[1].opening == OpeningHours() and contact.opening is None
    assert (
        contact.phone_at(here(9, day=27).now).label == "Front desk" and contact.phone_at(here(9).now).label == "Nurse"
    )


spans = st.lists(
    st.builds(
        lambda days, start, long: AvailableTime(frozenset(days), start, start + long),
        st.sets(st.integers(0, 6), min_size=1), st.integers(0, 1439), st.integers(1, 1440),
    ),
    min_size=1, max_size=4,
)  # fmt: skip


@given(spans, st.integers(0, 14 * 1440))
def test_after_hours_is_open_when_the_clinic_is_not_and_only_then(times: list[AvailableTime], minute: int) -> None:
    hours = OpeningHours(tuple(times), "UTC")
    rest = closed_times(hours)
    now = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(minutes=minute)
    assert is_open(hours, now) is not (rest is not None and is_open(rest, now))
    if rest:
        assert len(rest.available) <= 21
        raw = {"available_time": opening_hours_to_json(rest), "time_zone": "UTC"}
        again = opening_hours_from_json(raw)
        assert again and is_open(again, now) is is_open(rest, now)


@given(spans, st.integers(0, 14 * 1440))
def test_what_closes_is_open_before_and_closed_at_that_minute(times: list[AvailableTime], minute: int) -> None:
    hours = OpeningHours(tuple(times), "Europe/Berlin")
    now = datetime(2026, 10, 19, tzinfo=UTC) + timedelta(minutes=minute)  # the clocks change in these weeks
    closes = next_closing(hours, now)
    if closes is None:
        assert not is_open(hours, now) or all(is_open(hours, now + timedelta(hours=later)) for later in range(166))
    else:
        assert is_open(hours, now) and closes > now and not is_open(hours, closes)


# In words


@pytest.mark.parametrize(
    ("there", "country", "said"),
    [(here(7), "US", "Closed now. Opens at 8:00\u00a0AM."),
     (here(18), "US", "Closed now. Opens Thursday 8:00\u00a0AM."),
     (here(9), "US", "Open now, until 5:00\u00a0PM."),
     (here(9), "GB", "Open now, until 17:00."),
     (here(13, zone="Europe/Berlin"), "US", "Closed now. Opens at 2:00\u00a0PM, your time."),
     (here(15, zone="Europe/Berlin"), "US", "Open now, until 11:00\u00a0PM, your time."),
     (here(9, zone="America/Toronto"), "US", "Open now, until 5:00\u00a0PM.")],
)  # fmt: skip
def test_times_are_on_the_persons_clock_which_is_named_where_it_differs(there: Here, country: str, said: str) -> None:
    hours = opening_hours_from_json({"available_time": WEEK, "time_zone": ZONE})
    assert hours_line(WORDS.of(country), hours, there, until=True) == said


@pytest.mark.parametrize(
    ("hour", "country", "said"),
    [(20, "US", "Open now, until 12:00\u00a0midnight."),
     (20, "DE", "Open now, until 24:00."),
     (3, "US", "Closed now. Opens Thursday 12:00\u00a0midnight (end of the day)."),
     (3, "DE", "Closed now. Opens Thursday 24:00 (end of the day).")],
)  # fmt: skip
def test_a_midnight_ahead_is_tonights_or_that_of_the_day_which_it_ends(hour: int, country: str, said: str) -> None:
    times = [{"days_of_week": ["wed"], "start": "12:00", "end": "24:00"},
             {"days_of_week": ["fri"], "start": "00:00", "end": "08:00"}]  # fmt: skip
    hours = opening_hours_from_json({"available_time": times if hour > 12 else times[1:], "time_zone": ZONE})
    assert hours_line(WORDS.of(country), hours, here(hour), until=True) == said


def test_an_opening_after_the_clocks_change_is_told_with_the_offset_of_that_day() -> None:
    hours = opening_hours_from_json({"available_time": WEEK, "time_zone": ZONE})
    berlin = ZoneInfo("Europe/Berlin")
    friday = datetime(2026, 10, 23, 23, 30, tzinfo=timezone(timedelta(hours=2)))  # as a browser has it: no zone
    browser = Here(friday, lambda moment: moment.astimezone(berlin))
    assert hours_line(WORDS, hours, browser) == "Closed now. Opens Monday 13:00, your time."


@pytest.mark.parametrize(
    ("times", "country", "said"),
    [(WEEK, "US", "Monday to Friday, 8:00\u00a0AM to 5:00\u00a0PM"),
     (WEEK, "DE", "Monday to Friday, 08:00 to 17:00"),
     ([*TIMES, {"days_of_week": ["sat", "sun"], "start": "20:00", "end": "02:00"}], "GB",
      "Monday, Friday, 08:00 to 17:00; Saturday, Sunday, 20:00 to 02:00"),
     ([{"days_of_week": ["mon"], "start": "00:00", "end": "24:00"}], "US", "Monday, 12:00\u00a0midnight to 12:00\u00a0midnight"),
     ([{"days_of_week": ["sat"], "start": "09:00", "end": "12:00"}], "US", "Saturday, 9:00\u00a0AM to 12:00\u00a0noon")],
)  # fmt: skip
def test_hours_without_words_of_the_clinics_own_are_put_into_words(
    tmp_path: Path, times: list[dict[str, Any]], country: str, said: str
) -> None:
    contact, words = loaded(tmp_path, available_time=times, time_zone=ZONE).contact, WORDS.of(country)
    assert contact and week_line(words, contact) == week_line(words, contact, here(9)) == said
    assert week_line(words, contact, here(9, zone="Europe/Berlin")) == f"{said} (clinic time)"


# Nobody watches this live


def test_beside_what_is_written_stands_the_clinics_number_and_whether_it_is_open(tmp_path: Path) -> None:
    contact = loaded(tmp_path, phones=PHONES, available_time=WEEK, time_zone=ZONE).contact
    assert not_live_lines(US, contact, here(9), is_sent=True) == [
        "No one watches this live.", "Example Clinic, Front desk: (555)\u00a0010-0199. Open now, until 5:00\u00a0PM.",
    ]  # fmt: skip
    assert not_live_lines(US, contact, here(19), is_sent=True)[1] == (
        "Example Clinic, Nurse: (555)\u00a0010-0142. Open now, until Thursday 8:00\u00a0AM."
    )


def test_without_hours_as_data_the_words_stand_there_and_without_a_clinic_the_way_to_help(tmp_path: Path) -> None:
    worded = loaded(tmp_path, hours="By day").contact
    assert not_live_lines(US, worded, here(9), is_sent=True)[1] == "Example Clinic: (555)\u00a0010-0199. By day"
    assert (
        not_live_lines(US, loaded(tmp_path).contact, here(9), is_sent=True)[1] == "Example Clinic: (555)\u00a0010-0199."
    )
    assert not_live_lines(US, None, None, is_sent=True) == [
        "No one watches this live. To talk to someone, use “Help now”."
    ]


def test_who_reads_is_said_only_where_the_clinic_has_said_so_and_that_nobody_watches_all_the_same(
    tmp_path: Path,
) -> None:
    reading = {"who": "a nurse", "when": "on weekdays before noon"}
    contact = loaded(tmp_path, reading=reading).contact
    said = not_live_lines(US, contact, here(9), is_sent=True)
    assert said[0] == "No one watches this live. Read by a nurse, on weekdays before noon."
    unsent = not_live_lines(US, contact, here(9), is_sent=False)
    assert unsent[0] == "No one watches this live.", "what is not sent is read by nobody"
