"""The pictures of the lock, and of the person's people and plan: open, allowed on the lock screen, locked."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from companion.domain.plan import Step
from companion.views.plan_wording import PARTS
from tests.web.locking import PIN, SLOW, enter, is_locked, lock_now
from tests.web.phone import A_MOMENT, Phone

WRONG = "135791"
PLAN = {
    "signs": "I stay in bed\nI stop answering messages",
    "alone": "Cold water on my face\nThe song that Alex sent me",
    "company": "The café at the corner",
    "safer": "Alex keeps it for now",
    "live-for": "My niece's birthday in spring",
}


def draw_lock(
    browser: Browser, look: str, address: str, context: Mapping[str, Any], out: Path, before: Callable[[Any], object]
) -> None:
    """A new person's plan, a PIN, a lock, wrong PINs. `before` prepares the page for the look."""
    opened = browser.new_context(**context)
    phone = Phone(opened.new_page())
    before(phone.page)
    phone.open(address)

    def picture(name: str, wait: int = 900) -> None:
        phone.page.wait_for_timeout(wait)
        phone.page.screenshot(path=out / f"{name}-{look}.png")

    begin(phone, look)
    draw_empty(phone, picture)
    write(phone)
    draw_written(phone, picture)
    set_pin(phone, picture)
    allow(phone, picture)
    lock_now(phone)
    picture("lock")
    draw_locked(phone, picture)
    draw_wrong(phone, picture)
    opened.close()


def begin(phone: Phone, look: str) -> None:
    """Past the first start."""
    phone.begin()
    if look == "dim":
        phone.show("/more/look")
        phone.tap(re.compile("^Dim"), "radio")


def draw_empty(phone: Phone, picture: Callable[[str], None]) -> None:
    """Before anything was written."""
    for route in ("support", "contacts", "plan"):
        phone.show(f"/{route}")
        picture(f"{route}-empty")


def write(phone: Phone) -> None:
    """One person and a plan, through the screens."""
    phone.show("/contacts/new")
    phone.type("Name", "Alex Example")
    phone.type("How you know them", "my brother")
    phone.type("Phone number", "(555) 010-0142")
    phone.tap("Show this person on the lock screen", "checkbox")
    phone.tap("Save")
    phone.sees("Call Alex Example")
    for step, said in PLAN.items():
        phone.show(f"/plan/edit/{step}")
        phone.sees(PARTS[Step(step)].title)
        phone.page.wait_for_timeout(600)  # until its field stands
        phone.type("In your own words", said)


def draw_written(phone: Phone, picture: Callable[[str], None]) -> None:
    """With what was written."""
    for route in ("support", "contacts", "contacts/new", "plan", "plan/edit", "plan/edit/tell", "plan/edit/safer"):
        phone.show(f"/{route}")
        picture(route.replace("/", "-"))
    phone.show("/plan/steps")
    picture("plan-steps")
    phone.tap("Next step")
    phone.tap("This helped")
    picture("plan-steps-helped")
    for _ in range(5):
        phone.tap("Next step")
        phone.page.wait_for_timeout(400)
    picture("plan-steps-last")


def set_pin(phone: Phone, picture: Callable[[str], None]) -> None:
    """Each screen on the way to a PIN."""
    phone.show("/more/lock")
    picture("lock-off")
    phone.tap("Set a PIN")
    picture("lock-choose")
    enter(phone, PIN, "Next", then="Enter it again")
    picture("lock-again")
    enter(phone, PIN, "Next", then="Write it down and keep it away from this device. It is shown only this once.")
    picture("lock-code")
    shown = phone.page.locator("flt-semantics-host").evaluate("e => e.outerHTML")
    code = re.search(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}", shown)
    assert code
    phone.tap("I have written it down")
    picture("lock-prove")
    groups = code[0].split("-")
    phone.type("Groups 2 and 5", f"{groups[1]}{groups[4]}")
    phone.tap("Turn the PIN on")
    expect(phone.text("Your journal has a PIN.")).to_be_attached(timeout=SLOW)


def allow(phone: Phone, picture: Callable[[str], None]) -> None:
    """What the lock screen may show."""
    picture("lock-on")
    phone.tap("My safety plan", "checkbox")
    phone.page.wait_for_timeout(400)


def draw_locked(phone: Phone, picture: Callable[[str], None]) -> None:
    """What is allowed, without the PIN."""
    for route in ("support", "plan", "plan/steps"):
        phone.show(f"/{route}")
        picture(f"locked-{route.replace('/', '-')}")
    phone.show("/")
    is_locked(phone)


def draw_wrong(phone: Phone, picture: Callable[[str], None]) -> None:
    """A wrong PIN, the wait, ten of them, and what is left then."""
    phone.page.workers[0].evaluate(LATER, 0)
    for left in range(9, 0, -1):
        enter(phone, WRONG, then=f"That is not your PIN. {left} tries are left." if left > 1 else "1 try is left.")
        if left in (9, 6):
            picture("lock-wrong" if left == 9 else "lock-wait")
        phone.page.workers[0].evaluate(LATER, 1800)
        expect(phone.control("1")).to_be_attached(timeout=A_MOMENT)
    enter(phone, WRONG, then="There were 10 wrong PINs. Now only your recovery code opens it.")
    picture("lock-used-up")
    phone.tap("Use the recovery code")
    picture("lock-by-code")
    phone.tap("I do not have it")
    picture("lock-neither")
    phone.tap("Start a new journal")
    picture("lock-begin-anew")


LATER = """seconds => {
  if (!self.jumped) {
    self.jumped = 0;
    for (const clock of [Date, performance]) { const now = clock.now.bind(clock); clock.now = () => now() + self.jumped; }
  }
  self.jumped += seconds * 1000;
}"""
"""The clocks of Python's worker go on: nobody waits for the waits."""
