"""A journal that is not open, or not for this tab, or has no space: what is said, what is kept, what can be done."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from companion import errors
from companion.app.running import Companion
from companion.config import assets_dir
from companion.content import DAILY_CHECK_IN
from companion.i18n import load_words
from companion.services.opening import Wish
from companion.views.storage_trouble import browser_trouble
from companion.views.wording import trouble
from tests.views.conftest import open_window
from tests.views.harness import Window
from tests.views.tab import says

pytestmark = pytest.mark.asyncio

# The closed journal


async def closed(app: Companion, failure: errors.CompanionError) -> AsyncIterator[Window]:
    app.opening.lose(failure)
    async for window in open_window(app):
        object.__setattr__(window.page.session.store.get("app"), "in_browser", True)
        app.opening.changes.announce()
        await window.settle()
        yield window


@pytest.fixture
def wishes(app: Companion) -> list[Wish]:
    """How the journal was asked to be opened."""
    asked: list[Wish] = []
    opened = app.opening.opened

    async def open_it(wish: Wish) -> object:
        asked.append(wish)
        return opened

    app.opening._open = open_it
    return asked


async def test_a_second_tab_says_so_and_can_go_on_here(tab: Companion, wishes: list[Wish]) -> None:
    async for window in closed(tab, errors.StoreBusy("another tab")):
        assert "Your journal is open in another tab" in window.texts() and says(window, "kept, too")
        await window.go("/help")
        assert "Help now" in window.texts()
        await window.go("/")
        await window.tap("Continue here")
        assert wishes == [Wish.TAKE_OVER] and "How is your mood right now?" in window.texts()


async def test_the_answers_of_an_open_form_are_there_when_the_journal_is_taken_back(
    tab: Companion, wishes: list[Wish]
) -> None:
    async for window in open_window(tab):
        object.__setattr__(window.page.session.store.get("app"), "in_browser", True)
        await window.tap("6")
        await window.follow()
        assert "How anxious or tense do you feel?" in window.texts()
        await tab.lose(errors.StoreBusy("another tab"))
        await window.settle()
        assert "Your journal is open in another tab" in window.texts()
        await window.tap("Continue here")
        assert "How anxious or tense do you feel?" in window.texts()
        assert tab.opening.opened.journal.draft_of(DAILY_CHECK_IN).answers == {"mood": 6}


# Closed by the browser itself


async def test_a_journal_that_the_browser_closed_is_opened_anew_by_itself(tab: Companion, wishes: list[Wish]) -> None:
    async for window in open_window(tab):
        object.__setattr__(window.page.session.store.get("app"), "in_browser", True)
        await window.tap("6")
        await window.follow()
        await tab.lose(errors.StorageRefused("closed"))
        await window.settle()
        assert wishes == [Wish.OPEN] and not says(window, "another tab")
        assert "How anxious or tense do you feel?" in window.texts()


async def test_what_could_not_be_stored_in_that_moment_goes_on(tab: Companion, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = tab.opening.opened.journal
    draft = journal.begin(DAILY_CHECK_IN)
    await journal.answer(draft.id, "mood", 6, 1)

    async def closed_by_now(draft: object) -> None:
        raise errors.StorageRefused("closed")

    monkeypatch.setattr(journal._store, "keep_draft", closed_by_now)
    with pytest.raises(errors.StoreError):
        await journal.answer(draft.id, "note", "typed in that moment", 1)
    await tab.lose(errors.StorageRefused("closed"))
    again = tab.opening.opened.journal
    assert again is not journal and again.draft_of(DAILY_CHECK_IN).answers == {
        "mood": 6,
        "note": "typed in that moment",
    }
    assert again.unsaved == ()
    await tab.lose(errors.StorageRefused("closed"))
    assert tab.opening.opened.journal.draft_of(DAILY_CHECK_IN).answers["note"] == "typed in that moment", "on the disk"


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (errors.StoreWiped("gone"), "This browser has erased your journal"),
        (errors.FirstUnread("unread"), "One of your journal's two copies cannot be read"),
        (errors.StorageRefused("refused"), "This browser does not let the app use its storage"),
    ],
)
async def test_where_it_cannot_be_opened_anew_the_true_reason_is_said(
    tab: Companion, failure: errors.StoreError, said: str
) -> None:
    async def open_it(wish: Wish) -> object:
        raise failure

    tab.opening._open = open_it
    async for window in open_window(tab):
        object.__setattr__(window.page.session.store.get("app"), "in_browser", True)
        await tab.lose(errors.StoreError("closed"))
        await window.settle()
        assert says(window, said) and not says(window, "another tab")


async def test_a_storage_that_fails_again_and_again_is_said(tab: Companion, wishes: list[Wish]) -> None:
    for _ in range(5):
        await tab.lose(errors.StorageRefused("closed"))
    assert len(wishes) == 3 and isinstance(tab.opening.failure, errors.StorageRefused)


async def test_an_error_of_the_moment_in_which_the_journal_was_lost_is_said_once(
    tab: Companion, wishes: list[Wish]
) -> None:
    async for window in closed(tab, errors.StoreBusy("another tab")):
        window.page.session.store.get("app").notices.tell(errors.StoreBusy("another tab"))
        await window.settle()
        assert "OK" not in window.labels()


async def test_two_taps_on_go_on_here_open_the_journal_once(tab: Companion, wishes: list[Wish]) -> None:
    tab.opening.lose(errors.StoreBusy("another tab"))
    await asyncio.gather(tab.opening.start(Wish.TAKE_OVER), tab.opening.start(Wish.TAKE_OVER))
    assert wishes == [Wish.TAKE_OVER]


async def test_a_new_journal_after_a_wipe_asks_first(tab: Companion, wishes: list[Wish]) -> None:
    async for window in closed(tab, errors.StoreWiped("gone")):
        assert "This browser has erased your journal" in window.texts()
        await window.tap("Start a new journal")
        assert "Start a new journal?" in window.texts() and wishes == []
        await window.tap("Not now")
        assert "Start a new journal?" not in window.texts() and wishes == []


async def test_after_a_wipe_a_backup_goes_into_a_new_journal_without_a_detour(
    tab: Companion, wishes: list[Wish]
) -> None:
    async for window in closed(tab, errors.StoreWiped("gone")):
        await window.tap("I have a backup file")
        assert wishes == [Wish.BEGIN_ANEW] and window.route() == "/restore"
        assert "Restore a backup" in window.texts()


async def test_of_two_copies_that_differ_the_person_opens_one_and_reads_that_both_are_kept(
    tab: Companion, wishes: list[Wish]
) -> None:
    async for window in closed(tab, errors.StoreSplit("differ", (3, 57))):
        assert says(window, "Both are kept.") and says(window, "set aside in this browser, complete")
        await window.tap("Open the second copy: saved 57 times")
        assert wishes == [Wish.KEEP_SECOND]
    async for window in closed(tab, errors.StoreSplit("differ", (3, 57))):
        await window.tap("Open the first copy: saved 3 times")
        assert wishes[-1] is Wish.KEEP_FIRST


async def test_a_copy_that_is_gone_is_not_offered(tab: Companion) -> None:
    async for window in closed(tab, errors.StoreSplit("torn", (None, 57))):
        assert not any(label.startswith("Open the first copy") for label in window.labels())


async def test_a_second_copy_that_cannot_be_read_is_tried_again_before_a_new_journal_begins(
    tab: Companion, wishes: list[Wish]
) -> None:
    async for window in closed(tab, errors.SecondUnread("no")):
        await window.tap("Start a new journal")
        assert says(window, "The second copy is left as it is.") and wishes == []
        await window.tap("Not now")
        await window.tap("Try again")
        assert wishes == [Wish.OPEN]


async def test_where_the_first_copy_cannot_be_read_the_second_one_can_be_gone_on_with(
    tab: Companion, wishes: list[Wish]
) -> None:
    async for window in closed(tab, errors.FirstUnread("no")):
        await window.tap("Continue with the second copy")
        assert wishes == [Wish.KEEP_SECOND]


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (errors.StorageRefused("no"), "If this is a private window"),
        (errors.FirstUnread("no"), "The second copy can be read."),
        (errors.SecondUnread("no"), "may hold a second copy"),
        (errors.StoreSplit("no"), "Both are kept."),
        (errors.StoreNewer(3, 2), "Go online, close every tab"),
        (errors.StoreFull("no"), "There is no space left on this device"),
        (errors.StoreDamaged("no"), "It was left as it is."),
        (errors.KeyMissing("no"), "in this browser, locked"),
    ],
)
async def test_each_closed_screen_says_what_to_do_and_can_be_tried_again(
    tab: Companion, failure: errors.CompanionError, said: str
) -> None:
    async for window in closed(tab, failure):
        assert says(window, said) and "Try again" in window.labels() and not says(window, "keyring")


async def test_the_browsers_words_name_no_file_and_no_keyring() -> None:
    words = load_words(assets_dir())
    kinds = (errors.StoreBusy, errors.StoreDamaged, errors.StoreFull, errors.KeyMissing, errors.KeyWrong)
    for kind in kinds:
        said = browser_trouble(words, kind("x"))
        assert said and said.title and said.kept and said.do and said != trouble(words, kind("x"))
        assert "keyring" not in said.do and "folder" not in said.do


# No space while checking in


async def test_what_was_answered_on_a_full_device_stays_and_is_saved_later(
    window: Window, app: Companion, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = app.opening.opened.journal._store
    await window.tap("6")
    await window.follow()

    async def full(*_: object) -> None:
        raise errors.StoreFull("no space")

    with monkeypatch.context() as patch:
        patch.setattr(store, "keep_draft", full)
        await window.tap("3")
        assert "Not saved: this device is full" in window.texts()
        await window.tap("OK")
        assert "How anxious or tense do you feel?" in window.texts()
        await window.go("/")
        assert says(window, "could not be saved yet") and not says(window, "is kept on this device")
    await window.tap("Continue")
    await window.follow()
    draft = app.opening.opened.journal.draft_of(DAILY_CHECK_IN)
    assert draft.answers == {"mood": 6, "anxiety": 3}
    await app.opening.opened.journal.finish(draft.id)
    head = app.opening.opened.journal.latest(DAILY_CHECK_IN)
    assert (await app.opening.opened.journal.entry(head.id)).answers == {"mood": 6, "anxiety": 3}
