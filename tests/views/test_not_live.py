"""Nobody watches this live: said wherever something worrying can be written, with the clinic's number and hours."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from companion.app.running import Companion
from companion.config import ClinicSettings
from companion.content import BLOOD_PRESSURE, DAILY_CHECK_IN, SIDE_EFFECT, with_pack
from companion.services.safety import Safety
from tests.fakes import FixedClock
from tests.views.conftest import open_window
from tests.views.harness import Window

pytestmark = pytest.mark.asyncio

TIMES = ({"days_of_week": ["mon", "tue", "wed", "thu", "fri"], "start": "08:00", "end": "17:00"},)
CLINIC = ClinicSettings(
    name="Example Clinic",
    phone_display="(555) 010-0199",
    phone_uri="tel:+15550100199",
    available_time=TIMES,
    time_zone="America/New_York",
    country="US",
)
ALONE = "No one watches this live. To talk to someone, use “Help now”."
OPEN, SHUT = datetime(2026, 11, 25, 17, tzinfo=UTC), datetime(2026, 11, 28, 17, tzinfo=UTC)
LINE = "Example Clinic: (555)\u00a0010-0199."


def lines(window: Window) -> list[str]:
    texts = window.texts()
    return texts[texts.index("No one watches this live.") + 1 :][:1] if "No one watches this live." in texts else []


async def begun(
    app: Companion, clinic: ClinicSettings | None, at: datetime = OPEN, zone: str = "America/New_York"
) -> None:
    app.clinic = clinic
    services = app.opening.opened
    services.journal._clock = FixedClock(at, zone)
    await services.preferences.change(was_welcomed=True, country="US")


@pytest.mark.parametrize("form", [DAILY_CHECK_IN, SIDE_EFFECT, BLOOD_PRESSURE])
async def test_every_page_of_every_form_says_it_and_whether_the_clinic_is_open(app: Companion, form: str) -> None:
    await begun(app, CLINIC)
    name = form.rsplit("/", 1)[-1]
    async for window in open_window(app, f"/form/{name}"):
        seen = 0
        while "Save" not in window.labels():
            assert lines(window) == [f"{LINE} Open now, until 5:00\u00a0PM."], window.texts()
            await window.tap("Skip" if "Skip" in window.labels() else "Next")
            seen += 1
        assert lines(window) and seen
        await window.type("Anything you want to add?", "A walk")  # nothing at all would not be saved
        await window.tap("Save")
        assert lines(window), "beside what was saved too"
        entry = app.opening.opened.journal.heads()[0].id
        await window.go(f"/change/{entry}")
        assert lines(window), "and where it is changed"


async def test_a_closed_clinic_says_when_it_opens_and_without_one_the_way_to_help_stands_there(app: Companion) -> None:
    await begun(app, CLINIC, SHUT)
    async for window in open_window(app, "/form/blood-pressure"):
        assert lines(window) == [f"{LINE} Closed now. Opens Monday 8:00\u00a0AM."]
    app.clinic = None
    async for window in open_window(app, "/form/blood-pressure"):
        assert ALONE in window.texts()


async def pressed(window: Window, systolic: str, diastolic: str) -> None:
    await window.type("Top number (systolic)", systolic)
    await window.type("Bottom number (diastolic)", diastolic)
    await window.tap("Next")


async def test_a_care_card_says_it_and_an_emergency_names_no_desk(app: Companion) -> None:
    await begun(app, CLINIC)
    async for window in open_window(app, "/form/blood-pressure"):
        await pressed(window, "185", "121")
        assert "Urgent: now" in window.texts() and "Example Clinic" in lines(window)[0]
        assert window.texts().count("No one watches this live.") == 1, "the card says it, not the page once more"
        await window.tap("A seizure")
        assert "Emergency" in window.texts()
        assert ALONE in window.texts()


async def test_a_clinics_raised_rule_acts_on_what_is_answered_here(app: Companion) -> None:
    pack: dict[str, Any] = {
        "version": 1,
        "raise": [{"id": "RF-BP-3", "also_when": {"field": "bp.systolic", "at_least": 170}}],
    }
    await begun(app, replace(CLINIC, safety=pack))
    services = app.opening.opened
    async for window in open_window(app, "/form/blood-pressure"):
        await pressed(window, "172", "88")
        assert "Urgent: now" not in window.texts(), "it is no flag of those that ship"
    shipped = services.safety
    red_flags = with_pack(services.content, pack).red_flags
    own = Safety(shipped._log, services.journal, services.preferences, red_flags, services.course.all)
    app.opening.opened = replace(services, safety=own)
    async for window in open_window(app, "/form/blood-pressure"):
        await window.tap("Back")
        await pressed(window, "173", "88")
        assert "Urgent: now" in window.texts() and "Call Example Clinic" in window.labels()


async def test_the_clinics_country_is_that_of_help_until_the_person_has_chosen_one(app: Companion) -> None:
    await begun(app, replace(CLINIC, country="GB"))
    await app.opening.opened.preferences.change(country="")
    async for window in open_window(app, "/help"):
        assert "Call 999" in window.labels()
    await app.opening.opened.preferences.change(country="US")
    async for window in open_window(app, "/help"):
        assert "Call 911" in window.labels()


async def test_help_has_every_phone_of_the_clinic_with_its_hours(app: Companion) -> None:
    phones = (
        {"label": "Front desk", "phone": "(555) 010-0199", "phone_uri": "tel:+15550100199", "available_time": TIMES},
        {"label": "Nurse on call", "phone": "(555) 010-0142", "phone_uri": "tel:+15550100142", "all_day": True},
    )
    await begun(app, replace(CLINIC, phones=phones, address="12 Example Street"), SHUT, "Europe/Paris")
    async for window in open_window(app, "/help"):
        texts = window.texts()
        shown = texts[texts.index("Your clinic: Example Clinic") :]
        assert shown[1:4] == [  # the phone that is answered now stands first
            "Nurse on call: Open 24/7.", "Monday to Friday, 8:00\u00a0AM to 5:00\u00a0PM (clinic time)", "12 Example Street",
        ]  # fmt: skip
        assert "Front desk: Closed now. Opens Monday 2:00\u00a0PM, your time." in shown
        assert {"Call (555) 010-0199", "Call (555) 010-0142"} <= set(window.labels())
