"""What has happened of an infusion: reported, probable from 4 hours on, or neither; and when it is asked about."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.domain.course import OwnInfusion, Told, has_begun, merged, upcoming
from companion.domain.course_settings import CourseSettings
from companion.domain.holding import waited_for
from companion.domain.journal import Infusion, TookPlace, course_stage
from companion.domain.progress import PROBABLE_AFTER, Counts, Progress, counts_of, progress_of, to_confirm
from companion.domain.reported import both
from companion.domain.until import Assumed, no_driving, until_of
from tests.courses import PARIS, at, clock_in, infusion, when
from tests.unit.test_holding import ZONES, situations

HERE, USUAL = clock_in(PARIS), CourseSettings()
PLANNED = "2026-11-24 10:00"


def progress(moment: str, **more: Any) -> Progress:
    return progress_of(infusion(PLANNED, **more), USUAL, at(moment))


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        ("2026-11-24 09:59", Progress.PLANNED),
        ("2026-11-24 10:00", Progress.UNREPORTED),
        ("2026-11-24 13:59", Progress.UNREPORTED),
        ("2026-11-24 14:00", Progress.PROBABLE),
        ("2026-12-24 10:00", Progress.PROBABLE),
    ],
)
def test_from_4_hours_after_an_unreported_start_it_probably_took_place(moment: str, found: Progress) -> None:
    assert timedelta(hours=4) == PROBABLE_AFTER and progress(moment) is found


def test_of_two_bookings_the_4_hours_count_from_the_later_one() -> None:
    twice = {"latest": when(at("2026-11-24 11:30"))}
    assert progress("2026-11-24 15:29", **twice) is Progress.UNREPORTED
    assert progress("2026-11-24 15:30", **twice) is Progress.PROBABLE


def test_what_was_reported_is_under_way_until_its_length_is_over_and_then_done() -> None:
    began = when(at("2026-11-24 10:30"))
    assert progress("2026-11-24 11:09", started=began) is Progress.UNDER_WAY
    assert progress("2026-11-24 11:10", started=began) is Progress.DONE
    assert progress("2026-11-24 10:50", started=began, ended=when(at("2026-11-24 10:45"))) is Progress.DONE
    assert progress("2026-11-24 10:50", ended=when(at("2026-11-24 10:45"))) is Progress.DONE


def test_a_start_before_or_after_the_planned_time_counts_from_when_it_was() -> None:
    early, late = when(at("2026-11-24 09:30")), when(at("2026-11-24 12:30"))
    assert progress("2026-11-24 09:30", started=early) is Progress.UNDER_WAY
    assert progress("2026-11-24 12:31", started=late) is Progress.UNDER_WAY
    assert progress("2026-11-24 14:30", started=late) is Progress.DONE, "reported: never only probable"


def test_the_clinics_word_and_the_persons_yes_are_no_guess_and_a_no_is_canceled() -> None:
    assert progress("2026-11-24 15:00", status="fulfilled") is Progress.DONE
    assert progress("2026-11-24 15:00", took_place=TookPlace.YES) is Progress.DONE
    assert progress("2026-11-24 15:00", took_place=TookPlace.UNKNOWN) is Progress.PROBABLE
    assert progress("2026-11-24 15:00", took_place=TookPlace.NO) is Progress.CANCELED
    assert progress("2026-11-24 15:00", took_place=TookPlace.NO, status="fulfilled") is Progress.DONE
    assert progress("2026-11-24 15:00", status="cancelled") is Progress.CANCELED


def test_an_infusion_that_was_canceled_after_a_reported_start_did_happen() -> None:
    began = when(at("2026-11-24 10:05"))
    for more in ({"status": "cancelled"}, {"took_place": TookPlace.NO}):
        one = infusion(PLANNED, started=began, **more)
        assert progress_of(one, USUAL, at("2026-11-24 12:00")) is Progress.DONE
        assert no_driving([one], USUAL, at("2026-11-24 12:00"), HERE) is not None


def test_reported_and_probable_infusions_are_counted_apart() -> None:
    course = [
        infusion("2026-11-12 10:00", id="a", started=when(at("2026-11-12 10:00"))),
        infusion("2026-11-15 10:00", id="b", number=2),
        infusion("2026-11-18 10:00", id="c", number=3, status="cancelled"),
        infusion("2026-11-24 10:00", id="d", number=4),
        infusion("2026-11-27 10:00", id="e", number=5),
    ]
    assert counts_of(course, USUAL, at("2026-11-24 10:30")) == Counts(
        done=1, under_way=0, probable=1, unreported=1, all=4
    )
    assert counts_of(course, USUAL, at("2026-11-24 14:00")) == Counts(1, 0, 2, 0, 4)


@pytest.mark.parametrize(
    ("moment", "is_asked"),
    [
        ("2026-11-24 14:00", False),
        ("2026-11-24 23:59", False),
        ("2026-11-25 04:59", False),
        ("2026-11-25 05:00", True),
        ("2026-11-25 23:59", True),
        ("2026-11-26 00:30", True),
        ("2026-11-27 23:59", True),
        ("2026-11-28 00:00", False),
    ],
)
def test_it_is_asked_from_the_next_morning_on(moment: str, is_asked: bool) -> None:
    course = [infusion(PLANNED)]
    assert (to_confirm(course, USUAL, at(moment), HERE) is course[0]) == is_asked


@pytest.mark.parametrize(
    "more",
    [
        {"started": when(at("2026-11-24 10:05"))},
        {"ended": when(at("2026-11-24 11:05"))},
        {"status": "fulfilled"},
        {"status": "cancelled"},
        *({"took_place": answer} for answer in TookPlace),
    ],
)
def test_what_is_known_or_answered_is_not_asked(more: dict[str, Any]) -> None:
    assert to_confirm([infusion(PLANNED, **more)], USUAL, at("2026-11-25 08:00"), HERE) is None


def test_only_the_last_infusion_is_asked_about() -> None:
    course = [infusion(PLANNED), infusion("2026-11-25 10:00", number=2)]
    assert to_confirm(course, USUAL, at("2026-11-25 09:00"), HERE) is course[0]
    assert to_confirm(course, USUAL, at("2026-11-25 10:30"), HERE) is None
    assert to_confirm(course, USUAL, at("2026-11-26 09:00"), HERE) is course[1]


def answered(answer: TookPlace, planned: str = PLANNED) -> Told:
    return Told("i", took_place=answer, answered_for=when(at(planned)))


@pytest.mark.parametrize("answer", [TookPlace.NO, TookPlace.UNKNOWN])
def test_an_answer_is_for_its_planned_time_and_a_new_time_is_another_question(answer: TookPlace) -> None:
    told = {"i": answered(answer)}
    assert merged([infusion(PLANNED, id="i")], [], told)[0].took_place is answer
    for moved in ("2026-11-26 10:00", "2026-11-24 10:30"):
        [one] = merged([infusion(moved, id="i")], [], told)
        assert one.took_place is None and not one.is_cancelled and one.number == 1
        assert upcoming([one], at("2026-11-23 10:00")) is one, "a 'no' never hides the new time"


def test_what_took_place_stays_when_the_clinic_drops_cancels_or_moves_it_afterwards() -> None:
    told = {"i": answered(TookPlace.YES)}
    for clinic in ([], [infusion(PLANNED, id="i", status="cancelled")]):
        [one] = merged(clinic, [], told)
        assert (one.number, one.took_place) == (1, TookPlace.YES) and not one.is_cancelled
        assert no_driving([one], USUAL, at("2026-11-24 15:00"), HERE) is not None
    found = merged([infusion("2026-11-27 10:00", id="i")], [], told)
    assert [(one.appointment_id, one.took_place) for one in found] == [("i~", TookPlace.YES), ("i", None)]


def test_an_own_infusion_that_was_answered_no_comes_back_at_its_new_time() -> None:
    told = {"own": Told("own", took_place=TookPlace.NO, answered_for=when(at(PLANNED)))}
    [one] = merged([], [OwnInfusion("own", when(at(PLANNED)))], told)
    assert one.is_cancelled and one.number == 0
    [one] = merged([], [OwnInfusion("own", when(at("2026-11-26 10:00")), moved_from=when(at(PLANNED)))], told)
    assert not one.is_cancelled and one.number == 1


def test_of_two_answers_the_one_that_keeps_the_cautions_counts() -> None:
    order = [TookPlace.YES, TookPlace.UNKNOWN, TookPlace.NO]
    for n, stronger in enumerate(order):
        for weaker in order[n:]:
            for pair in ((stronger, weaker), (weaker, stronger)):
                assert both(*(answered(one) for one in pair)).took_place is stronger
    assert both(Told("i"), answered(TookPlace.NO)).took_place is TookPlace.NO
    early, late = answered(TookPlace.YES, "2026-11-20 10:00"), answered(TookPlace.YES)
    assert both(early, late).answered_for == both(late, early).answered_for == late.answered_for


def test_a_report_says_more_than_an_answer() -> None:
    began = when(at("2026-11-24 10:05"))
    told = Told("i", started=began, took_place=TookPlace.NO, answered_for=when(at(PLANNED)))
    [one] = merged([infusion(PLANNED, id="i")], [], {"i": told})
    assert not one.is_cancelled and progress_of(one, USUAL, at("2026-11-24 12:00")) is Progress.DONE


@pytest.mark.parametrize(
    ("reported", "counted_from", "assumed"),
    [
        (None, "2026-11-24 10:40", Assumed.START),
        ("2026-11-24 09:10", "2026-11-24 10:40", Assumed.PLAN),
        ("2026-11-24 10:00", "2026-11-24 10:40", Assumed.LENGTH),
        ("2026-11-24 11:30", "2026-11-24 12:10", Assumed.LENGTH),
    ],
)
def test_no_driving_counts_from_the_later_of_the_planned_and_the_reported_start(
    reported: str | None, counted_from: str, assumed: Assumed
) -> None:
    one = infusion(PLANNED, started=when(at(reported)) if reported else None)
    found = until_of(one, USUAL, HERE)
    assert (found.counted_from, found.assumed) == (at(counted_from), assumed)


def test_an_end_before_the_planned_start_makes_driving_no_earlier() -> None:
    began, ended = when(at("2026-11-24 08:00")), when(at("2026-11-24 08:40"))
    found = until_of(infusion(PLANNED, started=began, ended=ended), USUAL, HERE)
    assert found.counted_from == at("2026-11-24 10:40") and found.assumed is Assumed.PLAN


def test_what_was_reported_under_a_clock_a_day_fast_keeps_driving_off_after_it_is_put_right() -> None:
    one = infusion(PLANNED, started=when(at("2026-11-25 09:30")))
    now = at("2026-11-24 09:00")
    assert not has_begun(one, now) and no_driving([one], USUAL, now, HERE) == until_of(one, USUAL, HERE)


def test_an_infusion_that_somebody_may_still_wait_for_is_waited_for_from_its_later_booking() -> None:
    one = infusion(PLANNED, latest=when(at("2026-11-24 11:30")))
    assert waited_for([one], at("2026-11-24 23:29")) is one and waited_for([one], at("2026-11-24 23:30")) is None


def test_the_check_ins_stage_follows_what_was_reported() -> None:
    late = infusion(PLANNED, started=when(at("2026-11-24 13:00")))
    assert course_stage([late], at("2026-11-25 12:59")) == "same-day"
    assert course_stage([late], at("2026-11-25 13:00")) == "between"
    put_back = infusion(PLANNED, started=when(at("2026-11-24 10:05")))
    assert course_stage([put_back], at("2026-11-24 09:00")) == "same-day", (
        "a clock that was put back takes nothing away"
    )


@given(situations())
def test_nothing_is_done_or_under_way_from_a_guess(situation) -> None:  # type: ignore[no-untyped-def]
    course, rules, now, _ = situation
    for one in course:
        found = progress_of(one, rules, now)
        if found in (Progress.DONE, Progress.UNDER_WAY):
            assert one.is_told or one.status == "fulfilled"
        if found in (Progress.UNREPORTED, Progress.PROBABLE):
            assert has_begun(one, now) and not one.is_told
        assert (found is Progress.CANCELED) == one.is_cancelled


@given(situations(), st.sampled_from(ZONES))
def test_the_question_is_about_a_probable_infusion_of_an_earlier_day(situation, zone: str) -> None:  # type: ignore[no-untyped-def]
    course, rules, now, _ = situation
    local = clock_in(zone)
    one: Infusion | None = to_confirm(course, rules, now, local)
    if one is not None:
        assert progress_of(one, rules, now) is Progress.PROBABLE
        assert 1 <= (local(now).date() - local(one.last_start).date()).days <= 3
