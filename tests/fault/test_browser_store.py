"""The browser's store when the browser misbehaves: each bad case has its error, and nothing is lost that could be kept."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from tests.page.browser import BarePage, logs_of_default_bucket, phone, readable, tab
from tests.page.server import PageServer

CANARY = "wintergreen-heron"
Start = Callable[[], AbstractContextManager[BarePage]]


@pytest.fixture
def start(playwright: Playwright, server: PageServer, tmp_path: Path) -> Start:
    """A call starts the browser on this test's profile, with one tab."""

    @contextmanager
    def started() -> Iterator[BarePage]:
        with phone(playwright, tmp_path / "profile") as context:
            yield tab(context, server)

    return started


def default_bucket(profile: Path) -> Path:
    return profile / "profile" / "Default" / "IndexedDB"


def corrupt(profile: Path) -> None:
    """What a kill between two writes leads to, brought about on purpose: a hole in the log."""
    logs = logs_of_default_bucket(profile / "profile")
    assert logs
    for log in logs:
        data = bytearray(log.read_bytes())
        data[len(data) // 2 : len(data) // 2 + 60] = bytes(60)
        log.write_bytes(data)


def test_a_database_that_the_browser_wipes_comes_back_with_its_key_and_says_so(start: Start, tmp_path: Path) -> None:
    with start() as page:
        assert page.journal("one", "two")["notes"] == ["one", "two"]
    corrupt(tmp_path)
    with start() as page:
        found = page.journal("three")
        assert found["notes"] == ["one", "three", "two"] and found["restored"] == 5 and found["mirror"] == ""
        assert page.journal()["restored"] == 0, "said once, not at every start"
    corrupt(tmp_path)
    with start() as page:
        assert page.journal()["notes"] == ["one", "three", "two"]


def test_without_its_mirror_the_same_wipe_is_told_and_a_new_journal_begins_only_when_asked(
    start: Start, tmp_path: Path
) -> None:
    with start() as page:
        page.journal("one")
    corrupt(tmp_path)
    shutil.rmtree(tmp_path / "profile" / "Default" / "WebStorage")
    with start() as page:
        assert [page.journal()["error"] for _ in range(2)] == ["StoreWiped"] * 2
        assert page.journal("two", may_begin_anew=True)["notes"] == ["two"]
        assert page.journal(may_begin_anew=True)["notes"] == ["two"], "a journal is never begun over one"


def test_a_mirror_that_was_lost_is_made_again_and_can_then_bring_the_journal_back(start: Start, tmp_path: Path) -> None:
    with start() as page:
        page.journal("one")
    shutil.rmtree(tmp_path / "profile" / "Default" / "WebStorage")
    with start() as page:
        found = page.journal("two")
        assert (found["notes"], found["restored"], found["mirror"]) == (["one", "two"], 0, "")
    corrupt(tmp_path)
    with start() as page:
        assert page.journal()["notes"] == ["one", "two"]


def test_nothing_that_was_typed_stands_readable_in_the_profile(start: Start, tmp_path: Path) -> None:
    with start() as page:
        page.journal(CANARY, *(f"{CANARY} {n}" for n in range(20)))
        page.script(f"await (await caches.open('control')).put('/control', new Response('{CANARY[::-1]}'))")
    profile = tmp_path / "profile"
    assert readable(profile, CANARY) == []
    assert readable(profile, "daily-check-in") == [] and readable(profile, "COMPLETED") == []
    assert readable(profile, CANARY[::-1]), "the search finds nothing at all"


def test_a_full_quota_refuses_the_save_keeps_everything_and_goes_on_when_there_is_room(
    browser: Browser, server: PageServer
) -> None:
    tab(browser.new_context(), server).page.context.close()  # leaves the snapshot
    context = browser.new_context()
    page = context.new_page()
    quota = context.new_cdp_session(page)
    origin = server.address.removesuffix("/index.html")
    quota.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 600_000})
    page.goto(f"{server.address}?quick")
    bare, kept = BarePage(page), list[str]()
    found = bare.journal(keep_open=True)
    for n in range(100):
        found = bare.run("go_on", {"notes": [f"{n:03}" + "x" * 3500]})
        assert len(found["notes"]) >= len(kept)
        if "error" in found:
            break
        kept = found["notes"]
    assert found["error"] == "StoreFull" and kept and found["notes"] == kept
    quota.send("Storage.overrideQuotaForOrigin", {"origin": origin})
    found = bare.run("go_on", {"notes": ["last"]})
    assert found["notes"] == [*kept, "last"] and found["mirror"] == ""
    context.close()


def test_storage_cleared_under_an_open_journal_is_told_at_the_next_save_and_at_the_next_start(
    page: BarePage, server: PageServer
) -> None:
    assert page.journal("one", keep_open=True)["notes"] == ["one"]
    clear(page, server, "indexeddb")
    assert page.run("go_on", {"notes": ["two"]})["error"] == "StoreWiped"
    page.page.reload()
    assert page.journal()["error"] == "StoreWiped"


def test_where_the_person_clears_everything_a_new_journal_begins(page: BarePage, server: PageServer) -> None:
    page.journal("one")
    clear(page, server, "all")
    page.page.reload()
    assert page.journal()["notes"] == []


def clear(page: BarePage, server: PageServer, types: str) -> None:
    origin = server.address.removesuffix("/index.html")
    session = page.page.context.new_cdp_session(page.page)
    session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": types})
    page.page.wait_for_timeout(300)


@pytest.mark.parametrize("part", ["headers", "bodies"])
def test_a_damaged_record_leaves_the_others_readable_and_is_left_alone(page: BarePage, part: str) -> None:
    page.journal("one", "two", "three")
    damage = """
        const { openDatabase, asked, writing } = await import("/companion/browser/js/database.js");
        const database = await openDatabase(indexedDB, "companion");
        await writing(database, ["headers", "bodies"], async (store) => {
          const id = (await asked(store("bodies").getAllKeys()))[0];
          const value = await asked(store(PART).get(id));
          const bytes = value.header ?? value;
          bytes[20] ^= 1;
          store(PART).put(value, id);
        });
        database.close();
        """
    page.script(damage.replace("PART", repr(part)))
    found = page.journal("four")
    whole = [note for note in found["notes"] if note != "cannot be read"]
    assert found["damaged"] == (part == "headers") and "four" in whole and len(whole) == 3
    assert len(found["notes"]) == (3 if part == "headers" else 4)
    assert page.journal()["damaged"] == (part == "headers")


def test_a_second_tab_is_told_takes_over_and_the_first_writes_no_more(page: BarePage, server: PageServer) -> None:
    second = tab(page.page.context, server)
    page.journal("one", keep_open=True)
    assert second.journal()["error"] == "StoreBusy"
    assert second.journal("two", take_over=True, keep_open=True)["notes"] == ["one", "two"]
    assert page.run("told", {}) == "StoreBusy"
    assert page.run("go_on", {"notes": ["three"]})["error"] == "StoreBusy"
    assert second.run("go_on", {"notes": ["four"]})["notes"] == ["four", "one", "two"]
    second.page.close()
    assert page.journal(take_over=True)["notes"] == ["four", "one", "two"]


def test_what_the_first_tab_was_still_writing_cannot_slip_in_after_the_second_took_over(page: BarePage) -> None:
    said = page.script("""
        const { openStore } = await import("/companion/browser/js/records.js");
        const { writeBatch } = await import("/companion/browser/js/database.js");
        const first = await openStore("fenced");
        await first.begin("journal", new Uint8Array(32));
        const database = first.main;
        const second = await openStore("fenced", true);
        await second.state();
        const late = { puts: [], deletes: [], expect: {} };
        return writeBatch(database, late, 0).then(() => "written", (error) => error.name);
        """)
    assert said == "OtherWriter"


def test_a_database_of_a_newer_app_is_refused_politely_and_not_touched(page: BarePage) -> None:
    newer = "await new Promise((done) => { indexedDB.open('companion', 99).onsuccess = done; }); "
    page.script(newer + "return 1;")
    page.page.reload()
    found: dict[str, Any] = page.journal()
    assert (found["error"], found["found"], found["known"]) == ("StoreNewer", 99, 1)
    assert page.script("return (await indexedDB.databases())[0].version") == 99


@pytest.mark.parametrize(("where", "error"), [("both", "KeyMissing"), ("wrong", "KeyWrong"), ("main", None)])
def test_a_key_is_never_made_anew_over_a_journal(page: BarePage, where: str, error: str | None) -> None:
    page.journal("one")
    page.script(
        """
        const { openDatabase, writing } = await import("/companion/browser/js/database.js");
        const { wrapRing } = await import("/companion/browser/js/crypto.js");
        const bucket = await navigator.storageBuckets.open("companion-mirror");
        const places = [[indexedDB, "companion"], [bucket.indexedDB, "companion-mirror"]];
        const other = await wrapRing(new Uint8Array(32), "another journal");
        for (const [factory, name] of WHERE === "main" ? places.slice(0, 1) : places) {
          const database = await openDatabase(factory, name);
          await writing(database, ["keys"], async (store) => {
            WHERE === "wrong" ? store("keys").put(other, "data") : store("keys").clear();
          });
          database.close();
        }
        """.replace("WHERE", repr(where))
    )
    for _ in range(2):
        found = page.journal()
        assert found.get("error") == error and (error or found["notes"] == ["one"])


def test_a_browser_that_refuses_storage_is_told_apart(page: BarePage) -> None:
    page.script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    assert page.journal()["error"] == "StorageRefused"
