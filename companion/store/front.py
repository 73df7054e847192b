"""Records under the front key: what the person allows on the lock screen, and what is written while it is locked.

They lie among the journal's records, with a schema of their own (`FRONT`), sealed by the key that opens without a PIN.
So a batch may hold both: what is allowed changes with what it is a copy of, and what was written while locked becomes
an entry in the moment in which it stops waiting.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from companion.errors import SealBroken
from companion.ports import Batch, Cryptography, Part, Records, SealedRecord, Sealing
from companion.store.keyring import KeyRing
from companion.store.ring import FRONT
from companion.store.vault import Row, place

Json = Mapping[str, Any]

SHOWN, LEFT = "shown", "left"
"""Kinds: the one record of what may be seen; one for each thing that was written while locked."""


class FrontStore:
    """What is sealed by the front key. The journal's key is not needed for any of it."""

    def __init__(self, records: Records, crypto: Cryptography, keyring: KeyRing) -> None:
        self._records = records
        self._crypto = crypto
        self._keyring = keyring

    async def shown(self) -> Json:
        """What may be seen, {} where nothing may. Raises SealBroken, StoreError."""
        if not self._keyring.has_front:
            return {}
        id = _shelf(await self._keyring.front())
        found = (await self._records.bodies([id])).get(id)
        opened = await self._open([found]) if found else {}
        if found and not opened:
            raise SealBroken("what may be seen while locked does not open")
        return opened.get(id, {})

    async def showing(self, shown: Json) -> Batch:
        """What writes what may be seen, {} takes it away; to be written alone or beside others. Raises StoreError."""
        if not shown and not self._keyring.has_front:
            return Batch()
        id = _shelf(await self._keyring.front())
        before = (await self._records.bodies([id])).get(id)
        revision = before.revision if before else 0
        if shown:
            return Batch((await self._seal(id, revision + 1, SHOWN, shown),), expect={id: revision})
        return Batch(deletes=(id,), expect={id: revision}) if before else Batch()

    async def show(self, shown: Json) -> None:
        """Write what may be seen; durable when this returns. Raises StoreError."""
        batch = await self.showing(shown)
        if batch != Batch():
            await self._records.write(batch)

    async def leave(self, item: Json) -> None:
        """Keep what was written while locked; durable when this returns. Raises StoreError."""
        record = await self._seal(str(uuid4()), 1, LEFT, item)
        await self._records.write(Batch((record,), expect={record.id: 0}))

    async def left(self, apart: Sequence[SealedRecord]) -> tuple[list[tuple[Row, Json]], int]:
        """What waits among these records, and how many of them cannot be read. Raises StoreError."""
        if not apart:
            return [], 0
        shelf = _shelf(await self._keyring.front())
        ids = [record.id for record in apart if record.id != shelf]
        found = list((await self._records.bodies(ids)).values()) if ids else []
        opened = await self._open(found)
        rows = [(Row(one.id, one.revision, FRONT, {"k": LEFT}), opened[one.id]) for one in found if one.id in opened]
        return rows, len(found) - len(rows)

    async def _sealing(self) -> Sealing:
        return self._crypto.sealing(await self._keyring.front())

    async def _seal(self, id: str, revision: int, kind: str, body: Json) -> SealedRecord:
        parts = [
            Part(_dump({"k": kind}), place(id, revision, "header", FRONT)),
            Part(_dump(body), place(id, revision, "body", FRONT)),
        ]
        header, sealed = await (await self._sealing()).seal_many(parts)
        return SealedRecord(id, revision, FRONT, header, sealed)

    async def _open(self, records: Sequence[SealedRecord]) -> dict[str, Json]:
        parts = [Part(one.body, place(one.id, one.revision, "body", FRONT)) for one in records]
        opened = await (await self._sealing()).open_many(parts)
        return {one.id: json.loads(data) for one, data in zip(records, opened, strict=True) if data is not None}


def _shelf(key: bytes) -> str:
    """The id of what may be seen: found without a sweep, and like any other to who has not the key."""
    return str(UUID(bytes=hashlib.sha256(b"companion shown while locked\n" + key).digest()[:16], version=4))


def _dump(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
