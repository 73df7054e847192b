"""What the articles say about everyday worries: the room, memory, consent, work, money, ketamine at home."""

import re

import pytest

from companion.articles import load_library
from companion.config import assets_dir
from companion.domain.article_text import Care, CareLevel, texts_of
from companion.domain.library_search import index_of, search

LIBRARY = load_library(assets_dir() / "content")
INDEX = index_of(LIBRARY.articles.values())
EVERYDAY = (
    "questions-to-ask", "good-care", "in-the-room", "will-i-remember", "touch-and-consent", "daily-life", "drug-tests",
    "paying-for-treatment", "ketamine-at-home", "eyes-seizures-apnea",
)  # fmt: skip


def words_of(id: str) -> str:
    found = LIBRARY.articles[id]
    return " ".join((found.summary, *texts_of(found.sections()), *found.unknown, *found.questions))


def box(id: str, level: CareLevel) -> str:
    blocks = [block for section in LIBRARY.articles[id].sections() for block in section.blocks]
    return " ".join(line for one in blocks if isinstance(one, Care) and one.level is level for line in one.lines)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("needle", "in-the-room"), ("claustrophobia", "in-the-room"), ("toilet", "in-the-room"),
        ("camera", "in-the-room"), ("service animal", "in-the-room"),
        ("unconscious", "will-i-remember"), ("will I remember", "will-i-remember"), ("amnesia", "will-i-remember"),
        ("complaint", "touch-and-consent"), ("police", "touch-and-consent"), ("touched", "touch-and-consent"),
        ("flying", "daily-life"), ("swim", "daily-life"), ("sex", "daily-life"), ("baby", "daily-life"),
        ("job", "daily-life"), ("drug test", "drug-tests"), ("custody", "drug-tests"),
        ("cost", "paying-for-treatment"), ("refund", "paying-for-treatment"), ("insurance", "paying-for-treatment"),
        ("lozenges", "ketamine-at-home"), ("mail order", "ketamine-at-home"),
        ("glaucoma", "eyes-seizures-apnea"), ("epilepsy", "eyes-seizures-apnea"), ("CPAP", "eyes-seizures-apnea"),
    ],
)  # fmt: skip
def test_what_people_type_about_everyday_worries_finds_its_article_first_or_second(typed: str, wanted: str) -> None:
    assert wanted in search(INDEX, typed)[:2]


@pytest.mark.parametrize("id", EVERYDAY)
def test_no_text_names_an_amount_of_money_or_an_authority(id: str) -> None:
    assert not re.search(r"[$€£]|\bdollars?\b|\bMedWatch\b|\bmedical board\b|\bstate board\b", words_of(id))


@pytest.mark.parametrize("id", ["touch-and-consent", "daily-life"])
def test_a_yes_under_ketamine_does_not_count(id: str) -> None:
    assert "A yes that you give while ketamine is working does not count." in words_of(id)


def test_a_survivor_reads_no_blame_and_finds_help_a_crisis_line_and_the_emergency_number() -> None:
    said = words_of("touch-and-consent")
    assert "It is not your fault." in said and "You do not have to decide anything today." in said
    assert "{cl}" in said and "danger" in box("touch-and-consent", CareLevel.EMERGENCY)
    assert not re.search(r"why did you|you let|prove|alleged", said, re.IGNORECASE)


def test_daily_life_has_the_hours_without_driving_and_gives_no_permission() -> None:
    said = words_of("daily-life")
    assert "24 hours" in said and "may ask for more time" in said and "until you have slept well" in said
    assert not re.search(r"you (?:can|may) (?:drive|fly|swim|work)\b", said, re.IGNORECASE)
    assert "do not fall asleep with a baby" in said and "Another adult is in charge" in said


def test_a_drug_test_is_no_reason_to_stop_a_medicine() -> None:
    assert "Do not stop or skip a medicine to pass a test." in words_of("drug-tests")


def test_what_is_not_known_about_tests_travel_and_conditions_is_said_so() -> None:
    for id in ("drug-tests", "daily-life", "eyes-seizures-apnea"):
        assert any("no checked facts" in one for one in LIBRARY.articles[id].unknown), id


def test_ketamine_at_home_has_the_warning_its_limit_and_every_emergency_sign() -> None:
    said = words_of("ketamine-at-home")
    needed = ("2022", "2023", "knew of no evidence", "injection is approved for anesthesia", "breathing slowed")
    assert all(one in said for one in needed)
    blocks = [block for section in LIBRARY.articles["ketamine-at-home"].sections() for block in section.blocks]
    assert any(isinstance(one, Care) and one.has_all_signs for one in blocks)
    assert not re.search(r"\b(?:mg|dose of|half a)\b", said), "no text on use at home names an amount"


def test_a_seizure_in_the_past_is_for_the_clinic_and_a_seizure_now_for_the_ambulance() -> None:
    said = words_of("eyes-seizures-apnea")
    assert "Never skip a seizure medicine on your own, and never take it twice." in said
    assert "You have a seizure" in box("eyes-seizures-apnea", CareLevel.EMERGENCY)
    assert "call your clinic before any more ketamine" in said


def test_whoever_is_pressed_to_buy_more_reads_that_it_can_wait_and_where_to_turn_without_hope() -> None:
    said = words_of("paying-for-treatment")
    assert (
        "Do not sign or buy anything on the day of an infusion." in said
        and "It is also all right to say no to more infusions." in said
    )
    assert "If you feel unsafe" in said


def test_treatment_that_does_not_help_stops_and_care_does_not() -> None:
    assert "If ketamine is not helping, the treatment stops, and you plan together what to try next." in words_of(
        "good-care"
    )
