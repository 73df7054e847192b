"""What makes a number one that can be called."""

import pytest

from companion.domain.plan import phone_uri, text_uri


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
