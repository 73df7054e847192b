"""A site built of the example of a clinic's file: its hours, its phones and its red flags act in the page."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from companion.clinic_file import load_site_clinic
from companion.domain.clinic import ClinicContact, Here
from companion.hours_words import hours_line
from companion.site.clinic import shown_of
from companion.views.components.not_live import not_live_lines
from tests.processes import ROOT
from tests.times import US, o_clock
from tests.web.course_time import MOMENTS, enter_infusion, set_time, takes_neither
from tests.web.phone import A_MOMENT, Phone
from tests.web.site import Site, build

PARIS = "Europe/Paris"
CLINIC = load_site_clinic(ROOT / "docs" / "clinic.example.yaml")


@pytest.fixture
def example(tmp_path: Path) -> Iterator[Site]:
    """The site of the example's clinic, served."""
    build(tmp_path / "site", CLINIC)
    one = Site(tmp_path / "site")
    one.server.begin()
    yield one
    one.stop()


def contact() -> ClinicContact:
    found = CLINIC.contact
    assert found
    return found


def here() -> Here:
    """Now, for somebody from that clinic's country who is in Paris."""
    zone = ZoneInfo(PARIS)
    return Here(datetime.now(UTC).astimezone(zone), lambda moment: moment.astimezone(zone))


def said_of(clinic: ClinicContact) -> list[str]:
    """Each phone with its hours, the one that is answered now first."""
    return [f"{one.label}: {hours_line(US, one.opening, here())}" for one in clinic.phones_at(here().now)]


def test_the_clinics_hours_phones_and_raised_rules_act_in_the_page(example: Site, phones: Callable[..., Phone]) -> None:
    phone = phones(timezone_id=PARIS)
    phone.open(example.address)
    phone.begin()
    phone.show("/form/blood-pressure")
    phone.sees("What does the monitor show?")
    # Python in the page has the clinic's zone: it knows whether it is open, and says when in the person's time.
    said = not_live_lines(US, contact(), here(), is_sent=False)[-1]
    assert "your time" in said and "Hours may vary" not in said
    phone.sees(said)

    phone.type("Top number (systolic)", "172")
    phone.type("Bottom number (diastolic)", "88")
    phone.tap("Next")
    phone.sees("Urgent: now")
    assert phone.control("Call Example Clinic").count()

    phone.show("/help")
    section = phone.page.locator("#companion-help-main section", has_text="Your clinic: Example Clinic")
    first, second = said_of(contact())
    expect(section.locator(".hours")).to_have_text(first)
    expect(section).to_contain_text(second)
    expect(section).to_contain_text(
        "Monday to Thursday, 8:00 AM to 5:00 PM; Friday, 8:00 AM to 12:00 noon (clinic time)"
    )
    expect(section.locator('a[href="tel:+15550100142"]')).to_be_visible()
    # The app's own Help, behind it, says the same words.
    phone.sees(second)
    phone.sees(re.compile(r"12:00\snoon \(clinic time\)"))
    assert phone.text(first).count()


def test_newer_hours_in_another_zone_reach_both_helps_without_a_build(
    example: Site, phones: Callable[..., Phone]
) -> None:
    moved = replace(CLINIC, name="Moved Clinic", time_zone="Asia/Tokyo", phones=_in(CLINIC.phones, "(555) 010-0177"))
    (example.folder / "clinic.json").write_text(json.dumps(shown_of(moved)))
    phone = phones(timezone_id=PARIS)
    phone.open(example.address)
    phone.begin()
    phone.show("/help")
    section = phone.page.locator("#companion-help-main section", has_text="Your clinic: Moved Clinic")
    expect(section).to_be_visible(timeout=A_MOMENT)
    phone.show("/form/blood-pressure")
    phone.reload()  # the app itself has it from the next start on
    found = moved.contact
    assert found
    phone.sees(not_live_lines(US, found, here(), is_sent=False)[-1])
    phone.show("/help")
    first, second = said_of(found)
    expect(section.locator(".hours")).to_have_text(first)
    expect(section).to_contain_text(second)
    expect(section).to_contain_text("Call (555) 010-0177")


def test_newer_rules_of_the_course_act_within_their_limits_and_others_leave_what_is_built_in(
    example: Site, phones: Callable[..., Phone]
) -> None:
    told = {"solids_hours": 10, "liquids_hours": 3, "driving_hours": 3, "arrive_minutes": 60, "driver": "<b>x</b>",
            "where": "The new door", "infusion_minutes": 45.5, "appointment_types": [1], "other": 1}  # fmt: skip
    newer = replace(CLINIC, course=told)
    (example.folder / "clinic.json").write_text(json.dumps(shown_of(newer)))
    phone = phones(timezone_id=CLINIC.time_zone)
    with phone.page.expect_response(re.compile("clinic.json")):
        phone.open(example.address)
    phone.begin()
    took(phone, course={"solids_hours": 10, "liquids_hours": 3, "arrive_minutes": 60, "where": "The new door"})
    assert any(said.startswith("clinic.json: course.driving_hours: is too small") for said in phone.console)

    enter_infusion(phone)
    phone.reload()  # the app itself has it from the next start on, and the clock is the machine's again
    set_time(phone, _there("day-before"))
    phone.show("/")
    phone.sees(f"Your clinic's time to stop eating: Today, {o_clock('00:00')} (end of the day)")
    takes_neither(phone)
    phone.show("/")
    phone.sees(f"Last food: Today, {o_clock('00:00')} (end of the day)")
    phone.sees(f"Last clear drink: Tomorrow, {o_clock('07:00')}")
    phone.sees(str(CLINIC.course["driver"]))
    phone.tap("Someone will take me home")
    phone.sees(f"Arrive: Tomorrow, {o_clock('09:00')}")
    phone.sees("The new door")
    phone.sees("We have blankets and eye masks here.")
    phone.show("/course/matters")
    phone.sees("Where your driver can park")
    phone.sees("From your clinic.")
    phone.show("/add")
    phone.sees("The morning of your infusion")
    assert not phone.text("The days after").count(), "the clinic does not use this list"
    phone.show("/")
    set_time(phone, _there("3-hours-after"))
    phone.sees(f"No driving and no big decisions before Thursday {o_clock('11:00')}")

    # More hours without drinks than without food make no sense, and "48" is not a number: what is built in holds.
    worse = replace(CLINIC, course={"liquids_hours": 11, "driving_hours": "48"})
    (example.folder / "clinic.json").write_text(json.dumps(shown_of(worse)))
    phone.reload()
    took(phone, course={"liquids_hours": 11})
    phone.reload()
    set_time(phone, _there("day-before"))
    phone.show("/")
    phone.sees(f"Last clear drink: Tomorrow, {o_clock('08:00')}")
    set_time(phone, _there("3-hours-after"))
    phone.sees(f"No driving and no big decisions before Thursday {o_clock('11:00')}")


def test_newer_texts_and_lists_arrive_stay_without_a_network_and_bad_ones_leave_them(
    example: Site, kept_phones: Callable[..., Phone]
) -> None:
    phone = kept_phones(timezone_id=CLINIC.time_zone)
    phone.open(example.address)
    phone.begin()
    phone.show("/form/day-before")  # begun before the clinic stops using it
    phone.tap("Skip")
    phone.sees("2 of 13")
    phone.tap("Who will drive me home", "checkbox")
    expect(phone.control("Next")).to_be_attached(timeout=A_MOMENT)
    enter_infusion(phone)

    texts = {
        "replace": {"g_24_food": {"title": "Soup is kind"}},
        "add": [{**CLINIC.texts["add"][0], "title": "Park at the river"}],
    }
    tell(example, texts=texts, forms=["integration"])
    phone.reload()
    took(phone, texts=texts, forms=["integration"])
    phone.reload()
    phone.show("/")
    phone.sees("Continue")
    _has_newer(phone)
    phone.show("/form/day-before")
    phone.sees("2 of 13")
    expect(phone.control("Who will drive me home", "checkbox")).to_be_checked(timeout=A_MOMENT)

    phone.has_kept_the_site()
    example.stop()
    phone.another_page(example.address)
    _has_newer(phone)

    example.back()
    for wrong in ({"hide": ["g_week_driver"]}, {"replace": {"g_24_food": {"lines": ["You may drive."]}}}):
        tell(example, texts={**texts, **wrong}, forms=["daily-check-in"])
        del phone.console[:]
        phone.another_page(example.address)
        says(phone, "clinic.json: texts.")
        says(phone, "clinic.json: forms.1: is not one of evaluation")
        took(phone, texts=texts, forms=["integration"])
    (example.folder / "clinic.json").write_text(json.dumps({**shown_of(CLINIC), "more": "x" * 600_000}))
    del phone.console[:]
    phone.another_page(example.address)
    says(phone, "clinic.json: not accepted: it is longer than 512000 letters")
    _has_newer(phone)


def test_a_country_without_numbers_leaves_those_of_the_clinics_own_in_help(
    example: Site, phones: Callable[..., Phone]
) -> None:
    phone = phones(timezone_id=PARIS)
    tell(example, country="UK", name="Moved Clinic")
    phone.open(example.address)
    says(
        phone,
        "clinic.json: not accepted: country: has to be the two capital letters of a country for which Help has numbers",
    )
    phone.page.reload()
    phone.page.locator("#companion-help-button").click()
    help_now = phone.page.locator("#companion-help-main")
    expect(help_now).to_contain_text("Call 911", timeout=A_MOMENT)
    expect(help_now).to_contain_text("988")
    expect(help_now).to_contain_text("Your clinic: Example Clinic")


def _has_newer(phone: Phone) -> None:
    """The newer texts and lists stand on their screens."""
    set_time(phone, _there("day-before"))
    phone.show("/course/matters")
    phone.sees("Park at the river")
    phone.show("/add")
    phone.sees("The days after")
    assert not phone.text("Prepare for your evaluation").count(), "the clinic does not use this list any more"


def tell(site: Site, **newer: Any) -> None:
    """Put another `clinic.json` beside the site."""
    (site.folder / "clinic.json").write_text(json.dumps(shown_of(replace(CLINIC, **newer))))


def took(phone: Phone, **taken: Any) -> None:
    """Wait until the page keeps this of the news."""
    kept = "JSON.parse(localStorage.getItem('companion.clinic.taken') || '{}')"
    phone.page.wait_for_function(
        f"taken => Object.keys(taken).every(name => JSON.stringify({kept}[name]) === JSON.stringify(taken[name]))",
        arg=taken, timeout=A_MOMENT,
    )  # fmt: skip


def says(phone: Phone, begins: str) -> None:
    """Wait until the console has a line that begins like this."""
    for _ in range(A_MOMENT // 100):
        if any(said.startswith(begins) for said in phone.console):
            return
        phone.page.wait_for_timeout(100)
    raise AssertionError(phone.console)


def _there(moment: str) -> datetime:
    """The same hour on the clinic's clock."""
    return MOMENTS[moment].replace(tzinfo=ZoneInfo(CLINIC.time_zone))


def _in(phones: Sequence[Mapping[str, Any]], number: str) -> list[dict[str, Any]]:
    digits = "".join(filter(str.isdigit, number))
    return [{**one, "phone": number, "phone_uri": f"tel:+1{digits}"} for one in phones]
