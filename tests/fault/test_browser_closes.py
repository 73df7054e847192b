"""The browser closes the databases by itself, as iOS does in the background: opened again quietly, else the reason."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.page.browser import BarePage, phone, tab
from tests.page.closing import force_close
from tests.page.server import PageServer

Start = Callable[[], AbstractContextManager[BarePage]]

PLACES = ["main", "mirror", "both"]


@pytest.fixture
def start(playwright: Playwright, server: PageServer, tmp_path: Path) -> Start:
    """A call starts the browser on this test's profile, with one tab."""

    @contextmanager
    def started() -> Iterator[BarePage]:
        with phone(playwright, tmp_path / "profile") as context:
            yield tab(context, server)

    return started


@pytest.mark.parametrize("place", PLACES)
def test_a_closed_database_is_opened_again_and_everything_goes_on(start: Start, place: str) -> None:
    with start() as page:
        assert page.journal("one", keep_open=True)["notes"] == ["one"]
        for text in ("three", "two"):
            force_close(page.page.context, place)
            found = page.run("go_on", {"notes": [text]})
            assert "error" not in found and found["mirror"] == "", found
        assert found["notes"] == ["one", "three", "two"]
    with start() as page:
        found = page.journal()
        assert (found["notes"], found["restored"], found["mirror"]) == (["one", "three", "two"], 0, "")


def test_what_is_being_written_in_that_moment_is_written_once(start: Start) -> None:
    with start() as page:
        page.journal("one", keep_open=True)
        page.page.evaluate(
            "() => { window.going = window.run('go_on', {notes: Array.from({length: 60}, (_, n) => `n${n}`)}); }"
        )
        force_close(page.page.context)
        found = page.page.evaluate("() => window.going")
        # Where the browser does not say whether the batch of that moment arrived, that is told; nothing is doubled.
        assert found.get("error") in (None, "StoreSilent"), found
        assert len(found["notes"]) == len(set(found["notes"])) and ("error" in found or len(found["notes"]) == 61)
    with start() as page:
        kept = page.journal()["notes"]
        assert set(found["notes"]) <= set(kept) and len(kept) == len(set(kept)), "what was said to be saved is there"


def test_where_the_storage_was_erased_that_is_the_reason(start: Start) -> None:
    with start() as page:
        page.journal("one", keep_open=True)
        page.page.evaluate("() => { window.told = window.run('told', {}); }")
        session = page.page.context.new_cdp_session(page.page)
        origin = page.page.evaluate("origin")
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "indexeddb"})
        assert page.page.evaluate("() => window.told") == "StoreWiped"
        assert page.run("go_on", {"notes": ["two"]})["error"] == "StoreWiped"
        assert page.script("return (await indexedDB.databases()).length") == 0, "nothing was made in its place"


def test_a_browser_that_closes_it_again_and_again_is_not_asked_for_ever(page: BarePage) -> None:
    said = page.script("""
        const { openStore } = await import("/companion/browser/js/records.js");
        const store = await openStore("closing");
        await store.begin("journal", new Uint8Array(32));
        let times = 0;
        while (!store.refusal && times < 20) {
          times += 1;
          const database = store.database;
          database.close();
          database.onclose();
          for (let n = 0; n < 200 && store.database === database && !store.refusal; n++) {
            await new Promise((then) => setTimeout(then, 10));
          }
        }
        return [times, await store.lost];
        """)
    assert said == [4, "InvalidStateError"]


def test_a_connection_that_is_lost_without_a_word_is_replaced(page: BarePage) -> None:
    """Safari: "Connection to Indexed Database server lost"; here the connection is closed, and no event comes."""
    said = page.script("""
        const { openStore } = await import("/companion/browser/js/records.js");
        const store = await openStore("lost");
        await store.begin("journal", new Uint8Array(32));
        store.database.close();
        const index = { puts: [["a", 1, 1, 2, 2]], deletes: [], expect: { a: 0 } };
        await store.write(JSON.stringify(index), new Uint8Array([1, 2, 3, 4]));
        return [JSON.parse((await store.headers()).index).length, store.refusal, store.mirrorFailure];
        """)
    assert said == [1, "", ""]
