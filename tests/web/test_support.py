"""Help's second layer in the browser: from Help to a person's own people, the plan step by step, open and locked."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from companion.domain.plan import Step
from companion.views.plan_wording import PARTS
from tests.web.helping import opens_and_calls
from tests.web.locking import PIN, enter, is_locked, lock_now, set_pin
from tests.web.phone import A_MOMENT, Phone
from tests.web.site import Site
from tests.web.test_lock import nothing_is_readable
from tests.web.test_privacy import CANARY, places

TELL = """() => {
  window.led = [];
  window.open = (url) => { window.led.push(String(url)); return null; };
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href^='tel:'], a[href^='sms:']");
    if (link) { window.led.push(link.href); event.preventDefault(); }
  }, true);
}"""
"""What a tap on a number leads to, noted instead of followed: this machine has no telephone."""


def from_help(phone: Phone) -> None:
    """By the one link of Help's first layer."""
    phone.page.locator("#companion-help-button").click()
    phone.page.locator("#companion-help-support").click()
    expect(phone.page.locator("#companion-help-layer")).to_be_hidden()


def add_alex(phone: Phone, *, is_shown: bool = False) -> None:
    phone.show("/contacts/new")
    phone.type("Name", "Alex Example")
    phone.type("Phone number", "(555) 010-0142")
    if is_shown:
        phone.tap("Show this person on the lock screen", "checkbox")
    phone.tap("Save")
    phone.sees("Alex Example")


def write(phone: Phone, step: str, said: str) -> None:
    phone.show(f"/plan/edit/{step}")
    phone.sees(PARTS[Step(step)].title)
    phone.page.wait_for_timeout(600)  # until its field stands
    phone.type("In your own words", said)


def test_from_help_one_tap_leads_to_the_own_people_and_one_more_calls(site: Site, phone: Phone) -> None:
    phone.open(site.address)
    phone.begin()
    from_help(phone)
    phone.sees(re.compile("Add people you can call with one tap"))
    phone.tap("Add a person")
    add_alex(phone)
    phone.page.evaluate(TELL)
    phone.show("/journal")
    from_help(phone)
    phone.tap("Call Alex Example")
    phone.until("window.led.includes('tel:5550100142')")
    phone.tap("Text Alex Example")
    phone.until("window.led.includes('sms:5550100142')")
    opens_and_calls(phone.page)


def test_a_plan_that_was_being_written_is_there_after_a_killed_page_and_is_gone_through_step_by_step(
    site: Site, phone: Phone
) -> None:
    phone.open(site.address)
    phone.begin()
    write(phone, "alone", "The song that Alex sent me")
    phone.page.wait_for_timeout(1000)  # the last letter is on its way to the journal
    phone.another_page(site.address)
    phone.show("/plan")
    phone.sees("The song that Alex sent me")
    phone.tap("Go through it, step by step")
    expect(phone.control("Call now: 988")).to_be_attached(timeout=A_MOMENT)
    phone.sees("Things I can do by myself")
    phone.tap("Next step")
    phone.sees("Professionals and crisis lines")
    expect(phone.control("Call 911")).to_be_attached(timeout=A_MOMENT)
    opens_and_calls(phone.page)


@pytest.mark.parametrize("is_allowed", [False, True])
def test_locked_the_plan_and_the_people_are_there_as_far_as_they_were_allowed(
    site: Site, kept_phones: Callable[..., Phone], tmp_path: Path, is_allowed: bool
) -> None:
    phone = kept_phones("person")
    phone.open(site.address)
    phone.begin()
    add_alex(phone, is_shown=is_allowed)
    write(phone, "signs", f"the {CANARY}")
    set_pin(phone)
    if is_allowed:
        phone.tap("My safety plan", "checkbox")
        phone.page.wait_for_timeout(500)
    lock_now(phone)
    if not is_allowed:
        nothing_is_readable(phone)
    phone.page.reload()
    phone.ready()
    is_locked(phone)
    opens_and_calls(phone.page)
    from_help(phone)
    if is_allowed:
        expect(phone.control("Call Alex Example")).to_be_attached(timeout=A_MOMENT)
        phone.tap("Read it")
        phone.sees(re.compile(CANARY))
        phone.show("/plan/steps")
        expect(phone.control("Call now: 988")).to_be_attached(timeout=A_MOMENT)
    else:
        phone.sees(re.compile("Nothing of yours is shown while the app is locked"))
        for route in ("/plan", "/contacts", "/plan/steps"):
            phone.show(route)
            phone.page.wait_for_timeout(500)
            nothing_is_readable(phone)
            assert not phone.text("Alex").count()
    for closed in ("/plan/edit", "/contacts/new"):
        phone.show(closed)
        is_locked(phone)
    enter(phone, PIN)
    phone.sees(re.compile("Add a person"))
    phone.show("/plan")
    phone.sees(re.compile(CANARY))
    phone.page.context.close()
    assert places(tmp_path / "person", CANARY) == [] and places(tmp_path / "person", "Alex Example") == []
