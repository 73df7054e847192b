"""kill -9 while something is written behind the lock, and while it moves into the journal: each is there, and once."""

import asyncio
import secrets
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from uuid import uuid4

from companion.config import assets_dir
from companion.content import DAILY_CHECK_IN, load_content
from companion.device.clock import DeviceClock
from companion.device.keys import open_secrets
from companion.device.records import SqliteRecords
from companion.device.sealing import DeviceCryptography
from companion.ports import Batch
from companion.services.front import Front
from companion.store.front import FrontStore
from companion.store.journal import JournalStore
from companion.store.keyring import open_keyring
from companion.store.vault import open_vault
from tests.fault.killed import last_said

FORMS = load_content(assets_dir()).forms
KILLS = 60
AT = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)


async def reach(folder: Path) -> tuple[SqliteRecords, Front, bytes]:
    records = await SqliteRecords.open(folder / "journal.db")
    keyring = await open_keyring(
        await open_secrets(folder, records_exist=bool(await records.headers())), DeviceCryptography(), DeviceClock()
    )
    assert keyring.key
    return records, Front(FrontStore(records, DeviceCryptography(), keyring), FORMS, DeviceClock()), keyring.key


async def move(records: SqliteRecords, front: Front, key: bytes, *, apart: bool = False) -> JournalStore:
    vault = await open_vault(records, DeviceCryptography().sealing(key))
    store = JournalStore(vault)
    if apart:  # the break: an entry of its own first, and what waited taken away later
        waiting, _ = await front.store.left(vault.apart)
        for row, item in waiting:
            entry = front._entry(row._replace(id=str(uuid4())), item)
            await store.keep_entry(entry)
            await records.write(Batch(deletes=(row.id,)))
    else:
        await front.move_in(vault, store)
    return store


async def leave_and_move_without_end(folder: Path, say, first: int, apart: bool) -> None:  # type: ignore[no-untyped-def]
    records, front, key = await reach(folder)
    number = first
    while True:
        for _ in range(3):
            await front.leave(DAILY_CHECK_IN, {"note": f"number {number}"}, AT)
            say(number)
            number += 1
        await move(records, front, key, apart=apart)


def killed(folder: Path, seconds: float, first: int, apart: bool) -> int:
    """The number that was said last before the kill, `first` - 1 where none was."""
    return int(last_said(seconds, lambda say: leave_and_move_without_end(folder, say, first, apart)))


async def there(folder: Path) -> list[int]:
    """Every number that is an entry after an opening, as often as it is there."""
    records, front, key = await reach(folder)
    store = await move(records, front, key)
    notes = [(await store.entry(head.id)).answers["note"] for head in store.heads()]
    await records.close()
    return sorted(int(str(note).split()[1]) for note in notes)


def broken(folder: Path, kills: int, random: Random, *, apart: bool = False) -> list[str]:
    folder.mkdir(exist_ok=True)
    first, found = 0, []
    for _ in range(kills):
        last = killed(folder, random.uniform(0, 0.03), first, apart)
        numbers = asyncio.run(there(folder))
        if len(set(numbers)) < len(numbers):
            found.append("one is there twice")
            break
        if not set(range(last + 1)) <= set(numbers):
            found.append("one is lost")
            break
        first = numbers[-1] + 1
    return found


def test_kill_9_at_60_random_moments_loses_and_doubles_nothing_that_was_written_behind_the_lock(tmp_path: Path) -> None:
    seed = secrets.randbits(32)
    print("seed", seed)
    assert broken(tmp_path / "data", KILLS, Random(seed)) == [], f"seed {seed}"


def test_the_harness_finds_a_move_in_two_steps(tmp_path: Path) -> None:
    assert any(broken(tmp_path / str(n), 20, Random(n), apart=True) for n in range(6))
