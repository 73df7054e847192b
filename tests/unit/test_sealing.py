"""Sealed records and backups: round trips, and every changed byte is found."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.device.sealing import AesGcmSealing, DeviceCryptography
from companion.errors import BackupLocked, BackupUnreadable, KeyWrong, SealBroken
from companion.ports import Part
from companion.store import backup
from companion.store.backup import OpenRecord, make_backup, new_recovery_code, normalise_secret, read_backup
from companion.store.vault import Put, open_vault
from tests.fakes import MemoryRecords

T = TypeVar("T")
KEY = bytes(range(32))
CODE = "ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345"
RECORDS = [OpenRecord(f"id-{n}", n + 1, 1, b'{"k":"entry"}', b'{"n":%d}' % n) for n in range(3)]


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


@given(st.binary(max_size=300), st.binary(max_size=40), st.data())
@settings(max_examples=150, deadline=None)
def test_every_flipped_byte_of_a_sealed_part_is_found(data: bytes, place: bytes, draw: st.DataObject) -> None:
    sealing = AesGcmSealing(KEY)
    sealed = run(sealing.seal_many([Part(data, place)]))[0]
    assert list(run(sealing.open_many([Part(sealed, place)]))) == [data]
    at = draw.draw(st.integers(0, len(sealed) - 1))
    bit = draw.draw(st.integers(0, 7))
    changed = bytearray(sealed)
    changed[at] ^= 1 << bit
    assert list(run(sealing.open_many([Part(bytes(changed), place)]))) == [None]


def test_every_single_byte_of_a_record_matters() -> None:
    async def check() -> None:
        records, sealing = MemoryRecords(), AesGcmSealing(KEY)
        vault = await open_vault(records, sealing)
        await vault.write([Put("a", {"k": "entry"}, {"note": "words"}), Put("b", {"k": "entry"}, {"note": "more"})])
        whole = records.stored["a"]
        for part in ("header", "body"):
            data = getattr(whole, part)
            for at in range(len(data)):
                changed = data[:at] + bytes([data[at] ^ 0x40]) + data[at + 1 :]
                records.stored["a"] = type(whole)(
                    **{**{k: getattr(whole, k) for k in ("id", "revision", "schema", "header", "body")}, part: changed}
                )
                again = await open_vault(records, sealing)
                if part == "header":
                    assert again.damaged == ("a",) and [row.id for row in again.all()] == ["b"]
                else:
                    with pytest.raises(SealBroken):
                        await again.bodies([row for row in again.all() if row.id == "a"])
            records.stored["a"] = whole

    run(check())


def test_a_record_does_not_open_in_another_records_place_or_at_another_revision() -> None:
    async def check() -> None:
        records, sealing = MemoryRecords(), AesGcmSealing(KEY)
        vault = await open_vault(records, sealing)
        await vault.write([Put("a", {"k": "entry"}), Put("b", {"k": "entry"}), Put("c", {"k": "entry"})])
        stored = dict(records.stored)
        a, b = stored["a"], stored["b"]
        records.stored["a"] = type(a)("a", a.revision, a.schema, b.header, a.body)
        records.stored["b"] = type(b)("b", b.revision + 1, b.schema, b.header, b.body)
        assert set((await open_vault(records, sealing)).damaged) == {"a", "b"}

    run(check())


def test_a_key_that_opens_nothing_is_a_wrong_key_and_no_damage() -> None:
    async def check() -> None:
        records = MemoryRecords()
        vault = await open_vault(records, AesGcmSealing(KEY))
        await vault.write([Put("a", {"k": "entry"})])
        with pytest.raises(KeyWrong):
            await open_vault(records, AesGcmSealing(bytes(32)))

    run(check())


def make(secret: str = CODE, records: list[OpenRecord] = RECORDS, rounds: int = 1000) -> bytes:
    return run(make_backup(records, secret, DeviceCryptography(), rounds))


def read(data: bytes, secret: str = CODE) -> list[OpenRecord]:
    return list(run(read_backup(data, secret, DeviceCryptography(), fewest_rounds=1000)))


@given(
    st.lists(
        st.builds(OpenRecord, st.uuids().map(str), st.integers(1, 9), st.just(1),
                  st.text(max_size=50).map(lambda s: s.encode("utf-8", "ignore")),
                  st.text(max_size=200).map(lambda s: s.encode("utf-8", "ignore"))),
        max_size=8,
    )
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_a_backup_gives_back_what_it_was_made_of(records: list[OpenRecord]) -> None:
    assert read(make(records=records)) == records


def test_every_flipped_byte_of_a_backup_is_found() -> None:
    data = make()
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises((BackupUnreadable, BackupLocked)):
            read(changed)


def test_a_shortened_lengthened_or_reordered_backup_is_found() -> None:
    data = make()
    for changed in (data[:-1], data[:-40], data + b"x", data + b"\0\0\0\0", b"", data[:20], b"PK\x03\x04" + data):
        with pytest.raises(BackupUnreadable):
            read(changed)
    head = data.index(b"\n", len(backup.MAGIC)) + 1
    size = int.from_bytes(data[head : head + 4], "big") + 4
    swapped = data[:head] + data[head + size : head + 2 * size] + data[head : head + size] + data[head + 2 * size :]
    assert len(swapped) == len(data)
    with pytest.raises(BackupUnreadable):
        read(swapped)


def test_another_secret_does_not_open_a_backup() -> None:
    with pytest.raises(BackupLocked):
        read(make(), "another passphrase")


def test_a_backup_that_asks_for_endless_work_is_refused() -> None:
    data = make().replace(b'"rounds":1000', b'"rounds":99000000000')
    with pytest.raises(BackupUnreadable):
        read(data)


@pytest.mark.parametrize(
    "written", [CODE, CODE.lower(), CODE.replace("-", " "), CODE.replace("0", "O").replace("1", "l")]
)
def test_a_recovery_code_opens_however_it_was_written_down(written: str) -> None:
    assert read(make(), written) == RECORDS


def test_a_recovery_code_has_140_random_bits_and_a_passphrase_stays_as_it_is() -> None:
    codes = {new_recovery_code() for _ in range(200)}
    assert len(codes) == 200 and all(len(normalise_secret(code)) == 28 for code in codes)
    assert normalise_secret("Oil and Ink are here, honestly") == "Oil and Ink are here, honestly"
    assert backup.is_long_enough(CODE) and not backup.is_long_enough("short one")
