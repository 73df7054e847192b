"""Where the journal is kept, as screens say it: with a browser's storage of the test's own."""

import pytest

from companion.app.running import Companion
from companion.services.preferences import Consent
from companion.services.storage import StorageState
from tests.views.conftest import CLINIC, open_window
from tests.views.harness import Window
from tests.views.tab import FakeStorage, entry, give, says

pytestmark = pytest.mark.asyncio

LOST = "This browser lost your journal."


# Where your journal is kept


async def test_more_leads_to_the_screen_that_says_where_the_journal_is_kept(tab: Companion) -> None:
    async for window in open_window(tab, "/more"):
        await window.tap("Where your journal is kept")
        assert says(window, "has not promised to keep") and says(window, "There is a second copy")
        assert says(window, "Clearing this browser's website data erases it.")


async def test_the_device_form_says_in_about_where_the_key_is_and_has_no_such_line(window: Window) -> None:
    await window.go("/more")
    assert "Where your journal is kept" not in window.texts()
    await window.go("/more/about")
    assert says(window, "its key is in a file")


async def test_about_does_not_speak_of_a_keyring_in_a_browser(tab: Companion) -> None:
    async for window in open_window(tab, "/more/about"):
        assert says(window, "in this browser") and not says(window, "keyring")


@pytest.mark.parametrize(("persisted", "said"), [(True, "has promised"), (None, "does not say")])
async def test_the_state_of_the_promise_is_said_in_words(tab: Companion, persisted: bool | None, said: str) -> None:
    give(tab, FakeStorage(StorageState(is_persisted=persisted)))
    async for window in open_window(tab, "/more/storage"):
        assert says(window, f"This browser {said}")


async def test_a_second_copy_that_is_behind_is_said_with_why_it_matters(tab: Companion) -> None:
    give(tab, FakeStorage(StorageState(is_persisted=True, has_mirror=False)))
    async for window in open_window(tab, "/more/storage"):
        assert says(window, "is out of date") and says(window, "your newest entries are lost too")


async def test_a_second_copy_of_another_journal_is_said_with_what_comes_next(tab: Companion) -> None:
    give(tab, FakeStorage(StorageState(is_persisted=True, has_mirror=False, holds_other=True)))
    async for window in open_window(tab, "/more/storage"):
        assert says(window, "belongs to another journal") and says(window, "it asks which one you want")


@pytest.mark.parametrize("answer", [True, False])
async def test_the_browser_can_be_asked_to_keep_the_journal_and_its_answer_is_said(
    tab: Companion, answer: bool
) -> None:
    storage = give(tab, FakeStorage())
    storage.says_yes = answer
    async for window in open_window(tab, "/more/storage"):
        await window.tap("Ask the browser to keep it")
        assert storage.asked == ["persist"]
        assert says(window, "has promised to keep your journal" if answer else "did not promise to keep your journal")


async def test_the_way_to_a_backup_is_there(tab: Companion) -> None:
    async for window in open_window(tab, "/more/storage"):
        await window.tap("Make a backup")
        assert window.route() == "/more/backup"


async def test_safari_is_named_where_it_erases_and_the_home_screen_is_in_words(tab: Companion) -> None:
    give(tab, FakeStorage(StorageState(is_persisted=False, is_apple=True, erases_unvisited=True)))
    async for window in open_window(tab, "/more/storage"):
        assert (
            says(window, "after 7 days without a visit") and says(window, "Tap Share") and says(window, "Add to Home")
        )


async def test_entries_made_in_an_iphones_tab_are_handed_over_by_a_backup(tab: Companion) -> None:
    await entry(tab)
    give(tab, FakeStorage(StorageState(is_persisted=False, is_apple=True, erases_unvisited=True)))
    async for window in open_window(tab, "/more/storage"):
        assert "Move to the home screen" in window.texts() and says(window, "with a recovery code")
        await window.tap("Make a backup")
        assert window.route() == "/more/backup"


# Asked once to keep it


async def test_the_browser_is_asked_once_after_the_first_entry(tab: Companion) -> None:
    storage = give(tab, FakeStorage())
    storage.says_yes = False
    for _ in range(2):
        async for window in open_window(tab, f"/saved/{await entry(tab)}"):
            await window.settle()
            assert "Ask this browser to keep your journal?" not in window.texts()
    assert storage.asked == ["persist"]


async def test_words_come_before_a_question_of_the_browsers_own(tab: Companion) -> None:
    storage = give(tab, FakeStorage(StorageState(is_persisted=False, asks_person=True)))
    async for window in open_window(tab, f"/saved/{await entry(tab)}"):
        assert "Ask this browser to keep your journal?" in window.texts() and storage.asked == []
        await window.tap("Yes, ask it")
        assert storage.asked == ["persist"] and says(window, "has promised to keep your journal")
    async for window in open_window(tab, f"/saved/{await entry(tab)}"):
        assert "Ask this browser to keep your journal?" not in window.texts()


async def test_not_now_is_an_answer_and_it_is_not_asked_again(tab: Companion) -> None:
    storage = give(tab, FakeStorage(StorageState(is_persisted=False, asks_person=True)))
    async for window in open_window(tab, f"/saved/{await entry(tab)}"):
        await window.tap("Not now")
        assert "Ask this browser to keep your journal?" not in window.texts()
    async for window in open_window(tab, f"/saved/{await entry(tab)}"):
        assert "Ask this browser to keep your journal?" not in window.texts()
    assert storage.asked == []


async def test_one_question_at_a_time_stands_on_saved(tab: Companion) -> None:
    give(tab, FakeStorage(StorageState(is_persisted=False, asks_person=True)))
    tab.opening.opened.clinic.settings = CLINIC
    async for window in open_window(tab, f"/saved/{await entry(tab)}"):
        assert "Send your entries to your clinic?" in window.texts()
        assert "Ask this browser to keep your journal?" not in window.texts()
        await tab.opening.opened.clinic.agree(False)
        await window.settle()
        assert "Ask this browser to keep your journal?" in window.texts()
        assert tab.opening.opened.preferences.choices.consent is Consent.NO


async def test_a_tab_that_safari_may_empty_says_so_once_after_the_first_entry(tab: Companion) -> None:
    storage = give(tab, FakeStorage(StorageState(is_persisted=False, is_apple=True, erases_unvisited=True)))
    storage.says_yes = False
    async for window in open_window(tab, f"/saved/{await entry(tab)}"):
        await window.settle()
        await window.tap("See what you can do")
        assert window.route() == "/more/storage"
    async for window in open_window(tab, f"/saved/{await entry(tab)}"):
        assert "This browser may erase your journal" not in window.texts()


async def test_a_browser_that_has_promised_is_not_asked(tab: Companion) -> None:
    storage = give(tab, FakeStorage(StorageState(is_persisted=True)))
    async for _ in open_window(tab, f"/saved/{await entry(tab)}"):
        assert storage.asked == []


# Brought back


async def test_a_journal_that_came_back_from_its_second_copy_is_said_until_dismissed(tab: Companion) -> None:
    give(tab, FakeStorage(restored=12))
    async for window in open_window(tab):
        assert says(window, LOST) and says(window, "Check that your newest entries are there.")
        await window.tap("Open the journal")
        assert window.route() == "/journal"
        await window.go("/")
        assert says(window, LOST)
        await window.tap("OK, do not show this again")
        assert not says(window, LOST)
        await window.go("/journal")
        await window.go("/")
        assert not says(window, LOST)
