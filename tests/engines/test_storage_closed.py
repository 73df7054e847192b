"""An engine closes the databases by itself, as iOS does in the background, or is full, or private."""

import base64
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from companion.browser.carrying import PageCarrier
from companion.browser.sealing import WebCryptography
from companion.domain.journal import Draft, Occurrence, Unsaved
from tests.engines.conftest import OTHERS, Engines
from tests.engines.engine import Engine
from tests.engines.processes import until
from tests.engines.remote import Remote, RemoteHost
from tests.engines.storing import Keeper, keeper, run, started
from tests.page.server import PageServer, page_server
from tests.web.site import Site

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
DELETE = (
    "return await new Promise((done) => { indexedDB.deleteDatabase('companion').onsuccess = () => done('gone'); });"
)


@pytest.fixture(scope="module")
def server() -> Iterator[PageServer]:
    with page_server() as one:
        yield one


@contextmanager
def browser(name: str, folder: Path, server: PageServer) -> Iterator[tuple[Engine, Keeper]]:
    engine = started(name, folder)
    try:
        yield engine, keeper(engine, server)
    finally:
        engine.close()


def end_the_storage(engine: Any) -> None:
    """SIGKILL to WebKit's process for network and storage; the page lives on."""
    ended = 0
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            is_its_own = os.getpgid(int(process.name)) == engine._process.pid
            if is_its_own and b"WebKitNetworkProcess" in (process / "cmdline").read_bytes():
                os.kill(int(process.name), signal.SIGKILL)
                ended += 1
    assert ended


def test_a_page_that_webkit_has_cut_off_says_so_and_a_page_loaded_again_has_everything(
    server: PageServer, tmp_path: Path
) -> None:
    with browser("webkit", tmp_path, server) as (engine, one):
        one.journal("one", keep_open=True)
        end_the_storage(engine)
        found = one.go_on("two")
        assert found["error"] == "StoreDisconnected", found
        one.page.reload()
        assert one.journal("two")["notes"] == ["one", "two"]


@pytest.mark.parametrize("name", OTHERS)
def test_drafts_go_along_over_a_reload_sealed_once_and_for_their_key_alone(
    server: PageServer, tmp_path: Path, name: str
) -> None:
    when = Occurrence(AT, "UTC", AT.date(), "08:00")
    draft = Unsaved(Draft("id", "daily-check-in", when, {"note": "typed in that moment"}), 2)
    with browser(name, tmp_path, server) as (_engine, one):
        for key, expected in ((bytes(32), [draft]), (bytes(range(32)), [])):
            sealed = run(carrier(one, bytes(32)).sealed([draft]))
            assert "typed" not in base64.b64decode(sealed).decode("latin-1")
            one.page.evaluate("window.isTheSame = true")
            RemoteHost(one.page).again(sealed)
            until(lambda: _is_another(one.page), "the page that was loaded again")
            assert [list(run(carrier(one, key).carried())) for _ in range(2)] == [expected, []]


def carrier(one: Keeper, key: bytes) -> PageCarrier:
    return PageCarrier(RemoteHost(one.page), WebCryptography(Remote(one.page)).sealing(key))


def test_in_the_app_the_page_is_loaded_again_by_itself_and_goes_on_where_it_was(site: Site, tmp_path: Path) -> None:
    engine = started("webkit", tmp_path)
    try:
        phone = engine.phone()
        phone.open(site.address)
        phone.begin()
        phone.answer("6", phone.text("How anxious or tense do you feel?"))
        phone.page.evaluate("window.isTheSame = true")
        end_the_storage(engine)
        until(lambda: _is_another(phone.page), "the page that was loaded again")
        phone.ready()
        phone.sees("How anxious or tense do you feel?")
        assert not phone.text(re.compile("private window|another tab")).count()
        phone.answer("3", phone.text(re.compile("trauma memories")))
    finally:
        engine.close()


def _is_another(page: Any) -> bool | None:
    with suppress(Exception):  # between two documents
        return page.evaluate("window.isTheSame !== true") or None
    return None


def test_what_another_tab_of_firefox_deletes_comes_back_from_the_second_copy(
    server: PageServer, tmp_path: Path
) -> None:
    with browser("firefox", tmp_path, server) as (engine, one):
        one.journal("one", keep_open=True)
        assert keeper(engine, server).script(DELETE) == "gone"
        assert one.go_on("two")["error"] == "StoreBusy", "never 'saved'"
        one.close()
        found = one.journal("two")
        assert (found["notes"], found["restored"] > 0, found["mirror"]) == (["one", "two"], True, "")


@pytest.mark.parametrize("name", OTHERS)
def test_a_private_window_works_and_forgets_without_a_false_alarm(
    engines: Engines, server: PageServer, name: str
) -> None:
    engine = engines(name, private=True)
    one = keeper(engine, server)
    found = one.journal("one", "two")
    assert (found["notes"], found["mirror"]) == (["one", "two"], "")
    assert one.page.evaluate("(async () => (await navigator.storage?.persisted?.()) ?? false)()") is False
    one.page.reload()
    assert one.journal()["notes"] == ["one", "two"]
    engine.restart()
    found = keeper(engine, server).journal()
    assert found.get("notes") == [], "nothing says that a journal was erased here"


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of its own; skipped in no case: where it cannot be mounted, a test that needs it fails."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(file: Path) -> None:
    """Take all the space that is left."""
    with file.open("wb", buffering=0) as one:
        for size in (65536, 1024, 1):
            with suppress(OSError):
                while True:
                    one.write(b"x" * size)


@pytest.mark.parametrize("name", OTHERS)
def test_a_full_disk_is_said_and_nothing_that_was_saved_is_lost(server: PageServer, tmp_path: Path, name: str) -> None:
    with small_disk(tmp_path / "disk") as disk:
        with browser(name, disk, server) as (_engine, one):
            one.journal("one", keep_open=True)
            fill(disk / "full")
            said = []
            for number in range(40):
                found = one.go_on(f"{number:02} " + "x" * 1500)
                said.append(found.get("error", ""))
                if said[-1]:
                    break
            assert said[-1] in ("StoreFull", "StoreTookBack", "StoreDisconnected"), said
            (disk / "full").unlink()
            if said[-1] == "StoreDisconnected":  # WebKit's storage process ended: the app loads the page again
                one.page.reload()
                one.journal("after", keep_open=True)
            else:
                assert "error" not in one.go_on("after")
        with browser(name, disk, server) as (_engine, one):
            notes = [note[:5].strip() for note in one.journal()["notes"]]
            saved = [f"{number:02} xx"[:5] for number, error in enumerate(said) if not error]
            assert set(saved) | {"one", "after"} <= set(notes) and len(notes) == len(set(notes)), notes
