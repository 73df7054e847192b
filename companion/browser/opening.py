"""From the browser's storage to records and ring of keys: what a start finds is brought in order before it is read."""

import json
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from companion.browser.keys import BrowserSecrets
from companion.browser.reconcile import Found, State, Step, step
from companion.browser.records import NAME, IndexedDbRecords
from companion.errors import FirstUnread
from companion.store.ring import new_ring, ring_to_bytes


@dataclass(frozen=True, slots=True)
class OpenRecords:
    """Records that agree with their mirror as far as that can be reached, and what keeps their keys.

    Attributes:
        restored: how many records came back from the mirror, because the browser had lost them.
    """

    records: IndexedDbRecords
    secrets: BrowserSecrets
    restored: int = 0


async def open_records(
    bridge: Any,
    name: str = NAME,
    *,
    take_over: bool = False,
    may_begin_anew: bool = False,
    keep: str = "",
    page: Any = None,
) -> OpenRecords:
    """Open the journal's records, or begin a journal where there never was one.

    Args:
        take_over: take the journal away from the tab that has it.
        may_begin_anew: after StoreWiped or SecondUnread, when the person wants a new journal.
        keep: after StoreSplit, the place ("main", "mirror") whose journal the person wants; after FirstUnread "mirror".
        page: the module of js/host.js; None where no page is around the worker.

    Raises StoreBusy, StoreNewer, StoreWiped, FirstUnread, SecondUnread, StorageRefused, StoreSplit, StoreDamaged,
    StoreFull.
    """
    records = await _taken(bridge, name, take_over, keep)
    try:
        state = await _marked_too(page, await records.state())
        opened = await _in_order(records, state, step(state, may_begin_anew, keep))
    except BaseException:
        await records.close()
        raise
    if page:
        page.ask("mark")  # nobody waits for it
    return opened


async def _marked_too(page: Any, state: State) -> State:
    """A marker in the page's localStorage: it stays when the browser evicts databases and caches to get space."""
    if page is None or state.main or state.is_marked:
        return state
    return replace(state, is_marked=bool(json.loads(await page.ask("marked"))))


async def _taken(bridge: Any, name: str, take_over: bool, keep: str) -> IndexedDbRecords:
    try:
        return await IndexedDbRecords.take(bridge, name, take_over)
    except FirstUnread:
        if keep != "mirror":
            raise
        return await IndexedDbRecords.take(bridge, name, take_over, anew=True)


async def _in_order(records: IndexedDbRecords, state: State, todo: Step) -> OpenRecords:
    if todo is Step.BEGIN:
        journal = str(uuid4())
        await records.begin(journal, ring_to_bytes(new_ring()))
        return OpenRecords(records, BrowserSecrets(records, journal))
    restored = 0
    if todo is Step.MAIN_FROM_MIRROR:
        restored = await (records.remake() if state.main else records.restore())
    if todo is Step.MIRROR_FROM_MAIN:
        await records.catch_up()
    found = state.main or state.mirror
    if todo in (Step.KEEP_MAIN, Step.KEEP_MIRROR):
        found = await _kept(records, state, todo)
    assert found is not None
    if not state.is_marked:
        await records.mark()
    return OpenRecords(records, BrowserSecrets(records, found.id), restored)


async def _kept(records: IndexedDbRecords, state: State, todo: Step) -> Found:
    """Both places hold the journal that the person wants; the other one lies whole in a place of its own."""
    main, mirror = state.main, state.mirror
    assert mirror is not None
    if todo is Step.KEEP_MAIN:
        assert main is not None
        await records.keep_aside("mirror")
        await records.catch_up(over=mirror.id)
        return main
    if main is not None:
        await records.keep_aside("main")
    if not mirror.is_whole:
        await records.keep_aside("mirror")
    await records.restore(as_it_is=True, over=main.id if main else "")
    await records.catch_up()
    return mirror
