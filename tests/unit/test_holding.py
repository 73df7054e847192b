"""What holds now never speaks against itself: over random courses, zones, hours and moments."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from companion.config import assets_dir
from companion.domain.course import Phase, end_of, last_begun, place_at, taking_place
from companion.domain.course_settings import CourseSettings
from companion.domain.food_plan import FoodPlan
from companion.domain.guidance import LEVELS
from companion.domain.holding import aftercare_at, expected, holding, stretched
from companion.domain.journal import Infusion
from companion.domain.until import fasting, no_driving, until_of
from companion.guidance_file import load_guidance
from tests.courses import Kept, at, clock_in, infusion, kept_courses, when

GUIDANCE = load_guidance(assets_dir())
ZONES = ("UTC", "Europe/Paris", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Auckland")
DRIVING = {"g_24_drive", "g_d1_driveok"}
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

moments = st.integers(0, 366 * 24 * 60).map(lambda minutes: FIRST + minutes * MINUTE)
settings_ = st.builds(
    CourseSettings,
    solids_hours=st.none() | st.integers(0, 12),
    liquids_hours=st.none() | st.integers(0, 12),
    length_minutes=st.none() | st.integers(5, 240),
    driving_hours=st.none() | st.integers(24, 72),
)


@st.composite
def courses(draw: st.DrawFn) -> tuple[list[Infusion], str]:
    """Up to 6 infusions, hours to weeks apart, some told, some cancelled, planned in one zone."""
    zone, found, moment = draw(st.sampled_from(ZONES)), [], draw(moments)
    for number in range(draw(st.integers(1, 6))):
        more: dict[str, object] = {}
        if draw(st.booleans()):
            more["started"] = when(moment + draw(st.integers(-60, 120)) * MINUTE, zone)
        if draw(st.booleans()):
            more["ended"] = when(moment + draw(st.integers(5, 400)) * MINUTE, zone)
        status = draw(st.sampled_from(("booked", "booked", "fulfilled", "cancelled")))
        found.append(infusion(moment, zone, number + 1, status=status, **more))
        moment += draw(st.integers(2 * 60, 20 * 24 * 60)) * MINUTE
    return found, zone


@st.composite
def situations(draw: st.DrawFn) -> tuple[list[Infusion], CourseSettings, datetime, str]:
    """A course, a clinic's rules, a moment near it, and the zone in which the person is then."""
    course, zone = draw(courses())
    near = draw(st.sampled_from(course)).start.at + draw(st.integers(-4 * 24 * 60, 4 * 24 * 60)) * MINUTE
    return course, draw(settings_), near, draw(st.sampled_from((zone, *ZONES)))


@given(situations())
def test_nothing_that_holds_speaks_of_eating_while_there_is_nothing_to_eat(situation) -> None:  # type: ignore[no-untyped-def]
    course, settings, now, zone = situation
    fast = fasting(course, settings, now)
    held = holding(GUIDANCE, course, settings, now, clock_in(zone))
    if fast and fast.food <= now:
        assert not [one.item.id for one in held if "eating" in one.item.about]
        assert fast.drinks >= fast.food


def test_no_word_of_eating_while_an_infusion_of_which_nobody_has_told_may_be_late() -> None:
    def eating(moment: str, **told: object) -> list[str]:
        held = holding(GUIDANCE, [infusion("2026-11-24 10:00", **told)], CourseSettings(), at(moment), clock_in("UTC"))
        return [one.item.id for one in held if "eating" in one.item.about]

    assert eating("2026-11-24 11:30") == [], "somebody may still wait with an empty stomach"
    assert eating("2026-11-24 11:30", started=when(at("2026-11-24 10:00"))) == ["g_0_2_quiet"]
    assert eating("2026-11-24 11:30", status="fulfilled") == ["g_0_2_quiet"]
    for moment in ("2026-11-24 12:06", "2026-11-24 21:00", "2026-11-25 09:30"):
        assert eating(moment) == [], "nor hours later"
    assert "g_24_food" in eating("2026-11-24 12:06", ended=when(at("2026-11-24 10:50")))


def test_no_word_of_eating_for_the_first_of_a_day_once_the_second_has_begun() -> None:
    told = [("2026-11-24 09:00", 1), ("2026-11-24 14:00", 2)]
    course = [infusion(start, number=number, started=when(at(start))) for start, number in told]
    course.append(infusion("2026-11-25 12:00", number=3))  # on its day before there is a word of drinking, too

    def eating(moment: str) -> list[int]:
        held = holding(
            GUIDANCE, course, CourseSettings(), at(moment), clock_in("Europe/Paris"), lambda _: FoodPlan.COMMON
        )
        return [one.infusion.number for one in held if "eating" in one.item.about]

    assert eating("2026-11-24 14:10") == [], "while it lasts"
    assert 1 not in eating("2026-11-24 14:50") and set(eating("2026-11-24 15:30")) == {2, 3}


@given(situations())
def test_no_word_of_driving_again_before_its_time(situation) -> None:  # type: ignore[no-untyped-def]
    course, settings, now, zone = situation
    local = clock_in(zone)
    off = no_driving(course, settings, now, local)
    ids = {one.item.id for one in holding(GUIDANCE, course, settings, now, local)}
    assert len(ids & DRIVING) <= 1
    if off:
        assert "g_d1_driveok" not in ids
    for one in taking_place(course):
        if "g_d1_driveok" in ids and one.begins <= now:
            assert now >= end_of(one, settings) + timedelta(hours=max(24, settings.driving))


@st.composite
def changed(draw: st.DrawFn) -> tuple[Kept, CourseSettings, datetime, str]:
    """What was told before the plans changed, a clinic's rules, a moment near it, and where the person is."""
    kept = draw(kept_courses(moments, draw(st.sampled_from(ZONES))))
    told = [one.at for fact in kept.told.values() for one in (fact.started, fact.ended) if one]
    near = draw(st.sampled_from([*told, *(one.start.at for one in (*kept.clinic, *kept.own))] or [FIRST]))
    return kept, draw(settings_), near + draw(st.integers(-24 * 60, 2 * 24 * 60)) * MINUTE, draw(st.sampled_from(ZONES))


@given(changed())
@settings(max_examples=400)
def test_whatever_was_told_to_have_begun_or_ended_keeps_driving_off_for_all_its_hours(situation) -> None:  # type: ignore[no-untyped-def]
    kept, rules, now, zone = situation
    off, hours = no_driving(kept.course(), rules, now, clock_in(zone)), timedelta(hours=rules.driving)
    for fact in kept.told.values():
        for told in (fact.started, fact.ended):
            if told and told.at <= now < told.at + hours:
                assert off is not None and off.at >= told.at + hours


@given(changed())
@settings(max_examples=400)
def test_whatever_was_told_nothing_speaks_of_eating_before_a_planned_infusion_or_one_that_may_be_late(
    situation,
) -> None:  # type: ignore[no-untyped-def]
    kept, rules, now, zone = situation
    course = kept.course()
    held = holding(GUIDANCE, course, rules, now, clock_in(zone))
    fast = timedelta(hours=rules.food)
    planned = [one for one in (*kept.clinic, *taking_place(course)) if one.status != "cancelled"]
    last = last_begun(course, now)
    is_late = last and not last.is_told and not last.is_done and now - last.start.at < timedelta(hours=24)
    if is_late or any(one.start.at - fast <= now < one.start.at for one in planned):
        assert not [one.item.id for one in held if "eating" in one.item.about]


@given(changed())
def test_a_planned_infusion_hours_after_all_that_was_told_is_waited_for_with_its_fast(situation) -> None:  # type: ignore[no-untyped-def]
    kept, rules, now, _ = situation
    told = [one.at for fact in kept.told.values() for one in (fact.started, fact.ended) if one]
    for one in kept.clinic:
        if one.status != "cancelled" and now < one.start.at and max(told, default=FIRST) < one.start.at - 3 * HOUR:
            found = fasting(kept.course(), rules, now)
            assert found is not None and found.food <= one.start.at - timedelta(hours=rules.food)


@given(situations())
def test_until_when_is_a_full_hour_of_the_next_day_after_the_night(situation) -> None:  # type: ignore[no-untyped-def]
    course, settings, _, zone = situation
    local = clock_in(zone)
    for one in course:
        until = until_of(one, settings, local)
        here, end = local(until.at), local(until.counted_from)
        assert until.at - until.counted_from >= timedelta(hours=settings.driving) >= timedelta(hours=24)
        assert until.counted_from >= end_of(one, settings)
        assert (here.minute, here.second) == (0, 0) and here.hour >= 7 and here.date() > end.date()


@given(situations())
def test_every_moment_has_one_phase_and_they_follow_each_other_without_a_hole(situation) -> None:  # type: ignore[no-untyped-def]
    course, settings, now, zone = situation
    local, order = clock_in(zone), list(Phase)
    one = taking_place(course)[-1:]
    if not one:
        assert place_at(course, settings, now, local).phase is Phase.NONE
        return
    begins = one[0].begins
    steps = [begins + hours * timedelta(hours=1) for hours in range(-24 * 9, 24 * 9, 5)]
    phases = [order.index(place_at(one, settings, step, local).phase) for step in steps]
    assert phases == sorted(phases) and Phase.NONE not in phases
    assert place_at(course, settings, now, local).infusion in taking_place(course)


@given(situations())
def test_what_holds_is_sorted_and_each_is_there_once_and_in_its_window(situation) -> None:  # type: ignore[no-untyped-def]
    course, settings, now, zone = situation
    held = holding(GUIDANCE, course, settings, now, clock_in(zone))
    levels = [LEVELS.index(one.item.level) for one in held]
    assert levels == sorted(levels)
    assert len({one.item.id for one in held}) == len(held)
    assert all(one.starts <= now < one.ends and not one.infusion.is_cancelled for one in held)


@given(situations(), st.integers(-3000, 3000))
def test_moving_an_infusion_moves_all_that_hangs_on_it(situation, minutes) -> None:  # type: ignore[no-untyped-def]
    course, settings, now, _ = situation
    by = timedelta(minutes=minutes)
    plain = [infusion(one.start.at, "UTC", one.number) for one in course]
    moved = [infusion(one.start.at + by, "UTC", one.number) for one in course]
    before, after = fasting(plain, settings, now), fasting(moved, settings, now + by)
    assert (before is None) == (after is None)
    if before and after:
        assert (before.food + by, before.drinks + by) == (after.food, after.drinks)


@given(st.floats(-500, 5000), st.integers(5, 600))
def test_minutes_are_stretched_to_the_length_without_a_jump_and_back(minutes: float, length: int) -> None:
    there = stretched(minutes, 40, length)
    assert abs(stretched(there, length, 40) - minutes) < 1e-6
    assert stretched(minutes + 1, 40, length) > there


@given(st.integers(0, 1439), st.integers(5, 240))
def test_every_minute_of_the_day_after_the_start_has_something_to_expect(minute: int, length: int) -> None:
    assert expected(GUIDANCE, CourseSettings(length_minutes=length), stretched(minute, 40, length))


def test_the_morning_has_the_fasting_first_and_the_day_after_the_words_on_driving() -> None:
    course, here = [infusion("2026-11-24 10:00")], clock_in("Europe/Paris")
    ids = [one.item.id for one in holding(GUIDANCE, course, CourseSettings(), at("2026-11-24 08:30"), here)]
    assert ids[0] == "g_morn_liquids" and {"g_morn_solids", "g_morn_diabetes", "g_morn_meds"} <= set(ids)
    ids = [one.item.id for one in holding(GUIDANCE, course, CourseSettings(), at("2026-11-25 11:00"), here)]
    assert "g_d1_driveok" in ids and "g_24_drive" not in ids
    ids = [one.item.id for one in holding(GUIDANCE, course, CourseSettings(), at("2026-11-25 10:59"), here)]
    assert "g_24_drive" in ids and "g_d1_driveok" not in ids


def test_what_comes_before_a_course_holds_for_its_first_infusion_alone() -> None:
    course = [infusion("2026-11-24 10:00"), infusion("2026-12-24 10:00", number=2)]
    now = at("2026-11-26 10:00")
    held = {one.item.id for one in holding(GUIDANCE, course, CourseSettings(), now, clock_in("Europe/Paris"))}
    assert "g_weeks_meds" not in held and "g_end_plan" not in held
    last = {one.item.id for one in holding(GUIDANCE, course[:1], CourseSettings(), now, clock_in("Europe/Paris"))}
    assert "g_end_plan" in last


def test_aftercare_begins_with_the_end_whatever_the_length() -> None:
    assert aftercare_at(GUIDANCE, CourseSettings(length_minutes=60), 59) is None
    assert aftercare_at(GUIDANCE, CourseSettings(length_minutes=60), 60).id == "first_hours"
    assert aftercare_at(GUIDANCE, CourseSettings(), 5 * 1440).id == "days_4_7"
    assert aftercare_at(GUIDANCE, CourseSettings(), 8 * 1440) is None


def test_the_words_on_driving_again_wait_for_an_infusion_that_came_in_between() -> None:
    course, here = [infusion("2026-11-24 10:00"), infusion("2026-11-25 12:00", number=2)], clock_in("Europe/Paris")
    for moment in ("2026-11-25 12:30", "2026-11-26 10:30"):
        assert "g_d1_driveok" not in {
            one.item.id for one in holding(GUIDANCE, course, CourseSettings(), at(moment), here)
        }
