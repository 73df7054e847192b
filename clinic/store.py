"""The clinic's records: versions of resources in one SQLite file.

One connection behind one lock: whatever is called from whichever thread, reads see whole writes and writes come one
after the other. A write has reached the disk when its call returns (WAL, synchronous=FULL).
"""

import json
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from clinic.find import OWN, order, where
from clinic.keys import Identifier, Keys, keys_of
from clinic.outcome import Resource
from clinic.schema import SCHEMA, VERSION
from clinic.search import Query
from clinic.times import instant, now_ms

_COLUMNS = "v.seq, v.number, v.updated, v.body"


class StoreError(Exception):
    """The file is no store that this version can use; nothing in it was changed."""


class MissingError(Exception):
    """There is no such resource for this patient."""


class StaleError(Exception):
    """The version that the writer had seen is no longer the newest."""


class AmbiguousError(Exception):
    """A condition that should name one resource fits several."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One version as it was stored; `updated` in milliseconds."""

    seq: int
    number: int
    updated: int
    resource: Resource


@dataclass(frozen=True, slots=True)
class Page:
    """A part of what a search finds, and how much it finds in all."""

    total: int
    rows: tuple[Stored, ...]


class Store:
    """All methods may be called from any thread; they block for the disk, so not from the event loop."""

    def __init__(self, path: Path) -> None:
        """Opens or makes the file. StoreError when it is damaged or from a newer version."""
        self._lock = threading.RLock()
        try:
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
            self._prepare()
        except sqlite3.DatabaseError as error:
            raise StoreError(f"its database cannot be read ({type(error).__name__})") from None
        self.secret = self._secret()

    def close(self) -> None:
        """Nothing is lost without it; the write-ahead log is folded in."""
        with self._lock:
            self._db.close()

    def bind_token(self, token_hash: str, patient: str) -> None:
        """From now on this token is this patient's."""
        with self._writing():
            self._db.execute("INSERT OR REPLACE INTO token VALUES (?, ?)", (token_hash, patient))

    def patient_of(self, token_hash: str) -> str | None:
        """Whose token it is."""
        with self._lock:
            row = self._db.execute("SELECT patient FROM token WHERE hash = ?", (token_hash,)).fetchone()
        return str(row[0]) if row else None

    def last_write(self) -> int:
        """The number of the newest write; 0 in an empty store."""
        with self._lock:
            return int(self._db.execute("SELECT ifnull(max(seq), 0) FROM version").fetchone()[0])

    def create(self, resource: Resource, keys: Keys, unless: Identifier | None = None) -> tuple[Stored, bool]:
        """The stored resource and whether it is new: with `unless`, one that this patient already has is given back.

        AmbiguousError when several have that identifier.
        """
        with self._writing():
            found = self._with_identifier(resource["resourceType"], keys.patient, unless) if unless else []
            if len(found) > 1:
                raise AmbiguousError
            if found:
                return found[0], False
            return self._insert(resource | {"id": str(uuid4())}, keys, 1), True

    def update(self, resource: Resource, keys: Keys, expected: frozenset[int] | None) -> Stored:
        """A further version of what this patient has.

        MissingError when there is none, StaleError when the newest is none of the expected.
        """
        with self._writing():
            current = self.read(resource["resourceType"], resource["id"], keys.patient or "")
            if current is None:
                raise MissingError
            if expected is not None and current.number not in expected:
                raise StaleError
            return self._insert(resource, keys, current.number + 1)

    def put(self, resource: Resource) -> None:
        """The clinic's own writing, under the resource's own id; the same content again changes nothing."""
        with self._writing():
            kind, name = resource["resourceType"], resource["id"]
            row = self._db.execute(
                f"SELECT {_COLUMNS} FROM version v WHERE type = ? AND id = ? AND superseded IS NULL", (kind, name)
            ).fetchone()
            current = _stored(row) if row else None
            if current is None or {**current.resource, "meta": None} != {**resource, "meta": None}:
                self._insert(resource, keys_of(resource), current.number + 1 if current else 1)

    def read(self, kind: str, name: str, patient: str, number: int | None = None) -> Stored | None:
        """The newest version, or the numbered one, if the patient may see it."""
        which, parameters = ("v.superseded IS NULL", []) if number is None else ("v.number = ?", [number])
        rows = self._select(f"v.type = ? AND v.id = ? AND {OWN} AND {which}", kind, name, patient, *parameters)
        return rows[0] if rows else None

    def history(self, kind: str, name: str, patient: str) -> tuple[Stored, ...]:
        """Every version that the patient may see, newest first; empty when there is none."""
        return self._select(f"v.type = ? AND v.id = ? AND {OWN} ORDER BY v.number DESC", kind, name, patient)

    def find(self, query: Query, patient: str, snapshot: int, offset: int) -> Page:
        """Part of what the patient's search finds in the store as it stood at `snapshot`."""
        found = where(query, patient, snapshot)
        with self._lock:
            sql = f"SELECT count(*) FROM version v WHERE {found.sql}"
            total = int(self._db.execute(sql, found.parameters).fetchone()[0])
            some = f"{found.sql} ORDER BY {order(query)} LIMIT ? OFFSET ?"
            return Page(total, self._select(some, *found.parameters, query.count, offset))

    def newest(self, kind: str, since: int, limit: int) -> Page:
        """For the clinic's own eyes: the current ones of every patient written after `since`, newest first."""
        current = "v.type = ? AND v.superseded IS NULL"
        with self._lock:
            total = self._db.execute(f"SELECT count(*) FROM version v WHERE {current}", (kind,)).fetchone()[0]
            return Page(total, self._select(f"{current} AND v.seq > ? ORDER BY v.seq DESC LIMIT ?", kind, since, limit))

    def _select(self, rest: str, *parameters: str | int) -> tuple[Stored, ...]:
        with self._lock:
            rows = self._db.execute(f"SELECT {_COLUMNS} FROM version v WHERE {rest}", parameters).fetchall()
        return tuple(_stored(row) for row in rows)

    def _with_identifier(self, kind: str, patient: str | None, wanted: Identifier) -> tuple[Stored, ...]:
        return self._select(
            "v.type = ? AND v.patient = ? AND v.superseded IS NULL"
            " AND v.seq IN (SELECT i.seq FROM identifier i WHERE i.value = ? AND i.system = ?)",
            *(kind, patient or "", wanted.value, wanted.system),
        )

    def _insert(self, resource: Resource, keys: Keys, number: int) -> Stored:
        last, newest = self._db.execute("SELECT ifnull(max(seq), 0), ifnull(max(updated), 0) FROM version").fetchone()
        seq, updated = last + 1, max(now_ms(), newest + 1)
        meta = {**resource.get("meta", {}), "versionId": str(number), "lastUpdated": instant(updated)}
        kind, name = resource["resourceType"], resource["id"]
        whole = {"resourceType": kind, "id": name, "meta": meta, **{k: v for k, v in resource.items() if k != "meta"}}
        self._db.execute(
            "UPDATE version SET superseded = ? WHERE type = ? AND id = ? AND superseded IS NULL", (seq, kind, name)
        )
        filed = (keys.patient, keys.status, keys.url, keys.url_version, keys.happens)
        row = (seq, kind, name, number, updated, None, *filed, json.dumps(whole, ensure_ascii=False))
        self._db.execute(f"INSERT INTO version VALUES ({', '.join('?' * len(row))})", row)
        listed = [(seq, each.system, each.value) for each in keys.identifiers]
        self._db.executemany("INSERT INTO identifier VALUES (?, ?, ?)", listed)
        return Stored(seq, number, updated, whole)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        found = self._db.execute("PRAGMA user_version").fetchone()[0]
        if found > VERSION:
            raise StoreError("it was written by a newer version of the clinic")
        if found == 0:
            self._db.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")

    def _secret(self) -> bytes:
        """What cursors are signed with; made once for each store."""
        with self._writing():
            self._db.execute("INSERT OR IGNORE INTO setting VALUES ('secret', ?)", (secrets.token_bytes(32),))
            return bytes(self._db.execute("SELECT value FROM setting WHERE name = 'secret'").fetchone()[0])


def _stored(row: tuple[int, int, int, str]) -> Stored:
    return Stored(row[0], row[1], row[2], json.loads(row[3]))
