"""Backup and restore: the whole journal as one sealed file under a passphrase or a recovery code."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from companion.config import ClinicSettings
from companion.domain.journal import Delivery
from companion.domain.taken import Taken
from companion.ports import Cryptography
from companion.services.journal import Journal
from companion.services.preferences import Preferences
from companion.store.backup import (
    OpenRecord,
    Origin,
    is_long_enough,
    make_backup,
    new_recovery_code,
    read_whole,
)
from companion.store.journal import JournalStore
from companion.store.transfer import open_records, take_in
from companion.store.vault import Vault


class Whose(Enum):
    """Whose journal a backup holds, seen from this app."""

    MINE = "this patient's, or nothing is sent from this app"
    UNKNOWN = "it does not say, and this app sends entries to a clinic"
    ANOTHERS = "another patient's, or the same one's at another clinic"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup file's bytes, and how many records could not be read and are not in it."""

    data: bytes
    left_out: int


@dataclass(frozen=True)
class OpenBackup:
    """A backup out of its seal, before anything of it is taken in."""

    records: Sequence[OpenRecord]
    whose: Whose


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    Attributes:
        added: entries that were added or brought up to date.
        already_there: entries that were here already, or newer here.
        changed: all that changed, kind by kind.
        stays_here: it was another patient's: nothing of it is ever sent.
    """

    added: int
    already_there: int
    changed: Taken
    stays_here: bool = False


def origin_of(clinic: ClinicSettings | None) -> Origin | None:
    """Return whose journal an app of this clinic holds, None where nothing is sent from it."""
    return Origin(clinic.fhir_base, clinic.patient_id) if clinic and clinic.can_send else None


class Backup:
    """Makes and reads backup files of one vault."""

    def __init__(
        self,
        vault: Vault,
        store: JournalStore,
        cryptography: Cryptography,
        after: Callable[[], Awaitable[None]] | None = None,
        origin: Origin | None = None,
    ) -> None:
        """`after` reads what else a restore may have changed; `origin` is whose journal this is."""
        self._vault = vault
        self._store = store
        self._cryptography = cryptography
        self._after = after
        self._origin = origin

    def new_recovery_code(self) -> str:
        """Return a fresh code that can be written down: groups of four characters."""
        return new_recovery_code()

    def is_long_enough(self, passphrase: str) -> bool:
        """Return whether a passphrase of the person's own will do."""
        return is_long_enough(passphrase)

    async def make(self, secret: str) -> Made:
        """Make one sealed file of what can be read of the journal. Raises StoreError."""
        records, left_out = await open_records(self._vault)
        made = await make_backup(records, secret, self._cryptography, origin=self._origin)
        return Made(made, left_out)

    async def open(self, data: bytes, secret: str) -> OpenBackup:
        """Open a backup file; nothing is changed. Raises BackupUnreadable, BackupLocked."""
        records, origin = await read_whole(data, secret, self._cryptography)
        return OpenBackup(records, self._whose(records, origin))

    async def bring_in(
        self, backup: OpenBackup, journal: Journal, preferences: Preferences, *, stays_here: bool
    ) -> Restored:
        """Join a backup with this journal; where `stays_here` is set, nothing of it is ever sent.

        Raises BackupUnreadable, StoreError; then nothing was changed.
        """
        taken = await take_in(self._vault, backup.records, now=journal.now().at, stays_here=stays_here)
        self._store.reindex()
        await journal.load()
        await preferences.reload()
        if self._after:
            await self._after()
        journal.changes.announce()
        return Restored(*taken.counts, taken, stays_here)

    async def restore(self, data: bytes, secret: str, journal: Journal, preferences: Preferences) -> Restored:
        """Open a backup and join it with this journal; one that may be another patient's stays on this device.

        Raises BackupUnreadable, BackupLocked, StoreError; then nothing was changed.
        """
        backup = await self.open(data, secret)
        return await self.bring_in(backup, journal, preferences, stays_here=backup.whose is not Whose.MINE)

    def _whose(self, records: Sequence[OpenRecord], origin: Origin | None) -> Whose:
        if self._origin is None or origin == self._origin:
            return Whose.MINE
        if origin is not None:
            return Whose.ANOTHERS
        # What was another patient's when it came in proves nothing.
        here = {item.entry_id for item in self._store.outbox() if item.state is not Delivery.HERE}
        return Whose.MINE if any(record.id in here for record in records) else Whose.UNKNOWN
