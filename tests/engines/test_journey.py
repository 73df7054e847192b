"""What a person does first and what matters most, in the engine of Safari's family and in Firefox, from the snapshot."""

import re
from collections.abc import Iterator

import pytest

from tests.engines.engine import Engine
from tests.web.expecting import expect
from tests.web.helping import opens_and_calls, opens_in_a_new_browser
from tests.web.locking import PIN, enter, is_locked, lock_now, set_pin
from tests.web.phone import A_MOMENT, Phone, how_it_started
from tests.web.site import Site
from tests.web.tour import changes

NOTE = "Zoë’s café, naïve and brave: 😀 it’s 3 a.m."


@pytest.fixture
def phone(engine: Engine, site: Site) -> Iterator[Phone]:
    """A tab; the test fails where the app did not start from the snapshot."""
    one = engine.phone()
    yield one
    assert how_it_started(one.page) == "snapshot"
    one.page.goto("about:blank")
    one.page.close()


def test_a_first_check_in_with_its_typed_note_is_there_after_a_reload(site: Site, phone: Phone) -> None:
    phone.open(site.address)
    phone.begin()
    phone.check_in("6", NOTE)
    phone.sees("Saved on this device")
    phone.reload()
    phone.newest_entry()
    phone.sees(NOTE)
    assert any("snapshot.bin" in path for path in site.server.asked)


def test_a_side_effect_that_is_an_emergency_brings_its_card_and_is_saved(site: Site, phone: Phone) -> None:
    phone.open(site.address)
    phone.begin()
    phone.show("/form/side-effect")
    phone.tap("Show all 48")
    phone.tap("Chest pain or pressure", "radio")
    phone.sees("Call 911 if:")
    phone.sees("Do not wait for a call back.")
    expect(phone.control("Call 911")).to_be_visible()
    for _ in range(30):
        if phone.control("Save").count():
            break
        changes(phone, lambda: phone.tap(re.compile("^(Skip|Save)$")))
    phone.tap("Save")
    expect(phone.page).to_have_url(re.compile("/saved/"), timeout=A_MOMENT)
    phone.show("/more/warnings")
    phone.sees("Call 911 now")


def test_help_opens_before_the_app_has_loaded_and_after(site: Site, phone: Phone) -> None:
    held = site.fault("js/worker.js", hangs=True)
    phone.page.goto(site.address)
    opens_in_a_new_browser(phone.page)
    assert not phone.text("Welcome").count(), "the app has not loaded yet"
    held.hangs = False
    phone.ready()
    phone.sees("Welcome")
    opens_and_calls(phone.page)


def test_a_pin_locks_the_journal_a_wrong_one_does_not_open_it_and_help_is_there(site: Site, phone: Phone) -> None:
    phone.open(site.address)
    phone.begin()
    set_pin(phone)
    lock_now(phone)
    assert any("hash-wasm" in path for path in site.server.asked), "by Argon2, in this engine"
    opens_and_calls(phone.page)
    enter(phone, "135791", then="That is not your PIN. 9 tries are left.")
    phone.reload()
    is_locked(phone)
    opens_and_calls(phone.page)
    enter(phone, PIN, then="Lock now")


def test_with_the_host_gone_the_app_starts_writes_and_still_has_it_after_a_reload(site: Site, phone: Phone) -> None:
    phone.open(site.address)
    phone.begin()
    phone.has_kept_the_site()
    site.stop()
    phone.reload()
    phone.check_in("6", NOTE)
    opens_and_calls(phone.page)
    phone.reload()
    phone.newest_entry()
    phone.sees(NOTE)


def test_a_second_tab_says_so_and_takes_over_and_the_first_says_why(site: Site, engine: Engine, phone: Phone) -> None:
    phone.open(site.address)
    phone.begin()
    phone.answer("6", phone.text("How anxious or tense do you feel?"))
    second = engine.phone()
    second.open(site.address)
    second.sees("Your journal is open in another tab")
    opens_and_calls(second.page)
    second.tap("Continue here")
    second.sees("Your check-in is not finished")
    phone.page.bring_to_front()
    phone.sees("Your journal is open in another tab")
    opens_and_calls(phone.page)
    phone.tap("Continue here")
    phone.sees("How anxious or tense do you feel?")
    second.page.bring_to_front()
    second.sees("Your journal is open in another tab")
    second.page.close()


def test_every_kind_of_text_field_takes_what_is_typed(site: Site, phone: Phone) -> None:
    phone.open(site.address)
    phone.begin()
    for route, fields in FIELDS.items():
        phone.show(route)
        for name, text in fields.items():
            phone.type(name, text)
            expect(phone.control(name, "textbox")).to_have_value(text, timeout=A_MOMENT)


FIELDS = {
    "/form/blood-pressure": {"Top number (systolic)": "121", "Bottom number (diastolic)": "79"},
    "/contacts/new": {"Name": "Zoë 😀", "Phone number": "(555) 010-0142"},
    "/plan/edit/signs": {"In your own words": NOTE},
    "/learn": {"Find an article": "nausea"},
}
