"""Restoring a backup adds; it never replaces what is here by something older."""

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.device.sealing import AesGcmSealing
from companion.domain.journal import Delivery, Draft, Entry, EntryHead, EntryStatus, Occurrence, OutboxItem
from companion.errors import BackupUnreadable
from companion.services.preferences import Preferences
from companion.store.backup import OpenRecord
from companion.store.journal import JournalStore
from companion.store.transfer import open_records, take_in
from companion.store.vault import Vault, open_vault
from tests.fakes import MemoryRecords

T = TypeVar("T")
AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
WHEN = Occurrence(AT, "UTC", date(2026, 11, 24), "08:00")
STATUSES = {1: EntryStatus.COMPLETED}


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


async def phone() -> tuple[Vault, JournalStore]:
    vault = await open_vault(MemoryRecords(), AesGcmSealing(bytes(32)))
    return vault, JournalStore(vault)


def version(number: int, note: str = "", id: str = "e") -> Entry:
    """One version of an entry; its note says where it was written."""
    head = EntryHead(id, "form", "1", WHEN, STATUSES.get(number, EntryStatus.AMENDED), number, AT)
    return Entry(head, {"note": note or f"v{number}"})


async def write(store: JournalStore, first: int, last: int, note: str = "") -> None:
    for number in range(first, last + 1):
        await store.keep_entry(version(number, note))


async def bring(records: list[OpenRecord], vault: Vault, store: JournalStore) -> tuple[int, int]:
    said = (await take_in(vault, records)).counts
    store.reindex()
    return said


async def notes(store: JournalStore, id: str = "e") -> list[object]:
    """The entry's texts, the newest version's first."""
    return [entry.answers["note"] for entry in [await store.entry(id), *await store.history(id)]]


@given(st.integers(0, 4), st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_the_newer_version_stays_whichever_side_has_it(here: int, backed_up: int) -> None:
    async def check() -> None:
        (old, old_store), (vault, store) = await phone(), await phone()
        await write(old_store, 1, backed_up)
        await write(store, 1, here)
        records = (await open_records(old))[0]
        added = int(backed_up > here)
        assert await bring(records, vault, store) == (added, 1 - added)
        newest = max(here, backed_up)
        assert await notes(store) == [f"v{number}" for number in range(newest, 0, -1)]
        assert await bring(records, vault, store) == (0, 1), "a second time changes nothing"
        assert store.outbox_of("e") is not None and len(store.outbox()) == 1
        await store.keep_entry(version(newest + 1))

    run(check())


def test_what_was_written_here_alone_is_kept_as_an_earlier_version_when_the_backup_has_a_newer_one() -> None:
    async def check() -> None:
        (old, old_store), (vault, store) = await phone(), await phone()
        await write(old_store, 1, 3)
        await write(store, 1, 1)
        await store.keep_entry(version(2, "only here"))
        await bring((await open_records(old))[0], vault, store)
        kept = await notes(store)
        assert kept[0] == "v3" and "only here" in kept

    run(check())


def test_the_state_of_sending_comes_with_its_entry_and_an_older_one_does_not() -> None:
    async def check() -> None:
        (old, old_store), (vault, store) = await phone(), await phone()
        await write(old_store, 1, 1)
        sent = OutboxItem("e", Delivery.SENT, 1, "s-1", 'W/"1"', AT)
        await old_store.note_delivery([sent])
        records = (await open_records(old))[0]
        await bring(records, vault, store)
        assert store.outbox_of("e") == sent
        await store.keep_entry(version(2))
        await store.note_delivery([replace(sent, version=2, etag='W/"2"')])
        await bring(records, vault, store)
        assert store.outbox_of("e") == replace(sent, version=2, etag='W/"2"')

    run(check())


def test_a_draft_and_the_settings_of_this_phone_stay() -> None:
    async def check() -> None:
        (old, old_store), (vault, store) = await phone(), await phone()
        await old_store.keep_draft(Draft("d", "form", WHEN, {"note": "older words"}))
        await old_store.keep_draft(Draft("d2", "form", WHEN, {"note": "from the backup"}))
        await Preferences(old).change(country="CA")
        await store.keep_draft(Draft("d", "form", WHEN, {"note": "words of now"}))
        await Preferences(vault).change(country="US")
        await bring((await open_records(old))[0], vault, store)
        drafts = {draft.id: draft.answers["note"] for draft in await store.drafts()}
        assert drafts.pop("d2") == "from the backup"
        assert "d" in drafts and sorted(map(str, drafts.values())) == ["older words", "words of now"], "both are kept"
        assert Preferences(vault).choices.country == "US"

    run(check())


def test_an_empty_phone_gets_everything() -> None:
    async def check() -> None:
        (old, old_store), (vault, store) = await phone(), await phone()
        await write(old_store, 1, 3)
        await old_store.keep_draft(Draft("d", "form", WHEN, {"note": "begun"}))
        await Preferences(old).change(country="CA")
        await bring((await open_records(old))[0], vault, store)
        assert await notes(store) == ["v3", "v2", "v1"] and len(await store.drafts()) == 1
        assert Preferences(vault).choices.country == "CA"

    run(check())


def test_a_damaged_draft_does_not_keep_the_journal_shut() -> None:
    async def check() -> None:
        records, sealing = MemoryRecords(), AesGcmSealing(bytes(32))
        store = JournalStore(await open_vault(records, sealing))
        await write(store, 1, 1)
        for id in ("d", "d2"):
            await store.keep_draft(Draft(id, "form", WHEN, {"note": "begun"}))
        records.stored["d"] = records.stored["d"]._replace(body=b"\x01 damaged")
        again = JournalStore(await open_vault(records, sealing))
        assert [draft.id for draft in await again.drafts()] == ["d2"] and await notes(again) == ["v1"]

    run(check())


def test_what_does_not_open_here_comes_back_from_the_backup() -> None:
    async def check() -> None:
        records, sealing = MemoryRecords(), AesGcmSealing(bytes(32))
        vault = await open_vault(records, sealing)
        store = JournalStore(vault)
        await write(store, 1, 2)
        await store.keep_draft(Draft("d", "form", WHEN, {"note": "begun"}))
        backup = (await open_records(vault))[0]
        for row in vault.all():
            records.stored[row.id] = records.stored[row.id]._replace(header=b"\x01 damaged")
            broken = await open_vault(records, sealing)
            assert broken.damaged == (row.id,)
            await take_in(broken, backup)
            assert not broken.damaged
            again = JournalStore(await open_vault(records, sealing))
            assert await notes(again) == ["v2", "v1"] and len(await again.drafts()) == 1

    run(check())


def test_a_backup_of_a_newer_app_is_refused_and_nothing_is_changed() -> None:
    async def check() -> None:
        vault, store = await phone()
        await write(store, 1, 1)
        header = json.dumps({"k": "entry", "version": 9}).encode()
        with pytest.raises(BackupUnreadable):
            await take_in(vault, [OpenRecord("x", 1, 99, header, b"{}")])
        assert len(vault.all()) == 2

    run(check())
