"""A vault's records out of their seals and into another vault: what backup and restore do with them."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from companion.domain.taken import Taken
from companion.errors import BackupUnreadable
from companion.store.backup import OpenRecord
from companion.store.course import BOOKED, OWN, PART
from companion.store.joined_entries import ENTRY, VERSION, join_entries
from companion.store.joined_entries import KINDS as OF_ENTRIES
from companion.store.joined_kinds import DRAFT, JOINS, SETTINGS, join_any, join_drafts, join_own
from companion.store.joined_plan import join_plan
from companion.store.joining import Here, Loose
from companion.store.plan import KINDS as OF_PLAN
from companion.store.vault import SCHEMA, Put, Vault

Json = Mapping[str, Any]

NOT_ANOTHERS = (SETTINGS, BOOKED, PART)
"""What does not come along from another patient: the agreement to send, and the clinic's infusions."""


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


async def take_in(
    vault: Vault, records: Sequence[OpenRecord], *, now: datetime | None = None, stays_here: bool = False
) -> Taken:
    """Join the records of a backup with those of a vault, in one batch; return what changed.

    Of each kind the newer record stands, and the other one stays as an earlier version: nothing is dropped. Where
    `stays_here` is set, the backup is another patient's: its entries and drafts are marked so that they are never
    sent, and its agreement to send does not come along. Raises BackupUnreadable for a newer layout, StoreError.
    """
    if any(record.schema > SCHEMA for record in records):
        raise BackupUnreadable("the backup was made by a newer app")
    told: dict[str, list[Loose]] = {}
    for record in records:
        one = Loose(record.id, json.loads(record.header), json.loads(record.body or b"{}"))
        if one.header["k"] != VERSION or "head" in one.header:
            told.setdefault(one.header["k"], []).append(one)
    if stays_here:
        told = {kind: [_marked(one) for one in found] for kind, found in told.items() if kind not in NOT_ANOTHERS}
    taken = Taken()
    puts = _joined(Here(vault, await vault.readable(vault.all())), told, taken, now, stays_here)
    if puts:
        await vault.write(puts, dates=False)
    return taken


def _joined(
    here: Here, told: Mapping[str, Sequence[Loose]], taken: Taken, now: datetime | None, stays_here: bool
) -> list[Put]:
    of_entries = [one for kind in OF_ENTRIES for one in told.get(kind, ())]
    puts = join_entries(here, of_entries, taken, stays_here=stays_here)
    finished = [one for kind in (ENTRY, VERSION) for one in told.get(kind, ())]
    puts += join_drafts(here, told.get(DRAFT, ()), taken, finished)
    puts += join_own(here, told.get(OWN, ()), taken, now)
    puts += join_plan(here, [one for kind in OF_PLAN for one in told.get(kind, ())], taken)
    done = {*OF_ENTRIES, DRAFT, OWN, *OF_PLAN}
    for kind, found in told.items():
        if kind not in done:
            puts += JOINS.get(kind, join_any)(here, found, taken)
    return puts


def _marked(one: Loose) -> Loose:
    """A draft that never leaves this device, also not as the entry that it becomes."""
    return one._replace(header={**one.header, "stays": True}) if one.header["k"] == DRAFT else one


def _dump(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
