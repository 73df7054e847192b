"""Food and drink before an infusion: common times are for those alone who said that they take neither medicine."""

import pytest

from companion.app.running import Companion
from companion.content import DAY_BEFORE, FOOD_PLAN
from companion.domain.course_settings import CourseSettings
from companion.domain.food_plan import FoodPlan
from tests.courses import infusion
from tests.times import o_clock
from tests.views.conftest import open_window
from tests.views.course_time import answer_food_plan, book, course_of, set_clock
from tests.views.harness import Window
from tests.views.test_course_today import headings, says, today_at
from tests.views.test_lists import opened
from tests.views.test_thread import tap_through

pytestmark = pytest.mark.asyncio

AS_TOLD = "Eat and drink as your clinic told you"
ASK = "Answer one question about your medicines"
QUESTION = "Diabetes or GLP-1 medicine?"
CHANGE = "Change your answer about diabetes and GLP-1 medicine"
EVENING, MORNING = "2026-11-23 18:30", "2026-11-24 08:30"
STRICT = ("diabetes", "glp-1", "both", "not-sure", "")
ROUTES = ("/", "/course", "/course/matters", "/course/part/before/i1", "/course/part/day/i1", "/course/part/hours/i1")


def common(window: Window) -> list[str]:
    """What may be said only to a person who takes neither."""
    words = ("as usual", "usual meals", "Last food", "Last clear drink", "clear drinks until", "normally do")
    return [one for one in window.texts() if any(word in one for word in words)]


@pytest.mark.parametrize("answer", STRICT)
@pytest.mark.parametrize("moment", ["2026-11-22 12:00", EVENING, "2026-11-24 01:00", MORNING])
async def test_everybody_else_reads_to_eat_and_drink_as_told_on_every_screen(
    app: Companion, answer: str, moment: str
) -> None:
    await today_at(app, moment, food_plan=answer)
    async for window in open_window(app):
        for route in ROUTES:
            await window.go(route)
            assert common(window) == [], route
        await window.go("/course/matters")
        assert AS_TOLD in headings(window) and not window.connection.crashes


async def test_who_takes_neither_has_the_common_times_and_the_tip(app: Companion) -> None:
    await today_at(app, "2026-11-22 12:00")
    async for window in open_window(app, "/course/matters"):
        assert "Eat and drink as usual" in headings(window) and AS_TOLD not in headings(window)
    [window] = await today_at(app, EVENING)
    assert headings(window)[0].startswith("Last food") and AS_TOLD not in headings(window)
    assert CHANGE in window.labels() and says(window, "A sip of water with your pills: ask your clinic.")


@pytest.mark.parametrize("answer", STRICT)
async def test_the_clinics_own_times_are_named_where_its_file_has_them(app: Companion, answer: str) -> None:
    await today_at(app, EVENING, food_plan=answer)
    course_of(app).settings = CourseSettings(solids_hours=6, liquids_hours=3)
    async for window in open_window(app):
        assert says(window, f"Your clinic's time to stop eating: Tomorrow, {o_clock('04:00')}")
        assert says(window, f"Your clinic's time to stop drinking: Tomorrow, {o_clock('07:00')}")
        assert not says(window, "does not have your clinic's times")
    course_of(app).settings = CourseSettings(solids_hours=6)
    async for window in open_window(app):
        assert says(window, "time to stop eating") and not says(window, "time to stop drinking")


async def test_without_an_answer_the_published_rule_still_forbids_once_its_time_has_come(app: Companion) -> None:
    [window] = await today_at(app, "2026-11-24 07:30", food_plan="")
    assert says(window, "Nothing to eat now, unless your clinic gave you other times.")
    assert not says(window, "Nothing to drink now") and ASK in window.labels()
    [window] = await today_at(app, MORNING, food_plan="")
    assert says(window, "Nothing to drink now, unless your clinic gave you other times.")
    [window] = await today_at(app, MORNING, food_plan="glp-1")
    assert not says(window, "Nothing to eat now") and CHANGE in window.labels(), "their own plan holds"


async def test_diabetes_medicine_and_low_sugar_stand_in_the_card_of_the_morning(app: Companion) -> None:
    for answer in ("neither", *STRICT):
        [window] = await today_at(app, MORNING, food_plan=answer)
        assert says(window, "call and ask your clinic before you take any.")
        assert says(window, "If you have type 1 diabetes, never skip your basal insulin.") and says(
            window, "under 70 mg/dL"
        )
    async for window in open_window(app, "/course/part/day/i1"):
        assert says(window, "Do not skip a medicine on your own, with one exception: diabetes medicine.")


@pytest.mark.parametrize(("moment", "is_asked"), [("2026-11-10 09:59", False), ("2026-11-10 10:01", True),
                                                  ("2026-11-17 10:00", True), ("2026-11-23 00:30", True)])  # fmt: skip
async def test_the_question_is_on_today_from_14_days_before(app: Companion, moment: str, is_asked: bool) -> None:
    [window] = await today_at(app, moment, food_plan="")
    assert (QUESTION in headings(window)) is is_asked
    if is_asked:
        assert ASK in window.labels()


async def test_it_is_answered_by_two_taps_and_the_card_is_gone(app: Companion) -> None:
    await today_at(app, "2026-11-12 12:00", food_plan="")
    async for window in open_window(app):
        await tap_through(window, ASK)
        assert "Do you take diabetes medicine or a GLP-1 medicine?" in window.texts()
        await tap_through(window, "A GLP-1 medicine")
        assert says(window, "Ask at least 7 days before each infusion.")
        assert course_of(app).food_plan(course_of(app).all()[0]) is FoodPlan.OWN, "before it is saved, too"
        await tap_through(window, "Save")
        await window.go("/")
        assert QUESTION not in headings(window) and "Ask for your own food and medicine plan" in headings(window)


async def test_the_question_alone_is_not_the_last_page(app: Companion) -> None:
    await today_at(app, "2026-11-12 12:00", food_plan="")
    async for window in open_window(app, "/form/food-plan"):
        assert "Skip" in window.labels() and "Save" not in window.labels()
        await tap_through(window, "Skip", "Save")
    assert course_of(app).food_plan(course_of(app).all()[0]) is FoodPlan.UNKNOWN, "saved with nothing in it"


async def test_an_answer_that_was_never_saved_does_not_stand_for_the_next_infusion(app: Companion) -> None:
    await today_at(app, "2026-11-05 12:00", food_plan="")
    journal = app.opening.opened.journal
    draft = journal.begin(FOOD_PLAN)
    neither, *_, glp1 = journal.forms[FOOD_PLAN].question("own_plan").options[:3]
    await journal.answer(draft.id, "own_plan", glp1)
    set_clock(app, "2026-11-12 12:00")
    assert course_of(app).food_plan(course_of(app).all()[0]) is FoodPlan.UNKNOWN
    async for window in open_window(app):
        assert QUESTION in headings(window)
    await journal.answer(draft.id, "own_plan", neither)
    assert (await journal.finish(draft.id)).occurrence.date.isoformat() == "2026-11-12", "it tells of now"
    assert course_of(app).food_plan(course_of(app).all()[0]) is FoodPlan.COMMON


async def test_neither_counts_only_once_it_is_saved(app: Companion) -> None:
    await today_at(app, EVENING, food_plan="")
    async for window in open_window(app):
        await tap_through(window, ASK, "Neither")
        assert course_of(app).food_plan(course_of(app).all()[0]) is FoodPlan.UNKNOWN
        await tap_through(window, "Save")
        assert course_of(app).food_plan(course_of(app).all()[0]) is FoodPlan.COMMON


async def test_an_answer_is_for_one_infusion_and_it_is_asked_again_after_it(app: Companion) -> None:
    first = infusion("2026-11-24 10:00")
    [window] = await today_at(app, "2026-11-23 12:00", first, infusion("2026-11-27 10:00", number=2))
    assert QUESTION not in headings(window)
    set_clock(app, "2026-11-24 11:00")
    async for window in open_window(app):
        assert QUESTION not in headings(window), "in the first hours somebody is drowsy"
    set_clock(app, "2026-11-24 13:00")
    async for window in open_window(app):
        assert QUESTION in headings(window), "the next one is 3 days away"
    assert course_of(app).food_plan(course_of(app).all()[1]) is FoodPlan.UNKNOWN
    await answer_food_plan(app)
    assert course_of(app).food_plan(course_of(app).all()[1]) is FoodPlan.COMMON


async def test_an_infusion_that_was_moved_far_is_asked_for_anew(app: Companion) -> None:
    await today_at(app, "2026-11-12 12:00")
    await book(app, infusion("2026-11-26 13:00"))
    assert course_of(app).food_plan(course_of(app).all()[0]) is FoodPlan.UNKNOWN
    await book(app, infusion("2026-11-26 12:00"))
    assert course_of(app).food_plan(course_of(app).all()[0]) is FoodPlan.COMMON


async def test_a_change_to_a_saved_answer_closes_the_common_times_at_once(app: Companion) -> None:
    await today_at(app, EVENING, food_plan="")
    id, journal = await answer_food_plan(app), app.opening.opened.journal
    draft = await journal.begin_change(id)
    glp1 = next(one for one in journal.forms[draft.form].question("own_plan").options if one.code == "glp-1")
    await journal.answer(draft.id, "own_plan", glp1)
    assert course_of(app).food_plan(course_of(app).all()[0]) is FoodPlan.OWN
    async for window in open_window(app):
        assert common(window) == [] and AS_TOLD in headings(window)
    await journal.discard(draft.id)
    assert course_of(app).food_plan(course_of(app).all()[0]) is FoodPlan.COMMON
    await journal.remove(id)
    assert course_of(app).food_plan(course_of(app).all()[0]) is FoodPlan.UNKNOWN


@pytest.mark.parametrize("answer", STRICT)
async def test_the_lists_suggest_no_last_food_or_drink_but_the_clinics_own(app: Companion, answer: str) -> None:
    await today_at(app, EVENING, food_plan=answer)
    async for window in open_window(app):
        await opened(window, DAY_BEFORE, "Skip", "Skip")
        assert common(window) == [] and "Use this time" not in window.labels()
        course_of(app).settings = CourseSettings(solids_hours=6, liquids_hours=3)
    async for window in open_window(app):
        await opened(window, DAY_BEFORE)
        assert says(window, f"Your clinic's time to stop eating: Tomorrow, {o_clock('04:00')}")
        await tap_through(window, "Use this time", "Next")
        assert says(window, f"Your clinic's time to stop drinking: Tomorrow, {o_clock('07:00')}")
