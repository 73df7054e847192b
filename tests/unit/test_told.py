"""When it began or ended, told later: near the infusion, never in the future, the end never before the start."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.domain.course import Phase, has_begun, last_begun, place_at, upcoming
from companion.domain.course_settings import CourseSettings
from companion.domain.told import What, Wrong, nearest, told_at, wrong
from companion.errors import InvalidAnswer
from tests.courses import at, clock_in, infusion, when
from tests.unit.test_course_service import Phone
from tests.unit.test_holding import ZONES, moments

HERE, RULES = clock_in("Europe/Paris"), CourseSettings()


@given(moments, st.times(), st.sampled_from(ZONES))
def test_a_time_is_the_nearest_moment_at_which_the_clock_showed_it(to: datetime, clock: time, zone: str) -> None:
    local, whole = clock_in(zone), clock.replace(second=0, microsecond=0)
    found = nearest(whole, to, local)
    assert abs(found - to) <= timedelta(hours=13)
    shown = local(found)
    apart = abs(datetime.combine(shown.date(), shown.time()) - datetime.combine(shown.date(), whole))
    assert apart in (timedelta(), timedelta(minutes=30), timedelta(hours=1)), "30 or 60 where the clocks leave it out"


@pytest.mark.parametrize(
    ("planned", "typed", "meant"),
    [
        ("2026-11-24 10:00", time(10, 5), "2026-11-24 10:05"),
        ("2026-11-24 23:30", time(0, 10), "2026-11-25 00:10"),
        ("2026-11-25 00:10", time(23, 50), "2026-11-24 23:50"),
    ],
)
def test_a_start_is_that_time_near_the_planned_one_past_midnight_too(planned: str, typed: time, meant: str) -> None:
    assert told_at(What.START, infusion(planned), typed, RULES, HERE) == at(meant)


def test_neither_is_in_the_future_and_the_end_is_not_before_the_start() -> None:
    one = infusion("2026-11-24 10:00", started=when(at("2026-11-24 10:05")))
    now = at("2026-11-25 11:00")

    def end(typed: time, of: object = one) -> Wrong | None:
        return wrong(What.END, of, told_at(What.END, of, typed, RULES, HERE), now)  # type: ignore[arg-type]

    assert end(time(10, 50)) is None and end(time(10, 5)) is None
    assert end(time(9, 50)) is Wrong.BEFORE_START, "not the next morning"
    ended = replace(one, ended=when(at("2026-11-24 10:50")))
    assert wrong(What.START, ended, at("2026-11-24 10:51"), now) is Wrong.AFTER_END
    assert wrong(What.START, one, now + timedelta(minutes=1), now) is Wrong.FUTURE


@pytest.mark.asyncio
async def test_what_is_told_later_is_kept_put_right_and_counted_from() -> None:
    phone = Phone()
    course = await phone.open()
    id = await course.add(course.moment(date(2026, 11, 24), time(10, 0)))
    phone.clock.moment = at("2026-11-24 11:10")
    await course.start(course.infusion(id), at("2026-11-24 10:15"))
    phone.clock.advance(5)
    await course.end(course.infusion(id), at("2026-11-24 11:05"))
    assert course.until().counted_from == at("2026-11-24 11:05")
    phone.clock.advance(5)
    await course.start(course.infusion(id), at("2026-11-24 10:20"))
    one = (await phone.open()).infusion(id)
    assert (one.started.clock, one.ended.clock) == ("10:20", "11:05")
    for tell, moment in ((course.start, "2026-11-24 11:06"), (course.end, "2026-11-24 10:10"),
                         (course.end, "2026-11-24 12:10")):  # fmt: skip
        phone.clock.advance(5)
        with pytest.raises(InvalidAnswer):
            await tell(course.infusion(id), at(moment))
    assert course.infusion(id) == one


@pytest.mark.asyncio
async def test_a_clock_that_was_put_back_after_the_start_offers_no_start_again_and_no_end_before_it() -> None:
    phone = Phone()
    course = await phone.open()
    id = await course.add(course.moment(date(2026, 11, 24), time(10, 0)))
    phone.clock.moment = at("2026-11-24 10:05")
    await course.start(course.infusion(id))
    phone.clock.advance(-50 * 60)
    assert course.place().phase is Phase.UNDER_WAY and course.fasting() is None
    await course.end(course.infusion(id))
    one = course.infusion(id)
    assert one.ended.at >= one.started.at and course.place().phase is Phase.FIRST_HOURS


def test_a_start_that_was_told_under_a_clock_of_another_day_does_not_hold_the_app_still() -> None:
    one = infusion("2026-11-24 10:00", started=when(at("2026-11-24 10:05")))
    now = at("2026-11-22 10:00")
    assert not has_begun(one, now) and last_begun([one], now) is None and upcoming([one], now) is one
    assert place_at([one], RULES, now, HERE).phase is Phase.WEEK_BEFORE


@pytest.mark.asyncio
async def test_a_start_that_was_told_under_a_clock_days_fast_makes_no_infusion_in_some_days() -> None:
    phone = Phone()
    course = await phone.open()
    await phone.store.keep_infusions([infusion("2026-11-24 09:00", id="clinic")])
    phone.clock.moment = at("2026-11-27 09:10")
    await course.start(course.infusion("clinic"))
    phone.clock.advance(3600)
    await course.end(course.infusion("clinic"))
    phone.clock.moment = at("2026-11-24 09:30")
    assert course.fasting() is None and course.place().infusion.appointment_id == "clinic"
    assert course.until() is not None
    phone.clock.moment = at("2026-11-24 12:00")
    assert course.place().phase is Phase.FIRST_DAY and course.until() is not None
