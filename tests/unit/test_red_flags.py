"""Every rule at its bounds: it fires on its condition, and not just beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.config import assets_dir
from companion.domain.safety.conditions import AllOf, AnyOf, Compare, Condition, Entries, Falls, Rises, number
from companion.domain.safety.engine import Situation, fired
from companion.domain.safety.fields import (
    HEAD_SIGNS,
    HOURS_AGO,
    HOURS_AT_LATEST,
    HOURS_SINCE,
    RED_SYMPTOMS,
    SIDE_EFFECTS,
    Fact,
)
from companion.domain.safety.rules import Rule, RuleBook
from companion.safety_rules import load_rules
from tests.situations import answered, beats, earlier, effect_of, moods, pressure, reading, side_effect

BOOK = load_rules(assets_dir(), with_waiting=True)
RULES = {rule.id: rule for rule in BOOK.rules}


@dataclass(frozen=True)
class Row:
    """Situations in which a rule fires, and those just beside."""

    fires: tuple[Situation, ...]
    beside: tuple[Situation, ...]


def row(*situations: Situation, beside: tuple[Situation, ...]) -> Row:
    """A row, as it is read."""
    return Row(situations, beside)


def daily(*past: object, hours: float | None = None, days: float | None = None, **facts: Fact) -> Situation:
    """A check-in, so many hours after an infusion, or so many days before one."""
    known = {"course.hours_since_infusion": hours, "course.days_to_infusion": days}
    return answered("daily", *past, beside={k: v for k, v in known.items() if v is not None}, **facts)  # type: ignore[arg-type]


def near(systolic: int, diastolic: int, *past: object, hours: float = 24, days: float | None = None) -> Situation:
    """A blood pressure near an infusion."""
    infusion = hours if days is None else -24 * days
    return answered("bp", *past, infusions=[infusion], systolic=systolic, diastolic=diastolic)  # type: ignore[arg-type]


def too_much(when: str, *signs: str, **more: Fact) -> Situation:
    """Too much of something, told as something else."""
    ticked = {"too_much_signs": signs} if signs else {}
    return side_effect("other", 1, too_much=when, **ticked, **more)


def skipped(effect: str, **more: Any) -> Situation:
    """A side effect that is saved without how bad it is."""
    return answered("se", effect=f"se_{effect}", is_finished=True, **more)


def urinary(*past: object, severity: int = 1) -> Situation:
    """Pain when peeing."""
    return side_effect("ur_pain", severity, *past)  # type: ignore[arg-type]


def score(form: str, total: int, before: int | None = None, other: str = "", **more: Fact) -> Situation:
    """A score after an earlier one; `other`: the form of the earlier one, where it is another."""
    past = [] if before is None else [earlier(form, {"total": before}, form=other, days=14)]
    return answered(form, *past, total=total, **more)


def review(point: str, phq9: int | None, pcl5: int | None) -> Situation:
    """A measure in a course with what has changed since its beginning."""
    known = {"course.point": point, "phq9.better": phq9, "pcl5.better": pcl5}
    return answered("phq9", beside={k: v for k, v in known.items() if v is not None}, total=12)


ILL = ("fever", "chest_infection", "vomiting", "bad_nausea", "new_medicine", "new_diagnosis", "high_pressure")
FAST = {"pulse": 120, "at_rest": True}
SOFT_SIGNS = ("sight", "confused")
HARD_SIGNS = tuple(one for one in RED_SYMPTOMS if one not in SOFT_SIGNS)
STILL: dict[str, Fact] = {"still_now": True, "began": "now"}
MAYBE_LATER: dict[str, Fact] = {"still_now": False, "began": "today", "lasted": "minutes"}
URINARY = ("ur_pain", "ur_freq", "ur_urgency", "ur_night", "ur_blood", "bladder_pain")
USUAL: dict[str, Fact] = {
    "epilepsy": True,
    "usual_seizure": True,
    "seizure_short": True,
    "awake_again": True,
    "seizure_hurt": False,
}

TABLE: dict[str, Row] = {
    "RF-SUI-1": row(answered("phq9", item9=1), beside=(answered("phq9", item9=0), answered("phq9", item9=2))),
    "RF-SUI-2": row(answered("phq9", item9=2), answered("phq9", item9=3), beside=(answered("phq9", item9=1),)),
    "RF-SUI-3": row(
        answered("followup", sui_now="plan-or-means"),
        answered("followup", sui_now="started"),
        beside=tuple(answered("followup", sui_now=code) for code in ("no", "not-sure", "prefer-not")),
    ),
    "RF-SUI-4": row(
        answered("followup", sui_now="not-sure"),
        answered("followup", sui_now="prefer-not"),
        beside=tuple(answered("followup", sui_now=code) for code in ("no", "plan-or-means", "started")),
    ),
    "RF-SUI-5": row(
        side_effect("suicidal", 1),
        answered("se", effect="se_suicidal", still_now=True),
        skipped("suicidal"),
        beside=(
            side_effect("suicidal", 0, is_finished=True),
            side_effect("low_mood", 3),
            answered("se", effect="se_suicidal"),
        ),
    ),
    "RF-SUI-6": row(
        daily(safe="no", unsafe_kind="self"),
        daily(safe="not-sure", unsafe_kind="self"),
        beside=(daily(safe="no", unsafe_kind="someone"), daily(safe="yes", unsafe_kind="self")),
    ),
    "RF-SUI-10": row(
        answered("daily", beside={"text.tier": "A"}),
        beside=tuple(answered("daily", beside={"text.tier": tier}) for tier in "BC"),
    ),
    "RF-SUI-11": row(
        answered("daily", beside={"text.tier": "B"}),
        beside=tuple(answered("daily", beside={"text.tier": tier}) for tier in "AC"),
    ),
    "RF-SUI-12": row(
        answered("daily", beside={"text.tier": "C"}),
        beside=(*(answered("daily", beside={"text.tier": tier}) for tier in "AB"), answered("daily")),
    ),
    "RF-SAFE-1": row(
        daily(safe="not-sure"),
        daily(safe="no", unsafe_kind="ok"),
        beside=(daily(safe="no"), daily(safe="yes"), daily(safe="yes", unsafe_kind="ok")),
    ),
    "RF-SAFE-2": row(
        daily(safe="no", unsafe_kind="someone"),
        daily(safe="not-sure", unsafe_kind="someone"),
        beside=(daily(safe="no", unsafe_kind="self"), daily(safe="yes", unsafe_kind="someone")),
    ),
    "RF-SAFE-3": row(
        daily(safe="no", unsafe_kind="medical"),
        beside=(
            daily(safe="no", unsafe_kind="ok"),
            daily(safe="not-sure", unsafe_kind="medical"),
            daily(safe="yes", unsafe_kind="medical"),
        ),
    ),
    "RF-SAFE-4": row(
        daily(safe="no"),
        daily(safe="no", unsafe_kind="other"),
        beside=(
            daily(safe="no", unsafe_kind="ok"),
            daily(safe="no", unsafe_kind="others"),
            daily(safe="not-sure"),
            daily(safe="not-sure", unsafe_kind="other"),
            daily(safe="yes"),
            daily(),
        ),
    ),
    "RF-SAFE-6": row(
        daily(safe="not-sure", unsafe_kind="medical"),
        beside=(daily(safe="not-sure", unsafe_kind="self"), daily(safe="no", unsafe_kind="medical")),
    ),
    "RF-SAFE-5": row(answered("pcl5", item16=3), beside=(answered("pcl5", item16=2), answered("pcl5", item15=4))),
    "RF-HARM-1": row(
        side_effect("irritable", 3, hurt_someone=True),
        daily(safe="no", unsafe_kind="others"),
        daily(safe="not-sure", unsafe_kind="others"),
        beside=(
            side_effect("irritable", 3, hurt_someone=False),
            daily(safe="no", unsafe_kind="someone"),
            daily(safe="yes", unsafe_kind="others"),
            daily(safe="no"),
        ),
    ),
    "RF-HARM-2": row(side_effect("irritable", 3), beside=(side_effect("irritable", 2), side_effect("agitation", 3))),
    "RF-BP-0": row(
        *(answered("bp", red_symptoms=(one,), infusions=[1]) for one in HARD_SIGNS),
        *(answered("bp", red_symptoms=(one,)) for one in RED_SYMPTOMS),
        answered("bp", red_symptom=True),
        # What is expected in the first 4 hours, at another time or beside each other.
        answered("bp", red_symptoms=("sight", "confused"), infusions=[1]),
        *(answered("bp", red_symptoms=(one,), red_when="last-day", infusions=[1]) for one in SOFT_SIGNS),
        *(answered("bp", red_symptoms=(one,), red_when="now", infusions=[5]) for one in SOFT_SIGNS),
        *(answered("bp", red_symptoms=(one,), red_when="first-hours", infusions=[29]) for one in SOFT_SIGNS),
        *(answered("bp", red_symptoms=(one,), red_when="now") for one in SOFT_SIGNS),
        beside=(
            answered("bp", red_symptoms=("none",)),
            answered("bp", red_symptom=False),
            pressure(250, 150),
            *(answered("bp", red_symptoms=(one,), infusions=[4]) for one in SOFT_SIGNS),
            *(answered("bp", red_symptoms=(one,), red_when="now", infusions=[4]) for one in SOFT_SIGNS),
            *(answered("bp", red_symptoms=(one,), red_when="first-hours", infusions=[28]) for one in SOFT_SIGNS),
            *(answered("bp", red_symptoms=(one,), red_when="first-hours") for one in SOFT_SIGNS),
            *(answered("bp", red_symptoms=(one,), infusions=[28]) for one in SOFT_SIGNS),
            answered("bp", red_symptoms=("none",), red_when="last-day"),
            answered("bp", red_symptoms=("none",), red_when="now", infusions=[5]),
            answered("bp", red_symptoms=("none",), infusions=[29]),
        ),
    ),
    "RF-BP-1": row(
        *(pressure(180, 80, red_symptoms=(one,)) for one in RED_SYMPTOMS),
        pressure(130, 120, red_symptoms=("sight",), infusions=[1]),
        pressure(130, 120, red_symptom=True),
        beside=(
            pressure(179, 119, red_symptom=True),
            pressure(179, 119, red_symptoms=("sight",)),
            pressure(185, 121, red_symptom=False),
            pressure(185, 121, red_symptoms=("none",)),
            pressure(185, 121),
        ),
    ),
    "RF-BP-2": row(
        pressure(180, 80, red_symptom=False, red_symptoms=("none",)),
        pressure(180, 80, red_symptoms=("none",)),
        pressure(180, 80, red_symptom=False),
        pressure(130, 120),
        pressure(180, 80, reading(180, 80, minutes=4)),
        pressure(180, 80, reading(130, 120, minutes=4)),
        pressure(180, 80, reading(180, 80, hours=25)),
        pressure(180, 80, reading(179, 119, minutes=5)),
        beside=(
            pressure(179, 119, red_symptom=False),
            pressure(180, 120, red_symptom=True),
            pressure(180, 120, red_symptoms=("sight",)),
            pressure(180, 80, reading(180, 80, minutes=5)),
            pressure(180, 80, reading(130, 120, minutes=5)),
            pressure(180, 80, reading(180, 80, hours=24)),
        ),
    ),
    "RF-BP-3": row(
        pressure(180, 80, reading(180, 80, minutes=5), red_symptom=False),
        pressure(180, 80, reading(180, 80, minutes=5), red_symptoms=("none",)),
        pressure(130, 120, reading(130, 120, hours=24)),
        # The reading in between is too near to count; the one before it is not.
        pressure(180, 80, reading(180, 80, minutes=4), reading(180, 80, minutes=8)),
        beside=(
            pressure(180, 80, reading(180, 80, minutes=4)),
            pressure(180, 80, reading(180, 80, hours=25)),
            pressure(180, 80, reading(179, 119, minutes=5)),
            pressure(179, 119, reading(180, 80, minutes=5), reading(180, 80, minutes=10)),
            pressure(180, 80, reading(180, 80, minutes=5), red_symptom=True),
            pressure(180, 80, reading(180, 80, minutes=5), red_symptoms=("speech",)),
        ),
    ),
    "RF-BP-8": row(
        pressure(180, 80, infusions=[24]),
        pressure(130, 120, infusions=[1], red_symptoms=("none",), red_symptom=False),
        beside=(
            pressure(179, 119, infusions=[1]),
            pressure(180, 120, infusions=[25]),
            pressure(180, 120),
            pressure(180, 120, infusions=[1], red_symptom=True),
            pressure(180, 120, infusions=[1], red_symptoms=("sight",)),
        ),
    ),
    "RF-BP-9": row(
        *(answered("bp", red_symptoms=(one,), infusions=[4]) for one in SOFT_SIGNS),
        answered("bp", red_symptoms=("sight",), red_when="now", infusions=[4]),
        answered("bp", red_symptoms=("sight",), red_when="first-hours", infusions=[26]),
        beside=(
            answered("bp", red_symptoms=("sight",), infusions=[5]),
            answered("bp", red_symptoms=("sight",), red_when="last-day", infusions=[1]),
            answered("bp", red_symptoms=("sight", "confused"), infusions=[1]),
            answered("bp", red_symptoms=("sight", "speech"), infusions=[1]),
            answered("bp", red_symptoms=("speech",), infusions=[1]),
            answered("bp", red_symptoms=("none",), infusions=[1]),
        ),
    ),
    "RF-BP-10": row(
        *(answered("bp", red_symptoms=(one,), infusions=[hours]) for one in SOFT_SIGNS for hours in (4.5, 5, 28)),
        beside=(
            answered("bp", red_symptoms=("sight",), infusions=[4]),
            answered("bp", red_symptoms=("sight",), infusions=[29]),
            answered("bp", red_symptoms=("sight",)),
            answered("bp", red_symptoms=("sight", "confused"), infusions=[5]),
            answered("bp", red_symptoms=("speech",), infusions=[5]),
            answered("bp", red_symptoms=("sight",), red_when="now", infusions=[5]),
        ),
    ),
    "RF-BP-4": row(
        near(160, 80, reading(120, 100, hours=23)),
        near(120, 100, reading(160, 80, hours=1)),
        # The evening of the infusion.
        near(160, 80, reading(160, 80, hours=3), hours=8),
        # A reading at its very start counts.
        near(160, 80, reading(160, 80, hours=8), hours=8),
        beside=(
            near(160, 80, reading(160, 80, hours=1), hours=25),
            near(159, 99, reading(160, 80, hours=1), reading(160, 80, hours=2)),
            near(160, 80, reading(159, 99, hours=1)),
            near(160, 80, reading(160, 80, hours=9), reading(160, 80, hours=10), hours=8),
            near(160, 80),
            pressure(160, 80, reading(160, 80, hours=1)),
        ),
    ),
    "RF-BP-5": row(
        near(140, 80, reading(120, 90, days=1), days=7),
        near(120, 90, reading(140, 80, hours=168), days=7),
        beside=(
            near(140, 80, reading(140, 80, days=1), days=8),
            near(140, 80, reading(140, 80, hours=14), days=7),
            near(140, 80, reading(139, 89, days=1), days=7),
            near(139, 89, reading(140, 80, days=1), reading(140, 80, days=2), days=7),
            near(140, 80, reading(140, 80, hours=169), days=7),
            near(140, 80, days=7),
        ),
    ),
    "RF-BP-6": row(
        pressure(89, 60, dizzy=True),
        pressure(90, 59, dizzy=True),
        beside=(pressure(90, 60, dizzy=True), pressure(89, 59, dizzy=False), pressure(89, 59)),
    ),
    "RF-BP-7": row(
        pressure(301, 100),
        pressure(49, 30),
        pressure(250, 201),
        pressure(80, 19),
        pressure(120, 120),
        beside=(pressure(300, 200), pressure(50, 20), pressure(121, 120), answered("bp", diastolic=100)),
    ),
    "RF-HR-1": row(
        answered("bp", beats(120, minutes=15), **FAST),
        answered("bp", beats(120, hours=24), **FAST),
        beside=(
            answered("bp", beats(120, minutes=14), **FAST),
            answered("bp", beats(120, hours=25), **FAST),
            answered("bp", beats(119, minutes=15), **FAST),
            answered("bp", earlier("bp", {"pulse": 120, "at_rest": False}, minutes=15), **FAST),
            answered("bp", beats(120, minutes=15), beats(120, minutes=30), pulse=119, at_rest=True),
            answered("bp", beats(120, minutes=15), beats(120, minutes=30), pulse=120, at_rest=False),
            answered("bp", **FAST),
        ),
    ),
    "RF-HR-2": row(
        answered("bp", pulse=140, at_rest=True),
        answered("bp", pulse=39),
        answered("bp", pulse=39, at_rest=False),
        beside=(
            answered("bp", pulse=139, at_rest=True),
            answered("bp", pulse=140, at_rest=False),
            answered("bp", pulse=140),
            answered("bp", pulse=40, at_rest=True),
            answered("bp", pulse=40),
        ),
    ),
    "RF-HR-3": row(
        answered("bp", pulse=140, is_finished=True),
        beside=(
            answered("bp", pulse=139, is_finished=True),
            answered("bp", pulse=140, at_rest=True, is_finished=True),
            answered("bp", pulse=140),
        ),
    ),
    "RF-HR-4": row(
        side_effect("palpitations", 1, chest_pain=True),
        side_effect("palpitations", 1, faint_or_breathless=True),
        beside=(
            side_effect("palpitations", 1),
            side_effect("palpitations", 0, chest_pain=True),
            side_effect("dizzy", 1, chest_pain=True),
        ),
    ),
    "RF-HR-5": row(
        answered("bp", pulse=140, at_rest=False),
        beside=(
            answered("bp", pulse=139, at_rest=False),
            answered("bp", pulse=140, at_rest=True),
            answered("bp", pulse=140),
        ),
    ),
    "RF-CP-1": row(
        side_effect("chest_pain", 1),
        answered("se", effect="se_chest_pain", still_now=True),
        answered("se", effect="se_chest_pain", is_finished=True),
        beside=(side_effect("chest_pain", 0), side_effect("palpitations", 3), answered("se", effect="se_chest_pain")),
    ),
    "RF-BR-1": row(
        side_effect("breathing", 1, still_now=True),
        side_effect("breathing", 2, still_now=False),
        side_effect("breathing", 1),
        beside=(
            side_effect("breathing", 1, still_now=False),
            side_effect("breathing", 0, still_now=True),
            side_effect("tired", 2),
        ),
    ),
    "RF-BR-2": row(
        side_effect("breathing", 1, still_now=False),
        beside=(
            side_effect("breathing", 1, still_now=True),
            side_effect("breathing", 1),
            side_effect("breathing", 0, still_now=False),
            side_effect("tired", 1, still_now=False),
        ),
    ),
    "RF-FA-1": row(
        *(side_effect("faint", 1, **{sign: True}) for sign in ("repeated", "not_fully_awake")),
        beside=(
            side_effect("faint", 1),
            side_effect("faint", 0, repeated=True),
            side_effect("dizzy", 1, repeated=True),
        ),
    ),
    "RF-FA-3": row(
        side_effect("faint", 1, chest_pain=True),
        beside=(
            side_effect("faint", 1, chest_pain=False),
            side_effect("faint", 0, chest_pain=True),
            side_effect("dizzy", 1, chest_pain=True),
        ),
    ),
    "RF-FALL-1": row(
        side_effect("faint", 1, head_hit=True),
        side_effect("fall", 1, hit_head="yes", blood_thinner="yes"),
        side_effect("fall", 0, hit_head="yes", blood_thinner="not-sure"),
        *(side_effect("fall", 1, hit_head="yes", head_signs=(sign,)) for sign in HEAD_SIGNS),
        side_effect("fall", 1, hit_head="yes", since=24),
        # On the day of an infusion, before its start.
        side_effect("fall", 1, hit_head="yes", infusions=[-3]),
        side_effect("fall", 1, hit_head="yes", blood_thinner="yes"),
        side_effect("fall", 1, hit_head="yes", is_finished=True),
        beside=(
            side_effect("fall", 1, hit_head="no", blood_thinner="yes", is_finished=True),
            side_effect("faint", 1, head_hit=False, blood_thinner="yes", is_finished=True),
            side_effect("fall", 1, hit_head="not-sure", blood_thinner="yes", is_finished=True),
            side_effect("fall", 1, hit_head="yes", blood_thinner="no", is_finished=True),
            side_effect("fall", 1, hit_head="yes", blood_thinner="no", head_signs=("none",), since=49),
            side_effect("fall", 1, hit_head="no", blood_thinner="yes", head_signs=("fluid",), since=1),
            side_effect("faint", 1, head_hit=False),
            side_effect("fall", 1, hit_head="yes"),
            side_effect("fall", 3, since=1),
            side_effect("fall", 1, hit_head="yes", since=25),
            side_effect("fall", 1, hit_head="yes", infusions=[-20]),
        ),
    ),
    "RF-FALL-4": row(
        side_effect("fall", 1, hit_head="not-sure", blood_thinner="yes"),
        side_effect("faint", 1, hit_head="not-sure", blood_thinner="not-sure"),
        side_effect("fall", 1, blood_thinner="yes", is_finished=True),
        *(side_effect("fall", 1, hit_head="not-sure", head_signs=(sign,)) for sign in HEAD_SIGNS),
        side_effect("fall", 1, hit_head="not-sure", since=24),
        side_effect("fall", 1, hit_head="not-sure", infusions=[-3]),
        beside=(
            side_effect("fall", 1, blood_thinner="yes"),
            side_effect("fall", 1, hit_head="no", blood_thinner="yes", is_finished=True),
            side_effect("faint", 1, head_hit=False, blood_thinner="yes", is_finished=True),
            side_effect("fall", 1, hit_head="yes", blood_thinner="yes", is_finished=True),
            side_effect("fall", 1, hit_head="not-sure", blood_thinner="no", head_signs=("none",), since=49),
            side_effect("fall", 1, hit_head="not-sure", since=25),
            side_effect("fall", 1, hit_head="not-sure", infusions=[-20]),
            side_effect("dizzy", 1, hit_head="not-sure", blood_thinner="yes"),
        ),
    ),
    "RF-FALL-2": row(
        side_effect("fall", 1, hit_head="yes"),
        side_effect("fall", 1, hit_head="yes"),
        side_effect("fall", 1, hit_head="not-sure"),
        side_effect("fall", 1, is_finished=True),
        side_effect("fall", 1, blood_thinner="yes"),
        side_effect("fall", 1, blood_thinner="not-sure"),
        side_effect("fall", 1, since=24),
        beside=(
            side_effect("fall", 2, hit_head="no", blood_thinner="no", since=25),
            side_effect("faint", 1, head_hit=True),
            side_effect("fall", 2),
            side_effect("fall", 2, hit_head="no", is_finished=True),
            side_effect("fall", 2, hit_head="no", is_finished=True),
        ),
    ),
    "RF-FALL-3": row(side_effect("fall", 3), beside=(side_effect("fall", 2), side_effect("dizzy", 3))),
    "RF-FA-2": row(side_effect("faint", 1), beside=(side_effect("faint", 0), side_effect("dizzy", 3))),
    "RF-SZ-1": row(
        side_effect("seizure", 1),
        side_effect("seizure", 1, **USUAL | {"still_now": True}),
        *(side_effect("seizure", 1, **USUAL | {one: not said}) for one, said in USUAL.items()),
        *(side_effect("seizure", 1, **{k: v for k, v in USUAL.items() if k != one}) for one in USUAL),
        answered("se", effect="se_seizure", still_now=True),
        beside=(side_effect("seizure", 0), side_effect("seizure", 1, **USUAL), side_effect("numb", 3)),
    ),
    "RF-SZ-2": row(
        side_effect("seizure", 1, **USUAL),
        beside=(
            *(side_effect("seizure", 1, **USUAL | {one: not said}) for one, said in USUAL.items()),
            side_effect("seizure", 0, **USUAL),
            side_effect("numb", 1, **USUAL),
        ),
    ),
    "RF-ST-1": row(side_effect("stroke_signs", 1), beside=(side_effect("stroke_signs", 0), side_effect("numb", 3))),
    "RF-ST-2": row(
        *(side_effect(one, 1, one_side=True, since=1) for one in ("numb", "speech", "vision", "confusion")),
        beside=(side_effect("numb", 3, one_side=False), side_effect("dizzy", 3, one_side=True)),
    ),
    "RF-ST-3": row(
        *(side_effect(one, 1, came_suddenly=True, since=5) for one in ("speech", "vision")),
        side_effect("speech", 1, came_suddenly=True),
        beside=(
            side_effect("speech", 1, came_suddenly=True, since=4),
            side_effect("speech", 3, came_suddenly=False, since=5),
            side_effect("speech", 0, came_suddenly=True, since=5),
            side_effect("numb", 1, came_suddenly=True, since=5),
        ),
    ),
    "RF-ST-5": row(
        *(side_effect(one, 1, came_suddenly=True, since=5, **MAYBE_LATER) for one in ("speech", "vision")),
        side_effect("speech", 1, came_suddenly=True, since=4.5, **MAYBE_LATER),
        answered(
            "se", effect="se_speech", severity=1, came_suddenly=True, beside={HOURS_SINCE: 4, HOURS_AT_LATEST: 4.1}
        ),
        answered("se", effect="se_speech", severity=1, came_suddenly=True, beside={HOURS_SINCE: 4, HOURS_AT_LATEST: 5}),
        beside=(
            side_effect("speech", 1, came_suddenly=True, since=4, **MAYBE_LATER),
            side_effect("speech", 1, came_suddenly=True, since=5),
            side_effect("speech", 1, came_suddenly=False, since=5, **MAYBE_LATER),
            side_effect("speech", 0, came_suddenly=True, since=5, **MAYBE_LATER),
            side_effect("numb", 1, came_suddenly=True, since=5, **MAYBE_LATER),
        ),
    ),
    "RF-ST-4": row(
        *(side_effect("speech", 1, since=hours) for hours in (5, 168)),
        *(side_effect(one, 1, since=hours) for one in ("vision", "numb") for hours in (17, 168)),
        beside=(
            *(side_effect("speech", 1, since=hours) for hours in (4, 169)),
            *(side_effect("vision", 1, since=hours) for hours in (16, 169)),
            side_effect("speech", 0, since=5),
            side_effect("vision", 0, since=17),
            side_effect("speech", 1),
            side_effect("numb", 1),
            side_effect("dizzy", 1, since=17),
        ),
    ),
    "RF-EXP-1": row(
        side_effect("vision", 2, since=4),
        side_effect("confusion", 2, since=1, still_now=True),
        beside=(
            side_effect("vision", 2, since=5),
            side_effect("vision", 1, since=1),
            side_effect("vision", 2, since=1, still_now=False),
            side_effect("vision", 2),
            side_effect("dizzy", 2, since=1),
        ),
    ),
    "RF-HA-1": row(
        *(side_effect("headache", 3, **{sign: True}) for sign in ("sudden", "worst_ever", "neuro_sign")),
        side_effect("headache", 0, thunderclap=True),
        beside=(
            side_effect("headache", 2, thunderclap=False),
            side_effect("dizzy", 3, thunderclap=True),
            side_effect("headache", 3),
            side_effect("headache", 2, sudden=True),
            side_effect("vision", 3, sudden=True),
        ),
    ),
    "RF-HA-2": row(side_effect("headache", 3), beside=(side_effect("headache", 2), side_effect("vision", 3))),
    "RF-AL-1": row(
        side_effect("allergy", 1, swelling=True),
        side_effect("allergy", 1, breathing_trouble=True),
        side_effect("allergy", 1, is_finished=True),
        beside=(
            side_effect("allergy", 1, swelling=False, is_finished=True),
            side_effect("allergy", 1, breathing_trouble=False, is_finished=True),
            side_effect("allergy", 1),
            side_effect("allergy", 0, swelling=True),
            side_effect("rash", 3, swelling=True),
        ),
    ),
    "RF-VOM-1": row(
        side_effect("vomiting", 1, vomit_blood=True),
        beside=(side_effect("vomiting", 3, vomit_blood=False), side_effect("nausea", 3, vomit_blood=True)),
    ),
    "RF-SED-1": row(
        side_effect("sleepy", 1, could_not_wake=True),
        side_effect("sleepy", 2, slow_breathing=True),
        beside=(side_effect("sleepy", 3, could_not_wake=False, slow_breathing=False, hard_to_stay_awake=True),),
    ),
    "RF-SED-2": row(
        side_effect("sleepy", 1, hard_to_stay_awake=True, since=6.5),
        side_effect("sleepy", 2, hard_to_wake=True, since=7),
        side_effect("sleepy", 1, hard_to_stay_awake=True),
        side_effect("sleepy", 2, hard_to_stay_awake=True, mixed_with=("as-prescribed",), **STILL),
        side_effect("sleepy", 2, hard_to_stay_awake=True, mixed_with=("as-prescribed",)),
        side_effect("sleepy", 1, hard_to_stay_awake=True, **MAYBE_LATER),
        side_effect("sleepy", 3, hard_to_stay_awake=True, mixed_with=("as-prescribed",), **MAYBE_LATER),
        answered("se", effect="se_sleepy", hard_to_stay_awake=True, **MAYBE_LATER),
        *(
            side_effect("sleepy", 2, hard_to_stay_awake=True, mixed_with=(one,), **MAYBE_LATER)
            for one in ("alcohol", "opioid", "more-than-prescribed", "other-drug", "none")
        ),
        side_effect("sleepy", 2, hard_to_stay_awake=True, is_finished=True, **MAYBE_LATER),
        beside=(
            side_effect("sleepy", 2, hard_to_stay_awake=True, **MAYBE_LATER),
            side_effect(
                "sleepy", 2, hard_to_stay_awake=True, mixed_with=("as-prescribed",), is_finished=True, **MAYBE_LATER
            ),
            side_effect("sleepy", 1, hard_to_stay_awake=True, since=6),
            side_effect("sleepy", 2, hard_to_stay_awake=False, hard_to_wake=False, since=7),
            side_effect("sleepy", 2, since=7),
        ),
    ),
    "RF-SED-6": row(
        side_effect("sleepy", 3, mixed_with=("opioid",)),
        side_effect("sleepy", 2, mixed_with=("opioid",), could_not_wake=True),
        beside=(
            side_effect("sleepy", 2, mixed_with=("opioid",), could_not_wake=False),
            side_effect("sleepy", 3, mixed_with=("alcohol",), could_not_wake=True),
            side_effect("tired", 3, mixed_with=("opioid",)),
        ),
    ),
    "RF-SED-3": row(
        *(side_effect("sleepy", 3, mixed_with=(one,)) for one in ("alcohol", "opioid", "more-than-prescribed")),
        side_effect("sleepy", 3, mixed=True),
        beside=(
            side_effect("sleepy", 2, mixed=True, mixed_with=("opioid",)),
            side_effect("sleepy", 3, mixed=False, mixed_with=("as-prescribed", "other-drug")),
            side_effect("tired", 3, mixed=True),
        ),
    ),
    "RF-SED-4": row(
        *(side_effect("sleepy", 2, mixed_with=(one,)) for one in ("alcohol", "opioid", "more-than-prescribed")),
        beside=(
            side_effect("sleepy", 1, mixed_with=("opioid",)),
            side_effect("sleepy", 2, mixed_with=("as-prescribed",)),
            side_effect("tired", 2, mixed_with=("opioid",)),
        ),
    ),
    "RF-SED-5": row(
        side_effect("sleepy", 1, hard_to_stay_awake=True, since=6),
        side_effect("sleepy", 2, hard_to_wake=True, since=1, still_now=True),
        beside=(
            side_effect("sleepy", 1, hard_to_stay_awake=True, since=7),
            side_effect("sleepy", 1, hard_to_stay_awake=False, hard_to_wake=False, since=1),
            side_effect("sleepy", 1, hard_to_stay_awake=True, since=1, still_now=False),
            side_effect("sleepy", 1, hard_to_stay_awake=True),
        ),
    ),
    "RF-DIS-1": row(
        side_effect("dissociation", 1, since=17),
        side_effect("dissociation", 1, since=38),
        side_effect("dissociation", 2, effect_of("dissociation", 1, days=121), since=17),
        beside=(
            side_effect("dissociation", 1, since=16),
            side_effect("dissociation", 1, since=40),
            side_effect("dissociation", 0, since=17),
            side_effect("perception", 1, since=17),
            side_effect("dissociation", 1, effect_of("dissociation", 1, days=121), since=17),
            side_effect("dissociation", 1),
        ),
    ),
    "RF-DIS-3": row(
        side_effect("dissociation", 1, since=40),
        side_effect("dissociation", 1, since=14 * 24),
        beside=(
            side_effect("dissociation", 1, since=38),
            side_effect("dissociation", 1, since=15 * 24),
            side_effect("dissociation", 0, since=40),
            side_effect("perception", 1, since=40),
            side_effect("dissociation", 1, effect_of("dissociation", 1, days=121), since=40),
        ),
    ),
    "RF-DIS-2": row(
        side_effect("dissociation", 3, since=5),
        side_effect("dissociation", 3),
        beside=(
            side_effect("dissociation", 3, since=4),
            side_effect("dissociation", 2, since=5),
            side_effect("perception", 3, since=5),
        ),
    ),
    "RF-HAL-1": row(
        side_effect("hallucination", 1, since=5),
        side_effect("hallucination", 1),
        skipped("hallucination"),
        beside=(
            answered("se", effect="se_hallucination"),
            skipped("hallucination", infusions=[4]),
            skipped("perception"),
            side_effect("hallucination", 1, since=4),
            side_effect("hallucination", 0, since=5, is_finished=True),
            side_effect("perception", 1, since=5),
        ),
    ),
    "RF-HAL-2": row(
        *(side_effect("hallucination", 1, voices=one, since=1) for one in ("self", "both")),
        beside=(side_effect("hallucination", 3, voices="others"), side_effect("anxiety", 3, voices="self")),
    ),
    "RF-HAL-3": row(
        *(side_effect("hallucination", 1, voices=one, since=1) for one in ("others", "both")),
        side_effect("hallucination", 1, voices_harm=True, since=1),
        beside=(
            side_effect("hallucination", 3, voices="self"),
            side_effect("hallucination", 3, voices="no", voices_harm=False),
            side_effect("anxiety", 3, voices_harm=True),
        ),
    ),
    "RF-MAN-1": row(
        side_effect("mania", 1),
        skipped("mania"),
        beside=(
            side_effect("mania", 0, is_finished=True),
            answered("se", effect="se_mania"),
            side_effect("agitation", 2, is_finished=True),
        ),
    ),
    "RF-MAN-2": row(
        side_effect("mania", 2),
        side_effect("mania", 3),
        beside=(side_effect("mania", 1), side_effect("agitation", 2)),
    ),
    "RF-CONF-1": row(
        side_effect("confusion", 2, since=5),
        side_effect("confusion", 2),
        skipped("confusion"),
        beside=(
            answered("se", effect="se_confusion"),
            skipped("confusion", infusions=[4]),
            skipped("memory"),
            side_effect("confusion", 1, since=5, is_finished=True),
            side_effect("confusion", 2, since=4),
            side_effect("confusion", 1, since=5),
            side_effect("memory", 2, since=5),
        ),
    ),
    "RF-MEM-1": row(
        side_effect("memory", 1, effect_of("memory", 1, days=7), effect_of("memory", 1, hours=336)),
        beside=(
            side_effect("memory", 1, effect_of("memory", 1, days=7)),
            side_effect("memory", 1, effect_of("memory", 1, days=7), effect_of("memory", 1, hours=337)),
            side_effect("memory", 1, effect_of("memory", 1, days=7), effect_of("memory", 0, days=8)),
            side_effect("memory", 1, effect_of("memory", 1, days=7), effect_of("confusion", 1, days=8)),
            side_effect("memory", 0, *(effect_of("memory", 1, days=day) for day in (1, 2, 3))),
            side_effect("tired", 1, *(effect_of("memory", 1, days=day) for day in (1, 2, 3))),
        ),
    ),
    "RF-ANX-1": row(
        side_effect("anxiety", 3, since=25),
        side_effect("anxiety", 3, since=168),
        beside=(
            side_effect("anxiety", 3, since=24),
            side_effect("anxiety", 3, since=169),
            side_effect("anxiety", 2, since=25),
            side_effect("memories", 3, since=25),
            side_effect("anxiety", 3),
        ),
    ),
    "RF-MOOD-1": row(
        side_effect("low_mood", 1, lasted="days"),
        side_effect("low_mood", 1, effect_of("low_mood", 1, days=1)),
        side_effect("low_mood", 1, effect_of("low_mood", 1, hours=48)),
        side_effect("low_mood", 2, effect_of("low_mood", 1, days=121), lasted="days"),
        beside=(
            side_effect("low_mood", 1, effect_of("low_mood", 1, days=121), lasted="days"),
            side_effect("low_mood", 1, lasted="day"),
            side_effect("low_mood", 1, effect_of("low_mood", 1, hours=49)),
            side_effect("low_mood", 1, effect_of("low_mood", 1, hours=3)),
            side_effect("low_mood", 1, effect_of("low_mood", 0, days=1)),
            side_effect("low_mood", 1, effect_of("anxiety", 1, days=1)),
            side_effect("low_mood", 0, effect_of("low_mood", 1, days=1), effect_of("low_mood", 1, days=2)),
            side_effect("anxiety", 1, effect_of("low_mood", 1, days=1), effect_of("low_mood", 1, days=2)),
            side_effect("anxiety", 1, lasted="days"),
        ),
    ),
    "RF-PHQ-1": row(score("phq9", 20), beside=(score("phq9", 19),)),
    "RF-PHQ-2": row(score("phq9", 10, 5), beside=(score("phq9", 9, 5), score("phq9", 10), score("phq9", 5, 10))),
    "RF-GAD-1": row(score("gad7", 15), score("gad7", 7, 2), beside=(score("gad7", 14), score("gad7", 6, 2))),
    "RF-PCL-1": row(
        score("pcl5", 40, 30),
        beside=(score("pcl5", 39, 30), score("pcl5", 40), score("pcl5", 40, 20, other="pcl5-month")),
    ),
    "RF-TREND-1": row(
        daily(*moods(2, 9, 2), mood=2),
        daily(*moods(2, 2, 2), mood=9),
        beside=(
            daily(*moods(2, 9, 9), mood=2),
            daily(*moods(3, 9, 2), mood=2),
            daily(*moods(9, 9, 2, 2), mood=2),
            daily(*moods(2), mood=2),
        ),
    ),
    "RF-TREND-2": row(
        daily(*moods(6, 6, 6, 6, 6, 6, 6), mood=2, hours=168),
        daily(*moods(7, 5, 6, 6, 6, 6, 6, 0), mood=2, hours=1),
        beside=(
            daily(*moods(6, 6, 6, 6, 6, 6, 6), mood=3, hours=168),
            daily(*moods(6, 6, 6, 6, 6, 6, 5, 9), mood=2, hours=168),
            daily(*moods(6, 6, 6, 6, 6, 6, 6), mood=2, hours=169),
            daily(*moods(6, 6, 6, 6, 6, 6), mood=2, hours=168),
        ),
    ),
    "RF-NORESP-1": row(
        review("mid", 4, 9),
        review("end", -3, 0),
        beside=(
            review("mid", 5, 9),
            review("end", 4, 10),
            review("baseline", 0, 0),
            review("mid", None, 9),
            review("mid", 4, None),
        ),
    ),
    "RF-UR-1": row(
        *(side_effect(one, 1, effect_of(other, 1, days=3)) for one in URINARY for other in URINARY),
        urinary(
            effect_of("ur_pain", 1, hours=2160), effect_of("ur_pain", 0, days=121), effect_of("belly", 3, days=121)
        ),
        # A baseline of one thing says nothing about another, and a step worse is new.
        urinary(effect_of("ur_pain", 1, days=3), effect_of("ur_night", 1, days=121)),
        urinary(effect_of("ur_pain", 2, days=3), effect_of("ur_pain", 1, days=121), severity=2),
        beside=(
            urinary(effect_of("ur_freq", 1, hours=71)),
            urinary(effect_of("ur_freq", 1, hours=2161)),
            urinary(effect_of("ur_freq", 0, days=3)),
            # Each beside its own baseline: this one, and the one that is counted.
            urinary(effect_of("ur_pain", 1, days=3), effect_of("ur_pain", 1, days=121)),
            urinary(
                effect_of("ur_freq", 1, days=3), effect_of("ur_freq", 2, days=6), effect_of("ur_pain", 1, days=121)
            ),
            urinary(effect_of("ur_night", 1, days=3), effect_of("ur_night", 1, days=121)),
            urinary(effect_of("ur_freq", 1, days=3), effect_of("ur_freq", 1, days=6), severity=0),
            urinary(effect_of("belly", 1, days=3)),
            side_effect("belly", 1, effect_of("ur_night", 1, days=3), effect_of("ur_night", 1, days=7)),
            urinary(),
        ),
    ),
    "RF-UR-2": row(
        side_effect("ur_blood", 1),
        skipped("ur_blood"),
        beside=(
            side_effect("ur_blood", 0, is_finished=True),
            answered("se", effect="se_ur_blood"),
            side_effect("ur_pain", 3, is_finished=True),
        ),
    ),
    "RF-UR-3": row(
        *(side_effect(one, 1, fever=True) for one in URINARY),
        beside=(
            side_effect("ur_pain", 3, fever=False),
            side_effect("belly", 1, fever=True),
            side_effect("ur_freq", 3, cannot_pee=True),
        ),
    ),
    "RF-UR-4": row(side_effect("ur_freq", 1, cannot_pee=True), beside=(side_effect("ur_freq", 3, cannot_pee=False),)),
    "RF-UR-5": row(
        *(side_effect(one, 1, fever=True, back_pain=True) for one in URINARY),
        beside=(
            side_effect("ur_pain", 3, fever=True, back_pain=False),
            side_effect("ur_pain", 3, fever=False, back_pain=True),
            side_effect("belly", 3, fever=True, back_pain=True),
        ),
    ),
    "RF-PAIN-1": row(
        side_effect("belly", 3),
        side_effect("bladder_pain", 3),
        beside=(side_effect("belly", 2), side_effect("bladder_pain", 2), side_effect("ur_pain", 3)),
    ),
    "RF-LIV-1": row(
        side_effect("jaundice", 1),
        skipped("jaundice"),
        beside=(
            side_effect("jaundice", 0, is_finished=True),
            answered("se", effect="se_jaundice"),
            side_effect("belly", 3, is_finished=True),
        ),
    ),
    "RF-MIS-1": row(
        side_effect("craving", 1),
        skipped("craving"),
        beside=(
            side_effect("craving", 0, is_finished=True),
            answered("se", effect="se_craving"),
            side_effect("drinking", 3, is_finished=True),
        ),
    ),
    "RF-MIS-2": row(
        side_effect("craving", 1, outside_ketamine=True), beside=(side_effect("craving", 3, outside_ketamine=False),)
    ),
    "RF-MIS-3": row(
        *(too_much(one) for one in ("3-days", "not-sure")),
        side_effect("craving", 1, took_too_much=True),
        side_effect("sleepy", 2, mixed_with=("more-than-prescribed",), still_now=False, began="days-2-3", lasted="day"),
        side_effect("sleepy", 2, mixed_with=("more-than-prescribed",), beside={HOURS_AGO: 72}),
        beside=(
            *(too_much(one) for one in ("no", "longer")),
            side_effect("craving", 1, took_too_much=False),
            side_effect("drinking", 3),
            side_effect("sleepy", 2, mixed_with=("as-prescribed", "alcohol", "opioid", "other-drug")),
            side_effect("sleepy", 2, mixed_with=("more-than-prescribed",), beside={HOURS_AGO: 73}),
        ),
    ),
    "RF-MIS-4": row(
        *(too_much("3-days", one) for one in ("sleepy", "hard-to-wake", "slow-breathing", "a-lot", "unknown-amount")),
        too_much("not-sure", "a-lot"),
        side_effect("craving", 1, took_too_much=True, too_much_signs=("a-lot",)),
        *(too_much("longer", one) for one in ("sleepy", "hard-to-wake", "slow-breathing")),
        too_much("3-days", on_purpose=True),
        beside=(
            too_much("3-days", "none", on_purpose=False),
            too_much("3-days", "opioid"),
            too_much("longer", "a-lot"),
            too_much("longer", "unknown-amount", on_purpose=True),
            side_effect("craving", 1, took_too_much=False, too_much_signs=("a-lot",)),
        ),
    ),
    "RF-MIS-5": row(
        *(too_much(one, "opioid") for one in ("3-days", "not-sure")),
        side_effect("craving", 1, took_too_much=True, too_much_signs=("opioid",)),
        beside=(
            too_much("longer", "opioid"),
            too_much("3-days", "sleepy"),
            side_effect("craving", 1, took_too_much=False, too_much_signs=("opioid",)),
        ),
    ),
    "RF-MIS-9": row(
        *(too_much(one, "opioid", on_purpose=True) for one in ("3-days", "not-sure")),
        side_effect("craving", 1, took_too_much=True, too_much_signs=("opioid",), on_purpose=True),
        beside=(
            too_much("3-days", "opioid", on_purpose=False),
            too_much("3-days", "a-lot", on_purpose=True),
            too_much("longer", "opioid", on_purpose=True),
        ),
    ),
    "RF-MIS-6": row(
        *(too_much(one, on_purpose=True) for one in ("3-days", "not-sure")),
        side_effect("craving", 1, took_too_much=True, on_purpose=True),
        beside=(
            too_much("3-days", on_purpose=False),
            too_much("longer", on_purpose=True),
            side_effect("craving", 1, took_too_much=False, on_purpose=True),
        ),
    ),
    "RF-MIS-7": row(
        too_much("longer", on_purpose=True),
        beside=(too_much("longer", on_purpose=False), too_much("3-days", on_purpose=True)),
    ),
    "RF-MIS-8": row(too_much("longer"), beside=(too_much("3-days"), too_much("no"))),
    "RF-ALC-1": row(
        answered("prep", alcohol_or_drugs=True),
        side_effect("drinking", 1, since=24),
        answered("se", beside={"course.days_to_infusion": 1}, effect="se_drinking", severity=1),
        beside=(
            answered("prep", alcohol_or_drugs=False),
            side_effect("drinking", 1, since=25),
            answered("se", beside={"course.days_to_infusion": 2}, effect="se_drinking", severity=1),
            side_effect("drinking", 0, since=1),
            side_effect("craving", 1, since=1),
            side_effect("drinking", 1),
        ),
    ),
    "RF-ALC-2": row(score("audit_c", 8), beside=(score("audit_c", 7),)),
    "RF-PRE-1": row(
        answered("prep", beside={"course.days_to_infusion": 1}, driver_confirmed=False),
        answered("prep", driver_confirmed=False),
        answered(
            "prep", beside={"course.days_to_infusion": 3, "course.hours_since_infusion": 4}, driver_confirmed=False
        ),
        beside=(
            answered("prep", beside={"course.days_to_infusion": 2}, driver_confirmed=False),
            answered("prep", beside={"course.days_to_infusion": 1.5}, driver_confirmed=False),
            answered("prep", beside={"course.days_to_infusion": 1}, driver_confirmed=True),
            answered("prep", driver_confirmed=True),
            answered(
                "prep", beside={"course.days_to_infusion": 3, "course.hours_since_infusion": 5}, driver_confirmed=False
            ),
        ),
    ),
    "RF-PRE-2": row(
        answered("prep", ate_inside_window=True),
        answered("prep", drank_inside_window=True),
        beside=(answered("prep", ate_inside_window=False, drank_inside_window=False),),
    ),
    "RF-PRE-3": row(
        answered("prep", pregnant="yes"), answered("prep", pregnant="maybe"), beside=(answered("prep", pregnant="no"),)
    ),
    "RF-PRE-4": row(
        *(answered("prep", **{sign: True}) for sign in ILL),
        beside=(answered("prep", **dict.fromkeys(ILL, False)),),
    ),
    "RF-PRE-5": row(answered("prep", plans_to_drive=True), beside=(answered("prep", plans_to_drive=False),)),
    "RF-SE-1": row(
        side_effect("nausea", 3),
        side_effect("chest_pain", 1),
        side_effect("seizure", 1, still_now=False, began="longer"),
        beside=(side_effect("nausea", 2), side_effect("chest_pain", 0), side_effect("anxiety", 3)),
    ),
    "RF-SE-2": row(side_effect("low_mood", 3), beside=(side_effect("low_mood", 2), side_effect("nausea", 3))),
    "RF-SE-3": row(side_effect("drinking", 3), beside=(side_effect("drinking", 2), side_effect("anxiety", 3))),
}


def has_fired(rule: str, situation: Situation, book: RuleBook = BOOK) -> bool:
    """Whether a rule is among those that fire."""
    return rule in {one.id for one in fired(book, situation)}


def test_every_rule_has_a_row_and_every_row_a_rule() -> None:
    assert TABLE.keys() == RULES.keys()
    assert all(found.fires and found.beside for found in TABLE.values())


@pytest.mark.parametrize("rule", TABLE)
def test_a_rule_fires_on_its_condition_and_not_beside_it(rule: str) -> None:
    for situation in TABLE[rule].fires:
        assert has_fired(rule, situation), situation
    for situation in TABLE[rule].beside:
        assert not has_fired(rule, situation), situation


def broken(condition: Condition) -> Iterator[Condition]:
    """The condition with one bound moved by one, or one part left out, in every way."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for place, part in enumerate(parts):
                for other in broken(part):
                    yield type(condition)((*parts[:place], other, *parts[place + 1 :]))
                if len(parts) > 1:
                    yield type(condition)((*parts[:place], *parts[place + 1 :]))
        case Compare(field, operator, value) if (bound := number(value)) is not None:
            yield from (Compare(field, operator, int(bound) + step) for step in (-1, 1))
        case Compare(field, operator, value) if isinstance(value, bool):
            yield Compare(field, operator, not value)
        case Compare(field, operator, value) if isinstance(value, frozenset) and len(value) > 1:
            yield from (Compare(field, operator, value - {one}) for one in value)
        case Entries():
            yield from _broken_counts(condition)
        case Falls() | Rises():
            yield from (replace(condition, by=condition.by + step) for step in (-1, 1))


def _broken_counts(condition: Entries) -> Iterator[Condition]:
    for other in broken(condition.where):
        yield replace(condition, where=other)
    for name in ("within", "apart", "last"):
        if getattr(condition, name) is not None:
            yield replace(condition, **{name: None})
    for flag in ("on_different_days", "before_course", "includes_this", "since_infusion", "new_to_course"):
        if getattr(condition, flag):
            yield replace(condition, **{flag: False})
    if condition.least is not None:
        yield from (replace(condition, least=condition.least + step) for step in (-1, 1))


def survives(rule: Rule, other: Condition) -> bool:
    """Whether a rule with another condition passes its row."""
    book = RuleBook((replace(rule, condition=other),), BOOK.messages, BOOK.sources)
    found = TABLE[rule.id]
    return all(has_fired(rule.id, one, book) for one in found.fires) and not any(
        has_fired(rule.id, one, book) for one in found.beside
    )


@pytest.mark.parametrize("rule", TABLE)
def test_a_rule_that_is_broken_in_any_one_place_fails_its_row(rule: str) -> None:
    unnoticed = [other for other in broken(RULES[rule].condition) if survives(RULES[rule], other)]
    assert not unnoticed, unnoticed


BOUNDS = sorted({bound + step for bound in (20, 50, 60, 90, 120, 180, 200, 300) for step in (-1, 0, 1)})
pressures = st.one_of(st.sampled_from(BOUNDS), st.integers(0, 400))


@given(pressures, pressures, st.sets(st.sampled_from(RED_SYMPTOMS)))
def test_a_very_high_pressure_fires_one_of_its_rules_and_no_other_pressure_does(
    systolic: int, diastolic: int, signs: set[str]
) -> None:
    situation = pressure(systolic, diastolic, red_symptoms=tuple(sorted(signs)) or ("none",))
    found = {one.id for one in fired(BOOK, situation)} & {"RF-BP-1", "RF-BP-2", "RF-BP-3", "RF-BP-8"}
    is_very_high = systolic >= 180 or diastolic >= 120
    assert found == ({"RF-BP-1" if signs else "RF-BP-2"} if is_very_high else set())


@given(
    pressures,
    pressures,
    pressures,
    pressures,
    st.one_of(st.sampled_from([4, 5, 6, 1439, 1440, 1441]), st.integers(0, 26 * 60)),
)
def test_a_second_very_high_reading_is_one_at_least_5_minutes_and_at_most_a_day_later(
    systolic: int, diastolic: int, before: int, below: int, minutes: int
) -> None:
    situation = pressure(systolic, diastolic, reading(before, below, minutes=minutes), red_symptom=False)
    both = (systolic >= 180 or diastolic >= 120) and (before >= 180 or below >= 120)
    assert has_fired("RF-BP-3", situation) == (both and 5 <= minutes <= 24 * 60)


@given(pressures, pressures, st.booleans())
def test_a_low_pressure_fires_with_dizziness_alone(systolic: int, diastolic: int, dizzy: bool) -> None:
    situation = pressure(systolic, diastolic, dizzy=dizzy)
    assert has_fired("RF-BP-6", situation) == (dizzy and (systolic < 90 or diastolic < 60))


@given(st.one_of(st.sampled_from([39, 40, 139, 140]), st.integers(0, 300)))
def test_a_pulse_is_an_emergency_from_140_and_below_40(pulse: int) -> None:
    assert has_fired("RF-HR-2", answered("bp", pulse=pulse, at_rest=True)) == (pulse >= 140 or pulse < 40)
    assert has_fired("RF-HR-2", answered("bp", pulse=pulse, at_rest=False)) == (pulse < 40)
    assert has_fired("RF-HR-3", answered("bp", pulse=pulse, is_finished=True)) == (pulse >= 140)


@given(st.integers(0, 27), st.one_of(st.none(), st.integers(0, 27)))
def test_a_score_fires_from_its_bound_and_from_a_rise_of_its_size(total: int, before: int | None) -> None:
    rise = None if before is None else total - before
    assert has_fired("RF-PHQ-1", score("phq9", total, before)) == (total >= 20)
    assert has_fired("RF-PHQ-2", score("phq9", total, before)) == (rise is not None and rise >= 5)
    assert has_fired("RF-GAD-1", score("gad7", total, before)) == (total >= 15 or (rise is not None and rise >= 5))
    assert has_fired("RF-ALC-2", score("audit_c", total, before)) == (total >= 8)
    assert has_fired("RF-PCL-1", score("pcl5", total, before)) == (rise is not None and rise >= 10)


@given(st.sampled_from(SIDE_EFFECTS), st.integers(0, 3))
def test_whatever_is_hard_to_bear_is_told_to_the_clinic(effect: str, severity: int) -> None:
    found = fired(BOOK, side_effect(effect.removeprefix("se_"), severity))
    assert any(rule.level >= 1 for rule in found) or severity < 3
