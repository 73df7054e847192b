"""Where an engine keeps what a site has stored, in the files of its profile, and what faults do to them."""

import hashlib
import shutil
from pathlib import Path
from typing import Protocol

PAGE = 4096
"""Bytes of SQLite that are overwritten together."""


class Places(Protocol):
    """The files of a profile that belong to the site; there after the browser has ended."""

    def whole(self) -> list[Path]:
        """Everything of the origin."""

    def databases(self) -> list[Path]:
        """All of IndexedDB."""

    def database(self, name: str) -> Path:
        """The file of SQLite with one database of IndexedDB; its log lies beside it."""

    def markers(self) -> tuple[list[Path], list[Path]]:
        """localStorage, and Cache Storage."""


class WebKitPlaces:
    """WebKitGTK: a folder for each kind of storage, in it one for each origin."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile

    def whole(self) -> list[Path]:
        return [*self.databases(), *(file for files in self.markers() for file in files)]

    def databases(self) -> list[Path]:
        return list(self._profile.glob("data/databases/indexeddb/*/http_localhost_*"))

    def database(self, name: str) -> Path:
        digest = hashlib.sha256(name.encode()).hexdigest().upper()
        (found,) = self._profile.glob(f"data/databases/indexeddb/*/*/{digest}/IndexedDB.sqlite3")
        return found

    def markers(self) -> tuple[list[Path], list[Path]]:
        return list(self._profile.glob("data/localstorage/*")), list(self._profile.glob("cache/CacheStorage"))


class FirefoxPlaces:
    """Firefox: one folder for each origin."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile

    def whole(self) -> list[Path]:
        return list(self._profile.glob("storage/default/http+++localhost+*"))

    def databases(self) -> list[Path]:
        return list(self._profile.glob("storage/default/http+++localhost+*/idb"))

    def database(self, name: str) -> Path:
        """Its name is a number, then the letters of the database's name in another order."""
        (found,) = (
            file
            for folder in self.databases()
            for file in folder.glob("*.sqlite")
            if sorted(file.stem.lstrip("0123456789")) == sorted(name)
        )
        return found

    def markers(self) -> tuple[list[Path], list[Path]]:
        origin = "storage/default/http+++localhost+*"
        return list(self._profile.glob(f"{origin}/ls")), list(self._profile.glob(f"{origin}/cache"))


def with_log(file: Path) -> list[Path]:
    """A database's file and what lies beside it."""
    return list(file.parent.glob(f"{file.stem}*"))


def erase(paths: list[Path]) -> None:
    """Delete files and folders, of which there has to be one at least."""
    assert paths, "the engine keeps it somewhere else"
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def damage(file: Path) -> None:
    """Overwrite a database from its second page on, its log too: it is recognized, and cannot be read."""
    for one in with_log(file):
        if one.is_file() and not one.name.endswith("-shm") and (size := one.stat().st_size) > PAGE:
            with one.open("r+b") as bytes_of_it:
                bytes_of_it.seek(PAGE)
                bytes_of_it.write(b"\xa5" * (size - PAGE))
