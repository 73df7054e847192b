"""Opening the journal of this browser: store, key, and the services over them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from companion.browser.clock import BrowserClock
from companion.browser.opening import OpenRecords, open_records
from companion.browser.records import NAME
from companion.browser.sealing import WebCryptography
from companion.browser.storage import BrowserStorage
from companion.config import ClinicSettings
from companion.content import Content
from companion.services.backup import Backup
from companion.services.bundle import OpenJournal, Services
from companion.services.clinic import Clinic
from companion.services.journal import Journal
from companion.services.preferences import Preferences
from companion.store.journal import JournalStore
from companion.store.vault import open_vault


@dataclass(frozen=True)
class BrowserJournal:
    """The open journal of this tab.

    Attributes:
        lost: waits until another tab takes over (or the browser erases the storage), then calls what it was given.
    """

    journal: OpenJournal
    lost: Callable[[Callable[[], Awaitable[None]]], Awaitable[None]]


async def open_browser_journal(
    bridge: Any,
    content: Content,
    clinic: ClinicSettings | None = None,
    *,
    take_over: bool = False,
    may_begin_anew: bool = False,
    keep: str = "",
    name: str = NAME,
    page: Any = None,
) -> BrowserJournal:
    """Open the journal of this browser, or begin one where there never was one.

    Args:
        bridge: the module of js/bridge.js.
        take_over: after StoreBusy, when the person wants to go on in this tab.
        may_begin_anew: after StoreWiped or SecondUnread, when the person wants a new journal.
        keep: after StoreSplit or FirstUnread, as `open_records` has it.
        name: of the databases; another one in tests.
        page: the module of js/host.js; None where no page is around the worker.

    Raises StoreError, JournalKeyError.
    """
    opened = await open_records(bridge, name, take_over=take_over, may_begin_anew=may_begin_anew, keep=keep, page=page)
    try:
        return await _composed(bridge, opened, content, clinic, page)
    except BaseException:
        await opened.records.close()
        raise


async def _composed(
    bridge: Any, opened: OpenRecords, content: Content, clinic: ClinicSettings | None, page: Any
) -> BrowserJournal:
    cryptography, clock = WebCryptography(bridge), BrowserClock(bridge)
    vault = await open_vault(opened.records, cryptography.sealing(opened.key))
    store = JournalStore(vault)
    preferences, journal = Preferences(vault), Journal(store, content.forms, clock)
    await journal.load()
    services = Services(
        journal=journal,
        preferences=preferences,
        clinic=Clinic(clinic, preferences),
        backup=Backup(vault, store, cryptography),
        content=content,
        damaged=len(vault.damaged),
        storage=BrowserStorage(bridge, page, opened.records, opened.restored),
    )
    return BrowserJournal(OpenJournal(services, store, clock, vault.close), opened.records.tell_when_lost)
