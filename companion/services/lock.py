"""The lock as the screens of an open journal see it: set, changed and turned off; the journal's key goes with it."""

from companion.services.changes import Changes
from companion.services.preferences import Preferences
from companion.store.backup import letters_of, new_recovery_code
from companion.store.keyring import KeyRing, is_pin

ASKED_GROUPS = (2, 5)
"""Which groups of the recovery code are asked for before a PIN takes effect, counted from 1."""


class Lock:
    """Made with the open journal and dropped with it."""

    def __init__(self, keyring: KeyRing, key: bytes, preferences: Preferences) -> None:
        self._keyring = keyring
        self._key = key
        self._preferences = preferences
        self.changes = Changes()
        self.needs_new_pin = False
        """The recovery code opened the journal: the PIN was forgotten."""

    @property
    def is_set(self) -> bool:
        """Whether the journal has a PIN."""
        return self._keyring.is_locked

    @property
    def keyring(self) -> KeyRing:
        """What tries PINs, here as on the lock screen."""
        return self._keyring

    def is_pin(self, text: str) -> bool:
        """Six to twelve digits."""
        return is_pin(text)

    def new_recovery_code(self) -> str:
        """A fresh code in groups of four characters."""
        return new_recovery_code()

    def is_written_down(self, code: str, said: str) -> bool:
        """Whether what was typed is the whole code, or the two groups that were asked for."""
        groups = code.split("-")
        asked = "".join(groups[number - 1] for number in ASKED_GROUPS)
        return letters_of(said) in (asked, letters_of(code))

    async def set_pin(self, pin: str, code: str) -> None:
        """Lock the journal from now on. Raises StoreError."""
        await self._keyring.lock(self._key, pin, code)
        self.changes.announce()

    async def check(self, pin: str) -> None:
        """Whether it is the PIN; counted like on the lock screen. Raises LockError, StoreError."""
        await self._keyring.try_pin(pin)

    async def change_pin(self, pin: str) -> None:
        """Another PIN under the same recovery code. Raises StoreError."""
        await self._keyring.change_pin(self._key, pin)
        self.needs_new_pin = False
        self.changes.announce()

    async def turn_off(self) -> None:
        """No PIN any more. Raises StoreError."""
        await self._keyring.unlock(self._key)
        self.changes.announce()
