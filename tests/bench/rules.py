"""The red flags over ten years of entries: `python -m tests.bench.rules` prints its own rows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter

from companion.config import assets_dir
from companion.domain.journal import EntryHead, EntryStatus, Occurrence
from companion.domain.safety.engine import Situation, fired
from companion.domain.safety.fields import FORM, SIDE_EFFECTS
from companion.domain.safety.history import History
from companion.safety_rules import load_rules
from tests.bench.row import Row, p95

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
ENTRIES = 36_500
SIDE_EFFECT, PRESSURE, CHECK_IN = FORM + "side-effect", FORM + "blood-pressure", FORM + "daily-check-in"


def ten_years() -> list[EntryHead]:
    """Ten years of ten entries a day, the newest first. None is a baseline, so that one rule reads to the end."""
    return [_head(n) for n in range(1, ENTRIES + 1)]


def _head(n: int) -> EntryHead:
    at = NOW - timedelta(days=3650 * n / ENTRIES)
    form = (CHECK_IN, PRESSURE, SIDE_EFFECT)[n % 3]
    facts = {
        CHECK_IN: {"mood": 6, "anxiety": 4, "sleep_quality": 5},
        PRESSURE: {"systolic": 120, "diastolic": 80, "pulse": 70},
        SIDE_EFFECT: {"effect": SIDE_EFFECTS[n // 3 % len(SIDE_EFFECTS)], "severity": 1},
    }[form]
    when = Occurrence(at, "UTC", at.date(), at.strftime("%H:%M"))
    return EntryHead(str(n), form, "1", when, EntryStatus.COMPLETED, 1, at, facts)  # type: ignore[arg-type]


def situations(history: History) -> list[Situation]:
    """Answers whose rules look back: a pressure, a mood, a side effect."""
    known = {"entry.is_now": True, "course.hours_since_infusion": 20, "course.days_to_infusion": 5}
    answers = [
        (PRESSURE, {"bp.systolic": 185, "bp.diastolic": 121, "bp.pulse": 125, "bp.at_rest": True}),
        (CHECK_IN, {"daily.mood": 2, "daily.sleep_quality": 3}),
        (SIDE_EFFECT, {"se.effect": "se_ur_pain", "se.severity": 1}),
        (SIDE_EFFECT, {"se.effect": "se_memory", "se.severity": 1}),
    ]
    when = Occurrence(NOW, "UTC", NOW.date(), "15:00")
    return [Situation(form, {**known, **fields}, when, history) for form, fields in answers]


def evaluations(rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of evaluating all rules: over a history that was just read, and over one that is kept."""
    book, heads = load_rules(assets_dir()), ten_years()
    first, kept = [], []
    for _ in range(rounds):
        history = History(heads, NOW - timedelta(days=4000))
        for situation in situations(history):
            fresh = replace(situation, history=History(heads, history.first_infusion_at))
            first.append(_milliseconds(lambda one=fresh: fired(book, one)))
            fired(book, situation)
            kept.append(_milliseconds(lambda one=situation: fired(book, one)))
    return first, kept


def rules_rows() -> Iterator[Row]:
    """On CPython."""
    first, kept = evaluations(25)
    yield Row("rules over ten years, history just read, p95", p95(first), None, 50)
    yield Row("rules over ten years, history kept, p95", p95(kept), None, 50)


def _milliseconds(run) -> float:  # type: ignore[no-untyped-def]
    began = perf_counter()
    run()
    return (perf_counter() - began) * 1000


if __name__ == "__main__":
    for row in rules_rows():
        print(row.line())
