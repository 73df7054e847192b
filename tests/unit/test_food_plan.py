"""Who may be shown the common times for food and drink: over random answers, courses, clocks and moments."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.config import assets_dir
from companion.content import FOOD_PLAN, load_content
from companion.domain.course import taking_place
from companion.domain.course_settings import CourseSettings
from companion.domain.food_plan import FoodPlan, asked_from, food_plan
from companion.domain.guidance import AS_USUAL
from companion.domain.holding import bound, holding
from companion.domain.journal import Draft, EntryHead, EntryStatus, Infusion
from companion.domain.own_texts import with_own_texts
from companion.domain.questionnaire import Coding
from companion.guidance_file import load_guidance
from tests.courses import at, clock_in, course_of, infusion, when

GUIDANCE = load_guidance(assets_dir())
QUESTION = load_content(assets_dir()).forms[FOOD_PLAN].question("own_plan")
CODES = [one.code for one in QUESTION.options]
START = at("2026-11-24 10:00")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ONE = [infusion("2026-11-24 10:00")]


def told(code: str, moment: datetime, changed: datetime | None = None, id: str = "") -> EntryHead:
    """An answer, given at a moment."""
    name = id or f"{code}-{moment}"
    return EntryHead(
        name, FOOD_PLAN, "1", when(moment), EntryStatus.COMPLETED, 1, changed or moment, {"own_plan": code}
    )


def draft(code: str) -> Draft:
    """An answer that is not saved."""
    return Draft("d", FOOD_PLAN, when(START - DAY), {"own_plan": Coding("s", code)})


def test_only_neither_opens_the_common_times() -> None:
    assert CODES == ["neither", "diabetes", "glp-1", "both", "not-sure"]
    for code in (*CODES, "a-code-of-later"):
        wanted = FoodPlan.COMMON if code == "neither" else FoodPlan.OWN
        assert food_plan(ONE[0], ONE, [told(code, START - DAY)], [], START) is wanted
    assert food_plan(ONE[0], ONE, [], [], START) is FoodPlan.UNKNOWN


@pytest.mark.parametrize(
    ("answered", "now", "wanted"),
    [
        (START - 14 * DAY, START - DAY, FoodPlan.COMMON),
        (START - 14 * DAY - MINUTE, START - DAY, FoodPlan.UNKNOWN),
        (START, START, FoodPlan.COMMON),
        (START + MINUTE, START + DAY, FoodPlan.UNKNOWN),
        (START - DAY, START - 2 * DAY, FoodPlan.COMMON),
        (START - DAY, START - 2 * DAY - MINUTE, FoodPlan.UNKNOWN),
    ],
    ids=["14 days", "longer ago", "at its start", "after it began", "clock put back a day", "clock that was far ahead"],
)
def test_an_answer_holds_from_14_days_before_until_the_infusion(
    answered: datetime, now: datetime, wanted: FoodPlan
) -> None:
    assert food_plan(ONE[0], ONE, [told("neither", answered)], [], now) is wanted


def test_it_is_asked_anew_after_the_infusion_before_and_a_canceled_one_is_none() -> None:
    course = course_of(START, 3, 3 * DAY)
    assert asked_from(course[1], course) == START and asked_from(course[0], course) == START - 14 * DAY
    called_off = [infusion(START - 3 * DAY, number=9, status="cancelled"), *course]
    assert asked_from(course[0], called_off) == START - 14 * DAY
    answer = [told("neither", START - MINUTE)]
    assert [food_plan(one, course, answer, [], START + DAY) for one in course] == [
        FoodPlan.COMMON, FoodPlan.UNKNOWN, FoodPlan.UNKNOWN,
    ]  # fmt: skip


def test_what_was_said_last_counts_and_a_draft_can_only_close_them() -> None:
    first, second = told("glp-1", START - 3 * DAY), told("neither", START - 2 * DAY)
    assert food_plan(ONE[0], ONE, [second, first], [], START) is FoodPlan.COMMON
    edited = told("glp-1", START - 3 * DAY, changed=START - DAY)
    assert food_plan(ONE[0], ONE, [second, edited], [], START) is FoodPlan.OWN
    assert food_plan(ONE[0], ONE, [second], [draft("diabetes")], START) is FoodPlan.OWN
    assert food_plan(ONE[0], ONE, [second], [draft("neither")], START) is FoodPlan.COMMON
    assert food_plan(ONE[0], ONE, [], [draft("neither")], START) is FoodPlan.UNKNOWN
    old = replace(draft("diabetes"), started=when(START - 15 * DAY))
    assert food_plan(ONE[0], ONE, [], [old], START) is FoodPlan.UNKNOWN, "left over from an infusion before"
    assert food_plan(ONE[0], ONE, [], [replace(old, entry_id="e")], START) is FoodPlan.OWN, "being changed now"


def test_an_old_answer_that_was_only_edited_now_does_not_open_them() -> None:
    old = told("neither", START - 30 * DAY, changed=START - DAY)
    assert food_plan(ONE[0], ONE, [old], [], START) is FoodPlan.UNKNOWN
    assert food_plan(ONE[0], ONE, [told("both", START - 30 * DAY, changed=START - DAY)], [], START) is FoodPlan.OWN


@st.composite
def situations(draw: st.DrawFn) -> tuple[list[Infusion], list[EntryHead], datetime]:
    """A course, answers around it, some edited later, and a moment."""
    course, moment = [], START
    for number in range(draw(st.integers(1, 5))):
        status = draw(st.sampled_from(("booked", "booked", "cancelled")))
        course.append(infusion(moment, number=number + 1, status=status))
        moment += draw(st.integers(60, 20 * 24 * 60)) * MINUTE
    near = st.integers(-30 * 24 * 60, 60 * 24 * 60).map(lambda minutes: START + minutes * MINUTE)
    heads = []
    for number in range(draw(st.integers(0, 4))):
        answered = draw(near)
        later = draw(st.integers(0, 20 * 24 * 60)) * MINUTE
        heads.append(told(draw(st.sampled_from(CODES)), answered, answered + later, f"h{number}"))
    return course, heads, draw(near)


def usual(texts: tuple[str, ...]) -> bool:
    """Whether it tells somebody to eat or drink as usual."""
    said = " ".join(texts).lower()
    return "as usual" in said or "usual meals" in said or "until 2 hours before" in said


@given(situations())
def test_as_usual_never_stands_without_a_neither_for_this_infusion(
    situation: tuple[list[Infusion], list[EntryHead], datetime],
) -> None:
    course, heads, now = situation
    local = clock_in("Europe/Paris")

    def plan_of(one: Infusion) -> FoodPlan:
        return food_plan(one, course, heads, [], now)

    shown = holding(GUIDANCE, course, CourseSettings(), now, local, plan_of)
    shown += bound(GUIDANCE, course, CourseSettings(), local, plan_of=plan_of)
    for held in shown:
        if usual((held.item.title, *held.item.lines)) or AS_USUAL in held.item.about:
            before = [one.begins for one in taking_place(course) if one.begins < held.infusion.begins]
            opens = max([held.infusion.begins - 14 * DAY, *before])
            assert any(
                head.facts["own_plan"] == "neither" and opens <= head.occurrence.at <= held.infusion.begins
                for head in heads
            )
    for one in taking_place(course):
        ids = {held.item.id for held in shown if held.infusion is one}
        assert not {"g_48_hydrate", "g_48_told"} <= ids, "one or the other"
        assert len({"g_48_hydrate", "g_48_told"} & ids) == 1


def test_without_anything_known_of_a_person_the_stricter_text_stands() -> None:
    ids = {held.item.id for held in bound(GUIDANCE, ONE, CourseSettings(), clock_in("UTC"))}
    assert "g_48_told" in ids and "g_48_hydrate" not in ids and "g_week_plan" not in ids


@pytest.mark.parametrize(
    ("line", "is_usual"),
    [
        ("Have your usual dinner.", True),
        ("Eat normally the day before.", True),
        ("Drink as always.", True),
        ("Eat something light.", False),
        ("Do not eat your usual breakfast.", False),
        ("Go to bed at your usual time.", False),
    ],
)
def test_a_clinics_own_words_to_eat_as_usual_are_gated_too(line: str, is_usual: bool) -> None:
    added = {"id": "own_meal", "phase": "day_before", "start": -2880, "end": -1440, "title": "Meals", "lines": [line],
             "about": ["eating"]}  # fmt: skip
    own = with_own_texts(GUIDANCE, {"add": [added], "replace": {"g_24_food": {"lines": [line]}}})
    for id in ("own_meal", "g_24_food"):
        item = next(one for one in own.items if one.id == id)
        assert (AS_USUAL in item.about) is is_usual and "eating" in item.about
    replaced = with_own_texts(GUIDANCE, {"replace": {"g_48_hydrate": {"lines": ["Drink some water."]}}})
    assert AS_USUAL in next(one for one in replaced.items if one.id == "g_48_hydrate").about
