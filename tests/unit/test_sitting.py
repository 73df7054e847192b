"""On which day an answer counts, and which drafts of an earlier day are over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from companion.content import BLOOD_PRESSURE, DAILY_CHECK_IN, EVALUATION, SIDE_EFFECT, STEADYING
from companion.domain.journal import Draft, Occurrence
from companion.domain.questionnaire import Item, ItemType
from companion.domain.sitting import PAUSE, dated, is_over
from companion.services.drafting import DATINGS

MOOD = Item("mood", ItemType.INTEGER, "")
NOTE = Item("note", ItemType.TEXT, "")
BEGAN = Item("began", ItemType.CHOICE, "")


def at(text: str) -> Occurrence:
    moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return Occurrence(moment, "UTC", moment.date(), moment.strftime("%H:%M"))


def draft(form: str, started: str, **more: object) -> Draft:
    return replace(Draft("d", form, at(started), {"mood": 4}), **more)


@pytest.mark.parametrize(
    ("started", "now", "over"),
    [
        ("2026-11-24 09:00", "2026-11-24 23:59", False),
        ("2026-11-24 23:50", "2026-11-25 00:10", False),
        ("2026-11-24 23:50", "2026-11-25 01:50", False),
        ("2026-11-24 23:50", "2026-11-25 01:51", True),
        ("2026-11-24 21:59", "2026-11-25 00:00", True),
        ("2026-11-24 09:00", "2026-11-27 10:16", True),
        ("2026-11-27 09:00", "2026-11-24 09:00", False),
    ],
)
def test_a_draft_is_over_once_its_day_and_a_pause_have_passed(started: str, now: str, over: bool) -> None:
    for form in (DAILY_CHECK_IN, BLOOD_PRESSURE, SIDE_EFFECT):
        assert is_over(draft(form, started), at(now), DATINGS) is over


def test_lists_changes_exercises_and_what_was_not_begun_are_never_over() -> None:
    later = at("2027-01-01 09:00")
    for form in (EVALUATION, STEADYING):
        assert not is_over(draft(form, "2026-11-24 09:00"), later, DATINGS)
    assert not is_over(draft(DAILY_CHECK_IN, "2026-11-24 09:00", entry_id="e"), later, DATINGS)
    assert not is_over(draft(DAILY_CHECK_IN, "2026-11-24 09:00", answers={}), later, DATINGS)
    assert is_over(draft(DAILY_CHECK_IN, "2026-11-24 09:00", answers={}, typed={"mood": ("x",)}), later, DATINGS)


def test_an_answer_about_right_now_dates_the_entry_and_a_note_does_not() -> None:
    begun = draft(BLOOD_PRESSURE, "2026-11-24 09:00")
    later = at("2026-11-24 11:00")
    moved = dated(begun, MOOD, later, DATINGS)
    assert moved.started == later and moved.began == begun.started
    assert dated(begun, NOTE, later, DATINGS).started == begun.started
    again = dated(moved, MOOD, at("2026-11-24 12:00"), DATINGS)
    assert again.began == begun.started and again.started.clock == "12:00"


def test_over_midnight_a_check_in_stays_on_its_day_and_a_reading_has_its_time() -> None:
    after = at("2026-11-25 00:10")
    assert dated(draft(DAILY_CHECK_IN, "2026-11-24 23:50"), MOOD, after, DATINGS).started.clock == "23:50"
    assert dated(draft(BLOOD_PRESSURE, "2026-11-24 23:50"), MOOD, after, DATINGS).started == after


def test_a_side_effect_is_dated_by_the_question_when_it_began() -> None:
    begun, later = draft(SIDE_EFFECT, "2026-11-24 09:00"), at("2026-11-24 11:00")
    assert dated(begun, MOOD, later, DATINGS).started == begun.started
    assert dated(begun, BEGAN, later, DATINGS).started == later


def test_what_is_answered_after_a_clock_was_put_right_is_of_now_and_of_no_day_to_come() -> None:
    for form in (DAILY_CHECK_IN, BLOOD_PRESSURE):
        for now in ("2026-11-23 08:00", "2026-11-24 08:00"):
            ahead = draft(form, "2026-11-24 09:00")
            moved = dated(ahead, MOOD, at(now), DATINGS)
            assert moved.started == at(now) and moved.began == ahead.started
            assert dated(ahead, NOTE, at(now), DATINGS) == ahead


def test_a_change_of_an_entry_moves_nothing() -> None:
    change = draft(DAILY_CHECK_IN, "2026-11-24 09:00", entry_id="e")
    assert dated(change, MOOD, at("2026-11-27 09:00"), DATINGS) == change


def test_the_first_answer_begins_it_however_long_the_page_stood_open() -> None:
    empty = draft(STEADYING, "2026-11-24 09:00", answers={})
    assert dated(empty, MOOD, at("2026-11-24 09:30"), DATINGS).started.clock == "09:30"
    assert timedelta(hours=2) == PAUSE
