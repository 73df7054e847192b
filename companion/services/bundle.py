"""The services of one open journal, as one bundle that screens are given."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from companion.content import Content
from companion.ports import Clock
from companion.services.backup import Backup
from companion.services.clinic import Clinic
from companion.services.journal import Journal
from companion.services.preferences import Preferences
from companion.services.safety import Safety
from companion.services.storage import Storage
from companion.store.journal import JournalStore


@dataclass(frozen=True)
class Services:
    """What a screen may call.

    Attributes:
        damaged: how many records could not be opened; they are kept as they are.
        key_in_file: the key lies in a file beside the journal, because there is no keyring here.
        storage: what the browser promises; None where the journal is a file of this device.
    """

    journal: Journal
    preferences: Preferences
    clinic: Clinic
    backup: Backup
    content: Content
    safety: Safety
    damaged: int = 0
    key_in_file: bool = False
    storage: Storage | None = None


@dataclass(frozen=True)
class OpenJournal:
    """What a place to run has opened: the services for the screens, the store for the sync."""

    services: Services
    store: JournalStore
    clock: Clock
    close: Callable[[], Awaitable[None]]
