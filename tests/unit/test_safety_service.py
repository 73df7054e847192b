"""The rules over one open journal: which card stands after each answer, what stays of it, and what the log has."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from companion.config import assets_dir
from companion.content import BLOOD_PRESSURE, DAILY_CHECK_IN, SIDE_EFFECT, load_content
from companion.device.sealing import AesGcmSealing
from companion.domain.answering import Tick
from companion.domain.course_settings import CourseSettings
from companion.domain.journal import Entry, EntryHead, EntryStatus
from companion.domain.questionnaire import Coding
from companion.domain.safety.engine import fired
from companion.domain.safety.rules import Level
from companion.services.course import Course
from companion.services.journal import Journal
from companion.services.preferences import Preferences
from companion.services.safety import Safety
from companion.store.journal import JournalStore
from companion.store.safety import SafetyLog
from companion.store.vault import open_vault
from tests.courses import infusion
from tests.fakes import FixedClock, MemoryRecords

pytestmark = pytest.mark.asyncio
CONTENT = load_content(assets_dir())


class Patient:
    """Somebody who answers a form on this device."""

    async def open(self) -> "Patient":
        vault = await open_vault(MemoryRecords(), AesGcmSealing(bytes(32)))
        self.clock, self.store, preferences = FixedClock(), JournalStore(vault), Preferences(vault)
        self.journal = Journal(self.store, CONTENT.forms, self.clock)
        self.course = Course(self.store.course, self.journal, self.clock, CONTENT.guidance, CourseSettings())
        self.safety = Safety(SafetyLog(vault), self.journal, preferences, CONTENT.red_flags, self.store.course.all)
        return self

    def begin(self, form: str) -> None:
        """Begin another entry."""
        self.form, self.draft = form, self.journal.begin(form).id

    def _option(self, link_id: str, code: str) -> Coding:
        return next(one for one in CONTENT.forms[self.form].question(link_id).options if one.code == code)

    async def say(self, **answers: object) -> None:
        """Give answers one after the other, as taps do: a code for a choice, ticks as a list of codes."""
        for link_id, said in answers.items():
            values = [Tick(self._option(link_id, one)) for one in said] if isinstance(said, list) else [said]
            for value in values:
                given = self._option(link_id, value) if isinstance(value, str) else value
                await self.journal.answer(self.draft, link_id, given)  # type: ignore[arg-type]
                await self.safety.answered(self.draft, link_id)

    async def finish(self) -> str:
        """Save the entry; its id."""
        draft = self.journal.draft(self.draft)
        assert draft
        head = await self.journal.finish(self.draft)
        await self.safety.finished(draft, head.id)
        return head.id

    def card(self, key: str = "") -> dict[str, Level]:
        """The rules on the card that stands there, with their levels."""
        alert = self.safety.alert(key or self.draft)
        return {} if alert is None or alert.card is None else {rule.id: rule.level for rule in alert.card.rules}

    def log(self) -> Sequence[tuple[str, Level]]:
        """Each rule that was shown, with its level."""
        return [line for one in self.safety.warned() for line in one.rules]

    async def infusion(self, hours_ago: float) -> str:
        """Type in an infusion and report its start."""
        start = self.journal.occurrence(self.clock.now() - timedelta(hours=hours_ago))
        id = await self.course.add(start)
        one = self.course.infusion(id)
        assert one
        await self.course.start(one, start.at)
        return id


@pytest_asyncio.fixture
async def patient() -> Patient:
    return await Patient().open()


async def test_an_emergency_that_was_shown_is_not_taken_away_by_a_later_answer(patient: Patient) -> None:
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_chest_pain", still_now=True)
    assert patient.card() == {"RF-CP-1": Level.EMERGENCY}
    await patient.say(still_now=False, began="longer", lasted="minutes", severity=1)
    assert patient.card()["RF-CP-1"] is Level.EMERGENCY
    await patient.say(severity=0)
    assert patient.card()["RF-CP-1"] is Level.EMERGENCY


async def test_a_slip_of_a_medical_emergency_stays_as_a_card_and_on_today_for_a_day(patient: Patient) -> None:
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_chest_pain", still_now=True)
    await patient.say(effect="se_dry_mouth", severity=1)
    assert patient.card()["RF-CP-1"] is Level.EMERGENCY
    patient.safety.close(await patient.finish())
    standing = patient.safety.standing()
    assert [line.level for line in standing.cards] == [Level.EMERGENCY]
    patient.clock.advance(24 * 3600 - 1)
    assert patient.safety.standing() == standing
    patient.clock.advance(1)
    assert not patient.safety.standing().cards


async def test_a_corrected_answer_takes_away_a_card_about_the_mind_below_an_emergency_alone(patient: Patient) -> None:
    patient.begin(DAILY_CHECK_IN)
    await patient.say(safe="no", unsafe_kind="self")
    assert patient.card()["RF-SUI-6"] is Level.URGENT
    await patient.say(safe="yes")
    assert patient.card() == {}
    await patient.say(safe="no", unsafe_kind="someone")
    await patient.say(safe="yes")
    assert patient.card() == {"RF-SAFE-2": Level.URGENT}, "danger from somebody stays"


async def test_a_level_that_rises_is_shown_and_kept_in_the_log(patient: Patient) -> None:
    await patient.infusion(hours_ago=10)
    patient.begin(BLOOD_PRESSURE)
    await patient.say(red_symptoms=["sight"])
    assert patient.card() == {"RF-BP-10": Level.URGENT}
    await patient.say(red_when="now")
    assert patient.card() == {"RF-BP-0": Level.EMERGENCY, "RF-BP-10": Level.URGENT}
    assert set(patient.log()) == {("RF-BP-0", Level.EMERGENCY), ("RF-BP-10", Level.URGENT)}


async def test_what_was_blurred_in_the_first_hours_and_is_told_later_is_no_emergency(patient: Patient) -> None:
    await patient.infusion(hours_ago=10)
    patient.begin(BLOOD_PRESSURE)
    await patient.say(red_symptoms=["sight"], red_when="first-hours")
    assert patient.card()["RF-BP-10"] is Level.URGENT and "RF-BP-0" not in patient.card()


async def test_an_own_infusion_that_was_reported_counts_from_its_reported_start(patient: Patient) -> None:
    id = await patient.course.add(patient.journal.occurrence(patient.clock.now() - timedelta(hours=6)))
    one = patient.course.infusion(id)
    assert one
    await patient.course.start(one, patient.clock.now() - timedelta(hours=3))
    patient.begin(BLOOD_PRESSURE)
    await patient.say(red_symptoms=["confused"])
    assert patient.card() == {"RF-BP-9": Level.CALL_CLINIC}
    assert patient.safety.known() == {"infusion"}


@pytest.mark.parametrize(("status", "counts"), [("cancelled", False), ("booked", True), ("fulfilled", True)])
async def test_a_canceled_infusion_counts_for_nothing_and_an_unreported_one_counts_as_planned(
    patient: Patient, status: str, counts: bool
) -> None:
    planned = infusion(patient.clock.now() - timedelta(hours=5), status=status)
    patient.safety._situations._infusions = lambda: [planned]
    assert patient.safety.known() == ({"infusion"} if counts else set())
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_dissociation", still_now=True, began="today", lasted="hours", severity=3)
    assert "RF-DIS-2" in patient.card(), "more than 4 hours after an infusion, or without one"
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_speech", still_now=True, began="today", lasted="hours", severity=1)
    assert ("RF-ST-4" in patient.card()) is counts


async def test_ketamine_is_named_to_the_ambulance_for_30_days_after_an_infusion(patient: Patient) -> None:
    assert patient.safety.known() == frozenset()
    await patient.infusion(hours_ago=1)
    patient.clock.advance(30 * 86400 - 3600)
    assert patient.safety.known() == {"infusion"}
    patient.clock.advance(1)
    assert patient.safety.known() == frozenset()


async def test_readings_count_since_the_last_infusion_also_when_another_one_is_planned(patient: Patient) -> None:
    await patient.infusion(hours_ago=5)
    await patient.course.add(patient.journal.occurrence(patient.clock.now() + timedelta(days=3)))
    for _ in range(2):
        patient.begin(BLOOD_PRESSURE)
        for name, number in (("systolic", 165), ("diastolic", 85)):
            await patient.journal.answer(patient.draft, name, number)
            patient.safety.note_typed(patient.draft, name)
        await patient.safety.left_page(patient.draft)
        last = patient.card()
        await patient.finish()
        patient.clock.advance(1800)
    assert last == {"RF-BP-4": Level.CALL_CLINIC}


async def test_a_hit_to_the_head_on_the_morning_of_an_infusion_is_an_emergency(patient: Patient) -> None:
    await patient.course.add(patient.journal.occurrence(patient.clock.now() + timedelta(hours=4)))
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_fall", still_now=True, began="now", severity=1, hit_head="yes")
    assert patient.card()["RF-FALL-1"] is Level.EMERGENCY


async def test_a_severity_that_was_skipped_is_looked_at_with_the_entrys_end(patient: Patient) -> None:
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_stroke_signs", still_now=False, began="yesterday", lasted="minutes")
    assert patient.card() == {}
    assert patient.card(await patient.finish()) == {"RF-ST-1": Level.EMERGENCY}


async def test_an_old_seizure_is_no_emergency_at_any_tap_on_the_way(patient: Patient) -> None:
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_seizure", still_now=False, began="longer", lasted="minutes")
    await patient.say(epilepsy=True, usual_seizure=True, seizure_short=True, awake_again=True, seizure_hurt=False)
    assert patient.card() == {}
    await patient.say(severity=2)
    assert max(patient.card().values()) is Level.CALL_CLINIC and "RF-SZ-2" in patient.card()


async def test_ticks_reach_the_rules_and_none_of_these_is_none(patient: Patient) -> None:
    patient.begin(BLOOD_PRESSURE)
    await patient.say(red_symptoms=["none"])
    assert patient.card() == {}
    await patient.say(red_symptoms=["weak-numb"])
    assert patient.card() == {"RF-BP-0": Level.EMERGENCY}


async def test_too_much_on_purpose_is_led_by_the_card_about_suicide(patient: Patient) -> None:
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_other", still_now=True, began="now", severity=1, too_much="3-days")
    assert patient.card() == {"RF-MIS-3": Level.URGENT}
    await patient.say(on_purpose=True)
    alert = patient.safety.alert(patient.draft)
    assert alert and alert.card and alert.card.lead.message == "sui_emergency"
    assert {"RF-MIS-3", "RF-MIS-4", "RF-MIS-6"} == patient.card().keys()


async def test_rules_that_cannot_look_take_no_emergency_away(patient: Patient) -> None:
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_chest_pain", still_now=True)

    def broken() -> list[object]:
        raise RuntimeError("a course that cannot be read")

    patient.safety._situations._infusions = broken  # type: ignore[assignment]
    await patient.say(severity=2)
    alert = patient.safety.alert(patient.draft)
    assert alert and alert.is_blind and patient.card() == {"RF-CP-1": Level.EMERGENCY}


async def test_entries_of_the_first_form_still_count(patient: Patient) -> None:
    await patient.infusion(hours_ago=300)
    when = patient.journal.occurrence(patient.clock.now() - timedelta(days=4))
    facts = {"effect": "se_ur_pain", "severity": 2, "began": "before", "still_now": True}
    head = EntryHead("old", SIDE_EFFECT, "1", when, EntryStatus.COMPLETED, 1, when.at, facts)
    await patient.store.keep_entry(Entry(head, {}))
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_ur_pain", still_now=True, began="now", severity=2)
    assert patient.card() == {"RF-UR-1": Level.CALL_CLINIC}


async def test_a_draft_of_the_first_form_that_is_finished_now_is_judged_by_its_old_answers(patient: Patient) -> None:
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_stroke_signs", still_now=False, severity=1)
    draft = patient.journal.draft(patient.draft)
    assert draft
    before = Coding("https://companion.example/fhir/CodeSystem/began", "before", "Before today")
    old = replace(draft, answers={**draft.answers, "began": before})
    situation = patient.safety._situations.of(old, old.id, None, False, None)
    assert situation.fields["se.began"] == "before" and situation.is_over
    assert {rule.id: rule.level for rule in fired(patient.safety.book, situation)}["RF-ST-1"] is Level.EMERGENCY


async def test_an_emergency_that_was_closed_does_not_come_back_with_every_further_answer(patient: Patient) -> None:
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_chest_pain", still_now=True)
    patient.safety.close(patient.draft)
    await patient.say(began="today", lasted="hours", severity=2)
    assert patient.card() == {"RF-SE-1": Level.CALL_CLINIC}
    assert patient.log().count(("RF-CP-1", Level.EMERGENCY)) == 1
    assert "RF-CP-1" not in patient.card(await patient.finish())


async def test_what_was_closed_and_is_answered_anew_or_gets_worse_is_shown_anew(patient: Patient) -> None:
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_chest_pain", still_now=True)
    patient.safety.close(patient.draft)
    await patient.say(effect="se_nausea")
    await patient.say(effect="se_chest_pain")
    assert patient.card() == {"RF-CP-1": Level.EMERGENCY}
    await patient.finish()
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_chest_pain", still_now=False, began="days-4-7", lasted="minutes", severity=2)
    assert patient.card()["RF-CP-1"] is Level.URGENT
    patient.safety.close(patient.draft)
    await patient.say(still_now=True)
    assert patient.card()["RF-CP-1"] is Level.EMERGENCY


async def test_a_slip_that_was_closed_is_shown_anew_when_it_is_answered_again(patient: Patient) -> None:
    patient.begin(BLOOD_PRESSURE)
    await patient.say(red_symptoms=["chest-back-pain"])
    await patient.say(red_symptoms=["chest-back-pain"])
    draft = patient.journal.draft(patient.draft)
    assert draft and "red_symptoms" not in draft.answers, "it was a slip"
    assert patient.card() == {"RF-BP-0": Level.EMERGENCY}
    patient.safety.close(patient.draft)
    await patient.say(red_symptoms=["chest-back-pain"])
    assert patient.card() == {"RF-BP-0": Level.EMERGENCY}
    await patient.say(red_symptoms=["chest-back-pain"])
    patient.safety.close(patient.draft)
    await patient.say(at_rest=True)
    assert patient.card() == {}, "nothing of it comes back by itself"
    await patient.say(red_symptoms=["chest-back-pain"])
    assert patient.card() == {"RF-BP-0": Level.EMERGENCY}
    patient.safety.close(patient.draft)
    await patient.say(red_symptoms=["seizure"])
    assert patient.card() == {}, "it was read, and it says the same"


async def test_what_was_read_with_a_question_after_it_does_not_come_back_once_that_is_answered(
    patient: Patient,
) -> None:
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_suicidal", severity=1, too_much="3-days")
    assert {"RF-SUI-5", "RF-MIS-3"} <= patient.card().keys()
    await patient.safety.answer_follow_up(patient.draft, "sui_now", "no")
    patient.safety.close(patient.draft)
    await patient.say(too_much="not-sure")
    assert "RF-MIS-3" not in patient.card()


async def test_what_is_about_life_is_shown_each_time_it_is_answered(patient: Patient) -> None:
    for _ in range(2):
        patient.begin(DAILY_CHECK_IN)
        await patient.say(safe="no", unsafe_kind="self")
        assert patient.card()["RF-SUI-6"] is Level.URGENT
        patient.safety.close(patient.draft)
        await patient.say(unsafe_kind="self")
        assert patient.card()["RF-SUI-6"] is Level.URGENT
        await patient.finish()
