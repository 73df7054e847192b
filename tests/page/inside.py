"""What runs in the page: the contracts over the browser's ports, and the pieces that the fault tests ask for."""

import json
import traceback
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import uuid4

from companion.browser.journal import BrowserJournal, open_browser_journal
from companion.browser.opening import open_records
from companion.browser.sealing import WebCryptography
from companion.config import assets_dir
from companion.content import DAILY_CHECK_IN, load_content
from companion.errors import CompanionError, SealBroken
from companion.ports import Records
from tests.contract.records_contract import Make, RecordsContract
from tests.contract.sealing_contract import SealingContract

CONTRACTS: Mapping[str, type] = {"records": RecordsContract, "sealing": SealingContract}


def bridge() -> Any:
    """What the worker has registered."""
    import companion_bridge  # type: ignore[import-not-found]

    return companion_bridge


async def run(name: str, argument: str) -> str:
    """Run one of this module's coroutines; JSON in, JSON out."""
    work: Callable[[Any], Awaitable[Any]] = globals()[name]
    return json.dumps(await work(json.loads(argument)))


async def contract(which: list[str]) -> str:
    """One contract test over the browser's ports, with a database of its own; "" or the traceback."""
    contract_name, test = which
    fixture = _make() if contract_name == "records" else WebCryptography(bridge())
    try:
        await getattr(CONTRACTS[contract_name](), test)(fixture)
    except Exception:
        return traceback.format_exc()
    return ""


def _make() -> Make:
    name = f"test-{uuid4()}"

    async def make() -> Records:
        return (await open_records(bridge(), name)).records

    return make


async def note(asked: dict[str, Any]) -> dict[str, Any]:
    """Open the journal, write notes, close it, as a person does; what is there in the end, or the error's name.

    `asked`: name of the databases; notes to write; may_begin_anew and take_over as `open_browser_journal` has them.
    """
    try:
        opened = await open_journal(asked)
        for text in asked.get("notes", ()):
            await write_note(opened, text)
        said = {"notes": await notes_of(opened), "restored": opened.restored, "damaged": opened.services.damaged}
        said |= {"mirror": (await opened.storage()).mirror_failure, "zone": opened.clock.zone()}
        await opened.close()
    except CompanionError as error:
        return {"error": type(error).__name__, "said": str(error)}
    return said


async def open_journal(asked: dict[str, Any]) -> BrowserJournal:
    """The journal over the browser's ports, with the app's own forms."""
    options = {key: asked[key] for key in ("name", "may_begin_anew", "take_over") if key in asked}
    return await open_browser_journal(bridge(), load_content(assets_dir()), **options)


async def write_note(opened: BrowserJournal, text: str) -> str:
    """A check-in that holds only a note; its id."""
    draft = opened.services.journal.begin(DAILY_CHECK_IN)
    await opened.services.journal.answer(draft.id, "note", text, 0)
    return (await opened.services.journal.finish(draft.id)).id


async def notes_of(opened: BrowserJournal) -> list[str]:
    """The notes of every entry that can be read, in the order of the alphabet."""
    notes = []
    for head in opened.store.heads():
        try:
            notes.append(str((await opened.store.entry(head.id)).answers["note"]))
        except SealBroken:
            notes.append("cannot be read")
    return sorted(notes)
