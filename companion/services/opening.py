"""Opening the journal: under way, locked, open, or failed with a reason that a person can read."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from companion.errors import CompanionError, StoreError
from companion.services.changes import Changes
from companion.services.front import Front
from companion.store.keyring import KeyRing

T = TypeVar("T")

log = logging.getLogger("companion.opening")


class Wish(Enum):
    """How the journal is to be opened."""

    OPEN = "as it is"
    TAKE_OVER = "here, although another tab has it"
    BEGIN_ANEW = "anew: the person knows that the old one is gone"
    KEEP_FIRST = "the first copy's, of two that differ; the other one is set aside, whole"
    KEEP_SECOND = "the second copy's; the first one, where it can be read, is set aside, whole"


class State(Enum):
    """How far it is."""

    OPENING = "under way"
    LOCKED = "reached, its key behind a PIN"
    OPEN = "open"
    FAILED = "could not be opened"


@dataclass(frozen=True)
class Locked(Generic[T]):
    """A journal behind a PIN: what tries one, what opens the journal with the key that it gives, what may be seen."""

    keyring: KeyRing
    enter: Callable[[bytes], Awaitable[T]]
    front: Front


class Opening(Generic[T]):
    """Holds what was opened. The first frame is drawn before; a failure can be tried again.

    Attributes:
        opened: the services, None until the journal is open.
        locked: what opens a journal with a PIN, None where there is none and while it is open.
        failure: why it could not be opened, None otherwise.
    """

    def __init__(self, open_it: Callable[[Wish], Awaitable[T | Locked[T]]]) -> None:
        self._open = open_it
        self.changes = Changes()
        self.opened: T | None = None
        self.locked: Locked[T] | None = None
        self.failure: CompanionError | None = None
        self._is_under_way = False

    @property
    def state(self) -> State:
        """Which of the four holds."""
        if self.opened is not None:
            return State.OPEN
        if self.failure is not None:
            return State.FAILED
        return State.LOCKED if self.locked else State.OPENING

    async def start(self, wish: Wish = Wish.OPEN) -> None:
        """Open, once. Never raises: what went wrong is in `failure`."""
        if self.opened is not None or self.locked is not None or self._is_under_way:
            return
        self.failure, self._is_under_way = None, True
        self.changes.announce()
        try:
            found = await self._open(wish)
            if isinstance(found, Locked):
                self.locked = found
            else:
                self.opened = found
        except CompanionError as error:
            self.failure = error
        except OSError:
            self.failure = StoreError("the store's folder cannot be used")
        except Exception as error:  # a fault of ours: said, with a way to try again, never a screen that waits for ever
            log.error("the journal was not opened: %s", type(error).__name__)
            self.failure = StoreError("the journal was not opened")
        finally:
            self._is_under_way = False
        self.changes.announce()

    async def unlock(self, try_it: Callable[[KeyRing], Awaitable[bytes]]) -> None:
        """Open a locked journal with the key that `try_it` gets from the ring.

        Raises LockError or StoreError where there is no key; then it stays locked. A journal that the key does not
        open is a `failure`.
        """
        locked = self.locked
        if locked is None or self._is_under_way:
            return
        self._is_under_way = True
        try:
            key = await try_it(locked.keyring)
            if self.locked is not locked:
                return  # it was lost meanwhile
            await self._enter(locked, key)
        finally:
            self._is_under_way = False

    async def _enter(self, locked: Locked[T], key: bytes) -> None:
        try:
            opened = await locked.enter(key)
        except CompanionError as error:
            self.locked, self.failure = None, error
        except Exception as error:
            log.error("the journal was not opened: %s", type(error).__name__)
            self.locked, self.failure = None, StoreError("the journal was not opened")
        else:
            if self.locked is locked:
                self.opened, self.locked = opened, None
        self.changes.announce()

    def lock(self, locked: Locked[T]) -> None:
        """Let go of what was opened: it takes a PIN to come back."""
        self.opened, self.locked = None, locked
        self.changes.announce()

    def lose(self, failure: CompanionError) -> None:
        """The journal is not this window's any more: say why in its place."""
        self.opened, self.locked, self.failure = None, None, failure
        self.changes.announce()

    def forget(self) -> None:
        """Whatever was there is to be opened anew."""
        self.opened, self.locked, self.failure = None, None, None
        self.changes.announce()
