"""What a person does with the lock, by its screens."""

import re

from playwright.sync_api import expect

from tests.web.phone import Phone

PIN = "246810"
SLOW = 60_000
"""Milliseconds: a PIN is checked on purpose slowly, and the machine is shared."""


def set_pin(phone: Phone) -> str:
    """Through the screens; the recovery code."""
    phone.show("/more/lock")
    phone.tap("Set a PIN")
    enter(phone, PIN, "Next", then="Enter it again")
    enter(phone, PIN, "Next", then="Write it down and keep it away from this device. It is shown only this once.")
    shown = (
        phone.page.locator("flt-semantics-host")
        .get_by_text(re.compile(r"^(\w{4}-){6}\w{4}$"))
        .or_(phone.page.locator("flt-semantics-host [aria-label*='-']").filter(has_not=phone.page.locator("button")))
    )
    code = re.search(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}", shown.first.evaluate("e => e.outerHTML"))
    assert code
    phone.tap("I have written it down")
    groups = code[0].split("-")
    phone.type("Groups 2 and 5", f"{groups[1]}{groups[4]}")
    phone.tap("Turn the PIN on")
    expect(phone.text("Your journal has a PIN.")).to_be_attached(timeout=SLOW)
    return code[0]


def enter(phone: Phone, pin: str, action: str = "Open", then: str = "") -> None:
    """By taps on the pad; then `action`, if any."""
    for at, digit in enumerate(pin):
        phone.tap(digit)
        if at == 0:
            phone.sees(re.compile("1 digit entered"))
    phone.sees(f"{len(pin)} digits entered")
    if action:
        phone.tap(action)
    if then:
        expect(phone.text(then)).to_be_attached(timeout=SLOW)


def is_locked(phone: Phone) -> None:
    expect(phone.text("Enter your PIN")).to_be_attached(timeout=SLOW)


def lock_now(phone: Phone) -> None:
    phone.show("/more")
    phone.tap(re.compile("^Lock now"))
    is_locked(phone)
