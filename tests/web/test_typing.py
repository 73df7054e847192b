"""Whatever the speed of the fingers and of the phone, no letter is lost."""

import re

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
    phone.tap("View it")
    phone.sees(typed)


def test_a_number_that_is_not_taken_stops_next_with_the_focus_in_its_field(lived_in: Site, phone: Phone) -> None:
    phone.open(lived_in.address)
    phone.show("/form/blood-pressure")
    top, bottom = "Top number (systolic)", "Bottom number (diastolic)"
    phone.type(top, "185/121")
    phone.tap("Next")
    phone.sees(re.compile("Not saved yet: “Top number"))
    field = phone.control(top, "textbox")
    expect(field).to_be_focused()
    expect(field).to_have_value("185/121")
    phone.tap(re.compile("185"))
    phone.page.wait_for_timeout(300)  # a field that is filled is a new one
    expect(phone.focus(top)).to_have_value("185")
    expect(phone.focus(bottom)).to_have_value("121")


LONG = "क्षि" * 1001  # 4,004 code points, a quarter of them as they are seen
TOO_LONG = "Not saved yet: too long by {n} characters. Nothing is cut off. Please make it shorter."


def test_a_long_note_is_pasted_whole_counted_in_code_points_and_never_saved_shortened(
    lived_in: Site, phone: Phone
) -> None:
    phone.open(lived_in.address)
    phone.to_the_last_question()
    field = phone.focus("Anything you want to add?")
    phone.page.keyboard.insert_text("First sentence. ")
    phone.page.keyboard.insert_text(LONG)
    expect(field).to_have_value("First sentence. " + LONG)
    phone.sees(TOO_LONG.format(n=20))
    phone.tap("Save")
    phone.sees(re.compile("Not saved yet: “"))
    field = phone.focus("Anything you want to add?")
    for _ in range(20):
        phone.page.keyboard.press("Backspace")
    expect(phone.text(re.compile("^Not saved yet: too long"))).not_to_be_attached()
    kept = field.input_value()
    assert kept.startswith("First sentence. क्षि") and len(kept) <= 4000
    phone.tap("Save")
    phone.tap("View it")
    phone.sees(kept)
