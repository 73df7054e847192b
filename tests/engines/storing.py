"""A journal in an engine: opened, written and closed by the app's own code over the engine's storage."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from companion.browser.journal import reach_browser_journal
from companion.browser.opening import open_records
from companion.config import assets_dir
from companion.content import load_content
from companion.errors import CompanionError
from tests.engines.engine import Engine
from tests.engines.firefox import Firefox
from tests.engines.remote import Remote, RemoteHost
from tests.engines.webkit import WebKit
from tests.page.inside import OpenTab, notes_of, said_of, write_note
from tests.page.server import PageServer

Found = TypeVar("Found")


async def _never(_tell: Callable[[], Awaitable[None]]) -> None:
    """A test of this folder asks the next write whether the journal was lost."""


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
        return run(self._journal(notes, keep_open, asked))

    def records(self) -> dict[str, Any]:
        """Open the records alone and leave them open; how many came back, or the error."""
        try:
            opened = run(open_records(Remote(self.page), page=RemoteHost(self.page)))
        except CompanionError as error:
            return said_of(error)
        return {"restored": opened.restored}

    def go_on(self, *notes: str) -> dict[str, Any]:
        """Write notes into the journal that was kept open; what is there then, or the error beside it."""
        return run(self._go_on(notes))

    def close(self) -> None:
        """Close the journal that was kept open, as the app does when it has lost it."""
        run(self._close())

    async def _close(self) -> None:
        assert self.opened
        await self.opened.journal.close()

    async def _journal(self, notes: tuple[str, ...], keep_open: bool, asked: dict[str, Any]) -> dict[str, Any]:
        try:
            content = load_content(assets_dir())
            reached = await reach_browser_journal(Remote(self.page), content, page=RemoteHost(self.page), **asked)
            self.opened = OpenTab(await reached.journal.open_without_pin(), lost=_never)
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


def run(work: Coroutine[Any, Any, Found]) -> Found:
    """Run to its end on a thread of its own: Playwright's driver has a loop of its own on this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def started(name: str, folder: Path) -> Engine:
    """WebKit or Firefox over a folder."""
    return {"webkit": WebKit, "firefox": Firefox}[name](folder)


def keeper(engine: Engine, server: PageServer) -> Keeper:
    """A new tab on the bare page."""
    page = engine.new_page()
    page.goto(f"{server.address}?bare")
    return Keeper(page)
