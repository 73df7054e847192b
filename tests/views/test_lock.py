"""The lock on the screens: set, locked, opened; what is let go of, and what is still there afterwards."""

import asyncio
import gc
import weakref
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
import pytest_asyncio

from companion.app.running import Companion
from companion.config import Settings
from companion.content import DAILY_CHECK_IN
from companion.domain.journal import Draft, Entry, EntryHead
from companion.domain.plan import Contact, Plan, Step
from companion.errors import StoreBusy, StoreFull, TriesUsedUp
from companion.services.bundle import Services
from companion.services.front import Front
from companion.services.journal import Journal
from companion.services.lock import Lock
from companion.services.opening import State
from companion.services.plan import Support
from companion.services.presence import GRACE, Presence
from companion.store import keyring
from companion.store.journal import JournalStore
from companion.store.plan import PlanStore
from companion.store.tries import MOST_TRIES
from companion.store.vault import Row, Vault
from tests.views.conftest import CLINIC, open_window
from tests.views.harness import Window
from tests.views.tab import says

pytestmark = pytest.mark.asyncio

PIN, WRONG = "246810", "135791"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PIN that is checked at once: how long that takes is measured elsewhere."""
    monkeypatch.setattr(keyring, "MEMORY", 64)
    monkeypatch.setattr(keyring, "ROUNDS", 2)


@pytest_asyncio.fixture
async def locked(app: Companion) -> Companion:
    """The app past the first start, with a PIN, open."""
    services = app.opening.opened
    await services.preferences.change(was_welcomed=True, country="US")
    await services.lock.set_pin(PIN, services.lock.new_recovery_code())
    return app


async def enter(window: Window, pin: str, action: str = "Open") -> None:
    for digit in pin:
        await window.tap(digit)
    await window.tap(action)
    for _ in range(400):
        if "One moment. The PIN is being checked." not in window.texts() and "One moment" not in window.texts():
            return
        await asyncio.sleep(0.005)


def shown_code(window: Window) -> str:
    return next(one for one in window.texts() if one.count("-") == 6)


# Setting


async def test_a_pin_is_explained_set_twice_and_takes_effect_when_the_code_is_proved(
    window: Window, app: Companion
) -> None:
    await window.go("/more/lock")
    assert says(window, "No one can open them then") and says(window, "a backup file with its own code")
    await window.tap("Set a PIN")
    await enter(window, PIN, "Next")
    await enter(window, WRONG, "Next")
    assert says(window, "two PINs do not match")
    await enter(window, PIN, "Next")
    await enter(window, PIN, "Next")
    code = shown_code(window)
    await window.tap("I have written it down")
    assert not says(window, code) and not app.opening.opened.lock.is_set
    await window.type("Groups 2 and 5", "AAAA AAAA")
    await window.tap("Turn the PIN on")
    assert says(window, "does not match") and not app.opening.opened.lock.is_set
    groups = code.split("-")
    await window.type("Groups 2 and 5", f"{groups[1]} {groups[4].lower()}")
    await window.tap("Turn the PIN on")
    await until(lambda: "Your journal has a PIN." in window.texts())
    assert app.opening.opened.lock.is_set


async def test_after_a_pin_was_set_what_the_lock_screen_may_show_is_asked_and_nothing_is_until_it_is_chosen(
    window: Window, app: Companion
) -> None:
    support = app.opening.opened.support
    await support.type_contact("", Contact("", "Alex", phone="555 0100"))
    await support.keep_contact("")
    await set_a_pin(window)
    await window.until("What the lock screen may show:")
    assert "Your PIN is on" in window.texts() and not support.contacts[0].on_lock
    await window.tap("Alex")
    await until(lambda: support.contacts[0].on_lock)
    await window.tap("Done")
    await window.until("Lock")
    assert "Turn the PIN off" in window.labels()


async def set_a_pin(window: Window) -> None:
    await window.go("/more/lock")
    await window.tap("Set a PIN")
    await enter(window, PIN, "Next")
    await enter(window, PIN, "Next")
    groups = shown_code(window).split("-")
    await window.tap("I have written it down")
    await window.type("Groups 2 and 5", f"{groups[1]} {groups[4]}")
    await window.tap("Turn the PIN on")


async def test_a_pin_is_changed_and_turned_off_only_with_the_pin(locked: Companion) -> None:
    async for window in open_window(locked, "/more/lock"):
        await window.tap("Change the PIN")
        await enter(window, WRONG, "Next")
        assert says(window, "That is not your PIN. 9 tries are left.")
        await enter(window, PIN, "Next")
        await enter(window, "987654", "Next")
        await enter(window, "987654", "Next")
        await until(lambda: "Turn the PIN off" in window.labels())
        await window.tap("Turn the PIN off")
        await enter(window, PIN, "Next")
        assert says(window, "9 tries are left") and locked.opening.opened.lock.is_set
        await enter(window, "987654", "Next")
        await until(lambda: "Set a PIN" in window.labels())
        assert not locked.opening.opened.lock.is_set


async def test_digits_can_be_typed_and_deleted(locked: Companion) -> None:
    await locked.lock()
    async for window in open_window(locked):
        for key in ("1", "Numpad 2", "x", "Backspace", *PIN[1:], "Enter"):
            await window.session.dispatch_event(
                window.page._i,
                "keyboard_event",
                {"key": key, "shift": False, "ctrl": False, "alt": False, "meta": False},
            )
            await window.settle()
        assert says(window, "9 tries are left"), "135 and so on is not the PIN"


# Locking and opening


async def test_now_is_one_tap_and_nothing_of_the_journal_stands_on_the_lock_screen(locked: Companion) -> None:
    async for window in open_window(locked, "/more"):
        await window.tap("Lock now")
        assert locked.opening.state is State.LOCKED
        allowed = {"Companion", "Enter your PIN", "0 digits entered", "Delete", "Open", "I forgot my PIN", "Help now"}
        assert {one for one in window.labels() if not one.isdigit()} <= allowed
        await window.go("/help")
        assert "Help now" in window.texts() and says(window, "If you may hurt yourself")
        await window.go("/journal")
        assert "Enter your PIN" in window.texts()


async def test_wrong_pins_are_said_with_what_is_left_and_after_ten_the_code_opens_and_asks_for_a_new_pin(
    app: Companion, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = app.opening.opened
    await services.preferences.change(was_welcomed=True)
    code = services.lock.new_recovery_code()
    await services.lock.set_pin(PIN, code)
    ring = services.lock.keyring
    del services
    await app.lock()
    async for window in open_window(app):
        for left in range(MOST_TRIES - 1, 0, -1):
            monkeypatch.setattr(ring, "_free_at", 0.0)
            app.opening.changes.announce()
            await window.settle()
            await enter(window, WRONG)
            await until(lambda: says(window, "That is not your PIN."))
            assert says(window, f"{left} tries are left." if left > 1 else "1 try is left.")
            if left == 4:
                assert says(window, "You can try again in 60 seconds.") and "5" not in window.labels()
        monkeypatch.setattr(ring, "_free_at", 0.0)
        app.opening.changes.announce()
        await window.settle()
        await enter(window, WRONG)
        await until(lambda: says(window, "Now only your recovery code opens it."))
        with pytest.raises(TriesUsedUp):
            await ring.try_pin(PIN)
        await window.tap("Use the recovery code")
        await window.type("Recovery code", "AAAA-AAAA")
        await window.tap("Open")
        await until(lambda: says(window, "That is not your recovery code."))
        await window.type("Recovery code", code.lower())
        await window.tap("Open")
        await until(lambda: app.opening.state is State.OPEN)
        await window.follow()
        assert window.route() == "/more/lock" and "Choose a PIN" in window.texts()
        await enter(window, "987654", "Next")
        await enter(window, "987654", "Next")
        await until(lambda: "Turn the PIN off" in window.labels())
        assert await ring.try_pin("987654")


async def test_without_pin_and_code_a_new_journal_begins_and_the_old_one_is_kept(
    locked: Companion, tmp_path: Any
) -> None:
    await entry_with_note(locked, "of before")
    await locked.lock()
    async for window in open_window(locked):
        await window.tap("I forgot my PIN")
        await window.tap("I do not have it")
        assert says(window, "No one can open them then") and says(window, "Not lost")
        await window.tap("Start a new journal")
        assert says(window, "Your old journal stays on this device, locked. Nothing is deleted.")
        await window.tap_last("Start a new journal")
        await until(lambda: locked.opening.state is State.OPEN)
        assert locked.opening.opened.journal.is_empty()
    (aside,) = (tmp_path / "data").glob("journal-set-aside-*")
    from companion.app.device import device_companion
    from companion.config import assets_dir

    old = device_companion(Settings(aside, assets_dir()))
    await old.opening.start()
    assert old.opening.state is State.LOCKED
    await old.opening.unlock(lambda ring: ring.try_pin(PIN))
    assert not old.opening.opened.journal.is_empty()
    await old.stop()


async def test_a_draft_survives_a_lock_and_the_person_is_where_they_were(locked: Companion) -> None:
    async for window in open_window(locked):
        await window.tap("6")
        await window.follow()
        assert "How anxious or tense do you feel?" in window.texts()
        await locked.lock()
        await window.settle()
        assert "Enter your PIN" in window.texts() and not says(window, "anxious")
        await enter(window, PIN)
        await until(lambda: locked.opening.state is State.OPEN)
        await window.settle()
        assert "How anxious or tense do you feel?" in window.texts()
        assert locked.opening.opened.journal.draft_of(DAILY_CHECK_IN).answers == {"mood": 6}


async def test_what_could_not_be_stored_keeps_the_journal_open_until_it_is(
    locked: Companion, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = locked.opening.opened.journal
    draft = journal.begin(DAILY_CHECK_IN)

    async def full(*_: object) -> None:
        raise StoreFull("no space")

    with monkeypatch.context() as patch:
        patch.setattr(journal._store, "keep_draft", full)
        with pytest.raises(StoreFull):
            await journal.answer(draft.id, "note", "only on the screen", 0)
        with pytest.raises(StoreFull):
            await locked.lock()
        assert locked.opening.state is State.OPEN
    await locked.lock()
    assert locked.opening.state is State.LOCKED
    await locked.opening.unlock(lambda ring: ring.try_pin(PIN))
    assert locked.opening.opened.journal.draft_of(DAILY_CHECK_IN).answers == {"note": "only on the screen"}


async def test_a_start_with_a_pin_begins_locked_and_without_one_open(locked: Companion) -> None:
    await locked.stop()
    await locked.opening.start()  # open still: nothing happens
    locked.opening.forget()
    await locked.opening.start()
    assert locked.opening.state is State.LOCKED
    await locked.opening.unlock(lambda ring: ring.try_pin(PIN))
    await locked.opening.opened.lock.turn_off()
    await locked.stop()
    locked.opening.forget()
    await locked.opening.start()
    assert locked.opening.state is State.OPEN


# Nothing is held


KINDS = (Vault, Row, JournalStore, Journal, Draft, Entry, EntryHead, Services, Lock, Support, PlanStore, Plan, Contact)


@pytest.fixture
def of_others() -> list[object]:
    """What other tests of this process hold, taken before this one opens anything."""
    gc.collect()
    return [one for one in gc.get_objects() if isinstance(one, KINDS)]


async def test_a_locked_app_holds_no_record_no_draft_and_no_key(of_others: list[object], locked: Companion) -> None:
    await entry_with_note(locked, "kingfisher zanzibar")
    services = locked.opening.opened
    await services.support.write(Step.ALONE, "kingfisher zanzibar")
    await services.support.type_contact("", Contact("", "Alex", "", "555 0100"))
    await services.support.keep_contact("")
    vault = weakref.ref(services.journal._store._vault)
    head = services.journal.latest(DAILY_CHECK_IN)
    del services
    async for window in open_window(locked):
        own = ("/support", "/contacts", "/contacts/new", "/plan", "/plan/edit", "/plan/steps")
        for route in (
            *own,
            "/journal",
            f"/journal/{head.id}",
            f"/change/{head.id}",
            "/check-in",
            "/more/backup",
            "/more",
        ):
            await window.go(route)
            await window.settle()
        del head
        # What is typed is stored and drawn before the lock, too.
        journal = locked.opening.opened.journal
        await journal.answer(journal.begin(DAILY_CHECK_IN).id, "note", "heronzanzibar", 0)
        del journal
        await locked.lock()
        await window.settle()
        await gone(window, lambda: vault() is None)
        known = {id(one) for one in of_others}
        left = [type(one).__name__ for one in gc.get_objects() if isinstance(one, KINDS) and id(one) not in known]
        assert left == [], left
        assert not any(isinstance(one, dict) and "heronzanzibar" in one.values() for one in gc.get_objects())


class WatchedKey(bytes):
    """The journal's key as the PIN gives it; bytes themselves cannot be watched."""

    alive: ClassVar[int] = 0

    def __new__(cls, raw: bytes) -> "WatchedKey":
        cls.alive += 1
        return super().__new__(cls, raw)

    def __del__(self) -> None:
        type(self).alive -= 1


async def test_the_key_that_the_pin_gave_is_gone_once_the_journal_is_locked(
    locked: Companion, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = keyring.unlock_key

    async def watched(*given: Any) -> bytes | None:
        key = await real(*given)
        return WatchedKey(key) if key else None

    monkeypatch.setattr(keyring, "unlock_key", watched)
    await locked.lock()
    async for window in open_window(locked):
        await enter(window, PIN)
        await until(lambda: locked.opening.state is State.OPEN)
        await window.settle()
        assert WatchedKey.alive >= 1
        await locked.lock()
        await window.settle()
        await gone(window, lambda: WatchedKey.alive == 0)
        assert WatchedKey.alive == 0


# By itself


class Person:
    """Somebody who is there, or not, on clocks that the test sets."""

    def __init__(self, app: Companion) -> None:
        self.wall = self.steady = 0.0
        app.presence = Presence(lambda: self.wall, lambda: self.steady)
        self.app = app

    async def waits(self, seconds: float, steady: float | None = None) -> bool:
        """Whether the journal is locked then."""
        self.wall += seconds
        self.steady += seconds if steady is None else steady
        if self.app._is_left():
            await self.app._lock_by_itself()
        return self.app.opening.state is State.LOCKED


async def test_it_locks_after_the_chosen_time_without_a_tap(locked: Companion) -> None:
    person = Person(locked)
    assert not await person.waits(299)
    async for window in open_window(locked, "/more"):
        await window.tap("Colors")
        assert not await person.waits(299)
        await locked.opening.opened.preferences.change(lock_after=15)
        assert not await person.waits(600)
        assert await person.waits(1)


async def test_it_locks_thirty_seconds_after_it_went_to_the_background_and_not_before(locked: Companion) -> None:
    person = Person(locked)
    await locked.notice("hidden")
    assert not await person.waits(GRACE - 1)
    await locked.notice("shown")
    assert not await person.waits(GRACE - 1)
    await locked.notice("hidden")
    person.wall += GRACE  # a phone that slept: its own clock stood still
    assert await locked.notice("shown") and locked.opening.state is State.LOCKED


async def test_the_background_can_be_left_out_and_without_a_pin_nothing_locks(locked: Companion) -> None:
    person = Person(locked)
    await locked.opening.opened.preferences.change(locks_in_background=False)
    await locked.notice("hidden")
    assert not await person.waits(200)
    await locked.opening.opened.lock.turn_off()
    assert not await person.waits(10_000)
    await locked.lock()
    assert locked.opening.state is State.OPEN


async def test_a_tap_that_comes_too_late_locks_and_does_nothing_else(locked: Companion) -> None:
    person = Person(locked)
    async for window in open_window(locked):
        person.wall += 301
        await window.tap("6")
        assert "Enter your PIN" in window.texts() and locked.opening.opened is None


async def test_a_window_that_is_not_in_front_is_covered(locked: Companion) -> None:
    async for window in open_window(locked):
        window.page.web = False
        for state, names in (("hide", 1), ("show", 0)):
            await window.session.dispatch_event(window.page._i, "app_lifecycle_state_change", {"state": state})
            await window.settle()
            assert window.texts().count("Companion") == names


# Beside other things


async def test_nothing_is_sent_while_it_is_locked_and_sending_goes_on_afterwards(locked: Companion) -> None:
    locked.clinic = CLINIC
    locked.opening.opened.clinic.settings = CLINIC
    await locked.lock()
    names = lambda: [task.get_name() for task in asyncio.all_tasks()]  # noqa: E731
    await locked.opening.unlock(lambda ring: ring.try_pin(PIN))
    assert "sync" in names()
    await locked.lock()
    assert "sync" not in names()


async def test_another_tab_takes_the_locked_journal_and_meets_the_lock(locked: Companion) -> None:
    await locked.lock()
    await locked.lose(StoreBusy("another tab"))
    async for window in open_window(locked):
        assert locked.opening.state is State.FAILED and "Enter your PIN" not in window.texts()
        await window.tap("Try again")
        await until(lambda: locked.opening.state is State.LOCKED)
        await window.settle()
        assert "Enter your PIN" in window.texts()


async def test_a_journal_that_another_tab_takes_while_it_locks_can_be_reached_again(
    locked: Companion, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = Front.load

    async def slow(front: Front) -> None:
        await locked.lose(StoreBusy("another tab"))
        await load(front)

    with monkeypatch.context() as patched:
        patched.setattr(Front, "load", slow)
        await locked.lock()
    assert locked.opening.state is State.FAILED
    await locked.opening.start()
    assert locked.opening.state is State.LOCKED and not locked.opening.locked.front.is_unread


async def gone(window: Window, is_gone: Callable[[], bool]) -> None:
    for _ in range(200):
        window.connection.patches.clear()  # a real client is sent bytes, and keeps no control
        gc.collect()
        if is_gone():
            return
        await asyncio.sleep(0.01)


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(1000):
        if holds():
            return
        await asyncio.sleep(0.005)
    assert holds()


async def entry_with_note(app: Companion, note: str) -> None:
    journal = app.opening.opened.journal
    draft = journal.begin(DAILY_CHECK_IN)
    await journal.answer(draft.id, "mood", 5, 1)
    await journal.answer(draft.id, "note", note, 1)
    await journal.finish(draft.id)
