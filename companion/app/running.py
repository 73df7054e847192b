"""One running app, wherever it runs: its content, the journal that opens in the background, the way to the clinic."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import flet as ft

from companion.config import ClinicSettings
from companion.content import Content
from companion.errors import StoreBusy, StoreError
from companion.i18n import Words
from companion.ports import Background, Randomness
from companion.services.bundle import OpenJournal, SealedJournal, Services
from companion.services.open_lines import OpenLines
from companion.services.opening import Locked, Opening, Wish
from companion.services.preferences import Look
from companion.services.presence import Presence
from companion.views.context import AppView, Notices
from companion.views.looks import wear
from companion.views.root import Root
from companion.views.theme import FONTS, fonts_at

log = logging.getLogger("companion")


@dataclass
class Companion:
    """One running app; nothing is opened before `start`.

    Attributes:
        open_journal: reaches the journal of this place to run. Raises CompanionError, OSError.
        rescue_journal: saves what can be read of a damaged journal; None where there is none. Raises StoreError.
        set_aside: puts a journal whose key is gone aside, never away. Raises StoreError.
        can_import: waits until what comes after the first frame can be imported.
        make_transport: the way out for httpx; None for CPython's sockets.
        when_settled: called when the first start has ended, with whatever it led to.
        after_opening: run once the journal is open, before the clinic is connected (demo mode fills it).
    """

    content: Content
    words: Words
    background: Background
    randomness: Randomness
    open_journal: Callable[[Wish], Awaitable[SealedJournal]]
    rescue_journal: Callable[[], Awaitable[None]] | None = None
    set_aside: Callable[[], Awaitable[None]] | None = None
    clinic: ClinicSettings | None = None
    can_import: Callable[[], Awaitable[None]] | None = None
    make_transport: Callable[[], Any] = lambda: None
    after_opening: Callable[[OpenJournal], Awaitable[None]] | None = None
    when_settled: Callable[[], Any] = lambda: None
    opening: Opening[Services] = field(init=False)
    presence: Presence = field(default_factory=Presence)
    open_lines: OpenLines = field(init=False)
    _reached: SealedJournal | None = None
    _times_lost: int = 0

    def __post_init__(self) -> None:
        self.opening = Opening(self._open)
        self.open_lines = OpenLines(self.content.crisis)

    async def _open(self, wish: Wish) -> Services | Locked[Services]:
        self._reached = await self.open_journal(wish)
        key = self._reached.keyring.key
        return await self._enter(key) if key else await self._locked(self._reached)

    async def _locked(self, reached: SealedJournal) -> Locked[Services]:
        await reached.front.load()
        return Locked(reached.keyring, self._enter, reached.front)

    async def _enter(self, key: bytes) -> Services:
        """Open what was reached; where that fails the store is let go, so that it can be tried again."""
        reached = self._reached
        assert reached is not None
        try:
            opened = await reached.unseal(key)
            if self.after_opening:
                await self.after_opening(opened)
        except BaseException:
            await self._let_go()
            raise
        clinic = self.clinic
        if clinic and clinic.can_send:
            self.background.start(lambda: self._connect(opened, clinic), SYNC)
        self.presence.came()
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
            course=services.course.settings,
        )
        services.clinic.connect(engine, lambda: engine.status.trouble)
        try:
            await engine.run()
        finally:
            await client.aclose()

    async def start(self) -> None:
        """Begin to open the journal, without waiting for it."""
        self.background.start(self._begin, "opening the journal")
        self.background.start(self._watch, "presence")

    async def _begin(self) -> None:
        try:
            await self.opening.start()
        finally:
            self.when_settled()

    async def stop(self) -> None:
        """End the background work and let go of the store."""
        await self.background.stop()
        await self._let_go()

    async def _let_go(self) -> None:
        """What sends first, then the store it sends from."""
        await self.background.end(SYNC)
        reached, self._reached = self._reached, None
        if reached:
            await reached.close()

    # The lock

    async def lock(self) -> None:
        """Let go of everything that is open, the journal's key with it; without a PIN nothing happens.

        Raises StoreError where an answer is on the screen alone and cannot be stored: then it stays open.
        """
        reached = self._reached
        if self._has_lock() and reached:
            await self._keep_unsaved()
            await self.background.end(SYNC)
            locked = await self._locked(reached)
            if self._reached is reached:  # else another tab took it meanwhile
                self.opening.lock(locked)

    async def notice(self, what: str) -> bool:
        """ "touched", "hidden" or "shown"; whether the journal was locked because nobody was there."""
        was_left = self._is_left()
        if was_left:
            await self._lock_by_itself()
        {"touched": self.presence.touched, "hidden": self.presence.hidden, "shown": self.presence.shown}[what]()
        return was_left

    async def _watch(self) -> None:
        while True:
            await self.background.sleep(LOOK_AFTER_THE_PERSON)
            if self._is_left():
                await self._lock_by_itself()
            self._tell_the_minute()

    def _tell_the_minute(self) -> None:
        try:
            opened, locked = self.opening.opened, self.opening.locked
            if opened:
                opened.course.look_at_the_clock()
            if opened:
                self.open_lines.look(opened.journal.now().at)
            elif locked:
                self.open_lines.look(locked.front.now())
        except Exception as error:  # looking after the person goes on: the lock depends on it
            log.error("the course and the lines could not look at the clock: %s", type(error).__name__)

    async def _lock_by_itself(self) -> None:
        try:
            await self.lock()
        except StoreError as error:  # what was typed goes before: it is tried again
            log.warning("the journal stays open: %s", type(error).__name__)

    # Each of these ends before the journal is let go: a coroutine's variables would keep it.

    def _has_lock(self) -> bool:
        services = self.opening.opened
        return services is not None and services.lock.is_set

    def _is_left(self) -> bool:
        services = self.opening.opened
        if services is None or not services.lock.is_set:
            return False
        choices = services.preferences.choices
        return self.presence.is_away(choices.lock_after, choices.locks_in_background)

    async def _keep_unsaved(self) -> None:
        if self.opening.opened:
            await self.opening.opened.journal.keep_unsaved()
        if self.opening.opened:
            await self.opening.opened.support.keep_unsaved()

    async def rescue(self) -> None:
        """Put what can be read of a damaged journal into a new one, and open that."""
        assert self.rescue_journal is not None
        await self.rescue_journal()
        await self.opening.start()

    async def begin_anew(self) -> None:
        """Set a journal that does not open aside, and begin a new one. Raises StoreError; then it is where it was."""
        assert self.set_aside is not None
        await self._let_go()
        wish = Wish.OPEN
        try:
            await self.set_aside()
            wish = Wish.BEGIN_ANEW  # what says that a journal was here is right, and the person knows
        finally:
            self.opening.forget()
            await self.opening.start(wish)

    async def lose(self, reason: StoreError) -> None:
        """The journal cannot be used here any more: nothing of it stays open, and the screen says why.

        What another tab has taken stays there. Anything else is opened anew as at a start, which can bring it back
        from its second copy; where that fails too, that start knows the reason best.
        """
        before = self.opening.opened
        unsaved = before.journal.unsaved if before else ()
        before = None  # its variables would keep the journal that is let go
        await self._let_go()
        self.opening.lose(reason)
        if isinstance(reason, StoreBusy) or self._times_lost >= MOST_TIMES_LOST:
            return
        self._times_lost += 1
        await self.opening.start()
        if self.opening.opened:
            await self.opening.opened.journal.go_on_with(unsaved)

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
                clinic_country=self.clinic.country if self.clinic else "",
                begin_anew=self.begin_anew if self.set_aside else None,
                in_browser=bool(assets),
                assets=assets,
                first_look=Look(look) if look in set(Look) else Look.SYSTEM,
                lock=self.lock,
                notice=self.notice,
                rested=lambda: self.presence.rested(),
                open_lines=self.open_lines,
            )
            page.session.store.set("app", view)

            def tell(message: str) -> None:
                view.notices.tell(RuntimeError())  # never the message: it may quote what was typed

            page.session.error = tell  # type: ignore[method-assign]
            if not assets:
                self._hear(page)
            page.title = "Companion"
            page.fonts = fonts_at(FONTS, assets)
            wear(page, view.first_look)
            page.render_views(Root, view)

        return draw

    def _hear(self, page: ft.Page) -> None:
        """Where no page of ours tells of taps and keys, what reaches the app does."""
        dispatch = page.session.dispatch_event

        async def heard(control_id: int, name: str, data: Any) -> Any:
            if name in INPUT and await self.notice("touched"):
                return None  # meant for a screen that is gone
            return await dispatch(control_id, name, data)

        page.session.dispatch_event = heard  # type: ignore[method-assign,assignment]


SYNC = "sync"
MOST_TIMES_LOST = 3
"""Times that a lost journal is opened anew by itself, so that a storage that fails again and again is said."""

INPUT = ("click", "change", "submit", "focus", "keyboard_event", "route_change")
LOOK_AFTER_THE_PERSON = 5.0
"""Seconds between two looks whether somebody is there."""

AFTER_THE_FIRST_FRAME = 0.5
"""Seconds that the clinic's side waits, so that what it imports does not stand before the first screen."""
