"""Stories of patients, each with what an emergency physician or a psychiatric nurse expects of the app.

They go through the real forms, course and rules, to the saved entry. A story names the card that leads and its label;
"" where no card may stand.
"""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest

from companion.content import BLOOD_PRESSURE, DAILY_CHECK_IN, SIDE_EFFECT
from companion.domain.safety.agreement import agreed, label_of
from companion.domain.safety.preparation import DAY_BEFORE, EVALUATION, MORNING_OF, WEEK_BEFORE
from tests.unit.test_safety_service import Patient

pytestmark = pytest.mark.asyncio

Answers = dict[str, Any]
NOW: Answers = {"still_now": True, "began": "now"}
TOO_MUCH: Answers = {"too_much": "3-days"}
AWAKE: Answers = {"could_not_wake": False, "hard_to_stay_awake": True}
USUAL: Answers = {
    "epilepsy": True, "usual_seizure": True, "seizure_short": True, "awake_again": True, "seizure_hurt": False
}  # fmt: skip
DRY: Answers = {"cannot_pee": False, "fever": False}


def gone(began: str, lasted: str = "minutes") -> Answers:
    """It is over."""
    return {"still_now": False, "began": began, "lasted": lasted}


class Told(Patient):
    """A patient who tells a whole entry."""

    async def open(self) -> "Told":
        await super().open()
        self.safety.use_lists(self.course.prepared)
        return self

    async def tell(self, form: str, typed: Answers | None = None, **answers: object) -> str:
        """Fill in a form and save it; "message, label" of the card that leads."""
        self.begin(form)
        for link_id, value in (typed or {}).items():
            await self.journal.answer(self.draft, link_id, value)
            self.safety.note_typed(self.draft, link_id)
        await self.safety.left_page(self.draft)
        await self.say(**answers)
        self.key = await self.finish()
        return self.lead()

    async def effect(self, name: str, **answers: object) -> str:
        """A side effect."""
        return await self.tell(SIDE_EFFECT, effect=f"se_{name}", **answers)

    def lead(self) -> str:
        """ "message, label" of the card that stands beside the last entry; "" for none."""
        alert = self.safety.alert(self.key)
        if alert is None or alert.card is None:
            return ""
        rule = alert.card.lead
        message = agreed(rule, self.safety.book.messages[rule.message])
        label = label_of(rule.level, same_day=rule.same_day, message=message)
        return f"{rule.message}, {label or 'note'}"

    async def next_day(self) -> None:
        """The card is read; a day goes by."""
        self.safety.close(self.key)
        self.clock.advance(24 * 3600)


# fmt: off
EFFECTS: list[tuple[str, float | None, str, Answers, str]] = [
    ("a stroke sign 3 hours ago, gone", None, "stroke_signs", {**gone("today"), "severity": 1}, "over_stroke, emergency"),
    ("a stroke sign 5 days ago", None, "stroke_signs", {**gone("days-4-7"), "severity": 1}, "over_stroke, emergency"),
    ("a stroke sign weeks ago", None, "stroke_signs", {**gone("longer"), "severity": 1}, "call_now, urgent_now"),
    ("first seizure 5 days ago", None, "seizure", {**gone("days-4-7"), "epilepsy": False, "first_seizure": True, "severity": 3}, "over_seizure, emergency"),
    ("epilepsy, the usual kind", None, "seizure", {**gone("today"), **USUAL, "severity": 1}, "seizure_usual, urgent_now"),
    ("epilepsy, longer than usual", None, "seizure", {**gone("today"), **USUAL, "seizure_short": False, "severity": 3}, "over_seizure, emergency"),
    ("thunderclap headache that eased to none", None, "headache", {**gone("days-2-3", "hours"), "severity": 0, "thunderclap": True}, "over_headache, emergency"),
    ("thunderclap headache, moderate now", None, "headache", {**NOW, "severity": 2, "thunderclap": True}, "medical_now, emergency"),
    ("an ordinary bad headache", None, "headache", {**NOW, "severity": 3, "thunderclap": False}, "call_today, today"),
    ("fall on apixaban, head hit, well", None, "fall", {**gone("today"), "severity": 0, "hit_head": "yes", "blood_thinner": "yes", "head_signs": ["none"]}, "over_head, emergency"),
    ("fall on apixaban, head not hit", None, "fall", {**NOW, "severity": 1, "hit_head": "no", "blood_thinner": "yes"}, "call_today, today"),
    ("fall on apixaban, not sure of the head", None, "fall", {**NOW, "severity": 1, "hit_head": "not-sure", "blood_thinner": "yes"}, "head_maybe, emergency"),
    ("fall on apixaban, question skipped", None, "fall", {**NOW, "severity": 1, "blood_thinner": "yes"}, "head_maybe, emergency"),
    ("fall, not sure of both", None, "fall", {**NOW, "severity": 1, "hit_head": "not-sure", "blood_thinner": "not-sure"}, "head_maybe, emergency"),
    ("fall, head hit, thinner skipped", None, "fall", {**NOW, "severity": 1, "hit_head": "yes", "head_signs": ["none"]}, "head_injury, emergency"),
    ("fall, both questions skipped", None, "fall", {**NOW, "severity": 1}, "call_today, today"),
    ("fall 6 hours after an infusion, skipped", 6, "fall", {**NOW, "severity": 1}, "head_maybe, emergency"),
    ("fall, head not hit, no thinner", None, "fall", {**NOW, "severity": 1, "hit_head": "no", "blood_thinner": "no"}, ""),
    ("faint on a thinner, not sure of the head", None, "faint", {**NOW, "severity": 1, "hit_head": "not-sure", "blood_thinner": "yes"}, "head_maybe, emergency"),
    ("faint yesterday and well", None, "faint", {**gone("yesterday"), "severity": 1, "hit_head": "no", "blood_thinner": "no", "chest_pain": False, "repeated": False, "not_fully_awake": False}, "call_now, urgent_now"),
    ("lip swelling 50 hours ago", None, "allergy", {**gone("days-2-3", "hours"), "severity": 2, "swelling": True, "breathing_trouble": False}, "over_allergy, emergency"),
    ("hives alone", None, "allergy", {**NOW, "severity": 1, "swelling": False, "breathing_trouble": False}, "call_today, today"),
    ("hives or swelling, nothing else said", None, "allergy", {**NOW, "severity": 1}, "medical_now, emergency"),
    ("blurred sight 1 hour after", 1, "vision", {**NOW, "severity": 2, "came_suddenly": False, "one_side": False}, "nurse_now, today"),
    ("blurred sight all at once 5 hours after", 5, "vision", {**NOW, "severity": 2, "came_suddenly": True, "one_side": False}, "medical_now, emergency"),
    ("blurred sight in the chair, told next day", 20, "vision", {**gone("yesterday", "hours"), "severity": 2, "came_suddenly": False}, ""),
    ("confused 6 hours after", 6, "confusion", {**NOW, "severity": 2}, "call_now, urgent_now"),
    ("chest pain yesterday, gone", None, "chest_pain", {**gone("yesterday"), "severity": 1}, "over_chest, emergency"),
    ("chest pain 3 days ago", None, "chest_pain", {**gone("days-2-3"), "severity": 1}, "call_now, urgent_now"),
    ("methadone, moderately drowsy", None, "sleepy", {**NOW, "severity": 2, **AWAKE, "mixed_with": ["opioid"]}, "mixed, urgent_now"),
    ("methadone, very drowsy", None, "sleepy", {**NOW, "severity": 3, **AWAKE, "mixed_with": ["opioid"]}, "overdose_opioid, emergency"),
    ("could not be woken after a pain pill", None, "sleepy", {**NOW, "severity": 2, "could_not_wake": True, "mixed_with": ["opioid"]}, "overdose_opioid, emergency"),
    ("nightly zolpidem 2 nights ago", None, "sleepy", {**gone("days-2-3", "hours"), "severity": 2, **AWAKE, "mixed_with": ["as-prescribed"]}, ""),
    ("sleepy 3 hours after", 3, "sleepy", {**NOW, "severity": 2, **AWAKE}, "stay_with, today"),
    ("hard to stay awake 9 hours after", 9, "sleepy", {**NOW, "severity": 2, **AWAKE, "mixed_with": ["as-prescribed"]}, "call_today, today"),
    ("double sleeping pill 2 days ago, well", None, "other", {**gone("days-2-3", "hours"), "severity": 0, **TOO_MUCH, "too_much_signs": ["none"], "on_purpose": False}, "poison, urgent_now"),
    ("took all pills on purpose", None, "suicidal", {**NOW, "severity": 3, **TOO_MUCH, "too_much_signs": ["a-lot"], "on_purpose": True}, "sui_emergency, emergency"),
    ("took pain pills on purpose: naloxone first", None, "suicidal", {**NOW, "severity": 3, **TOO_MUCH, "too_much_signs": ["opioid"], "on_purpose": True}, "sui_opioid, emergency"),
    ("more wine than usual, no infusion near", None, "drinking", {**NOW, "severity": 1, "too_much": "no"}, ""),
    ("wine 12 hours after an infusion", 12, "drinking", {**NOW, "severity": 1, "too_much": "no"}, "alcohol_24, today"),
    ("cannot pee", None, "ur_pain", {**NOW, "severity": 1, "cannot_pee": True}, "cannot_pee, emergency"),
    ("fever and frequency", None, "ur_freq", {**NOW, "severity": 1, "cannot_pee": False, "fever": True, "back_pain": False}, "care_today, urgent_today"),
    ("unreal yesterday, over, told at 20 hours", 20, "dissociation", {**gone("yesterday", "hours"), "severity": 2}, ""),
    ("unreal on day 5", 120, "dissociation", {**NOW, "severity": 2}, "dissociation_days_after, soon"),
    ("voices tell to hurt others", None, "hallucination", {**NOW, "severity": 2, "voices": "others"}, "voices_others, emergency"),
    ("thoughts of hurting oneself, how bad was skipped", None, "suicidal", {**gone("yesterday")}, "sui_firm, urgent_now"),
    ("voices, how bad was skipped", None, "hallucination", {**NOW, "voices": "no"}, "hallucination, urgent_now"),
    ("blood in the pee, how bad was skipped", None, "ur_blood", {**NOW, **DRY}, "bladder_blood, today"),
    ("severe belly pain", None, "belly", {**NOW, "severity": 3}, "medical_now, emergency"),
    ("severe pain low in the belly, over", None, "bladder_pain", {**gone("today"), "severity": 3, **DRY}, "care_today, urgent_today"),
    ("mild signs of mania", 50, "mania", {**NOW, "severity": 1}, "mania, soon"),
    ("strong signs of mania", 50, "mania", {**NOW, "severity": 3}, "mania_now, urgent_now"),
]

OTHERS: list[tuple[str, float | None, str, Answers, Answers, str]] = [
    ("150/90 with chest pain", None, BLOOD_PRESSURE, {"systolic": 150, "diastolic": 90}, {"red_symptoms": ["chest-back-pain"], "red_when": "now"}, "bp_symptom, emergency"),
    ("182/100 without signs", None, BLOOD_PRESSURE, {"systolic": 182, "diastolic": 100}, {"red_symptoms": ["none"]}, "bp_repeat5, urgent_now"),
    ("85/50 and dizzy", None, BLOOD_PRESSURE, {"systolic": 85, "diastolic": 50}, {"red_symptoms": ["none"], "dizzy": True}, "bp_low, today"),
    ("pulse 145 after stairs", None, BLOOD_PRESSURE, {"pulse": 145}, {"red_symptoms": ["none"], "at_rest": False}, "hr_rest, note"),
    ("pulse 145, not said if at rest", None, BLOOD_PRESSURE, {"pulse": 145}, {"red_symptoms": ["none"]}, "hr_rest, urgent_now"),
    ("pulse 145 at rest", None, BLOOD_PRESSURE, {"pulse": 145}, {"red_symptoms": ["none"], "at_rest": True}, "medical_now, emergency"),
    ("not sure to be safe, and unwell", None, DAILY_CHECK_IN, {}, {"safe": "not-sure", "unsafe_kind": "medical"}, "unwell, urgent_now"),
    ("could be pregnant", None, EVALUATION, {}, {"pregnancy": "maybe"}, "pregnancy, today"),
    ("no driver the day before", 20, DAY_BEFORE, {}, {"ride_home": "nobody-yet"}, "driver, note"),
    ("plans to drive", 3, MORNING_OF, {}, {"ride_home": "drive-self"}, "no_drive, note"),
    ("fever on the morning", 3, MORNING_OF, {}, {"ill": ["fever"]}, "call_before, today"),
    ("cannabis 10 hours before", 3, MORNING_OF, {}, {"substances": ["cannabis"]}, "alcohol_24, today"),
    ("belly pain with a GLP-1 medicine", 100, WEEK_BEFORE, {}, {"ill": ["nausea"]}, "call_before, today"),
]
# fmt: on


def named(told: list[Any]) -> dict[str, Any]:
    """For parametrize: the stories by their names."""
    return {"argvalues": [one[1:] for one in told], "ids": [one[0] for one in told]}


@pytest.mark.parametrize(("hours_ago", "name", "answers", "wanted"), **named(EFFECTS))
async def test_a_side_effect_leads_where_a_clinician_would_send_the_person(
    hours_ago: float | None, name: str, answers: Answers, wanted: str
) -> None:
    patient = await Told().open()
    if hours_ago is not None:
        await patient.infusion(hours_ago)
    assert await patient.effect(name, **answers) == wanted


@pytest.mark.parametrize(("hours_ahead", "form", "typed", "answers", "wanted"), **named(OTHERS))
async def test_another_form_leads_where_a_clinician_would_send_the_person(
    hours_ahead: float | None, form: str, typed: Answers, answers: Answers, wanted: str
) -> None:
    patient = await Told().open()
    if hours_ahead is not None:
        await patient.course.add(patient.journal.occurrence(patient.clock.now() + timedelta(hours=hours_ahead)))
    assert await patient.tell(form, typed, **answers) == wanted


async def test_toast_within_the_clinics_hours_is_told_to_the_clinic() -> None:
    patient = await Told().open()
    start = patient.clock.now() + timedelta(hours=3)
    await patient.course.add(patient.journal.occurrence(start))
    assert await patient.tell(MORNING_OF, {"ate": start - timedelta(hours=5)}) == "fasting, today"


def _pressure(systolic: int, diastolic: int) -> Callable[[Told], Coroutine[Any, Any, str]]:
    return lambda one: one.tell(
        BLOOD_PRESSURE, {"systolic": systolic, "diastolic": diastolic}, red_symptoms=["none"]
    )  # fmt: skip


async def test_two_high_readings_after_an_infusion_count_and_a_normal_one_after_them_is_quiet() -> None:
    patient = await Told().open()
    high, normal = _pressure(162, 100), _pressure(118, 74)
    assert await high(patient) == "", "before the infusion"
    patient.clock.advance(3600)
    await patient.infusion(hours_ago=0)
    found = []
    for reading in (high, high, normal):
        patient.clock.advance(4 * 3600)
        found.append(await reading(patient))
    assert found == ["", "bp_call_today, today", ""]


async def test_bad_dreams_every_night_give_one_card_a_week() -> None:
    patient, found = await Told().open(), []
    for _ in range(8):
        found.append(await patient.effect("nightmares", **NOW, severity=3))
        await patient.next_day()
    assert found == ["call_today, today", *[""] * 6, "call_today, today"]


async def test_new_burning_is_not_silenced_by_old_waking_at_night() -> None:
    patient = await Told().open()
    await patient.effect("ur_night", **NOW, severity=2, **DRY)
    await patient.next_day()
    await patient.infusion(hours_ago=1)
    found = []
    for _ in range(2):
        patient.clock.advance(4 * 86400)
        found.append(await patient.effect("ur_pain", **NOW, severity=1, **DRY))
    assert found == ["", "bladder, soon"]


async def test_the_question_about_the_head_is_answered_before_its_silence_counts() -> None:
    patient = await Told().open()
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_fall", **NOW, severity=1, blood_thinner="yes")
    assert set(patient.card()) == {"RF-FALL-2"}
    await patient.say(hit_head="no")
    assert "RF-FALL-4" not in patient.card(await patient.finish())


async def test_a_fast_pulse_waits_for_the_question_whether_it_was_at_rest() -> None:
    patient = await Told().open()
    patient.begin(BLOOD_PRESSURE)
    await patient.journal.answer(patient.draft, "pulse", 145)
    patient.safety.note_typed(patient.draft, "pulse")
    await patient.safety.left_page(patient.draft)
    assert patient.card() == {}
