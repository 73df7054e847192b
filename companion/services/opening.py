"""Opening the journal: under way, open, or failed with a reason that a person can read."""

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from companion.errors import CompanionError, StoreError
from companion.services.changes import Changes

T = TypeVar("T")


class Opening(Generic[T]):
    """Holds what was opened. The first frame is drawn before; a failure can be tried again.

    Attributes:
        opened: the services, None until the journal is open.
        failure: why it could not be opened, None otherwise.
    """

    def __init__(self, open_it: Callable[[], Awaitable[T]]) -> None:
        self._open = open_it
        self.changes = Changes()
        self.opened: T | None = None
        self.failure: CompanionError | None = None

    async def start(self) -> None:
        """Open, once. Never raises: what went wrong is in `failure`."""
        if self.opened is not None:
            return
        self.failure = None
        self.changes.announce()
        try:
            self.opened = await self._open()
        except CompanionError as error:
            self.failure = error
        except OSError:
            self.failure = StoreError("the store's folder cannot be used")
        self.changes.announce()
