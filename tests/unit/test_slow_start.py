"""What the page remembers of a slow start is read as data that may be anything."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.domain.slow_start import SlowReason, SlowStart, read_slow_start

LAST = {"code": "engine", "error": "RuntimeError", "day": "2026-11-30", "version": "0.9.0-0123456789ab"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda it: st.lists(it) | st.dictionaries(st.text(), it)
)


def test_a_slow_start_is_read_with_its_day_and_reason() -> None:
    assert read_slow_start({"last": LAST, "isNow": True}) == SlowStart(
        date(2026, 11, 30), SlowReason.ENGINE, "RuntimeError", "0.9.0-0123456789ab", is_now=True
    )
    assert read_slow_start({"last": LAST}) is not None and not read_slow_start({"last": LAST}).is_now  # type: ignore[union-attr]


@pytest.mark.parametrize("code", ["file", "memory", "engine", "python", "other"])
def test_every_code_of_the_page_is_known(code: str) -> None:
    assert read_slow_start({"last": {**LAST, "code": code}, "isNow": False})


@pytest.mark.parametrize(
    "change",
    [{"code": "words"}, {"day": "yesterday"}, {"day": 5}, {"error": "two words"}, {"error": ""}, {"error": "x" * 41},
     {"version": "1" * 41}, {"version": None}],
)  # fmt: skip
def test_what_is_not_understood_is_left_out(change: dict[str, object]) -> None:
    assert read_slow_start({"last": {**LAST, **change}, "isNow": True}) is None


@given(JSON, JSON, st.sampled_from(sorted(LAST)))
def test_no_data_at_all_stops_a_start(told: object, value: object, name: str) -> None:
    read_slow_start(told)
    read_slow_start({"last": value, "isNow": told})
    found = read_slow_start({"last": {**LAST, name: value}, "isNow": told})
    assert found is None or isinstance(found.day, date)
