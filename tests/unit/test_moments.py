"""When something was there: the bounds that each coarse answer means, in numbers."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from companion.domain.journal import Occurrence
from companion.domain.safety.levels import Age, floor_at, floor_steps_from_json
from companion.domain.safety.moments import age, timing

AT = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
PARIS = Occurrence(AT, "Europe/Paris", AT.date(), "15:30")  # its midnight was at 23:00 UTC the day before
MIDNIGHT = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


@pytest.mark.parametrize(
    ("began", "earliest", "latest"),
    [
        ("now", AT - hours(0.5), AT),
        ("within-2h", AT - hours(2), AT),
        ("today", MIDNIGHT, AT),
        ("yesterday", MIDNIGHT - hours(24), MIDNIGHT),
        ("days-2-3", MIDNIGHT - hours(72), MIDNIGHT - hours(24)),
        ("days-4-7", MIDNIGHT - hours(168), MIDNIGHT - hours(72)),
        ("longer", None, MIDNIGHT - hours(168)),
        ("before", None, MIDNIGHT),
        ("not-sure", AT, AT),
        (None, AT, AT),
    ],
)
def test_each_answer_about_the_beginning_means_a_window(
    began: str | None, earliest: datetime | None, latest: datetime
) -> None:
    facts = {} if began is None else {"began": began}
    assert timing(facts, PARIS, AT).began == (earliest, latest)


def written(zone: str, year: int, month: int, day: int, hour: int, minute: int) -> Occurrence:
    """An entry that is written down at this time of a zone's clock."""
    there = datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone))
    return Occurrence(there.astimezone(UTC), zone, there.date(), there.strftime("%H:%M"))


@pytest.mark.parametrize("day", [date(2026, 3, 8) + timedelta(days=n) for n in range(10)])
@pytest.mark.parametrize("month", [3, 10])
def test_days_on_which_the_clock_is_changed_have_their_own_length(day: date, month: int) -> None:
    day = day if month == 3 else date(2026, 10, 30) + (day - date(2026, 3, 8))
    zone = ZoneInfo("America/New_York")
    at = written(zone.key, day.year, day.month, day.day, 12, 0)
    days = {"today": 0, "before": 0, "yesterday": 1, "days-2-3": 3, "days-4-7": 7}
    for began, back in days.items():
        edge = timing({"began": began}, at, at.at).began[1 if began == "before" else 0]
        assert edge is not None
        assert edge.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, time()) - timedelta(days=back)


def test_a_day_of_23_hours_makes_a_head_injury_no_older_than_it_can_be() -> None:
    at = written("America/New_York", 2026, 3, 11, 0, 50)  # "4 to 7 days ago" ended at midnight, 71 h 50 min ago
    found = timing({"began": "days-4-7", "lasted": "minutes", "still_now": False}, at, at.at)
    assert at.at - found.began[1] == timedelta(hours=71, minutes=50)


def test_a_zone_that_is_not_known_here_counts_by_the_hands_of_its_clock() -> None:
    at = Occurrence(AT, "+01:00", AT.date(), "15:30")
    assert timing({"began": "yesterday"}, at, AT).began == (MIDNIGHT - hours(24), MIDNIGHT)


@pytest.mark.parametrize(("lasted", "least", "most"), [("minutes", 0, 1), ("hours", 1, 18), ("day", 18, 36)])
def test_each_answer_about_the_length_means_a_least_and_a_most(lasted: str, least: float, most: float) -> None:
    found = timing({"began": "days-4-7", "lasted": lasted, "still_now": False}, PARIS, AT)
    assert found.lasted_at_least == hours(least) and found.last == MIDNIGHT - hours(72) + hours(most)


def test_more_than_a_day_has_a_least_and_no_most_and_no_answer_has_neither() -> None:
    days = timing({"began": "longer", "lasted": "days", "still_now": False}, PARIS, AT)
    assert (days.lasted_at_least, days.last) == (hours(25), AT)
    unknown = timing({"began": "longer", "still_now": False}, PARIS, AT)
    assert (unknown.lasted_at_least, unknown.last) == (hours(0), AT)


def test_what_is_over_was_there_up_to_the_time_of_writing_at_the_latest() -> None:
    for began in ("now", "within-2h", "today", "not-sure"):
        assert timing({"began": began, "lasted": "day", "still_now": False}, PARIS, AT).last == AT


def test_what_is_still_there_was_there_at_the_time_of_writing() -> None:
    assert timing({"began": "longer", "lasted": "minutes", "still_now": True}, PARIS, AT).last == AT
    assert timing({"began": "longer", "lasted": "minutes"}, PARIS, AT).last == AT


def test_the_age_counts_from_the_last_moment_to_now_and_is_never_below_nothing() -> None:
    found = timing({"began": "yesterday", "lasted": "minutes", "still_now": False}, PARIS, AT)
    assert age(found, {}, [], AT + hours(2)).since == AT + hours(2) - (MIDNIGHT + hours(1))
    assert age(found, {}, [], AT - hours(900)).since == hours(0)


def test_sedation_is_the_last_infusion_before_now_or_what_the_entry_tells() -> None:
    found = timing({"still_now": False}, PARIS, AT)
    starts = [AT - hours(30), AT - hours(5), AT + hours(1)]
    assert age(found, {}, starts, AT).since_sedation == hours(5)
    assert age(found, {}, [], AT).since_sedation is None
    for told in ({"mixed": True}, *({"mixed_with": (one,)} for one in ("alcohol", "opioid", "more-than-prescribed"))):
        assert age(found, told, starts, AT).since_sedation == hours(0)
    for told in ({"mixed": False}, {"mixed_with": ("as-prescribed", "none")}):
        assert age(found, told, starts, AT).since_sedation == hours(5)


def test_a_seizure_is_the_first_ever_unless_the_person_says_otherwise() -> None:
    found = timing({}, PARIS, AT)
    assert age(found, {}, [], AT).is_first_ever and Age().is_first_ever
    assert age(found, {"first_seizure": True, "epilepsy": False}, [], AT).is_first_ever
    assert not age(found, {"first_seizure": False}, [], AT).is_first_ever
    assert not age(found, {"epilepsy": True}, [], AT).is_first_ever


@pytest.mark.parametrize(
    ("facts", "said", "written", "is_now", "is_over"),
    [
        ({"still_now": True, "began": "longer"}, None, 0, True, False),
        ({"still_now": False, "began": "now"}, None, 0, True, True),
        ({"still_now": False, "began": "within-2h"}, None, 0, True, True),
        ({"still_now": False, "began": "today"}, None, 0, False, True),
        ({"still_now": False, "began": "not-sure"}, None, 0, False, True),
        ({"still_now": False}, None, 0, True, True),
        ({}, None, 2, True, False),
        ({}, None, 2.1, None, False),
        ({}, True, 99, True, False),
        ({}, False, 0, False, True),
        ({"still_now": False}, True, 0, True, False),
    ],
)
def test_whether_it_is_happening_now_and_whether_it_is_over(
    facts: dict[str, bool | str], said: bool | None, written: float, is_now: bool | None, is_over: bool
) -> None:
    found = timing(facts, PARIS, AT + hours(written), said)
    assert (found.is_now, found.is_over) == (is_now, is_over)


def test_an_effect_belongs_to_the_last_infusion_that_came_before_it() -> None:
    starts = [MIDNIGHT - hours(100), MIDNIGHT - hours(8), AT + hours(20)]
    still = timing({"still_now": True}, PARIS, AT)
    assert still.hours_into(starts) == (MIDNIGHT - hours(8), AT)
    over = timing({"still_now": False, "began": "yesterday", "lasted": "hours"}, PARIS, AT)
    assert over.hours_into(starts) == (MIDNIGHT - hours(8), MIDNIGHT - hours(7)), "from the infusion, and an hour"
    before = timing({"still_now": False, "began": "days-2-3", "lasted": "minutes"}, PARIS, AT)
    assert before.hours_into(starts) == (MIDNIGHT - hours(100), MIDNIGHT - hours(72)), "not of the later one"
    today = timing({"still_now": False, "began": "today", "lasted": "minutes"}, PARIS, AT)
    assert today.hours_into(starts) == (MIDNIGHT - hours(8), MIDNIGHT), "no earlier than it can have begun"
    assert still.hours_into([]) is None and still.hours_into([AT + hours(1)]) is None
    long = timing({"still_now": False, "began": "within-2h", "lasted": "days"}, PARIS, AT)
    assert long.hours_into([AT - hours(1)]) == (AT - hours(1), AT), "and no later than it was written"


def test_the_day_of_a_thing_is_the_last_one_on_which_it_can_have_begun() -> None:
    assert timing({"still_now": True, "began": "yesterday"}, PARIS, AT).day == AT
    assert timing({"still_now": False, "began": "today"}, PARIS, AT).day < AT
    yesterday = timing({"still_now": False, "began": "yesterday"}, PARIS, AT).day
    assert MIDNIGHT - hours(24) <= yesterday < MIDNIGHT


@pytest.mark.parametrize(
    "wrong", [{"within_hours": 0}, {"within_hours": -1}, {"within_hours": True}, {"within_hours": 1.5}, {"hours": 3}]
)
def test_a_step_of_a_floor_with_something_else_in_it_is_refused(wrong: dict[str, object]) -> None:
    right = {"level": "urgent", "message": "call", "within_hours": 1}
    assert floor_steps_from_json([right])[0].within == hours(1)
    with pytest.raises(ValueError, match=r"hours|unknown"):
        floor_steps_from_json([right | wrong])


def test_a_step_holds_up_to_its_last_hour_and_the_first_that_applies_counts() -> None:
    steps = floor_steps_from_json([
        {"level": "emergency", "message": "em", "within_hours": 6}, {"level": "urgent", "message": "call"},
    ])  # fmt: skip
    assert floor_at(steps, Age(hours(6))) == steps[0]
    assert floor_at(steps, Age(hours(6) + timedelta.resolution)) == steps[1]
