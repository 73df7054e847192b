"""One running app, wherever it runs: its content, the journal that opens in the background, the way to the clinic."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import flet as ft

from companion.config import ClinicSettings
from companion.content import Content
from companion.errors import StoreBusy
from companion.i18n import Words
from companion.ports import Background, Randomness
from companion.services.bundle import OpenJournal, Services
from companion.services.opening import Opening, Wish
from companion.services.preferences import Look
from companion.views.context import AppView, Notices
from companion.views.root import Root
from companion.views.theme import FONTS, fonts_at


@dataclass
class Companion:
    """One running app; nothing is opened before `start`.

    Attributes:
        open_journal: opens the journal of this place to run. Raises CompanionError, OSError.
        rescue_journal: saves what can be read of a damaged journal; None where there is none. Raises StoreError.
        set_aside: puts a journal whose key is gone aside, never away; None where there is none. Raises StoreError.
        can_import: waits until what comes after the first frame can be imported.
        make_transport: the way out for httpx; None for CPython's sockets.
        after_opening: run once the journal is open, before the clinic is connected (demo mode fills it).
    """

    content: Content
    words: Words
    background: Background
    randomness: Randomness
    open_journal: Callable[[Wish], Awaitable[OpenJournal]]
    rescue_journal: Callable[[], Awaitable[None]] | None = None
    set_aside: Callable[[], Awaitable[None]] | None = None
    clinic: ClinicSettings | None = None
    can_import: Callable[[], Awaitable[None]] | None = None
    make_transport: Callable[[], Any] = lambda: None
    after_opening: Callable[[OpenJournal], Awaitable[None]] | None = None
    opening: Opening[Services] = field(init=False)
    _close: list[Callable[[], Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.opening = Opening(self._open)

    async def _open(self, wish: Wish) -> Services:
        opened = await self.open_journal(wish)
        self._close.append(opened.close)
        if self.after_opening:
            await self.after_opening(opened)
        clinic = self.clinic
        if clinic and clinic.can_send:
            self.background.start(lambda: self._connect(opened, clinic), "sync")
        return opened.services

    async def _connect(self, opened: OpenJournal, clinic: ClinicSettings) -> None:
        """Join the clinic's side: httpx and pydantic are imported here, after the first frame."""
        await self.background.sleep(AFTER_THE_FIRST_FRAME)
        if self.can_import:
            await self.can_import()
        from companion.api_client import ClinicClient
        from companion.sync.engine import SyncEngine

        services = opened.services
        client = ClinicClient(clinic, self.make_transport())
        engine = SyncEngine(
            store=opened.store,
            client=client,
            forms=self.content.forms,
            clock=opened.clock,
            background=self.background,
            randomness=self.randomness,
            may_send=lambda: self.opening.opened is services and services.clinic.may_send(),
            on_change=services.clinic.changes.announce,
            patient_id=clinic.patient_id,
        )
        services.clinic.connect(engine, lambda: engine.status.trouble)
        self._close.append(engine.stop)
        try:
            await engine.run()
        finally:
            await client.aclose()

    async def start(self) -> None:
        """Begin to open the journal, without waiting for it."""
        self.background.start(self.opening.start, "opening the journal")

    async def stop(self) -> None:
        """End the background work and let go of the store."""
        await self.background.stop()
        await self._let_go()

    async def _let_go(self) -> None:
        """The newest first: what sends, then the store it sends from."""
        while self._close:
            await self._close.pop()()

    async def rescue(self) -> None:
        """Put what can be read of a damaged journal into a new one, and open that."""
        assert self.rescue_journal is not None
        await self.rescue_journal()
        await self.opening.start()

    async def begin_anew(self) -> None:
        """Set a journal whose key is gone aside, and begin a new one."""
        assert self.set_aside is not None
        await self.set_aside()
        await self.opening.start()

    async def lose(self) -> None:
        """Another tab has taken the journal: nothing of it stays open here."""
        await self._let_go()
        self.opening.lose(StoreBusy("another tab has taken the journal"))

    def main(self, has_page_help: bool, assets: str = "", look: str = "") -> Callable[[ft.Page], None]:
        """What Flet calls for each window or tab.

        Args:
            assets: where the page has them, "" or "folder/".
            look: the person's last one, where the page knows it before the journal is open.
        """

        def draw(page: ft.Page) -> None:
            view = AppView(
                opening=self.opening,
                words=self.words,
                content=self.content,
                rescue=self.rescue if self.rescue_journal else None,
                notices=Notices(),
                has_page_help=has_page_help,
                clinic_contact=self.clinic.contact if self.clinic else None,
                begin_anew=self.begin_anew if self.set_aside else None,
                in_browser=bool(assets),
                assets=assets,
                first_look=Look(look) if look in set(Look) else Look.SYSTEM,
            )
            page.session.store.set("app", view)

            def tell(message: str) -> None:
                view.notices.tell(RuntimeError())  # never the message: it may quote what was typed

            page.session.error = tell  # type: ignore[method-assign]
            page.title = "Companion"
            page.fonts = fonts_at(FONTS, assets)
            page.render_views(Root, view)

        return draw


AFTER_THE_FIRST_FRAME = 0.5
"""Seconds that the clinic's side waits, so that what it imports does not stand before the first screen."""
