"""Sealed records with their headers open in memory.

A header is a small JSON object; it always has "k", the kind. Opening the vault opens every header in one sweep;
a body is opened when it is read. What is written here is durable when `write` returns, and the index changes
only then.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

from companion.errors import KeyWrong, SealBroken
from companion.ports import Batch, Part, Records, SealedRecord, Sealing
from companion.store.ring import FRONT

SCHEMA = 1
"""Version of what is inside a sealed part."""

CHECK = "check"
"""The kind of a record that says nothing. It comes with the first write: where one header alone is damaged, another one
still shows that the key is right."""

NOTHING_BESIDE = Batch()

WRITTEN = "written"
"""In the headers of DATED kinds: when the record was written, UTC, as ISO 8601. Older apps did not write it."""

DATED = frozenset(
    {
        "draft",
        "own-infusion",
        "infusion-told",
        "contacts",
        "contact-draft",
        "question",
        "question-removed",
        "reading",
        "settings",
    }
)
"""Kinds that have no time of change of their own, and of which a restore has to know the newer one."""

Json = Mapping[str, Any]


class Row(NamedTuple):
    """A record whose header is open."""

    id: str
    revision: int
    schema: int
    header: Json


@dataclass(frozen=True, slots=True)
class Put:
    """A record to write: `was` is the row it replaces, None for a new one."""

    id: str
    header: Json
    body: Json = field(default_factory=dict)
    was: Row | None = None


class Vault:
    """Sealed records, their headers open. One vault per store; made by `open_vault`.

    Attributes:
        apart: records under the front key (companion/store/front.py), without bodies; they are none of the journal's.
    """

    def __init__(
        self,
        records: Records,
        sealing: Sealing,
        rows: Iterable[Row],
        damaged: Iterable[Row],
        apart: Sequence[SealedRecord] = (),
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self._records = records
        self._sealing = sealing
        found = list(rows)
        self._rows = {row.id: row for row in found if row.header["k"] != CHECK}
        self._has_check = len(self._rows) < len(found)
        self._kinds: dict[str, dict[str, Row]] = {}
        for row in self._rows.values():
            self._kinds.setdefault(row.header["k"], {})[row.id] = row
        self._changes: dict[str, int] = {}
        self._damaged = {row.id: row for row in damaged}
        self.apart = tuple(apart)
        self._now = now

    def moment(self) -> str | None:
        """Return this moment as it is written into records (UTC, ISO 8601), None for a vault without a clock."""
        return self._now().isoformat() if self._now else None

    @property
    def damaged(self) -> tuple[str, ...]:
        """Ids of the records whose header does not open."""
        return tuple(self._damaged)

    def stored(self, id: str) -> Row | None:
        """The row with this id, also where its header does not open: then it says nothing, and can be replaced."""
        return self._rows.get(id) or self._damaged.get(id)

    def get(self, id: str) -> Row | None:
        """The row with this id, if it is there."""
        return self._rows.get(id)

    def all(self) -> list[Row]:
        """Every row."""
        return list(self._rows.values())

    def of_kind(self, kind: str) -> list[Row]:
        """All rows of a kind, in no promised order."""
        return list(self._kinds.get(kind, {}).values())

    def changes_of(self, kind: str) -> int:
        """How many rows of a kind were written or deleted since it was opened: what is made of them can be kept."""
        return self._changes.get(kind, 0)

    async def bodies(self, rows: Sequence[Row]) -> dict[str, Json]:
        """The bodies of these rows by id. Raises SealBroken, StoreError."""
        opened = await self.readable(rows)
        stored = {row.id for row in rows} - opened.keys()
        if stored and await self._records.bodies(list(stored)):
            raise SealBroken("a record's body does not open")
        return opened

    async def readable(self, rows: Sequence[Row]) -> dict[str, Json]:
        """The bodies that open, by id; a damaged one is left out. Raises StoreError."""
        found = list((await self._records.bodies([row.id for row in rows])).values())
        opened: dict[str, Json] = {record.id: {} for record in found if not record.body}
        sealed = [record for record in found if record.body]
        for record, data in zip(sealed, await _open_bodies(self._sealing, sealed), strict=True):
            if data is not None:
                opened[record.id] = json.loads(data)
        return opened

    async def write(
        self,
        puts: Sequence[Put] = (),
        deletes: Sequence[Row] = (),
        unchanged: Sequence[Row] = (),
        beside: Batch = NOTHING_BESIDE,
        *,
        dates: bool = True,
    ) -> None:
        """Write all of it or nothing.

        Each row that is replaced, deleted or named in `unchanged` must still be stored at its revision. `beside` is
        sealed already, under the front key, and is written with the rest. `dates`: False for what keeps the time at
        which it was written elsewhere. Raises RevisionConflict, StoreError.
        """
        told = len(puts)
        if dates and (moment := self.moment()):
            puts = [_dated(put, moment) for put in puts]
        puts = [*puts] if self._has_check else [*puts, Put(str(uuid4()), {"k": CHECK})]
        rows = [Row(put.id, put.was.revision + 1 if put.was else 1, SCHEMA, put.header) for put in puts]
        sealed = await self._seal(rows, puts)
        expect = {put.id: put.was.revision if put.was else 0 for put in puts}
        expect |= {row.id: row.revision for row in (*deletes, *unchanged)}
        gone = (*(row.id for row in deletes), *beside.deletes)
        await self._records.write(Batch((*sealed, *beside.puts), gone, {**expect, **beside.expect}))
        self._has_check = True
        for row in deletes:
            self._index(row.id, None)
        for row in rows[:told]:
            self._index(row.id, row)

    def _index(self, id: str, row: Row | None) -> None:
        """Hold a row in the place of the one with its id."""
        self._damaged.pop(id, None)
        for one in (self._rows.pop(id, None), row):
            if one:
                kind = one.header["k"]
                self._changes[kind] = self._changes.get(kind, 0) + 1
                self._kinds.setdefault(kind, {}).pop(id, None)
        if row:
            self._rows[id] = row
            self._kinds[row.header["k"]][id] = row

    async def _seal(self, rows: Sequence[Row], puts: Sequence[Put]) -> list[SealedRecord]:
        heads = [Part(_dump(row.header), place(row.id, row.revision, "header", SCHEMA)) for row in rows]
        bodies = [
            Part(_dump(put.body), place(row.id, row.revision, "body", SCHEMA))
            for row, put in zip(rows, puts, strict=True)
            if put.body
        ]
        sealed = await self._sealing.seal_many([*heads, *bodies])
        rest = iter(sealed[len(heads) :])
        return [
            SealedRecord(row.id, row.revision, SCHEMA, header, next(rest) if put.body else b"")
            for row, put, header in zip(rows, puts, sealed[: len(heads)], strict=True)
        ]

    async def close(self) -> None:
        """Let go of the store."""
        await self._records.close()


async def open_vault(records: Records, sealing: Sealing, now: Callable[[], datetime] | None = None) -> Vault:
    """Open every header; `now` (UTC) dates what is written from then on.

    A header that does not open is set down in `damaged` and its record left alone; where none opens, and no body
    either, the key is not theirs. Raises KeyWrong, StoreError.
    """
    found = await records.headers()
    stored = [record for record in found if record.schema != FRONT]
    parts = [Part(record.header, place(record.id, record.revision, "header", record.schema)) for record in stored]
    opened = await sealing.open_many(parts)
    if stored and not any(data is not None for data in opened) and not await _opens_a_body(records, sealing, stored):
        raise KeyWrong("no record opens under this key")
    sound = [(record, data) for record, data in zip(stored, opened, strict=True) if data is not None]
    headers = json.loads(b"[" + b",".join(data for _, data in sound) + b"]")  # one call for all: a tenth of the time
    rows = [
        Row(record.id, record.revision, record.schema, header)
        for (record, _), header in zip(sound, headers, strict=True)
    ]
    unread = (record for record, data in zip(stored, opened, strict=True) if data is None)
    damaged = [Row(record.id, record.revision, record.schema, {}) for record in unread]
    return Vault(records, sealing, rows, damaged, [record for record in found if record.schema == FRONT], now)


def _dated(put: Put, moment: str) -> Put:
    return replace(put, header={**put.header, WRITTEN: moment}) if put.header["k"] in DATED else put


async def _opens_a_body(records: Records, sealing: Sealing, stored: Sequence[SealedRecord]) -> bool:
    found = [one for one in (await records.bodies([record.id for record in stored])).values() if one.body]
    return any(data is not None for data in await _open_bodies(sealing, found))


async def _open_bodies(sealing: Sealing, records: Sequence[SealedRecord]) -> Sequence[bytes | None]:
    parts = [Part(record.body, place(record.id, record.revision, "body", record.schema)) for record in records]
    return await sealing.open_many(parts)


def place(id: str, revision: int, part: str, schema: int) -> bytes:
    """Associated data of a sealed part: it opens in this place only."""
    return f"companion\n{schema}\n{id}\n{revision}\n{part}".encode()


def _dump(value: Json) -> bytes:
    # "surrogatepass": a text with half a surrogate pair in it is kept as it came; json.loads reads it back.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
