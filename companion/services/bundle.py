"""The services of one open journal, as one bundle that screens are given."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from companion.content import Content
from companion.errors import KeyWrong
from companion.ports import Clock
from companion.services.backup import Backup
from companion.services.clinic import Clinic
from companion.services.course import Course
from companion.services.front import Front
from companion.services.journal import Journal
from companion.services.library import Library
from companion.services.lock import Lock
from companion.services.plan import Support
from companion.services.preferences import Preferences
from companion.services.safety import Safety
from companion.services.storage import Storage
from companion.store.journal import JournalStore
from companion.store.keyring import KeyRing


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
    lock: Lock
    support: Support
    library: Library
    course: Course
    damaged: int = 0
    key_in_file: bool = False
    storage: Storage | None = None

    def __post_init__(self) -> None:
        self.safety.use_lists(self.course.prepared)


@dataclass(frozen=True)
class OpenJournal:
    """What a place to run has opened: the services for the screens, the store for the sync."""

    services: Services
    store: JournalStore
    clock: Clock
    close: Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class SealedJournal:
    """A journal that was reached, before its key is at hand: nothing of it is open.

    Attributes:
        front: what may be seen while it is locked, and where what is written meanwhile waits.
        unseal: opens it with its key. Raises KeyWrong, StoreError.
        close: lets go of its store.
    """

    keyring: KeyRing
    front: Front
    unseal: Callable[[bytes], Awaitable[OpenJournal]]
    close: Callable[[], Awaitable[None]]

    async def open_without_pin(self) -> OpenJournal:
        """The open journal where no PIN is set; closed again where it does not open. Raises KeyWrong, StoreError."""
        try:
            key = self.keyring.key
            if key is None:
                raise KeyWrong("the journal's key is behind a PIN")
            return await self.unseal(key)
        except BaseException:
            await self.close()
            raise
