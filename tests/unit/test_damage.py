"""One damaged record keeps nothing else from being backed up, restored, or opened."""

import asyncio
from collections.abc import Callable

import pytest

from companion.device.sealing import AesGcmSealing, DeviceCryptography
from companion.domain.journal import Delivery, OutboxItem
from companion.errors import KeyWrong, SealBroken
from companion.ports import SealedRecord
from companion.services.backup import Backup
from companion.store.backup import read_backup
from companion.store.journal import JournalStore
from companion.store.transfer import open_records, take_in
from companion.store.vault import Put, Vault, open_vault
from tests.fakes import MemoryRecords
from tests.unit.test_transfer import AT, bring, notes, phone, run, version, write

SEALING = AesGcmSealing(bytes(32))
DAMAGED = b"\x01 damaged"


async def damaged_phone(*damaged: str) -> tuple[MemoryRecords, Vault, JournalStore]:
    """Entries a, b and c, each in two versions, with the bodies of some damaged."""
    records = MemoryRecords()
    store = JournalStore(await open_vault(records, SEALING))
    for id in "abc":
        await store.keep_entry(version(1, f"{id}1", id))
        await store.keep_entry(version(2, f"{id}2", id))
    for id in damaged:
        records.stored[id] = records.stored[id]._replace(body=DAMAGED)
    vault = await open_vault(records, SEALING)
    return records, vault, JournalStore(vault)


def test_a_backup_has_everything_that_can_be_read_and_says_how_many_it_lacks() -> None:
    async def check() -> None:
        _, vault, store = await damaged_phone("b")
        made = await Backup(vault, store, DeviceCryptography()).make("a long passphrase")
        assert made.left_out == 1
        records = await read_backup(made.data, "a long passphrase", DeviceCryptography())
        new_vault, new_store = await phone()
        assert await bring(list(records), new_vault, new_store) == (2, 0)
        assert await notes(new_store, "a") == ["a2", "a1"] and await notes(new_store, "c") == ["c2", "c1"]

    run(check())


def test_records_whose_header_is_damaged_are_counted_as_lacking_too() -> None:
    async def check() -> None:
        records, _, _ = await damaged_phone("b")
        records.stored["c"] = records.stored["c"]._replace(header=DAMAGED)
        assert (await open_records(await open_vault(records, SEALING)))[1] == 2

    run(check())


def test_a_backup_heals_the_entry_that_is_damaged_here_and_touches_no_other() -> None:
    async def check() -> None:
        _, old, _ = await damaged_phone()
        _, vault, store = await damaged_phone("b")
        with pytest.raises(SealBroken):
            await store.entry("b")
        assert (await take_in(vault, (await open_records(old))[0])).counts == (1, 2)
        store.reindex()
        assert (await notes(store, "b"))[0] == "b2" and (await notes(store, "a")) == ["a2", "a1"]

    run(check())


def test_a_damaged_entry_does_not_keep_a_newer_one_from_being_restored() -> None:
    async def check() -> None:
        _, old, old_store = await damaged_phone()
        await old_store.keep_entry(version(3, "b3", "b"))
        _, vault, store = await damaged_phone("b")
        assert (await take_in(vault, (await open_records(old))[0])).counts == (1, 2)
        store.reindex()
        assert (await notes(store, "b"))[0] == "b3"

    run(check())


def test_a_damaged_earlier_version_does_not_hide_the_others() -> None:
    async def check() -> None:
        records, vault, store = await damaged_phone()
        await store.keep_entry(version(3, "a3", "a"))
        second = next(row.id for row in vault.of_kind("version") if row.header["head"]["version"] == 2)
        records.stored[second] = records.stored[second]._replace(body=DAMAGED)
        assert await notes(store, "a") == ["a3", "a1"]

    run(check())


async def one_record(damage: Callable[[SealedRecord], SealedRecord]) -> MemoryRecords:
    records = MemoryRecords()
    await (await open_vault(records, SEALING)).write([Put("s", {"k": "settings"})])
    records.stored["s"] = damage(records.stored["s"])
    return records


def test_the_only_record_with_a_damaged_header_is_damage_and_no_wrong_key() -> None:
    async def check() -> None:
        records = await one_record(lambda record: record._replace(header=DAMAGED))
        assert (await open_vault(records, SEALING)).damaged == ("s",)
        with pytest.raises(KeyWrong):
            await open_vault(records, AesGcmSealing(bytes(31) + b"x"))

    run(check())


def test_where_no_header_opens_a_body_shows_that_the_key_is_right() -> None:
    async def check() -> None:
        records = MemoryRecords()
        await (await open_vault(records, SEALING)).write([Put("d", {"k": "draft"}, {"note": "begun"})])
        records.stored = {id: one._replace(header=DAMAGED) for id, one in records.stored.items()}
        assert "d" in (await open_vault(records, SEALING)).damaged
        with pytest.raises(KeyWrong):
            await open_vault(records, AesGcmSealing(bytes(31) + b"x"))

    run(check())


def test_the_record_that_shows_the_key_comes_once_and_is_nothing_of_the_journal() -> None:
    async def check() -> None:
        records, vault, store = await damaged_phone()
        count = len(records.stored)
        assert len(vault.all()) == count - 1 and not vault.of_kind("check")
        await store.note_delivery([OutboxItem("a", Delivery.SENT, 2, "s", "e", AT)])
        assert len(records.stored) == count
        assert len((await open_records(vault))[0]) == count - 1

    run(check())


def test_a_store_of_before_gets_it_with_its_next_write() -> None:
    async def check() -> None:
        records, vault, _ = await damaged_phone()
        known = {row.id for row in vault.all()}
        records.stored = {id: one for id, one in records.stored.items() if id in known}
        again = await open_vault(records, SEALING)
        await write(JournalStore(again), 1, 1)
        assert len(records.stored) == len(known) + 3  # the entry, its outbox record, the check
        assert not (await open_vault(records, SEALING)).damaged

    run(check())


def test_damage_is_not_mended_by_reading() -> None:
    async def check() -> None:
        records, vault, _ = await damaged_phone("b")
        before = dict(records.stored)
        await open_records(vault)
        await asyncio.sleep(0)
        assert records.stored == before

    run(check())
