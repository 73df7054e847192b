"""Opening the journal of this browser: store, key, and the services over them."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from companion.browser.clock import BrowserClock
from companion.browser.opening import OpenRecords, open_records
from companion.browser.records import NAME
from companion.browser.sealing import WebCryptography
from companion.config import ClinicSettings
from companion.content import Content
from companion.ports import Clock
from companion.services.backup import Backup
from companion.services.bundle import Services
from companion.services.clinic import Clinic
from companion.services.journal import Journal
from companion.services.preferences import Preferences
from companion.store.journal import JournalStore
from companion.store.vault import Vault, open_vault


@dataclass(frozen=True, slots=True)
class StorageState:
    """What the browser promises.

    Attributes:
        is_persisted: it erases the data only when the person asks; None where it does not say.
        usage, quota: bytes, None where it does not say. The quota is an estimate.
        mirror_failure: why the mirror is behind, "" while it is not.
    """

    is_persisted: bool | None
    usage: int | None
    quota: int | None
    mirror_failure: str


@dataclass(frozen=True)
class BrowserJournal:
    """The open journal: the services for the screens, the store for the sync.

    Attributes:
        restored: how many records came back from the mirror at this start, because the browser had lost them.
        storage: asks what the browser promises now.
        lost: waits until another tab takes over (or the browser erases the storage), then calls what it was given.
    """

    services: Services
    store: JournalStore
    clock: Clock
    close: Callable[[], Awaitable[None]]
    restored: int
    storage: Callable[[], Awaitable[StorageState]]
    lost: Callable[[Callable[[], Awaitable[None]]], Awaitable[None]]


async def open_browser_journal(
    bridge: Any,
    content: Content,
    clinic: ClinicSettings | None = None,
    *,
    take_over: bool = False,
    may_begin_anew: bool = False,
    name: str = NAME,
) -> BrowserJournal:
    """Open the journal of this browser, or begin one where there never was one.

    Args:
        bridge: the module of js/bridge.js.
        take_over: after StoreBusy, when the person wants to go on in this tab.
        may_begin_anew: after StoreWiped, when the person wants a new journal.
        name: of the databases; another one in tests.

    Raises StoreError, JournalKeyError.
    """
    opened = await open_records(bridge, name, take_over=take_over, may_begin_anew=may_begin_anew)
    try:
        return await _composed(bridge, opened, content, clinic)
    except BaseException:
        await opened.records.close()
        raise


async def _composed(
    bridge: Any, opened: OpenRecords, content: Content, clinic: ClinicSettings | None
) -> BrowserJournal:
    cryptography, clock = WebCryptography(bridge), BrowserClock(bridge)
    vault = await open_vault(opened.records, cryptography.sealing(opened.key))
    store = JournalStore(vault)
    services = await _services(vault, store, clock, content, clinic, Backup(vault, store, cryptography))

    async def storage() -> StorageState:
        said = json.loads(await bridge.storage())
        return StorageState(said["persisted"], said["usage"], said["quota"], opened.records.mirror_failure)

    return BrowserJournal(services, store, clock, vault.close, opened.restored, storage, opened.records.tell_when_lost)


async def _services(
    vault: Vault, store: JournalStore, clock: Clock, content: Content, clinic: ClinicSettings | None, backup: Backup
) -> Services:
    preferences, journal = Preferences(vault), Journal(store, content.forms, clock)
    await journal.load()
    return Services(
        journal=journal,
        preferences=preferences,
        clinic=Clinic(clinic, preferences),
        backup=backup,
        content=content,
        damaged=len(vault.damaged),
    )
