"""Where the journal is kept, where that is a browser: what it promises, and what can be asked of it."""

from dataclasses import dataclass
from typing import Protocol

from companion.services.changes import Changes


@dataclass(frozen=True, slots=True)
class StorageState:
    """What the browser promises.

    Attributes:
        is_persisted: it erases the data only when the person asks; None where it does not say.
        usage, quota: bytes, None where it does not say. The quota is an estimate.
        has_mirror: the second copy is up to date.
        holds_other: the second copy is another journal's, and is left as it is.
        is_installed: the app was opened from the home screen.
        can_install: the browser offers to put it there.
        is_apple: on an iPhone or iPad: an installed app has a store of its own there.
        erases_unvisited: it erases what was not visited for 7 days.
        asks_person: it puts a question of its own to the person before it promises to keep the data.
    """

    is_persisted: bool | None = None
    usage: int | None = None
    quota: int | None = None
    has_mirror: bool = True
    holds_other: bool = False
    is_installed: bool = False
    can_install: bool = False
    is_apple: bool = False
    erases_unvisited: bool = False
    asks_person: bool = False

    @property
    def offers_home_screen(self) -> bool:
        """The app is not on the home screen, and there is a way to put it there."""
        return not self.is_installed and (self.can_install or self.is_apple)


class Storage(Protocol):
    """The browser's storage as screens see it.

    Attributes:
        changes: tells when one of the others changed.
        restored: how many records came back from the mirror at this start, because the browser had lost them.
        state: what held when it was last looked at; None before that.
    """

    changes: Changes
    restored: int
    state: StorageState | None

    async def look(self) -> StorageState:
        """What holds now."""

    async def persist(self) -> bool:
        """Ask the browser to keep the data until the person erases it; whether it said yes."""

    async def install(self) -> bool:
        """Offer to put the app on the home screen; whether the person did."""

    def dismiss_restored(self) -> None:
        """The person knows that the journal came back from the mirror."""
