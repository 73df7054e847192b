"""The app on CPython: behind a page of this machine, or in a window of its own."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import flet as ft

from companion import __version__
from companion.app.running import Companion
from companion.config import Settings
from companion.content import load_content, with_own, with_pack, with_signatures
from companion.i18n import load_words


def device_companion(settings: Settings) -> Companion:
    """The app on CPython, nothing opened yet."""
    from companion.background import LoopBackground
    from companion.device.clock import DeviceRandomness
    from companion.device.journal import begin_anew_device_journal, reach_device_journal, rescue_device_journal

    content = load_content(settings.assets)
    if settings.clinic:
        content = with_pack(content, settings.clinic.safety)
        content = with_own(content, settings.clinic.texts, settings.clinic.forms)
        content = with_signatures(content, settings.clinic.signed)
    return Companion(
        content=content,
        words=load_words(settings.assets),
        background=LoopBackground(),
        randomness=DeviceRandomness(),
        open_journal=lambda _: reach_device_journal(settings, content),
        rescue_journal=lambda: rescue_device_journal(settings),
        set_aside=lambda: begin_anew_device_journal(settings),
        clinic=settings.clinic,
    )


async def serve_page(
    companion: Companion, settings: Settings, host: str, port: int, on_ready: Callable[[str], None], stop: asyncio.Event
) -> None:
    """Serve the app behind a page of this machine until `stop` is set.

    `on_ready` is given the address with its key once connections are accepted. Raises RefusedAddress, OSError.
    """
    import uvicorn

    from companion.device.server import Guard, flet_app, listen, packaged_index
    from companion.site.help_layer import help_html
    from companion.site.page import build_index, refused_page
    from companion.site.script_fonts import device_fonts, fonts_html

    bound = listen(host, port)
    words = companion.words
    clinic = companion.clinic
    contact, home = (clinic.contact, clinic.country) if clinic else (None, "")
    layer = help_html(companion.content.crisis, contact, words, home=home)
    index = build_index(
        packaged_index(),
        title="Companion",
        language=words.language,
        help_html=layer,
        loading=words("Help works now. The app is still loading."),
        fonts=fonts_html(device_fonts(settings.assets), words),
    )
    refused = refused_page(
        title=words("This page is locked"),
        language=words.language,
        help_html=layer,
        said=words("Open the app with the full address that was printed when it started. That address contains a key."),
    )
    app = flet_app(companion.main(has_page_help=True), settings.assets, [companion.start], [companion.stop])
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


async def open_window(companion: Companion, settings: Settings) -> None:
    """Show the app in a window of its own, drawn by Flet's desktop client."""
    draw = companion.main(has_page_help=False)

    async def main(page: ft.Page) -> None:
        draw(page)
        await companion.start()

    try:
        await ft.run_async(main, assets_dir=str(settings.assets))
    finally:
        await companion.stop()
