"""A process that saves entries through the real store until it is killed, and says each number once it is durable.

It writes to standard output, unbuffered: "n\\n" after entry n was acknowledged. A mode breaks it on purpose:
"early" acknowledges before the write, "apart" writes the outbox in a batch of its own.
"""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from companion.device.records import SqliteRecords
from companion.device.sealing import AesGcmSealing
from companion.domain.journal import Delivery, Entry, EntryHead, EntryStatus, Occurrence, OutboxItem
from companion.store.journal import JournalStore
from companion.store.vault import Put, open_vault
from tests.fault.killed import Say

KEY = bytes(32)
BEGUN = -1
"""Said before the first entry."""
AT = datetime(2026, 11, 24, 8, tzinfo=UTC)


def entry(number: int, version: int = 1) -> Entry:
    """The entry with this number; its note names number and version."""
    when = Occurrence(AT, "UTC", AT.date(), "08:00")
    head = EntryHead(f"entry-{number:08}", "form", "1", when, EntryStatus.COMPLETED, version, AT)
    return Entry(head, {"note": f"{number} {version} " + "x" * 300})


async def write(path: Path, mode: str, say: Say) -> None:
    """Save new entries, and change every second one, without end."""
    vault = await open_vault(await SqliteRecords.open(path), AesGcmSealing(KEY))
    store = JournalStore(vault)
    number = len(store.heads())
    say(BEGUN)
    while True:
        if mode == "early":
            say(number)
        if mode == "apart":
            await keep_apart(store, vault, number)
        else:
            await store.keep_entry(entry(number))
            if number % 2:
                await store.keep_entry(entry(number, version=2))
        if mode != "early":
            say(number)
        number += 1


async def keep_apart(store: JournalStore, vault, number: int) -> None:  # type: ignore[no-untyped-def]
    """The break: entry and outbox in two batches."""
    from companion.store.codec import entry_to_json, outbox_to_json

    one = entry(number)
    header, body = entry_to_json(one)
    await vault.write([Put(one.head.id, header, body)])
    item = OutboxItem(one.head.id, Delivery.PENDING, 1)
    await vault.write([Put(f"outbox-{number}", outbox_to_json(replace(item)))])
