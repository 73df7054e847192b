"""The lists before an infusion, from the tap on the shipped form to the card of its rule."""

from datetime import datetime, timedelta

import pytest

from companion.app.running import Companion
from companion.content import DAY_BEFORE, EVALUATION, MORNING_OF, WEEK_BEFORE
from companion.domain.answering import Tick
from companion.domain.course_settings import CourseSettings
from tests.courses import at, infusion
from tests.views.conftest import open_window
from tests.views.course_time import book, course_of, set_clock
from tests.views.harness import Window
from tests.views.test_care import rules
from tests.views.test_lists import opened
from tests.views.test_thread import tap_through

pytestmark = pytest.mark.asyncio

MORNING = "2026-11-24 07:30"


async def to_page(window: Window, form: str, question: str) -> None:
    """Open a list and go on until it asks this."""
    await opened(window, form)
    while question not in window.texts():
        await tap_through(window, "Skip" if "Skip" in window.labels() else "Next")


async def at_time(app: Companion, moment: str, *booked: object, **settings: float) -> None:
    """Past the first start, at a moment before an infusion at 10:00 on the 24th."""
    await app.opening.opened.preferences.change(was_welcomed=True, country="US", has_read_limits=True)
    set_clock(app, moment)
    course_of(app).settings = CourseSettings(**settings)  # type: ignore[arg-type]
    await book(app, *(booked or (infusion("2026-11-24 10:00"),)))  # type: ignore[arg-type]


@pytest.mark.parametrize("answer", ["I am pregnant", "I could be pregnant"])
@pytest.mark.parametrize(
    ("form", "question"),
    [(EVALUATION, "Are you pregnant or breastfeeding?"), (WEEK_BEFORE, "Are you pregnant, or could you be?")],
)
async def test_pregnant_or_could_be_says_to_call_before_any_more_ketamine(
    app: Companion, form: str, question: str, answer: str
) -> None:
    await at_time(app, "2026-11-18 12:00")
    async for window in open_window(app):
        await to_page(window, form, question)
        await tap_through(window, answer)
        assert "Call your clinic before any more ketamine" in window.texts()
        assert "Call today. Ketamine can harm an unborn baby." in window.texts()
        assert rules(app) == ["RF-PRE-3"]


@pytest.mark.parametrize("answer", ["No", "I am breastfeeding or pumping", "I would rather tell the clinic in person"])
async def test_not_pregnant_shows_no_card(app: Companion, answer: str) -> None:
    await at_time(app, "2026-11-18 12:00")
    async for window in open_window(app):
        await to_page(window, EVALUATION, "Are you pregnant or breastfeeding?")
        await tap_through(window, answer)
        assert rules(app) == []


@pytest.mark.parametrize(("answer", "fires"), [("Food, or milk", True), ("A drink", True), ("I am not sure", True),
                                               ("None of these", False)])  # fmt: skip
async def test_what_was_had_after_the_clinics_times_says_to_call_before_leaving(
    app: Companion, answer: str, fires: bool
) -> None:
    await at_time(app, MORNING)
    async for window in open_window(app):
        await to_page(window, MORNING_OF, "Have you had any of these after the time your clinic told you to stop?")
        await tap_through(window, answer)
        assert ("Tell your clinic what you had" in window.texts()) is fires
        assert rules(app) == (["RF-PRE-2"] if fires else [])


@pytest.mark.parametrize(
    ("question", "last", "settings", "fires"),
    [
        ("ate", "2026-11-24 02:01", {}, True),
        ("ate", "2026-11-24 02:00", {}, False),
        ("ate", "2026-11-23 23:00", {"solids_hours": 12}, True),
        ("ate", "2026-11-23 21:59", {"solids_hours": 12}, False),
        ("drank", "2026-11-24 08:01", {}, True),
        ("drank", "2026-11-24 08:00", {}, False),
        ("drank", "2026-11-24 06:30", {"liquids_hours": 4}, True),
        ("drank", "2026-11-24 05:59", {"liquids_hours": 4}, False),
    ],
)
async def test_the_last_meal_and_drink_are_held_against_the_infusion_and_the_clinics_own_hours(
    app: Companion, question: str, last: str, settings: dict[str, float], fires: bool
) -> None:
    await at_time(app, "2026-11-24 09:00", **settings)
    services = app.opening.opened
    async for window in open_window(app, "/form/morning-of"):
        draft = services.journal.begin(MORNING_OF)
        services.safety.note_typed(draft.id, question)
        local: datetime = services.journal.local(at(last))
        await services.journal.answer(draft.id, question, local.replace(tzinfo=None))
        await window.settle()
        await tap_through(window, "Next" if "Next" in window.labels() else "Skip")
        assert ("Tell your clinic what you had" in window.texts()) is fires
        assert rules(app) == (["RF-PRE-2"] if fires else [])


async def test_what_was_typed_is_considered_when_the_list_is_left_and_the_card_is_seen_first(app: Companion) -> None:
    await at_time(app, "2026-11-24 09:00")
    services = app.opening.opened
    async for window in open_window(app, "/form/morning-of"):
        draft = services.journal.begin(MORNING_OF)
        services.safety.note_typed(draft.id, "ate")
        await services.journal.answer(draft.id, "ate", datetime(2026, 11, 24, 7, 0))
        await tap_through(window, "Leave it for now")
        assert "Tell your clinic what you had" in window.texts(), "it stays until it was seen"
        await tap_through(window, "Leave it for now")
        assert window.route() == "/"


async def test_what_was_typed_before_the_app_was_closed_is_considered_when_the_list_is_saved(app: Companion) -> None:
    await at_time(app, "2026-11-24 09:00")
    services = app.opening.opened
    draft = services.journal.begin(MORNING_OF)
    await services.journal.answer(draft.id, "ate", datetime(2026, 11, 24, 7, 0))
    left = services.journal.draft(draft.id)
    head = await services.journal.finish(draft.id)
    await services.safety.finished(left, head.id)
    assert rules(app) == ["RF-PRE-2"] and services.safety.alert(head.id)


@pytest.mark.parametrize(
    ("form", "moment", "question"),
    [
        (WEEK_BEFORE, "2026-11-23 12:00", "Who will take you home?"),
        (DAY_BEFORE, "2026-11-23 12:00", "Who will take you home tomorrow?"),
        (MORNING_OF, MORNING, "Who will take you home today?"),
        (MORNING_OF, "2026-11-24 10:30", "Who will take you home today?"),
    ],
)
@pytest.mark.parametrize(
    ("answer", "fire"),
    [("Nobody yet", ["RF-PRE-1"]), ("I plan to drive myself", ["RF-PRE-1", "RF-PRE-5"]), ("A friend", [])],
)
async def test_nobody_to_drive_and_plans_to_drive_have_their_cards(
    app: Companion, form: str, moment: str, question: str, answer: str, fire: list[str]
) -> None:
    await at_time(app, moment, infusion("2026-11-24 10:00"), infusion("2026-11-27 10:00", number=2))
    async for window in open_window(app):
        await to_page(window, form, question)
        await tap_through(window, answer)
        assert sorted(rules(app)) == fire
        leads = "Please do not drive yourself" if "RF-PRE-5" in fire else "Who will take you home?"
        assert (leads in window.texts()) is bool(fire)


async def test_days_before_nobody_yet_is_no_warning_but_a_plan_to_drive_is(app: Companion) -> None:
    await at_time(app, "2026-11-19 12:00")
    async for window in open_window(app):
        await to_page(window, WEEK_BEFORE, "Who will take you home?")
        await tap_through(window, "Nobody yet")
        assert rules(app) == []
        await tap_through(window, "Back", "I plan to drive myself")
        assert rules(app) == ["RF-PRE-5"] and "Please do not drive yourself" in window.texts()


async def test_a_list_that_was_begun_days_ago_tells_of_today(app: Companion) -> None:
    await at_time(app, "2026-11-19 12:00")
    services = app.opening.opened
    draft = services.journal.begin(WEEK_BEFORE)
    evening = services.journal.forms[WEEK_BEFORE].question("evening").options[0]
    await services.journal.answer(draft.id, "evening", evening)
    set_clock(app, "2026-11-23 12:00")
    async for window in open_window(app):
        await to_page(window, WEEK_BEFORE, "Is the rest of that day free?")
        await tap_through(window, "Back", "Back", "Back", "Nobody yet")
        assert rules(app) == ["RF-PRE-1"]


ILL = (
    "Fever", "A cough or a chest cold", "Vomiting", "Bad nausea or belly pain", "A new medicine", "A new diagnosis",
    "Blood pressure of 140/90 or more on two checks",
)  # fmt: skip


@pytest.mark.parametrize("form", [WEEK_BEFORE, DAY_BEFORE, MORNING_OF])
async def test_each_illness_says_to_call_before_coming_in(app: Companion, form: str) -> None:
    await at_time(app, MORNING)
    services = app.opening.opened
    async for window in open_window(app):
        await to_page(window, form, "Do you have any of these now?")
        for ill in ILL:
            await tap_through(window, ill)
            assert "Call before you come in" in window.texts(), ill
            await tap_through(window, ill)
            assert "Call before you come in" in window.texts(), "the first tap may have been right"
            await tap_through(window, "Not now")
            assert "Call before you come in" not in window.texts(), "the person closes it"
            clock = services.journal._clock
            set_clock(app, clock.now() + timedelta(hours=13))  # past the pause
        assert rules(app) == ["RF-PRE-4"] * len(ILL)
        await tap_through(window, "None of these")
        assert services.safety.alert(services.journal.draft_of(form).id) is None


async def test_a_card_that_was_closed_does_not_come_back_with_another_illness(app: Companion) -> None:
    await at_time(app, MORNING)
    services = app.opening.opened
    async for window in open_window(app):
        await to_page(window, MORNING_OF, "Do you have any of these now?")
        await tap_through(window, "Fever", "Not now")
        for ill in ("Vomiting", "A new medicine"):
            set_clock(app, services.journal._clock.now() + timedelta(hours=13))  # past the pause
            await tap_through(window, ill)
            assert "Call before you come in" not in window.texts()
        assert rules(app) == ["RF-PRE-4"]


@pytest.mark.parametrize(("answer", "fires"), [("Alcohol", True), ("Cannabis", True), ("Other drugs", True),
                                               ("I would rather tell the staff", False), ("None of these", False)])  # fmt: skip
async def test_alcohol_or_drugs_in_the_last_24_hours_are_told_to_the_clinic(
    app: Companion, answer: str, fires: bool
) -> None:
    await at_time(app, MORNING)
    async for window in open_window(app):
        await to_page(window, MORNING_OF, "Have you had any of these in the last 24 hours?")
        await tap_through(window, answer)
        assert rules(app) == (["RF-ALC-1"] if fires else [])
        assert ("Tell your clinic about this today" in window.texts()) is fires


async def test_without_a_course_the_lists_warn_all_the_same(window: Window, app: Companion) -> None:
    await to_page(window, MORNING_OF, "Have you had any of these after the time your clinic told you to stop?")
    await tap_through(window, "Food, or milk", "Next")
    while "Who will take you home today?" not in window.texts():
        await tap_through(window, "Skip" if "Skip" in window.labels() else "Next")
    await tap_through(window, "Nobody yet")
    assert sorted(rules(app)) == ["RF-PRE-1", "RF-PRE-2"]


async def test_an_old_entry_that_is_changed_warns_of_a_pregnancy_alone(app: Companion) -> None:
    await at_time(app, MORNING)
    services = app.opening.opened
    ids = {}
    for form, question in ((MORNING_OF, "ill"), (EVALUATION, "pregnancy")):
        draft = services.journal.begin(form)
        last = services.journal.forms[form].question(question).options[-1]
        await services.journal.answer(draft.id, question, Tick(last) if question == "ill" else last)
        ids[form] = (await services.journal.finish(draft.id)).id
    for hours in (23, 47):  # past the pause of the first
        set_clock(app, at(MORNING) + timedelta(hours=hours))
        draft = await services.journal.begin_change(ids[MORNING_OF])
        fever = services.journal.forms[MORNING_OF].question("ill").options[0]
        await services.journal.answer(draft.id, "ill", Tick(fever))
        await services.safety.answered(draft.id, "ill")
        await services.journal.discard(draft.id)
        assert rules(app) == ["RF-PRE-4"], "a day later that visit is over"
    draft = await services.journal.begin_change(ids[EVALUATION])
    yes = services.journal.forms[EVALUATION].question("pregnancy").options[1]
    await services.journal.answer(draft.id, "pregnancy", yes)
    await services.safety.answered(draft.id, "pregnancy")
    assert rules(app)[0] == "RF-PRE-3"
