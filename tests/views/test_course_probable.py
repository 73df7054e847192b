"""What nobody has reported: it is never said to be done or under way, it is counted apart, and it is asked about."""

from dataclasses import replace
from datetime import date, time

import pytest

from companion.app.running import Companion
from companion.content import DAILY_CHECK_IN
from companion.domain.journal import TookPlace
from companion.services.presence import Presence
from companion.views.care import AS_PLANNED
from companion.views.course_words import can_wait
from tests.courses import at, infusion, when
from tests.times import o_clock
from tests.views.conftest import CLINIC, open_window
from tests.views.course_time import book, course_of, set_clock
from tests.views.harness import Window
from tests.views.test_course_now import filled
from tests.views.test_course_today import headings, says, today_at
from tests.views.test_standing import warn

pytestmark = pytest.mark.asyncio

ID = "i1"
PLANNED = "2026-11-24 10:00"
IF_BEGUN = "If it has started, you may feel some of this:"
NOT_REPORTED = f"Planned for {o_clock('10:00')}. Start not reported yet."
PROBABLY = "Your infusion probably took place, but no start time has been entered yet."
QUESTION = "Did your infusion take place?"
YES, NO, UNKNOWN = "Yes", "No, it was canceled or moved", "I don't know"

COURSE_SCREENS = ("/", "/course", "/course/now", "/course/care", "/course/matters", f"/course/infusion/{ID}",
                  f"/course/part/hours/{ID}", f"/course/part/days/{ID}", "/journal", "/add", "/more")  # fmt: skip
CLAIMS = ("Under way", "while your infusion is running", "2 of 2", "1 of 1", "It lasted", "Your infusion was today")
"""What may be said only of what was reported."""


async def ready(app: Companion, moment: str, *infusions: object) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True, country="US", has_read_limits=True)
    set_clock(app, moment)
    await book(app, *(infusions or (infusion(PLANNED),)))


async def seen(app: Companion, route: str) -> Window:
    async for window in open_window(app, route):
        await window.settle()
    return window


@pytest.mark.parametrize("moment", ["2026-11-24 10:20", "2026-11-24 12:30", "2026-11-24 14:00", "2026-11-25 09:00"])
async def test_no_screen_claims_what_nobody_has_reported(app: Companion, moment: str) -> None:
    await ready(app, moment)
    for route in COURSE_SCREENS:
        window = await seen(app, route)
        assert not [claim for claim in CLAIMS if says(window, claim)], route
        assert not any(title in headings(window) for title in ("It begins", "It gets stronger", "Rest of the day"))


@pytest.mark.parametrize("route", ["/", "/course", "/course/now", "/course/care", f"/course/infusion/{ID}"])
async def test_between_the_planned_start_and_4_hours_it_is_planned_and_not_reported(app: Companion, route: str) -> None:
    for moment in ("2026-11-24 10:30", "2026-11-24 13:59"):
        await ready(app, moment)
        window = await seen(app, route)
        assert says(window, NOT_REPORTED) and not says(window, "probably"), moment


@pytest.mark.parametrize("route", ["/", "/course", "/course/now", "/course/care", f"/course/infusion/{ID}"])
async def test_from_4_hours_on_it_probably_took_place(app: Companion, route: str) -> None:
    await ready(app, "2026-11-24 14:00")
    window = await seen(app, route)
    assert says(window, PROBABLY) and not says(window, "not reported yet")


@pytest.mark.parametrize("route", ["/", "/course/now"])
async def test_effects_are_said_as_what_may_be_until_a_start_is_reported(app: Companion, route: str) -> None:
    for moment in ("2026-11-24 10:20", "2026-11-24 15:00"):
        await ready(app, moment)
        assert IF_BEGUN in (await seen(app, route)).texts()
    await course_of(app).start(course_of(app).all()[0], at("2026-11-24 10:05"))
    window = await seen(app, route)
    assert IF_BEGUN not in window.texts() and not says(window, "probably")


async def test_no_driving_from_a_guess_says_so_in_plain_sight(app: Companion) -> None:
    await ready(app, "2026-11-24 13:00")
    window = await seen(app, "/")
    said = next(one for one in window.texts() if "planned start. The app does not know when it really started" in one)
    shown = next(one for one in window.controls() if getattr(one, "value", None) == said)
    await course_of(app).start(course_of(app).all()[0], at("2026-11-24 10:00"))
    other = await seen(app, "/")
    small = next(
        one for one in other.controls() if "You have not entered a later end" in str(getattr(one, "value", ""))
    )
    assert (shown.size or 16) > small.size, "what is only a guess is not small print"


async def test_an_early_start_does_not_end_the_hours_without_driving_sooner(app: Companion) -> None:
    await ready(app, "2026-11-24 12:00")
    await course_of(app).start(course_of(app).all()[0], at("2026-11-24 08:30"))
    window = await seen(app, "/")
    assert says(window, f"No driving and no big decisions before Wednesday {o_clock('11:00')}")
    assert says(window, "You entered an earlier time, but the later one counts.")


async def test_the_course_line_counts_reported_and_probable_apart(app: Companion) -> None:
    course = [
        infusion("2026-11-12 10:00", id="a", started=None),
        infusion("2026-11-15 10:00", number=2),
        infusion(PLANNED, number=3),
        infusion("2026-11-27 10:00", number=4),
    ]
    await ready(app, "2026-11-24 10:30", *course)
    await course_of(app).start(course_of(app).all()[0], at("2026-11-12 10:00"))
    line = "1 of 4 infusions done; 1 more probably took place; 1 start not reported"
    assert line in (await seen(app, "/")).texts()
    set_clock(app, "2026-11-24 14:00")
    assert "1 of 4 infusions done; 2 more probably took place" in (await seen(app, "/")).texts()
    await course_of(app).start(course_of(app).all()[2], at("2026-11-24 13:45"))
    assert "1 of 4 infusions done; 1 under way; 1 more probably took place" in (await seen(app, "/")).texts()


async def test_the_journals_days_name_what_is_known(app: Companion) -> None:
    await ready(app, "2026-11-24 10:30")
    journal = app.opening.opened.journal
    draft = journal.begin(DAILY_CHECK_IN)
    await journal.answer(draft.id, "mood", 5)
    await journal.finish(draft.id)
    assert f"Infusion 1: planned for {o_clock('10:00')}" in (await seen(app, "/journal")).texts()
    set_clock(app, "2026-11-24 14:00")
    assert "Infusion 1: probably took place" in (await seen(app, "/journal")).texts()
    await course_of(app).start(course_of(app).all()[0], at("2026-11-24 10:00"))
    assert "Infusion 1" in (await seen(app, "/journal")).texts()


async def test_what_can_wait_until_tomorrow_names_a_planned_infusion_as_planned(app: Companion) -> None:
    await ready(app, "2026-11-24 10:20")
    words, services = app.words, app.opening.opened
    assert can_wait(words, services) == ["Your infusion was planned for today. You can wait with this until tomorrow."]
    await course_of(app).start(course_of(app).all()[0], at("2026-11-24 10:05"))
    assert can_wait(words, services) == ["Your infusion was today. You can wait with this until tomorrow."]


# The next morning's question


async def test_it_is_asked_the_next_morning_and_not_on_the_day_itself(app: Companion) -> None:
    for moment, is_asked in (
        ("2026-11-24 22:00", False), ("2026-11-25 04:59", False), ("2026-11-25 05:00", True), ("2026-11-25 12:00", True),
        ("2026-11-28 08:00", False),
    ):  # fmt: skip
        [window] = await today_at(app, moment)
        assert (QUESTION in headings(window)) == is_asked, moment
        assert (YES in window.labels()) == is_asked
        assert len(headings(window)) >= 1 and not any(one.startswith("It gets") for one in headings(window))


async def test_on_the_day_itself_nothing_can_be_answered_that_ends_the_hours_without_driving(app: Companion) -> None:
    for moment, is_open in (("2026-11-24 15:00", False), ("2026-11-24 23:59", False), ("2026-11-25 00:00", True)):
        await ready(app, moment)
        window = await seen(app, f"/course/infusion/{ID}")
        assert (NO in window.labels()) == is_open, moment


async def test_yes_leads_to_the_time_and_counts_without_one_too(app: Companion) -> None:
    await ready(app, "2026-11-25 08:00", infusion(PLANNED), infusion("2026-12-01 10:00", number=2))
    async for window in open_window(app):
        await window.tap(YES)
        await window.follow()
        assert window.route() == f"/course/now/start/{ID}" and says(window, "If you do not know when, go back")
        await window.tap("Back")
        await window.follow()
    one = course_of(app).all()[0]
    assert one.took_place is TookPlace.YES and one.started is None
    window = await seen(app, "/")
    assert QUESTION not in headings(window) and "1 of 2 infusions done" in window.texts()
    assert says(window, "planned start. The app does not know when it really started"), (
        "driving stays off, and says from what"
    )
    assert says(await seen(app, f"/course/infusion/{ID}"), "You said it took place. Start time not entered yet.")


async def test_yes_and_the_time_report_the_start(app: Companion) -> None:
    await ready(app, "2026-11-25 08:00")
    async for window in open_window(app):
        await window.tap(YES)
        await window.follow()
        await window.tap("Save")
        await window.follow()
    [one] = course_of(app).all()
    assert one.started.at == at(PLANNED)
    assert says(await seen(app, f"/course/infusion/{ID}"), f"Started at {o_clock('10:00')} (you entered this).")


async def test_no_counts_as_canceled_says_that_the_clinic_does_not_hear_of_it_and_is_taken_back(app: Companion) -> None:
    app.clinic = CLINIC
    await ready(app, "2026-11-25 08:00", infusion(PLANNED), infusion("2026-11-27 10:00", number=2))
    clock = set_clock(app, "2026-11-25 08:00")
    async for window in open_window(app):
        await window.tap(NO)
        await window.follow()
        assert window.route() == f"/course/infusion/{ID}"
        assert says(window, "Its own list may still have this infusion.") and says(window, "counts as canceled")
        assert "Call Example Clinic" in window.labels() and course_of(app).until() is None
        first, second = course_of(app).all()
        assert first.is_cancelled and second.number == 1
        clock.advance(2)
        await window.tap("Undo this answer")
        assert QUESTION in headings(window) and course_of(app).until() is not None


async def test_no_for_an_own_infusion_offers_its_new_time(app: Companion) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True, country="US", has_read_limits=True)
    set_clock(app, "2026-11-23 08:00")
    course = course_of(app)
    id = await course.add(course.moment(date(2026, 11, 24), time(10, 0)))
    set_clock(app, "2026-11-25 08:00")
    async for window in open_window(app):
        await window.tap(NO)
        await window.follow()
        assert says(window, "If it was moved, change its day or time below.")
        assert "Change day or time" in window.labels() and "Mark as canceled" not in window.labels()
    await course_of(app).move(id, course_of(app).moment(date(2026, 11, 26), time(9, 0)))
    [one] = course_of(app).all()
    assert not one.is_cancelled and one.number == 1 and one.took_place is None


async def test_i_do_not_know_stays_probable_and_is_not_asked_again(app: Companion) -> None:
    await ready(app, "2026-11-25 08:00")
    async for window in open_window(app):
        await window.tap(UNKNOWN)
        await window.settle()
        assert QUESTION not in headings(window) and says(window, PROBABLY)
    for moment in ("2026-11-25 18:00", "2026-11-26 08:00"):
        set_clock(app, moment)
        assert QUESTION not in headings(await seen(app, "/"))
    window = await seen(app, f"/course/infusion/{ID}")
    assert says(window, "You said that you do not know") and {YES, NO} <= set(window.labels())


async def test_the_answer_is_there_after_a_restart_and_for_the_clinics_new_time_it_is_none(app: Companion) -> None:
    await ready(app, "2026-11-25 08:00")
    await course_of(app).answer(course_of(app).all()[0], TookPlace.NO)
    vault = app.opening.opened.journal._store.course._vault
    kept = [row.header for row in vault.of_kind("infusion-told")]
    assert [(one["tookPlace"], one["answeredFor"]["clock"]) for one in kept] == [("no", "10:00")]
    await book(app, replace(infusion("2026-11-26 10:00"), moved_from=when(at(PLANNED))))
    [one] = course_of(app).all()
    assert not one.is_cancelled and course_of(app).fasting() is not None


async def test_the_question_stands_among_three_cards_with_what_keeps_people_safe(app: Companion) -> None:
    [window] = await today_at(app, "2026-11-25 08:00", infusion(PLANNED), infusion("2026-11-25 18:00", number=2))
    assert says(window, "No driving and no big decisions") and says(window, f"Last food: Today, {o_clock('10:00')}")
    [window] = await today_at(app, "2026-11-25 08:00")
    assert headings(window)[0] == QUESTION and says(window, "No driving and no big decisions")


async def test_one_that_is_booked_twice_is_one_on_every_screen(app: Companion) -> None:
    await ready(app, "2026-11-24 10:30", infusion(PLANNED, id=ID), infusion("2026-11-24 10:30", id="room"))
    await course_of(app).start(course_of(app).all()[0], at("2026-11-24 10:10"))
    app.presence = Presence()
    window = await seen(app, "/")
    assert says(window, "0 of 1 infusions done; 1 under way") and not says(window, "Infusion 2")
    for id in (ID, "room"):
        page = await seen(app, f"/course/infusion/{id}")
        assert says(page, f"Started at {o_clock('10:10')} (you entered this).") and says(page, "It is booked twice")


async def test_an_unreported_infusion_is_taken_to_have_just_started_for_2_hours_and_then_to_have_ended(
    app: Companion,
) -> None:
    for moment, first, later in (
        ("2026-11-24 11:59", "My infusion has started", "My infusion has ended"),
        ("2026-11-24 12:00", "My infusion has ended", "My infusion has started"),
    ):
        await ready(app, moment)
        window = await seen(app, "/course/now")
        assert filled(window) == [first]
        assert (later in window.labels()) == (first == "My infusion has ended"), "late, it can still be told"


async def test_who_still_waits_reads_so_under_all_that_matters_in_the_minutes_of_the_plan_too(app: Companion) -> None:
    for moment in ("2026-11-24 10:20", "2026-11-24 11:30"):
        await ready(app, moment)
        window = await seen(app, "/course/matters")
        assert "Has it started?" in headings(window) and says(window, NOT_REPORTED)
        assert "My infusion has started" in window.labels()
    await course_of(app).start(course_of(app).all()[0], at("2026-11-24 11:20"))
    assert says(await seen(app, "/course/matters"), "There is nothing to do right now.")


# Cards


async def test_no_card_says_that_there_was_ketamine_or_an_infusion_where_only_the_plan_says_so(app: Companion) -> None:
    await ready(app, "2026-11-24 15:00")
    messages = app.opening.opened.safety.book.messages
    assert set(AS_PLANNED) <= {part.text for one in messages.values() for part in one.paragraphs}
    for rule in ("RF-BP-4", "RF-BP-8", "RF-CP-1"):
        await warn(app, rule)

    async def said() -> str:
        return "\n".join((await seen(app, "/more/warnings")).texts())

    claims = ("that you had ketamine", "since your infusion", "after your infusion.")
    found = await said()
    assert not [claim for claim in claims if claim in found]
    assert all(one in found for one in ("if you had ketamine", "since your planned infusion", "after your planned"))
    await course_of(app).start(course_of(app).all()[0], at("2026-11-24 10:05"))
    found = await said()
    assert all(claim in found for claim in claims) and "if you had ketamine" not in found


async def test_after_a_no_no_card_speaks_of_ketamine(app: Companion) -> None:
    await ready(app, "2026-11-25 09:00")
    assert app.opening.opened.safety.known() == {"infusion"} and app.opening.opened.safety.knows_plan_alone()
    await course_of(app).answer(course_of(app).all()[0], TookPlace.NO)
    assert app.opening.opened.safety.known() == frozenset() and not app.opening.opened.safety.knows_plan_alone()
