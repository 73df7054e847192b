"""The level that each rule has at its time: now, over, written later, before the first infusion, without a course."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.config import assets_dir
from companion.domain.safety.engine import Situation, fired
from companion.domain.safety.fields import FIELDS, IS_FINISHED, PREFIXES, RED_SYMPTOMS, SIDE_EFFECTS, Fact
from companion.domain.safety.levels import Age, FloorStep, Level, floor_at
from companion.domain.safety.moments import is_there
from companion.domain.safety.rules import RuleBook, Topic
from companion.emergency_file import load_signs
from companion.safety_rules import load_rules
from tests.situations import NOW, answered, effect_of, pressure, reading, side_effect
from tests.unit.test_red_flags import TABLE

BOOK = load_rules(assets_dir())
WITH_WAITING = load_rules(assets_dir(), with_waiting=True)
"""With the rules that the app does not load, because no form that ships has their questions."""

RULES = {rule.id: rule for rule in WITH_WAITING.rules}
SIGNS = {sign.id: sign for sign in load_signs(assets_dir())}
NO, INFO, CLINIC, URGENT, EMERGENCY = None, Level.INFO, Level.CALL_CLINIC, Level.URGENT, Level.EMERGENCY
OVER: dict[str, Fact] = {"still_now": False, "lasted": "minutes"}
NOT_NOW: dict[str, Fact] = {**OVER, "began": "today"}


def levels(situation: Situation, book: RuleBook = BOOK) -> dict[str, Level]:
    """Rule -> level of what fires."""
    return {rule.id: rule.level for rule in fired(book, situation)}


def level(rule: str, situation: Situation, book: RuleBook = BOOK) -> Level | None:
    """The level at which a rule fires, None where it does not."""
    return levels(situation, book).get(rule)


def highest(situation: Situation) -> Level | None:
    """The highest level of what fires, None for no card."""
    return max(levels(situation).values(), default=None)


def message(rule: str, situation: Situation) -> str:
    """The message with which a rule fires."""
    return next(one.message for one in fired(BOOK, situation) if one.id == rule)


# The floors: the table of the corrections, each number from both sides


FLOORS: dict[str, list[tuple[dict[str, object], Level, bool]]] = {
    "stroke": [
        ({"since": 0}, EMERGENCY, False),
        ({"since": 168}, EMERGENCY, False),
        ({"since": 168.1}, URGENT, True),
        ({"since": 9999}, URGENT, True),
    ],
    "seizure": [
        ({"since": 24}, EMERGENCY, False),
        ({"since": 24, "first": False}, EMERGENCY, False),
        ({"since": 24.1, "first": False}, CLINIC, True),
        ({"since": 168}, EMERGENCY, False),
        ({"since": 168.1}, CLINIC, True),
    ],
    "chest_pain": [
        ({"since": 24}, EMERGENCY, False),
        ({"since": 24.1}, URGENT, False),
        ({"since": 9999}, URGENT, False),
    ],
    "headache": [({"since": 168}, EMERGENCY, False), ({"since": 168.1}, URGENT, True)],
    "head_injury": [({"since": 72}, EMERGENCY, False), ({"since": 72.1}, CLINIC, True)],
    "allergy": [({"since": 72}, EMERGENCY, False), ({"since": 72.1}, CLINIC, False)],
    "fainting": [({"since": 0}, URGENT, False), ({"since": 72}, URGENT, False), ({"since": 72.1}, CLINIC, True)],
    "breathing": [
        ({"since": 5, "sedation": 6}, EMERGENCY, False),
        ({"since": 5, "sedation": 6.1}, URGENT, False),
        ({"since": 0}, URGENT, False),
        ({"since": 24, "sedation": 30}, URGENT, False),
        ({"since": 24.1, "sedation": 30}, CLINIC, True),
    ],
}
FLOORS["not_rousable"] = FLOORS["breathing"]


@pytest.mark.parametrize("sign", FLOORS)
def test_a_sign_that_is_over_keeps_the_floor_of_its_age(sign: str) -> None:
    for known, wanted, same_day in FLOORS[sign]:
        hours = lambda name: timedelta(hours=known[name]) if name in known else None  # noqa: E731
        found = floor_at(SIGNS[sign].floor, Age(hours("since"), hours("sedation"), bool(known.get("first", True))))  # type: ignore[arg-type]
        assert found and (found.level, found.same_day) == (wanted, same_day), known


def test_every_sign_but_the_two_about_intent_and_poison_has_a_floor_and_every_floor_a_sign_has_is_used() -> None:
    assert {id for id, sign in SIGNS.items() if not sign.floor} == {"overdose", "harm"}
    assert {rule.sign for rule in BOOK.rules if rule.sign} == SIGNS.keys() - {"overdose", "harm"}
    for sign in SIGNS.values():
        assert not sign.floor or sign.floor[-1].within is None, "a sign that needs an ambulance is never silent"
    assert FLOORS.keys() == {id for id, sign in SIGNS.items() if sign.floor}


def test_a_floor_without_a_step_for_its_age_is_none() -> None:
    step = FloorStep(URGENT, "x", timedelta(hours=2))
    assert floor_at((step,), Age(timedelta(hours=2))) is step
    assert floor_at((step,), Age(timedelta(hours=2, seconds=1))) is None and floor_at((), Age()) is None


# A1: a past emergency is not talked down


A1 = {
    "face droop 3 hours ago": (side_effect("stroke_signs", 1, **NOT_NOW), "RF-ST-1", EMERGENCY, "over_stroke"),
    "face droop 5 days ago": (
        side_effect("stroke_signs", 1, **OVER, began="days-4-7"),
        "RF-ST-1",
        EMERGENCY,
        "over_stroke",
    ),
    "face droop 2 weeks ago": (side_effect("stroke_signs", 1, **OVER, began="longer"), "RF-ST-1", URGENT, "call_now"),
    "seizure yesterday": (side_effect("seizure", 1, **OVER, began="yesterday"), "RF-SZ-1", EMERGENCY, "over_seizure"),
    "first seizure 5 days ago": (
        side_effect("seizure", 1, **OVER, began="days-4-7"),
        "RF-SZ-1",
        EMERGENCY,
        "over_seizure",
    ),
    "one of several, 5 days ago": (
        side_effect("seizure", 1, **OVER, began="days-4-7", epilepsy=False, first_seizure=False),
        "RF-SZ-1",
        CLINIC,
        "call_today",
    ),
    "a first seizure long ago": (side_effect("seizure", 1, **OVER, began="longer"), "RF-SZ-1", CLINIC, "call_today"),
    "chest pain, over": (side_effect("chest_pain", 3, **NOT_NOW), "RF-CP-1", EMERGENCY, "over_chest"),
    "chest pain 3 days ago": (side_effect("chest_pain", 3, **OVER, began="days-2-3"), "RF-CP-1", URGENT, "call_now"),
    "sudden headache, over": (
        side_effect("headache", 3, **NOT_NOW, worst_ever=True),
        "RF-HA-1",
        EMERGENCY,
        "over_headache",
    ),
    "sudden headache 6 days ago": (
        side_effect("headache", 3, **OVER, began="days-4-7", sudden=True),
        "RF-HA-1",
        EMERGENCY,
        "over_headache",
    ),
    "fainted and hit the head": (
        side_effect("faint", 1, **NOT_NOW, head_hit=True),
        "RF-FALL-1",
        EMERGENCY,
        "over_head",
    ),
    "chest pain an hour ago, over": (
        side_effect("chest_pain", 1, **OVER, began="within-2h"),
        "RF-CP-1",
        EMERGENCY,
        "over_chest",
    ),
    "fainted twice, 3 hours ago": (
        side_effect("faint", 1, **NOT_NOW, repeated=True),
        "RF-FA-1",
        EMERGENCY,
        "over_faint",
    ),
    "fainted an hour ago": (side_effect("faint", 1, **OVER, began="within-2h"), "RF-FA-2", URGENT, "call_now"),
    "fainted twice, 3 days ago": (
        side_effect("faint", 1, **OVER, began="days-2-3", repeated=True),
        "RF-FA-1",
        URGENT,
        "call_now",
    ),
    "fainted twice, a week ago": (
        side_effect("faint", 1, **OVER, began="days-4-7", repeated=True),
        "RF-FA-1",
        CLINIC,
        "call_today",
    ),
    "fainted": (side_effect("faint", 1, **NOT_NOW), "RF-FA-2", URGENT, "call_now"),
    "fainted a week ago": (side_effect("faint", 1, **OVER, began="days-4-7"), "RF-FA-2", CLINIC, "call_today"),
    "lips swelled 2 days ago": (
        side_effect("allergy", 1, **OVER, began="days-2-3", swelling=True),
        "RF-AL-1",
        EMERGENCY,
        "over_allergy",
    ),
    "lips swelled 5 days ago": (
        side_effect("allergy", 1, **OVER, began="days-4-7", swelling=True),
        "RF-AL-1",
        CLINIC,
        "call_before_next",
    ),
    "not woken, 5 hours after an infusion": (
        side_effect("sleepy", 2, **NOT_NOW, could_not_wake=True, since=5),
        "RF-SED-1",
        EMERGENCY,
        "over_breathing",
    ),
    "not woken, 7 hours after an infusion": (
        side_effect("sleepy", 2, **NOT_NOW, could_not_wake=True, since=7),
        "RF-SED-1",
        URGENT,
        "call_now",
    ),
    "not woken, after an opioid": (
        side_effect("sleepy", 2, **NOT_NOW, could_not_wake=True, mixed_with=("opioid",)),
        "RF-SED-1",
        EMERGENCY,
        "over_breathing",
    ),
    "slow breathing 2 days ago": (
        side_effect("breathing", 2, **OVER, began="days-2-3"),
        "RF-BR-1",
        CLINIC,
        "call_today",
    ),
}


@pytest.mark.parametrize("case", A1)
def test_a_past_emergency_is_not_talked_down(case: str) -> None:
    situation, rule, wanted, said = A1[case]
    assert (level(rule, situation), message(rule, situation)) == (wanted, said)


@pytest.mark.parametrize("began", ["not-sure", None])
def test_not_sure_when_counts_as_the_stricter(began: str | None) -> None:
    said: dict[str, Fact] = {} if began is None else {"began": began}
    for lasted in ({"lasted": "minutes"}, {"lasted": "days"}, {}):
        assert level("RF-CP-1", side_effect("chest_pain", 1, still_now=False, **said, **lasted)) is EMERGENCY  # type: ignore[arg-type]


def test_what_an_earlier_form_called_before_today_counts_as_late_as_it_can_have_been() -> None:
    assert level("RF-CP-1", side_effect("chest_pain", 1, **OVER, began="before")) is EMERGENCY
    assert level("RF-ST-1", side_effect("stroke_signs", 1, **OVER, began="before")) is EMERGENCY


def test_a_usual_short_seizure_of_known_epilepsy_is_for_the_clinic_before_more_ketamine() -> None:
    usual: dict[str, Fact] = {
        "epilepsy": True, "usual_seizure": True, "seizure_short": True, "awake_again": True, "seizure_hurt": False,
    }  # fmt: skip
    situation = side_effect("seizure", 2, **NOT_NOW, **usual)
    assert highest(situation) is URGENT and message("RF-SZ-2", situation) == "seizure_usual"
    for one in usual:
        unlike = {key: value for key, value in usual.items() if key != one}
        assert highest(side_effect("seizure", 2, **NOT_NOW, **unlike)) is EMERGENCY, one


# A2, A3: blood pressure


@pytest.mark.parametrize("sign", RED_SYMPTOMS)
@pytest.mark.parametrize("numbers", [{}, {"systolic": 130, "diastolic": 80}, {"systolic": 175, "diastolic": 105}])
@pytest.mark.parametrize("when", ["now", "last-day"])
def test_a_red_symptom_is_an_emergency_at_any_reading_and_without_one(
    sign: str, numbers: dict[str, int], when: str
) -> None:
    for infusions in ([], [20], [100]):
        situation = answered("bp", red_symptoms=(sign,), red_when=when, infusions=infusions, **numbers)
        assert highest(situation) is EMERGENCY
    assert highest(answered("bp", red_symptoms=(sign,), red_when=when, is_now=False, **numbers)) is EMERGENCY


def test_the_yes_of_the_first_form_counts_as_it_did_and_more() -> None:
    for numbers in ({}, {"systolic": 130, "diastolic": 80}, {"systolic": 179, "diastolic": 119}):
        assert highest(answered("bp", red_symptom=True, **numbers)) is EMERGENCY


@pytest.mark.parametrize("sign", ["sight", "confused"])
def test_in_the_first_4_hours_what_is_expected_alone_is_for_the_nurse(sign: str) -> None:
    for hours in (0.5, 4):
        situation = pressure(130, 80, red_symptoms=(sign,), infusions=[hours])
        assert levels(situation) == {"RF-BP-9": CLINIC}
        assert highest(pressure(185, 80, red_symptoms=(sign,), infusions=[hours])) is EMERGENCY
    assert levels(pressure(130, 80, red_symptoms=(sign,), infusions=[4.1])) == {"RF-BP-10": URGENT}
    other = "confused" if sign == "sight" else "sight"
    assert highest(pressure(130, 80, red_symptoms=(sign, other), infusions=[1])) is EMERGENCY
    assert highest(pressure(130, 80, red_symptoms=(sign, "weak-numb"), infusions=[1])) is EMERGENCY


@pytest.mark.parametrize("sign", [one for one in RED_SYMPTOMS if one not in ("sight", "confused")])
def test_in_the_first_4_hours_every_other_sign_stays_an_emergency(sign: str) -> None:
    assert highest(answered("bp", red_symptoms=(sign,), infusions=[1])) is EMERGENCY


def test_a_very_high_reading_that_is_entered_later_is_for_the_clinic_the_same_day() -> None:
    later = answered("bp", is_now=False, written=5, systolic=182, diastolic=100)
    assert levels(later) == {"RF-BP-2": CLINIC} and message("RF-BP-2", later) == "bp_high_later"
    twice = answered("bp", reading(182, 100, hours=6), is_now=False, written=5, systolic=182, diastolic=100)
    assert level("RF-BP-3", twice) is URGENT
    old = answered("bp", reading(182, 100, hours=48), is_now=False, written=47, systolic=182, diastolic=100)
    assert level("RF-BP-3", old) is CLINIC
    after = answered("bp", is_now=False, written=5, infusions=[20], systolic=182, diastolic=100)
    assert level("RF-BP-8", after) is URGENT


def test_no_reading_that_is_normal_gives_a_card_because_earlier_ones_were_high() -> None:
    """O3."""
    high = [reading(170, 110, hours=hours) for hours in (1, 2, 30, 60)]
    assert levels(answered("bp", *high, infusions=[10, -72], systolic=122, diastolic=78)) == {}
    before = [reading(170, 110, hours=hours) for hours in (11, 12)]
    assert "RF-BP-4" not in levels(answered("bp", *before, infusions=[10], systolic=162, diastolic=78))


# A8: falls


def test_a_head_that_was_hit_with_a_blood_thinner_is_an_emergency_whatever_it_felt_like() -> None:
    for severity in (0, 1, 2, 3):
        assert highest(side_effect("fall", severity, hit_head="yes", blood_thinner="yes")) is EMERGENCY
        assert highest(side_effect("fall", severity, hit_head="yes", blood_thinner="not-sure")) is EMERGENCY
    assert highest(side_effect("fall", 1, hit_head="yes", blood_thinner="no", head_signs=("none",))) is CLINIC
    assert highest(side_effect("fall", 1, hit_head="yes", **NOT_NOW, since=10)) is EMERGENCY, "on the infusion's day"
    assert highest(side_effect("fall", 1, hit_head="no")) is NO


@pytest.mark.parametrize(
    ("said", "wanted", "card"),
    [
        ({}, EMERGENCY, "medical_now"),
        ({"still_now": True, "began": "days-4-7"}, EMERGENCY, "medical_now"),
        (NOT_NOW, URGENT, "care_today"),
        ({**OVER, "began": "days-2-3"}, URGENT, "care_today"),
        ({**OVER, "began": "days-4-7"}, CLINIC, "call_today"),
        ({"still_now": False, "began": "not-sure"}, URGENT, "care_today"),
    ],
)
def test_severe_pain_after_a_fall_is_an_emergency_and_keeps_a_floor(
    said: dict[str, Fact], wanted: Level, card: str
) -> None:
    fall = side_effect("fall", 3, hit_head="no", blood_thinner="no", **said)
    assert (level("RF-FALL-3", fall), message("RF-FALL-3", fall)) == (wanted, card)
    assert highest(fall) is wanted
    assert "RF-FALL-3" not in levels(side_effect("fall", 2, hit_head="no", blood_thinner="no", **said))


# A15, A16: sleepiness, too much of something


def test_being_sleepy_after_ketamine_is_no_emergency_and_not_being_woken_is() -> None:
    said = {"could_not_wake": False, "hard_to_stay_awake": True}
    for hours in (1.5, 6):
        assert levels(side_effect("sleepy", 2, since=hours, still_now=True, **said)) == {"RF-SED-5": CLINIC}
    assert levels(side_effect("sleepy", 2, since=6.1, still_now=True, **said)) == {"RF-SED-2": CLINIC}
    assert highest(side_effect("sleepy", 2, since=1.5, could_not_wake=True)) is EMERGENCY


def test_a_prescribed_sleeping_pill_and_sleepiness_two_nights_ago_give_no_card() -> None:
    for course in ([], [36], [60], [240]):
        situation = side_effect(
            "sleepy", 2, **{**OVER, "lasted": "hours"}, began="days-2-3", mixed_with=("as-prescribed",),
            could_not_wake=False, hard_to_stay_awake=False, infusions=course,
        )  # fmt: skip
        assert levels(situation) == {}, course
    old = side_effect("sleepy", 2, **OVER, began="days-2-3", mixed_with=("opioid",))
    assert levels(old) == {}


def test_drinking_more_is_not_too_much_of_something() -> None:
    for severity in (1, 2):
        assert levels(side_effect("drinking", severity, too_much="no")) == {}
    assert levels(side_effect("drinking", 1)) == {}


def test_too_much_of_something_leads_to_poison_help_in_every_case_for_3_days() -> None:
    for effect in ("drinking", "craving", "other", "suicidal"):
        well = side_effect(effect, 1, too_much="3-days", too_much_signs=("none",), on_purpose=False)
        assert level("RF-MIS-3", well) is URGENT and message("RF-MIS-3", well) == "poison"
        assert "RF-MIS-4" not in levels(well)
    assert levels(side_effect("other", 1, too_much="longer", too_much_signs=("none",))) == {"RF-MIS-8": CLINIC}
    assert level("RF-MIS-3", side_effect("other", 1, too_much="not-sure")) is URGENT


@pytest.mark.parametrize("sign", ["sleepy", "hard-to-wake", "slow-breathing", "a-lot", "unknown-amount", "opioid"])
def test_too_much_with_a_sign_is_an_emergency(sign: str) -> None:
    situation = side_effect("other", 1, too_much="3-days", too_much_signs=(sign,))
    lead = fired(BOOK, situation)[0]
    assert lead.level is EMERGENCY and lead.message == ("overdose_opioid" if sign == "opioid" else "overdose")


def test_too_much_on_purpose_leads_to_the_card_about_suicide() -> None:
    lead = fired(BOOK, side_effect("other", 1, too_much="3-days", on_purpose=True))[0]
    assert (lead.level, lead.message, lead.topic) == (EMERGENCY, "sui_emergency", Topic.MIND)
    older = fired(BOOK, side_effect("other", 1, too_much="longer", on_purpose=True))[0]
    assert (older.level, older.message, older.asks) == (URGENT, "sui_firm", "sui_now")


# A17: the bladder


def test_new_bladder_pain_is_not_silenced_by_waking_at_night() -> None:
    night = effect_of("ur_night", 1, days=130)
    pain = side_effect("ur_pain", 2, night, effect_of("ur_pain", 2, days=10))
    assert level("RF-UR-1", pain) is CLINIC
    assert "RF-UR-1" not in levels(side_effect("ur_night", 1, night, effect_of("ur_night", 1, days=10)))
    assert level("RF-UR-1", side_effect("ur_night", 2, night, effect_of("ur_night", 2, days=10))) is CLINIC
    assert level("RF-UR-2", side_effect("ur_blood", 1, effect_of("ur_blood", 3, days=130))) is CLINIC


def test_fever_counts_with_every_bladder_sign_and_no_urine_at_all_is_an_emergency() -> None:
    for one in ("ur_pain", "ur_freq", "ur_urgency", "ur_night", "ur_blood", "bladder_pain"):
        assert highest(side_effect(one, 1, fever=True)) is URGENT
        assert message("RF-UR-3", side_effect(one, 1, fever=True)) == "care_today"
        assert highest(side_effect(one, 1, fever=True, back_pain=False)) is URGENT
        assert highest(side_effect(one, 1, fever=True, back_pain=True)) is EMERGENCY
        assert highest(side_effect(one, 1, cannot_pee=True)) is EMERGENCY


# O1, O2, O4, O6: fewer false alarms


O1 = {
    "dissociation": ("dissociation", 1, "RF-DIS-1"),
    "odd sights": ("hallucination", 1, "RF-HAL-1"),
    "confusion": ("confusion", 2, "RF-CONF-1"),
    "panic in the chair": ("anxiety", 3, "RF-ANX-1"),
}


@pytest.mark.parametrize("case", O1)
def test_what_was_over_within_its_hours_and_is_told_the_next_day_is_no_lasting_effect(case: str) -> None:
    effect, severity, rule = O1[case]
    told = {"still_now": False, "began": "yesterday", "lasted": "hours"}
    assert rule not in levels(side_effect(effect, severity, since=25, **told))
    assert rule in levels(side_effect(effect, severity, since=25, still_now=True)), "what is still there lasts"
    longer = {**told, "lasted": "days"}
    assert rule in levels(side_effect(effect, severity, since=26, **longer)), "and what lasted has lasted"


def test_sleepiness_that_is_over_and_is_told_the_next_day_gives_no_card() -> None:
    told = {"still_now": False, "began": "yesterday", "lasted": "hours", "hard_to_stay_awake": True}
    assert levels(side_effect("sleepy", 2, since=22, could_not_wake=False, **told)) == {}


def test_unreal_on_the_day_after_and_days_after_is_said_in_other_words() -> None:
    assert "day after" in BOOK.messages["dissociation_next_day"].paragraphs[0].text
    assert "days after" in BOOK.messages["dissociation_days_after"].paragraphs[0].text
    assert set(levels(side_effect("dissociation", 1, since=20))) == {"RF-DIS-1"}
    assert set(levels(side_effect("dissociation", 1, since=44))) == {"RF-DIS-3"}
    assert levels(side_effect("dissociation", 1, since=30 * 24)) == {}


def test_not_sure_to_be_safe_and_unwell_is_urgent_and_no_is_an_emergency() -> None:
    assert highest(answered("daily", safe="not-sure", unsafe_kind="medical")) is URGENT
    assert highest(answered("daily", safe="no", unsafe_kind="medical")) is EMERGENCY


def test_a_fast_pulse_is_an_emergency_at_rest_alone() -> None:
    assert highest(answered("bp", pulse=150, at_rest=True)) is EMERGENCY
    assert levels(answered("bp", pulse=150)) == {}, "the question whether it was at rest comes first"
    assert levels(answered("bp", pulse=150, is_finished=True)) == {"RF-HR-3": URGENT}
    assert levels(answered("bp", pulse=150, at_rest=False)) == {"RF-HR-5": INFO}
    assert highest(answered("bp", pulse=39, at_rest=False)) is EMERGENCY


# What was weaker than the facts


def test_what_the_texts_called_an_emergency_the_rules_call_one_too() -> None:
    assert highest(side_effect("vomiting", 1, vomit_blood=True)) is EMERGENCY
    assert highest(side_effect("numb", 1, one_side=True, since=1)) is EMERGENCY
    assert highest(side_effect("speech", 1, came_suddenly=True, since=5)) is EMERGENCY
    assert highest(side_effect("speech", 1, came_suddenly=False, since=5)) is CLINIC
    assert highest(side_effect("low_mood", 1, lasted="days")) is CLINIC


def test_a_side_effect_whose_severity_was_skipped_counts_as_there() -> None:
    facts = {"effect": "se_stroke_signs"}
    assert is_there(facts, False) is None and is_there(facts, True) is True
    assert (
        is_there(facts | {"still_now": True}, False) is True and is_there(facts | {"still_now": False}, False) is None
    )
    assert is_there(facts | {"severity": 0, "still_now": True}, True) is False
    assert highest(answered("se", effect="se_stroke_signs", still_now=True)) is EMERGENCY
    assert highest(answered("se", effect="se_stroke_signs", still_now=False, is_finished=True)) is EMERGENCY


# Every rule


def told_again(situation: Situation, how: str) -> Situation:
    """The same answers at another time, or in another course."""
    prefix = PREFIXES.get(situation.form, "prep")  # the lists before an infusion fill `prep`
    facts = {name.partition(".")[2]: fact for name, fact in situation.fields.items() if name.startswith(f"{prefix}.")}
    beside = {
        name: fact for name, fact in situation.fields.items()
        if name in ("text.tier", "course.point", "phq9.better", "pcl5.better")
    }  # fmt: skip
    hours = [] if situation.infusion_at is None else [(NOW - situation.infusion_at) / timedelta(hours=1)]
    ahead = situation.fields.get("course.days_to_infusion")
    hours += [] if not isinstance(ahead, int | float) else [-24 * ahead]
    if not hours and isinstance(since := situation.fields.get("course.hours_since_infusion"), int | float):
        hours = [since]
    more: dict[str, object] = {"infusions": hours, "is_finished": IS_FINISHED in situation.fields}
    if how == "over":
        more |= NOT_NOW if prefix == "se" else {"is_now": False}
    if how == "later":
        more |= {"still_now": False, "began": "yesterday"} if prefix == "se" else {"is_now": False, "written": 24}
        more["infusions"] = [one + 24 for one in hours]
    if how == "before":
        more |= {"infusions": [-72], "first": NOW + timedelta(hours=72)}
    if how == "no course":
        more |= {"infusions": [], "first": None}
    past = [head for one in set(PREFIXES.values()) for head in situation.history.newest_first(one, NOW)]
    return answered(prefix, *past, beside=beside, **facts | more)  # type: ignore[arg-type]


LETTERS = {NO: "-", INFO: "i", CLINIC: "c", URGENT: "u", EMERGENCY: "E"}
MOMENTS = ("now", "over", "later", "before", "no course")
# fmt: off
EVERY_RULE = {
    "RF-SUI-1": "uuuuu",
    "RF-SUI-2": "uuuuu",
    "RF-SUI-3": "EEEEE",
    "RF-SUI-4": "uuuuu",
    "RF-SUI-5": "uuuuu",
    "RF-SUI-6": "uuuuu",
    "RF-SUI-10": "uuuuu",
    "RF-SUI-11": "iiiii",
    "RF-SUI-12": "EEEEE",
    "RF-SAFE-1": "ccccc",
    "RF-SAFE-2": "uuuuu",
    "RF-SAFE-3": "EuuEE",
    "RF-SAFE-4": "uuuuu",
    "RF-SAFE-6": "uuuuu",
    "RF-SAFE-5": "ccccc",
    "RF-HARM-1": "uuuuu",
    "RF-HARM-2": "ccccc",
    "RF-BP-0": "EEEEE",
    "RF-BP-1": "EEEEE",
    "RF-BP-2": "uccuu",
    "RF-BP-3": "uu-uu",
    "RF-BP-8": "uuu--",
    "RF-BP-9": "ccc--",
    "RF-BP-10": "uuu--",
    "RF-BP-4": "cc---",
    "RF-BP-5": "cc-c-",
    "RF-BP-6": "c--cc",
    "RF-BP-7": "iiiii",
    "RF-HR-1": "c--cc",
    "RF-HR-2": "EuuEE",
    "RF-HR-3": "uccuu",
    "RF-HR-4": "EEEEE",
    "RF-HR-5": "i--ii",
    "RF-CP-1": "EEEEE",
    "RF-BR-1": "E--EE",
    "RF-BR-2": "uuuuu",
    "RF-FA-1": "EEEEE",
    "RF-FA-3": "EEEEE",
    "RF-FALL-1": "EEEEE",
    "RF-FALL-4": "EEEEE",
    "RF-FALL-2": "ccccc",
    "RF-FALL-3": "EuuEE",
    "RF-FA-2": "uuuuu",
    "RF-SZ-1": "EEEEE",
    "RF-SZ-2": "uuuuu",
    "RF-ST-1": "EEEEE",
    "RF-ST-2": "EEEEE",
    "RF-ST-3": "E--EE",
    "RF-ST-5": "uuu--",
    "RF-ST-4": "c----",
    "RF-EXP-1": "c----",
    "RF-HA-1": "EEEEE",
    "RF-HA-2": "ccccc",
    "RF-AL-1": "EEEEE",
    "RF-VOM-1": "EEEEE",
    "RF-SED-1": "EuuEE",
    "RF-SED-2": "c--cc",
    "RF-SED-6": "EEEEE",
    "RF-SED-3": "EuuEE",
    "RF-SED-4": "uccuu",
    "RF-SED-5": "c----",
    "RF-DIS-1": "c----",
    "RF-DIS-3": "ccc--",
    "RF-DIS-2": "u--uu",
    "RF-HAL-1": "u--uu",
    "RF-HAL-2": "EEEEE",
    "RF-HAL-3": "EEEEE",
    "RF-MAN-1": "ccccc",
    "RF-MAN-2": "uuuuu",
    "RF-CONF-1": "u--uu",
    "RF-MEM-1": "ccccc",
    "RF-ANX-1": "c----",
    "RF-MOOD-1": "c-ccc",
    "RF-PHQ-1": "ccccc",
    "RF-PHQ-2": "ccccc",
    "RF-GAD-1": "ccccc",
    "RF-PCL-1": "ccccc",
    "RF-TREND-1": "ccccc",
    "RF-TREND-2": "ccc--",
    "RF-NORESP-1": "iiiii",
    "RF-UR-1": "ccc-c",
    "RF-UR-2": "ccccc",
    "RF-UR-3": "uuuuu",
    "RF-UR-4": "EuuEE",
    "RF-UR-5": "EuuEE",
    "RF-PAIN-1": "EuuEE",
    "RF-LIV-1": "ccccc",
    "RF-MIS-1": "ccccc",
    "RF-MIS-2": "ccccc",
    "RF-MIS-3": "uuuuu",
    "RF-MIS-4": "EEEEE",
    "RF-MIS-5": "EEEEE",
    "RF-MIS-9": "EEEEE",
    "RF-MIS-6": "EEEEE",
    "RF-MIS-7": "uuuuu",
    "RF-MIS-8": "ccccc",
    "RF-ALC-1": "ccccc",
    "RF-ALC-2": "ccccc",
    "RF-PRE-1": "iii-i",
    "RF-PRE-2": "ccccc",
    "RF-PRE-3": "ccccc",
    "RF-PRE-4": "ccccc",
    "RF-PRE-5": "iiiii",
    "RF-SE-1": "ccccc",
    "RF-SE-2": "ccccc",
    "RF-SE-3": "ccccc",
}
# fmt: on
"""Rule -> its level (i, c, u, E; - for none) for the first situation of its row: as it is; over earlier today; told a
day later; before the first infusion; without a course."""


def test_the_table_of_moments_has_every_rule() -> None:
    assert EVERY_RULE.keys() == {rule.id for rule in WITH_WAITING.rules}


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_rule_has_its_level_at_each_moment(rule: str) -> None:
    first = TABLE[rule].fires[0]
    found = [level(rule, first if how == "now" else told_again(first, how), WITH_WAITING) for how in MOMENTS]
    assert "".join(LETTERS[one] for one in found) == EVERY_RULE[rule]


# Properties


def truthfully(began: timedelta, lasted: timedelta) -> dict[str, Fact]:
    """What a person answers, at NOW, about a thing that began so long ago and lasted so long, and is over."""
    at = NOW - began
    days = (NOW.date() - at.date()).days
    if began < timedelta(minutes=30):
        code = "now"
    elif began < timedelta(hours=2):
        code = "within-2h"
    elif days <= 1:
        code = ("today", "yesterday")[days]
    else:
        code = "days-2-3" if days <= 3 else "days-4-7" if days <= 7 else "longer"
    hours = lasted / timedelta(hours=1)
    spans = [(1, "minutes"), (18, "hours"), (25, "day")]
    said = next((name for most, name in spans if hours < most), "days")
    return {"still_now": False, "began": code, **({} if code == "now" else {"lasted": said})}


@st.composite
def past_things(draw: st.DrawFn) -> tuple[timedelta, timedelta]:
    """When something began before NOW, and how long it lasted: it is over."""
    began = draw(st.one_of(st.integers(1, 72 * 60), st.integers(1, 20 * 24 * 60)))
    lasted = draw(st.one_of(st.integers(0, 59), st.integers(0, 30 * 60)))
    return timedelta(minutes=began), timedelta(minutes=min(began, lasted))


LASTING_EMERGENCY = {
    "stroke": ("stroke_signs", {}, 168),
    "headache": ("headache", {"sudden": True}, 168),
    "chest_pain": ("chest_pain", {}, 24),
    "head_injury": ("fall", {"hit_head": "yes", "blood_thinner": "yes"}, 72),
    "allergy": ("allergy", {"swelling": True}, 72),
    "seizure": ("seizure", {"epilepsy": False, "first_seizure": True}, 168),
}


@given(past_things(), st.sampled_from(sorted(LASTING_EMERGENCY)))
def test_who_answers_truthfully_never_reads_less_than_the_floor_of_the_true_age(
    thing: tuple[timedelta, timedelta], sign: str
) -> None:
    effect, more, hours = LASTING_EMERGENCY[sign]
    began, lasted = thing
    found = highest(side_effect(effect, 3, **truthfully(began, lasted), **more))
    assert found is not None and found >= CLINIC
    if began - lasted <= timedelta(hours=hours):
        assert found is EMERGENCY


@given(st.integers(0, 3 * 24 * 60), st.integers(0, 60), st.integers(1, 150), st.sampled_from(["dissociation", "hallucination", "confusion", "anxiety"]))  # fmt: skip
def test_what_was_over_in_its_hours_gives_no_card_about_lasting_whenever_it_is_told(
    told_after: int, after_start: int, lasted: int, effect: str
) -> None:
    """Something that began in the hour after the infusion's start and was over by 4 hours after it."""
    since = after_start + lasted + told_after
    told = truthfully(timedelta(minutes=lasted + told_after), timedelta(minutes=lasted))
    found = levels(side_effect(effect, 3, since=since / 60, **told))
    assert not found.keys() & {"RF-DIS-1", "RF-DIS-3", "RF-HAL-1", "RF-CONF-1", "RF-ANX-1"}


readings = st.tuples(st.integers(90, 260), st.integers(60, 160))
signs = st.sets(st.sampled_from(RED_SYMPTOMS))
courses = st.sampled_from([(), (0.5,), (3,), (20,), (50,), (-48,)])


@given(readings, st.integers(0, 80), st.integers(0, 60), signs, courses, st.lists(st.integers(1, 40), max_size=3))
def test_a_higher_reading_never_lowers_the_level(
    numbers: tuple[int, int], up: int, down: int, ticked: set[str], course: tuple[float, ...], past: list[int]
) -> None:
    before = [reading(165, 105, hours=hours) for hours in past]
    symptoms = tuple(sorted(ticked)) or ("none",)
    lower, higher = (
        highest(pressure(top, bottom, *before, red_symptoms=symptoms, infusions=course)) or INFO
        for top, bottom in (numbers, (numbers[0] + up, numbers[1] + down))
    )
    assert higher >= lower


@given(
    readings, signs, st.sampled_from(RED_SYMPTOMS), courses, st.sampled_from([None, "now", "last-day", "first-hours"])
)
def test_one_more_red_symptom_never_lowers_the_level(
    numbers: tuple[int, int], ticked: set[str], one_more: str, course: tuple[float, ...], when: str | None
) -> None:
    said = {} if when is None else {"red_when": when}
    fewer, more = (
        highest(pressure(*numbers, red_symptoms=tuple(sorted(some)) or ("none",), infusions=course, **said)) or INFO
        for some in (ticked, ticked | {one_more})
    )
    assert more >= fewer


@given(past_things(), st.sampled_from(sorted(LASTING_EMERGENCY)), st.integers(0, 30 * 24))
def test_the_level_of_a_past_thing_does_not_depend_on_the_course(
    thing: tuple[timedelta, timedelta], sign: str, since: int
) -> None:
    effect, more, _ = LASTING_EMERGENCY[sign]
    told = {**truthfully(*thing), **more}
    rule = {"stroke": "RF-ST-1", "headache": "RF-HA-1", "chest_pain": "RF-CP-1", "head_injury": "RF-FALL-1", "allergy": "RF-AL-1", "seizure": "RF-SZ-1"}[sign]  # fmt: skip
    assert level(rule, side_effect(effect, 3, **told)) is level(rule, side_effect(effect, 3, since=since, **told))


@given(st.sampled_from(SIDE_EFFECTS), st.integers(0, 3), st.data())
def test_whatever_is_answered_about_time_the_rules_answer(effect: str, severity: int, data: st.DataObject) -> None:
    told = {
        name: data.draw(st.sampled_from(FIELDS[f"se.{name}"].codes), label=name)
        for name in ("began", "lasted")
        if data.draw(st.booleans(), label=f"says {name}")
    }
    still = data.draw(st.sampled_from([None, True, False]))
    said = told if still is None else told | {"still_now": still}
    for course in ([], [data.draw(st.floats(0, 1000))], [-5]):
        found = highest(side_effect(effect.removeprefix("se_"), severity, infusions=course, **said))
        assert severity < 3 or found is None or found >= CLINIC
