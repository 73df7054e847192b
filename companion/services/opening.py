"""Opening the journal: under way, open, or failed with a reason that a person can read."""

from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Generic, TypeVar

from companion.errors import CompanionError, StoreError
from companion.services.changes import Changes

T = TypeVar("T")


class Wish(Enum):
    """How the journal is to be opened."""

    OPEN = "as it is"
    TAKE_OVER = "here, although another tab has it"
    BEGIN_ANEW = "anew: the person knows that the old one is gone"
    KEEP_FIRST = "the first copy's, of two that differ; the other one is set aside, whole"
    KEEP_SECOND = "the second copy's; the first one, where it can be read, is set aside, whole"


class Opening(Generic[T]):
    """Holds what was opened. The first frame is drawn before; a failure can be tried again.

    Attributes:
        opened: the services, None until the journal is open.
        failure: why it could not be opened, None otherwise.
    """

    def __init__(self, open_it: Callable[[Wish], Awaitable[T]]) -> None:
        self._open = open_it
        self.changes = Changes()
        self.opened: T | None = None
        self.failure: CompanionError | None = None
        self._is_under_way = False

    async def start(self, wish: Wish = Wish.OPEN) -> None:
        """Open, once. Never raises: what went wrong is in `failure`."""
        if self.opened is not None or self._is_under_way:
            return
        self.failure, self._is_under_way = None, True
        self.changes.announce()
        try:
            self.opened = await self._open(wish)
        except CompanionError as error:
            self.failure = error
        except OSError:
            self.failure = StoreError("the store's folder cannot be used")
        finally:
            self._is_under_way = False
        self.changes.announce()

    def lose(self, failure: CompanionError) -> None:
        """The journal is not this window's any more: say why in its place."""
        self.opened, self.failure = None, failure
        self.changes.announce()
