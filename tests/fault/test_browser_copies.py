"""The journal's two copies in a real browser: lost, silent, torn, of two journals. Nothing is ever overwritten in silence."""

import pytest

from tests.page.browser import BarePage

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
