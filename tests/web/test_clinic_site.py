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
from tests.web.course_time import MOMENTS, enter_infusion, set_time
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
    phone.sees("What does the meter show?")
    # Python in the page has the clinic's zone: it knows whether it is open, and says when in the person's time.
    said = not_live_lines(US, contact(), here())[-1]
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
    phone.sees(re.compile(re.escape("12:00 noon (clinic time)")))
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
    phone.sees(not_live_lines(US, found, here())[-1])
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
    sound = {"solids_hours": 10, "liquids_hours": 3, "arrive_minutes": 60, "where": "The new door"}
    assert phone.page.evaluate("companionClinic().course") == {**CLINIC.course, **sound}

    enter_infusion(phone)
    phone.reload()  # the app itself has it from the next start on, and the clock is the machine's again
    set_time(phone, _there("day-before"))
    phone.show("/")
    phone.sees(f"Last food: Today, {o_clock('00:00')} (end of the day)")
    phone.sees(f"Last clear drink: Tomorrow, {o_clock('07:00')}")
    phone.sees(str(CLINIC.course["driver"]))
    phone.tap("Somebody takes me home")
    phone.sees(f"Be there: Tomorrow, {o_clock('09:00')}")
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

    for course in ({"liquids_hours": 11}, [1], None, "x", {"driving_hours": "48"}):
        (example.folder / "clinic.json").write_text(json.dumps(shown_of(replace(CLINIC, course=course))))
        with phone.page.expect_response(re.compile("clinic.json")):
            phone.reload()
        assert phone.page.evaluate("companionClinic().course") == CLINIC.course


def _there(moment: str) -> datetime:
    """The same hour on the clinic's clock."""
    return MOMENTS[moment].replace(tzinfo=ZoneInfo(CLINIC.time_zone))


def _in(phones: Sequence[Mapping[str, Any]], number: str) -> list[dict[str, Any]]:
    return [{**one, "phone": number} for one in phones]
