"""From the browser's storage to records and ring of keys: what a start finds is brought in order before it is read."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from companion.browser.keys import BrowserSecrets
from companion.browser.reconcile import State, Step, step
from companion.browser.records import NAME, IndexedDbRecords
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
    bridge: Any, name: str = NAME, *, take_over: bool = False, may_begin_anew: bool = False
) -> OpenRecords:
    """Open the journal's records, or begin a journal where there never was one.

    Args:
        take_over: take the journal away from the tab that has it.
        may_begin_anew: after StoreWiped, when the person wants a new journal.

    Raises StoreBusy, StoreNewer, StoreWiped, StorageRefused, StoreDamaged, StoreFull.
    """
    records = await IndexedDbRecords.take(bridge, name, take_over)
    try:
        state = await records.state()
        return await _in_order(records, state, step(state, may_begin_anew))
    except BaseException:
        await records.close()
        raise


async def _in_order(records: IndexedDbRecords, state: State, todo: Step) -> OpenRecords:
    if todo is Step.BEGIN:
        journal = str(uuid4())
        await records.begin(journal, ring_to_bytes(new_ring()))
        return OpenRecords(records, BrowserSecrets(records, journal))
    restored = await records.restore() if todo is Step.MAIN_FROM_MIRROR else 0
    if todo is Step.MIRROR_FROM_MAIN:
        await records.catch_up()
    found = state.main or state.mirror
    assert found is not None
    if not state.is_marked:
        await records.mark()
    return OpenRecords(records, BrowserSecrets(records, found.id), restored)
