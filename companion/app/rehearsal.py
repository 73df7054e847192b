"""Draws the app's screens once, for nobody, before the memory snapshot is made.

Flet imports much when it is first used and fills tables of its own while it draws. Rehearsed, all of that is in the
snapshot: there are no files right after restoring, and the first frame comes sooner.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from companion.app.running import Companion
from companion.app.stage import draw_once
from companion.content import DAILY_CHECK_IN, SIDE_EFFECT, Content
from companion.domain.plan import WRITTEN, Contact, Plan
from companion.ports import Batch, Part, SealedRecord
from companion.services.backup import Backup
from companion.services.bundle import Services
from companion.services.changes import Changes
from companion.services.clinic import Clinic
from companion.services.course import Course, course_settings
from companion.services.front import Front
from companion.services.journal import Journal
from companion.services.library import Library
from companion.services.lock import Lock
from companion.services.opening import Locked
from companion.services.plan import Support
from companion.services.preferences import Preferences
from companion.services.safety import Safety
from companion.services.storage import StorageState
from companion.store.front import FrontStore
from companion.store.journal import JournalStore
from companion.store.keyring import KeyRing
from companion.store.plan import PlanStore
from companion.store.reading import ReadingLog
from companion.store.ring import new_ring
from companion.store.safety import SafetyLog
from companion.store.vault import open_vault
from companion.views.routes import WHILE_LOCKED

ROUTES = (
    "/", "/check-in", "/journal", "/removed", "/add", "/form/side-effect", "/form/blood-pressure",
    "/form/evaluation", "/form/week-before", "/form/day-before", "/form/integration", "/form/food-plan",
    "/course", "/course/matters", "/course/add", "/course/now", "/course/care",
    "/learn", "/learn/shelf/first-infusion", "/learn/shelf/kept", "/learn/bladder", "/learn/treatments",
    "/learn/questions", "/more", "/more/country", "/more/look", "/more/about", "/more/judgements", "/more/backup",
    "/more/storage", "/more/help-profile", "/more/warnings", "/more/notes", "/more/lock", "/restore", "/help",
    "/steady", "/steady/slow-breathing", "/steady/slow-breathing/run",
)  # fmt: skip
SUPPORT_ROUTES = ("/support", "/contacts", "/contacts/new", "/plan", "/plan/edit", "/plan/edit/tell", "/plan/steps")
"""Drawn with nothing in them, and with something."""


class _Nothing:
    """Records and sealing that keep nothing."""

    async def headers(self) -> Sequence[SealedRecord]:
        return ()

    async def bodies(self, ids: Sequence[str]) -> Mapping[str, SealedRecord]:
        return {}

    async def write(self, batch: Batch) -> None:
        return None

    async def close(self) -> None:
        return None

    async def seal_many(self, parts: Sequence[Part]) -> Sequence[bytes]:
        return [b"-"] * len(parts)

    def sealing(self, key: bytes) -> "_Nothing":
        return self

    async def open_many(self, parts: Sequence[Part]) -> Sequence[bytes | None]:
        return ()


class _Tab:
    """A browser of which nothing is known yet."""

    def __init__(self) -> None:
        self.changes = Changes()
        self.restored = 0
        self.state: StorageState | None = None

    async def look(self) -> StorageState:
        self.state = StorageState(is_persisted=False, can_install=True)
        return self.state

    async def persist(self) -> bool:
        return False

    async def install(self) -> bool:
        return False

    def dismiss_restored(self) -> None:
        return None


class _Noon:
    """A clock that stands still."""

    def now(self) -> datetime:
        return datetime(2020, 1, 1, 12, tzinfo=UTC)

    def zone(self) -> str:
        return "UTC"

    def local(self, moment: datetime) -> datetime:
        return moment

    def today(self) -> date:
        return self.now().date()


async def rehearse(companion: Companion) -> None:
    """Draw the first start, then every screen of a journal with one entry. Raises what a screen raises."""
    services, main = await _services(companion.content), companion.main(has_page_help=True)
    companion.opening.opened = services
    await draw_once(main, "/")
    await services.preferences.change(was_welcomed=True, country="US")
    for route in ROUTES[:2]:
        await draw_once(main, route)
    draft = services.journal.begin(DAILY_CHECK_IN)
    await services.journal.answer(draft.id, "mood", 5, moves_on=True)
    head = await services.journal.finish(draft.id)
    for route in (*ROUTES, *SUPPORT_ROUTES, f"/saved/{head.id}"):
        await draw_once(main, route)
    infusion = await services.course.add(services.journal.now())
    one_of_it = ("infusion", "part/day", "change", "now/start", "driver")
    for route in ("/", "/course", "/course/now", *(f"/course/{part}/{infusion}" for part in one_of_it)):
        await draw_once(main, route)
    effect = services.journal.begin(SIDE_EFFECT)
    picked = services.journal.forms[SIDE_EFFECT].question("effect").options[0]
    await services.journal.answer(effect.id, "effect", picked, moves_on=True)
    await draw_once(main, "/form/side-effect")
    await _draw_support(services, main)
    companion.opening.lock(Locked(services.lock.keyring, companion._enter, _front(companion.content)))
    for route in ("/", *WHILE_LOCKED):
        await draw_once(main, route)
    companion.opening.forget()


async def _draw_support(services: Services, main: Any) -> None:
    """The screens of plan and people, with something in them."""
    support = services.support
    await support.type_contact("", Contact("", "A", "B", "555 0100", is_company=True))
    await support.keep_contact("")
    for step in WRITTEN:
        await support.write(step, "-")
    for route in (*SUPPORT_ROUTES, f"/contacts/{support.contacts[0].id}"):
        await draw_once(main, route)


def _front(content: Content) -> Front:
    nothing: Any = _Nothing()
    front = Front(FrontStore(nothing, nothing, KeyRing(new_ring(), nothing, nothing, _Noon())), content.forms, _Noon())
    front.plan, front.contacts = Plan({"signs": "-"}), (Contact("a", "A", "B", "555 0100"),)
    return front


async def _services(content: Content) -> Services:
    nothing: Any = _Nothing()
    vault = await open_vault(nothing, nothing)
    store, preferences = JournalStore(vault), Preferences(vault)
    journal = Journal(store, content.forms, _Noon())
    clinic, backup = Clinic(None, preferences), Backup(vault, store, nothing)
    safety = Safety(SafetyLog(vault), journal, preferences, content.red_flags, store.course.all)
    keyring = KeyRing(new_ring(), nothing, nothing, _Noon())
    lock = Lock(keyring, bytes(32), preferences)
    front = FrontStore(nothing, nothing, keyring)
    support = Support(PlanStore(vault), front, preferences, _Noon())
    library = Library(ReadingLog(vault), _Noon(), content.books)
    course = Course(store.course, journal, _Noon(), content.guidance, course_settings(None))
    return Services(
        journal, preferences, clinic, backup, content, safety, lock, support, library, course, storage=_Tab()
    )
