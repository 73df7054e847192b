"""A copy of the journal is lost, behind, or cannot be opened: the other one brings it back."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.fault.test_browser_copies import OPEN
from tests.page.browser import BarePage, logs_of_default_bucket, phone, tab
from tests.page.server import PageServer

NO_BUCKETS = "Object.defineProperty(navigator, 'storageBuckets', { value: undefined, configurable: true });"


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
