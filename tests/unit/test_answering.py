"""Answers of every kind: what fits, what a tick does, days and hands of a clock in steps."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.domain.answering import OwnWords, Tick, after, fits, is_blank, typed_texts
from companion.domain.answering import given as given_of
from companion.domain.days import clock_of, day_of, moved, nearest_day, turned, within
from companion.domain.journal import facts_of
from companion.domain.questionnaire import AnswerValue, Coding, Item, ItemType, Option, Questionnaire
from companion.errors import InvalidAnswer
from companion.services.answers import kept_answer, moment_of
from tests.fakes import FixedClock
from tests.unit.strategies import answers_to, days, forms

A, B, NONE = Coding("s", "a", "A"), Coding("s", "b", "B"), Coding("s", "none", "None")
OFFERED = (Option(A), Option(B), Option(NONE, stands_alone=True))
TICKS = Item("t", ItemType.CHOICE, "?", offered=OFFERED, repeats=True)
OPEN = Item("o", ItemType.OPEN_CHOICE, "?", offered=OFFERED, max_length=5)
OPEN_TICKS = Item("p", ItemType.OPEN_CHOICE, "?", offered=OFFERED, repeats=True)
LINES = Item("l", ItemType.STRING, "?", repeats=True)
DAY = Item("d", ItemType.DATE, "?", earliest=date(2026, 1, 1), latest=date(2026, 12, 31))
CLOCK = Item("c", ItemType.TIME, "?")
MOMENT = Item("m", ItemType.DATE_TIME, "?")
PARIS = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("item", "value"),
    [
        (TICKS, (A,)),
        (TICKS, (A, B)),
        (TICKS, (NONE,)),
        (OPEN, A),
        (OPEN, "words"),
        (OPEN_TICKS, (A, "words", "more")),
        (OPEN_TICKS, (NONE, "words")),
        (LINES, ("one", "one")),
        (DAY, date(2026, 12, 31)),
        (CLOCK, time(0, 0)),
        (MOMENT, datetime(2026, 11, 24, 9, 5, tzinfo=PARIS)),
        (MOMENT, date(2026, 11, 24)),
    ],
)
def test_what_is_an_answer_fits(item: Item, value: AnswerValue) -> None:
    assert fits(item, value)


@pytest.mark.parametrize(
    ("item", "value"),
    [
        (TICKS, A),
        (TICKS, ()),
        (TICKS, (A, A)),
        (TICKS, (A, NONE)),
        (TICKS, ("words",)),
        (OPEN, (A,)),
        (OPEN, "words!"),
        (OPEN, Coding("s", "other")),
        (LINES, "one"),
        (LINES, (A,)),
        (DAY, date(2027, 1, 1)),
        (DAY, datetime(2026, 11, 24, 9, 5, tzinfo=PARIS)),
        (DAY, "2026-11-24"),
        (CLOCK, time(8, 0, tzinfo=UTC)),
        (CLOCK, "08:00"),
        (MOMENT, datetime(2026, 11, 24, 9, 5)),
        (MOMENT, datetime(2026, 11, 24, 9, 5, tzinfo=timezone(timedelta(seconds=90)))),
        (MOMENT, datetime(2026, 11, 24, 9, 5, tzinfo=timezone(timedelta(hours=15)))),
        (Item("g", ItemType.GROUP, ""), "words"),
    ],
)
def test_what_is_none_does_not(item: Item, value: AnswerValue) -> None:
    assert not fits(item, value)


@given(forms(), st.data())
@settings(max_examples=100, deadline=None)
def test_every_answer_that_the_tests_make_fits_and_stays_as_it_is(form: Questionnaire, data: st.DataObject) -> None:
    for item in form.questions():
        value = data.draw(answers_to(item))
        assert fits(item, value)
        kept = kept_answer(item, None, value, FixedClock())
        blank = [
            one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, str) and is_blank(one)
        ]
        assert kept == value or blank


@given(st.lists(st.sampled_from([A, B, NONE])))
def test_ticks_come_and_go_and_one_that_stands_alone_does(taps: list[Coding]) -> None:
    value: AnswerValue | None = None
    for tap in taps:
        before = value or ()
        assert isinstance(before, tuple)
        value = kept_answer(OPEN_TICKS, value, Tick(tap), FixedClock())
        assert value is None or fits(OPEN_TICKS, value)
        assert (tap in (value or ())) is (tap not in before)  # type: ignore[operator]


def test_ticks_and_own_words_do_not_put_each_other_away() -> None:
    value = after(OPEN_TICKS, after(OPEN_TICKS, None, Tick(B)), OwnWords(("x", "")))
    assert given_of(value) == (B, "x")
    assert after(OPEN_TICKS, value, Tick(A)) == (A, B, "x", "")
    assert after(OPEN_TICKS, value, Tick(NONE)) == (NONE, "x", "")
    assert given_of(after(OPEN_TICKS, (B,), Tick(B))) is None


@pytest.mark.parametrize("change", [Tick(Coding("s", "other")), Tick(A), OwnWords(("x",))])
def test_a_change_that_does_not_fit_its_question_is_refused(change: Tick | OwnWords) -> None:
    with pytest.raises(InvalidAnswer):
        kept_answer(OPEN if change == Tick(A) else TICKS, (A,), change, FixedClock())


@pytest.mark.parametrize(
    ("hands", "hours"),
    [
        (datetime(2026, 11, 24, 9, 5), 1),
        (datetime(2026, 7, 1, 9, 5), 2),
        (datetime(2026, 3, 29, 1, 59), 1),
        (datetime(2026, 3, 29, 3, 0), 2),
        (datetime(2026, 10, 25, 1, 59), 2),
        (datetime(2026, 10, 25, 3, 0), 1),
    ],
)
def test_a_moment_gets_the_offset_that_the_persons_clock_has_then(hands: datetime, hours: int) -> None:
    found = moment_of(hands, FixedClock())
    assert found.replace(tzinfo=None) == hands and found.utcoffset() == timedelta(hours=hours)


def test_a_moment_at_the_end_of_the_calendar_is_no_answer() -> None:
    with pytest.raises(InvalidAnswer):
        moment_of(datetime.min, FixedClock())


def test_what_was_typed_is_no_fact_and_days_and_times_are() -> None:
    form = Questionnaire("u", "1", "", "", (TICKS, OPEN, OPEN_TICKS, LINES, DAY, CLOCK, MOMENT))
    answers: dict[str, AnswerValue] = {
        "t": (A, B), "o": "own", "p": (A, "mine"), "l": ("line",), "d": date(2026, 11, 24), "c": time(8, 5),
        "m": datetime(2026, 11, 24, 9, 5, tzinfo=PARIS),
    }  # fmt: skip
    assert facts_of(form, answers) == {"d": "2026-11-24", "c": "08:05:00", "m": "2026-11-24T09:05:00+01:00"}
    assert facts_of(form, {"o": A}) == {"o": "a"}
    assert list(typed_texts(answers)) == ["own", "mine", "line"]


@given(days, st.integers(-40, 40), st.integers(-40, 40), st.integers(-3, 3))
def test_a_step_of_a_day_goes_over_the_ends_of_months_and_stays_in_the_calendar(
    day: date, by: int, months: int, years: int
) -> None:
    assert moved(day, days=by) - day == timedelta(days=by)
    there = moved(day, months=months, years=years)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months + 12 * years
    assert there.day <= day.day and (there.day == day.day or moved(there, days=1).day == 1)


def test_the_ends_of_the_calendar_and_of_a_question_hold() -> None:
    assert moved(date.max, days=1) == moved(date.max, years=1) == date.max
    assert moved(date.min, months=-1) == date.min
    assert within(DAY, date(2030, 1, 1)) == DAY.latest and within(DAY, date(2026, 5, 5)) == date(2026, 5, 5)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (("24", 11, "2026"), date(2026, 11, 24)),
        ((" 4 ", 2, "2026"), date(2026, 2, 4)),
        (("31", 2, "2026"), None),
        (("", 2, "2026"), None),
        (("x", 2, "2026"), None),
        (("4", 2, "26"), None),
        (("-4", 2, "2026"), None),
        (("٤", 2, "٢٠٢٦"), date(2026, 2, 4)),
        (("\u200f4\u200e", 2, "２０２６"), date(2026, 2, 4)),
        (("4²", 2, "2026"), None),
        (("4" * 5000, 2, "2026"), None),
    ],
)
def test_a_day_that_is_typed_is_one_of_the_calendar_or_none(typed: tuple[str, int, str], found: date | None) -> None:
    assert day_of(*typed) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (("31", 2, "2026"), date(2026, 2, 28)),
        (("4", 2, "2026"), date(2026, 2, 4)),
        (("0", 2, "2026"), None),
        (("", 2, "2026"), None),
        (("4", 2, "20"), None),
        (("9" * 5000, 2, "2026"), None),
    ],
)
def test_a_step_begins_at_what_was_typed_where_that_is_near_a_day(typed: tuple[str, int, str], found: date) -> None:
    assert nearest_day(*typed) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (("8", "05"), time(8, 5)),
        (("14", ""), time(14)),
        (("24", "00"), None),
        (("8", "60"), None),
        (("", "30"), None),
        (("8", "x"), None),
        (("9" * 5000, ""), None),
    ],
)
def test_a_time_that_is_typed_is_one_of_the_clock_or_none(typed: tuple[str, str], found: time | None) -> None:
    assert clock_of(*typed) == found


@given(st.times(), st.sampled_from([-60, -5, 5, 60]))
def test_a_step_of_the_clock_goes_past_midnight_and_minutes_end_on_a_step(clock: time, by: int) -> None:
    to = turned(clock, by)
    apart = ((to.hour - clock.hour) * 60 + to.minute - clock.minute) * (1 if by > 0 else -1) % (24 * 60)
    assert 0 < apart <= abs(by)
    assert to.minute == clock.minute if abs(by) == 60 else to.minute % 5 == 0
