"""What was answered before the app was ended is looked at by the rules when the draft goes on."""

from datetime import timedelta

import pytest
import pytest_asyncio

from companion.config import assets_dir
from companion.content import BLOOD_PRESSURE, SIDE_EFFECT, load_content
from companion.device.sealing import AesGcmSealing
from companion.domain.course_settings import CourseSettings
from companion.domain.safety.rules import Level
from companion.services.course import Course
from companion.services.journal import Journal
from companion.services.preferences import Preferences
from companion.services.safety import Safety
from companion.store.journal import JournalStore
from companion.store.safety import SafetyLog
from companion.store.vault import open_vault
from tests.fakes import FixedClock, MemoryRecords
from tests.unit.test_safety_service import Patient

pytestmark = pytest.mark.asyncio
CONTENT = load_content(assets_dir())


class Restarting(Patient):
    """Somebody whose app can be ended and opened again over the same records."""

    def __init__(self) -> None:
        self.records, self.clock = MemoryRecords(), FixedClock()

    async def open(self) -> "Restarting":
        vault = await open_vault(self.records, AesGcmSealing(bytes(32)))
        self.store, preferences = JournalStore(vault), Preferences(vault)
        self.journal = Journal(self.store, CONTENT.forms, self.clock)
        await self.journal.load()
        self.course = Course(self.store.course, self.journal, self.clock, CONTENT.guidance, CourseSettings())
        self.safety = Safety(SafetyLog(vault), self.journal, preferences, CONTENT.red_flags, self.store.course.all)
        return self

    async def type(self, **answers: int | str) -> None:
        """Type into fields of the page that is open."""
        for link_id, said in answers.items():
            await self.journal.answer(self.draft, link_id, said)
            self.safety.note_typed(self.draft, link_id)


@pytest_asyncio.fixture
async def patient() -> Restarting:
    return await Restarting().open()


@pytest.mark.parametrize("how", ["page", "tap", "save"])
async def test_a_pressure_that_was_typed_before_a_restart_is_looked_at(patient: Restarting, how: str) -> None:
    patient.begin(BLOOD_PRESSURE)
    await patient.type(systolic=190, diastolic=125)
    await patient.open()
    assert patient.card() == {}
    if how == "page":
        await patient.safety.left_page(patient.draft)
    elif how == "tap":
        await patient.say(at_rest=True)
    key = await patient.finish() if how == "save" else patient.draft
    assert patient.card(key) == {"RF-BP-2": Level.URGENT}


async def test_a_note_that_was_written_before_a_restart_is_looked_at(patient: Restarting) -> None:
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_other", severity=1)
    await patient.type(note="I am going to kill myself tonight")
    await patient.open()
    assert patient.card(await patient.finish())["RF-SUI-12"] is Level.EMERGENCY


async def test_an_answer_that_was_kept_right_before_the_app_was_ended_is_looked_at(patient: Restarting) -> None:
    patient.begin(SIDE_EFFECT)
    for link_id, said in (("effect", patient._option("effect", "se_fall")), ("severity", 3), ("still_now", True)):
        await patient.journal.answer(patient.draft, link_id, said)
    await patient.open()
    await patient.say(began="today")
    assert patient.card()["RF-FALL-3"] is Level.EMERGENCY


async def test_an_emergency_stands_on_today_after_a_restart_and_beside_its_draft(patient: Restarting) -> None:
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_chest_pain", still_now=True)
    await patient.open()
    assert [line.level for line in patient.safety.standing().cards] == [Level.EMERGENCY]
    await patient.say(severity=1)
    assert patient.card()["RF-CP-1"] is Level.EMERGENCY


async def test_half_a_number_is_no_answer_at_a_tap_on_the_same_page(patient: Restarting) -> None:
    patient.begin(BLOOD_PRESSURE)
    await patient.say(at_rest=True)
    await patient.type(systolic=190)
    await patient.say(dizzy=False)
    assert patient.card() == {}
    await patient.safety.left_page(patient.draft)
    assert patient.card() != {}


# A clock that was put back


async def test_an_emergency_stands_on_today_after_the_clock_was_put_back(patient: Restarting) -> None:
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_chest_pain", still_now=True)
    patient.clock.advance(-3 * 3600)
    assert [line.level for line in patient.safety.standing().cards] == [Level.EMERGENCY]


async def test_the_hours_after_a_reported_infusion_go_on_after_the_clock_was_put_back(patient: Restarting) -> None:
    await patient.infusion(hours_ago=0.5)
    patient.clock.advance(-3 * 3600)
    assert patient.safety.known() == {"infusion"}
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_sleepy", severity=2, still_now=False, began="today", could_not_wake=True)
    assert patient.card()["RF-SED-1"] is Level.EMERGENCY
    patient.begin(BLOOD_PRESSURE)
    await patient.say(red_symptoms=["sight"], red_when="now")
    assert patient.card() == {"RF-BP-9": Level.CALL_CLINIC}


async def test_a_change_of_an_older_entry_is_no_sign_of_the_first_hours(patient: Restarting) -> None:
    patient.begin(BLOOD_PRESSURE)
    await patient.say(red_symptoms=["none"])
    entry = await patient.finish()
    patient.clock.advance(3600)
    await patient.infusion(hours_ago=0)
    draft = await patient.journal.begin_change(entry)
    patient.draft = draft.id
    await patient.say(red_symptoms=["none", "sight"], red_when="now")
    assert patient.card(patient.draft)["RF-BP-0"] is Level.EMERGENCY


async def test_an_infusion_that_is_over_is_not_still_to_come(patient: Restarting) -> None:
    await patient.infusion(hours_ago=30)
    draft = patient.journal.begin(SIDE_EFFECT)
    situations = patient.safety._situations
    fields = situations.of(draft, draft.id, None, is_finished=False, tier=None).fields
    assert fields["course.hours_since_infusion"] == 30 and "course.days_to_infusion" not in fields
    assert fields["course.is_infusion_day"] is False
    await patient.course.add(patient.journal.occurrence(patient.clock.now() + timedelta(hours=36)))
    fields = situations.of(draft, draft.id, None, is_finished=False, tier=None).fields
    assert fields["course.days_to_infusion"] == 1.5


async def test_the_baseline_follows_the_course_without_a_new_entry(patient: Restarting) -> None:
    draft = patient.journal.begin(SIDE_EFFECT)
    situations = patient.safety._situations

    def first() -> object:
        return situations.of(draft, draft.id, None, is_finished=False, tier=None).history.first_infusion_at

    assert first() is None
    await patient.infusion(hours_ago=30)
    assert first() == patient.clock.now() - timedelta(hours=30)


async def test_an_answer_that_is_taken_back_in_an_entry_fires_again_as_it_was_before(patient: Restarting) -> None:
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_chest_pain", still_now=True, severity=2)
    entry = await patient.finish()
    patient.clock.advance(4 * 86400)
    await patient.open()
    patient.draft = (await patient.journal.begin_change(entry)).id
    await patient.say(severity=2)
    assert patient.card() == {}, "what is as it was says nothing new"
    await patient.say(severity=3)
    assert patient.card()["RF-CP-1"] is Level.EMERGENCY


# What goes from a draft to the entry that it becomes


async def test_what_was_closed_beside_the_draft_stays_closed_beside_its_entry(patient: Restarting) -> None:
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_chest_pain", still_now=True)
    patient.safety.close(patient.draft)
    assert "RF-CP-1" not in patient.card(await patient.finish())


async def test_whether_it_is_happening_now_is_not_asked_again_of_the_saved_entry(patient: Restarting) -> None:
    patient.begin(BLOOD_PRESSURE)
    await patient.type(systolic=190, diastolic=125)
    patient.clock.advance(3 * 3600)
    await patient.safety.left_page(patient.draft)
    draft = patient.journal.draft(patient.draft)
    assert draft
    before = patient.safety.alert(patient.draft)
    assert before and before.asks_now
    await patient.safety.answer_now(draft, patient.draft, yes=False)
    patient.safety.note_typed(patient.draft, "systolic")
    after = patient.safety.alert(await patient.finish())
    assert after and not after.asks_now and after.card


async def test_words_are_not_looked_at_where_the_person_has_turned_that_off(patient: Restarting) -> None:
    await patient.safety._preferences.change(offers_after_words=False)
    patient.begin(SIDE_EFFECT)
    await patient.say(effect="se_other", severity=0)
    await patient.type(note="I am going to kill myself tonight")
    assert "RF-SUI-12" not in patient.card(await patient.finish())
