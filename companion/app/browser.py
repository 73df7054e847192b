"""The app wholly in the page: prepared once (for the snapshot), started in each page that restores it.

`companion_bridge` (js/bridge.js) and `companion_page` (js/host.js) are modules that exist only in the page: they
are imported when the app starts there, after the snapshot was restored.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import flet as ft

from companion.app.running import Companion
from companion.background import LoopBackground
from companion.browser.clock import BrowserRandomness
from companion.browser.journal import reach_browser_journal, set_browser_journal_aside
from companion.browser.zones import lay_out, read_zones, sound_zone
from companion.config import ClinicSettings
from companion.content import CHECKLIST_NAMES, Content, load_content, with_own, with_pack, with_signatures
from companion.demo import fill
from companion.domain.clinic_news import Shipped, look_at, newest
from companion.i18n import Words, load_words
from companion.logs import set_up_logs
from companion.services.bundle import SealedJournal
from companion.services.opening import Wish

UNTIL_IT_IS_DRAWN = 0.15
"""Seconds that a locked screen may take to come to the canvas, under the page's cover."""

PLACE_WANTED = {Wish.KEEP_FIRST: "main", Wish.KEEP_SECOND: "mirror"}


@dataclass(frozen=True)
class Prepared:
    """What every start of this build has in common. It holds nothing of a person."""

    content: Content
    words: Words
    zones: dict[str, bytes]


def prepare(assets: str) -> Prepared:
    """Read what the first screens need."""
    set_up_logs()
    content = load_content(Path(assets))
    # Now: there are no files once the snapshot is restored, for what joins a clinic's rules either.
    with_pack(content, {"version": 1}).red_flags().word_lists()
    content.forms.earlier()
    content.exercises()
    content.books()
    content.judgements()
    return Prepared(content, load_words(Path(assets)), read_zones(Path(assets) / "zones"))


def start(prepared: Prepared) -> None:
    """Open the journal in the background and wait for Flutter to be connected."""
    import companion_bridge  # type: ignore[import-not-found]
    import companion_page  # type: ignore[import-not-found]
    import flet_js  # type: ignore[import-not-found]
    from flet.messaging import pyodide_connection

    pyodide_connection.flet_js = flet_js  # type: ignore[attr-defined]  # the snapshot holds an empty one
    site = json.loads(companion_page.site)
    clinic = site["clinic"] or {}
    lay_out({**prepared.zones, **sound_zone(clinic.get("time_zone", ""), clinic.pop("zone_data", ""))})
    taken = take_news(prepared, clinic) if clinic else {}
    companion = browser_companion(prepared, companion_bridge, companion_page, site)
    companion.background.start(companion.start, "start")
    companion.background.start(lambda: look_out(companion, companion_page), "look out")
    if clinic:
        companion.background.start(lambda: hear_news(prepared, taken, companion_page), "news of the clinic")
    ft.run(companion.main(has_page_help=True, assets=site["assets"], look=site["look"]))


def take_news(prepared: Prepared, clinic: dict[str, Any]) -> Mapping[str, Any]:
    """Put what was taken of the clinic's news into what the site was built with; what of it is sound today.

    It is looked at again: it may be from an older build.
    """
    news = look_at(clinic.pop("news", {}), {}, _shipped(prepared)).taken
    clinic.update(newest(clinic, news))
    return news


async def hear_news(prepared: Prepared, before: Mapping[str, Any], page: Any) -> None:
    """Look at what `clinic.json` says now and let the page keep what is taken: it counts from the next start on."""
    told = json.loads(await page.ask("news"))
    if told is not None:
        news = look_at(told, before, _shipped(prepared))
        page.took(json.dumps({"taken": news.taken, "refused": news.refused}))


def _shipped(prepared: Prepared) -> Shipped:
    return Shipped(prepared.content.guidance.items, CHECKLIST_NAMES)


def browser_companion(prepared: Prepared, bridge: Any, page: Any, site: dict[str, Any]) -> Companion:
    """The app in this page, nothing opened yet."""
    clinic = ClinicSettings(**site["clinic"]) if site["clinic"] else None
    content = prepared.content
    if clinic:
        content = with_own(with_pack(content, clinic.safety), clinic.texts, clinic.forms)
        content = with_signatures(content, clinic.signed)
    background = LoopBackground()

    async def open_journal(wish: Wish) -> SealedJournal:
        reached = await reach_browser_journal(
            bridge,
            content,
            clinic,
            take_over=wish is Wish.TAKE_OVER,
            may_begin_anew=wish is Wish.BEGIN_ANEW,
            keep=PLACE_WANTED.get(wish, ""),
            page=page,
        )
        background.start(lambda: reached.lost(companion.lose), "another tab")
        return reached.journal

    companion = Companion(
        content=content,
        words=prepared.words,
        background=background,
        randomness=BrowserRandomness(),
        open_journal=open_journal,
        set_aside=lambda: set_browser_journal_aside(bridge),
        clinic=clinic,
        can_import=lambda: page.files(),
        make_transport=lambda: _transport(bridge),
        after_opening=fill if site["demo"] else None,
        when_settled=lambda: page.opened(),  # the first screen can be drawn, and the rest may load
    )
    return companion


async def look_out(companion: Companion, page: Any) -> None:
    """What the page tells of taps, keys and its place on the screen; its cover goes once the right screen stands."""
    while True:
        heard = json.loads(await page.ask("presence"))
        if heard is None:
            return  # the page's part for it did not arrive: the time without input counts all the same
        for what in heard:
            await companion.notice(what)
        if "shown" in heard:
            await companion.background.sleep(UNTIL_IT_IS_DRAWN)
            page.uncover()


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
