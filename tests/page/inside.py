"""What runs in the page: one coroutine for each thing that a test asks for; JSON in, JSON out."""

import json
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from companion.browser.journal import reach_browser_journal
from companion.browser.opening import OpenRecords, open_records
from companion.browser.sealing import WebCryptography
from companion.config import assets_dir
from companion.content import DAILY_CHECK_IN, load_content
from companion.errors import CompanionError, SealBroken
from companion.ports import Records, Secrets
from companion.services.bundle import OpenJournal
from companion.store.backup import OpenRecord, make_backup, read_backup
from tests.page.saving import look_and_save
from tests.page.timing import measure


@dataclass(frozen=True)
class OpenTab:
    """An open journal, and what waits until it is lost to another tab."""

    journal: OpenJournal
    lost: Callable[[Callable[[], Awaitable[None]]], Awaitable[None]]


HELD: dict[str, OpenTab] = {}
"""Journals that stay open from one call to the next, by the name of their databases."""


def bridge() -> Any:
    """What the worker has registered."""
    import companion_bridge  # type: ignore[import-not-found]

    return companion_bridge


async def run(name: str, argument: str) -> str:
    """Run one of the coroutines of `CALLS`."""
    return json.dumps(await CALLS[name](json.loads(argument)))


async def contract(which: list[str]) -> str:
    """One contract test over the browser's ports, with a database of its own; "" or the traceback."""
    from tests.contract.records_contract import RecordsContract  # these import pytest
    from tests.contract.sealing_contract import SealingContract
    from tests.contract.secrets_contract import SecretsContract

    name = f"test-{uuid4()}"

    async def make() -> Records:
        return (await open_records(bridge(), name)).records

    held: list[OpenRecords] = []

    async def secrets() -> Secrets:
        while held:
            await held.pop().records.close()
        held.append(await open_records(bridge(), name))
        return held[0].secrets

    kind, test = which
    try:
        if kind == "records":
            await getattr(RecordsContract(), test)(make)
        elif kind == "secrets":
            await getattr(SecretsContract(), test)(secrets)
        else:
            await getattr(SealingContract(), test)(WebCryptography(bridge()))
    except Exception:
        return traceback.format_exc()
    return ""


async def journal(asked: dict[str, Any]) -> dict[str, Any]:
    """Open the journal, write notes, close it; what is there in the end, or the error's name.

    `asked`: notes to write; keep_open; name, may_begin_anew, keep and take_over as `reach_browser_journal` has them.
    """
    try:
        options = {key: asked[key] for key in ("name", "may_begin_anew", "keep", "take_over") if key in asked}
        reached = await reach_browser_journal(bridge(), load_content(assets_dir()), **options)
        opened = OpenTab(await reached.journal.open_without_pin(), reached.lost)
        HELD[asked.get("name", "")] = opened
        said = await go_on(asked)
        if not asked.get("keep_open"):
            await opened.journal.close()
    except CompanionError as error:
        return said_of(error)
    return said


async def go_on(asked: dict[str, Any]) -> dict[str, Any]:
    """Write notes into the journal that is open; what is there then, or the error's name."""
    opened, said = HELD[asked.get("name", "")], {}
    for text in asked.get("notes", ()):
        try:
            await write_note(opened, text)
        except CompanionError as error:
            said = said_of(error)
            break
    services = opened.journal.services
    storage: Any = services.storage
    said |= {"notes": await notes_of(opened), "restored": storage.restored, "damaged": services.damaged}
    return said | {"mirror": storage._records.mirror_failure}


async def write_only(text: str) -> str:
    """Write a note into the journal that is open; the error's name, "" where it was written."""
    try:
        await write_note(HELD[""], text)
    except CompanionError as error:
        return type(error).__name__
    return ""


async def told(asked: dict[str, Any]) -> str:
    """Wait until the open journal is lost; the name of the reason."""
    heard = [""]

    async def tell(reason: CompanionError) -> None:
        heard.append(type(reason).__name__)

    await HELD[asked.get("name", "")].lost(tell)
    return heard[-1]


def said_of(error: CompanionError) -> dict[str, Any]:
    """An error as the tests compare it."""
    numbers = {key: getattr(error, key) for key in ("found", "known") if hasattr(error, key)}
    return {"error": type(error).__name__, "said": str(error), **numbers}


async def write_note(opened: OpenTab, text: str) -> None:
    """A check-in that holds only a note."""
    journal = opened.journal.services.journal
    draft = journal.begin(DAILY_CHECK_IN)
    await journal.answer(draft.id, "note", text, 0)
    await journal.finish(draft.id)


async def notes_of(opened: OpenTab) -> list[str]:
    """The notes of every entry, in the order of the alphabet."""
    notes = []
    for head in opened.journal.store.heads():
        try:
            notes.append(str((await opened.journal.store.entry(head.id)).answers["note"]))
        except SealBroken:
            notes.append("cannot be read")
        except CompanionError as error:
            notes.append(type(error).__name__)
    return sorted(notes)


async def clock(moments: list[str]) -> list[str]:
    """The zone of this moment, today, then each moment as it is there."""
    from datetime import datetime

    from companion.browser.clock import BrowserClock

    here = BrowserClock(bridge())
    local = [here.local(datetime.fromisoformat(moment)).isoformat() for moment in moments]
    return [here.zone(), here.today().isoformat(), *local]


async def backup(asked: dict[str, Any]) -> str:
    """A backup file of one record, in hexadecimal."""
    records = [OpenRecord("id", 1, 1, json.dumps({"k": "entry"}).encode(), json.dumps(asked["body"]).encode())]
    return (await make_backup(records, asked["secret"], WebCryptography(bridge()))).hex()


async def opened_backup(asked: dict[str, Any]) -> list[Any]:
    """What a backup file holds: the bodies."""
    records = await read_backup(bytes.fromhex(asked["file"]), asked["secret"], WebCryptography(bridge()))
    return [json.loads(record.body) for record in records]


async def save_until_killed(asked: dict[str, Any]) -> None:
    """Look at what is there, say it, then save without end; the test kills the browser."""
    await look_and_save(bridge(), asked["name"], asked["mode"])


async def timings(asked: dict[str, Any]) -> dict[str, float]:
    """Milliseconds of what the ports do."""
    return await measure(bridge(), asked["name"])


CALLS: Mapping[str, Callable[[Any], Awaitable[Any]]] = {
    call.__name__: call
    for call in (contract, journal, go_on, write_only, told, clock, backup, opened_backup, save_until_killed, timings)
}
