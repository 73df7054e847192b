"""Sending while locked: nothing is opened, and what was sealed for sending waits until the journal is open."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from companion.app import running
from companion.app.device import device_companion
from companion.app.running import SYNC, Companion
from companion.config import Settings, assets_dir
from companion.content import DAILY_CHECK_IN
from companion.domain.journal import Delivery
from companion.services.opening import State
from companion.services.preferences import Consent
from companion.store import keyring
from tests.sync.server import FhirServer
from tests.views.conftest import CLINIC
from tests.views.test_lock import PIN, until

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def sending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Companion, FhirServer]]:
    """An app with a PIN and a clinic, which has everything so far."""
    monkeypatch.setattr(keyring, "MEMORY", 64)
    monkeypatch.setattr(keyring, "ROUNDS", 2)
    monkeypatch.setattr(running, "AFTER_THE_FIRST_FRAME", 0)
    server = FhirServer()
    companion = device_companion(Settings(tmp_path / "data", assets_dir(), CLINIC))
    companion.make_transport = lambda: server
    await companion.start()
    await until(lambda: companion.opening.opened is not None)
    services = companion.opening.opened
    await services.preferences.change(was_welcomed=True, country="US", consent=Consent.YES)
    await services.lock.set_pin(PIN, services.lock.new_recovery_code())
    del services
    yield companion, server
    await companion.stop()


async def write(companion: Companion, mood: int) -> str:
    journal = companion.opening.opened.journal
    draft = journal.begin(DAILY_CHECK_IN)
    await journal.answer(draft.id, "mood", mood)
    return (await journal.finish(draft.id)).id


async def test_what_is_sealed_for_sending_waits_while_locked_and_goes_out_after_the_pin(
    sending: tuple[Companion, FhirServer],
) -> None:
    companion, server = sending
    server.manners.unreachable = True
    waiting = await write(companion, 4)
    assert companion.opening.opened.journal.delivery(waiting).state is Delivery.PENDING
    await companion.lock()
    server.manners.unreachable = False
    assert not [task for task in companion.background._tasks if task.get_name() == SYNC], "nothing runs that could send"
    front = companion.opening.locked.front
    await front.leave(DAILY_CHECK_IN, {"mood": 7}, front.now())
    asked = len(server.requests)
    companion.opening.changes.announce()
    for _ in range(50):
        await asyncio.sleep(0)
    assert companion.opening.state is State.LOCKED and len(server.requests) == asked == 0 and not server.versions
    await companion.opening.unlock(lambda ring: ring.try_pin(PIN))
    journal = companion.opening.opened.journal
    companion.opening.opened.clinic.wake()
    await until(lambda: len(server.versions) == 2)
    await until(lambda: all(journal.delivery(head.id).state is Delivery.SENT for head in journal.heads()))
    assert len(server.now(waiting)) == 1 and len(journal.heads()) == 2
