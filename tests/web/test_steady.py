"""The exercises in the browser: from Help's second layer while locked, and into the journal exactly once."""

import re

from playwright.sync_api import expect

from tests.web.helping import opens_and_calls
from tests.web.locking import PIN, enter, is_locked, lock_now, set_pin
from tests.web.phone import A_MOMENT, Phone
from tests.web.site import Site


def test_an_exercise_is_done_on_the_lock_screen_and_is_one_entry_after_unlocking(lived_in: Site, phone: Phone) -> None:
    phone.open(lived_in.address)
    phone.help_knows_the_country()
    set_pin(phone)
    lock_now(phone)
    phone.show("/support")
    phone.tap("Feel steadier")
    phone.sees(re.compile("Your journal is locked."))
    phone.tap(re.compile("^Cold and touch"))
    phone.tap("Begin")
    phone.tap("8", "radio")
    phone.sees(re.compile("Hold something cool"))
    opens_and_calls(phone.page)
    phone.tap("Next")
    phone.sees(re.compile("smooth or rough"))
    phone.tap("Stop")
    phone.sees(re.compile("And now"))
    phone.tap("5", "radio")
    phone.sees(re.compile("Saved on this device. It goes into your journal"))
    phone.page.reload()  # what waits is on the disk
    phone.ready()
    phone.show("/")
    is_locked(phone)
    enter(phone, PIN)
    phone.sees(re.compile("^Good|^Hello"))
    for _ in range(2):
        phone.show("/journal")
        entry = phone.page.get_by_role("button", name=re.compile("^Cold and touch"))
        expect(entry).to_have_count(1, timeout=A_MOMENT)
        phone.show("/")
        phone.sees(re.compile("^Good|^Hello"))
    phone.show("/journal")
    phone.tap(re.compile("^Cold and touch"))
    phone.sees("8 of 10")
    phone.sees("5 of 10")


def test_the_steps_go_by_themselves_and_not_while_the_page_is_hidden(lived_in: Site, phone: Phone) -> None:
    phone.open(lived_in.address)
    phone.help_knows_the_country()
    phone.show("/steady/slow-breathing/run")
    phone.tap("Skip")
    phone.sees("Breathe in · 4")
    phone.sees("Breathe out · 6")
    phone.tap("Pause")
    phone.sees("Breathe out · 6")
    phone.page.wait_for_timeout(7000)
    phone.sees("Breathe out · 6")
    phone.tap("Continue")
    expect(phone.control("Pause")).to_be_attached(timeout=A_MOMENT)
    phone.page.evaluate(
        """() => { Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
                  document.dispatchEvent(new Event('visibilitychange')); }"""
    )
    phone.page.evaluate(
        """() => { Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true });
                  document.dispatchEvent(new Event('visibilitychange')); }"""
    )
    phone.sees("Continue")


def test_who_asked_the_system_for_less_motion_gets_a_shape_that_stands_still(lived_in: Site, phone: Phone) -> None:
    phone.page.emulate_media(reduced_motion="reduce")
    phone.open(lived_in.address)
    phone.help_knows_the_country()
    phone.show("/steady/slow-breathing/run")
    phone.tap("Skip")
    phone.sees("Show the moving shape")
