"""The thread of the device form: from a patient's tap to the clinic's record, and nothing readable on disk."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.processes import ClinicProcess, start
from tests.times import TIME, o_clock
from tests.web.device.conftest import Server
from tests.web.phone import Phone

NOTE = "Walked by the kingfisherzanzibar"
HEALTH_WORDS = (b"check-in", b"mood", b"anxiety", b"completed", b"entry", b"draft", b"2026-", b"feeling-safe")


def rows(page: Page) -> int:
    return page.locator("[data-identifier]").count()


def staff_page(phones: Callable[..., Phone], clinic: ClinicProcess) -> Page:
    page = phones(viewport={"width": 1000, "height": 800}, is_mobile=False).page
    page.goto(clinic.staff)
    return page


def test_a_check_in_is_saved_sent_seen_by_the_clinic_changed_and_seen_again(
    patient: Server, clinic: ClinicProcess, phone: Phone, phones: Callable[..., Phone]
) -> None:
    staff = staff_page(phones, clinic)
    phone.open(patient.address)
    phone.begin()
    phone.check_in("6", NOTE)
    phone.sees("Saved on this device")
    phone.sees("Send your entries to your clinic?")
    phone.page.wait_for_timeout(1500)
    assert rows(staff) == 0, "nothing is sent before the person has agreed"
    phone.tap("Yes, send them")
    phone.sees(re.compile(f"Sent to your clinic, {TIME}"))
    expect(staff.locator("[data-identifier]")).to_have_count(1, timeout=15_000)
    expect(staff.get_by_text(NOTE).first).to_be_visible()

    phone.tap("View it")
    phone.sees(NOTE)
    phone.tap("Change")
    phone.sees("How is your mood right now?")
    phone.tap("9", "radio")
    for number in range(2, 9):
        phone.sees(re.compile(rf"^{number} of \d$"))
        if phone.control("Save").count():
            break
        phone.tap("Next")
    phone.tap("Save")
    expect(staff.locator('[data-identifier][data-version="2"]')).to_have_count(1, timeout=20_000)
    phone.sees(re.compile(f"Sent to your clinic, {TIME}"))
    phone.tap("View it")
    phone.sees("Earlier versions")

    phone.tap("Remove")
    phone.tap("Remove it")
    phone.sees("The entry was removed from your journal.")
    expect(staff.locator('[data-status="entered-in-error"]').first).to_be_attached(timeout=20_000)
    nothing_is_readable(patient, clinic, phone)


def nothing_is_readable(patient: Server, clinic: ClinicProcess, phone: Phone) -> None:
    """Neither the note nor what the entry is about stands in files, logs or the browser."""
    files = {file.name: file.read_bytes() for file in patient.data.rglob("*") if file.is_file()}
    assert "journal.db" in files
    found = {(name, word) for name, data in files.items() for word in (*HEALTH_WORDS, NOTE.encode()) if word in data}
    assert found == set()
    patient.process.stop()
    stored = phone.page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    for said in (*patient.process.output, *clinic.process.output, *phone.console, stored):
        assert "kingfisherzanzibar" not in said


def test_the_demo_of_this_form_starts_both_prints_both_addresses_and_ends_both(phone: Phone) -> None:
    process = start("companion", "demo", "--device", "--no-browser")
    staff = process.line_with("The clinic's page").split()[-1]
    address = process.line_with("Companion:").split()[-1]
    phone.open(address)
    phone.sees(f"Infusion 3: Tomorrow, {o_clock('10:00')}")
    phone.sees("2 of 6 infusions done")
    phone.sees(re.compile("Sent to your clinic"))
    assert httpx.get(staff, follow_redirects=True).status_code == 200
    assert process.stop() == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(staff)
