"""The whole thread in a real browser: from a patient's tap to the clinic's record."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx
from playwright.sync_api import Page, expect

from tests.processes import ClinicProcess, start_clinic
from tests.web.conftest import Phone, Server

NOTE = "Walked by the river"


def rows(page: Page) -> int:
    return page.locator("[data-identifier]").count()


def staff_page(phones: Callable[..., Phone], clinic: ClinicProcess) -> Page:
    page = phones(viewport={"width": 1000, "height": 800}, is_mobile=False).page
    page.goto(clinic.staff)
    return page


def test_a_check_in_is_saved_sent_seen_by_the_clinic_changed_and_seen_again(
    joined: Server, clinic: ClinicProcess, phone: Phone, phones: Callable[..., Phone]
) -> None:
    staff = staff_page(phones, clinic)
    phone.open(joined.address)
    phone.begin()
    phone.check_in("6", NOTE)
    phone.sees("Saved on this device")
    phone.sees("Send your entries to your clinic?")
    phone.page.wait_for_timeout(1500)
    assert rows(staff) == 0, "nothing is sent before the person has agreed"
    phone.tap("Yes, send them")
    phone.sees(re.compile(r"Sent to your clinic, \d\d:\d\d"))
    expect(staff.locator("[data-identifier]")).to_have_count(1, timeout=15_000)
    expect(staff.get_by_text(NOTE).first).to_be_visible()

    phone.tap("Look at it")
    phone.sees(NOTE)
    phone.tap("Change")
    phone.sees("How is your mood right now?")
    phone.tap("9", "radio")
    for _ in range(6):
        if phone.control("Save").count():
            break
        phone.page.wait_for_timeout(400)
        if phone.control("Next").count():
            phone.tap("Next")
        phone.page.wait_for_timeout(400)
    phone.tap("Save")
    expect(staff.locator('[data-identifier][data-version="2"]')).to_have_count(1, timeout=20_000)
    phone.sees(re.compile(r"Sent to your clinic, \d\d:\d\d"))
    phone.tap("Look at it")
    phone.sees("Earlier versions")

    phone.tap("Remove")
    phone.tap("Remove it")
    phone.sees("The entry is out of your journal.")
    expect(staff.locator('[data-status="entered-in-error"]').first).to_be_attached(timeout=20_000)


def test_offline_is_a_state_and_what_was_written_goes_out_once_when_the_clinic_is_back(
    joined: Server, clinic: ClinicProcess, phone: Phone, tmp_path: Path
) -> None:
    phone.open(joined.address)
    phone.begin()
    phone.check_in("5")
    phone.tap("Yes, send them")
    phone.sees(re.compile(r"Sent to your clinic"))
    clinic.process.kill()
    phone.tap("Done")
    phone.tap("Check in again")
    phone.check_in("7")
    phone.sees("Saved on this device. Waiting to be sent.")
    phone.tap("Done")
    phone.sees(re.compile("You are offline"))
    back = start_clinic(tmp_path / "clinic", port=clinic.port)
    try:
        phone.sees(re.compile(r"^Sent to your clinic"))
        headers = {"Authorization": f"Bearer {back.token}"}
        found = httpx.get(f"{back.fhir}/QuestionnaireResponse?_count=50", headers=headers).json()
        identifiers = [entry["resource"]["identifier"]["value"] for entry in found["entry"]]
        assert len(identifiers) == 2 and len(set(identifiers)) == 2
    finally:
        back.process.stop()


def test_a_reload_keeps_the_draft(app: Server, phone: Phone) -> None:
    phone.open(app.address)
    phone.begin()
    phone.tap("6", "radio")
    phone.sees("How anxious or tense do you feel?")
    phone.tap("3", "radio")
    phone.sees(re.compile("trauma memories"))
    phone.page.reload()
    phone.ready()
    phone.sees(re.compile("trauma memories"))
    phone.page.goto(app.base)
    phone.ready()
    phone.sees("Your check-in is not finished")


def test_a_killed_server_keeps_the_draft_and_the_words_that_were_typed(app: Server, phone: Phone) -> None:
    phone.open(app.address)
    phone.begin()
    phone.tap("6", "radio")
    phone.sees("How anxious or tense do you feel?")
    for question in (re.compile("trauma memories"), re.compile("sleep|safe")):
        phone.tap("Skip")
        phone.sees(question)
    if phone.page.get_by_text("How well did you sleep last night?").count():
        phone.tap("Skip")
    phone.tap("Yes", "radio")
    phone.type("Anything you want to add?", NOTE)
    phone.page.wait_for_timeout(300)
    app.process.kill()
    app.again()
    phone.open(app.address)
    phone.tap("Go on")
    field = phone.control("Anything you want to add?", "textbox")
    expect(field).to_be_attached(timeout=15_000)
    field.focus()  # Flutter fills the page's field when it takes the keyboard
    expect(field).to_have_value(NOTE, timeout=15_000)
    phone.tap("Save")
    phone.sees("Saved on this device")


def test_two_tabs_show_one_journal(app: Server, phone: Phone, phones: Callable[..., Phone]) -> None:
    phone.open(app.address)
    phone.begin()
    other = phones()
    other.open(app.address)
    phone.check_in("6")
    other.sees("You have checked in today")
