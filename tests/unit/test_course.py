"""The course: the clinic's and the typed in as one, where somebody is in it, until when not to drive."""

from dataclasses import replace
from datetime import timedelta

import pytest

from companion.domain.course import OwnInfusion, Phase, Told, belongs_to, both, merged, place_at, upcoming
from companion.domain.course_settings import CourseSettings
from companion.domain.journal import Infusion
from companion.domain.until import Assumed, fasting, no_driving, until_of
from tests.courses import PARIS, at, clock_in, infusion, when

HERE = clock_in(PARIS)
USUAL = CourseSettings()


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        ("2026-11-01 10:00", Phase.WEEKS_BEFORE),
        ("2026-11-19 10:00", Phase.WEEK_BEFORE),
        ("2026-11-23 00:00", Phase.DAY_BEFORE),
        ("2026-11-24 00:00", Phase.DAY_OF),
        ("2026-11-24 09:59", Phase.DAY_OF),
        ("2026-11-24 10:00", Phase.UNDER_WAY),
        ("2026-11-24 10:40", Phase.FIRST_HOURS),
        ("2026-11-24 12:40", Phase.FIRST_DAY),
        ("2026-11-25 10:00", Phase.DAYS_1_3),
        ("2026-11-28 10:00", Phase.DAYS_4_7),
        ("2026-12-01 10:00", Phase.AFTER_COURSE),
    ],
)
def test_a_moment_has_its_phase(moment: str, phase: Phase) -> None:
    assert place_at([infusion("2026-11-24 10:00")], USUAL, at(moment), HERE).phase is phase


def test_between_two_infusions_far_apart_somebody_is_between() -> None:
    course = [infusion("2026-11-01 10:00"), infusion("2026-11-24 10:00", number=2)]
    found = place_at(course, USUAL, at("2026-11-12 10:00"), HERE)
    assert (found.phase, found.infusion.number) == (Phase.BETWEEN, 2)


def test_without_infusions_there_is_no_phase_and_nothing_to_wait_for() -> None:
    now = at("2026-11-24 10:00")
    assert place_at([], USUAL, now, HERE).phase is Phase.NONE
    assert fasting([], USUAL, now) is None and no_driving([], USUAL, now, HERE) is None


def test_no_driving_lasts_24_hours_from_the_assumed_end_rounded_up() -> None:
    found = until_of(infusion("2026-11-24 10:00"), USUAL, HERE)
    assert (found.at, found.assumed) == (at("2026-11-25 11:00"), Assumed.START)


def test_a_started_infusion_counts_from_its_start_and_a_told_end_from_the_later_of_both() -> None:
    late = infusion("2026-11-24 10:00", started=when(at("2026-11-24 10:50")))
    assert (until_of(late, USUAL, HERE).at, until_of(late, USUAL, HERE).assumed) == (
        at("2026-11-25 12:00"), Assumed.LENGTH
    )  # fmt: skip
    long = infusion("2026-11-24 10:00", ended=when(at("2026-11-24 12:10")))
    assert (until_of(long, USUAL, HERE).at, until_of(long, USUAL, HERE).assumed) == (
        at("2026-11-25 13:00"), Assumed.NOTHING
    )  # fmt: skip
    short = infusion("2026-11-24 10:00", ended=when(at("2026-11-24 10:05")))
    assert until_of(short, USUAL, HERE).at == at("2026-11-25 11:00"), "a tap too early makes nothing shorter"


def test_a_night_has_passed_before_anybody_drives() -> None:
    late = until_of(infusion("2026-11-24 01:00"), USUAL, HERE)
    assert late.at == at("2026-11-25 07:00")


def test_the_clinics_longer_rule_wins_and_a_shorter_one_is_refused() -> None:
    longer = CourseSettings(driving_hours=48)
    assert until_of(infusion("2026-11-24 10:00"), longer, HERE).at == at("2026-11-26 11:00")
    with pytest.raises(ValueError, match="longer"):
        CourseSettings(driving_hours=23)


@pytest.mark.parametrize("wrong", [{"solids_hours": 13}, {"liquids_hours": -1}, {"length_minutes": 0}])
def test_settings_outside_their_limits_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"hours|minutes"):
        CourseSettings(**wrong)


def test_the_night_when_clocks_go_back_is_no_shorter_than_24_hours() -> None:
    found = until_of(infusion("2026-10-24 12:00"), USUAL, HERE)  # 25 hours long, that night
    assert found.at - found.counted_from >= timedelta(hours=24)
    assert HERE(found.at).strftime("%H:%M") == "12:00"


def test_the_longest_published_hours_hold_until_the_clinic_has_set_its_own() -> None:
    one, now = infusion("2026-11-24 10:00"), at("2026-11-23 20:00")
    usual = fasting([one], USUAL, now)
    assert (usual.food, usual.drinks) == (at("2026-11-24 02:00"), at("2026-11-24 08:00"))
    own = fasting([one], CourseSettings(solids_hours=4, liquids_hours=1), now)
    assert (own.food, own.drinks) == (at("2026-11-24 06:00"), at("2026-11-24 09:00"))


def test_food_never_ends_after_drinks() -> None:
    assert CourseSettings(solids_hours=2, liquids_hours=6).food == 6


def test_in_another_zone_the_clinics_time_stays_and_so_does_the_moment() -> None:
    one = infusion("2026-11-24 10:00", "America/New_York")
    assert one.start.clock == "10:00"
    there = fasting([one], USUAL, at("2026-11-23 20:00"))
    assert HERE(there.drinks).strftime("%H:%M") == "14:00", "on the clock of somebody who has flown to Paris"


def test_the_clinics_time_wins_over_the_typed_one_of_that_day_and_both_are_known() -> None:
    clinics = infusion("2026-11-24 10:00", id="clinic")
    own = [OwnInfusion("own", when(at("2026-11-24 11:30"))), OwnInfusion("later", when(at("2026-11-27 10:00")))]
    found = merged([clinics], own, {"own": Told("own", has_driver=True)})
    assert [(one.appointment_id, one.number, one.is_own) for one in found] == [("clinic", 1, False), ("later", 2, True)]
    assert found[0].typed.clock == "11:30" and found[0].start.clock == "10:00"
    assert found[0].has_driver, "what was told of the typed one is told of the clinic's"


@pytest.mark.parametrize(
    ("clinic", "own", "zone", "is_one"),
    [
        ("2026-11-24 23:50", "2026-11-25 00:10", "Europe/Paris", True),
        ("2026-11-24 23:50", "2026-11-25 01:49", "Europe/Paris", True),
        ("2026-11-24 23:50", "2026-11-25 01:50", "Europe/Paris", False),
        ("2026-11-24 23:30", "2026-11-25 07:30", "Asia/Tokyo", True),
    ],
)
def test_one_infusion_over_midnight_or_on_the_clock_of_another_zone_is_one(
    clinic: str, own: str, zone: str, is_one: bool
) -> None:
    typed = OwnInfusion("o", when(at(own, zone), zone))
    found = merged([infusion(clinic)], [typed], {})
    assert (len(found) == 1) is is_one
    assert not is_one or found[0].typed == typed.start


def test_two_on_one_day_stay_two() -> None:
    booked = [infusion("2026-11-24 09:00", id="a"), infusion("2026-11-24 16:00", id="b")]
    own = [OwnInfusion("c", when(at("2026-11-24 15:30"))), OwnInfusion("d", when(at("2026-11-24 20:00")))]
    found = merged(booked, own, {})
    assert [(one.appointment_id, one.typed_id) for one in found] == [("a", "d"), ("b", "c")]
    typed_alone = merged([], own, {})
    assert [one.number for one in typed_alone] == [1, 2]


def test_one_typed_in_for_a_day_that_the_clinic_has_called_off_takes_place() -> None:
    called_off = infusion("2026-11-24 10:00", id="off", number=0, status="cancelled")
    found = merged([called_off], [OwnInfusion("own", when(at("2026-11-24 15:00")))], {})
    assert upcoming(found, at("2026-11-23 10:00")).appointment_id == "own"
    of_then = merged([called_off], [OwnInfusion("own", when(at("2026-11-24 10:15")))], {})
    assert upcoming(of_then, at("2026-11-23 10:00")) is None, "it was the one that is called off"


def test_a_typed_one_goes_with_what_takes_place_before_what_is_called_off() -> None:
    booked = [
        infusion("2026-11-24 10:00", id="off", number=0, status="cancelled"),
        infusion("2026-11-24 15:00", id="new"),
    ]
    found = merged(booked, [OwnInfusion("own", when(at("2026-11-24 10:00")))], {"own": Told("own", has_driver=True)})
    assert [(one.appointment_id, one.has_driver) for one in found] == [("off", False), ("new", True)]


def test_a_typed_one_moves_with_the_clinics() -> None:
    moved = infusion("2026-11-26 10:00", id="clinic", moved_from=when(at("2026-11-24 10:00")))
    found = merged([moved], [OwnInfusion("own", when(at("2026-11-24 11:00")))], {})
    assert [(one.appointment_id, one.typed_id) for one in found] == [("clinic", "own")]
    both = [OwnInfusion("old", when(at("2026-11-24 11:00"))), OwnInfusion("own", when(at("2026-11-26 11:00")))]
    assert [one.typed_id for one in merged([moved], both, {})] == ["", "own"]


def test_what_is_cancelled_has_no_number_and_is_not_waited_for() -> None:
    own = [
        OwnInfusion("x", when(at("2026-11-24 10:00")), is_cancelled=True),
        OwnInfusion("y", when(at("2026-11-27 10:00"))),
    ]
    found = merged([], own, {})
    assert [(one.appointment_id, one.number) for one in found] == [("x", 0), ("y", 1)]
    assert upcoming(found, at("2026-11-20 10:00")).appointment_id == "y"


def test_a_past_one_that_is_added_later_takes_its_place_in_the_numbers() -> None:
    booked = [infusion("2026-11-24 10:00", id="clinic")]
    found = merged(booked, [OwnInfusion("before", when(at("2026-11-10 10:00")))], {})
    assert [(one.appointment_id, one.number) for one in found] == [("before", 1), ("clinic", 2)]


def test_an_infusion_that_nobody_ended_is_not_under_way_for_ever() -> None:
    begun = infusion("2026-11-24 10:00", started=when(at("2026-11-24 10:05")))
    assert place_at([begun], USUAL, at("2026-11-24 10:46"), HERE).phase is Phase.FIRST_HOURS


def test_an_entry_belongs_to_the_infusion_before_it_and_to_the_first_before_any() -> None:
    course = [infusion("2026-11-20 10:00", id="a"), infusion("2026-11-24 10:00", id="b", number=2)]
    days = {"2026-11-18 10:00": "a", "2026-11-22 10:00": "a", "2026-11-24 10:30": "b", "2026-12-20 10:00": "b"}
    assert {day: belongs_to(course, at(day)).appointment_id for day in days} == days
    assert belongs_to([], at("2026-11-18 10:00")) is None


def test_a_clock_that_is_put_back_takes_no_warning_away() -> None:
    one = infusion("2026-11-24 10:00", started=when(at("2026-11-24 10:05")))
    assert no_driving([one], USUAL, at("2026-11-24 09:00"), HERE) == until_of(one, USUAL, HERE)
    ended = infusion("2026-11-24 10:00", ended=when(at("2026-11-24 10:50")))
    assert no_driving([ended], USUAL, at("2026-11-24 09:00"), HERE) == until_of(ended, USUAL, HERE)
    assert fasting([ended], USUAL, at("2026-11-24 09:00")) is None


def test_what_the_clinic_calls_off_after_it_has_begun_has_begun() -> None:
    called_off = infusion("2026-11-24 10:00", id="off", number=0, status="cancelled")
    found = merged([called_off], [], {"off": Told("off", started=when(at("2026-11-24 10:05")))})
    assert found[0].number == 1 and no_driving(found, USUAL, at("2026-11-24 12:00"), HERE) is not None
    own = OwnInfusion("own", when(at("2026-11-24 10:00")), is_cancelled=True)
    told = {"own": Told("own", started=when(at("2026-11-24 10:05")))}
    assert not merged([], [own], told)[0].is_cancelled, "an own one, too: its start is taken back first"


@pytest.mark.parametrize("clinics", [[], [infusion("2026-11-24 10:00", id="off", number=0, status="cancelled")]])
def test_what_is_gone_or_called_off_after_its_end_alone_was_told_has_been(clinics: list[Infusion]) -> None:
    [one] = merged(clinics, [], {"off": Told("off", ended=when(at("2026-11-24 12:10")))})
    found = no_driving([one], USUAL, at("2026-11-24 13:00"), HERE)
    assert one.number == 1 and found is not None and found.counted_from >= at("2026-11-24 12:10")
    own = [OwnInfusion("own", when(at("2026-11-24 10:00")))]
    told = {id: Told(id, ended=when(at("2026-11-24 12:10"))) for id in ("gone", "own")}
    assert [found.appointment_id for found in merged([], own, told)] == ["own"], "both were told of at once"


def test_one_that_has_begun_and_is_gone_from_the_clinics_list_has_begun() -> None:
    began = when(at("2026-11-24 10:05"))
    [one] = merged([], [], {"gone": Told("gone", started=began), "other": Told("other", has_driver=True)})
    assert (one.appointment_id, one.number, one.started) == ("gone", 1, began)
    assert no_driving([one], USUAL, at("2026-11-24 12:00"), HERE) is not None
    own = [OwnInfusion("own", when(at("2026-11-24 10:00")))]
    told = {id: Told(id, started=began) for id in ("gone", "own")}
    assert [found.appointment_id for found in merged([], own, told)] == ["own"], "both were told of at once"


def test_what_is_gone_is_another_one_where_more_was_told_of_it() -> None:
    began, later = when(at("2026-11-24 10:05")), when(at("2026-11-24 17:00"))
    own = [OwnInfusion("own", when(at("2026-11-24 10:00")))]
    found = merged([], own, {"gone": Told("gone", began, later), "own": Told("own", ended=began)})
    assert no_driving(found, USUAL, at("2026-11-24 18:00"), HERE).counted_from == later.at


@pytest.mark.parametrize("planned", ["2026-11-24 16:00", "2026-11-26 10:00"])
@pytest.mark.parametrize("status", ["booked", "fulfilled"])
def test_what_was_told_hours_before_the_plan_has_begun_and_the_plan_is_still_to_come(planned: str, status: str) -> None:
    began = when(at("2026-11-24 10:00"))
    for fact in (Told("i", started=began), Told("i", ended=began)):
        found = merged([infusion(planned, id="i", status=status)], [], {"i": fact})
        assert [(one.appointment_id, one.number, one.is_told) for one in found] == [("i~", 1, True), ("i", 2, False)]
        off, fast = (
            no_driving(found, USUAL, at("2026-11-24 11:15"), HERE),
            fasting(found, USUAL, at("2026-11-24 11:15")),
        )
        assert off is not None and off.infusion is found[0]
        assert fast is not None and fast.food == at(planned) - timedelta(hours=8)


def test_a_start_of_the_typed_one_is_not_that_of_the_clinics_in_the_evening() -> None:
    own = [OwnInfusion("own", when(at("2026-11-24 08:00")))]
    told = {"own": Told("own", started=when(at("2026-11-24 08:05")))}
    found = merged([infusion("2026-11-24 18:00", id="clinic")], own, told)
    assert [(one.appointment_id, one.is_told) for one in found] == [("clinic~", True), ("clinic", False)]
    assert fasting(found, USUAL, at("2026-11-24 11:00")).infusion.appointment_id == "clinic"


def test_of_two_starts_that_were_told_the_latest_counts_and_no_end_from_before_it() -> None:
    own, clinics = [OwnInfusion("own", when(at("2026-11-24 10:00")))], [infusion("2026-11-24 10:30", id="clinic")]
    early = Told("clinic", when(at("2026-11-24 10:05")), when(at("2026-11-24 10:50")))
    late = Told("own", when(at("2026-11-24 13:40")))
    for told in ((early, late), (late, early)):
        assert both(*told).started == late.started and both(*told).ended is None
        first, second = (replace(one, infusion=id) for one, id in zip(told, ("clinic", "own"), strict=True))
        [one] = merged(clinics, own, {"clinic": first, "own": second})
        assert one.started == late.started
        assert no_driving([one], USUAL, at("2026-11-24 15:00"), HERE).counted_from == at("2026-11-24 14:20")


def test_an_infusion_that_began_a_little_before_its_time_is_one() -> None:
    [one] = merged([infusion("2026-11-24 10:00", id="i")], [], {"i": Told("i", started=when(at("2026-11-24 07:00")))})
    assert one.started and one.appointment_id == "i"
