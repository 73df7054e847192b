"""Backup and restore: the whole journal as one sealed file under a passphrase or a recovery code."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from companion.ports import Cryptography
from companion.services.journal import Journal
from companion.services.preferences import Preferences
from companion.store.backup import is_long_enough, make_backup, new_recovery_code, read_backup
from companion.store.journal import JournalStore
from companion.store.transfer import open_records, take_in
from companion.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Made:
    """A backup file's bytes, and how many records could not be read and are not in it."""

    data: bytes
    left_out: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did, in entries."""

    added: int
    already_there: int


class Backup:
    """Makes and reads backup files of one vault."""

    def __init__(
        self,
        vault: Vault,
        store: JournalStore,
        cryptography: Cryptography,
        after: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """`after` reads what else a restore may have changed."""
        self._vault = vault
        self._store = store
        self._cryptography = cryptography
        self._after = after

    def new_recovery_code(self) -> str:
        """A fresh code that can be written down: groups of four characters."""
        return new_recovery_code()

    def is_long_enough(self, passphrase: str) -> bool:
        """Whether a passphrase of the person's own will do."""
        return is_long_enough(passphrase)

    async def make(self, secret: str) -> Made:
        """What can be read of the journal, as one sealed file. Raises StoreError."""
        records, left_out = await open_records(self._vault)
        return Made(await make_backup(records, secret, self._cryptography), left_out)

    async def restore(self, data: bytes, secret: str, journal: Journal, preferences: Preferences) -> Restored:
        """Add what the file holds to this journal; nothing here is replaced by something older.

        Raises BackupUnreadable, BackupLocked, StoreError; then nothing was changed.
        """
        records = await read_backup(data, secret, self._cryptography)
        added, there = await take_in(self._vault, records)
        self._store.reindex()
        await journal.load()
        await preferences.reload()
        if self._after:
            await self._after()
        journal.changes.announce()
        return Restored(added, there)
