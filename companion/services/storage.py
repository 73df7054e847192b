"""Where the journal is kept, where that is a browser: what it promises, and what can be asked of it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StorageState:
    """What the browser promises.

    Attributes:
        is_persisted: it erases the data only when the person asks; None where it does not say.
        usage, quota: bytes, None where it does not say. The quota is an estimate.
        has_mirror: the second copy is up to date.
        is_installed: the app was opened from the home screen.
        can_install: the browser offers to put it there.
        is_apple: on an iPhone or iPad: an installed app has a store of its own there.
    """

    is_persisted: bool | None
    usage: int | None
    quota: int | None
    has_mirror: bool
    is_installed: bool
    can_install: bool
    is_apple: bool


class Storage(Protocol):
    """The browser's storage as screens see it.

    Attributes:
        restored: how many records came back from the mirror at this start, because the browser had lost them.
    """

    restored: int

    async def state(self) -> StorageState:
        """What holds now."""

    async def persist(self) -> bool:
        """Ask the browser to keep the data until the person erases it; whether it said yes."""

    async def install(self) -> bool:
        """Offer to put the app on the home screen; whether the person did."""
