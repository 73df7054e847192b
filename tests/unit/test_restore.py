"""A restore joins two journals that parted: the newer of both stands, nothing that was typed is dropped."""

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companion.config import ClinicSettings, assets_dir
from companion.device.sealing import AesGcmSealing, DeviceCryptography
from companion.domain.course import OwnInfusion
from companion.domain.journal import Delivery, Draft, Entry, EntryHead, EntryStatus, Occurrence, OutboxItem, TookPlace
from companion.domain.plan import Contact, Plan, Step
from companion.domain.reading import Question
from companion.domain.safety.rules import Level, Topic
from companion.domain.safety.warned import Warned
from companion.domain.taken import Taken
from companion.errors import StoreFull
from companion.i18n import load_words
from companion.services.backup import Backup, Restored, Whose, origin_of
from companion.services.journal import Journal
from companion.services.preferences import Consent, Preferences
from companion.store.backup import read_whole
from companion.store.joining import EARLIER
from companion.store.journal import JournalStore
from companion.store.plan import People, PlanStore
from companion.store.reading import ReadingLog
from companion.store.safety import SafetyLog
from companion.store.transfer import open_records, take_in
from companion.store.vault import WRITTEN, Put, Vault, open_vault
from companion.views.restored_words import restored
from tests.data.folders import shipped
from tests.fakes import FixedClock, MemoryRecords

KEY = AesGcmSealing(bytes(32))
START = datetime(2026, 11, 24, 8, tzinfo=UTC)
WORDS = load_words(assets_dir())


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def at(day: int, hour: int, minute: int = 0) -> Occurrence:
    moment = datetime(2026, 11, day, hour, minute, tzinfo=UTC)
    return Occurrence(moment, "UTC", moment.date(), moment.strftime("%H:%M"))


@dataclass
class Phone:
    """A journal with its own clock; `dates` False is one of an app that did not write times."""

    clock: FixedClock = field(default_factory=lambda: FixedClock(START, "UTC"))
    dates: bool = True
    records: MemoryRecords = field(default_factory=MemoryRecords)

    async def open(self) -> "Phone":
        self.vault: Vault = await open_vault(self.records, KEY, self.clock.now if self.dates else None)
        self.store, self.reading = JournalStore(self.vault), ReadingLog(self.vault)
        self.plans, self.preferences = PlanStore(self.vault), Preferences(self.vault)
        await self.plans.load()
        return self

    async def take(self, other: "Phone", **more: Any) -> Taken:
        """Bring in a backup of the other one, and read all of it anew."""
        taken = await take_in(self.vault, (await open_records(other.vault))[0], now=self.clock.now(), **more)
        await self.open()
        return taken

    async def copy(self) -> "Phone":
        """Another device with the same, as after a restore into an empty one."""
        other = await Phone(FixedClock(self.clock.now(), "UTC"), self.dates).open()
        await other.take(self)
        return other

    async def write(self, id: str, words: str) -> None:
        """An entry, or its next version."""
        before = self.store.head(id)
        version = before.version + 1 if before else 1
        status = EntryStatus.AMENDED if before else EntryStatus.COMPLETED
        head = EntryHead(id, "form", "1", at(24, 8), status, version, self.clock.now())
        await self.store.keep_entry(Entry(head, {"note": words}))

    async def person(self, id: str, **changed: Any) -> None:
        """A new contact, or a change of one."""
        people = self.plans.people
        found = next((one for one in people.contacts if one.id == id), None)
        one = replace(found or Contact(id, id, phone="555-0100"), **changed)
        others = [other for other in people.contacts if other.id != id]
        await self.plans.keep_people(replace(people, contacts=(*others, one)))

    async def without(self, id: str) -> None:
        """A contact is removed."""
        people = self.plans.people
        gone = next((one for one in people.contacts if one.id == id), None)
        if gone:
            rest = tuple(one for one in people.contacts if one.id != id)
            await self.plans.keep_people(People(rest, (0, gone)))

    def people(self) -> dict[str, str]:
        """Numbers by id."""
        return {one.id: one.phone for one in self.plans.people.contacts}


async def pair(dates: bool = True) -> tuple[Phone, Phone]:
    """Two phones with the same journal; from then on the second one's clock is half an hour behind."""
    one = await Phone(dates=dates).open()
    await one.write("e", "as it began")
    await one.store.course.keep_own(OwnInfusion("i", at(26, 15)))
    await one.person("sam")
    await one.store.keep_draft(Draft("d", "form", at(24, 7), {"note": "begun"}))
    other = await one.copy()
    one.clock.advance(3600)
    other.clock.advance(1800)
    return one, other


# The case that was found


def test_an_infusion_that_was_moved_elsewhere_is_moved_here_and_the_restore_says_so() -> None:
    async def check(dates: bool) -> None:
        phone, other = await pair(dates)
        own = phone.store.course.own("i")
        assert own
        await phone.store.course.keep_own(replace(own, start=at(26, 9), moved_from=own.start))
        taken = await other.take(phone)
        assert other.store.course.own("i") == phone.store.course.own("i")
        assert taken.infusions == [at(26, 9)]
        said = restored(WORDS, Restored(*taken.counts, taken), date(2026, 11, 20))
        assert "1 infusion changed: now Thursday, 26\u00a0November, 09:00." in said
        assert (await phone.take(other)).infusions == [], "the older one does not come back"
        assert phone.store.course.own("i").start == at(26, 9)  # type: ignore[union-attr]

    run(check(dates=True))
    run(check(dates=False))


def test_where_nobody_knows_which_time_is_newer_the_stricter_one_stands_and_the_other_is_kept() -> None:
    async def check() -> None:
        for now, stands in ((START, 9), (START + timedelta(days=5), 15)):
            phone, other = await pair(dates=False)
            other.clock.moment = now
            await phone.store.course.keep_own(OwnInfusion("i", at(26, 9)))
            await other.take(phone)
            own = other.store.course.own("i")
            assert own and own.start == at(26, stands), "earlier for eating before it, later for driving after it"
            assert len(other.vault.of_kind(EARLIER)) == 1

    run(check())


def test_what_was_reported_of_an_infusion_is_joined_and_the_latest_counts() -> None:
    async def check() -> None:
        phone, other = await pair()
        await phone.store.course.tell(["i"], started=at(26, 15, 5), ended=at(26, 16, 5))
        await other.store.course.tell(
            ["i"], started=at(26, 14, 40), has_driver=True, driver_day=date(2026, 11, 26), driver="Sam"
        )
        assert (await other.take(phone)).reported == 1 and (await phone.take(other)).reported == 1
        for one in (phone, other):
            (infusion,) = one.store.course.all()
            assert (infusion.started, infusion.ended, infusion.driver) == (at(26, 15, 5), at(26, 16, 5), "Sam")

    run(check())


def test_a_later_no_about_the_driver_counts_and_a_no_counts_where_nobody_knows() -> None:
    async def check(dates: bool) -> None:
        phone, other = await pair(dates)
        day = date(2026, 11, 26)
        await other.store.course.tell(["i"], has_driver=True, driver_day=day, driver="Sam")
        await phone.store.course.tell(["i"], has_driver=False, driver_day=day, driver="")
        await other.take(phone)
        assert [one.has_driver for one in other.store.course.all()] == [False]

    run(check(dates=True))
    run(check(dates=False))


def test_a_draft_that_went_on_elsewhere_goes_on_here() -> None:
    async def check(dates: bool) -> None:
        phone, other = await pair(dates)
        await phone.store.keep_draft(Draft("d", "form", at(24, 7), {"note": "begun", "mood": 4}))
        assert (await other.take(phone)).drafts == 1
        assert [one.answers for one in await other.store.drafts()] == [{"note": "begun", "mood": 4}]
        assert (await phone.take(other)).drafts == 0

    run(check(dates=True))
    run(check(dates=False))


def test_words_that_were_typed_into_one_draft_on_two_phones_are_both_there() -> None:
    async def check() -> None:
        phone, other = await pair()
        await phone.store.keep_draft(Draft("d", "form", at(24, 7), {"note": "on the first"}))
        await other.store.keep_draft(Draft("d", "form", at(24, 7), {"note": "on the second"}))
        await other.take(phone)
        assert {one.id == "d": one.answers["note"] for one in await other.store.drafts()} == {
            True: "on the first", False: "on the second",
        }  # fmt: skip

    run(check())


def test_a_draft_that_became_an_entry_does_not_come_back() -> None:
    async def check() -> None:
        phone, other = await pair()
        head = EntryHead("new", "form", "1", at(24, 7), EntryStatus.COMPLETED, 1, other.clock.now())
        await other.store.keep_entry(Entry(head, {"note": "begun", "mood": 3}), "d")
        assert await other.store.drafts() == []
        assert (await other.take(phone)).drafts == 0
        assert await other.store.drafts() == []

    run(check())


def test_an_entry_that_was_changed_on_both_to_the_same_number_keeps_both_texts() -> None:
    async def check() -> None:
        phone, other = await pair()
        await phone.write("e", "on the first")
        await other.write("e", "on the second")
        taken = await other.take(phone)
        entry, history = await other.store.entry("e"), await other.store.history("e")
        assert entry.answers["note"] == "on the first", "its clock is later"
        assert sorted(str(one.answers["note"]) for one in history) == ["as it began", "on the second"]
        assert entry.head.version == 3 and taken.updated == 1
        await other.write("e", "and on")
        item = other.store.outbox_of("e")
        assert item and (item.state, item.version) == (Delivery.PENDING, 4)

    run(check())


def test_the_one_that_was_changed_last_stands_whichever_has_the_higher_number() -> None:
    async def check() -> None:
        phone, other = await pair()
        for words in ("two", "three", "four"):
            await other.write("e", words)
        await phone.write("e", "the last word")
        await other.take(phone)
        await phone.take(other)
        for one in (phone, other):
            entry = await one.store.entry("e")
            assert entry.answers["note"] == "the last word" and entry.head.version == 5

    run(check())


def test_a_later_version_is_the_later_one_also_when_the_clock_was_put_back() -> None:
    async def check() -> None:
        phone, other = await pair()
        phone.clock.advance(-30 * 86_400)
        await phone.write("e", "under a wrong clock")
        await other.take(phone)
        assert (await other.store.entry("e")).answers["note"] == "under a wrong clock"

    run(check())


# People


def test_a_number_that_was_changed_elsewhere_is_the_number_here() -> None:
    async def check() -> None:
        phone, other = await pair()
        await phone.person("sam", phone="555-0177")
        await other.person("lee", phone="555-0111")
        taken = await other.take(phone)
        assert other.people() == {"sam": "555-0177", "lee": "555-0111"} and taken.people_changed == ["sam"]
        await phone.take(other)
        assert phone.people() == other.people()

    run(check())


def test_where_nobody_knows_which_number_is_right_both_are_there() -> None:
    async def check() -> None:
        phone, other = await pair(dates=False)
        await phone.person("sam", phone="555-0177")
        for _ in range(2):
            await other.take(phone)
            assert sorted(other.people().values()) == ["555-0100", "555-0177"]

    run(check())


@pytest.mark.parametrize("dates", [True, False])
def test_a_person_who_was_removed_stays_removed_and_the_restore_says_so(dates: bool) -> None:
    async def check() -> None:
        phone, other = await pair(dates)
        await other.without("sam")
        taken = await other.take(phone)
        assert other.people() == {} and taken.people_left_out == ["sam"]
        assert "You removed sam here earlier" in restored(WORDS, Restored(*taken.counts, taken), date(2026, 11, 24))

    run(check())


def test_a_person_who_was_removed_and_changed_later_elsewhere_comes_back_with_a_word() -> None:
    async def check() -> None:
        phone, other = await pair()
        await other.without("sam")
        await phone.person("sam", phone="555-0177")
        taken = await other.take(phone)
        assert other.people() == {"sam": "555-0177"} and taken.people_added == ["sam"]

    run(check())


def test_what_may_be_seen_while_locked_is_this_devices_own_affair() -> None:
    async def check() -> None:
        phone, other = await pair()
        await phone.person("sam", on_lock=True)
        await phone.person("lee", on_lock=True)
        await other.take(phone)
        assert [one.on_lock for one in other.plans.people.contacts] == [False, False]

    run(check())


# The plan, questions, settings, warnings


def test_the_newer_plan_stands_also_where_it_says_again_what_an_earlier_one_said() -> None:
    async def check() -> None:
        phone, other = await pair()
        first = Plan({Step.SIGNS: "first"}, at(20, 8).at)
        await phone.plans.keep_plan(first)
        await other.take(phone)
        await other.plans.keep_plan(Plan({Step.SIGNS: "second"}, at(21, 8).at), keeps_old=True)
        await phone.plans.keep_plan(replace(first, changed_at=at(22, 8).at))
        taken = await other.take(phone)
        assert other.plans.plan.texts == {Step.SIGNS: "first"} and taken.plan
        assert {plan.texts[Step.SIGNS] for _, plan in await other.plans.versions()} == {"first", "second"}

    run(check())


def test_settings_are_as_they_were_set_last_and_a_refusal_to_send_counts_where_nobody_knows() -> None:
    async def check() -> None:
        phone, other = await pair()
        await other.preferences.change(country="US", consent=Consent.NO)
        phone.clock.advance(10)
        await phone.preferences.change(country="CA", lock_after=1)
        await other.take(phone)
        choices = other.preferences.choices
        assert (choices.country, choices.consent, choices.lock_after) == ("CA", Consent.NO, 5)
        old, new = await pair(dates=False)
        await old.preferences.change(consent=Consent.NO)
        await new.preferences.change(consent=Consent.YES)
        await new.take(old)
        assert new.preferences.choices.consent is Consent.NO

    run(check())


def test_questions_reading_and_warnings_of_both_are_there() -> None:
    async def check() -> None:
        phone, other = await pair()
        await phone.reading.keep_question(Question("q", "May I swim?", START))
        await other.take(phone)
        await other.reading.keep_question(Question("q", "May I swim?", START, is_done=True))
        phone.clock.advance(3600)
        await phone.reading.keep_question(Question("q", "May I swim in the sea?", START))
        await phone.reading.change_reading("a", is_kept=True)
        for one, id in ((phone, "w1"), (other, "w2")):
            await one.vault.write([Put(id, {"k": "warned", "at": START.isoformat()})])
        await other.take(phone)
        assert [(one.text, one.is_done) for one in other.reading.questions()] == [("May I swim in the sea?", False)]
        assert other.reading.readings()["a"].is_kept
        assert {row.id for row in other.vault.of_kind("warned")} == {"w1", "w2"}

    run(check())


# Damage


def test_a_damaged_outbox_record_whose_entry_is_gone_keeps_nothing_from_being_restored() -> None:
    async def check() -> None:
        phone, _ = await pair()
        backup = (await open_records(phone.vault))[0]
        (row,) = phone.vault.of_kind("outbox")
        phone.records.stored[row.id] = phone.records.stored[row.id]._replace(header=b"\x01 damaged")
        del phone.records.stored["e"]
        await phone.open()
        taken = await take_in(phone.vault, backup)
        assert taken.added == 1 and not phone.vault.damaged
        await phone.open()
        assert phone.store.outbox_of("e") == OutboxItem("e", Delivery.PENDING, 1)

    run(check())


@pytest.mark.parametrize("header", [{"k": "outbox"}, {"k": "outbox", "entry": "e"}, {"k": "version"},
                                    {"k": "outbox", "entry": "gone", "state": "acknowledged", "version": 1},
                                    {"k": "outbox", "entry": "e", "state": "something new", "version": 1}])  # fmt: skip
def test_an_odd_record_of_a_backup_keeps_nothing_else_from_being_restored(header: dict[str, Any]) -> None:
    async def check() -> None:
        phone, _ = await pair()
        records = (await open_records(phone.vault))[0]
        odd = [replace(records[0], id="odd", header=json.dumps(header).encode(), body=b"{}")]
        fresh = await Phone().open()
        outbox = [one for one in records if b'"outbox"' in one.header]
        await take_in(fresh.vault, [*odd, *(one for one in records if one not in outbox)])
        await fresh.open()
        assert (await fresh.store.entry("e")).answers["note"] == "as it began"
        item = fresh.store.outbox_of("e")
        assert item is not None and item.state is Delivery.PENDING

    run(check())


def test_a_restore_is_one_batch_so_a_kill_leaves_the_old_or_the_new_state() -> None:
    async def check() -> None:
        phone, other = await pair()
        await phone.write("e", "on the first")
        await other.write("e", "on the second")
        await phone.person("sam", phone="555-0177")
        before = dict(other.records.stored)
        writes: list[int] = []
        write = other.records.write

        async def counting(batch: Any) -> None:
            writes.append(len(batch.puts))
            await write(batch)

        other.records.write = counting  # type: ignore[method-assign]
        other.records.failures = [StoreFull("no space")]
        with pytest.raises(StoreFull):
            await other.take(phone)
        assert other.records.stored == before and len(writes) == 1
        await other.open()
        await other.take(phone)
        assert len(writes) == 2 and (await other.store.entry("e")).answers["note"] == "on the first"

    run(check())


# The way to the clinic


def test_what_one_phone_has_sent_is_not_sent_again_by_the_other() -> None:
    async def check() -> None:
        phone, other = await pair()
        sent = OutboxItem("e", Delivery.SENT, 1, "s-1", 'W/"1"', START)
        await phone.store.note_delivery([sent])
        await other.take(phone)
        assert other.store.outbox_of("e") == sent
        await other.write("e", "changed here")
        await phone.write("e", "changed there")
        await other.take(phone)
        item = other.store.outbox_of("e")
        assert item and (item.state, item.version, item.server_id, item.etag) == (Delivery.PENDING, 3, "s-1", 'W/"1"')

    run(check())


ROBIN = ClinicSettings("Example", "https://clinic.example/fhir", patient_id="robin", token="t")
SAM = replace(ROBIN, patient_id="sam")


async def backup_service(phone: Phone, clinic: ClinicSettings | None) -> tuple[Backup, Journal]:
    journal = Journal(phone.store, shipped().forms, phone.clock)
    return Backup(phone.vault, phone.store, DeviceCryptography(), None, origin_of(clinic)), journal


@pytest.mark.parametrize(
    ("made_for", "brought_into", "whose"),
    [
        (ROBIN, ROBIN, Whose.MINE),
        (ROBIN, SAM, Whose.ANOTHERS),
        (ROBIN, replace(ROBIN, fhir_base="https://other.example/fhir"), Whose.ANOTHERS),
        (None, SAM, Whose.UNKNOWN),
        (ROBIN, None, Whose.MINE),
    ],
)
def test_a_backup_knows_whose_it_is(made_for: Any, brought_into: Any, whose: Whose) -> None:
    async def check() -> None:
        phone, fresh = (await pair())[0], await Phone().open()
        made = await (await backup_service(phone, made_for))[0].make("a long passphrase")
        opened = await (await backup_service(fresh, brought_into))[0].open(made.data, "a long passphrase")
        assert opened.whose is whose
        same = await (await backup_service(phone, brought_into))[0].open(made.data, "a long passphrase")
        if made_for is None:
            assert same.whose is Whose.MINE, "its entries are here already"
        assert (await read_whole(made.data, "a long passphrase", DeviceCryptography()))[1] == origin_of(made_for)

    run(check())


def test_nothing_of_another_patients_backup_is_ever_sent_and_the_agreement_does_not_come_along() -> None:
    async def check() -> None:
        robin, sam = (await pair())[0], await Phone().open()
        await robin.preferences.change(consent=Consent.YES, country="CA")
        made = await (await backup_service(robin, ROBIN))[0].make("a long passphrase")
        service, journal = await backup_service(sam, SAM)
        done = await service.restore(made.data, "a long passphrase", journal, sam.preferences)
        assert done.added == 1 and done.stays_here
        assert sam.preferences.choices.consent is Consent.UNASKED
        assert "Nothing from this backup is sent" in restored(WORDS, done, date(2026, 11, 24))
        await sam.open()
        await sam.write("e", "changed by sam")
        (draft,) = await sam.store.drafts()
        assert draft.stays_here
        await sam.store.keep_draft(replace(draft, answers={**draft.answers, "mood": 3}))
        head = EntryHead("of draft", "form", "1", at(24, 7), EntryStatus.COMPLETED, 1, sam.clock.now())
        await sam.store.keep_entry(Entry(head, {"note": "begun", "mood": 3}), draft.id)
        assert {item.entry_id: item.state for item in sam.store.outbox()} == {
            "e": Delivery.HERE,
            "of draft": Delivery.HERE,
        }
        assert (await sam.copy()).store.outbox_of("e") == sam.store.outbox_of("e"), "also after another restore"

    run(check())


def test_who_answered_by_mistake_that_a_backup_is_not_theirs_is_asked_again_and_can_say_so() -> None:
    async def check() -> None:
        old, fresh = (await pair())[0], await Phone().open()
        made = await (await backup_service(old, None))[0].make("a long passphrase")
        service, journal = await backup_service(fresh, SAM)
        await service.restore(made.data, "a long passphrase", journal, fresh.preferences)
        opened = await service.open(made.data, "a long passphrase")
        assert opened.whose is Whose.UNKNOWN and [one.state for one in fresh.store.outbox()] == [Delivery.HERE]
        await service.bring_in(opened, journal, fresh.preferences, stays_here=True)
        assert [one.state for one in fresh.store.outbox()] == [Delivery.HERE]
        await service.bring_in(opened, journal, fresh.preferences, stays_here=False)
        assert [one.state for one in fresh.store.outbox()] == [Delivery.PENDING]
        assert [one.stays_here for one in await fresh.store.drafts()] == [False]

    run(check())


# Whatever happened on both

ids = st.sampled_from(["a", "b"])
texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)
actions = st.one_of(
    st.tuples(st.just("entry"), ids, texts),
    st.tuples(st.just("draft"), ids, texts),
    st.tuples(st.just("own"), ids, st.integers(0, 20)),
    st.tuples(st.just("cancel"), ids, st.booleans()),
    st.tuples(st.just("start"), ids, st.integers(0, 20)),
    st.tuples(st.just("driver"), ids, st.booleans()),
    st.tuples(st.just("person"), ids, texts),
    st.tuples(st.just("without"), ids, st.none()),
    st.tuples(st.just("plan"), ids, texts),
    st.tuples(st.just("question"), ids, texts),
    st.tuples(st.just("unask"), ids, st.none()),
    st.tuples(st.just("undo"), ids, st.none()),
    st.tuples(st.just("begin"), ids, texts),
    st.tuples(st.just("took"), ids, st.sampled_from([None, *TookPlace])),
    st.tuples(st.just("fold"), ids, st.none()),
    st.tuples(st.just("reading"), ids, st.integers(0, 3)),
    st.tuples(st.just("country"), ids, st.sampled_from(["US", "CA", "GB"])),
)
lives = st.lists(actions, max_size=8)


def question_id(phone: Phone, id: str) -> str:
    """The id of a question that is not removed: one that was removed and is asked again gets an id of its own."""
    gone, found = {row.header["question"] for row in phone.vault.of_kind("question-removed")}, f"q{id}"
    while found in gone and not any(one.id == found for one in phone.reading.questions()):
        found += "+"
    return found


async def live(phone: Phone, life: list[tuple[str, str, Any]], typed: set[str]) -> None:
    """A person's actions, one after the other."""
    course = phone.store.course
    for number, (what, id, value) in enumerate(life):
        phone.clock.advance(60 + number)
        words = f"{what} {value} {phone.clock.now().isoformat()}"
        match what:
            case "entry":
                await phone.write(id, words)
                typed.add(words)
            case "draft":
                await phone.store.keep_draft(Draft(f"d{id}", "form", at(24, 7), {"note": words}))
            case "own":
                own = course.own(f"i{id}") or OwnInfusion(f"i{id}", at(26, 10))
                await course.keep_own(replace(own, start=at(26, value), moved_from=own.start))
            case "cancel":
                own = course.own(f"i{id}") or OwnInfusion(f"i{id}", at(26, 10))
                await course.keep_own(replace(own, is_cancelled=value))
            case "start":
                await course.tell([f"i{id}"], started=at(26, value))
            case "driver":
                await course.tell(
                    [f"i{id}"], has_driver=value, driver_day=date(2026, 11, 26), driver=words if value else ""
                )
            case "person":
                await phone.person(id, phone=f"555-{number}", relation=words)
            case "without":
                await phone.without(id)
            case "plan":
                changed = Plan({Step.SIGNS: words}, phone.clock.now())
                await phone.plans.keep_plan(changed, keeps_old=True)
                typed.add(words)
            case "question":
                await phone.reading.keep_question(Question(question_id(phone, id), words, START))
            case "unask":
                await phone.reading.drop_question(question_id(phone, id))
            case "undo":
                await phone.reading.bring_back()
            case "begin":
                await phone.reading.keep_begun(words, phone.clock.now())
            case "took":
                await course.tell([f"i{id}"], took_place=value, answered_for=at(26, 10) if value else None)
            case "fold":
                log = SafetyLog(phone.vault)
                if not phone.vault.get(f"w{id}"):
                    await log.add(Warned(f"w{id}", START, Level.INFO, Topic.MIND, "m", "form", ()))
                else:
                    await log.fold([f"w{id}"], phone.clock.now())
            case "reading":
                await phone.reading.change_reading(id, section=value)
            case "country":
                await phone.preferences.change(country=value)


async def content(phone: Phone) -> dict[str, Any]:
    """What a person would call the same journal."""
    entries = {head.id: await phone.store.entry(head.id) for head in phone.store.heads()}
    histories = {id: await phone.store.history(id) for id in entries}
    return {
        "entries": {id: (one.head.version, one.answers) for id, one in entries.items()},
        "history": {id: sorted(str(one.answers) for one in history) for id, history in histories.items()},
        "drafts": sorted((one.id, str(one.answers)) for one in await phone.store.drafts()),
        "course": [replace(one, appointment_id=one.appointment_id) for one in phone.store.course.all()],
        "people": {one.id: asdict(one) for one in phone.plans.people.contacts},
        "plan": dict(phone.plans.plan.texts),
        "plans": sorted(str(dict(plan.texts)) for _, plan in await phone.plans.versions()),
        "questions": [(one.id, one.text) for one in phone.reading.questions()],
        "begun": phone.reading.begun(),
        "removed": phone.reading.removed(),
        "warned": sorted(SafetyLog(phone.vault).all(), key=lambda one: one.id),
        "readings": dict(phone.reading.readings()),
        "country": phone.preferences.choices.country,
        "earlier": sorted(row.id for row in phone.vault.of_kind(EARLIER)),
    }


def strings(value: Any) -> list[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in strings(one)]


@given(lives, lives, lives)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_two_journals_that_parted_become_one_whichever_way_round_and_nothing_typed_is_lost(
    before: Any, here: Any, there: Any
) -> None:
    async def check() -> None:
        typed: set[str] = set()
        one = await Phone().open()
        await live(one, before, typed)
        other = await one.copy()
        other.clock.advance(0.5)
        await live(one, here, typed)
        await live(other, there, typed)
        drafts = {str(draft.answers["note"]) for phone in (one, other) for draft in await phone.store.drafts()}
        notes = {question.text for phone in (one, other) for question in phone.reading.questions()}
        notes |= {phone.reading.begun() for phone in (one, other)} - {""}
        people = {contact.relation for phone in (one, other) for contact in phone.plans.people.contacts}
        first, second = await one.copy(), await other.copy()
        await first.take(other)
        await second.take(one)
        joined = await content(first)
        assert joined == await content(second), "the same whichever way round"
        await first.take(other)
        await first.take(second)
        assert joined == await content(first), "once more changes nothing"
        records = (await open_records(first.vault))[0]
        kept = {text for one in records for part in (one.header, one.body) for text in strings(json.loads(part))}
        assert {*typed, *drafts, *notes, *people} <= kept
        assert not [row for row in first.vault.of_kind("own-infusion") if WRITTEN not in row.header]

    run(check())
