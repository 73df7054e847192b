"""One infusion that a clinic has booked twice is one, whatever the order and whatever was reported of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.domain.course import APART, OwnInfusion, Told, has_begun, merged, taking_place, upcoming
from companion.domain.course_settings import CourseSettings
from companion.domain.double_booking import NEAR, joined
from companion.domain.journal import Infusion, TookPlace
from companion.domain.until import Assumed, fasting, no_driving, until_of
from tests.courses import PARIS, at, clock_in, infusion, when

HERE, USUAL = clock_in(PARIS), CourseSettings()
FIRST = datetime(2026, 11, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def room_and_clinician(minutes_apart: int = 0, room: str = "booked", clinician: str = "booked") -> list[Infusion]:
    start = at("2026-11-24 10:00")
    return [
        infusion(start, id="room", status=room),
        infusion(start + minutes_apart * MINUTE, id="clinician", status=clinician),
    ]


@pytest.mark.parametrize("apart", [0, 5, 30, 119])
def test_two_bookings_less_than_two_hours_apart_are_one_infusion(apart: int) -> None:
    [one] = merged(room_and_clinician(apart), [], {})
    assert one.number == 1 and set(one.ids) == {"room", "clinician"}
    assert (one.start.at, one.last_start) == (at("2026-11-24 10:00"), at("2026-11-24 10:00") + apart * MINUTE)


def test_bookings_two_hours_apart_stay_two_because_joining_would_hide_a_planned_time() -> None:
    assert timedelta(hours=2) == NEAR
    found = merged(room_and_clinician(120), [], {})
    assert [(one.appointment_id, one.number) for one in found] == [("room", 1), ("clinician", 2)]


def test_a_row_of_bookings_does_not_grow_over_a_day() -> None:
    starts = ("2026-11-24 10:00", "2026-11-24 11:30", "2026-11-24 13:00")
    found = joined(infusion(start, id=start[-5:]) for start in starts)
    assert [(one.start.clock, one.latest and one.latest.clock) for one in found] == [
        ("10:00", "11:30"),
        ("13:00", None),
    ]


def test_the_earlier_time_counts_for_fasting_and_the_later_one_for_driving() -> None:
    course = merged(room_and_clinician(90), [], {})
    fast = fasting(course, USUAL, at("2026-11-23 18:00"))
    assert (fast.food, fast.drinks) == (at("2026-11-24 02:00"), at("2026-11-24 08:00"))
    off = no_driving(course, USUAL, at("2026-11-24 12:00"), HERE)
    assert off.counted_from == at("2026-11-24 12:10") and off.at == at("2026-11-25 13:00")


@pytest.mark.parametrize("reported", ["room", "clinician"])
def test_a_start_that_was_reported_of_one_booking_is_that_of_the_infusion(reported: str) -> None:
    told = {reported: Told(reported, started=when(at("2026-11-24 10:05")))}
    [one] = merged(room_and_clinician(), [], told)
    assert one.started.clock == "10:05" and has_begun(one, at("2026-11-24 10:05"))
    assert until_of(one, USUAL, HERE).assumed is Assumed.LENGTH


def test_a_start_hours_before_the_later_booking_leaves_the_plan_and_its_fast_to_come() -> None:
    told = {"room": Told("room", started=when(at("2026-11-24 08:00")))}
    found = merged(room_and_clinician(90), [], told)  # 3 h 30 before the later one, 2 h before the earlier one
    assert [(one.is_told, one.start.clock) for one in found] == [(True, "08:00"), (False, "10:00")]
    assert fasting(found, USUAL, at("2026-11-24 09:00")).food == at("2026-11-24 02:00")


def test_a_start_of_a_canceled_booking_that_joined_a_row_of_later_ones_is_left_behind_and_kept() -> None:
    booked = [infusion("2026-11-24 08:58", id="off", status="cancelled")]
    booked += [infusion(f"2026-11-24 {clock}", id=clock) for clock in ("10:00", "11:59")]
    began = when(at("2026-11-24 08:58"))
    found = merged(booked, [], {"off": Told("off", started=began)})
    assert [(one.appointment_id, one.started) for one in found] == [("10:00~", began), ("10:00", None)]


@pytest.mark.parametrize("off", ["room", "clinician"])
def test_while_one_of_both_bookings_stays_the_infusion_takes_place(off: str) -> None:
    told = {id: Told(id, started=when(at("2026-11-24 10:05"))) for id in ("room", "clinician")}
    for facts in ({}, told, {off: told[off]}):
        [one] = merged(room_and_clinician(5, **{off: "cancelled"}), [], facts)
        assert not one.is_cancelled and one.number == 1 and set(one.ids) == {"room", "clinician"}
        assert (one.started is not None) == bool(facts)


def test_a_reported_start_stays_one_infusion_when_the_clinic_drops_both_bookings() -> None:
    began = when(at("2026-11-24 10:05"))
    told = {id: Told(id, started=began) for id in ("room", "clinician")}
    [one] = merged([], [], told)
    assert one.number == 1 and set(one.ids) == {"room", "clinician"}
    ended = {**told, "room": replace(told["room"], ended=when(at("2026-11-24 10:50")))}
    [one] = merged([], [], ended)
    assert one.ended.clock == "10:50"


def test_an_infusion_that_took_place_is_not_taken_for_one_of_another_day() -> None:
    days = {"gone": "2026-11-20 10:00", "i": "2026-11-24 10:00"}
    told = {id: Told(id, took_place=TookPlace.YES, answered_for=when(at(planned))) for id, planned in days.items()}
    found = merged([infusion(days["i"], id="i")], [], told)
    assert [(one.appointment_id, one.took_place) for one in found] == [("gone", TookPlace.YES), ("i", TookPlace.YES)]


def test_both_canceled_is_canceled_and_shown_once() -> None:
    [one] = merged(room_and_clinician(5, "cancelled", "cancelled"), [], {})
    assert one.is_cancelled and one.number == 0 and one.latest is not None


def test_a_booking_that_was_canceled_for_another_time_that_day_is_said_to_have_been_moved() -> None:
    [one] = merged(room_and_clinician(60, room="cancelled"), [], {})
    assert (one.start.clock, one.moved_from.clock, one.latest) == ("11:00", "10:00", None)


def test_the_status_that_says_the_most_counts() -> None:
    [one] = merged(room_and_clinician(0, "booked", "fulfilled"), [], {})
    assert one.is_done
    [one] = merged(room_and_clinician(5, "booked", "fulfilled"), [], {})
    assert one.is_done, "also where the other one begins first"
    [one] = merged(room_and_clinician(0, "cancelled", "fulfilled"), [], {})
    assert one.is_done and not one.is_cancelled


def test_what_was_typed_in_for_that_day_belongs_to_the_one_infusion() -> None:
    own = [OwnInfusion("own", when(at("2026-11-24 10:15")))]
    [one] = merged(room_and_clinician(), own, {"own": Told("own", has_driver=True)})
    assert set(one.ids) == {"room", "clinician", "own"} and one.has_driver and one.typed.clock == "10:15"


def test_a_whole_course_that_is_booked_twice_is_counted_once() -> None:
    days = [at("2026-11-24 10:00") + n * timedelta(days=3) for n in range(6)]
    twice = [infusion(day, id=f"{who}{n}") for n, day in enumerate(days) for who in ("room", "clinician")]
    found = merged(twice, [], {"room0": Told("room0", started=when(days[0]))})
    assert [one.number for one in found] == [1, 2, 3, 4, 5, 6]
    assert upcoming(found, days[0]).number == 2


bookings = st.lists(
    st.builds(
        lambda minutes, status: (FIRST + minutes * MINUTE, status),
        st.integers(0, 4 * 24 * 60),
        st.sampled_from(("booked", "booked", "arrived", "fulfilled", "cancelled")),
    ),
    max_size=8,
).map(lambda rows: [infusion(start, id=f"b{n}", status=status) for n, (start, status) in enumerate(rows)])


@given(bookings, st.randoms())
def test_the_order_of_the_bookings_changes_nothing_and_joining_twice_is_joining_once(booked, chance) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(booked)
    chance.shuffle(shuffled)
    assert joined(shuffled) == joined(booked)
    assert joined(joined(booked)) == joined(booked)


@given(bookings)
def test_no_booking_and_no_planned_time_is_lost(booked: list[Infusion]) -> None:
    found = joined(booked)
    assert sorted(id for one in found for id in one.ids) == sorted(one.appointment_id for one in booked)
    on = [one for one in booked if one.status != "cancelled"]
    assert all(any(one.start.at <= each.start.at <= one.last_start for one in found) for each in on)
    starts = [one.start.at for one in taking_place(found)]
    assert all(later - before >= NEAR for before, later in pairwise(starts))
    assert bool(starts) == bool(on)


@given(bookings, st.integers(0, 4 * 24 * 60))
def test_neither_fasting_nor_driving_is_shorter_than_any_single_booking_asks(
    booked: list[Infusion], minute: int
) -> None:
    now = FIRST + minute * MINUTE
    course = merged(booked, [], {})
    off = no_driving(course, USUAL, now, HERE)
    for one in booked:
        if one.status == "cancelled":
            continue
        if one.start.at <= now < one.start.at + timedelta(hours=24):
            assert off is not None and off.at >= one.start.at + timedelta(hours=24)
        if not any(has_begun(each, now) and one.appointment_id in each.ids for each in course) and now < one.start.at:
            assert fasting(course, USUAL, now).food <= one.start.at - timedelta(hours=8)


@given(bookings, st.data())
def test_what_was_reported_of_any_booking_is_reported_of_its_infusion(
    booked: list[Infusion], data: st.DataObject
) -> None:
    if not booked:
        return
    one = data.draw(st.sampled_from(booked))
    began = replace(one.start)
    found = merged(booked, [], {one.appointment_id: Told(one.appointment_id, started=began)})
    [its_own] = [each for each in found if one.appointment_id in each.ids]
    left_behind = [each for each in found if each.appointment_id == its_own.appointment_id + APART]
    assert [each.started for each in (its_own, *left_behind) if each.started] == [began]
