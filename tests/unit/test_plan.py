"""The plan's steps, and what makes a number one that can be called."""

from datetime import UTC, datetime, timedelta

import pytest

from companion.domain.plan import IN_A_CRISIS, Plan, Step, phone_uri, text_uri


@pytest.mark.parametrize(
    ("typed", "called"),
    [
        ("(555) 010-0142", "5550100142"),
        (" +1 555.010.0142 ", "+15550100142"),
        ("988", "988"),
        # The 0 in brackets is not called from abroad, and a number with it reaches nobody.
        ("+44 (0)20 7946 0000", "+442079460000"),
        ("0044 (0)20 7946 0000", "00442079460000"),
        ("(0)20 7946 0000", "02079460000"),
        # What a phone copies: marks of direction, dashes of a printed page.
        ("\u202a+1 555 010 0142\u202c", "+15550100142"),
        ("555\u2013010\u20100142", "5550100142"),
    ],
)
def test_a_number_is_called_as_it_was_meant(typed: str, called: str) -> None:
    assert phone_uri(typed) == f"tel:{called}" and text_uri(typed) == f"sms:{called}"


@pytest.mark.parametrize(
    "typed", ["", "ask mum", "12", "1" * 16, "1+555", "+1+5550100142", "555 010 0142 at home", "(0)"]
)
def test_what_cannot_be_called_is_no_number(typed: str) -> None:
    assert phone_uri(typed) == "" == text_uri(typed)


def test_every_step_but_the_helper_comes_up_in_a_crisis_once() -> None:
    assert sorted(IN_A_CRISIS) == sorted(set(Step) - {Step.HELPER}) and IN_A_CRISIS[-1] is Step.LINES


def test_a_plan_that_was_emptied_asks_for_no_review() -> None:
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    later = long_ago + timedelta(days=91)
    assert Plan({"signs": "words"}, changed_at=long_ago).is_due(later, None)
    assert not Plan({"signs": "words"}, changed_at=long_ago).is_due(later - timedelta(seconds=1), None)
    assert not Plan({"signs": " "}, changed_at=long_ago).is_due(later, None)
