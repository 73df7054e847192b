"""The engine where something happens in between: too much at once, changed meanwhile, stopped meanwhile, away and back."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from companion.domain.journal import Delivery
from companion.errors import StoreFull
from companion.fhir import answers_from_fhir, parse_response
from companion.sync import engine as engine_module
from companion.sync.pull import PULL_EVERY
from tests.sync.conftest import Phone
from tests.sync.server import LARGE, FhirServer, Manners

pytestmark = pytest.mark.asyncio

LONG = 4000.0


def posts(server: FhirServer) -> list[str]:
    return [one for one in server.requests if not one.startswith("GET")]


@pytest.mark.parametrize("largest", [1, 2, 3, 7])
async def test_a_batch_that_is_too_large_goes_in_halves_and_everything_arrives_once(
    phone: Phone, server: FhirServer, largest: int
) -> None:
    server.manners.largest = largest
    await phone.start()
    heads = [await phone.write() for _ in range(45)]
    await phone.cycle()
    assert {phone.state(head.id) for head in heads} == {Delivery.SENT}, "more than one batch, in one cycle"
    assert all(len(server.now(head.id)) == 1 for head in heads) and phone.engine.status.trouble is None


async def test_one_entry_that_is_too_large_alone_is_refused_and_the_others_go(phone: Phone, server: FhirServer) -> None:
    server.manners.largest = 2
    await phone.start()
    heads = [await phone.write(note=LARGE if n == 1 else f"words {n}") for n in range(5)]
    await phone.cycle()
    states = [phone.state(head.id) for head in heads]
    assert states == [Delivery.SENT, Delivery.REFUSED, *[Delivery.SENT] * 3]
    item = phone.store.outbox_of(heads[1].id)
    assert item is not None and item.issues == ("TooLarge",)


async def test_half_a_batch_in_trouble_is_put_off_and_the_other_half_counts(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    heads = [await phone.write() for _ in range(4)]
    server.manners = Manners(largest=2, drops_answers=1)
    await phone.cycle()
    states = [phone.state(head.id) for head in heads]
    assert sorted(states) == sorted([Delivery.UNSURE] * 2 + [Delivery.SENT] * 2)
    await phone.cycle(LONG)
    assert all(phone.state(head.id) is Delivery.SENT and len(server.now(head.id)) == 1 for head in heads)


async def test_after_trouble_in_one_half_no_further_batch_is_begun(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    heads = [await phone.write() for _ in range(25)]
    server.manners = Manners(largest=10, drops_answers=1)
    await phone.cycle()
    states = [phone.state(head.id) for head in heads]
    assert [states.count(one) for one in (Delivery.UNSURE, Delivery.SENT, Delivery.PENDING)] == [10, 10, 5]


async def test_after_trouble_with_one_entry_no_further_batch_is_begun(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    for _ in range(25):
        await phone.write()
    server.manners.quota = 2
    await phone.cycle()
    assert len(posts(server)) == 1 and phone.engine.status.trouble == "busy"


class Between:
    """Does something once, right after the entries to send were prepared."""

    def __init__(self, phone: Phone, work: Any) -> None:
        self._prepare, self._work = phone.engine._outgoing.prepare, work
        phone.engine._outgoing.prepare = self  # type: ignore[method-assign]

    async def __call__(self, item: Any) -> Any:
        prepared = await self._prepare(item)
        work, self._work = self._work, None
        if work:
            await work()
        return prepared


async def test_an_entry_that_is_changed_on_its_way_out_is_not_sent_as_it_was(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    first, second = await phone.write(mood=2), await phone.write(mood=3)
    changing = phone.store.outbox()[0].entry_id
    Between(phone, lambda: phone.change(changing, 9))
    await phone.cycle()
    await phone.cycle(LONG)
    moods = [[answers_from_fhir(parse_response(one))["mood"] for one in kept] for kept in server.versions.values()]
    assert sorted(moods) == sorted([[9], [3 if changing == first.id else 2]])
    assert {phone.state(one.id) for one in (first, second)} == {Delivery.SENT}


async def test_an_entry_that_is_removed_on_its_way_out_is_not_sent(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    head = await phone.write()
    Between(phone, lambda: phone.journal.remove(head.id))
    await phone.cycle()
    await phone.cycle(LONG)
    assert server.versions == {} and posts(server) == []


@pytest.mark.parametrize("how", ["says no", "another window"])
async def test_who_stops_sending_while_it_is_prepared_sends_nothing(phone: Phone, server: FhirServer, how: str) -> None:
    await phone.start()
    head = await phone.write()

    async def stop() -> None:
        if how == "says no":
            phone.may_send = False
        else:
            await phone.engine.stop()

    Between(phone, stop)
    await phone.cycle()
    assert posts(server) == [] and phone.state(head.id) is Delivery.UNSURE
    if how == "says no":
        phone.may_send = True
        await phone.cycle(LONG)
        assert phone.state(head.id) is Delivery.SENT and len(server.now(head.id)) == 1


async def test_an_entry_that_is_gone_when_its_turn_comes_is_in_nobodys_way(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    gone, other = await phone.write(), await phone.write()
    items = list(phone.store.outbox())
    await phone.store.forget(gone.id)
    assert await phone.engine._send(items) is True
    assert phone.state(other.id) is Delivery.SENT and len(server.versions) == 1


async def test_what_the_clinic_has_already_is_known_batch_after_batch(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    heads = [await phone.write() for _ in range(45)]
    server.manners.drops_answers = 1
    for _ in range(3):
        await phone.cycle(LONG)
        server.manners.drops_answers = 1
    sent = posts(server)
    server.manners.drops_answers = 0
    await phone.start()
    await phone.cycle(LONG)
    assert {phone.state(head.id) for head in heads} == {Delivery.SENT}
    assert all(len(server.now(head.id)) == 1 for head in heads) and len(posts(server)) - len(sent) <= 1


async def test_where_the_clinic_cannot_be_asked_nothing_is_sent_and_everything_waits(
    phone: Phone, server: FhirServer
) -> None:
    await phone.start()
    heads = [await phone.write() for _ in range(3)]
    server.manners.drops_answers = 1
    await phone.cycle()
    phone.engine._course.last = phone.clock.now() + timedelta(seconds=LONG)
    server.manners = Manners(status=500)
    server.requests.clear()
    await phone.cycle(LONG)
    assert len(server.requests) == 1, "one look is enough to know"
    items = [phone.store.outbox_of(head.id) for head in heads]
    assert {item.state for item in items if item} == {Delivery.UNSURE}
    assert all(item and item.tries == 2 and item.due and item.due > phone.clock.now() for item in items)
    assert phone.engine.status.trouble == "server"


# Keep mine


async def test_keep_mine_follows_the_version_that_the_clinic_has(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    head = await phone.write(mood=3)
    await phone.cycle()
    server.keep("server-1", {**server.versions["server-1"][-1], "status": "amended", "item": []})
    await phone.change(head.id, 9)
    await phone.cycle()
    item = phone.store.outbox_of(head.id)
    assert item and (item.state, item.server_id) == (Delivery.CONFLICT, "server-1")
    await phone.engine.resolve_keep_mine(head.id)
    item = phone.store.outbox_of(head.id)
    assert item and (item.state, item.etag, item.due) == (Delivery.PENDING, 'W/"2"', None)


async def test_keep_mine_of_what_is_no_conflict_asks_nobody(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    head = await phone.write()
    await phone.cycle()
    server.requests.clear()
    await phone.engine.resolve_keep_mine(head.id)
    await phone.engine.resolve_keep_mine("no-such-entry")
    assert server.requests == [] and phone.state(head.id) is Delivery.SENT


# The loop


class Waits:
    """The engine's rests by the test's own clock: each one is noted, and then it is so much later."""

    def __init__(self, phone: Phone, monkeypatch: pytest.MonkeyPatch, rests: int) -> None:
        self.seconds: list[float] = []

        async def wait_for(waiting: Any, seconds: float) -> None:
            waiting.close()
            self.seconds.append(seconds)
            phone.clock.advance(seconds)
            await asyncio.sleep(0)
            if len(self.seconds) == rests:
                await phone.engine.stop()
            raise TimeoutError

        monkeypatch.setattr(engine_module.asyncio, "wait_for", wait_for)


async def test_it_goes_on_by_itself_when_the_clinic_is_back(
    phone: Phone, server: FhirServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await phone.start()
    head = await phone.write()
    server.manners = Manners(unreachable=True)
    waits = Waits(phone, monkeypatch, 8)

    def back_after_three() -> None:
        if len(waits.seconds) >= 3:
            server.manners = Manners()

    phone.engine._on_change = back_after_three
    await phone.engine.run()
    assert phone.state(head.id) is Delivery.SENT and len(server.now(head.id)) == 1
    # 2, 4, 8 seconds, of which chance takes a quarter here; with nothing to send it looks at the course alone.
    assert waits.seconds[:3] == [1.5, 3.0, 6.0]
    assert waits.seconds[-1] == PULL_EVERY.total_seconds() and min(waits.seconds) >= 0.5


async def test_what_is_due_in_a_moment_makes_no_busy_loop(
    phone: Phone, server: FhirServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await phone.start()
    await phone.write()
    item = phone.store.outbox()[0]
    soon = phone.clock.now() + timedelta(milliseconds=1)
    await phone.store.note_delivery([replace(item, due=soon)])
    waits = Waits(phone, monkeypatch, 2)
    await phone.engine.run()
    assert waits.seconds[0] == 0.5 and phone.state(item.entry_id) is Delivery.SENT


async def test_without_the_persons_yes_it_waits_for_no_entry(
    phone: Phone, server: FhirServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await phone.start()
    await phone.write()
    item = phone.store.outbox()[0]
    await phone.store.note_delivery([replace(item, due=phone.clock.now() + timedelta(seconds=5))])
    phone.may_send = False
    waits = Waits(phone, monkeypatch, 2)
    await phone.engine.run()
    assert waits.seconds == [PULL_EVERY.total_seconds()] * 2 and server.requests == []


async def test_a_store_that_fails_ends_a_cycle_and_not_the_loop(
    phone: Phone, server: FhirServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await phone.start()
    head = await phone.write()
    phone.records.failures = [StoreFull("full")]
    waits, troubles = Waits(phone, monkeypatch, 3), set()
    phone.engine._on_change = lambda: troubles.add(phone.engine.status.trouble)
    await phone.engine.run()
    assert "app" not in troubles and len(waits.seconds) == 3, "it is no fault of the app"
    assert phone.records.failures == [] and phone.state(head.id) is Delivery.SENT and len(server.now(head.id)) == 1
