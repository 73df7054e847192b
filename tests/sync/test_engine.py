"""The outbox against servers as they are: nothing twice, nothing lost, nothing that blocks the rest."""

import asyncio
import logging
from datetime import timedelta
from itertools import pairwise
from random import Random
from secrets import randbits

import pytest

from companion.domain.journal import Delivery
from companion.errors import ClinicError
from companion.fhir import answers_from_fhir, parse_response
from tests.sync.conftest import Phone
from tests.sync.server import FhirServer, Manners

pytestmark = pytest.mark.asyncio

LONG = 4000.0
CANARY = "kingfisher"


async def test_an_entry_is_created_once_and_a_change_updates_it(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    head = await phone.write(mood=4)
    await phone.cycle()
    assert phone.state(head.id) is Delivery.SENT and len(server.versions) == 1
    await phone.change(head.id, 8)
    assert phone.state(head.id) is Delivery.PENDING
    await phone.cycle()
    kept = server.versions["server-1"]
    assert [one["status"] for one in kept] == ["completed", "amended"]
    assert answers_from_fhir(parse_response(kept[-1]))["mood"] == 8
    requests = len(server.requests)
    await phone.cycle()
    assert len(server.requests) == requests, "what was acknowledged is not sent again"


async def test_nothing_is_asked_or_sent_before_the_person_agreed(phone: Phone, server: FhirServer) -> None:
    phone.may_send = False
    await phone.start()
    await phone.write()
    await phone.cycle()
    assert server.requests == []


async def test_a_removed_entry_is_told_as_entered_in_error_without_its_answers(
    phone: Phone, server: FhirServer
) -> None:
    await phone.start()
    head = await phone.write(note=CANARY)
    await phone.cycle()
    await phone.journal.remove(head.id)
    await phone.cycle()
    last = server.versions["server-1"][-1]
    assert last["status"] == "entered-in-error" and "item" not in last


async def test_an_entry_removed_before_it_was_sent_never_leaves_the_device(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    head = await phone.write()
    await phone.journal.remove(head.id)
    await phone.cycle()
    assert not server.versions and phone.store.head(head.id) is None


async def test_an_edit_while_its_entry_is_being_sent_stays_pending(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    head = await phone.write(mood=2)
    server.gate = asyncio.Event()
    server.reached.clear()
    phone.engine._course.last = phone.clock.now()
    sending = asyncio.create_task(phone.engine.cycle())
    await server.reached.wait()
    await phone.change(head.id, 9)
    server.gate.set()
    await sending
    item = phone.store.outbox_of(head.id)
    last = answers_from_fhir(parse_response(server.versions["server-1"][-1]))["mood"]
    assert item and (item.state is Delivery.PENDING or last == 9), (
        "version 2 was taken for sent by the answer to version 1"
    )
    await phone.cycle()
    moods = [answers_from_fhir(parse_response(one))["mood"] for one in server.versions["server-1"]]
    assert moods == [2, 9] and phone.state(head.id) is Delivery.SENT


async def test_the_answer_to_version_1_does_not_mark_version_2(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    head = await phone.write(mood=2)
    item = phone.store.outbox_of(head.id)
    await phone.change(head.id, 9)
    from dataclasses import replace

    await phone.store.note_delivery([replace(item, state=Delivery.SENT, server_id="server-7", etag='W/"1"')])
    now = phone.store.outbox_of(head.id)
    assert now and (now.state, now.version, now.server_id) == (Delivery.PENDING, 2, "server-7")


@pytest.mark.parametrize("ignores", [False, True])
async def test_a_lost_answer_never_makes_a_second_copy(phone: Phone, server: FhirServer, ignores: bool) -> None:
    server.manners.ignores_if_none_exist = ignores
    await phone.start()
    heads = [await phone.write() for _ in range(3)]
    server.manners.drops_answers = 1
    await phone.cycle()
    assert {phone.state(head.id) for head in heads} == {Delivery.UNSURE}
    await phone.start()
    await phone.cycle(LONG)
    assert {phone.state(head.id) for head in heads} == {Delivery.SENT}
    assert all(len(server.now(head.id)) == 1 for head in heads)


async def test_an_edit_after_a_lost_answer_follows_as_an_update(phone: Phone, server: FhirServer) -> None:
    server.manners.ignores_if_none_exist = True
    await phone.start()
    head = await phone.write(mood=1)
    server.manners.drops_answers = 1
    await phone.cycle()
    await phone.change(head.id, 7)
    await phone.cycle(LONG)
    assert len(server.versions) == 1
    assert answers_from_fhir(parse_response(server.now(head.id)[0]))["mood"] == 7


async def test_an_edit_after_a_lost_answer_to_an_update_is_no_conflict(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    head = await phone.write(mood=1)
    await phone.cycle()
    await phone.change(head.id, 4)
    server.manners.drops_answers = 1
    await phone.cycle()
    await phone.change(head.id, 7)
    await phone.cycle(LONG)
    assert phone.state(head.id) is Delivery.SENT
    assert answers_from_fhir(parse_response(server.now(head.id)[0]))["mood"] == 7


async def test_a_create_that_finds_an_older_version_there_is_no_acknowledgement(
    phone: Phone, server: FhirServer
) -> None:
    await phone.start()
    head = await phone.write(mood=1)
    await phone.cycle()
    item = phone.store.outbox_of(head.id)
    from dataclasses import replace

    await phone.change(head.id, 6)
    forgotten = replace(item, state=Delivery.PENDING, server_id="", etag="", version=2)  # as restored from a backup
    await phone.store.note_delivery([forgotten])
    await phone.cycle()
    assert len(server.versions) == 1
    assert answers_from_fhir(parse_response(server.now(head.id)[0]))["mood"] == 6


async def test_a_conflict_is_kept_on_both_sides_until_the_person_decides(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    head = await phone.write(mood=3)
    await phone.cycle()
    server.keep("server-1", {**server.versions["server-1"][-1], "status": "amended", "item": []})
    await phone.change(head.id, 9)
    await phone.cycle()
    assert phone.state(head.id) is Delivery.CONFLICT and len(server.versions["server-1"]) == 2
    await phone.engine.resolve_keep_mine(head.id)
    await phone.cycle()
    assert phone.state(head.id) is Delivery.SENT
    assert answers_from_fhir(parse_response(server.now(head.id)[0]))["mood"] == 9


async def test_one_refused_entry_does_not_stop_the_others(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    server.manners.refuses_word = CANARY
    heads = [await phone.write(note=CANARY if n == 1 else f"words {n}") for n in range(4)]
    await phone.cycle()
    states = [phone.state(head.id) for head in heads]
    assert states == [Delivery.SENT, Delivery.REFUSED, Delivery.SENT, Delivery.SENT]
    item = phone.store.outbox_of(heads[1].id)
    assert item and item.issues == ("invariant QuestionnaireResponse",)
    server.manners.refuses_word = ""
    await phone.change(heads[1].id, 2)
    await phone.cycle()
    assert phone.state(heads[1].id) is Delivery.SENT, "a changed entry is tried again"


async def test_an_outer_200_with_inner_429s_acknowledges_only_what_was_done(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    heads = [await phone.write() for _ in range(6)]
    server.manners.quota = 2
    await phone.cycle()
    assert [phone.state(head.id) is Delivery.SENT for head in heads].count(True) == 2
    server.manners.quota = None
    await phone.cycle(LONG)
    assert all(phone.state(head.id) is Delivery.SENT and len(server.now(head.id)) == 1 for head in heads)


@pytest.mark.parametrize(
    ("manners", "trouble"),
    [
        (Manners(unreachable=True), "offline"),
        (Manners(status=401), "signed_out"),
        (Manners(status=403), "not_allowed"),
        (Manners(status=429, headers={"Retry-After": "120"}), "busy"),
        (Manners(status=503), "busy"),
        (Manners(status=500), "server"),
        (Manners(status=302, headers={"Location": "http://evil.example/"}), "server"),
        (Manners(html=True), "server"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_trouble_is_named_waits_and_passes(
    phone: Phone, server: FhirServer, manners: Manners, trouble: str
) -> None:
    await phone.start()
    heads = [await phone.write() for _ in range(2)]
    server.manners = manners
    await phone.cycle()
    assert phone.engine.status.trouble == trouble
    assert not {phone.state(head.id) for head in heads} & {Delivery.SENT, Delivery.REFUSED}
    asked = len(server.requests)
    phone.engine._course.last = phone.clock.now()
    await phone.cycle(0.1)
    assert len(server.requests) == asked, "it waits before it tries again"
    server.manners = Manners()
    await phone.cycle(LONG)
    assert {phone.state(head.id) for head in heads} == {Delivery.SENT} and phone.engine.status.trouble is None
    assert all(len(server.now(head.id)) == 1 for head in heads)


async def test_a_fault_of_the_apps_own_is_said_and_sending_goes_on_when_it_is_gone(
    phone: Phone, server: FhirServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await phone.start()
    head = await phone.write()
    monkeypatch.setattr(phone.engine, "_outgoing", None)
    running = asyncio.create_task(phone.engine.run())
    while phone.engine.status.trouble is None:
        await asyncio.sleep(0.01)
    assert phone.engine.status.trouble == "app" and not running.done()
    monkeypatch.undo()
    phone.engine.wake()
    while phone.engine.status.trouble is not None:
        await asyncio.sleep(0.01)
    assert len(server.now(head.id)) == 1
    await phone.engine.stop()
    await running


async def test_retry_after_is_kept_to(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    head = await phone.write()
    server.manners = Manners(status=429, headers={"Retry-After": "600"})
    await phone.cycle()
    item = phone.store.outbox_of(head.id)
    assert item and item.due and item.due - phone.clock.now() >= timedelta(seconds=600)


@pytest.mark.parametrize(
    "manners",
    [
        Manners(refuses_fhir_json=True),
        Manners(refuses_batch=True),
        Manners(has_etags=False),
        Manners(ignores_if_match=True),
        Manners(refuses_batch=True, refuses_fhir_json=True, has_etags=False, ignores_if_none_exist=True),
    ],
)
async def test_servers_with_other_manners_get_everything_once(
    phone: Phone, server: FhirServer, manners: Manners
) -> None:
    server.manners = manners
    await phone.start()
    heads = [await phone.write() for _ in range(3)]
    await phone.cycle()
    await phone.change(heads[0].id, 10)
    await phone.cycle(LONG)
    assert all(phone.state(head.id) is Delivery.SENT and len(server.now(head.id)) == 1 for head in heads)
    assert answers_from_fhir(parse_response(server.now(heads[0].id)[0]))["mood"] == 10


async def test_an_entry_that_the_server_lost_is_made_again(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    head = await phone.write()
    await phone.cycle()
    server.versions.clear()
    await phone.change(head.id, 1)
    await phone.cycle()
    await phone.cycle(LONG)
    assert phone.state(head.id) is Delivery.SENT and len(server.now(head.id)) == 1


async def test_a_clock_that_jumped_back_does_not_block_sending(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    head = await phone.write()
    server.manners = Manners(status=500)
    await phone.cycle()
    server.manners = Manners()
    await phone.cycle(-400 * 24 * 3600)
    assert phone.state(head.id) is Delivery.SENT


async def test_many_entries_go_in_batches(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    heads = [await phone.write() for _ in range(45)]
    await phone.cycle()
    assert all(phone.state(head.id) is Delivery.SENT for head in heads)
    assert sum(request.startswith("POST") for request in server.requests) == 3


async def test_the_course_comes_from_the_clinic_in_order_without_what_was_cancelled(
    phone: Phone, server: FhirServer
) -> None:
    def appointment(id: str, start: str, status: str = "booked") -> dict[str, str]:
        return {"resourceType": "Appointment", "id": id, "status": status, "start": start}

    server.appointments = [
        appointment("b", "2026-11-25T09:00:00Z"),
        appointment("a", "2026-11-20T09:00:00Z", "fulfilled"),
        appointment("c", "2026-11-28T09:00:00Z", "cancelled"),
        {"resourceType": "Appointment", "id": "d"},  # type: ignore[list-item]
    ]
    await phone.start()
    await phone.cycle()
    assert [(one.number, one.appointment_id, one.start.clock) for one in phone.store.infusions()] == [
        (1, "a", "10:00"), (2, "b", "10:00"),
    ]  # fmt: skip


async def test_a_typed_word_is_in_no_log_line_and_in_no_error(
    phone: Phone, server: FhirServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "companion")
    await phone.start()
    for manners in (Manners(status=500), Manners(html=True), Manners(unreachable=True), Manners(refuses_word=CANARY)):
        server.manners = manners
        await phone.write(note=CANARY)
        await phone.cycle(LONG)
    assert CANARY not in caplog.text and "secret-token" not in caplog.text
    with pytest.raises(ClinicError) as caught:
        server.manners = Manners(status=422)
        await phone.client.read(CANARY)
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("round", range(12))
async def test_whatever_happens_in_whatever_order_both_sides_agree_in_the_end(round: int) -> None:
    seed = randbits(32)
    print("seed", seed)
    random, server = Random(seed), FhirServer()
    server.manners.ignores_if_none_exist = bool(round % 2)
    phone = await Phone(server).start()
    ids: list[str] = []
    for _ in range(40):
        match random.choice(("write", "write", "change", "remove", "cycle", "cycle", "crash", "fault")):
            case "write":
                ids.append((await phone.write(random.randrange(11))).id)
            case "change" if ids:
                entry_id = random.choice(ids)
                if phone.store.head(entry_id) and phone.store.head(entry_id).status != "entered-in-error":
                    await phone.change(entry_id, random.randrange(11))
            case "remove" if ids:
                entry_id = random.choice(ids)
                if phone.store.head(entry_id) and phone.store.head(entry_id).status != "entered-in-error":
                    await phone.journal.remove(entry_id)
            case "crash":
                await phone.start()
            case "fault":
                manners = random.choice(
                    (
                        Manners(),
                        Manners(drops_answers=2),
                        Manners(status=500),
                        Manners(unreachable=True),
                        Manners(quota=1),
                    )
                )
                manners.ignores_if_none_exist = bool(round % 2)
                server.manners = manners
            case _:
                await phone.cycle(random.choice((0, 3, LONG)))
    server.manners = Manners(ignores_if_none_exist=bool(round % 2))
    for _ in range(4):
        await phone.cycle(LONG)
    for head in phone.store.heads():
        there = server.now(head.id)
        assert len(there) == 1 and phone.state(head.id) is Delivery.SENT, f"seed {seed}"
        entry = await phone.store.entry(head.id)
        assert answers_from_fhir(parse_response(there[0])) == dict(entry.answers), f"seed {seed}"
    for kept in server.versions.values():
        said = [(one["status"], str(one.get("item"))) for one in kept]
        assert all(one != other for one, other in pairwise(said)), f"a change was applied twice, seed {seed}"
