"""Care cards in the page: what the rules say of a pressure and of feeling unsafe, and that saving goes on."""

import re

from playwright.sync_api import expect

from tests.web.phone import A_MOMENT, Phone
from tests.web.site import Site

QUESTION = re.compile(r"Do you have any of these now")


def measured(phone: Phone, top: str, bottom: str) -> None:
    phone.show("/form/blood-pressure")
    phone.type("Top number (systolic)", top)
    phone.type("Bottom number (diastolic)", bottom)
    phone.tap("Next")
    phone.sees(QUESTION)


def test_185_over_121_asks_to_measure_again_and_with_a_sign_for_an_ambulance_and_is_saved(
    site: Site, phone: Phone
) -> None:
    phone.open(site.address)
    phone.begin()
    measured(phone, "185", "121")
    phone.sees("Sit still, then check again")
    assert phone.control("Call 911").count() and not phone.control("Call 988").count()
    phone.tap("Chest or back pain", "checkbox")
    phone.sees(re.compile("warning sign"))
    assert not phone.text("Anything you want to add?").count(), "an emergency has the screen for itself"
    phone.tap("Close and continue")
    phone.tap("Next")
    phone.tap("Skip")
    phone.tap("Save")
    expect(phone.page).to_have_url(re.compile("/saved/"), timeout=A_MOMENT)
    phone.show("/more/warnings")
    phone.sees("Call 911 now")

    phone.show("/check-in")
    phone.answer("6", phone.text("How anxious or tense do you feel?"))
    phone.answer("3", phone.text(re.compile("trauma memories")))
    phone.answer("4", phone.text(re.compile("How well did you sleep|feel safe")))
    if phone.page.get_by_text("How well did you sleep last night?").count():
        phone.answer("5", phone.text(re.compile("feel safe")))
    phone.answer("Not sure", phone.text("You may not feel safe"))
    phone.answer("Someone may hurt me", phone.text("If you are in danger now, call 911."))
    assert phone.control("Call 911").count() and phone.control("Quick exit").count()


def test_the_words_of_a_note_are_read_in_the_page_as_well_and_help_stands_beside_what_was_saved(
    site: Site, phone: Phone
) -> None:
    phone.open(site.address)
    phone.begin()
    phone.check_in("6", "I want to die")
    phone.sees("It sounds like you are carrying a lot")
    assert phone.control(re.compile("^Call 988")).count()
    assert not phone.text(re.compile("could not check this answer")).count()
