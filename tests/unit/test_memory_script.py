"""The page's memory as a file, and the zips that it unpacks itself: run in Node, as the page runs them."""

import base64
import json
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from companion import browser
from companion.site.archive import later_archive, zip_of
from companion.site.pyodide import without_packages
from companion.site.snapshot import Snapshot, node

HERE = Path(__file__).parent
SCRIPTS = Path(browser.__file__).parent / "js"
FILES = {"a/__init__.py": b"", "a/one.so": bytes(range(256)) * 40, "umlauts-\u00e4.txt": "\u00fc".encode()}


@pytest.fixture(scope="module", name="ran")
def _ran() -> Iterator[dict[str, Any]]:
    """What the script found."""
    command = [node(), str(HERE / "memory_script.mjs"), str(SCRIPTS / "memory.js"), str(SCRIPTS / "unpack.js")]
    done = subprocess.run(command, input=zip_of(FILES), capture_output=True, check=True, timeout=60)
    yield json.loads(done.stdout)


def test_any_memory_comes_back_byte_for_byte_whatever_ran_in_between(ran: dict[str, Any]) -> None:
    assert ran["faults"] == []


def test_a_memory_that_is_mostly_as_at_the_beginning_is_a_small_file(ran: dict[str, Any]) -> None:
    assert ran["smallest"] < 0.1


def test_the_page_unpacks_what_the_build_has_packed(ran: dict[str, Any]) -> None:
    assert {name: base64.b64decode(data) for name, data in ran["files"].items()} == FILES


def test_what_is_no_zip_of_the_site_and_no_snapshot_is_refused(ran: dict[str, Any]) -> None:
    *zips, snapshot = ran["refused"]
    assert zips == ["this is no zip of the site", "this zip is compressed", "this is no zip of the site"]
    assert snapshot == "this is no snapshot"


def test_what_comes_later_has_every_module_that_is_not_in_the_snapshot() -> None:
    whole = zip_of({"a/here.py": b"1", "a/later.py": b"2" * 999, "a/data.json": b"{}", "b.py": b"3"})
    later = later_archive(whole, "/app/python.zip", {"/app/python.zip/a/here.py", "/lib/python314.zip/b.py"})
    with ZipFile(BytesIO(later)) as opened:
        assert opened.namelist() == ["a/later.py", "b.py"]
        assert opened.read("a/later.py") == b"2" * 999
    assert len(later) < 999


def test_the_list_of_pyodides_packages_is_emptied_and_still_says_for_which_python_it_is() -> None:
    lock = without_packages(b'{"info": {"abi_version": "2026_0"}, "packages": {"numpy": {"depends": []}}}')
    assert json.loads(lock) == {"info": {"abi_version": "2026_0"}, "packages": {}}


def test_a_kept_snapshot_has_its_memory_and_the_files_of_its_modules() -> None:
    kept = zip_of({"snapshot.bin": b"memory", "modules.json": b'["/app/python.zip/a.py"]'})
    assert Snapshot.of(kept) == Snapshot(b"memory", frozenset({"/app/python.zip/a.py"}))
