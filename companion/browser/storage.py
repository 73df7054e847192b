"""What the browser promises about the journal's place, and what can be asked of it."""

import asyncio
import json
from typing import Any

from companion.browser.records import IndexedDbRecords
from companion.services.changes import Changes
from companion.services.storage import StorageState


class BrowserStorage:
    """The port Storage in the page.

    `page` is the module of js/host.js, whose questions js/storage.js answers; None where no page is around the worker.
    """

    def __init__(self, bridge: Any, page: Any, records: IndexedDbRecords, restored: int) -> None:
        self._bridge = bridge
        self._page = page
        self._records = records
        self._watching: asyncio.Task[None] | None = None
        self.changes = Changes()
        self.restored = restored
        self.state: StorageState | None = None

    async def look(self) -> StorageState:
        """What holds now; from the first look on the page tells of changes."""
        state = await self._read()
        if state != self.state:
            self.state = state
            self.changes.announce()
        if self._page and self._watching is None:
            self._watching = asyncio.ensure_future(self._watch())
        return state

    async def persist(self) -> bool:
        """Ask the browser to keep the data until the person erases it."""
        said = bool(await self._ask("persist"))
        await self.look()
        return said

    async def install(self) -> bool:
        """Offer to put the app on the home screen, where the browser has such an offer."""
        said = bool(await self._ask("install"))
        await self.look()
        return said

    def dismiss_restored(self) -> None:
        """The person knows that the journal came back from the mirror."""
        self.restored = 0
        self.changes.announce()

    async def _read(self) -> StorageState:
        said = json.loads(await self._bridge.storage())
        page = await self._ask("installed") or {}
        return StorageState(
            is_persisted=said["persisted"],
            usage=said["usage"],
            quota=said["quota"],
            has_mirror=not self._records.mirror_failure,
            holds_other=self._records.mirror_failure == "OtherJournal",
            is_installed=bool(page.get("isInstalled")),
            can_install=bool(page.get("canInstall")),
            is_apple=bool(page.get("isApple")),
            erases_unvisited=bool(page.get("erasesUnvisited")),
            asks_person=bool(page.get("asksPerson")),
        )

    async def _watch(self) -> None:
        while await self._ask("changed"):
            await self.look()

    async def _ask(self, name: str) -> Any:
        return json.loads(await self._page.ask(name)) if self._page else None
