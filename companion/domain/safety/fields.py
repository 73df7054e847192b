"""Every field that a rule may name: `prefix.linkId`, its kind, and the codes of a choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

Fact = bool | int | float | str | tuple[str, ...]
"""A fact of an entry: a number, a boolean, the code of a choice, the codes that are ticked. Never free text."""

Facts = Mapping[str, Fact]


class Kind(Enum):
    """What a field holds."""

    NUMBER = "number"
    BOOLEAN = "boolean"
    CODE = "code"
    CODES = "codes"


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Attributes:
        codes: of a choice, all that its question offers, those of earlier versions of the form too.
        is_for_packs: no form that ships has it; a clinic's own pack may name it.
    """

    kind: Kind
    codes: tuple[str, ...] = ()
    is_for_packs: bool = False


FORM = "https://companion.example/fhir/Questionnaire/"

PREFIXES: Mapping[str, str] = {
    FORM + "daily-check-in": "daily",
    FORM + "side-effect": "se",
    FORM + "blood-pressure": "bp",
    FORM + "phq9": "phq9",
    FORM + "gad7": "gad7",
    FORM + "pcl5-week": "pcl5",
    FORM + "pcl5-month": "pcl5",
    FORM + "audit-c": "audit_c",
    FORM + "follow-up": "followup",
}
"""Canonical url of a form -> prefix of its fields. The lists before an infusion fill `prep` (see `preparation`)."""

IS_NOW = "entry.is_now"
"""Whether what the entry tells is happening now. Missing where the person has not been asked yet."""

HOURS_AGO = "entry.hours_ago"
"""The least number of hours since the last moment of what the entry tells; may be a fraction."""

IS_THERE = "entry.is_there"
"""Whether a side effect is or was there: any severity but "None", and a severity that was skipped."""

HOURS_SINCE, DAYS_SINCE = "course.hours_since_infusion", "course.days_since_infusion"
HOURS_AT_LATEST, INFUSION_DAY = "course.hours_at_latest", "course.is_infusion_day"
IS_FINISHED = "entry.is_finished"
"""The entry is saved: what was skipped stays unanswered. Missing before that."""

UNKNOWN_COUNTS = ("severity", "hit_head", "blood_thinner", "swelling", "breathing_trouble", "mixed_with", "at_rest")
"""The linkIds whose rules take a question that was skipped as the stricter answer, once the entry is saved."""

TIMES = frozenset({IS_NOW, HOURS_AGO, HOURS_SINCE, DAYS_SINCE, HOURS_AT_LATEST, INFUSION_DAY})
"""The fields that follow from the answers about time."""

TIMING = ("began", "lasted", "still_now")
"""The linkIds of these answers."""

# fmt: off
SIDE_EFFECTS = (
    "se_dissociation", "se_perception", "se_hallucination", "se_anxiety", "se_memories", "se_low_mood", "se_suicidal",
    "se_mania", "se_confusion", "se_agitation", "se_memory", "se_sleepy", "se_tired", "se_dizzy", "se_nausea",
    "se_vomiting", "se_headache", "se_vision", "se_numb", "se_speech", "se_dry_mouth", "se_sweat_chills",
    "se_bp_high", "se_bp_low", "se_palpitations", "se_chest_pain", "se_breathing", "se_faint", "se_seizure",
    "se_stroke_signs", "se_allergy", "se_rash", "se_iv_site", "se_ur_pain", "se_ur_freq", "se_ur_urgency",
    "se_ur_night", "se_ur_blood", "se_bladder_pain", "se_belly", "se_jaundice", "se_insomnia", "se_nightmares",
    "se_irritable", "se_craving", "se_drinking", "se_fall", "se_other",
)
# fmt: on
"""Codes of `se.effect`."""

NONE = "none"
RED_SYMPTOMS = (
    "chest-back-pain",
    "short-of-breath",
    "bad-headache",
    "weak-numb",
    "sight",
    "speech",
    "confused",
    "seizure",
)
"""The eight signs that are asked for beside a blood pressure."""

HEAD_SIGNS = (
    "knocked-out",
    "vomiting",
    "headache",
    "confused",
    "memory-gap",
    "weakness",
    "sight",
    "fluid",
)
"""The signs that are asked for after a hit to the head (NHS_HEAD)."""

TOO_MUCH_SIGNS = ("sleepy", "hard-to-wake", "slow-breathing", "a-lot", "unknown-amount", "opioid")
"""What makes too much of something an emergency."""


def _numbers(*names: str) -> dict[str, Field]:
    return {name: Field(Kind.NUMBER) for name in names}


def _booleans(*names: str) -> dict[str, Field]:
    return {name: Field(Kind.BOOLEAN) for name in names}


def _choice(*codes: str, is_for_packs: bool = False) -> Field:
    return Field(Kind.CODE, codes, is_for_packs)


def _ticks(*codes: str) -> Field:
    return Field(Kind.CODES, codes)


FIELDS: Mapping[str, Field] = {
    **_numbers("daily.mood", "daily.anxiety", "daily.ptsd_bother", "daily.sleep_quality"),
    "daily.safe": _choice("yes", "not-sure", "no"),
    "daily.unsafe_kind": _choice("self", "someone", "others", "medical", "other", "ok"),
    "se.effect": _choice(*SIDE_EFFECTS),
    "se.began": _choice(
        "now", "within-2h", "today", "yesterday", "days-2-3", "days-4-7", "longer", "not-sure", "before"
    ),
    "se.lasted": _choice("minutes", "hours", "day", "days"),
    **_numbers("se.severity"),
    **_booleans("se.still_now", "se.head_hit", "se.chest_pain", "se.repeated", "se.not_fully_awake"),
    **_booleans("se.sudden", "se.worst_ever", "se.neuro_sign", "se.swelling", "se.breathing_trouble"),
    **_booleans("se.voices_harm", "se.cannot_pee", "se.fever", "se.hard_to_wake", "se.slow_breathing"),
    **_booleans("se.outside_ketamine", "se.took_too_much", "se.mixed", "se.hurt_someone", "se.faint_or_breathless"),
    **_booleans("se.could_not_wake", "se.hard_to_stay_awake", "se.on_purpose", "se.one_side", "se.vomit_blood"),
    **_booleans("se.came_suddenly", "se.back_pain", "se.thunderclap"),
    **_booleans("se.epilepsy", "se.first_seizure", "se.usual_seizure", "se.seizure_short", "se.awake_again"),
    **_booleans("se.seizure_hurt"),
    "se.hit_head": _choice("yes", "no", "not-sure"),
    "se.blood_thinner": _choice("yes", "no", "not-sure"),
    "se.head_signs": _ticks(*HEAD_SIGNS, NONE),
    "se.voices": _choice("no", "self", "others", "both"),
    "se.mixed_with": _ticks("alcohol", "opioid", "as-prescribed", "more-than-prescribed", "other-drug", NONE),
    "se.too_much": _choice("no", "3-days", "longer", "not-sure"),
    "se.too_much_signs": _ticks(*TOO_MUCH_SIGNS, NONE),
    **_numbers("bp.systolic", "bp.diastolic", "bp.pulse"),
    **_booleans("bp.red_symptom", "bp.dizzy", "bp.at_rest"),
    "bp.red_symptoms": _ticks(*RED_SYMPTOMS, NONE),
    "bp.red_when": _choice("now", "first-hours", "last-day"),
    **_numbers(*(f"phq9.item{n}" for n in range(1, 10)), "phq9.total"),
    **_numbers(*(f"gad7.item{n}" for n in range(1, 8)), "gad7.total"),
    **_numbers(*(f"pcl5.item{n}" for n in range(1, 21)), "pcl5.total"),
    **_numbers(*(f"audit_c.item{n}" for n in range(1, 4)), "audit_c.total"),
    **_booleans("prep.driver_confirmed", "prep.ate_inside_window", "prep.drank_inside_window", "prep.fever"),
    **_booleans("prep.chest_infection", "prep.vomiting", "prep.bad_nausea", "prep.high_pressure"),
    **_booleans("prep.new_medicine", "prep.new_diagnosis", "prep.plans_to_drive", "prep.alcohol_or_drugs"),
    "prep.pregnant": _choice("no", "maybe", "yes"),
    "followup.sui_now": _choice("no", "not-sure", "plan-or-means", "started", "prefer-not"),
    **_numbers("course.hours_since_infusion", "course.days_since_infusion", "course.days_to_infusion"),
    **_numbers(HOURS_AT_LATEST),
    "course.point": _choice("baseline", "mid", "end"),
    **_numbers("phq9.better", "pcl5.better"),
    "text.tier": _choice("A", "B", "C"),
    **_booleans(IS_NOW, IS_THERE, IS_FINISHED, INFUSION_DAY),
    **_numbers(HOURS_AGO),
    "cssrs.risk": _choice("low", "moderate", "high", is_for_packs=True),
    "asq.result": _choice("negative", "positive-not-urgent", "positive-urgent", is_for_packs=True),
}
"""Field -> what it holds.

`course.hours_since_infusion` counts from the start of an infusion to what the entry tells: to the time of writing for
what is still there, and for what is over to the earliest moment up to which it must have lasted.
`course.days_since_infusion` counts the person's own calendar days between these two. `course.hours_at_latest` counts
from the same infusion to the latest moment at which it can still have been there. `course.days_to_infusion` counts to
the next infusion. The hours and the last may be a fraction; each is missing where there is no such infusion.
`course.is_infusion_day` says that it happened on the calendar day of an infusion, before its start too.
`course.point` is the part of the course. `phq9.better` and `pcl5.better` are the points that the last total is below
the first one of the course. `prep.*` is worked out by `preparation`,
from the lists before an infusion.
"""
