"""How long the sync waits: never a hammer, never for ever, and what a server asks for is kept to."""

from hypothesis import given
from hypothesis import strategies as st

from companion.sync.backoff import FIRST, LONGEST, LONGEST_TOLD, delay

tries = st.integers(1, 10_000)
fractions = st.floats(0, 1, exclude_max=True)
told = st.floats(0, 10**9)


@given(tries, fractions)
def test_a_wait_is_at_least_a_second_and_at_most_a_quarter_of_an_hour(tried: int, fraction: float) -> None:
    assert FIRST / 2 <= delay(tried, fraction) <= LONGEST == 900


@given(tries, fractions, fractions)
def test_a_later_attempt_never_waits_less_than_the_shortest_of_the_one_before(
    tried: int, one: float, other: float
) -> None:
    assert delay(tried + 1, one) >= delay(tried, 0)
    assert delay(tried + 1, one) * 2 >= delay(tried, other)


@given(tries)
def test_chance_spreads_the_waits_over_the_upper_half(tried: int) -> None:
    shortest, longest = delay(tried, 0), delay(tried, 1)
    assert longest == 2 * shortest and delay(tried, 0.5) == (shortest + longest) / 2


def test_waits_double_until_they_are_as_long_as_they_get() -> None:
    assert [delay(tried, 1) for tried in range(1, 12)] == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


@given(tries, fractions, told)
def test_what_the_server_asks_for_is_waited_but_no_longer_than_an_hour(
    tried: int, fraction: float, asked: float
) -> None:
    waited = delay(tried, fraction, asked)
    assert waited >= min(asked, LONGEST_TOLD) and waited >= delay(tried, fraction)
    assert waited <= LONGEST_TOLD == 3600


@given(st.integers(-5, 0), fractions)
def test_a_count_that_makes_no_sense_is_the_first_attempt(tried: int, fraction: float) -> None:
    assert delay(tried, fraction) == delay(1, fraction)
