"""Composition: one function per place to run, and the one place where concrete classes meet."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import flet as ft

from companion import __version__
from companion.config import ClinicSettings, Settings
from companion.content import Content, load_content
from companion.device.journal import (
    OpenJournal,
    begin_anew_device_journal,
    open_device_journal,
    rescue_device_journal,
)
from companion.domain.crisis import ClinicContact
from companion.i18n import Words, load_words
from companion.ports import Background
from companion.services.bundle import Services
from companion.services.opening import Opening
from companion.views.context import AppView, Notices
from companion.views.root import Root
from companion.views.theme import FONTS

log = logging.getLogger("companion")


@dataclass
class Companion:
    """One running app: its content, and the journal that it opens in the background.

    Attributes:
        after_opening: run once the journal is open, before the clinic is connected (demo mode fills it).
    """

    settings: Settings
    content: Content
    words: Words
    background: Background
    opening: Opening[Services] = field(init=False)
    after_opening: Callable[[OpenJournal], Awaitable[None]] | None = None
    _close: list[Callable[[], Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.opening = Opening(self._open)

    async def _open(self) -> Services:
        opened = await open_device_journal(self.settings, self.content)
        self._close.append(opened.close)
        if self.after_opening:
            await self.after_opening(opened)
        if self.settings.clinic:
            clinic = self.settings.clinic
            self.background.start(lambda: self._connect(opened, clinic), "sync")
        return opened.services

    async def _connect(self, opened: OpenJournal, clinic: ClinicSettings) -> None:
        """Join the clinic's side: httpx and pydantic are imported here, after the first frame."""
        from companion.api_client import ClinicClient
        from companion.device.clock import DeviceRandomness
        from companion.sync.engine import SyncEngine

        services = opened.services
        client = ClinicClient(clinic)
        engine = SyncEngine(
            store=opened.store,
            client=client,
            forms=self.content.forms,
            clock=opened.clock,
            background=self.background,
            randomness=DeviceRandomness(),
            may_send=services.clinic.may_send,
            on_change=services.clinic.changes.announce,
            patient_id=clinic.patient_id,
        )
        services.clinic.connect(engine, lambda: engine.status.trouble)
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
        for close in self._close:
            await close()

    async def rescue(self) -> None:
        """Put what can be read of a damaged journal into a new one, and open that."""
        await rescue_device_journal(self.settings)
        await self.opening.start()

    async def begin_anew(self) -> None:
        """Set a journal whose key is gone aside, and begin a new one."""
        await begin_anew_device_journal(self.settings)
        await self.opening.start()

    def main(self, has_page_help: bool) -> Callable[[ft.Page], None]:
        """What Flet calls for each window or tab."""

        def draw(page: ft.Page) -> None:
            view = AppView(
                self.opening,
                self.words,
                self.content,
                self.rescue,
                Notices(),
                has_page_help,
                clinic_contact(self.settings.clinic),
                self.begin_anew,
            )
            page.session.store.set("app", view)

            def tell(message: str) -> None:
                view.notices.tell(RuntimeError())  # never the message: it may quote what was typed

            page.session.error = tell  # type: ignore[method-assign]
            page.title = "Companion"
            page.fonts = FONTS
            page.render_views(Root, view)

        return draw


def clinic_contact(clinic: ClinicSettings | None) -> ClinicContact | None:
    """The clinic's phone and hours for Help, None where no phone is given."""
    if clinic is None or not clinic.phone_uri:
        return None
    return ClinicContact(clinic.name, clinic.phone_display, clinic.phone_uri, clinic.hours, clinic.after_hours)


def device_companion(settings: Settings) -> Companion:
    """The app on CPython, nothing opened yet."""
    from companion.device.background import DeviceBackground

    return Companion(settings, load_content(settings.assets), load_words(settings.assets), DeviceBackground())


async def serve_page(
    companion: Companion, host: str, port: int, on_ready: Callable[[str], None], stop: asyncio.Event
) -> None:
    """Serve the app behind a page of this machine until `stop` is set.

    `on_ready` is given the address with its key once connections are accepted. Raises RefusedAddress, OSError.
    """
    import uvicorn

    from companion.device.server import Guard, flet_app, listen, packaged_index
    from companion.site.help_layer import help_html
    from companion.site.page import build_index, refused_page

    bound = listen(host, port)
    words = companion.words
    layer = help_html(companion.content.crisis, clinic_contact(companion.settings.clinic), words)
    index = build_index(
        packaged_index(),
        title="Companion",
        language=words.language,
        help_html=layer,
        loading=words("Help works already. The app is being loaded."),
    )
    refused = refused_page(
        title=words("This page is locked"),
        language=words.language,
        help_html=layer,
        said=words("Open the app with the whole address that it printed when it was started. It has a key in it."),
    )
    app = flet_app(companion.main(has_page_help=True), companion.settings.assets, [companion.start], [companion.stop])
    guard = Guard(app, index, refused, version=f"{__version__}-{ft.version.flet_version}")
    config = uvicorn.Config(guard, log_level="warning", access_log=False, ws="websockets-sansio", log_config=None,
                            timeout_graceful_shutdown=2)  # fmt: skip
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    serving = asyncio.create_task(server._serve([bound]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.005)
    if not serving.done():
        on_ready(f"http://127.0.0.1:{bound.getsockname()[1]}/?key={guard.key}")
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    stopping.cancel()
    with suppress(asyncio.CancelledError):
        await serving


async def open_window(companion: Companion) -> None:
    """Show the app in a window of its own, drawn by Flet's desktop client."""
    draw = companion.main(has_page_help=False)

    async def main(page: ft.Page) -> None:
        draw(page)
        await companion.start()

    try:
        await ft.run_async(main, assets_dir=str(companion.settings.assets))
    finally:
        await companion.stop()
