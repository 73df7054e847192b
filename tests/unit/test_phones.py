"""Phone numbers as people and clinics write them: one reading, before anything is judged."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.clinic_rules import faults_between
from companion.domain.phones import Problem, callable_numbers, cleaned, read_phone
from companion.domain.plan import phone_uri, text_uri

CASES = json.loads((Path(__file__).parent / "phones.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("typed", "called"),
    [
        ("(555) 010-0142", "5550100142"),
        ("988", "988"),
        ("1" * 15, "1" * 15),
        ("+" + "1" * 15, "+" + "1" * 15),
        # The 0 in brackets is not called from abroad, and a number with it reaches nobody.
        ("+44 ( 0 ) 20 7946 0018", "+442079460018"),
        ("(+44) 20 7946 0018", "+442079460018"),
        ("011 44 (0)20 7946 0018", "011442079460018"),
        ("(0044) (0)20 7946 0018", "00442079460018"),
        # Narrow and invisible blanks, dashes and digits of other scripts, as phones and pages write them.
        ("+44\u202f20\u00a07946\u20090018", "+442079460018"),
        ("\u2066555\u200b010\ufeff0199\u2069", "5550100199"),
        ("555\u2212010\u30fc0199", "5550100199"),
        ("\uff0b\uff14\uff14 \uff12\uff10 7946 0018", "+442079460018"),
        ("\u0665\u0665\u0665\u0660\u0661\u0660\u0660", "5550100"),
        ("\u096b\u096b\u096b-\u0966\u0967\u0966\u0966", "5550100"),
        ("5\ufe0f\u20e35\ufe0f\u20e35\ufe0f\u20e3 0100", "5550100"),
        ("555\u00b7010\u20220199", "5550100199"),
        ("tel:+1-555-010-0199", "+15550100199"),
        # One number, in whatever groups.
        ("030/1234567", "0301234567"),
        ("(555)/010-0199", "5550100199"),
        ("(555)  010-0199", "5550100199"),
        ("+44  20 7946 0018", "+442079460018"),
        ("0044  20 7946 0018", "00442079460018"),
        ("555,010,0199", "5550100199"),
        ("+86 138001 3800138", "+861380013800138"),
        ("555-010-0199;", "5550100199"),
        ("138-0013-8000", "13800138000"),
        ("089 123 45 67", "0891234567"),
        # What is pasted along.
        ("\u260e 555-0100", "5550100"),
        ("555-0100 \U0001f4f1", "5550100"),
        ("555-0100\x00", "5550100"),
        ("555-0100\ud83d", "5550100"),
    ],
)
def test_one_number_is_called_as_it_was_meant(typed: str, called: str) -> None:
    assert phone_uri(typed) == f"tel:{called}" and text_uri(typed) == f"sms:{called}"


@pytest.mark.parametrize(
    "extension",
    [
        " ext. 12",
        " ext 12",
        " Ext.: 12",
        " extension 12",
        "x12",
        " x 12",
        " #12",
        "#12",
        ",12",
        ",,12",
        ";ext=12",
        ";12",
    ],
)
def test_an_extension_is_dialed_after_a_pause_and_gets_no_message(extension: str) -> None:
    typed = f"555-010-0199{extension}"
    assert phone_uri(typed) == "tel:5550100199,12" and text_uri(typed) == "sms:5550100199"


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("555-0100 / 555-0199", ["555-0100", "555-0199"]),
        ("555-0100/555-0199", ["555-0100", "555-0199"]),
        ("555-0100, 555-0199", ["555-0100", "555-0199"]),
        ("555-0100,5550199", ["555-0100", "5550199"]),
        ("555-0100;555-0199", ["555-0100", "555-0199"]),
        ("555-0100 or 555-0199", ["555-0100", "555-0199"]),
        ("555-0100 AND 555-0199", ["555-0100", "555-0199"]),
        ("555-0100 & 555-0199", ["555-0100", "555-0199"]),
        ("555-0100 | 555-0199", ["555-0100", "555-0199"]),
        ("555-0100  555-0199", ["555-0100", "555-0199"]),
        ("555-0100 555-0199", ["555-0100", "555-0199"]),
        ("555-0100\n555-0199", ["555-0100", "555-0199"]),
        ("555-0100\u2028555-0199", ["555-0100", "555-0199"]),
        ("555-0100\u00a0\u00a0555-0199", ["555-0100", "555-0199"]),
        ("555-0100 \u2044 555-0199", ["555-0100", "555-0199"]),
        ("555-0100 / 555-0142 / 555-0199", ["555-0100", "555-0142", "555-0199"]),
        ("(555) 010-0199 (555) 010-0142", ["(555) 010-0199", "(555) 010-0142"]),
        ("+44 20 7946 0018 +44 20 7946 0019", ["+44 20 7946 0018", "+44 20 7946 0019"]),
        ("+44 20 7946 0018+1 555 010 0199", ["+44 20 7946 0018", "+1 555 010 0199"]),
        ("555-0100 / 555-0199 ext. 4", ["555-0100", "555-0199 ext. 4"]),
        ("988 / 911", ["988", "911"]),
        ("988, 911", ["988", "911"]),
        ("555-010-0199, 12", ["555-010-0199", "555-010-0199 ext. 12"]),
        ("555-010-0199, 911", ["555-010-0199", "911", "555-010-0199 ext. 911"]),
        ("555-0100/01", ["555-0100"]),
        # An extension that nothing marks, or a number with two more digits.
        ("555-010-0199 12", ["555-010-0199", "555-010-0199 ext. 12", "555010019912"]),
        ("5550100199 12", ["5550100199", "5550100199 ext. 12", "555010019912"]),
        ("555-010-0199 9-5", ["555-010-0199", "555-010-0199 ext. 95", "555010019995"]),
        ("555-0100 12", ["555-0100", "555-0100 ext. 12", "555010012"]),
        # After +1 a number has 10 digits and never more.
        ("+1 555 010 0199 1234", ["+1 555 010 0199", "+1 555 010 0199 ext. 1234"]),
        ("+1 (555) 010-0199 12 ext. 4", ["+1 (555) 010-0199 ext. 4"]),
        # Two that are written alike.
        ("555-0100-555-0199", ["555-0100", "555-0199"]),
        ("555-0100.555-0199", ["555-0100", "555-0199"]),
        ("(555)0100(555)0199", ["(555)0100", "(555)0199"]),
        ("0612345678-0698765432", ["0612345678", "0698765432"]),
        # Perhaps an area and a number in it: then both together are offered, too.
        ("555/010-0199", ["555 010-0199", "555", "010-0199"]),
    ],
)
def test_what_may_be_two_numbers_is_asked_about_and_never_joined(typed: str, choices: list[str]) -> None:
    read = read_phone(typed)
    assert (read.number, read.problem, list(read.choices)) == (None, Problem.SEVERAL, choices)
    assert phone_uri(typed) == "" == text_uri(typed)
    assert [said for said, _ in callable_numbers(typed)] == choices, "what was kept before can still be called"


@pytest.mark.parametrize(
    ("typed", "problem", "choices"),
    [
        ("555-O1OO", Problem.LETTERS, ["555-0100", "555-6166"]),
        ("1-8OO-555-0100", Problem.LETTERS, ["1-800-555-0100", "1-866-555-0100"]),
        ("call 555-010-0199 9-5", Problem.WORDS, ["555-010-0199", "555-010-0199 ext. 95", "555010019995"]),
        ("1-800-FLOWERS", Problem.LETTERS, ["1-800-356-9377"]),
        ("1-800-flowers", Problem.LETTERS, ["1-800-356-9377"]),
        ("800 CONTACTS", Problem.LETTERS, ["800-266-8228"]),
        ("1-800-273-TALK (8255)", Problem.LETTERS, ["1-800-273-8255"]),
        ("273-TALK", Problem.LETTERS, ["273-8255"]),
        ("1-800-FLOWERS ext. 5", Problem.LETTERS, ["1-800-356-9377 ext. 5"]),
        ("988 home", Problem.WORDS, ["988"]),
        ("988, then press 1", Problem.WORDS, ["988"]),
        ("119 ext 8", Problem.WORDS, ["119"]),
        ("119-ext 80", Problem.WORDS, []),
        ("1-800-FLOW", Problem.WORDS, []),
        ("Mom (555) 010-0199", Problem.WORDS, ["(555) 010-0199"]),
        ("555-0100 home", Problem.WORDS, ["555-0100"]),
        ("+1 555 010 0199 (mobile)", Problem.WORDS, ["+1 555 010 0199"]),
        ("home 555-0100, work 555-0199", Problem.WORDS, ["555-0100", "555-0199"]),
        ("1-800-FLOWERS or 555-0100", Problem.WORDS, ["1-800-356-9377", "555-0100"]),
        ("ask mum, then 988", Problem.WORDS, ["988"]),
        ("*67 5550100", Problem.WORDS, []),
        ("*72", Problem.WORDS, []),
        ("#31#5550100", Problem.WORDS, []),
        ("555-0100\u00b9", Problem.WORDS, []),
        ("555-01\u00bd0", Problem.WORDS, []),
        ("1+555", Problem.WORDS, []),
        ("ask mum", Problem.NONE, []),
        ("", Problem.NONE, []),
        ("12", Problem.NONE, []),
        ("(0)", Problem.NONE, []),
        ("1" * 16, Problem.LONG, []),
        ("1 " * 5_000, Problem.LONG, []),  # read sign by sign, this would take minutes
        ("555-0100 " + "home " * 2_000, Problem.LONG, []),
        ("2024-11-24", Problem.DATE, []),
        ("2024/11/24", Problem.DATE, []),
        ("24.11.2024", Problem.DATE, []),
        ("11/24/2024", Problem.DATE, []),
        ("11/24/26", Problem.DATE, []),
    ],
)
def test_what_is_not_one_number_says_why_and_offers_what_it_may_be(
    typed: str, problem: Problem, choices: list[str]
) -> None:
    read = read_phone(typed)
    assert (read.number, read.problem, list(read.choices)) == (None, problem, choices)
    assert phone_uri(typed) == "" == text_uri(typed)


@pytest.mark.parametrize("typed", ["2024-55-99", "20 24 11 24", "20241124", "99.99.2024", "1234-56-78"])
def test_what_no_calendar_has_is_no_date(typed: str) -> None:
    assert read_phone(typed).problem is not Problem.DATE


SIGNS = "0123456789 ()-./+,;x#&\n\u00a0\u2013orextA\u0661\uff15"


@given(st.text(SIGNS, max_size=30))
def test_every_choice_is_one_number_made_of_what_was_typed(typed: str) -> None:
    read = read_phone(typed)
    assert (read.number is None) is (read.problem is not None)
    there = re.sub(r"\D", "", cleaned(typed))
    for said, number in callable_numbers(typed):
        assert re.sub(r"\D", "", said) or number
        if read.problem in (None, Problem.SEVERAL, Problem.DATE):
            digits = number.digits.lstrip("+") + number.extension
            assert digits in there or digits in there.replace("0", "", 1) or is_within(digits, there), (said, digits)
    for choice in read.choices:
        assert read_phone(choice).number is not None, choice


def is_within(digits: str, there: str) -> bool:
    """Whether these digits stand there in this order."""
    rest = iter(there)
    return all(one in rest for one in digits)


OLD = "0123456789 ()-./\u00a0\u2010\u2011\u2013+"


def old_uri(typed: str) -> str:
    """What could be called before two numbers were asked about."""
    typed = typed.strip()
    called = typed.replace("(0)", "") if typed.startswith(("+", "00")) else typed
    digits = "".join(one for one in called if one.isascii() and one.isdigit())
    return digits if "+" not in typed[1:] and 3 <= len(digits) <= 15 else ""


@given(st.text(OLD, max_size=24))
def test_a_number_that_was_kept_before_can_still_be_called(typed: str) -> None:
    if old_uri(typed):
        assert callable_numbers(typed), typed


@pytest.mark.parametrize(("read", "called"), CASES["same"])
def test_a_clinics_number_that_is_read_is_the_one_that_is_called(read: str, called: str) -> None:
    assert list(faults_between({"name": "A", "phone": read, "phone_uri": called})) == []


@pytest.mark.parametrize(("read", "called"), CASES["other"])
def test_a_clinics_number_that_calls_another_is_refused(read: str, called: str) -> None:
    from companion.clinic_fields import CLINIC

    data = {"name": "A", "phone": read, "phone_uri": called}
    assert [*faults_between(data), *CLINIC.faults(data, ())]


def test_what_looks_like_a_date_and_was_kept_before_is_called_as_it_is_shown() -> None:
    assert [(said, number.uri) for said, number in callable_numbers("2024-11-24")] == [("2024-11-24", "tel:20241124")]
