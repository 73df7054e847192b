"""What of a journal comes back in WebKit and Firefox where files of its site are gone or damaged, and what does not.

Both databases are of one origin there, without Storage Buckets. The second copy protects from a fault of one file, and
not from an engine that erases the whole origin.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.engines.conftest import OTHERS
from tests.engines.engine import Engine
from tests.engines.places import FirefoxPlaces, Places, WebKitPlaces, damage, erase, with_log
from tests.engines.processes import until
from tests.engines.storing import Keeper, keeper, started
from tests.page.server import PageServer, page_server

BOTH = ["one", "two"]
MAIN, MIRROR = "companion", "companion-mirror"


@pytest.fixture(scope="module")
def server() -> Iterator[PageServer]:
    with page_server() as one:
        yield one


class Phone:
    """A profile in which a journal lies with both copies; each fault is done to a copy of it."""

    def __init__(self, name: str, folder: Path, server: PageServer) -> None:
        self._name, self._folder, self._server = name, folder, server
        self._count = 0
        with self.started(folder / "sound") as one:
            assert one.journal(*BOTH)["mirror"] == ""
            places = self.places(folder / "sound")
            until(lambda: is_written(places.markers()[0]) or None, "the marker on the disk")  # Firefox: seconds later

    def after(self, *faults: Callable[[Places], None]) -> Path:
        """The folder of a new copy with these faults."""
        self._count += 1
        copy = self._folder / f"copy-{self._count}"
        shutil.copytree(self._folder / "sound", copy, ignore=shutil.ignore_patterns("lock", "run"))
        for fault in faults:
            fault(self.places(copy))
        return copy

    def places(self, folder: Path) -> Places:
        """The files of the site in a folder."""
        profile = folder / "profile"
        return WebKitPlaces(profile) if self._name == "webkit" else FirefoxPlaces(profile)

    @contextmanager
    def started(self, folder: Path) -> Iterator[Keeper]:
        """The browser over a folder, with one tab on the bare page; then it has ended."""
        engine: Engine = started(
            self._name,
            folder,
        )
        try:
            yield keeper(engine, self._server)
        finally:
            engine.close()


@pytest.fixture(scope="module", params=OTHERS)
def phone(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, server: PageServer) -> Phone:
    return Phone(request.param, tmp_path_factory.mktemp(request.param), server)


def is_written(paths: list[Path]) -> bool:
    files = [file for path in paths for file in (path, *path.rglob("*")) if file.is_file()]
    words = ["journal-exists".encode(code) for code in ("utf-8", "utf-16-le")]
    return any(word in file.read_bytes() for file in files for word in words)


def lost(name: str) -> Callable[[Places], None]:
    return lambda places: erase(with_log(places.database(name)))


def damaged(name: str) -> Callable[[Places], None]:
    return lambda places: damage(places.database(name))


def without_databases(places: Places) -> None:
    erase(places.databases())


def without_local_storage(places: Places) -> None:
    erase(places.markers()[0])


def without_caches(places: Places) -> None:
    erase(places.markers()[1])


def without_anything(places: Places) -> None:
    erase(places.whole())


def sound(found: dict[str, Any], *notes: str, restored: bool) -> None:
    said = (found.get("error"), found.get("notes"), found.get("mirror"), found.get("damaged"))
    assert said == (None, sorted(notes), "", 0) and (found["restored"] > 0) is restored, found


def test_a_lost_database_comes_back_from_its_mirror_and_the_mirror_from_the_database(phone: Phone) -> None:
    for name in (MAIN, MIRROR):
        with phone.started(phone.after(lost(name))) as one:
            sound(one.journal(), *BOTH, restored=name == MAIN)
            one.page.reload()
            sound(one.journal("three"), *BOTH, "three", restored=False)


def test_the_markers_alone_are_written_again(phone: Phone) -> None:
    folder = phone.after(without_local_storage, without_caches)
    with phone.started(folder) as one:
        sound(one.journal(), *BOTH, restored=False)
        assert one.script("return await caches.keys()") == ["companion-marker"]
        assert one.page.evaluate("localStorage.getItem('companion.journal-exists')") == "true"


@pytest.mark.parametrize("without", [without_local_storage, without_caches])
def test_databases_that_are_gone_are_said_by_either_marker(phone: Phone, without: Callable[[Places], None]) -> None:
    with phone.started(phone.after(without_databases, without)) as one:
        assert [one.journal()["error"] for _ in range(2)] == ["StoreWiped"] * 2, "never a new journal in silence"
        sound(one.journal("new", may_begin_anew=True), "new", restored=False)


def test_an_origin_that_was_erased_takes_both_copies_and_all_that_says_so(phone: Phone) -> None:
    """The second copy protects nobody from this: the app looks as at its first start."""
    with phone.started(phone.after(without_anything)) as one:
        sound(one.journal("new"), "new", restored=False)


def test_a_damaged_database_is_said_or_comes_back_and_its_file_is_kept(phone: Phone) -> None:
    with phone.started(phone.after(damaged(MAIN))) as one:
        found = one.journal()
        assert found["error"] == "FirstUnread", found
        sound(one.journal("three", keep="mirror"), *BOTH, "three", restored=True)
        one.page.reload()
        sound(one.journal("four"), *BOTH, "three", "four", restored=False)
        sizes = one.script(
            """return await new Promise((done) => {
              const request = indexedDB.open("companion", 1);
              request.onerror = () => done("unread");
              request.onsuccess = () => done("sound");
            })"""
        )
        assert sizes == "unread", "the damaged file was left as it is"


def test_a_damaged_mirror_is_made_anew_in_another_place_and_serves(phone: Phone) -> None:
    folder = phone.after(damaged(MIRROR))
    with phone.started(folder) as one:
        sound(one.journal("three"), *BOTH, "three", restored=False)
        one.script("await new Promise((done) => { indexedDB.deleteDatabase('companion').onsuccess = done; });")
        sound(one.journal("four"), *BOTH, "three", "four", restored=True)


def test_a_second_damage_of_the_new_places_is_survived_too(phone: Phone) -> None:
    folder = phone.after(damaged(MAIN))
    with phone.started(folder) as one:
        sound(one.journal("three", keep="mirror"), *BOTH, "three", restored=True)
    places = phone.places(folder)
    damage(places.database("companion-anew-1"))
    with phone.started(folder) as one:
        assert one.journal()["error"] == "FirstUnread"
        sound(one.journal("four", keep="mirror"), *BOTH, "three", "four", restored=True)
        one.page.reload()
        sound(one.journal(), *BOTH, "three", "four", restored=False)


def test_a_mirror_that_cannot_be_read_is_never_taken_for_no_journal(phone: Phone) -> None:
    """WebKit does not list what it cannot read."""
    with phone.started(phone.after(lost(MAIN), damaged(MIRROR), without_local_storage, without_caches)) as one:
        assert [one.journal()["error"] for _ in range(2)] == ["SecondUnread"] * 2
        found = one.journal("new", may_begin_anew=True)
        assert found["notes"] == ["new"] and found["mirror"], found
        one.page.reload()
        assert one.journal()["mirror"], "the old mirror is waited for, not given up"


def test_two_damaged_files_are_called_damaged_and_not_a_private_window(phone: Phone) -> None:
    folder = phone.after(damaged(MAIN), damaged(MIRROR))
    with phone.started(folder) as one:
        assert [one.journal()["error"] for _ in range(2)] == ["StoreDamaged"] * 2


def test_the_harness_breaks_files_that_a_journal_needs(phone: Phone) -> None:
    places = phone.places(phone.after())
    before = places.database(MAIN).read_bytes()
    damage(places.database(MAIN))
    assert places.database(MAIN).read_bytes() != before
    assert os.path.getsize(places.database(MIRROR)) > 0
