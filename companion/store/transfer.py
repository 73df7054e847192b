"""A vault's records out of their seals and into another vault: what backup and restore do with them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from companion.errors import BackupUnreadable
from companion.store.backup import OpenRecord
from companion.store.plan import KINDS, merged
from companion.store.reading import QUESTION, READING
from companion.store.vault import SCHEMA, Put, Row, Vault

Json = Mapping[str, Any]
Version = tuple[Json, Json]
"""Header and body of a record of the kind "version"."""


async def open_records(vault: Vault) -> tuple[list[OpenRecord], int]:
    """Every record of a vault that can be read, open, and how many cannot. Raises StoreError."""
    rows = vault.all()
    bodies = await vault.readable(rows)
    opened = [
        OpenRecord(row.id, row.revision, row.schema, _dump(row.header), _dump(bodies[row.id]))
        for row in rows
        if row.id in bodies
    ]
    return opened, len(rows) - len(opened) + len(vault.damaged)


async def take_in(vault: Vault, records: Sequence[OpenRecord]) -> tuple[int, int]:
    """Add records to a vault, in one batch; nothing there is replaced by something older.

    Where the backup has the newer version of an entry, the one that was here stays as an earlier version: both may
    have been written after the backup's phone and this one parted. A damaged one is replaced by the same version.
    Returns how many entries were added or brought up to date, and how many were there already.
    Raises BackupUnreadable for a newer layout, StoreError.
    """
    if any(record.schema > SCHEMA for record in records):
        raise BackupUnreadable("the backup was made by a newer app")
    loose = [(record.id, json.loads(record.header), json.loads(record.body or b"{}")) for record in records]
    entries = {id: header for id, header, _ in loose if header["k"] == "entry"}
    sound = await vault.readable([row for id in entries if (row := vault.get(id))])
    newer = {id for id, header in entries.items() if _is_newer(header, vault.get(id), id in sound)}
    earlier, present = await _versions(vault, newer)
    told = [(header, body) for _, header, body in loose if header["k"] == "version"]
    puts = [Put(str(uuid4()), *version) for version in present if version not in told]
    loose = [one for one in loose if one[1:] not in earlier]
    own = await vault.readable([row for kind in KINDS for row in vault.of_kind(kind)])
    puts += merged(vault, own, [one for one in loose if one[1]["k"] in KINDS])
    loose = [one for one in loose if one[1]["k"] not in KINDS]
    puts += [put for id, header, body in loose if (put := _put(vault, id, header, body, newer))]
    if puts:
        await vault.write(puts)
    return len(newer), len(entries) - len(newer)


async def _versions(vault: Vault, ids: set[str]) -> tuple[list[Version], list[Version]]:
    """The earlier versions that are here of these entries, and the present ones as they would be written as such."""
    rows = [row for row in vault.of_kind("version") if row.header["entry"] in ids]
    present = [row for id in ids if (row := vault.get(id))]
    bodies = await vault.readable([*rows, *present])
    as_earlier: list[Version] = [
        ({"k": "version", "entry": row.id, "head": row.header}, bodies[row.id]) for row in present if row.id in bodies
    ]
    return [(row.header, bodies[row.id]) for row in rows if row.id in bodies], as_earlier


def _is_newer(header: Json, row: Row | None, is_sound: bool) -> bool:
    if row is None:
        return True
    here, there = row.header["version"], header["version"]
    return bool(there > here or (there == here and not is_sound))


def _put(vault: Vault, id: str, header: Json, body: Json, newer: set[str]) -> Put | None:
    """How one record of a backup is written here, None where what is here stays."""
    kind, here, was = header["k"], vault.get(id), vault.stored(id)
    if kind == "entry":
        return Put(id, header, body, was) if id in newer else None
    if kind in ("version", "outbox"):
        is_damaged = was is not None and here is None
        if header["entry"] not in newer and not (is_damaged and _is_of_present(vault, header)):
            return None
        row = was or (_outbox_row(vault, header["entry"]) if kind == "outbox" else None)
        return Put(row.id if row else id, header, body, row)
    if kind in ("draft", QUESTION):
        return None if here else Put(id, header, body, was)
    if kind == READING:
        is_known = any(row.header["article"] == header["article"] for row in vault.of_kind(kind))
        return None if is_known else Put(id, header, body, was)
    return None if vault.of_kind(kind) else Put(id, header, body, was)


def _is_of_present(vault: Vault, header: Json) -> bool:
    """Whether what a backup says of an entry is true of the entry that is here: earlier versions always are."""
    row = vault.get(header["entry"])
    if row is None or header["k"] == "version":
        return row is not None
    return bool(header["version"] == row.header["version"] and not _outbox_row(vault, row.id))


def _outbox_row(vault: Vault, entry_id: str) -> Row | None:
    return next((row for row in vault.of_kind("outbox") if row.header["entry"] == entry_id), None)


def _dump(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
