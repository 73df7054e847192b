"""kill -9 while saving: what was acknowledged is there, and an entry and its outbox agree (I1, I2).

One process imports everything and forks a writer for each kill, so that 300 kills take less than a minute.
"""

import asyncio
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from companion.device.records import SqliteRecords
from companion.device.sealing import AesGcmSealing
from companion.domain.journal import Delivery
from companion.store.journal import JournalStore
from companion.store.vault import open_vault
from tests.fault.killed import all_said
from tests.fault.writer import BEGUN, KEY, write

KILLS = 300


@dataclass
class Found:
    """What was wrong after the kills."""

    lost: list[int] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    acknowledged: int = 0


def test_kill_9_at_300_random_moments_loses_nothing_and_tears_nothing(tmp_path: Path) -> None:
    seed = secrets.randbits(32)
    print("seed", seed)
    found = kill_writers(tmp_path, "sound", KILLS, Random(seed))
    assert found.acknowledged > KILLS, "the writers were killed before they wrote anything"
    assert (found.lost, found.apart) == ([], []), f"seed {seed}"


def test_the_harness_finds_entries_that_were_acknowledged_too_early(tmp_path: Path) -> None:
    assert until(lambda n: kill_writers(tmp_path / str(n), "early", 20, Random(n)).lost)


def test_the_harness_finds_an_outbox_that_is_written_apart(tmp_path: Path) -> None:
    assert until(lambda n: kill_writers(tmp_path / str(n), "apart", 20, Random(n)).apart)


def until(breaks, attempts: int = 12) -> bool:  # type: ignore[no-untyped-def]
    return any(breaks(n) for n in range(attempts))


def kill_writers(folder: Path, mode: str, kills: int, random: Random) -> Found:
    """Fork a writer over one growing store, kill it, look; `kills` times."""
    folder.mkdir(exist_ok=True)
    path, found, acknowledged = folder / "journal.db", Found(), set[int]()
    for kill in range(kills):
        if kill % 60 == 0:
            path = folder / f"journal-{kill}.db"  # a young store again: looking takes time
            acknowledged = set()
        acknowledged |= one_kill(path, mode, random.uniform(0, 0.03))
        found.acknowledged += len(acknowledged)
        asyncio.run(look(path, mode, acknowledged, found))
    return found


def one_kill(path: Path, mode: str, seconds: float) -> set[int]:
    """The numbers that the writer acknowledged before it died."""
    return {int(line) for line in all_said(seconds, lambda say: write(path, mode, say))} - {BEGUN}


async def look(path: Path, mode: str, acknowledged: set[int], found: Found) -> None:
    """Open the store with the real code and compare."""
    records = await SqliteRecords.open(path)
    vault = await open_vault(records, AesGcmSealing(KEY))
    store = JournalStore(vault)
    heads = {head.id: head for head in store.heads()}
    outbox = {item.entry_id: item for item in store.outbox()}
    for number in acknowledged:
        head = heads.get(f"entry-{number:08}")
        if head is None or (mode == "sound" and head.version != 1 + number % 2):
            found.lost.append(number)
    for id in heads.keys() ^ outbox.keys():
        found.apart.append(id)
    for id in heads.keys() & outbox.keys():
        if outbox[id].version != heads[id].version or outbox[id].state is not Delivery.PENDING:
            found.apart.append(id)
    for number in list(acknowledged)[-3:]:
        if f"entry-{number:08}" in heads:
            entry = await store.entry(f"entry-{number:08}")
            assert str(entry.answers["note"]).startswith(f"{number} {entry.head.version} ")
    assert not vault.damaged
    await vault.close()
