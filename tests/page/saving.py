"""Saves entries through the real store in the page until the browser is killed, and says each number once it is durable.

It says to the test's server, one message each: "look {…}" with what the start found; then "n" after entry n was
acknowledged. A mode breaks it on purpose: "early" acknowledges before the write, "apart" writes the outbox in a
batch of its own, "unmirrored" leaves the mirror out.
"""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from companion.browser.opening import OpenRecords, open_records
from companion.browser.sealing import WebCryptography
from companion.domain.journal import Delivery, Entry, EntryHead, EntryStatus, Occurrence, OutboxItem
from companion.errors import CompanionError
from companion.store.codec import entry_to_json, outbox_to_json
from companion.store.journal import JournalStore
from companion.store.ring import ring_from_bytes
from companion.store.vault import Put, Vault, open_vault

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)


def entry(number: int, version: int = 1) -> Entry:
    """The entry with this number; its note names number and version."""
    when = Occurrence(AT, "UTC", AT.date(), "08:00")
    head = EntryHead(f"entry-{number:08}", "form", "1", when, EntryStatus.COMPLETED, version, AT)
    return Entry(head, {"note": f"{number} {version} " + "x" * 300})


async def key_of(opened: OpenRecords) -> bytes:
    """The journal's key, where no PIN is set."""
    key = ring_from_bytes(await opened.secrets.read()).data
    assert key
    return key


async def look_and_save(bridge: Any, name: str, mode: str) -> None:
    """Say what is there, then save new entries and change every second one, without end."""
    try:
        opened = await open_records(bridge, name)
        vault = await open_vault(opened.records, WebCryptography(bridge).sealing(await key_of(opened)))
    except CompanionError as error:
        bridge.say("look " + json.dumps({"error": type(error).__name__}))
        return
    store = JournalStore(vault)
    bridge.say("look " + json.dumps(await looked(opened, vault, store)))
    await save(bridge, vault, store, mode)


async def looked(opened: OpenRecords, vault: Vault, store: JournalStore) -> dict[str, Any]:
    """What a start found: versions of entries, of their outbox, and whether the newest bodies are theirs."""
    heads = store.heads()
    newest = [(head, await store.entry(head.id)) for head in sorted(heads, key=lambda head: head.id)[-3:]]
    return {
        "entries": {head.id: head.version for head in heads},
        "outbox": {item.entry_id: item.version for item in store.outbox() if item.state is Delivery.PENDING},
        "bodies": all(
            str(one.answers["note"]).startswith(f"{int(head.id[6:])} {head.version} ") for head, one in newest
        ),
        "damaged": len(vault.damaged),
        "restored": opened.restored,
        "mirror": opened.records.mirror_failure,
    }


async def save(bridge: Any, vault: Vault, store: JournalStore, mode: str) -> None:
    """Without end."""
    number = len(store.heads())
    while True:
        if mode == "early":
            bridge.say(str(number))
            await asyncio.sleep(0.01)
        if mode == "apart":
            await keep_apart(vault, number)
        else:
            await store.keep_entry(entry(number))
            if number % 2:
                await store.keep_entry(entry(number, version=2))
        if mode != "early":
            bridge.say(str(number))
        number += 1


async def keep_apart(vault: Vault, number: int) -> None:
    """The break: entry and outbox in two batches."""
    one = entry(number)
    header, body = entry_to_json(one)
    await vault.write([Put(one.head.id, header, body)])
    item = OutboxItem(one.head.id, Delivery.PENDING, 1)
    await vault.write([Put(f"outbox-{number}", outbox_to_json(replace(item)))])
