"""Numbers as people write them: taken where they can mean one thing, offered where they may, refused in all else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.domain.number_reading import Trouble, read_number, targets
from companion.domain.questionnaire import Item, ItemType

TOP = Item("systolic", ItemType.INTEGER, "Top", minimum=20, maximum=350, unit="mmHg")
BOTTOM = Item("diastolic", ItemType.INTEGER, "Bottom", minimum=10, maximum=300, unit="mmHg")
PULSE = Item("pulse", ItemType.INTEGER, "Pulse", minimum=20, maximum=350, unit="per minute")
STEPS = Item("steps", ItemType.INTEGER, "Steps", minimum=0, maximum=90000)
THREE = (TOP, BOTTOM, PULSE)
SCRIPTS = ["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "০১২৩৪৫৬৭৮৯", "๐๑๒๓๔๕๖๗๘๙"]


@pytest.mark.parametrize(
    "entered",
    ["120", " 120 ", "+120", "0120", "120.", "120,", "120.0", "120,00", "120 mmHg", "120mmHg", "120 MM HG", "120 mm Hg.",
     "120\u00a0mmHg", "\u202f120", "\u200e120\u200f", "\u2066120\u2069", "1\u200b20", "١٢٠", "१२०", "１２０", "120.000"],
)  # fmt: skip
def test_a_number_with_its_unit_sign_or_blanks_is_taken(entered: str) -> None:
    assert read_number(TOP, entered, THREE).number == 120


@pytest.mark.parametrize("unit", ["bpm", "BPM", " /min", "/ min", " per minute", " beats per minute", " 1/min"])
def test_a_pulse_is_taken_with_the_units_that_people_write(unit: str) -> None:
    assert read_number(PULSE, f"72{unit}", THREE).number == 72


@pytest.mark.parametrize(
    "entered",
    [
        "16 kPa",
        "72 bpm",
        "120 lb",
        "120 %",
        "abc",
        "½",
        "1e2",
        "HI",
        "-",
        ".",
        "120?",
        "/80",
        "12²",
        "²",
        "120½",
        "①②⓪",
        "12⁰",
        "Ⅻ0",
    ],
)
def test_another_unit_and_what_is_no_number_are_not_taken(entered: str) -> None:
    found = read_number(TOP, entered, THREE)
    assert found.number is None and found.trouble and found.offers == ()


@pytest.mark.parametrize(
    ("entered", "meant"),
    [("185,5", 186), ("185.5", 186), ("185.4", 185), ("١٨٥٫٥", 186), ("185·5", 186), ("185,5 mmHg", 186),
     ("12O", 120), ("12o mmHg", 120), ("l20", 120), ("I2O", 120), ("~120", 120), ("about 120", 120), ("≈ 120", 120)],
)  # fmt: skip
def test_a_fraction_and_letters_for_digits_are_offered_and_never_taken(entered: str, meant: int) -> None:
    found = read_number(TOP, entered, THREE)
    assert found.number is None and found.offers == ((meant,),)


@pytest.mark.parametrize(
    "entered",
    ["120/80", "120 / 80", "120\\80", "120⁄80", "120 over 80", "120 OVER 80", "120-80", "120–80", "120−80", "120 80",
     "120;80", "120, 80", "120/80 mmHg", "120 mmHg/80 mmHg", "120mmHg / 80mmHg", "١٢٠/٨٠", "12O/8O", "+120/+80",
     "120:80", "120|80", "120 & 80", "120 and 80", "120 x 80", "120.80", "120 zu 80", "120 sur 80", "120 por 80"],
)  # fmt: skip
def test_two_numbers_in_one_field_are_offered_as_two(entered: str) -> None:
    for item in (TOP, BOTTOM):
        found = read_number(item, entered, THREE)
        assert found.trouble is Trouble.SEVERAL and found.offers[0] == (120, 80), item.link_id


def test_a_comma_that_may_begin_a_fraction_or_part_two_numbers_offers_both() -> None:
    assert read_number(TOP, "120,80", THREE).offers == ((120, 80), (121,))


@pytest.mark.parametrize("entered", ["120/80 72", "120/80/72", "120/80 mmHg, 72 bpm", "120 80 72"])
def test_three_numbers_go_to_three_questions(entered: str) -> None:
    assert read_number(TOP, entered, THREE).offers == ((120, 80, 72),)


@pytest.mark.parametrize("entered", ["120/", "120/8", "1200/80", "120/80/72/60", "120/80/999"])
def test_numbers_that_do_not_answer_their_questions_are_not_offered(entered: str) -> None:
    found = read_number(TOP, entered, THREE)
    assert found.number is None and all(len(one) == 1 for one in found.offers)


def test_two_numbers_need_two_questions_with_one_unit() -> None:
    assert (
        targets(PULSE, THREE, 2) == () and targets(TOP, (TOP,), 2) == () and targets(BOTTOM, THREE, 2) == (TOP, BOTTOM)
    )
    assert read_number(PULSE, "120/80", THREE).offers == () and read_number(STEPS, "120/80").offers == ()


@pytest.mark.parametrize(
    ("entered", "number"),
    [("12,000", 12000), ("12.000", None), ("12'000", 12000), ("12 000", 12000), ("1,200,000", None), ("12,500", None)],
)
def test_marks_between_thousands_are_taken_where_nothing_else_can_be_meant(entered: str, number: int | None) -> None:
    found = read_number(STEPS, entered)
    if number is None:
        assert found.number is None
    else:
        assert number in (found.number, *(one for offer in found.offers for one in offer))


def test_what_is_beyond_the_bounds_is_told_as_that() -> None:
    for entered in ("12", "999", "-5", "9" * 30, "0", "400.0", "400,5"):
        assert read_number(TOP, entered, THREE).trouble is Trouble.OUTSIDE, entered


@pytest.mark.parametrize("entered", ["", " ", "\u200b", "\u00a0\u2009", "\u200e"])
def test_what_shows_nothing_is_no_answer_and_no_trouble(entered: str) -> None:
    found = read_number(TOP, entered, THREE)
    assert (found.number, found.trouble, found.offers) == (None, None, ())


@given(st.integers(20, 350), st.sampled_from(SCRIPTS), st.sampled_from(["", "+"]), st.sampled_from(["", ".0", ",00"]),
       st.sampled_from(["", " mmHg", "mm hg", "\u00a0mmHg"]), st.sampled_from(["", " ", "\u200f", "\u202f"]))  # fmt: skip
def test_every_way_to_write_a_whole_number_gives_that_number(
    number: int, script: str, sign: str, part: str, unit: str, around: str
) -> None:
    digits = "".join(script[int(one)] for one in str(number))
    assert read_number(TOP, around + sign + digits + part + unit + around, THREE).number == number


@given(st.text(max_size=30))
def test_whatever_is_typed_what_is_taken_or_offered_fits_its_question(entered: str) -> None:
    found = read_number(TOP, entered, THREE)
    assert (found.number is None) or (20 <= found.number <= 350 and found.trouble is None and found.offers == ())
    for offer in found.offers:
        bounds = [(20, 350)] if len(offer) == 1 else [(20, 350), (10, 300), (20, 350)]
        assert all(low <= one <= high for one, (low, high) in zip(offer, bounds, strict=False))


@given(st.text("0123456789oOlI/.,+- ~", max_size=12))
def test_a_number_is_taken_only_where_its_digits_stand_there(entered: str) -> None:
    found = read_number(TOP, entered, THREE)
    if found.number is not None:
        assert str(found.number) in "".join(one for one in entered if one.isdigit())


def test_halves_go_up_and_questions_of_other_units_are_no_pair_and_a_page_is_no_number() -> None:
    assert read_number(TOP, "184.5", THREE).offers == ((185,),)
    assert targets(TOP, (TOP, PULSE), 2) == () and read_number(TOP, "120/72", (TOP, PULSE)).offers == ()
    long = read_number(TOP, "120" + " " + "mmHg " * 20 + "/ 80", THREE)
    assert (long.number, long.trouble, long.offers) == (None, Trouble.UNREADABLE, ())
