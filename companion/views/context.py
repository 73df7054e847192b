"""What every screen is given, and the hooks that read it."""

import asyncio
import contextvars
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import flet as ft

from companion.content import Content
from companion.domain.clinic import ClinicContact, Here
from companion.domain.numbers import Numbers, fill
from companion.errors import CompanionError
from companion.hours_words import numbers_at
from companion.i18n import Words
from companion.services.bundle import Services
from companion.services.changes import Changes
from companion.services.open_lines import OpenLines
from companion.services.opening import Opening
from companion.services.preferences import Look
from companion.views.theme import LIGHT, Palette

T = TypeVar("T")

STILL, AT_MOST, LOOK_AGAIN = 15.0, 20.0, 1.0
"""Seconds without a tap that count as still (a page tells of one in ten), and for how long that is waited for."""


@dataclass
class Notices:
    """What has to be said over whatever screen is open: an error of the tree, or None."""

    changes: Changes = field(default_factory=Changes)
    error: BaseException | None = None

    def tell(self, error: BaseException | None) -> None:
        """Show an error, or close what is shown."""
        self.error = error
        self.changes.announce()


@dataclass(frozen=True)
class AppView:
    """One window's or tab's view of the app.

    Attributes:
        has_page_help: the page around the canvas draws Help; otherwise the app draws it.
        words: the person's language; below the root with the clock of their country.
        clinic_country: Help's country until the person has chosen one, "" where the clinic names none.
        in_browser: the journal lies in a browser's storage, not in a file of the device.
        first_look: how it looks until the journal is open.
        assets: the folder of the fonts as the client asks for them, "" or with a slash at its end.
        lock: lets go of a journal with a PIN until it is entered again; None where nothing can be locked.
        notice: is told where the window is: "hidden" or "shown".
        rested: seconds since somebody last tapped or typed, as far as was heard.
        open_lines: announces when a crisis line opens or closes; None where nobody looks at the clock.
        lines_now: differs after each opening or closing, so that what names a line is drawn again.
        begin_anew: sets a journal that does not open aside and begins a new one; None where that cannot be done.
    """

    opening: Opening[Services]
    words: Words
    content: Content
    rescue: Callable[[], Any] | None = None
    notices: Notices = field(default_factory=Notices)
    has_page_help: bool = True
    clinic_contact: ClinicContact | None = None
    clinic_country: str = ""
    in_browser: bool = False
    assets: str = ""
    first_look: Look = Look.SYSTEM
    begin_anew: Callable[[], Any] | None = None
    lock: Callable[[], Any] | None = None
    notice: Callable[[str], Any] | None = None
    rested: Callable[[], float] = lambda: math.inf
    open_lines: OpenLines | None = None
    lines_now: tuple[bool | None, ...] = ()


@dataclass(frozen=True)
class Frame:
    """What the window looks like now. `size` is "narrow" (a phone) or "wide" (from 840 pixels on).

    `is_covered`: it is not in front, and nothing of the journal is to be seen in it. `is_behind`: it is not in front.
    """

    palette: Palette = LIGHT
    size: str = "narrow"
    is_covered: bool = False
    is_behind: bool = False


AppContext: Any = ft.create_context(None)
FrameContext: Any = ft.create_context(Frame())


def use_app() -> AppView:
    """The view of the app that this component is drawn in."""
    app: AppView = ft.use_context(AppContext)
    return app


def use_words() -> Words:
    """The person's language."""
    return use_app().words


def use_frame() -> Frame:
    """The window's look and size."""
    frame: Frame = ft.use_context(FrameContext)
    return frame


def use_services() -> Services:
    """The open journal's services; only below the root's check that it is open."""
    services = use_app().opening.opened
    assert services is not None, "a screen was drawn before the journal was open"
    return services


def use_today() -> None:
    """Draw this component anew when the person's own date is another one: at midnight, or after travel.

    Every component that writes Today, Yesterday or Tomorrow uses it; without it the word stays until somebody taps.
    """
    opened = use_app().opening.opened
    use_changes(*([opened.course.days] if opened else []))


def use_today_quietly() -> None:
    """Do the same as `use_today`, but not under a finger that has just tapped. Only where the journal is open."""
    use_quietly(use_app(), use_services().course.days)


def country_of(app: AppView) -> str:
    """The country of numbers and of the clock: the person's choice, else the clinic's, "" where neither is known."""
    opened, locked = app.opening.opened, app.opening.locked
    chosen = opened.preferences.choices.country if opened else locked.front.country if locked else ""
    return chosen or app.clinic_country


def here_of(app: AppView) -> Here | None:
    """Now, on the person's clock; None until the journal was reached."""
    opened, locked = app.opening.opened, app.opening.locked
    if opened:
        return Here(opened.journal.local(opened.journal.now().at), opened.journal.local)
    return Here(locked.front.now(), locked.front.local) if locked else None


def profile_of(app: AppView) -> frozenset[str]:
    """What the person told Help, as far as the journal is open."""
    opened = app.opening.opened
    return opened.preferences.choices.help_profile if opened else frozenset()


def numbers_here(app: AppView) -> Numbers:
    """The numbers that texts name here and now: by the person's country, clock and language."""
    return numbers_at(app.words, app.content.crisis, country_of(app), profile_of(app), here_of(app))


def with_numbers(app: AppView, said: str, numbers: Numbers | None = None) -> str:
    """A translated text with {em} and {cl} filled for here and now."""
    words = app.words
    emergency, line = words("your local emergency number"), words("a crisis line")
    return fill(said, numbers or numbers_here(app), emergency=emergency, crisis_line=line)


def use_maybe(kind: type[T]) -> tuple[T | None, Callable[[T | None], None]]:
    """State that is empty at first."""
    state: Any = ft.use_state(None)
    return state[0], state[1]


def use_changes(*sources: Changes) -> None:
    """Draw this component anew whenever one of the sources announces a change."""
    _, count = ft.use_state(0)
    held: Any = ft.use_ref(None)
    seen = [source.count for source in sources]

    def listen() -> None:
        here = contextvars.copy_context()  # this component's session, also for work that runs outside of it

        def changed() -> None:
            here.copy().run(count, lambda n: n + 1)

        held.current = changed, [source.subscribe(changed) for source in sources]
        if seen != [source.count for source in sources]:
            changed()

    def stop() -> None:
        for unsubscribe in held.current[1] if held.current else ():
            unsubscribe()

    ft.use_effect(listen, [[id(source) for source in sources]], cleanup=stop)


def use_quietly(app: AppView, source: Changes) -> None:
    """Draw this component anew when the source announces, but not under a finger that has just tapped.

    It waits until nobody has tapped for a while, and never for long: what has changed may be for somebody's safety.
    """
    relay: Any = ft.use_ref(Changes)
    use_changes(relay.current)
    held: Any = ft.use_ref(None)
    page = ft.context.page

    async def when_still() -> None:
        waited = 0.0
        while waited < AT_MOST and app.rested() < STILL:
            await asyncio.sleep(LOOK_AGAIN)
            waited += LOOK_AGAIN
        relay.current.announce()

    def announced() -> None:
        if app.rested() < STILL:
            page.run_task(when_still)
        else:
            relay.current.announce()

    def listen() -> None:
        held.current = announced, source.subscribe(announced)

    ft.use_effect(listen, [id(source)], cleanup=lambda: held.current and held.current[1]())


def keeps(app: AppView, work: Callable[[], Any]) -> Callable[[], Any]:
    """An event handler whose failures are told to the person instead of ending the session."""

    async def handler() -> None:
        try:
            result = work()
            if hasattr(result, "__await__"):
                await result
        except CompanionError as error:
            app.notices.tell(error)

    return handler
