"""The journal's two copies in a real browser: lost, silent, torn, of two journals. Nothing is ever overwritten in silence."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser import QUICK, chromium
from tests.page.browser import BarePage, logs_of_default_bucket, phone, tab
from tests.page.server import PageServer, page_server

FAILS = """StorageBucketManager.prototype.open = () => Promise.reject(new DOMException("", "UnknownError"));"""
SLOW = """
    const open = StorageBucketManager.prototype.open;
    const later = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
    StorageBucketManager.prototype.open = async function (...asked) { await later(3); return open.apply(this, asked); };
    """
IMPATIENT = """
    const timer = self.setTimeout;
    self.setTimeout = (work, after, ...more) => timer(work, after >= 10000 ? 500 : after, ...more);
    """
NO_BUCKETS = "Object.defineProperty(navigator, 'storageBuckets', { value: undefined, configurable: true });"
OPEN = """
    const { asked, openDatabase, readMeta, reading, writing } = await import("/companion/browser/js/database.js");
    const { openPlace } = await import("/companion/browser/js/places.js");
    const main = await openDatabase(indexedDB, "companion"), mirror = await openPlace("companion-mirror");
    const close = () => { main.close(); mirror.close(); };
    """
LOSE_THE_ROWS = """
    await writing(WHERE, ["headers", "bodies", "meta"], async (store) => {
      const meta = await asked(store("meta").get("journal"));
      store("headers").clear();
      store("bodies").clear();
      store("meta").put({ ...meta, batch: meta.batch + 1 }, "journal");
    });
    """


@pytest.fixture(scope="module")
def server() -> Iterator[PageServer]:
    with page_server() as one:
        yield one


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as one:
        yield one


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    one = playwright.chromium.launch(executable_path=chromium(), args=list(QUICK))
    yield one
    one.close()


@pytest.fixture
def page(browser: Browser, server: PageServer) -> Iterator[BarePage]:
    """One tab of a fresh profile that never touches the disk."""
    context = browser.new_context()
    yield tab(context, server)
    context.close()


def evict(page: BarePage) -> None:
    """What Chromium does to get space: the default bucket goes, with database, marker and everything else in it."""
    session = page.page.context.new_cdp_session(page.page)
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    key = session.send("Storage.getStorageKeyForFrame", {"frameId": frame})["storageKey"]
    session.send("Storage.deleteStorageBucket", {"bucket": {"storageKey": key, "name": "_default"}})
    page.page.wait_for_timeout(500)
    assert page.script("return [await caches.keys(), await indexedDB.databases()]") == [[], []]


@pytest.mark.parametrize("fault", [FAILS, IMPATIENT + SLOW], ids=["fails", "slow"])
def test_a_mirror_that_fails_once_never_lets_a_new_journal_begin_in_silence(page: BarePage, fault: str) -> None:
    page.journal("one", "two")
    evict(page)
    page.script(fault)
    assert page.journal()["error"] == "SecondUnread"
    page.page.reload()
    found = page.journal()
    assert (found["notes"], found["restored"] > 0, found["mirror"]) == (["one", "two"], True, "")


@pytest.mark.parametrize("keep", ["main", "mirror"])
@pytest.mark.parametrize("fault", [FAILS, IMPATIENT + SLOW], ids=["fails", "slow"])
def test_a_new_journal_leaves_the_old_one_in_the_mirror_and_the_person_chooses(
    page: BarePage, fault: str, keep: str
) -> None:
    page.journal("old")
    evict(page)
    page.script(fault)
    begun = page.journal("new", may_begin_anew=True, keep_open=True)
    assert begun["notes"] == ["new"] and begun["mirror"]
    page.page.wait_for_timeout(3500 if fault != FAILS else 0)
    assert page.run("go_on", {"notes": ["newer"]})["mirror"] == begun["mirror"], "one that came late is not used"
    page.page.reload()
    assert page.journal()["error"] == "StoreSplit"
    wanted, other = (["new", "newer"], ["old"]) if keep == "main" else (["old"], ["new", "newer"])
    found = page.journal(keep=keep)
    assert (found["notes"], found["mirror"]) == (wanted, "")
    assert page.journal()["notes"] == wanted
    evict(page)
    assert page.journal()["notes"] == wanted, "the mirror has it, too"
    assert len(other) * 2 - 1 <= rows_aside(page)


def rows_aside(page: BarePage) -> int:
    """How many records lie in the place that was made for the other journal."""
    return int(
        page.script(
            OPEN
            + """
            const names = (await navigator.storageBuckets.keys()).filter((one) => one.includes("-aside-"));
            const aside = await openPlace(names[0]);
            const count = await reading(aside, ["headers"], (store) => asked(store("headers").count()));
            aside.close();
            close();
            return names.length === 1 ? count : 0;
            """
        )
    )


def test_where_there_never_was_a_mirror_one_that_fails_stops_no_beginning(page: BarePage) -> None:
    page.script(FAILS)
    found = page.journal("one")
    assert found["notes"] == ["one"] and found["mirror"] == "UnknownError"
    page.page.reload()
    assert page.journal()["mirror"] == ""


def test_another_journal_in_the_mirror_is_never_overwritten(page: BarePage) -> None:
    page.journal("one")
    said = page.script(
        """
        const { openStore } = await import("/companion/browser/js/records.js");
        const { readMeta } = await import("/companion/browser/js/database.js");
        await new Promise((done) => { indexedDB.deleteDatabase("companion").onsuccess = done; });
        const store = await openStore();
        const before = await readMeta(store.mirror.database);
        await store.begin("another", new Uint8Array(32));
        await store.write('{"puts": [["id", 1, 1, 1, 1]], "deletes": [], "expect": {}}', new Uint8Array(2));
        const after = await readMeta(store.mirror.database);
        const said = [store.mirrorFailure, JSON.stringify(before) === JSON.stringify(after)];
        await store.close();
        return said;
        """
    )
    assert said == ["OtherJournal", True]


@pytest.mark.parametrize("keep", ["main", "mirror"])
def test_a_mirror_that_is_ahead_and_has_lost_its_rows_never_empties_the_database(page: BarePage, keep: str) -> None:
    page.journal("one", "two")
    page.script(OPEN + LOSE_THE_ROWS.replace("WHERE", "mirror") + "close();")
    assert page.journal()["error"] == "StoreSplit"
    found = page.journal("three", keep=keep)
    assert found["notes"] == (["one", "three", "two"] if keep == "main" else ["three"])
    assert page.journal() == {**found, "restored": 0}
    evict(page)
    assert page.journal()["notes"] == found["notes"]


def test_a_mirror_that_lost_its_rows_is_not_taken_for_a_lost_journal(page: BarePage) -> None:
    page.journal("one")
    page.script(OPEN + LOSE_THE_ROWS.replace("WHERE", "mirror") + "close();")
    evict(page)
    assert [page.journal()["error"] for _ in range(2)] == ["StoreSplit"] * 2


def test_a_database_that_lost_its_rows_does_not_take_the_mirrors(page: BarePage) -> None:
    page.journal("one")
    page.script(OPEN + LOSE_THE_ROWS.replace("WHERE", "main") + "close();")
    found = page.journal()
    assert found["notes"] == [] and found["mirror"] == "RowsMissing"
    page.script(
        OPEN + "close(); await new Promise((done) => { indexedDB.deleteDatabase('companion').onsuccess = done; });"
    )
    assert page.journal()["notes"] == ["one"]


def test_a_journal_of_an_app_that_did_not_count_still_opens_and_is_counted_from_then_on(page: BarePage) -> None:
    page.journal("one")
    forget = """
        for (const place of [main, mirror]) {
          await writing(place, ["meta"], async (store) => {
            const { rows, ...meta } = await asked(store("meta").get("journal"));
            store("meta").put(meta, "journal");
          });
        }
        close();
        """
    page.script(OPEN + forget)
    assert page.journal("two")["notes"] == ["one", "two"]
    said = page.script(
        OPEN
        + """
        const count = await reading(main, ["headers"], (store) => asked(store("headers").count()));
        const rows = [(await readMeta(main)).rows, (await readMeta(mirror)).rows, count];
        close();
        return rows;
        """
    )
    assert len(set(said)) == 1 and said[0] > 0


HOLD = """
    const { openDatabase } = await import("/companion/browser/js/database.js");
    const other = await openDatabase(indexedDB, "companion");
    const transaction = other.transaction(["headers"], "readwrite");
    let isHeld = true;
    const spin = () => { if (isHeld) transaction.objectStore("headers").get("x").onsuccess = spin; };
    spin();
    self.letGo = () => new Promise((done) => {
      transaction.oncomplete = () => { other.close(); setTimeout(done, 500); };
      isHeld = false;
    });
    """
COMMITTING = """
    const { abort } = IDBTransaction.prototype;
    IDBTransaction.prototype.abort = () => { throw new DOMException("", "InvalidStateError"); };
    """


@pytest.mark.parametrize("is_committing", [False, True])
def test_a_database_that_does_not_answer_is_said_and_a_late_write_is_not_there_twice(
    page: BarePage, is_committing: bool
) -> None:
    page.journal("one", keep_open=True)
    page.script(IMPATIENT + HOLD + (COMMITTING if is_committing else ""))
    assert page.script("return 1") == 1
    said = page.page.evaluate(
        """async () => {
          const said = await Promise.race([window.run("write_only", "two"), new Promise((done) => setTimeout(done, 5000))]);
          return said;
        }"""
    )
    assert said == "StoreSilent"
    page.script("await self.letGo();")
    if is_committing:
        page.script("await new Promise((done) => setTimeout(done, 500));")
    found = page.run("go_on", {"notes": ["two"]})
    assert (found["notes"], found["mirror"]) == (["one", "two"], "")
    page.page.reload()
    assert page.journal()["notes"] == ["one", "two"]


@pytest.fixture(params=["buckets", "databases"])
def browser_of_a_kind(request: pytest.FixtureRequest, page: BarePage) -> BarePage:
    """A browser with Storage Buckets, and one without, as Safari and Firefox are."""
    if request.param == "databases":
        page.script(NO_BUCKETS)
    return page


def lose(page: BarePage, which: str) -> None:
    """A copy is deleted, as if the browser had lost it."""
    if which == "database":
        script = "await gone('companion');"
    else:
        script = "navigator.storageBuckets ? await navigator.storageBuckets.delete('companion-mirror') : await gone('companion-mirror');"
    gone = "const gone = (name) => new Promise((done) => { indexedDB.deleteDatabase(name).onsuccess = done; });"
    page.script(gone + script)


def test_either_copy_may_be_lost_and_both_only_with_a_word(browser_of_a_kind: BarePage) -> None:
    page = browser_of_a_kind
    assert page.journal("one")["mirror"] == ""
    lose(page, "database")
    found = page.journal("two")
    assert (found["notes"], found["restored"] > 0, found["mirror"]) == (["one", "two"], True, "")
    lose(page, "mirror")
    found = page.journal("three")
    assert (found["notes"], found["restored"], found["mirror"]) == (["one", "three", "two"], 0, "")
    lose(page, "database")
    assert page.journal()["notes"] == ["one", "three", "two"]
    lose(page, "database")
    lose(page, "mirror")
    assert page.journal()["error"] == "StoreWiped"
    assert page.journal("four", may_begin_anew=True)["notes"] == ["four"]


@pytest.mark.parametrize("behind", ["main", "mirror"])
def test_a_copy_that_is_behind_is_brought_up_to_date(browser_of_a_kind: BarePage, behind: str) -> None:
    page = browser_of_a_kind
    page.journal("one")
    page.script(OPEN + TAKE_BACK.replace("WHERE", behind) + "close();")
    found = page.journal()
    assert (found["notes"], found["mirror"]) == (["one"], "") and (found["restored"] > 0) == (behind == "main")
    for which in ("database", "mirror"):
        lose(page, which)
        assert page.journal()["notes"] == ["one"]


TAKE_BACK = """
    await writing(WHERE, ["headers", "bodies", "meta"], async (store) => {
      const meta = await asked(store("meta").get("journal"));
      const ids = (await asked(store("headers").getAll())).filter((row) => row.batch === meta.batch).map((row) => row.id);
      for (const id of ids) { store("headers").delete(id); store("bodies").delete(id); }
      store("meta").put({ ...meta, batch: meta.batch - 1, rows: meta.rows - ids.length }, "journal");
    });
    """


def test_a_database_that_cannot_be_opened_any_more_is_made_anew_from_the_mirror_when_asked(
    browser_of_a_kind: BarePage,
) -> None:
    page = browser_of_a_kind
    page.journal("one")
    page.script(
        """
        const { open } = IDBFactory.prototype;
        IDBFactory.prototype.open = function (name, ...more) {
          if (name === "companion") throw new DOMException("", "UnknownError");
          return open.call(this, name, ...more);
        };
        """
    )
    assert [page.journal()["error"] for _ in range(2)] == ["FirstUnread"] * 2
    found = page.journal("two", keep="mirror")
    assert (found["notes"], found["mirror"], found["restored"] > 0) == (["one", "two"], "", True)
    assert page.journal()["restored"] == 0
    lose(page, "mirror")
    assert page.journal("three")["notes"] == ["one", "three", "two"]


def test_a_log_that_was_torn_is_not_written_on(playwright: Playwright, server: PageServer, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with phone(playwright, profile) as context:
        tab(context, server).journal("one", "two")
    for log in logs_of_default_bucket(profile):
        log.write_bytes(log.read_bytes()[: log.stat().st_size // 2])
    with phone(playwright, profile) as context:
        found = tab(context, server).journal("three")
        assert (found["notes"], found["restored"] > 0) == (["one", "three", "two"], True)
    with phone(playwright, profile) as context:
        found = tab(context, server).journal()
        assert (found["notes"], found["restored"], found["mirror"]) == (["one", "three", "two"], 0, "")
