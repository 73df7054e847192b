"""Where each screen lives, and which of them the navigation shows."""

import asyncio
from dataclasses import dataclass

import flet as ft

from companion.i18n import N_

TODAY, JOURNAL, MORE, HELP = "/", "/journal", "/more", "/help"
CHECK_IN, CHANGE, SAVED, RESTORE = "/check-in", "/change", "/saved", "/restore"
FORM, ADD, EARLIER = "/form", "/add", "/earlier"
SENDING, LOOK, COUNTRY, BACKUP, ABOUT = "/more/sending", "/more/look", "/more/country", "/more/backup", "/more/about"
JUDGEMENTS = "/more/judgements"
STORAGE, HELP_PROFILE, LOCK = "/more/storage", "/more/help-profile", "/more/lock"
NOW, AFTERCARE = "/course/now", "/course/care"
COURSE, MATTERS, PART = "/course", "/course/matters", "/course/part"
INFUSION, ADD_INFUSION, CHANGE_INFUSION = "/course/infusion", "/course/add", "/course/change"
DRIVER = "/course/driver"
STEADY = "/steady"
WARNINGS, NOTE_WORDS, REMOVED = "/more/warnings", "/more/notes", "/removed"
SUPPORT, CONTACTS, NEW_CONTACT = "/support", "/contacts", "/contacts/new"
PLAN, PLAN_EDIT, PLAN_STEPS = "/plan", "/plan/edit", "/plan/steps"
LEARN, SHELF, QUESTIONS = "/learn", "/learn/shelf", "/learn/questions"

WHILE_LOCKED = (HELP, SUPPORT, CONTACTS, PLAN, PLAN_STEPS, STEADY)
"""Drawn while the journal is locked too: these screens read what the person allows, and need no journal."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A place in the navigation."""

    route: str
    label: str
    icon: ft.IconData


DESTINATIONS = (
    Destination(TODAY, N_("Today"), ft.Icons.TODAY),
    Destination(JOURNAL, N_("Journal"), ft.Icons.MENU_BOOK),
    Destination(COURSE, N_("Course"), ft.Icons.TIMELINE),
    Destination(LEARN, N_("Learn"), ft.Icons.LOCAL_LIBRARY),
    Destination(MORE, N_("More"), ft.Icons.MORE_HORIZ),
)

ADDRESS_AFTER = 0.02
"""Seconds by which the address follows its screen: the screen is drawn first."""

FULL_SCREEN = (
    CHECK_IN, FORM, ADD, EARLIER, CHANGE, SAVED, RESTORE, REMOVED, HELP, LOCK, SUPPORT, CONTACTS, PLAN, STEADY, NOW,
    AFTERCARE, MATTERS, PART, INFUSION, ADD_INFUSION, CHANGE_INFUSION, DRIVER,
)  # fmt: skip
"""Screens with one thing on them: no navigation, Back instead."""


def go(page: ft.Page, route: str) -> None:
    """Open a screen at once; the address follows.

    Flet alone would first ask the client to change the address and draw only when the client says that it did: a
    round trip that the person waits for.
    """

    async def follow() -> None:
        await asyncio.sleep(ADDRESS_AFTER)
        await page.push_route(route)

    page.run_task(follow)
    if page.on_route_change:
        page.on_route_change(ft.RouteChangeEvent(name="route_change", control=page, route=route))  # type: ignore[operator, call-arg]


def is_shown_while_locked(route: str) -> bool:
    """Whether a screen needs no journal; what only begins like one of them does."""
    return route.split("?")[0].rstrip("/") in WHILE_LOCKED


def entry_route(entry_id: str) -> str:
    """The screen of one entry."""
    return f"{JOURNAL}/{entry_id}"


def contact_route(contact_id: str) -> str:
    """Where one of the person's people is changed."""
    return f"{CONTACTS}/{contact_id}"


def plan_part(step: str) -> str:
    """Where one part of the plan is written."""
    return f"{PLAN_EDIT}/{step}"


def article_route(article: str) -> str:
    """The screen of one article."""
    return f"{LEARN}/{article}"


def shelf_route(shelf: str) -> str:
    """The articles of a topic or a path."""
    return f"{SHELF}/{shelf}"


def form_route(form: str) -> str:
    """Where a form is filled in, by its canonical url."""
    return f"{FORM}/{form.rsplit('/', 1)[-1]}"


def earlier_route(draft_id: str) -> str:
    """Where what was begun on an earlier day is finished."""
    return f"{EARLIER}/{draft_id}"


def tell_route(what: str, infusion: str) -> str:
    """Where it is told when an infusion began ("start") or ended ("end")."""
    return f"{NOW}/{what}/{infusion}"


def exercise_route(exercise: str, version: str = "") -> str:
    """Where an exercise is described, in one of its versions."""
    return f"{STEADY}/{exercise}/as/{version}" if version else f"{STEADY}/{exercise}"


def run_route(exercise: str, version: str, rounds: int) -> str:
    """Where it is done."""
    return f"{STEADY}/{exercise}/run/{version}/{rounds}"


def needs_no_journal(route: str) -> bool:
    """Whether a screen is drawn in every state of the journal: open, locked, failed, before the first start."""
    return route == STEADY or route.startswith((HELP, f"{STEADY}/"))


def destination_of(route: str) -> int:
    """Which destination a route belongs to, as an index."""
    found = [i for i, place in enumerate(DESTINATIONS) if i and route.startswith(place.route)]
    return found[0] if found else 0


def is_full_screen(route: str) -> bool:
    """Whether a route is drawn without the navigation."""
    return route.startswith(FULL_SCREEN)
