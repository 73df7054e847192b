"""The numbers of the course, each written out: a bound that is moved by an hour or a day is found here."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from companion.content import BLOOD_PRESSURE, DAY_BEFORE, MORNING_OF, WEEK_BEFORE
from companion.domain.course import OwnInfusion, Told, merged
from companion.domain.course_settings import CourseSettings
from companion.domain.due import AHEAD, Stage
from companion.domain.guidance import EATING, Anchor
from companion.domain.holding import MAY_BE_LATE, MAY_WAIT, bound, holding, stretched, waited_for
from companion.domain.infusion_day import had_high_pressure, had_infusion
from companion.domain.journal import EntryHead, EntryStatus, Infusion, Occurrence, TookPlace
from companion.fhir.appointment import cancelled_from_fhir, infusions_from_fhir
from tests.courses import PARIS, at, clock_in, infusion, when
from tests.unit.test_course_service import Phone
from tests.unit.test_due import course_at, fill_in
from tests.unit.test_holding import GUIDANCE, situations

HERE, USUAL = clock_in(PARIS), CourseSettings()
PLANNED = "2026-11-24 10:00"

# What was left behind, and what is typed in


def test_a_second_start_that_is_left_behind_does_not_replace_the_first() -> None:
    first, second = when(at("2026-11-20 10:00")), when(at("2026-11-22 10:00"))
    told = {"i~": Told("i~", started=first), "i": Told("i", started=second)}
    found = merged([infusion(PLANNED, id="i")], [], told)
    assert [(one.appointment_id, one.started) for one in found] == [("i~", first), ("i~~", second), ("i", None)]


def test_a_typed_infusion_that_was_canceled_is_not_taken_for_the_clinics_of_that_day() -> None:
    own = OwnInfusion("own", when(at("2026-11-24 11:00")), is_cancelled=True)
    found = merged([infusion(PLANNED, id="clinic")], [own], {"own": Told("own", has_driver=True)})
    [clinic] = [one for one in found if one.appointment_id == "clinic"]
    assert clinic.typed is None and not clinic.has_driver


# What holds


@given(situations())
def test_of_two_infusions_an_item_is_held_for_the_nearest(situation) -> None:  # type: ignore[no-untyped-def]
    course, settings, now, zone = situation
    local = clock_in(zone)
    for held in holding(GUIDANCE, course, settings, now, local):
        if EATING in held.item.about:
            continue  # those of an infusion before the last one are left out
        same = [one for one in bound(GUIDANCE, course, settings, local, now) if one.item.id == held.item.id]
        nearest = min(abs(one.infusion.begins - now) for one in same)
        assert abs(held.infusion.begins - now) == nearest


@pytest.mark.parametrize("length", [5, 40, 90, 240])
def test_the_minutes_before_an_infusion_do_not_depend_on_its_length(length: int) -> None:
    assert [stretched(minutes, 40, length) for minutes in (-7 * 1440, -1440, -480, -1, 0)] == [
        -7 * 1440, -1440, -480, -1, 0
    ]  # fmt: skip
    assert stretched(20, 40, length) == length / 2 and stretched(100, 40, length) == length + 60


def test_an_unreported_infusion_may_be_waited_for_for_12_hours_and_be_late_for_2() -> None:
    assert (timedelta(hours=12), timedelta(hours=2)) == (MAY_WAIT, MAY_BE_LATE)
    one = infusion(PLANNED)
    assert waited_for([one], at("2026-11-24 21:59")) is one
    assert waited_for([one], at("2026-11-24 22:00")) is None
    for more in ({"started": when(at(PLANNED))}, {"status": "fulfilled"}, {"took_place": TookPlace.YES}):
        assert waited_for([infusion(PLANNED, **more)], at("2026-11-24 11:00")) is None


def test_nothing_speaks_of_eating_while_a_reported_infusion_lasts() -> None:
    item = replace(GUIDANCE.items[0], id="invented", start=0, end=240, about=(EATING,), anchor=Anchor.EACH)
    guidance = replace(GUIDANCE, items=(item,))
    course = [infusion(PLANNED, started=when(at(PLANNED)))]
    for moment, is_held in (("2026-11-24 10:39", False), ("2026-11-24 10:40", True)):
        assert bool(holding(guidance, course, USUAL, at(moment), HERE)) == is_held


# Which list is due


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("form", "filled_in", "seen", "is_due"),
    [
        (DAY_BEFORE, "2026-11-21 09:00", "2026-11-23 12:00", True),
        (DAY_BEFORE, "2026-11-21 11:00", "2026-11-23 12:00", False),
        (WEEK_BEFORE, "2026-11-10 09:00", "2026-11-20 12:00", True),
        (WEEK_BEFORE, "2026-11-10 11:00", "2026-11-20 12:00", False),
        (MORNING_OF, "2026-11-23 09:00", "2026-11-24 07:00", True),
        (MORNING_OF, "2026-11-23 11:00", "2026-11-24 07:00", False),
    ],
)
async def test_a_list_that_was_filled_in_too_early_was_for_another_day(
    form: str, filled_in: str, seen: str, is_due: bool
) -> None:
    assert [AHEAD[stage].days for stage in (Stage.WEEK_BEFORE, Stage.DAY_BEFORE, Stage.MORNING_OF)] == [14, 3, 1]
    phone = Phone()
    course = await course_at(phone, filled_in, PLANNED)
    await fill_in(course, form)
    phone.clock.moment = at(seen)
    assert (course.due_list() == form) == is_due


@pytest.mark.asyncio
@pytest.mark.parametrize(("following", "is_first"), [("2026-12-06 10:00", True), ("2026-12-19 10:00", False)])
async def test_the_next_weeks_list_comes_first_only_within_7_days_of_the_next_infusion(
    following: str, is_first: bool
) -> None:
    phone = Phone()
    course = await course_at(phone, "2026-11-29 12:00", PLANNED, following)
    assert (course.due_list() == WEEK_BEFORE) == is_first


# What an exercise has to mind


def now(moment: str) -> Occurrence:
    return when(at(moment))


def reading(moment: str, systolic: int) -> EntryHead:
    when_ = now(moment)
    return EntryHead("r", BLOOD_PRESSURE, "1", when_, EntryStatus.COMPLETED, 1, when_.at, {"systolic": systolic})


LATE: dict[str, Any] = {"started": when(at("2026-11-24 13:00"))}
EARLY: dict[str, Any] = {"started": when(at("2026-11-24 07:30"))}
CANCELED: dict[str, Any] = {"status": "cancelled", "started": when(at("2026-11-24 10:10"))}


@pytest.mark.parametrize(
    ("more", "moment", "measured", "known"),
    [
        (LATE, "2026-11-24 15:59", "2026-11-24 13:30", True),
        (LATE, "2026-11-24 15:59", "2026-11-24 12:30", None),
        (LATE, "2026-11-24 16:00", "2026-11-24 13:30", False),
        (EARLY, "2026-11-24 08:00", "2026-11-24 07:45", True),
        (EARLY, "2026-11-24 10:30", "2026-11-24 07:45", False),
        (CANCELED, "2026-11-24 12:00", "2026-11-24 11:00", True),
        ({"status": "cancelled"}, "2026-11-24 12:00", "2026-11-24 11:00", False),
        ({"took_place": TookPlace.NO}, "2026-11-24 12:00", "2026-11-24 11:00", False),
        ({"took_place": TookPlace.YES, "status": "cancelled"}, "2026-11-24 12:00", "2026-11-24 11:00", True),
    ],
)
def test_a_high_pressure_counts_from_the_reported_start_also_of_one_that_was_canceled_later(
    more: dict[str, Any], moment: str, measured: str, known: bool | None
) -> None:
    course = [infusion(PLANNED, **more)]
    assert had_high_pressure(course, [reading(measured, 180)], now(moment)) is known


@pytest.mark.parametrize(
    ("more", "moment", "known"),
    [
        ({}, "2026-11-24 09:59", False),
        ({}, "2026-11-24 10:00", True),
        (EARLY, "2026-11-24 07:30", True),
        (LATE, "2026-11-24 23:00", True),
        (LATE, "2026-11-25 00:30", False),
        (CANCELED, "2026-11-24 18:00", True),
        ({"status": "cancelled"}, "2026-11-24 18:00", False),
        ({"started": when(at("2026-11-24 23:30"))}, "2026-11-25 01:00", True),
    ],
)
def test_whether_there_was_an_infusion_today_follows_what_was_reported(
    more: dict[str, Any], moment: str, known: bool
) -> None:
    course = [infusion(PLANNED, **more)]
    assert had_infusion(course, now(moment), HERE) is known
    assert had_infusion(course, now(moment)) is known, "and by the clocks by which it was kept"


def test_today_is_the_persons_own_day_and_not_the_clinics() -> None:
    late_in_new_york = infusion("2026-11-23 20:00", "America/New_York")  # 2026-11-24 02:00 in Paris
    assert had_infusion([late_in_new_york], now("2026-11-24 09:00"), HERE) is True


# What the clinic's statuses mean

STATUSES = {
    "proposed": None, "pending": None, "booked": True, "arrived": True, "fulfilled": True, "cancelled": False,
    "noshow": False, "entered-in-error": None, "checked-in": True, "waitlist": None,
}  # fmt: skip
"""Every status of FHIR R4: whether it takes place, is canceled, or says nothing."""


@pytest.mark.parametrize(("status", "takes_place"), STATUSES.items())
def test_each_status_of_an_appointment_takes_place_is_canceled_or_is_left_out(
    status: str, takes_place: bool | None
) -> None:
    raw = [{"resourceType": "Appointment", "id": "a", "status": status, "start": "2026-11-24T10:00:00Z"}]

    def there(moment: datetime) -> Occurrence:
        return Occurrence(moment, "UTC", date(2026, 11, 24), "10:00")

    on: list[Infusion] = infusions_from_fhir(raw, there)
    off = cancelled_from_fhir(raw, there)
    assert ([one.status for one in on], [one.status for one in off]) == (
        ([status], []) if takes_place else ([], ["cancelled"] if takes_place is False else [])
    )
