"""The client alone: where each request goes, what goes with it, and what odd answers mean."""

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from companion.answers import Create, Done, Operation, Update
from companion.api_client import FHIR_JSON, MOST_BYTES, PLAIN_JSON, ClinicClient
from companion.errors import ClinicError, NoAnswer, NotThere, OutOfDate, Unreachable, WrongMediaType
from companion.fhir import ENTRY_SYSTEM
from tests.sync.conftest import SETTINGS
from tests.sync.server import FhirServer, Json, outcome

pytestmark = pytest.mark.asyncio

SECRET = "Bearer secret-token"
Handler = Callable[[httpx.Request], httpx.Response]


def resource(entry_id: str, **more: Any) -> Json:
    identifier = {"system": ENTRY_SYSTEM, "value": entry_id}
    return {"resourceType": "QuestionnaireResponse", "status": "completed", "identifier": identifier, **more}


CREATE = Create("e-1", resource("e-1"))
UPDATE = Update("e-2", "server-2", 'W/"1"', resource("e-2", id="server-2"))


class Asked:
    """A client over a handler, with every request that left it."""

    def __init__(self, handler: Handler, base: str = SETTINGS.fhir_base) -> None:
        self.requests: list[httpx.Request] = []

        def answer(request: httpx.Request) -> httpx.Response:
            self.requests.append(request)
            return handler(request)

        self.client = ClinicClient(replace(SETTINGS, fhir_base=base), httpx.MockTransport(answer))


def always(status: int, **more: Any) -> Handler:
    return lambda _: httpx.Response(status, **more)


ASKING = [
    lambda client: client.send([CREATE]),
    lambda client: client.send([UPDATE]),
    lambda client: client.send([CREATE, UPDATE]),
    lambda client: client.find("e-1"),
    lambda client: client.read("server-2"),
    lambda client: client.appointments(),
]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("ask", ASKING)
@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example/x", "http://clinic.example:8443/fhir"])
async def test_a_redirect_takes_neither_entry_nor_token_anywhere(ask: Any, status: int, place: str) -> None:
    asked = Asked(always(status, headers={"Location": place}))
    try:
        results = await ask(asked.client)
        assert all(isinstance(one, NoAnswer) for one in results), "nothing counts as done"
    except NoAnswer:
        pass
    assert asked.requests
    for one in asked.requests:
        assert (one.url.scheme, one.url.host, one.url.port) == ("http", "clinic.example", None)


async def test_what_hangs_on_to_the_address_never_makes_another_host_of_it() -> None:
    asked = Asked(always(200, json={}), base="https://clinic.example")
    for odd in (".evil.example/x", ":8443/x", "@evil.example/x"):
        with pytest.raises(NoAnswer):
            await asked.client._request("GET", odd)
    assert asked.requests == []


@pytest.mark.parametrize("server_id", ["../Patient/x", "a/b?c#d", "%2e%2e", "é"])
async def test_an_odd_id_of_the_server_stays_one_segment_of_the_address(server_id: str) -> None:
    asked = Asked(always(500))
    with pytest.raises(ClinicError):
        await asked.client.read(server_id)
    await asked.client.send([replace(UPDATE, server_id=server_id)])
    with pytest.raises(ClinicError):
        await asked.client.send([CREATE, replace(UPDATE, server_id=server_id)])
    for one in asked.requests[:2]:
        assert one.url.raw_path.startswith(b"/fhir/QuestionnaireResponse/") and one.url.raw_path.count(b"/") == 3
    assert b'"url":"QuestionnaireResponse/../' not in asked.requests[2].content.replace(b" ", b"")


async def test_every_request_carries_the_token_and_only_what_has_a_body_says_its_type(server: FhirServer) -> None:
    client = ClinicClient(SETTINGS, server)
    await client.send([CREATE])
    await client.find("e-1")
    await client.read("server-1")
    post, *gets = server.seen
    assert post.headers["content-type"] == FHIR_JSON and post.headers["if-none-exist"].endswith("e-1")
    assert all("content-type" not in one.headers for one in gets)
    assert all(one.headers["authorization"] == SECRET for one in server.seen)
    assert all(one.headers["accept"] == FHIR_JSON for one in server.seen)


async def test_an_update_names_the_version_it_follows_where_one_is_known(server: FhirServer) -> None:
    client = ClinicClient(SETTINGS, server)
    await client.send([UPDATE])
    await client.send([replace(UPDATE, etag="")])
    assert server.seen[0].headers["if-match"] == 'W/"1"' and "if-match" not in server.seen[1].headers


@pytest.mark.parametrize(
    ("headers", "meta", "etag"),
    [
        ({"ETag": 'W/"9"'}, {"versionId": "2"}, 'W/"9"'),
        ({}, {"versionId": "2"}, 'W/"2"'),
        ({"ETag": 'W/"9"'}, {}, 'W/"9"'),
        ({}, {}, ""),
        # What no request could carry is as if there were none.
        ([(b"ETag", "W/é".encode())], {"versionId": "2"}, 'W/"2"'),
        ({}, {"versionId": "é"}, ""),
        ({}, {"versionId": "1\n2"}, ""),
    ],
)
async def test_the_version_read_is_the_headers_else_the_bodys(headers: Any, meta: Json, etag: str) -> None:
    there = resource("e-1", id="server-1", meta=meta)
    asked = Asked(always(200, json=there, headers=headers))
    assert (await asked.client.read("server-1")).etag == etag
    found = await Asked(always(200, json=search(there))).client.find("e-1")
    assert found is not None and found.server_id == "server-1"
    [done] = await asked.client.send([CREATE])
    assert isinstance(done, Done) and done.etag == etag
    [again] = await asked.client.send([replace(UPDATE, entry_id="e-1", etag=done.etag)])
    assert isinstance(again, Done)


def search(*resources: Json, **more: Any) -> Json:
    entries = [{"resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries, **more}


async def test_a_search_finds_the_entry_beside_what_a_server_adds_to_its_answer() -> None:
    odd = [outcome("not-supported"), {"resourceType": "Patient", "id": "e-1"}, resource("e-9", id="server-9")]
    there = resource("e-1", id="server-1")
    found = await Asked(always(200, json=search(*odd, there))).client.find("e-1")
    assert found is not None and found.server_id == "server-1"
    assert await Asked(always(200, json=search(*odd))).client.find("e-1") is None


@pytest.mark.parametrize(
    "more",
    [
        {"total": 2},
        {"link": [{"relation": "next", "url": "https://evil.example/x"}]},
        {"link": [{"relation": "next", "url": "?identifier=again"}]},
    ],
)
async def test_what_may_stand_on_a_page_that_was_not_read_is_not_missing(more: Json) -> None:
    """Else it would be made a second time."""
    asked = Asked(always(200, json=search(resource("e-9", id="server-9"), **more)))
    with pytest.raises(NoAnswer):
        await asked.client.find("e-1")


async def test_a_search_goes_on_to_the_page_on_which_the_entry_is_and_no_further() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        page = int(request.url.params.get("page", "1"))
        here = resource("e-1" if page == 3 else f"e-1{page}", id=f"server-{page}")
        return httpx.Response(200, json=search(here, link=[{"relation": "next", "url": f"?page={page + 1}"}]))

    asked = Asked(answer)
    found = await asked.client.find("e-1")
    assert found is not None and found.server_id == "server-3" and len(asked.requests) == 3


async def test_a_second_page_out_of_reach_is_told_as_such() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if "page" in request.url.params:
            raise httpx.ConnectError("refused")
        return httpx.Response(200, json=search(link=[{"relation": "next", "url": "?page=2"}]))

    with pytest.raises(Unreachable):
        await Asked(answer).client.find("e-1")


@pytest.mark.parametrize("answers", ["short", "bare", "odd"])
async def test_a_batch_whose_answer_does_not_fit_says_nothing_of_any_entry(server: FhirServer, answers: str) -> None:
    server.manners.answers_batch = answers
    client = ClinicClient(SETTINGS, server)
    try:
        results = await client.send([CREATE, replace(CREATE, entry_id="e-3")])
        assert [type(one) for one in results] == [NoAnswer, NoAnswer]
    except NoAnswer:
        assert answers == "short"


async def test_answers_in_another_order_are_taken_for_no_entry(server: FhirServer) -> None:
    server.manners.answers_batch = "reversed"
    both: list[Operation] = [CREATE, Create("e-3", resource("e-3"))]
    results = await ClinicClient(SETTINGS, server).send(both)
    assert [type(one) for one in results] == [NoAnswer, NoAnswer]


@pytest.mark.parametrize(
    ("identifier", "is_taken"),
    [
        ({"system": ENTRY_SYSTEM, "value": "e-1"}, True),
        ([{"system": "urn:other", "value": "7"}, {"system": ENTRY_SYSTEM, "value": "e-1"}], True),
        (None, True),
        ({"system": "urn:other", "value": "7"}, True),
        ({"system": ENTRY_SYSTEM, "value": "e-7"}, False),
        ([{"system": ENTRY_SYSTEM, "value": "e-7"}, "odd"], False),
    ],
)
async def test_an_answer_that_names_another_entry_is_none(identifier: Any, is_taken: bool) -> None:
    body = {**resource("e-1", id="server-1", meta={"versionId": "1"}), "identifier": identifier}
    [answer] = await Asked(always(201, json=body)).client.send([CREATE])
    assert isinstance(answer, Done) is is_taken and isinstance(answer, NoAnswer) is not is_taken


async def test_a_server_without_fhirs_media_type_is_asked_by_the_other_from_then_on(server: FhirServer) -> None:
    server.manners.refuses_fhir_json = True
    client = ClinicClient(SETTINGS, server)
    await client.send([CREATE])
    await client.send([UPDATE])
    assert [one.headers["content-type"] for one in server.seen] == [FHIR_JSON, PLAIN_JSON, PLAIN_JSON]


async def test_a_server_that_takes_neither_media_type_is_asked_twice_and_then_once() -> None:
    asked = Asked(always(415))
    for count in (2, 3):
        [answer] = await asked.client.send([CREATE])
        assert isinstance(answer, WrongMediaType) and len(asked.requests) == count


async def test_a_server_without_batches_is_asked_for_one_only_once(server: FhirServer) -> None:
    server.manners.refuses_batch = True
    client = ClinicClient(SETTINGS, server)
    for _ in range(2):
        await client.send([CREATE, replace(CREATE, entry_id="e-3")])
    posted = [one.url.path for one in server.seen]
    assert posted == ["/fhir", *["/fhir/QuestionnaireResponse"] * 4]


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b"[1]", b'"words"', b"[" * 50_000, b"\xff\xfe"])
async def test_an_answer_that_is_no_object_is_none(body: bytes) -> None:
    asked = Asked(always(200, content=body))
    assert [type(one) for one in await asked.client.send([CREATE])] == [NoAnswer]
    for ask in (asked.client.read("x"), asked.client.find("x"), asked.client.appointments()):
        with pytest.raises(NoAnswer):
            await ask


async def test_a_page_in_the_servers_place_is_no_success_whatever_its_headers_say() -> None:
    headers = {"Location": "QuestionnaireResponse/server-1", "ETag": 'W/"1"'}
    for status in (200, 201):
        [answer] = await Asked(always(status, html="<html>Sign in</html>", headers=headers)).client.send([CREATE])
        assert isinstance(answer, NoAnswer)


async def test_an_answer_that_came_packed_is_read() -> None:
    body = gzip.compress(json.dumps(resource("e-1", id="server-1")).encode())
    found = await Asked(always(200, content=body, headers={"Content-Encoding": "gzip"})).client.read("server-1")
    assert found.server_id == "server-1"


async def test_an_etag_that_was_kept_before_and_no_request_can_carry_is_left_out(server: FhirServer) -> None:
    client = ClinicClient(SETTINGS, server)
    await client.send([replace(UPDATE, etag='W/"é"')])
    await client.send([CREATE, replace(UPDATE, etag='W/"é"')])
    assert (
        len(server.seen) == 2 and "if-match" not in server.seen[0].headers and b"ifMatch" not in server.seen[1].content
    )


async def test_a_link_that_no_address_can_hold_ends_the_list_there() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        found = {"resourceType": "Appointment", "id": "a1"}
        body = json.dumps(search(found, link=[{"relation": "next", "url": "?page=\ud800"}]))
        return httpx.Response(200, content=body)

    listed = await Asked(answer).client.appointments()
    assert len(listed.resources) == 1 and not listed.is_whole


async def test_an_answer_without_an_end_is_left_there() -> None:
    read = 0

    class Endless(httpx.AsyncByteStream):
        async def __aiter__(self) -> Any:
            nonlocal read
            for _ in range(80):
                read += 100_000
                yield b" " * 100_000

    with pytest.raises(NoAnswer, match="too long"):
        await Asked(lambda _: httpx.Response(200, stream=Endless())).client.read("x")
    assert read <= MOST_BYTES + 200_000 < 80 * 100_000


async def test_after_a_lost_connection_the_rest_is_not_tried() -> None:
    def refuse(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    asked = Asked(refuse)
    asked.client.profile = replace(asked.client.profile, takes_batch=False)
    results = await asked.client.send([CREATE, UPDATE])
    assert [type(one) for one in results] == [Unreachable, Unreachable] and len(asked.requests) == 1


async def test_each_of_a_batch_is_judged_by_its_own_status(server: FhirServer) -> None:
    client = ClinicClient(SETTINGS, server)
    await client.send([CREATE])
    stale = Update("e-1", "server-1", 'W/"0"', resource("e-1", id="server-1"))
    gone = replace(UPDATE, server_id="server-9")
    results = await client.send([Create("e-3", resource("e-3")), stale, gone])
    assert [type(one) for one in results] == [Done, OutOfDate, NotThere]
