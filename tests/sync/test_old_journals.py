"""A journal of a released version meets its clinic: what was acknowledged stays, what waits goes once, as it was asked."""

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from companion.api_client import ClinicClient
from companion.domain.journal import Delivery
from companion.sync.engine import SyncEngine
from tests.data.folders import FOLDERS, NAMES, copy_of, made_in, of_next_year, opened, shipped
from tests.fakes import FixedClock, NoBackground, SteadyRandomness
from tests.sync.conftest import SETTINGS
from tests.sync.server import FhirServer

WAITS = (Delivery.PENDING, Delivery.UNSURE)
LATER = 30 * 86_400
"""Seconds: every wait between two tries is over."""


def changes(server: FhirServer) -> list[str]:
    """What the server was asked to write."""
    return [one for one in server.requests if not one.startswith("GET")]


async def send(journal: Any, server: FhirServer, content: Any, cycles: int = 4) -> None:
    """A few cycles, each long after the one before."""
    clock = FixedClock(journal.clock.now())
    client = ClinicClient(SETTINGS, server)
    engine = SyncEngine(
        journal.store, client, content.forms, clock, NoBackground(), SteadyRandomness(), lambda: True, lambda: None,
        SETTINGS.patient_id,
    )  # fmt: skip
    for _ in range(cycles):
        clock.advance(LATER)
        await engine.cycle()
    await client.aclose()


@pytest.mark.parametrize("folder", FOLDERS, ids=NAMES)
@pytest.mark.parametrize("content", [shipped, of_next_year], ids=["today", "next year"])
def test_what_was_sent_is_not_sent_again_and_what_waits_goes_once(folder: Path, content: Any, tmp_path: Path) -> None:
    source = folder / "device" / "open"
    server, made = FhirServer(), made_in(source)["shown"]["entries"]
    server.manners.refuses_batch = True  # one request for each entry: they can be counted

    async def main() -> None:
        async with opened(copy_of(source, tmp_path / "data"), content()) as journal:
            before = {item.entry_id: item for item in journal.store.outbox()}
            waiting = {id for id, item in before.items() if item.state in WAITS}
            for id, item in before.items():
                if item.server_id and id in waiting:  # the clinic has it since that version sent it
                    server.versions[item.server_id] = []
                    server.keep(item.server_id, {"identifier": {"value": id}})
            await send(journal, server, content())
            after = {item.entry_id: item for item in journal.store.outbox()}
            for id, item in before.items():
                if id not in waiting:
                    assert after[id] == item, made[id]
                else:
                    assert after[id].state is Delivery.SENT
            _each_once(server, waiting, made)

    asyncio.run(main())


def _each_once(server: FhirServer, waiting: set[str], made: dict[str, Any]) -> None:
    written = Counter(kept[-1]["identifier"]["value"] for kept in server.versions.values())
    assert written == Counter(waiting)
    writes = [one for one in changes(server) if "QuestionnaireResponse" in one]
    assert len(writes) == len(waiting), writes
    for kept in server.versions.values():
        resource = kept[-1]
        version = made[resource["identifier"]["value"]]["versions"][0]
        assert resource["questionnaire"].endswith(f"|{version['form_version']}")
        texts = [one.get("text") for one in flat(resource["item"]) if one.get("answer")]
        assert texts == [text for _, text, _ in version["asked"]], "in the words of its own version"


def flat(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Items and what is in them, in reading order."""
    return [one for item in items for one in (item, *flat(item.get("item", [])))]


@pytest.mark.parametrize("folder", FOLDERS, ids=NAMES)
def test_its_backup_restored_twice_over_it_and_a_change_later_send_that_change_alone(
    folder: Path, tmp_path: Path
) -> None:
    """What the clinic has is not sent again by a restore, and an old entry goes out again in its own version."""
    source, server, content = folder / "device" / "open", FhirServer(), shipped()
    secret = json.loads((folder / "backup-made.json").read_text("utf-8"))["secrets"]["passphrase"]
    server.manners.refuses_batch = True

    async def main() -> None:
        async with opened(copy_of(source, tmp_path / "data"), content) as journal:
            services, store = journal.services, journal.store
            await _known(server, store)
            await send(journal, server, content)
            sent = {item.entry_id: item for item in store.outbox()}
            contents = [(await store.entry(head.id)) for head in store.heads()]
            server.requests.clear()
            data = (folder / "backup-passphrase.companion").read_bytes()
            for _ in range(2):
                await services.backup.restore(data, secret, services.journal, services.preferences)
                await send(journal, server, content)
            assert changes(server) == []
            assert {item.entry_id: item for item in store.outbox()} == sent
            assert [(await store.entry(head.id)) for head in store.heads()] == contents
            old = next(one for one in contents if sent[one.head.id].server_id and "safe" in one.answers)
            draft = await services.journal.begin_change(old.head.id)
            await services.journal.answer(draft.id, "note", "said later")
            await services.journal.finish(draft.id)
            await send(journal, server, content)
            assert len(changes(server)) == 1
            resource = server.versions[sent[old.head.id].server_id][-1]
            assert resource["questionnaire"].endswith(f"|{old.head.form_version}")
            assert "said later" in json.dumps(resource)

    asyncio.run(main())


async def _known(server: FhirServer, store: Any) -> None:
    """The clinic has what that version sent."""
    for item in store.outbox():
        if item.server_id:
            server.versions[item.server_id] = []
            server.keep(item.server_id, {"identifier": {"value": item.entry_id}})
