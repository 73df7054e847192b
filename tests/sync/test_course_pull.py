"""The clinic's Appointments become the course: by the clinic's clock, moved and called-off ones followed."""

import pytest

from companion.domain.course_settings import USUAL, CourseSettings
from companion.sync.pull import PULL_EVERY, CoursePull
from tests.sync.conftest import Phone
from tests.sync.server import FhirServer

pytestmark = pytest.mark.asyncio


def appointment(start: str, status: str = "booked") -> dict[str, str]:
    return {"resourceType": "Appointment", "id": "a", "status": status, "start": start}


@pytest.mark.parametrize(
    ("zone", "start", "clock", "said"),
    [
        ("America/New_York", "2026-11-25T15:00:00Z", "10:00", "America/New_York"),
        ("America/New_York", "2026-07-25T14:00:00Z", "10:00", "America/New_York"),
        ("", "2026-11-25T10:00:00-05:00", "10:00", "-05:00"),
        ("No/Such_Zone", "2026-11-25T10:00:00-05:00", "10:00", "-05:00"),
        ("", "2026-11-25T09:00:00Z", "10:00", "Europe/Paris"),
    ],
)
async def test_the_time_is_the_clinics_where_its_zone_is_known_or_told(
    phone: Phone, server: FhirServer, zone: str, start: str, clock: str, said: str
) -> None:
    await phone.start()
    server.appointments = [appointment(start)]
    await CoursePull(phone.store, phone.client, phone.clock, CourseSettings(zone=zone)).pull()
    [found] = phone.store.infusions()
    assert (found.start.clock, found.start.zone) == (clock, said)


async def test_a_moved_one_knows_from_when_and_a_called_off_one_is_kept_as_such(
    phone: Phone, server: FhirServer
) -> None:
    await phone.start()
    pull = CoursePull(phone.store, phone.client, phone.clock, USUAL)
    for told in (appointment("2026-11-25T09:00:00Z"), appointment("2026-11-26T09:00:00Z")):
        server.appointments = [told]
        await pull.pull()
        phone.clock.advance(PULL_EVERY.total_seconds())
    assert phone.store.infusions()[0].moved_from.date.day == 25
    server.appointments = [appointment("2026-11-26T09:00:00Z", "cancelled")]
    await pull.pull()
    assert phone.store.infusions() == [] and phone.store.course.all()[0].is_cancelled


@pytest.mark.parametrize(
    ("more", "is_one"),
    [
        ({"serviceType": [{"text": "Ketamine infusion"}]}, True),
        ({"appointmentType": {"coding": [{"code": "KET"}]}}, True),
        ({"serviceType": [{"coding": [{"code": "other"}]}, {"coding": [{"code": "ket"}]}]}, True),
        ({"serviceType": [{"text": "Blood test"}]}, False),
        ({}, False),
        ({"serviceType": "infusion", "appointmentType": [1]}, False),
    ],
)
async def test_only_appointments_of_the_clinics_types_are_infusions(
    phone: Phone, server: FhirServer, more: dict[str, object], is_one: bool
) -> None:
    await phone.start()
    server.appointments = [{**appointment("2026-11-25T09:00:00Z"), **more}]
    types = CourseSettings(appointment_types=("KET", "ketamine infusion"))
    await CoursePull(phone.store, phone.client, phone.clock, types).pull()
    assert bool(phone.store.infusions()) is is_one


async def test_after_a_clock_was_put_back_the_list_is_read_at_once(phone: Phone, server: FhirServer) -> None:
    """Else it would wait until the clock has come to where it was: for a year ahead, a year."""
    await phone.start()
    pull = CoursePull(phone.store, phone.client, phone.clock, USUAL)
    assert await pull.pull() and not await pull.pull()
    phone.clock.advance(-30 * 86_400)
    assert await pull.pull()
