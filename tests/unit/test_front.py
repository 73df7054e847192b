"""Beside the lock: what may be seen is what was allowed, and what is written while locked becomes an entry once."""

import asyncio
from datetime import UTC, datetime

import pytest

from companion.config import assets_dir
from companion.content import DAILY_CHECK_IN, load_content
from companion.device.sealing import AesGcmSealing, DeviceCryptography
from companion.domain.journal import Delivery, EntryStatus
from companion.domain.plan import Contact, Step
from companion.errors import InvalidAnswer, StoreFull
from companion.services.front import Front
from companion.services.journal import Journal
from companion.services.plan import Support
from companion.services.preferences import Preferences
from companion.store.backup import OpenRecord
from companion.store.front import FrontStore
from companion.store.journal import JournalStore
from companion.store.keyring import KeyRing, open_keyring
from companion.store.plan import PlanStore
from companion.store.ring import FRONT, ring_from_bytes
from companion.store.transfer import open_records, take_in
from companion.store.vault import Vault, open_vault
from tests.allowing import allow
from tests.fakes import FixedClock, MemoryRecords, MemorySecrets

FORMS = load_content(assets_dir()).forms
KEY = bytes(32)
AT = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
CANARY = "kingfisherzanzibar"
ALEX = {"name": "Alex", "relation": "my brother", "phone": "+1 (555) 010-0142"}


class Place:
    """One journal's records with the ring beside them; opened as often as a test likes."""

    def __init__(self) -> None:
        self.records = MemoryRecords()
        self.secrets = MemorySecrets()
        self.clock = FixedClock()
        self.keyring: KeyRing
        self.front: Front
        self.vault: Vault
        self.journal: Journal
        self.support: Support
        self.preferences: Preferences
        self.unread = 0

    async def reach(self) -> Front:
        crypto = DeviceCryptography()
        self.keyring = await open_keyring(self.secrets, crypto, self.clock)
        self.front = Front(FrontStore(self.records, crypto, self.keyring), FORMS, self.clock)
        return self.front

    async def open(self) -> "Place":
        await self.reach()
        self.vault = await open_vault(self.records, AesGcmSealing(KEY))
        store, self.preferences = JournalStore(self.vault), Preferences(self.vault)
        self.unread = await self.front.move_in(self.vault, store)
        self.journal = Journal(store, FORMS, self.clock)
        await self.journal.load()
        self.support = Support(PlanStore(self.vault), self.front.store, self.preferences, self.clock)
        await self.support.load()
        return self

    async def under_front_key(self) -> str:
        """Everything that the front key alone opens, as text."""
        front = AesGcmSealing(ring_from_bytes(self.secrets.ring).front)
        vault = await open_vault(self.records, AesGcmSealing(KEY))
        rows = [record for record in self.records.stored.values() if record.schema == FRONT]
        from companion.ports import Part
        from companion.store.vault import place

        parts = [Part(one.body, place(one.id, one.revision, "body", FRONT)) for one in rows]
        assert not vault.damaged
        return b"".join(one or b"" for one in await front.open_many(parts)).decode()


async def with_alex(place: Place, **more: bool) -> str:
    await place.support.type_contact("", Contact("", **ALEX, **more))
    await place.support.keep_contact("")
    return place.support.contacts[-1].id


# What may be seen


async def seen_while_locked(place: Place) -> Front:
    front = await place.reach()
    await front.load()
    return front


def test_what_is_allowed_is_seen_without_the_journals_key_and_what_is_not_is_not_even_sealed_by_it() -> None:
    async def story() -> None:
        place = await Place().open()
        alex = await with_alex(place)
        await place.support.write(Step.SIGNS, f"the {CANARY} comes")
        front = await seen_while_locked(place)
        assert front.plan is None and front.contacts == () and await place.under_front_key() == ""
        await place.open()
        await allow(place.support, plan=True, contacts=frozenset())
        front = await seen_while_locked(place)
        assert front.plan and front.plan.lines(Step.SIGNS) == (f"the {CANARY} comes",) and front.contacts == ()
        assert "555" not in await place.under_front_key()
        await place.open()
        await allow(place.support, plan=False, contacts=frozenset({alex}))
        front = await seen_while_locked(place)
        assert front.plan is None and [one.name for one in front.contacts] == ["Alex"]
        assert CANARY not in await place.under_front_key()

    asyncio.run(story())


def test_a_change_of_plan_or_people_is_seen_at_once_and_a_taken_back_permission_leaves_nothing() -> None:
    async def story() -> None:
        place = await Place().open()
        alex = await with_alex(place, on_lock=True)
        await allow(place.support, plan=True, contacts=frozenset({alex}))
        await place.support.write(Step.ALONE, "walk")
        assert (await seen_while_locked(place)).plan.lines(Step.ALONE) == ("walk",)  # type: ignore[union-attr]
        await place.open()
        await place.support.remove(alex)
        front = await seen_while_locked(place)
        assert front.contacts == () and "Alex" not in await place.under_front_key()
        await place.open()
        await allow(place.support, plan=False, contacts=frozenset())
        assert await place.under_front_key() == "" and not any(
            one.schema == FRONT for one in place.records.stored.values()
        )

    asyncio.run(story())


def test_where_the_writing_fails_neither_the_plan_nor_its_copy_changes_and_what_was_typed_stays() -> None:
    async def story() -> None:
        place = await Place().open()
        await place.support.write(Step.ALONE, "walk")
        await allow(place.support, plan=True, contacts=frozenset())
        place.records.failures = [StoreFull("no space")]
        with pytest.raises(StoreFull):
            await place.support.write(Step.ALONE, "walk\nmusic")
        assert place.support.plan.lines(Step.ALONE) == ("walk", "music") and not place.support.is_kept
        assert (await seen_while_locked(place)).plan.lines(Step.ALONE) == ("walk",)  # type: ignore[union-attr]
        await place.support.keep_unsaved()
        assert (await seen_while_locked(place)).plan.lines(Step.ALONE) == ("walk", "music")  # type: ignore[union-attr]
        assert (await place.open()).support.plan.lines(Step.ALONE) == ("walk", "music")

    asyncio.run(story())


def test_the_front_key_of_an_old_ring_is_kept_before_anything_is_sealed_by_it() -> None:
    async def story() -> None:
        place = Place()
        place.secrets.ring = KEY  # format 1: the journal's key alone
        await place.open()
        await place.support.write(Step.ALONE, "walk")
        await allow(place.support, plan=True, contacts=frozenset())
        assert (await seen_while_locked(place)).plan is not None

    asyncio.run(story())


def test_a_copy_that_does_not_open_is_said_and_written_anew_and_a_full_device_opens_all_the_same() -> None:
    async def story() -> None:
        place = await Place().open()
        await place.support.write(Step.ALONE, "walk")
        await allow(place.support, plan=True, contacts=frozenset())
        (shelf,) = (id for id, one in place.records.stored.items() if one.schema == FRONT)
        place.records.stored[shelf] = place.records.stored[shelf]._replace(body=b"\x01" + bytes(40))
        front = await seen_while_locked(place)
        assert front.is_unread and front.plan is None
        place.records.failures = [StoreFull("no space")]
        await place.open()
        assert place.support.plan.lines(Step.ALONE) == ("walk",)
        await place.open()
        front = await seen_while_locked(place)
        assert front.plan and not front.is_unread

    asyncio.run(story())


def test_a_journal_that_shows_nothing_leaves_an_old_ring_as_it_is() -> None:
    async def story() -> None:
        place = Place()
        place.secrets.ring = KEY
        await place.open()
        await place.support.write(Step.ALONE, "walk")
        assert place.secrets.ring == KEY

    asyncio.run(story())


# What is written while locked


def test_what_was_left_becomes_an_entry_of_its_time_once_and_waits_to_be_sent() -> None:
    async def story() -> None:
        place = await Place().open()
        front = await place.reach()
        await front.leave(DAILY_CHECK_IN, {"mood": 4}, AT)
        await front.leave(DAILY_CHECK_IN, {"mood": 7}, AT)
        for _ in range(2):  # the second opening finds nothing that waits
            await place.open()
            heads = place.journal.heads()
            assert sorted(head.facts["mood"] for head in heads) == [4, 7]
            assert all(head.status is EntryStatus.COMPLETED and head.occurrence.at == AT for head in heads)
            assert heads[0].occurrence.zone == "Europe/Paris" and heads[0].occurrence.clock == "04:30"
            assert all(place.journal.delivery(head.id).state is Delivery.PENDING for head in heads)  # type: ignore[union-attr]
            assert (await place.journal.entry(heads[0].id)).answers.keys() == {"mood"}
        assert not any(one.schema == FRONT for one in place.records.stored.values())

    asyncio.run(story())


def test_an_end_in_between_loses_nothing_and_doubles_nothing() -> None:
    async def story() -> None:
        place = await Place().open()
        await place.support.write(Step.ALONE, "walk")
        await (await place.reach()).leave(DAILY_CHECK_IN, {"mood": 4}, AT)
        place.records.failures = [StoreFull("no space")]
        await place.open()  # it opens all the same, and the record still waits
        assert place.journal.is_empty() and sum(one.schema == FRONT for one in place.records.stored.values()) == 1
        await place.open()
        assert [head.facts["mood"] for head in place.journal.heads()] == [4]

    asyncio.run(story())


def test_an_answer_that_does_not_fit_is_refused_when_it_is_left() -> None:
    async def story() -> None:
        front = await (await Place().open()).reach()
        with pytest.raises(InvalidAnswer):
            await front.leave(DAILY_CHECK_IN, {"mood": 99}, AT)

    asyncio.run(story())


def test_a_damaged_one_is_counted_left_alone_and_keeps_nothing_else_back() -> None:
    async def story() -> None:
        place = await Place().open()
        front = await place.reach()
        await front.leave(DAILY_CHECK_IN, {"mood": 4}, AT)
        broken = next(id for id, one in place.records.stored.items() if one.schema == FRONT)
        await front.leave(DAILY_CHECK_IN, {"mood": 7}, AT)
        place.records.stored[broken] = place.records.stored[broken]._replace(body=b"\x01" + bytes(40))
        await place.open()
        assert place.unread == 1 and broken in place.records.stored
        assert [head.facts["mood"] for head in place.journal.heads()] == [7]
        assert not place.vault.damaged

    asyncio.run(story())


def test_a_country_that_is_chosen_while_a_letter_is_typed_keeps_both() -> None:
    async def story() -> None:
        place = await Place().open()
        await place.support.write(Step.ALONE, "walk")
        await allow(place.support, plan=True, contacts=frozenset())
        await place.preferences.change(country="CA")
        await asyncio.gather(place.support.refresh(), place.support.write(Step.ALONE, "walk\nmusic"))
        front = await seen_while_locked(place)
        assert front.country == "CA" and front.plan and front.plan.lines(Step.ALONE) == ("walk", "music")

    asyncio.run(story())


def test_a_version_that_is_brought_back_by_two_taps_leaves_one_earlier_version() -> None:
    async def story() -> None:
        place = await Place().open()
        for words in ("walk", "music"):
            place.support.begin()
            await place.support.write(Step.ALONE, words)
        ((_, walk),) = await place.support.versions()
        await asyncio.gather(place.support.bring_back(walk), place.support.bring_back(walk))
        kept = [one.lines(Step.ALONE) for _, one in await place.support.versions()]
        assert sorted(kept) == [("music",), ("walk",)] and place.support.plan.lines(Step.ALONE) == ("walk",)

    asyncio.run(story())


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"form": "of another version", "when": {}, "answers": {}},
        {"form": DAILY_CHECK_IN, "when": {}, "answers": {}},
        {"form": DAILY_CHECK_IN, "when": None, "answers": None},
    ],
)
def test_one_that_this_version_does_not_know_keeps_neither_the_journal_shut_nor_another_one_back(
    item: dict[str, object],
) -> None:
    async def story() -> None:
        place = await Place().open()
        await place.front.store.leave(item)
        await place.front.leave(DAILY_CHECK_IN, {}, AT)
        await place.open()
        assert len(place.journal.heads()) == 1 and place.unread == 1
        await place.open()
        assert len(place.journal.heads()) == 1 and place.unread == 1, "it stays as it is"

    asyncio.run(story())


# Backup


async def backup_of(place: Place) -> list[OpenRecord]:
    records, left_out = await open_records(place.vault)
    assert left_out == 0
    return records


def test_a_backup_carries_plan_and_people_but_no_permission() -> None:
    async def story() -> None:
        old = await Place().open()
        await with_alex(old, on_lock=True)
        await old.support.write(Step.SAFER, "locked away")
        await allow(old.support, plan=True, contacts=frozenset({old.support.contacts[0].id}))
        fresh = await Place().open()
        await take_in(fresh.vault, await backup_of(old))
        await fresh.support.reload()
        assert fresh.support.plan.lines(Step.SAFER) == ("locked away",) and not fresh.support.plan.on_lock
        assert [(one.name, one.phone, one.on_lock) for one in fresh.support.contacts] == [
            ("Alex", ALEX["phone"], False)
        ]
        assert await fresh.under_front_key() == ""

    asyncio.run(story())


def test_of_two_plans_the_newer_one_stands_the_other_stays_as_a_version_and_people_are_joined() -> None:
    async def story() -> None:
        for backup_is_newer in (False, True):
            old, here = await Place().open(), await Place().open()
            (old if backup_is_newer else here).clock.advance(600)
            await old.support.write(Step.ALONE, "backup")
            await here.support.write(Step.ALONE, "here")
            await with_alex(old)
            await with_alex(here)
            for _ in range(2):  # bringing it back twice adds nothing
                await take_in(here.vault, await backup_of(old))
                await here.support.reload()
                texts = [here.support.plan.lines(Step.ALONE)] + [
                    v.lines(Step.ALONE) for _, v in await here.support.versions()
                ]
                assert texts[0] == (("backup",) if backup_is_newer else ("here",))
                assert sorted(texts) == [("backup",), ("here",)]
                assert len(here.support.contacts) == 2

    asyncio.run(story())


@pytest.mark.parametrize("kind", ["plan", "contacts", "contact-draft", "plan-version"])
def test_what_is_damaged_here_of_plan_and_people_comes_back_from_a_backup(kind: str) -> None:
    async def story() -> None:
        place = await Place().open()
        await with_alex(place)
        for words in ("walk", "walk\nmusic"):
            place.support.begin()
            await place.support.write(Step.ALONE, words)
        await place.support.type_contact("", Contact("", "Sam"))
        backup = await backup_of(place)
        (row,) = place.vault.of_kind(kind)
        place.records.stored[row.id] = place.records.stored[row.id]._replace(header=b"\x01 damaged")
        await place.open()
        assert place.vault.damaged == (row.id,)
        await take_in(place.vault, backup)
        await place.open()
        assert not place.vault.damaged and place.support.plan.lines(Step.ALONE) == ("walk", "music")
        assert [one.name for one in place.support.contacts] == ["Alex"] and place.support.draft("")
        assert [old.lines(Step.ALONE) for _, old in await place.support.versions()] == [("walk",)]

    asyncio.run(story())


def test_somebody_who_is_being_written_down_here_stays_and_can_be_thrown_away_after_a_restore() -> None:
    async def story() -> None:
        old, here = await Place().open(), await Place().open()
        await old.support.type_contact("", Contact("", "from the backup"))
        await here.support.type_contact("", Contact("", "of now"))
        await take_in(here.vault, await backup_of(old))
        await here.support.reload()
        begun = here.support.draft("")
        assert begun and begun.name == "of now"
        await here.support.discard("")
        assert (await here.open()).support.draft("") is None

    asyncio.run(story())


def test_somebody_who_was_removed_and_came_back_with_a_backup_is_there_once() -> None:
    async def story() -> None:
        place = await Place().open()
        alex = await with_alex(place)
        backup = await backup_of(place)
        await place.support.remove(alex)
        await take_in(place.vault, backup)
        await place.support.reload()
        await place.support.bring_back_contact()
        assert [one.id for one in place.support.contacts] == [alex]

    asyncio.run(story())
