"""A journal whose key is gone: set aside whole, in a folder of its own, so that a new one can be begun.

The folder is a data folder like any other: where the key comes back, `companion run --data FOLDER` opens it.
"""

import asyncio
import os
import shutil
from pathlib import Path

from companion.device.files import sync_folder
from companion.device.keys import KEY_FILE, WRAP_FILE
from companion.device.records import SqliteRecords, errors_of_the_store


async def set_aside(path: Path, moment: str) -> Path:
    """Move the store at `path` and its key files into a new folder beside it; the folder's path.

    Raises StoreError (StoreBusy: another process has the store); then the journal is where it was.
    """
    # Opened and closed: nobody else has it, and its write-ahead log is in the file.
    await (await SqliteRecords.open(path)).close()
    return await asyncio.to_thread(_set_aside, path, moment)


def _set_aside(path: Path, moment: str) -> Path:
    with errors_of_the_store():
        aside = path.parent / f"journal-set-aside-{moment}"
        aside.mkdir(mode=0o700)
        # The store goes last of the copies and first of the originals: a new key is never made beside an old store.
        names = [f"{path.name}-wal", f"{path.name}-shm", path.name, WRAP_FILE, KEY_FILE]
        there = [name for name in names if (path.parent / name).exists()]
        for name in there:
            _copy(path.parent / name, aside / name)
        sync_folder(aside)
        sync_folder(path.parent)
        for name in there:
            (path.parent / name).unlink()
        sync_folder(path.parent)
        return aside


def _copy(source: Path, target: Path) -> None:
    shutil.copy2(source, target)
    with target.open("rb+") as copied:
        os.fsync(copied.fileno())
