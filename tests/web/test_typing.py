"""Whatever the speed of the fingers and of the phone, no letter is lost."""

import pytest
from playwright.sync_api import expect

from tests.web.phone import Phone
from tests.web.site import Site

WORDS = "The quick brown fox jumps over the lazy dog, 0123456789 times. Then it slept: well?"
LOAD = """() => {
  const busy = () => { const end = Date.now() + 120; while (Date.now() < end); };
  self.load = setInterval(busy, 160);
}"""


@pytest.mark.parametrize("is_busy", [False, True], ids=["at rest", "under load"])
def test_typing_fast_into_the_note_loses_no_letter_on_the_screen_nor_in_the_entry(
    lived_in: Site, phone: Phone, is_busy: bool
) -> None:
    phone.open(lived_in.address)
    phone.to_the_last_question()
    if is_busy:
        phone.page.workers[0].evaluate(LOAD)
        phone.page.context.new_cdp_session(phone.page).send("Emulation.setCPUThrottlingRate", {"rate": 3})
    field = phone.focus("Anything you want to add?")
    typed = ""
    for delay in (0, 5, 15):
        phone.page.keyboard.type(WORDS, delay=delay)
        typed += WORDS
        expect(field).to_have_value(typed)
    phone.page.wait_for_timeout(300)  # what was typed is drawn back
    expect(field).to_have_value(typed)
    phone.tap("Save")
    phone.tap("Look at it")
    phone.sees(typed)
