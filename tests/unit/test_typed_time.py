"""A time of the day as people type it."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.domain.typed_time import is_at_night, typed_time


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("10", time(10)), ("9:30", time(9, 30)), ("09:30", time(9, 30)), ("1430", time(14, 30)), ("14.30", time(14, 30)),
        ("14h30", time(14, 30)), ("2 pm", time(14)), ("2:15pm", time(14, 15)), ("12 am", time(0)), ("12 p.m.", time(12)),
        (" 7 ", time(7)), ("0:00", time(0)), ("930", time(9, 30)),
    ],
)  # fmt: skip
def test_it_is_understood(typed: str, meant: time) -> None:
    assert typed_time(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "noon", "25", "24:00", "10:60", "14 pm", "0 am", "10:3", "12345", "-1", "10:30:00"]
)
def test_what_is_no_time_is_none(typed: str) -> None:
    assert typed_time(typed) is None


@given(st.times())
def test_every_time_of_the_day_is_read_as_it_is_shown(clock: time) -> None:
    shown = clock.strftime("%H:%M")
    assert typed_time(shown) == time(clock.hour, clock.minute)
    assert is_at_night(clock) == (shown < "06:00")


@given(st.text(max_size=12))
def test_nothing_that_is_typed_fails(typed: str) -> None:
    assert typed_time(typed) is None or typed.strip()
