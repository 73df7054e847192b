"""A damaged store: set aside, never deleted; what can be read goes into a new one."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from companion.device.files import sync_folder
from companion.device.records import _open, errors_of_the_store
from companion.errors import StoreDamaged

COLUMNS = "id, revision, schema, header, body"
PARTS = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Rescue:
    """How many records were saved, and where the damaged file lies now."""

    kept: int
    aside: Path


async def rescue(path: Path, moment: str) -> Rescue:
    """Put a new store with every readable record in the place of a damaged one.

    The damaged file is copied aside first, with `moment` in its name. Raises StoreDamaged when nothing can be
    read; then nothing was changed.
    """
    return await asyncio.to_thread(_rescue, path, moment)


def _rescue(path: Path, moment: str) -> Rescue:
    with errors_of_the_store():
        rows = _readable_rows(path)
        if not rows:
            raise StoreDamaged("no record can be read")
        aside = path.with_name(f"{path.stem}-damaged-{moment}{path.suffix}")
        for part in PARTS:
            if Path(f"{path}{part}").exists():
                shutil.copy2(f"{path}{part}", f"{aside}{part}")
        fresh = path.with_name(f"{path.stem}-rescued{path.suffix}")
        for part in PARTS:
            Path(f"{fresh}{part}").unlink(missing_ok=True)
        connection = _open(fresh)
        connection.execute("BEGIN")
        connection.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        # The old write-ahead log must be gone before the new file has its name, or SQLite would replay it there.
        for part in PARTS[1:]:
            Path(f"{path}{part}").unlink(missing_ok=True)
        os.replace(fresh, path)
        sync_folder(path.parent)
        return Rescue(len(rows), aside)


def _readable_rows(path: Path) -> list[tuple[str, int, int, bytes, bytes]]:
    """Read row by row, forwards and backwards from each place that does not answer."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.execute("PRAGMA cell_size_check = ON")
    found: dict[int, tuple[str, int, int, bytes, bytes]] = {}
    try:
        for order in ("ASC", "DESC"):
            found |= _sweep(connection, order)
        for rowid in _gaps(found):
            try:
                row = connection.execute(f"SELECT {COLUMNS} FROM records WHERE rowid = ?", (rowid,)).fetchone()
            except sqlite3.DatabaseError:
                continue
            if row:
                found[rowid] = row
    finally:
        connection.close()
    return [row for row in found.values() if _is_whole(row)]


def _sweep(connection: sqlite3.Connection, order: str) -> dict[int, tuple[str, int, int, bytes, bytes]]:
    found = {}
    try:
        for row in connection.execute(f"SELECT rowid, {COLUMNS} FROM records ORDER BY rowid {order}"):
            found[row[0]] = row[1:]
    except sqlite3.DatabaseError:
        pass  # the sweep from the other end meets it
    return found


def _gaps(found: Mapping[int, object]) -> range:
    return range(min(found), max(found)) if found else range(1, 100_000)


def _is_whole(row: tuple[object, ...]) -> bool:
    kinds = (str, int, int, bytes, bytes)
    return all(isinstance(value, kind) for value, kind in zip(row, kinds, strict=True))
