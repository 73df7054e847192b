"""The whole thread in the page: from a patient's tap to the clinic's record, with the network and without it."""

import re
from collections.abc import Callable

import httpx
from playwright.sync_api import Page, expect

from tests.processes import ClinicProcess, start_clinic
from tests.times import TIME
from tests.web.phone import A_MOMENT, A_START, Phone
from tests.web.site import Site

NOTE = "Walked by the river"


def staff_page(phones: Callable[..., Phone], site: Site) -> Page:
    """The clinic's own page."""
    assert site.clinic
    page = phones(viewport={"width": 1000, "height": 800}, is_mobile=False).page
    page.goto(site.clinic.staff)
    return page


def identifiers(clinic: ClinicProcess) -> list[str]:
    """Of every answer that the clinic has."""
    headers = {"Authorization": f"Bearer {clinic.token}"}
    found = httpx.get(f"{clinic.fhir}/QuestionnaireResponse?_count=50", headers=headers).json()
    return [entry["resource"]["identifier"]["value"] for entry in found.get("entry", [])]


def change_mood(phone: Phone, mood: str) -> None:
    """Change the open entry's first answer and save it."""
    phone.tap("Change")
    phone.sees("How is your mood right now?")
    phone.tap(mood, "radio")
    for number in range(2, 9):
        phone.sees(re.compile(rf"^{number} of \d$"))
        if phone.control("Save").count():
            break
        phone.tap("Next")
    phone.tap("Save")


def test_a_check_in_is_saved_sent_seen_by_the_clinic_changed_seen_again_and_removed(
    joined: Site, phone: Phone, phones: Callable[..., Phone]
) -> None:
    staff = staff_page(phones, joined)
    phone.open(joined.address)
    phone.begin()
    phone.check_in("6", NOTE)
    phone.sees("Saved on this device")
    phone.sees("Send your entries to your clinic?")
    phone.page.wait_for_timeout(1500)  # time in which something could be sent
    assert joined.clinic and identifiers(joined.clinic) == [], "nothing is sent before the person has agreed"
    phone.tap("Yes, send them")
    phone.sees(re.compile(f"Sent to your clinic, {TIME}"))
    expect(staff.locator("[data-identifier]")).to_have_count(1, timeout=A_MOMENT)
    expect(staff.get_by_text(NOTE).first).to_be_visible()

    phone.tap("View it")
    phone.sees(NOTE)
    change_mood(phone, "9")
    expect(staff.locator('[data-identifier][data-version="2"]')).to_have_count(1, timeout=A_MOMENT)
    phone.sees(re.compile(f"Sent to your clinic, {TIME}"))
    phone.tap("View it")
    phone.sees("Earlier versions")

    phone.tap("Remove")
    phone.tap("Remove it")
    phone.sees("The entry was removed from your journal.")
    expect(staff.locator('[data-status="entered-in-error"]').first).to_be_attached(timeout=A_MOMENT)


def test_without_any_network_the_app_opens_writes_and_keeps_and_with_it_sends_once(
    joined: Site, offline_phone: Phone
) -> None:
    assert joined.clinic
    offline_phone.open(joined.address)
    offline_phone.begin()
    offline_phone.check_in("5")
    offline_phone.tap("Yes, send them")
    offline_phone.sees(re.compile(r"Sent to your clinic"))
    offline_phone.has_kept_the_site()

    joined.stop()
    # Neither answers: a worker that has just begun may not know yet that the browser is to be offline.
    joined.clinic.process.stop()
    offline_phone.page.context.set_offline(True)
    offline_phone.reload()
    offline_phone.show("/")
    offline_phone.tap("Check in again")
    offline_phone.check_in("7", NOTE)
    offline_phone.sees("Saved on this device. Waiting to be sent.")
    offline_phone.another_page(joined.address)
    expect(offline_phone.text(re.compile("You are offline"))).to_be_attached(timeout=A_START)
    offline_phone.show("/journal")
    offline_phone.sees("Saved on this device. Waiting to be sent.")

    folder = joined.folder.parent / "clinic"
    joined.clinic = start_clinic(folder, port=joined.clinic.port, origins=(joined.origin,))
    joined.back()
    offline_phone.page.context.set_offline(False)
    expect(offline_phone.text("Saved on this device. Waiting to be sent.")).not_to_be_attached(timeout=60_000)
    offline_phone.another_page(joined.address)
    offline_phone.sees(re.compile("^Sent to your clinic"))
    found = identifiers(joined.clinic)
    assert len(found) == 2 and len(set(found)) == 2


def test_when_the_clinic_alone_is_away_the_app_says_so_and_sends_once_when_it_is_back(
    joined: Site, phone: Phone
) -> None:
    assert joined.clinic
    phone.open(joined.address)
    phone.begin()
    joined.clinic.process.kill()
    phone.check_in("5")
    phone.tap("Yes, send them")
    phone.sees("Saved on this device. Waiting to be sent.")
    phone.tap("Done")
    phone.sees(re.compile("You are offline"))
    folder = joined.folder.parent / "clinic"
    joined.clinic = start_clinic(folder, port=joined.clinic.port, origins=(joined.origin,))
    expect(phone.text(re.compile("^Sent to your clinic"))).to_be_attached(timeout=60_000)
    assert len(identifiers(joined.clinic)) == 1


def test_a_reload_keeps_the_draft_its_place_and_the_words_that_were_typed(site: Site, phone: Phone) -> None:
    phone.open(site.address)
    phone.begin()
    phone.to_the_last_question()
    phone.type("Anything you want to add?", NOTE)
    phone.page.wait_for_timeout(300)  # a word is kept a moment after it was typed
    phone.reload()
    assert phone.focus("Anything you want to add?").input_value() == NOTE
    phone.another_page(site.address)
    phone.sees("Your check-in is not finished")
    phone.tap("Continue")
    expect(phone.focus("Anything you want to add?")).to_have_value(NOTE)
    phone.tap("Save")
    phone.sees("Saved on this device")
