"""Help of the device form where its page or its journal does not open."""

import re

from playwright.sync_api import expect

from tests.web.device.conftest import Server
from tests.web.phone import Phone


def test_help_opens_without_the_key_and_says_what_to_do(app: Server, phone: Phone) -> None:
    answer = phone.page.goto(app.base)
    assert answer and answer.status == 403
    expect(phone.page.get_by_text("Open the app with the full address")).to_be_visible()
    phone.page.locator("#companion-help-button").click()
    phone.page.locator("#companion-help-country").select_option("US")
    expect(phone.page.locator('#companion-help-layer a[href="tel:988"]').first).to_be_visible()


def test_help_opens_over_a_damaged_journal(app: Server, phone: Phone) -> None:
    app.process.kill()
    file = app.data / "journal.db"
    file.write_bytes(b"not a database" * 400)
    for more in ("-wal", "-shm", "-journal"):  # the last where it was killed while it made the file
        file.with_name(file.name + more).unlink(missing_ok=True)
    app.again()
    phone.open(app.address)
    phone.sees("Your journal's file is damaged")
    phone.page.locator("#companion-help-button").click()
    phone.page.locator("#companion-help-country").select_option("US")
    expect(phone.page.locator('#companion-help-layer a[href="tel:911"]').first).to_be_visible()
    assert file.read_bytes().startswith(b"not a database")


def test_help_leads_to_the_own_people_here_too(app: Server, phone: Phone) -> None:
    phone.open(app.address)
    phone.begin()
    phone.page.locator("#companion-help-button").click()
    phone.page.locator("#companion-help-support").click()
    phone.sees(re.compile("Add people you can call with one tap"))
    expect(phone.page.locator("#companion-help-layer")).to_be_hidden()
