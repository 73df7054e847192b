"""The app as in a browser's tab: a storage that promises what it is told to."""

import asyncio
from dataclasses import replace

from companion.app.running import Companion
from companion.content import DAILY_CHECK_IN
from companion.services.changes import Changes
from companion.services.storage import StorageState
from tests.views.harness import Window


class FakeStorage:
    """A browser that promises what it is told to."""

    def __init__(self, state: StorageState | None = None, restored: int = 0) -> None:
        self.changes = Changes()
        self.restored = restored
        self.state: StorageState | None = None
        self.holds = state or StorageState(is_persisted=False)
        self.says_yes = True
        self.asked: list[str] = []
        self.answers_after = 0.0

    async def look(self) -> StorageState:
        """What holds now."""
        await asyncio.sleep(self.answers_after)
        if self.state != self.holds:
            self.state = self.holds
            self.changes.announce()
        return self.holds

    async def persist(self) -> bool:
        """Asked to keep."""
        self.asked.append("persist")
        self.holds = replace(self.holds, is_persisted=self.says_yes)
        await self.look()
        return self.says_yes

    async def install(self) -> bool:
        """Asked to install."""
        self.asked.append("install")
        self.holds = replace(self.holds, can_install=False)
        await self.look()
        return self.says_yes

    def dismiss_restored(self) -> None:
        """The person knows."""
        self.restored = 0
        self.changes.announce()


def give(app: Companion, storage: FakeStorage) -> FakeStorage:
    """Let the open journal lie in this storage."""
    app.opening.opened = replace(app.opening.opened, storage=storage)
    return storage


async def entry(app: Companion) -> str:
    """Write one entry; its id."""
    journal = app.opening.opened.journal
    draft = journal.begin(DAILY_CHECK_IN)
    await journal.answer(draft.id, "mood", 5, 1)
    return (await journal.finish(draft.id)).id


def says(window: Window, text: str) -> bool:
    """Whether a text of the window holds this."""
    return any(text in one for one in window.texts())
