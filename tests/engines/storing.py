"""A journal in an engine: opened, written and closed by the app's own code over the engine's storage."""

import asyncio
from dataclasses import dataclass
from typing import Any

from companion.browser.journal import reach_browser_journal
from companion.config import assets_dir
from companion.content import load_content
from companion.errors import CompanionError
from tests.engines.engine import Engine
from tests.engines.remote import Remote, RemoteHost
from tests.page.inside import OpenTab, notes_of, said_of, write_note
from tests.page.server import PageServer


@dataclass
class Keeper:
    """One tab on the bare page, and the journal that lies there."""

    page: Any
    opened: OpenTab | None = None

    def script(self, code: str) -> Any:
        """JavaScript in the worker; its `return` value."""
        return self.page.evaluate("code => window.script(code)", code)

    def journal(self, *notes: str, keep_open: bool = False, **asked: Any) -> dict[str, Any]:
        """Open the journal, write notes, close it; what is there then, or the error."""
        return asyncio.run(self._journal(notes, keep_open, asked))

    def go_on(self, *notes: str) -> dict[str, Any]:
        """Write notes into the journal that was kept open; what is there then, or the error beside it."""
        return asyncio.run(self._go_on(notes))

    async def _journal(self, notes: tuple[str, ...], keep_open: bool, asked: dict[str, Any]) -> dict[str, Any]:
        try:
            content = load_content(assets_dir())
            reached = await reach_browser_journal(Remote(self.page), content, page=RemoteHost(self.page), **asked)
            self.opened = OpenTab(await reached.journal.open_without_pin(), reached.lost)
            said = await self._go_on(notes)
            if not keep_open:
                await self.opened.journal.close()
        except CompanionError as error:
            return said_of(error)
        return said

    async def _go_on(self, notes: tuple[str, ...]) -> dict[str, Any]:
        assert self.opened
        said: dict[str, Any] = {}
        for text in notes:
            try:
                await write_note(self.opened, text)
            except CompanionError as error:
                said = said_of(error)
                break
        services = self.opened.journal.services
        storage: Any = services.storage
        said |= {"notes": await notes_of(self.opened), "restored": storage.restored, "damaged": services.damaged}
        return said | {"mirror": storage._records.mirror_failure}


def keeper(engine: Engine, server: PageServer) -> Keeper:
    """A new tab on the bare page."""
    page = engine.new_page()
    page.goto(f"{server.address}?bare")
    return Keeper(page)
