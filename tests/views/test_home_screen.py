"""The home screen is offered before the first entry, and a backup brings a tab's entries there."""

import asyncio
from dataclasses import replace

import pytest

from companion.app.running import Companion
from companion.services.storage import StorageState
from tests.views.conftest import open_window
from tests.views.tab import FakeStorage, entry, give, says

pytestmark = pytest.mark.asyncio

# The home screen


async def test_the_first_start_offers_the_home_screen_and_the_browsers_own_offer(app: Companion) -> None:
    storage = give(app, FakeStorage(StorageState(is_persisted=False, can_install=True)))
    async for window in open_window(app):
        await window.tap("I have read this")
        assert "Add the app to your home screen" in window.texts()
        await window.tap("Add it to the home screen")
        assert storage.asked == ["install"] and says(window, "The app is on your home screen")
        await window.tap("Continue")
        await window.tap("United States")
        await window.tap("Start")
        assert "How is your mood right now?" in window.texts()
        assert "Add the app to your home screen" not in window.texts()


async def test_an_iphone_hears_before_the_first_entry_that_the_installed_app_has_its_own_journal(
    app: Companion,
) -> None:
    give(app, FakeStorage(StorageState(is_persisted=False, is_apple=True, erases_unvisited=True)))
    async for window in open_window(app):
        await window.tap("I have read this")
        assert says(window, "keeps its own journal") and says(window, "before your first entry")
        await window.tap("Later. Continue in this tab")
        await window.tap("Later")
        assert "Add the app to your home screen" not in window.texts()
        assert app.opening.opened.preferences.choices.knows_home_screen


async def test_a_tap_before_the_browser_has_answered_skips_nothing(app: Companion) -> None:
    storage = give(app, FakeStorage(StorageState(is_persisted=False, is_apple=True)))
    storage.answers_after = 0.5
    async for window in open_window(app):
        assert storage.state is None
        await window.tap("I have read this")
        await asyncio.sleep(1.2)
        await window.settle()
        assert says(window, "keeps its own journal")


async def test_no_home_screen_step_where_there_is_no_way_to_it(app: Companion) -> None:
    give(app, FakeStorage())
    async for window in open_window(app):
        await window.tap("I have read this")
        assert "Where are you?" in window.texts()


async def test_an_offer_that_comes_late_is_a_card_on_today_until_later_is_said(tab: Companion) -> None:
    storage = give(tab, FakeStorage())
    async for window in open_window(tab):
        assert "Add the app to your home screen" not in window.texts()
        storage.holds = replace(storage.holds, can_install=True)
        await storage.look()
        await window.settle()
        assert "Add the app to your home screen" in window.texts()
        await window.tap("Later")
        assert "Add the app to your home screen" not in window.texts()
    async for window in open_window(tab):
        assert "Add the app to your home screen" not in window.texts()


async def test_a_journal_with_entries_is_not_interrupted_by_the_offer(tab: Companion) -> None:
    await entry(tab)
    give(tab, FakeStorage(StorageState(is_persisted=False, can_install=True)))
    async for window in open_window(tab):
        assert "Add the app to your home screen" not in window.texts()


async def test_an_empty_installed_app_leads_to_a_backup_before_the_first_start_is_over(app: Companion) -> None:
    give(app, FakeStorage(StorageState(is_persisted=True, is_apple=True, is_installed=True)))
    async for window in open_window(app):
        assert says(window, "Did you make entries in the browser before?")
        await window.tap("I have a backup file")
        assert "Restore a backup" in window.texts() and "Welcome" not in window.texts()
        await window.tap("Back")
        assert "Welcome" in window.texts()


async def test_what_was_asked_in_another_browser_does_not_come_with_a_backup(app: Companion) -> None:
    services = app.opening.opened
    code = services.backup.new_recovery_code()
    await services.preferences.change(was_welcomed=True, was_asked_to_keep=True, knows_home_screen=True)
    await entry(app)
    file = (await services.backup.make(code)).data
    fresh = await anew(app)
    await fresh.backup.restore(file, code, fresh.journal, fresh.preferences)
    assert fresh.preferences.choices.was_welcomed and not fresh.journal.is_empty()
    assert not fresh.preferences.choices.was_asked_to_keep and not fresh.preferences.choices.knows_home_screen


async def anew(app: Companion) -> object:
    """An empty journal's services beside the app's own."""
    from companion.services.backup import Backup
    from companion.services.bundle import Services
    from companion.services.clinic import Clinic
    from companion.services.course import Course, course_settings
    from companion.services.journal import Journal
    from companion.services.library import Library
    from companion.services.plan import Support
    from companion.services.preferences import Preferences
    from companion.services.safety import Safety
    from companion.store.journal import JournalStore
    from companion.store.plan import PlanStore
    from companion.store.reading import ReadingLog
    from companion.store.safety import SafetyLog
    from companion.store.vault import open_vault
    from tests.fakes import FixedClock, MemoryRecords

    old = app.opening.opened.backup
    vault = await open_vault(MemoryRecords(), old._cryptography.sealing(b"k" * 32))
    store, preferences = JournalStore(vault), Preferences(vault)
    journal = Journal(store, app.content.forms, FixedClock())
    backup = Backup(vault, store, old._cryptography)
    safety = Safety(SafetyLog(vault), journal, preferences, app.content.red_flags, store.course.all)
    lock = app.opening.opened.lock
    support = Support(PlanStore(vault), app.opening.opened.support._front, preferences, FixedClock())
    library = Library(ReadingLog(vault), FixedClock(), app.content.books)
    course = Course(store.course, journal, FixedClock(), app.content.guidance, course_settings(None))
    clinic = Clinic(None, preferences)
    return Services(journal, preferences, clinic, backup, app.content, safety, lock, support, library, course)
