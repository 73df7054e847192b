"""What the browser promises about the journal's place, and what can be asked of it."""

import json
from typing import Any

from companion.browser.records import IndexedDbRecords
from companion.services.storage import StorageState


class BrowserStorage:
    """The port Storage in the page."""

    def __init__(self, bridge: Any, page: Any, records: IndexedDbRecords, restored: int) -> None:
        self._bridge = bridge
        self._page = page
        self._records = records
        self.restored = restored

    async def state(self) -> StorageState:
        """What holds now."""
        said = json.loads(await self._bridge.storage())
        page = await self._ask("installed") or {}
        return StorageState(
            is_persisted=said["persisted"],
            usage=said["usage"],
            quota=said["quota"],
            has_mirror=not self._records.mirror_failure,
            is_installed=bool(page.get("isInstalled")),
            can_install=bool(page.get("canInstall")),
            is_apple=bool(page.get("isApple")),
        )

    async def persist(self) -> bool:
        """Ask the browser to keep the data until the person erases it."""
        return bool(await self._ask("persist"))

    async def install(self) -> bool:
        """Offer to put the app on the home screen, where the browser has such an offer."""
        return bool(await self._ask("install"))

    async def _ask(self, name: str) -> Any:
        return json.loads(await self._page.ask(name)) if self._page else None
