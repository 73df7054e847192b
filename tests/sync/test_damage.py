"""An entry that is damaged on the device: said, not sent, and in nobody's way."""

from dataclasses import replace
from datetime import date

import pytest

from companion.config import assets_dir
from companion.domain.journal import UNREADABLE, Delivery
from companion.i18n import load_words
from companion.views.wording import delivery_line
from tests.sync.conftest import Phone
from tests.sync.server import FhirServer

pytestmark = pytest.mark.asyncio

LONG = 4000.0


def damage(phone: Phone, id: str) -> None:
    phone.records.stored[id] = phone.records.stored[id]._replace(body=b"\x01 damaged")


async def test_a_damaged_entry_is_seen_as_not_sendable_and_the_others_go_out(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    heads = [await phone.write() for _ in range(3)]
    damage(phone, heads[1].id)
    await phone.cycle()
    assert [phone.state(head.id) for head in heads] == [Delivery.SENT, Delivery.REFUSED, Delivery.SENT]
    item = phone.store.outbox_of(heads[1].id)
    assert item is not None and item.issues == (UNREADABLE,)
    said = delivery_line(load_words(assets_dir()), item, None, True, date(2026, 11, 24))
    assert "damaged on this device and cannot be sent" in said
    versions = dict(server.versions)
    await phone.cycle(LONG)
    assert phone.state(heads[1].id) is Delivery.REFUSED and server.versions == versions


async def test_a_damaged_entry_that_was_sent_before_keeps_what_the_clinic_calls_it(phone: Phone) -> None:
    await phone.start()
    head = await phone.write()
    await phone.cycle()
    await phone.change(head.id, 8)
    damage(phone, head.id)
    await phone.cycle()
    item = phone.store.outbox_of(head.id)
    assert item is not None and item.state is Delivery.REFUSED and item.server_id


async def test_a_damaged_earlier_version_does_not_stop_the_comparing(phone: Phone, server: FhirServer) -> None:
    await phone.start()
    head, other = await phone.write(), await phone.write()
    await phone.cycle()
    await phone.change(head.id, 8)
    for row in phone.store._vault.of_kind("version"):
        damage(phone, row.id)
    found = phone.store.outbox_of(head.id)
    assert found is not None
    await phone.store.note_delivery([replace(found, etag='W/"9"')])  # the server will say: another version
    await phone.change(other.id, 2)
    await phone.cycle()
    assert phone.state(head.id) is Delivery.CONFLICT and phone.state(other.id) is Delivery.SENT
