"""The port Records over SQLite: one file, one thread, every commit flushed to the disk."""

import asyncio
import errno
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from companion.errors import (
    RevisionConflict,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreNewer,
    StoreReadOnly,
)
from companion.ports import Batch, SealedRecord

T = TypeVar("T")

MIGRATIONS = Path(__file__).parent / "migrations"
READ_AT_ONCE = 500

_BY_CODE: Mapping[int, type[StoreError]] = {
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_READONLY: StoreReadOnly,
    sqlite3.SQLITE_CANTOPEN: StoreReadOnly,
    sqlite3.SQLITE_PERM: StoreReadOnly,
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
    sqlite3.SQLITE_CORRUPT: StoreDamaged,
    sqlite3.SQLITE_NOTADB: StoreDamaged,
}
_WRITE_FAILED = (sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE)


class SqliteRecords:
    """Sealed records in one SQLite file. SQLite is spoken to on one thread of its own; callers never block."""

    def __init__(self, connection: sqlite3.Connection, thread: ThreadPoolExecutor) -> None:
        self._connection = connection
        self._thread = thread
        self._is_closed = False

    @classmethod
    async def open(cls, path: Path) -> "SqliteRecords":
        """Open or create the store at `path`.

        Raises StoreBusy (another process has it), StoreNewer, StoreDamaged, StoreReadOnly, StoreFull, StoreError.
        A file that cannot be read is left as it is.
        """
        thread = ThreadPoolExecutor(1, thread_name_prefix="records")
        try:
            connection = await asyncio.get_running_loop().run_in_executor(thread, _open, path)
        except BaseException:
            thread.shutdown(wait=False)
            raise
        return cls(connection, thread)

    async def headers(self) -> Sequence[SealedRecord]:
        """All records without their bodies."""
        return await self._run(lambda: [SealedRecord(*row) for row in self._select("id, revision, schema, header")])

    async def bodies(self, ids: Sequence[str]) -> Mapping[str, SealedRecord]:
        """The whole records of these ids."""
        return await self._run(lambda: self._bodies(ids))

    async def write(self, batch: Batch) -> None:
        """One transaction, flushed to the disk before it returns."""
        await self._run(lambda: self._write(batch))

    async def close(self) -> None:
        """Close the file and end the thread."""
        if not self._is_closed:
            self._is_closed = True
            await asyncio.get_running_loop().run_in_executor(self._thread, self._connection.close)
            self._thread.shutdown(wait=False)

    async def _run(self, work: Callable[[], T]) -> T:
        if self._is_closed:
            raise StoreError("the store is closed")

        def translated() -> T:
            with errors_of_the_store():
                return work()

        # Shielded: who stops waiting does not stop a write half way.
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._thread, translated))

    def _select(self, columns: str, where: str = "", values: Sequence[str] = ()) -> sqlite3.Cursor:
        return self._connection.execute(f"SELECT {columns} FROM records {where}", values)

    def _bodies(self, ids: Sequence[str]) -> dict[str, SealedRecord]:
        found = {}
        for start in range(0, len(ids), READ_AT_ONCE):
            some = ids[start : start + READ_AT_ONCE]
            marks = ",".join("?" * len(some))
            for row in self._select("id, revision, schema, header, body", f"WHERE id IN ({marks})", some):
                found[row[0]] = SealedRecord(*row)
        return found

    def _write(self, batch: Batch) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            for id, revision in batch.expect.items():
                row = self._select("revision", "WHERE id = ?", (id,)).fetchone()
                if (row[0] if row else 0) != revision:
                    raise RevisionConflict("a record is not at the expected revision")
            rows = [(put.id, put.revision, put.schema, put.header, put.body) for put in batch.puts]
            self._connection.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?)", rows)
            self._connection.executemany("DELETE FROM records WHERE id = ?", [(id,) for id in batch.deletes])
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise


def _open(path: Path) -> sqlite3.Connection:
    with errors_of_the_store():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_new = not path.exists()
        if not os.access(path.parent, os.W_OK) or not (is_new or os.access(path, os.W_OK)):
            raise StoreReadOnly("the store's folder or file may not be written")
        connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            if is_new:
                os.chmod(path, 0o600)
            _settle(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def _settle(connection: sqlite3.Connection) -> None:
    """Take the file for this process, look whether it is sound, and bring it to the present schema."""
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA secure_delete = ON")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    known = _migrations()
    if version > len(known):
        raise StoreNewer(version, len(known))
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("COMMIT")
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise StoreDamaged("the store's file is not sound")
    for number, sql in enumerate(known[version:], start=version + 1):
        connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;")


def _migrations() -> list[str]:
    return [file.read_text("utf-8") for file in sorted(MIGRATIONS.glob("[0-9]*.sql"))]


@contextmanager
def errors_of_the_store() -> Iterator[None]:
    """Turn what SQLite and the system say into the tree of errors."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translate(error) from error
    except OSError as error:
        raise _of_the_system(error) from error


def _translate(error: sqlite3.Error) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    # A write that fails half way is, on a device in use, a full disk or a quota.
    kind = StoreFull if code in _WRITE_FAILED else _BY_CODE.get(code & 0xFF, StoreError)
    return kind(f"the store said {name}")


def _of_the_system(error: OSError) -> StoreError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreFull("no space left")
    if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
        return StoreReadOnly("the store's folder cannot be written")
    return StoreError(f"the system said {errno.errorcode.get(error.errno or 0, 'error')}")
