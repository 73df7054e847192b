"""What the lists before an infusion tell the rules, at the bounds of the infusion's own times."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.config import assets_dir
from companion.content import load_content
from companion.domain.course_settings import CourseSettings
from companion.domain.journal import Infusion
from companion.domain.questionnaire import AnswerValue, Coding
from companion.domain.safety.fields import FIELDS, Kind
from companion.domain.safety.preparation import (
    DAY_BEFORE,
    EVALUATION,
    FORMS,
    MORNING_OF,
    TOLD,
    TOO_LATE,
    WEEK_BEFORE,
    fields_of,
    prepared,
    questions_of,
)
from tests.courses import at, clock_in, infusion, when

SHIPPED = load_content(assets_dir()).forms
HERE = clock_in("Europe/Paris")
ONE = [infusion("2026-11-24 10:00")]
MORNING = at("2026-11-24 07:30")
ATE, DRANK = "prep.ate_inside_window", "prep.drank_inside_window"


def coded(*codes: str) -> AnswerValue:
    """Options that were ticked."""
    return tuple(Coding("s", one) for one in codes)


def told(form: str, course: list[Infusion] | None = None, now: datetime = MORNING, **answers: AnswerValue) -> dict:  # type: ignore[type-arg]
    """The fields that a form's answers fill."""
    return prepared(form, answers, ONE if course is None else course, CourseSettings(), now, HERE)


def test_each_row_names_a_shipped_question_its_options_and_a_field_that_takes_the_fact() -> None:
    for row in TOLD:
        item = SHIPPED[row.form].question(row.question)
        codes = {option.code for option in item.options} | {"pregnant"}  # of the evaluation's version 1
        assert row.means.keys() <= codes, row
        field = FIELDS[row.field]
        for fact in (*row.means.values(), *([row.otherwise] if row.otherwise is not None else [])):
            assert fact in field.codes if field.kind is Kind.CODE else isinstance(fact, bool)
    assert all(SHIPPED[MORNING_OF].question(one.question) and one.field in FIELDS for one in TOO_LATE)
    assert {row.field for row in TOLD} | {one.field for one in TOO_LATE} == {
        name for name in FIELDS if name.startswith("prep.")
    }


@pytest.mark.parametrize(("code", "fact"), [("no", "no"), ("maybe", "maybe"), ("yes", "yes"), ("pregnant", "maybe")])
def test_a_pregnancy_is_told_also_by_the_code_of_an_older_version(code: str, fact: str) -> None:
    assert told(EVALUATION, pregnancy=Coding("s", code)) == {"prep.pregnant": fact}
    assert told(WEEK_BEFORE, pregnancy=Coding("s", code)) == {"prep.pregnant": fact}
    assert told(DAY_BEFORE, pregnancy=Coding("s", code)) == {}


def test_what_says_neither_yes_nor_no_tells_nothing() -> None:
    assert told(EVALUATION, pregnancy=Coding("s", "in-person")) == told(EVALUATION) == {}
    assert told(MORNING_OF, substances=coded("in-person")) == {}


def test_of_several_options_of_one_question_the_one_that_warns_counts() -> None:
    for ticked in (coded("none", "alcohol"), coded("alcohol", "none")):
        assert told(MORNING_OF, substances=ticked)["prep.alcohol_or_drugs"] is True


def test_a_ride_in_own_words_is_a_ride() -> None:
    assert told(WEEK_BEFORE, ride="Ana, my neighbor") == {"prep.driver_confirmed": True, "prep.plans_to_drive": False}
    assert told(DAY_BEFORE, ride_home=Coding("s", "drive-self")) == {
        "prep.driver_confirmed": False, "prep.plans_to_drive": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("last", "food", "drink"),
    [
        ("2026-11-24 02:00", False, False),
        ("2026-11-24 02:01", True, False),
        ("2026-11-24 08:00", True, False),
        ("2026-11-24 08:01", True, True),
        ("2026-11-24 12:00", True, True),
        ("2026-11-24 12:01", False, False),
    ],
)
def test_the_bounds_are_those_of_the_infusion(last: str, food: bool, drink: bool) -> None:
    moment = at(last)
    now = at("2026-11-24 11:59")
    assert told(MORNING_OF, now=now, ate=moment) == {ATE: food}
    assert told(MORNING_OF, now=now, drank=moment) == {DRANK: drink}


def test_a_day_without_a_time_is_its_last_moment_up_to_now() -> None:
    assert told(MORNING_OF, ate=date(2026, 11, 24)) == {ATE: True}
    assert told(MORNING_OF, ate=date(2026, 11, 23)) == {ATE: False}
    assert told(MORNING_OF, drank=date(2026, 11, 24)) == {DRANK: False}, "it is half past seven"
    assert told(MORNING_OF, now=at("2026-11-24 09:00"), drank=date(2026, 11, 24)) == {DRANK: True}
    assert told(MORNING_OF, ate=date.max) == {ATE: True} and told(MORNING_OF, ate=date.min) == {ATE: False}


def test_nothing_is_too_late_for_an_infusion_that_has_begun_is_canceled_or_is_not_known() -> None:
    moment = at("2026-11-24 07:00")
    begun = [infusion("2026-11-24 10:00", started=when(at("2026-11-24 10:05")))]
    off = [infusion("2026-11-24 10:00", status="cancelled")]
    for course in (begun, off, []):
        assert told(MORNING_OF, course, ate=moment) == {}
    assert told(MORNING_OF, now=at("2026-11-24 12:00"), ate=moment) == {ATE: True}
    assert told(MORNING_OF, now=at("2026-11-24 12:01"), ate=moment) == {}
    both = [*ONE, infusion("2026-11-27 10:00", number=2)]
    assert told(MORNING_OF, both, at("2026-11-26 20:00"), ate=moment) == {ATE: False}, "a list left from the one before"


def test_of_two_answers_to_one_matter_the_one_that_warns_counts() -> None:
    early, late = at("2026-11-23 19:00"), at("2026-11-24 07:00")
    assert told(MORNING_OF, ate=early, after_times=coded("food"))[ATE] is True
    assert told(MORNING_OF, ate=late, after_times=coded("none"))[ATE] is True
    assert told(MORNING_OF, ate=early, after_times=coded("none")) == {ATE: False, DRANK: False}
    assert told(MORNING_OF, after_times=coded("not-sure")) == {ATE: True, DRANK: True}


@given(st.integers(0, 12), st.integers(0, 12), st.integers(-60 * 24, 119))
def test_a_clinics_own_hours_decide(food: int, drinks: int, minutes: int) -> None:
    settings = CourseSettings(solids_hours=food, liquids_hours=drinks)
    moment = at("2026-11-24 10:00") + timedelta(minutes=minutes)
    found = prepared(MORNING_OF, {"ate": moment, "drank": moment}, ONE, settings, max(moment, MORNING), HERE)
    assert found[ATE] is (minutes > -60 * max(food, drinks)) and found[DRANK] is (minutes > -60 * drinks)


def test_each_question_names_the_fields_that_its_answer_can_change() -> None:
    assert fields_of(MORNING_OF, {"ate"}) == {ATE} and fields_of(DAY_BEFORE, {"ate"}) == set()
    assert fields_of(WEEK_BEFORE, {"ride", "note"}) == {"prep.driver_confirmed", "prep.plans_to_drive"}
    assert questions_of(MORNING_OF) == {"ate", "drank", "after_times", "ride_home", "ill", "substances"}
    assert all(questions_of(form) for form in FORMS) and not questions_of("another")
