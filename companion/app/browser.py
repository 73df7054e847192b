"""The app wholly in the page: prepared once (for the snapshot), started in each page that restores it.

`companion_bridge` (js/bridge.js) and `companion_page` (js/host.js) are modules that exist only in the page: they
are imported when the app starts there, after the snapshot was restored.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import flet as ft

from companion.app.running import Companion
from companion.background import LoopBackground
from companion.browser.clock import BrowserRandomness
from companion.browser.journal import open_browser_journal
from companion.config import ClinicSettings
from companion.content import Content, load_content
from companion.demo import fill
from companion.i18n import Words, load_words
from companion.logs import set_up_logs
from companion.services.bundle import OpenJournal
from companion.services.opening import Wish

PLACE_WANTED = {Wish.KEEP_FIRST: "main", Wish.KEEP_SECOND: "mirror"}


@dataclass(frozen=True)
class Prepared:
    """What every start of this build has in common. It holds nothing of a person."""

    content: Content
    words: Words


def prepare(assets: str) -> Prepared:
    """Read what the first screens need."""
    set_up_logs()
    return Prepared(load_content(Path(assets)), load_words(Path(assets)))


def start(prepared: Prepared) -> None:
    """Open the journal in the background and wait for Flutter to be connected."""
    import companion_bridge  # type: ignore[import-not-found]
    import companion_page  # type: ignore[import-not-found]
    import flet_js  # type: ignore[import-not-found]
    from flet.messaging import pyodide_connection

    pyodide_connection.flet_js = flet_js  # type: ignore[attr-defined]  # the snapshot holds an empty one
    site = json.loads(companion_page.site)
    companion = browser_companion(prepared, companion_bridge, companion_page, site)
    companion.background.start(companion.start, "start")
    ft.run(companion.main(has_page_help=True, assets=site["assets"], look=site["look"]))


def browser_companion(prepared: Prepared, bridge: Any, page: Any, site: dict[str, Any]) -> Companion:
    """The app in this page, nothing opened yet."""
    clinic = ClinicSettings(**site["clinic"]) if site["clinic"] else None
    background = LoopBackground()

    async def open_journal(wish: Wish) -> OpenJournal:
        try:
            opened = await open_browser_journal(
                bridge,
                prepared.content,
                clinic,
                take_over=wish is Wish.TAKE_OVER,
                may_begin_anew=wish is Wish.BEGIN_ANEW,
                keep=PLACE_WANTED.get(wish, ""),
                page=page,
            )
        finally:
            page.opened()  # or not: either way the first screen can be drawn, and the rest may load
        background.start(lambda: opened.lost(companion.lose), "another tab")
        return opened.journal

    companion = Companion(
        content=prepared.content,
        words=prepared.words,
        background=background,
        randomness=BrowserRandomness(),
        open_journal=open_journal,
        clinic=clinic,
        can_import=lambda: page.files(),
        make_transport=lambda: _transport(bridge),
        after_opening=fill if site["demo"] else None,
    )
    return companion


def _transport(bridge: Any) -> Any:
    from companion.browser.transport import FetchTransport  # httpx: not needed for the first screen

    return FetchTransport(bridge)


async def rehearsed(assets: str) -> Prepared:
    """Prepared for the snapshot: every screen was drawn once."""
    from companion.app.rehearsal import rehearse

    prepared = prepare(assets)
    site = {"clinic": None, "demo": False}
    await rehearse(browser_companion(prepared, None, None, site))
    return prepared
