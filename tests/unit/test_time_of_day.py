"""A time of the day as it is written by country and as people type it: what is shown is read back as what it was."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from companion.domain.time_of_day import (
    DAY,
    TWELVE_HOURS,
    Mark,
    half_of,
    is_at_night,
    meanings,
    minute_of,
    named_by,
    typed_times,
    written,
)
from companion.views.components.time_entry import spoken
from tests.times import TIME, WORDS

EVERY_MINUTE = [time(*divmod(minute, 60)) for minute in range(DAY)]
COUNTRIES = ("US", "DE", "")


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_minute_is_read_back_as_what_it_was_and_no_two_look_alike(country: str) -> None:
    words = WORDS.of(country)
    shown = {words.time(clock): clock for clock in EVERY_MINUTE}
    assert len(shown) == DAY
    for said, clock in shown.items():
        assert typed_times(said, country) == (clock,), said
        assert typed_times(said.upper(), country) == typed_times(f" {said.lower()} ", country) == (clock,), said
        assert words.time(f"{clock:%H:%M}") == words.time(minute_of(clock)) == said
        assert (re.fullmatch(TIME, said) is not None) == (country == "US"), said
    assert len({spoken(words, clock) for clock in EVERY_MINUTE}) == DAY


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_minute_is_understood_in_both_ways_of_writing_wherever_it_is_typed(country: str) -> None:
    for clock in EVERY_MINUTE:
        half = "am" if clock.hour < 12 else "pm"
        assert typed_times(f"{clock.hour % 12 or 12}:{clock.minute:02}{half}", country) == (clock,)
        assert clock in typed_times(f"{clock:%H:%M}", country)


def test_with_twelve_hours_a_bare_number_is_never_taken_for_one_of_the_two() -> None:
    for clock in EVERY_MINUTE:
        bare = typed_times(f"{clock.hour}:{clock.minute:02}", "US")
        assert bare == meanings(clock, "US") and len(bare) == (2 if 1 <= clock.hour <= 12 else 1)
        assert {half_of(one.hour) for one in bare} == ({Mark.AM, Mark.PM} if len(bare) == 2 else {half_of(clock.hour)})
        assert typed_times(f"{clock.hour}:{clock.minute:02}", "DE") == (clock,)


def test_noon_and_midnight_are_called_so() -> None:
    minutes = (0, 1, 719, 720, 721, 779, 1439, 1440)
    assert [WORDS.of("US").time(one) for one in minutes] == [
        "12:00\u00a0midnight", "12:01\u00a0AM", "11:59\u00a0AM", "12:00\u00a0noon", "12:01\u00a0PM", "12:59\u00a0PM", "11:59\u00a0PM", "12:00\u00a0midnight",
    ]  # fmt: skip
    assert [WORDS.of("DE").time(one) for one in (0, 485, 720, 1440)] == ["00:00", "08:05", "12:00", "24:00"]
    assert written(870, "US") == ("2:30", Mark.PM) and written(870, "GB") == ("14:30", None)


def test_a_midnight_ahead_is_said_with_the_day_that_it_ends() -> None:
    day = date(2026, 11, 24)
    assert named_by(datetime(2026, 11, 25)) == (day, DAY)
    for minute in range(1, DAY):
        assert named_by(datetime(2026, 11, 24) + timedelta(minutes=minute)) == (day, minute)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("10", "10:00"), ("9:30", "09:30"), ("09:30", "09:30"), ("1430", "14:30"), ("14.30", "14:30"),
        ("14h30", "14:30"), ("2 pm", "14:00"), ("2:15pm", "14:15"), ("12 am", "00:00"), ("12 p.m.", "12:00"),
        (" 7 ", "07:00"), ("0:00", "00:00"), ("930", "09:30"), ("noon", "12:00"), ("12 Noon", "12:00"),
        ("midnight", "00:00"), ("12 midnight", "00:00"), ("2:30 PM", "14:30"),
        ("\u200f9:30\u200e", "09:30"), ("９：３０", "09:30"), ("٩:٣٠", "09:30"), ("9:30\u202fPM", "21:30"), ("9,30", "09:30"),
        ("9:30 p. m.", "21:30"), ("9:30\x00", "09:30"),
    ],
)  # fmt: skip
def test_it_is_understood(typed: str, meant: str) -> None:
    assert typed_times(typed, "GB") == (time.fromisoformat(meant),)
    assert time.fromisoformat(meant) in typed_times(typed, "US")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "no",
        "25",
        "24:00",
        "10:60",
        "14 pm",
        "0 am",
        "10:3",
        "12345",
        "-1",
        "10:30:00",
        "2 noon",
        "12:30 midnight",
        "9:3²",
        "9²",
    ],
)
def test_what_is_no_time_is_none(typed: str) -> None:
    assert typed_times(typed, "US") == typed_times(typed, "GB") == ()


@given(st.text(max_size=12), st.sampled_from(COUNTRIES))
def test_nothing_that_is_typed_fails(typed: str, country: str) -> None:
    assert typed_times(typed, country) == () or typed.strip()


def test_what_a_clinic_would_hardly_mean_is_before_six() -> None:
    assert [clock for clock in EVERY_MINUTE if is_at_night(clock)] == EVERY_MINUTE[:360]


def test_a_country_writes_its_clock_as_the_common_locale_data_has_it() -> None:
    languages = {"AR": "es", "CL": "es", "CO": "es", "GR": "el", "HK": "zh_Hant", "KR": "ko", "MX": "es", "MY": "ms",
                 "PE": "es", "UY": "es"}  # fmt: skip
    for country in (*TWELVE_HOURS, "GB", "IE", "DE", "FR", "BR", "JP", "ZA"):
        language = languages.get(country) or {"DE": "de", "FR": "fr", "BR": "pt", "JP": "ja"}.get(country, "en")
        short = str(Locale.parse(f"{language}_{country}").time_formats["short"])
        assert ("a" in short) == (country in TWELVE_HOURS), (country, short)
