"""The clinic's list in pages: a whole one replaces the course, a part of one adds and changes and removes nothing."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companion.api_client import ClinicClient
from companion.domain.course_settings import USUAL, CourseSettings
from companion.errors import Busy, NoAnswer, SignedOut, Unreachable
from companion.sync.pull import PULL_EVERY, CoursePull
from tests.sync.conftest import SETTINGS, Phone
from tests.sync.paging import BASE, ELSEWHERE, STYLES, PagedServer, appointment
from tests.sync.server import FhirServer

pytestmark = pytest.mark.asyncio

HERE = replace(SETTINGS, fhir_base=BASE)


async def phone_of(server: PagedServer) -> Phone:
    return await Phone(FhirServer(), settings=HERE, make_transport=lambda _: server).start()


def ids(phone: Phone) -> set[str]:
    return {one.appointment_id for one in phone.store.infusions()}


def in_pages(*sizes: int) -> list[list[dict[str, str]]]:
    numbers = iter(range(1, 100))
    return [[appointment(f"a{(n := next(numbers))}", f"2026-11-{n:02}T09:00:00Z") for _ in range(k)] for k in sizes]


async def pulled(phone: Phone, server: PagedServer, types: CourseSettings = USUAL) -> CoursePull:
    pull = CoursePull(phone.store, phone.client, phone.clock, types)
    await pull.pull()
    return pull


@pytest.mark.parametrize("style", STYLES)
async def test_every_page_is_read_however_its_link_is_written(style: str) -> None:
    server = PagedServer(in_pages(2, 2, 1), link=STYLES[style], total=-1)
    phone = await phone_of(server)
    await pulled(phone, server)
    assert ids(phone) == {"a1", "a2", "a3", "a4", "a5"} and not phone.store.course.is_part
    assert {(url.scheme, url.host, url.port) for url in server.asked} == {("https", "clinic.example", None)}


@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=6),
    st.sampled_from([*STYLES.values(), *ELSEWHERE]),
    st.sampled_from([None, -1]),
    st.integers(0, 7),
    st.sampled_from([0, 401, 404, 429, 500, 503]),
    st.integers(0, 20),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
async def test_whatever_comes_nothing_known_is_lost_to_a_part(
    sizes: list[int], link: str, total: int | None, fails_at: int, status: int, known: int
) -> None:
    everything = in_pages(*sizes)
    all_ids = {one["id"] for page in everything for one in page}
    before = [appointment(f"a{n}", f"2026-11-{n:02}T08:00:00Z") for n in range(1, known + 1)]
    server = PagedServer([before])
    phone = await phone_of(server)
    pull = await pulled(phone, server)
    server.pages, server.link, server.total = everything, link, total
    server.fails_at, server.status = fails_at, status
    phone.clock.advance(PULL_EVERY.total_seconds())
    try:
        await pull.pull()
    except (Unreachable, SignedOut, Busy, NoAnswer):
        pass
    except Exception as error:
        assert fails_at == 1 and type(error).__name__ in ("NotThere", "ServerFailed")
    was = {f"a{n}" for n in range(1, known + 1)}
    is_reached = not 0 < fails_at <= len(sizes) and (len(sizes) == 1 or link not in ELSEWHERE)
    if is_reached:
        assert ids(phone) == all_ids and not phone.store.course.is_part
    else:
        assert was <= ids(phone) <= was | all_ids
        assert phone.store.course.is_part or fails_at == 1
    assert {host for host, _ in server.tokens} == {"clinic.example"}


async def test_a_part_changes_what_it_holds_and_keeps_the_rest_as_it_was() -> None:
    server = PagedServer([[appointment("a1"), appointment("a2", "2026-11-28T09:00:00Z"), appointment("a3")]])
    phone = await phone_of(server)
    pull = await pulled(phone, server)
    moved, off, new = appointment("a1", "2026-11-26T09:00:00Z"), appointment("a3", status="cancelled"), "a9"
    server.pages, server.total = [[moved, off, appointment(new, "2026-12-01T09:00:00Z")]], 4
    phone.clock.advance(PULL_EVERY.total_seconds())
    await pull.pull()
    assert phone.store.course.is_part and ids(phone) == {"a1", "a2", "a9"}
    course = {one.appointment_id: one for one in phone.store.course.all()}
    assert course["a1"].moved_from is not None and course["a3"].is_cancelled
    server.pages, server.total = [[moved]], None
    phone.clock.advance(PULL_EVERY.total_seconds())
    await pull.pull()
    assert not phone.store.course.is_part and {one.appointment_id for one in phone.store.course.all()} == {"a1"}


async def test_a_booked_infusion_whose_time_cannot_be_read_stays_as_it_is_known() -> None:
    server = PagedServer([[appointment("a1"), appointment("a2", "2026-12-02T09:00:00Z")]])
    phone = await phone_of(server)
    pull = await pulled(phone, server)
    server.pages = [[appointment("a1"), appointment("a2", "26 November, 9 am")]]
    phone.clock.advance(PULL_EVERY.total_seconds())
    await pull.pull()
    assert ids(phone) == {"a1", "a2"} and phone.store.course.is_part


async def test_a_blood_test_without_a_time_makes_no_part_of_the_list() -> None:
    kind = {"serviceType": [{"text": "Ketamine infusion"}]}
    server = PagedServer([[{**appointment("a1"), **kind}, appointment("a2", "soon")]])
    phone = await phone_of(server)
    await pulled(phone, server, CourseSettings(appointment_types=("ketamine infusion",)))
    assert ids(phone) == {"a1"} and not phone.store.course.is_part


async def test_a_clinic_that_went_away_between_two_pages_is_asked_again_soon_and_that_is_said() -> None:
    server = PagedServer(in_pages(1, 1), fails_at=2, status=0)
    phone = await phone_of(server)
    await phone.cycle()
    assert ids(phone) == {"a1"} and phone.store.course.is_part and phone.engine.status.trouble == "offline"
    server.fails_at = 0
    await phone.cycle(1)
    assert ids(phone) == {"a1", "a2"} and not phone.store.course.is_part
    assert phone.engine.status.trouble is None, "the clinic answers again"


async def test_a_page_that_the_server_cannot_give_is_no_trouble_with_sending() -> None:
    server = PagedServer(in_pages(1, 1), fails_at=2, status=404)
    phone = await phone_of(server)
    await phone.cycle()
    assert phone.store.course.is_part and phone.engine.status.trouble is None
    asked = len(server.asked)
    await phone.cycle(1)
    assert len(server.asked) == asked, "it is asked again when the course is looked at next"


async def test_the_newest_come_first_and_no_day_is_named_to_begin_from() -> None:
    server = PagedServer(in_pages(1))
    await pulled(await phone_of(server), server)
    query = server.asked[0].params
    assert query["patient"] == "robin" and query["_sort"] == "-date" and query["_count"] == "50" and "date" not in query


async def test_a_server_that_does_not_sort_is_asked_without_it_from_then_on() -> None:
    server = PagedServer(in_pages(2), refuses_sort=True)
    client = ClinicClient(HERE, server)
    for _ in range(2):
        assert len((await client.appointments()).resources) == 2
    assert ["_sort" in url.params for url in server.asked] == [True, False, False]


async def test_that_the_course_rests_on_a_part_is_known_after_a_restart_until_a_whole_list_comes() -> None:
    server = PagedServer(in_pages(1, 1), link=ELSEWHERE[0])
    phone = await phone_of(server)
    await phone.cycle()
    records = len(phone.records.stored)
    await phone.cycle(PULL_EVERY.total_seconds())
    assert len(phone.records.stored) == records, "it is noted once"
    await phone.start()
    assert phone.store.course.is_part and ids(phone) == {"a1"}
    server.link = STYLES["whole"]
    await phone.cycle()
    assert not phone.store.course.is_part and ids(phone) == {"a1", "a2"}
