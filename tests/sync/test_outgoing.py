"""What the clinic's version of an entry turns out to be: ours, an earlier one of ours, somebody else's, none."""

from dataclasses import replace

import pytest

from companion.answers import Create, Update
from companion.domain.journal import Delivery, OutboxItem
from companion.sync.classify import Acknowledged, Compare, Later, MakeAgain, Step
from companion.sync.outgoing import Sending
from tests.sync.conftest import Phone
from tests.sync.server import FhirServer, Manners

pytestmark = pytest.mark.asyncio


async def sending(phone: Phone, kind: str) -> Sending:
    """An entry on its way: written once and changed once. The server has both versions, the newest as "server-1"."""
    await phone.start()
    head = await phone.write(mood=3)
    await phone.cycle()
    await phone.change(head.id, 7)
    await phone.cycle()
    item = phone.store.outbox_of(head.id)
    assert item is not None and item.server_id == "server-1"
    if kind == "create":
        item = replace(item, server_id="", etag="")
    prepared = await phone.engine._outgoing.prepare(replace(item, state=Delivery.UNSURE, due=item.at))
    assert isinstance(prepared, Sending)
    assert isinstance(prepared.operation, Create if kind == "create" else Update)
    return prepared


async def compared(phone: Phone, one: Sending, server_id: str) -> Step | OutboxItem:
    return await phone.engine._outgoing.compare(one, Compare(server_id))


KINDS = pytest.mark.parametrize("kind", ["create", "update"])
NAMED = pytest.mark.parametrize("server_id", ["", "server-1"])


@KINDS
@NAMED
async def test_exactly_what_was_sent_is_acknowledged(
    phone: Phone, server: FhirServer, kind: str, server_id: str
) -> None:
    one = await sending(phone, kind)
    assert await compared(phone, one, server_id) == Acknowledged("server-1", 'W/"2"')


@KINDS
@NAMED
async def test_an_earlier_version_of_ours_is_followed_by_the_newest(
    phone: Phone, server: FhirServer, kind: str, server_id: str
) -> None:
    one = await sending(phone, kind)
    server.versions["server-1"].pop()
    expected = replace(one.item, state=Delivery.PENDING, server_id="server-1", etag='W/"1"', due=None)
    assert await compared(phone, one, server_id) == expected


@NAMED
async def test_somebody_elses_version_is_a_conflict_with_its_name(
    phone: Phone, server: FhirServer, server_id: str
) -> None:
    one = await sending(phone, "update")
    server.keep("server-1", {**server.versions["server-1"][-1], "status": "amended", "item": []})
    assert await compared(phone, one, server_id) == Compare("server-1")


async def test_a_create_that_finds_another_version_follows_it(phone: Phone, server: FhirServer) -> None:
    """The clinic's version stays in the server's history; nothing of the person's own is dropped."""
    one = await sending(phone, "create")
    server.keep("server-1", {**server.versions["server-1"][-1], "status": "amended", "item": []})
    found = await compared(phone, one, "")
    assert isinstance(found, OutboxItem)
    assert (found.state, found.server_id, found.etag) == (Delivery.PENDING, "server-1", 'W/"3"')


@KINDS
async def test_the_name_that_the_server_gave_is_asked_for_first(phone: Phone, server: FhirServer, kind: str) -> None:
    one = await sending(phone, kind)
    server.requests.clear()
    await compared(phone, one, "server-1")
    assert server.requests == ["GET /fhir/QuestionnaireResponse/server-1"]
    server.requests.clear()
    await compared(phone, one, "")
    asked = "?identifier=" if kind == "create" else "/server-1"
    assert [asked in request for request in server.requests] == [True]


@KINDS
@NAMED
async def test_what_the_server_has_no_more_is_made_again(
    phone: Phone, server: FhirServer, kind: str, server_id: str
) -> None:
    one = await sending(phone, kind)
    server.versions.clear()
    assert await compared(phone, one, server_id) == MakeAgain()


@KINDS
@pytest.mark.parametrize(
    ("manners", "step"),
    [
        (Manners(unreachable=True), Later("offline", is_sure=True)),
        (Manners(status=500), Later("server")),
        (Manners(html=True), Later("server")),
        (Manners(status=401), Later("signed_out", is_sure=True)),
    ],
)
async def test_where_the_server_cannot_be_asked_it_is_asked_later(
    phone: Phone, server: FhirServer, kind: str, manners: Manners, step: Step
) -> None:
    one = await sending(phone, kind)
    server.manners = manners
    assert await compared(phone, one, "") == step


async def test_a_conflict_with_nothing_there_holds_up_no_other_entry(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    heads = [await phone.write() for _ in range(3)]
    await phone.cycle()
    for head in heads:
        await phone.change(head.id, 8)
    server.versions.pop("server-2")
    await phone.cycle()
    await phone.cycle(4000.0)
    assert {phone.state(head.id) for head in heads} == {Delivery.SENT} and phone.engine.status.trouble is None
    assert all(len(server.now(head.id)) == 1 for head in heads)


async def test_there_is_nothing_to_send_of_an_entry_that_is_gone(phone: Phone) -> None:
    await phone.start()
    head = await phone.write()
    item = phone.store.outbox_of(head.id)
    assert item is not None
    await phone.store.forget(head.id)
    assert await phone.engine._outgoing.prepare(item) is None
