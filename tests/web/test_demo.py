"""What `make demo` starts, and what a clinic may change without a build."""

import json
import re

from playwright.sync_api import expect

from tests.processes import start
from tests.times import TIME
from tests.web.phone import Phone
from tests.web.site import Site

PHONE = {"name": "Example Clinic", "phone": "(555) 010-0142", "phone_uri": "tel:+15550100142"}
TIMES = {"hours": "Mondays, 9:00 to 12:00", "after_hours": ""}


def test_the_demo_starts_both_shows_a_course_sends_it_and_ends_both(offline_phone: Phone) -> None:
    demo = start("companion", "demo", "--no-browser")
    try:
        staff = demo.line_with("The clinic's page", 120).split()[-1]
        offline_phone.open(demo.line_with("Companion:").split()[-1])
        offline_phone.sees(re.compile("^Infusion 3: Tomorrow"))
        offline_phone.sees(re.compile(f"^Sent to your clinic|Sent to your clinic, {TIME}"))
        offline_phone.page.goto(staff)
        expect(offline_phone.page.get_by_text("Walked by the river for an hour.").first).to_be_visible(timeout=30_000)
    finally:
        status = demo.stop()
    assert status == 0, "".join(demo.output)


def test_the_clinics_hours_and_phone_are_read_anew_when_online_and_nothing_else(joined: Site, phone: Phone) -> None:
    folder = joined.server.folder
    write = (folder / "clinic.json").write_text
    write(json.dumps({**PHONE, **TIMES, "fhir_base": "https://elsewhere.example"}))
    with phone.page.expect_response(re.compile("clinic.json")):
        phone.open(joined.address)
    help_of = phone.page.locator("#companion-help-main")
    phone.page.locator("#companion-help-button").click()
    expect(help_of.get_by_text("Mondays, 9:00 to 12:00")).to_be_visible()
    expect(help_of.locator('a[href="tel:+15550100142"]')).to_be_visible()
    phone.page.locator("#companion-help-close").click()
    kept = phone.page.evaluate("localStorage.getItem('companion.clinic')")
    assert "elsewhere" not in kept

    for bad in (
        {**PHONE, **TIMES, "phone_uri": "javascript:alert(1)"},
        {**PHONE, **TIMES, "phone_uri": "tel:---"},
        {**PHONE, **TIMES, "phone": ""},
        {**PHONE, **TIMES, "name": "<b>x</b>"},
        [1],
        {},
    ):
        write(json.dumps(bad))
        with phone.page.expect_response(re.compile("clinic.json")):
            phone.reload()
        assert phone.page.evaluate("localStorage.getItem('companion.clinic')") == kept
