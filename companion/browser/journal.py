"""Opening the journal of this browser: store and ring of keys first, the services over them with the journal's key."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from companion.browser.clock import BrowserClock
from companion.browser.opening import OpenRecords, open_records
from companion.browser.records import NAME, IndexedDbRecords
from companion.browser.sealing import WebCryptography
from companion.browser.storage import BrowserStorage
from companion.config import ClinicSettings
from companion.content import Content
from companion.errors import StoreError
from companion.services.backup import Backup, origin_of
from companion.services.bundle import OpenJournal, SealedJournal, Services
from companion.services.clinic import Clinic
from companion.services.course import Course, course_settings
from companion.services.front import Front
from companion.services.journal import Journal
from companion.services.library import Library
from companion.services.lock import Lock
from companion.services.plan import Support
from companion.services.preferences import Preferences
from companion.services.safety import Safety
from companion.store.front import FrontStore
from companion.store.journal import JournalStore
from companion.store.keyring import open_keyring
from companion.store.plan import PlanStore
from companion.store.reading import ReadingLog
from companion.store.safety import SafetyLog
from companion.store.vault import open_vault


@dataclass(frozen=True)
class SealedBrowserJournal:
    """The journal of this tab, before its key is at hand.

    Attributes:
        lost: waits until another tab takes over, or the browser closed the storage and it could not be opened again;
            then calls what it was given with the reason.
    """

    journal: SealedJournal
    lost: Callable[[Callable[[StoreError], Awaitable[None]]], Awaitable[None]]


async def reach_browser_journal(
    bridge: Any,
    content: Content,
    clinic: ClinicSettings | None = None,
    *,
    take_over: bool = False,
    may_begin_anew: bool = False,
    keep: str = "",
    name: str = NAME,
    page: Any = None,
) -> SealedBrowserJournal:
    """Reach the journal of this browser, or begin one where there never was one. It stays sealed.

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
        return await _sealed(bridge, opened, content, clinic, page)
    except BaseException:
        await opened.records.close()
        raise


async def _sealed(
    bridge: Any, reached: OpenRecords, content: Content, clinic: ClinicSettings | None, page: Any
) -> SealedBrowserJournal:
    cryptography, clock, records = WebCryptography(bridge), BrowserClock(bridge), reached.records
    keyring = await open_keyring(reached.secrets, cryptography, clock)
    storage = BrowserStorage(bridge, page, records, reached.restored)

    front = Front(FrontStore(records, cryptography, keyring), content.forms, clock)

    async def unseal(key: bytes) -> OpenJournal:
        vault = await open_vault(records, cryptography.sealing(key), clock.now)
        store, preferences = JournalStore(vault), Preferences(vault)
        unread = await front.move_in(vault, store)
        journal = Journal(store, content.forms, clock)
        await journal.load()
        support = Support(PlanStore(vault), front.store, preferences, clock)
        await support.load()
        front.forget()
        services = Services(
            journal=journal,
            preferences=preferences,
            clinic=Clinic(clinic, preferences),
            backup=Backup(vault, store, cryptography, support.reload, origin_of(clinic)),
            content=content,
            safety=Safety(SafetyLog(vault), journal, preferences, content.red_flags, store.course.all),
            lock=Lock(keyring, key, preferences),
            support=support,
            library=Library(ReadingLog(vault), clock, content.books),
            course=Course(store.course, journal, clock, content.guidance, course_settings(clinic)),
            damaged=len(vault.damaged) + unread,
            storage=storage,
        )
        return OpenJournal(services, store, clock, vault.close)

    return SealedBrowserJournal(SealedJournal(keyring, front, unseal, records.close), records.tell_when_lost)


async def set_browser_journal_aside(bridge: Any, name: str = NAME) -> None:
    """Keep the journal under another name, sealed as it is; the next opening begins a new one. Raises StoreError."""
    records = await IndexedDbRecords.take(bridge, name)
    try:
        await records.set_aside(BrowserClock(bridge).now().strftime("%Y%m%dT%H%M%SZ"))
    finally:
        await records.close()
