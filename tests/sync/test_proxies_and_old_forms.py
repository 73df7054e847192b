"""What stands between the phone and the clinic, and what a newer app no longer knows."""

import httpx
import pytest

from companion.domain.journal import Delivery, Entry, EntryHead, EntryStatus
from companion.domain.questionnaire import Coding
from companion.fhir import answers_from_fhir, parse_response
from tests.sync.conftest import Phone
from tests.sync.server import FhirServer

pytestmark = pytest.mark.asyncio

LONG = 4000.0


class LosingProxy(httpx.AsyncBaseTransport):
    """Hands everything on, and answers 503 in the server's place as often as it is told to."""

    def __init__(self, server: FhirServer) -> None:
        self.server = server
        self.losses = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self.server.handle_async_request(request)
        if request.method == "GET" or not self.losses:
            return answer
        self.losses -= 1
        return httpx.Response(503)


@pytest.mark.parametrize("how_many", [1, 3])
async def test_a_503_that_hides_what_the_server_kept_makes_no_second_copy(how_many: int) -> None:
    server = FhirServer()
    server.manners.ignores_if_none_exist = True
    proxy = LosingProxy(server)
    phone = await Phone(server, make_transport=lambda _: proxy).start()
    heads = [await phone.write() for _ in range(how_many)]
    proxy.losses = 1
    await phone.cycle()
    assert {phone.state(head.id) for head in heads} == {Delivery.UNSURE}
    await phone.cycle(LONG)
    assert {phone.state(head.id) for head in heads} == {Delivery.SENT}
    assert all(len(server.now(head.id)) == 1 for head in heads)


async def test_an_entry_whose_form_the_app_no_longer_has_goes_out_with_all_its_answers(
    phone: Phone, server: FhirServer
) -> None:
    await phone.start()
    now = phone.journal.now()
    head = EntryHead("e-1", "urn:a-form-of-last-year", "1", now, EntryStatus.COMPLETED, 1, now.at)
    answers = {"mood": 4, "how": Coding("urn:codes", "well"), "note": "still mine"}
    await phone.store.keep_entry(Entry(head, answers))
    await phone.cycle()
    assert phone.state("e-1") is Delivery.SENT
    assert answers_from_fhir(parse_response(server.versions["server-1"][0])) == answers
