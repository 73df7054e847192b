"""kill -9 while a backup is brought in: the journal is the old one or the new one, never a part of both."""

import asyncio
import json
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

from companion.device.records import SqliteRecords
from companion.device.sealing import AesGcmSealing
from companion.store.backup import OpenRecord
from companion.store.transfer import take_in
from companion.store.vault import Vault, open_vault
from tests.fault.killed import last_said

KILLS = 25
SEALING = AesGcmSealing(bytes(32))


def backup(number: int) -> list[OpenRecord]:
    """Everything of it says its number, and is newer than every one before."""
    moment = datetime(2026, 11, 24, 8, tzinfo=UTC).replace(microsecond=number % 1_000_000, second=number // 1_000_000)
    when = {"at": moment.isoformat(), "zone": "UTC", "date": date(2026, 11, 24).isoformat(), "clock": "08:00"}
    written = {"written": moment.isoformat()}
    head = {"form": "f", "formVersion": "1", "when": when, "status": "amended", "version": number + 1,
            "changed": moment.isoformat(), "facts": {}}  # fmt: skip
    person = {
        "id": "sam",
        "name": f"n{number}",
        "relation": "",
        "phone": "555",
        "can_tell": True,
        "is_company": False,
        "on_lock": False,
    }
    records: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("e", {"k": "entry", **head}, {"answers": {"note": {"string": str(number)}}}),
        ("d", {"k": "draft", "form": "f", "entry": None, "started": when, **written}, {"answers": {"mood": {"integer": number}}, "page": ""}),
        ("q", {"k": "question", "text": str(number), "asked_at": when["at"], "article": "", "is_done": False, **written}, {}),
        ("p", {"k": "plan", "changed": when["at"], "reviewed": None, "on_lock": False}, {"texts": {"signs": str(number)}}),
        ("c", {"k": "contacts", **written}, {"people": [person], "removed": None, "times": {"sam": moment.isoformat()}, "gone": {}}),
    ]  # fmt: skip
    return [
        OpenRecord(id, 1, 1, json.dumps(header).encode(), json.dumps(body).encode()) for id, header, body in records
    ]


class Apart(Vault):
    """The break: one batch for each record."""

    async def write(self, puts: Any = (), *_: Any, **more: Any) -> None:
        for put in puts:
            await super().write([put], **more)


async def restore_without_end(folder: Path, say: Any, first: int, apart: bool) -> None:
    vault = await open_vault(await SqliteRecords.open(folder / "journal.db"), SEALING)
    if apart:
        vault.__class__ = Apart
    number = first
    while True:
        await take_in(vault, backup(number))
        say(number)
        number += 1


async def numbers(folder: Path) -> list[int]:
    """What each kind of record says."""
    records = await SqliteRecords.open(folder / "journal.db")
    vault = await open_vault(records, SEALING)
    bodies = await vault.readable(vault.all())
    (plan,), (people,) = vault.of_kind("plan"), vault.of_kind("contacts")
    question = vault.get("q")
    assert question
    found = [
        int(bodies["e"]["answers"]["note"]["string"]),
        int(bodies["d"]["answers"]["mood"]["integer"]),
        int(question.header["text"]),
        int(bodies[plan.id]["texts"]["signs"]),
        int(bodies[people.id]["people"][0]["name"][1:]),
    ]
    await records.close()
    return found


async def broken(folder: Path, kills: int, random: Random, *, apart: bool = False) -> list[str]:
    """What was wrong after a kill."""
    vault = await open_vault(await SqliteRecords.open(folder / "journal.db"), SEALING)
    await take_in(vault, backup(0))
    await vault.close()
    first, found = 1, []
    for _ in range(kills):
        said = int(
            last_said(random.uniform(0, 0.15), lambda say, first=first: restore_without_end(folder, say, first, apart))
        )
        there = await numbers(folder)
        if len(set(there)) > 1 or there[0] not in (said, said + 1):
            found.append(f"said {said}, there {there}")
        first = max(there) + 1
    return found


def run_apart_from_the_loop(folder: Path, kills: int, seed: int, *, apart: bool = False) -> list[str]:
    folder.mkdir(exist_ok=True)
    return asyncio.run(broken(folder, kills, Random(seed), apart=apart))


def test_a_killed_restore_leaves_the_old_or_the_new_journal(tmp_path: Path) -> None:
    assert run_apart_from_the_loop(tmp_path / "j", KILLS, 7) == []


def test_the_harness_finds_a_restore_that_is_written_in_parts(tmp_path: Path) -> None:
    assert run_apart_from_the_loop(tmp_path / "j", KILLS, 7, apart=True)
