"""A vault's records out of their seals and into another vault: what backup and restore do with them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from companion.errors import BackupUnreadable
from companion.store.backup import OpenRecord
from companion.store.vault import SCHEMA, Put, Row, Vault

Json = Mapping[str, Any]


async def open_records(vault: Vault) -> list[OpenRecord]:
    """Every record of a vault, open. Raises SealBroken, StoreError."""
    rows = vault.all()
    bodies = await vault.bodies(rows)
    return [OpenRecord(row.id, row.revision, row.schema, _dump(row.header), _dump(bodies[row.id])) for row in rows]


async def take_in(vault: Vault, records: Sequence[OpenRecord]) -> tuple[int, int]:
    """Add records to a vault, in one batch; nothing there is replaced by something older.

    Returns how many entries were added or brought up to date, and how many were there already.
    Raises BackupUnreadable for a newer layout, StoreError.
    """
    if any(record.schema > SCHEMA for record in records):
        raise BackupUnreadable("the backup was made by a newer app")
    loose = [(record.id, json.loads(record.header), json.loads(record.body or b"{}")) for record in records]
    entries = {id: header for id, header, _ in loose if header["k"] == "entry"}
    newer = {id for id, header in entries.items() if _is_newer(header, vault.get(id))}
    puts = [put for id, header, body in loose if (put := _put(vault, id, header, body, newer))]
    if puts:
        await vault.write(puts)
    return len(newer), len(entries) - len(newer)


def _is_newer(header: Json, row: Row | None) -> bool:
    return row is None or header["version"] > row.header["version"]


def _put(vault: Vault, id: str, header: Json, body: Json, newer: set[str]) -> Put | None:
    """How one record of a backup is written here, None where what is here stays."""
    kind, here = header["k"], vault.get(id)
    if kind == "entry":
        return Put(id, header, body, here) if id in newer else None
    if kind in ("version", "outbox"):
        if header["entry"] not in newer:
            return None
        row = here or (_outbox_row(vault, header["entry"]) if kind == "outbox" else None)
        return Put(row.id if row else id, header, body, row)
    if kind == "draft":
        return None if here else Put(id, header, body)
    return None if vault.of_kind(kind) else Put(id, header, body)


def _outbox_row(vault: Vault, entry_id: str) -> Row | None:
    return next((row for row in vault.of_kind("outbox") if row.header["entry"] == entry_id), None)


def _dump(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
