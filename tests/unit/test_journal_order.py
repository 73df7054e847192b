"""What people do faster than a slow phone writes: nothing is put back, doubled or lost."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from companion.config import assets_dir
from companion.content import DAILY_CHECK_IN, DAY_BEFORE, MORNING_OF, load_content
from companion.device.sealing import AesGcmSealing
from companion.domain.answering import OwnWords, Tick
from companion.errors import SavedAlready
from companion.ports import Batch
from companion.services.journal import Journal
from companion.store.journal import JournalStore
from companion.store.vault import open_vault
from tests.fakes import FixedClock, MemoryRecords

pytestmark = pytest.mark.asyncio
FORMS = load_content(assets_dir()).forms


class SlowRecords(MemoryRecords):
    """Each write takes a while."""

    async def write(self, batch: Batch) -> None:
        await asyncio.sleep(0.02)
        await super().write(batch)


async def opened(records: MemoryRecords, clock: FixedClock | None = None) -> Journal:
    store = JournalStore(await open_vault(records, AesGcmSealing(bytes(32))))
    journal = Journal(store, FORMS, clock or FixedClock())
    await journal.load()
    return journal


async def begun(records: MemoryRecords) -> tuple[Journal, str]:
    journal = await opened(records)
    draft = journal.begin(DAILY_CHECK_IN)
    await journal.answer(draft.id, "mood", 5, True)
    return journal, draft.id


async def test_back_while_a_note_is_being_written_keeps_the_note() -> None:
    records = SlowRecords()
    journal, draft = await begun(records)
    await asyncio.gather(journal.answer(draft, "note", "A long day"), journal.turn(draft, -1))
    again = (await opened(records)).draft(draft)
    assert again is not None and again.answers["note"] == "A long day"


async def test_back_while_it_is_being_saved_does_not_bring_the_draft_back() -> None:
    records = SlowRecords()
    journal, draft = await begun(records)
    await asyncio.gather(journal.finish(draft), journal.turn(draft, -1))
    again = await opened(records)
    assert again.draft_of(DAILY_CHECK_IN) is None and len(again.days(9)[0][0].heads) == 1


async def test_save_tapped_twice_makes_one_entry_and_no_error() -> None:
    records = SlowRecords()
    journal, draft = await begun(records)
    first, second = await asyncio.gather(journal.finish(draft), journal.finish(draft))
    assert first == second and len((await opened(records)).days(9)[0][0].heads) == 1


async def test_a_letter_that_comes_after_save_is_told_and_not_dropped_in_silence() -> None:
    journal, draft = await begun(SlowRecords())
    saved, late = await asyncio.gather(
        journal.finish(draft), journal.answer(draft, "note", "late"), return_exceptions=True
    )
    assert not isinstance(saved, BaseException) and isinstance(late, SavedAlready)


async def test_a_change_begun_twice_at_once_is_one_draft() -> None:
    journal, draft = await begun(SlowRecords())
    head = await journal.finish(draft)
    first, second = await asyncio.gather(journal.begin_change(head.id), journal.begin_change(head.id))
    assert first.id == second.id


async def test_ticks_that_come_faster_than_they_are_written_all_count() -> None:
    journal = await opened(SlowRecords())
    draft, packed = journal.begin(DAY_BEFORE), FORMS[DAY_BEFORE].question("packed")
    await asyncio.gather(*(journal.answer(draft.id, "packed", Tick(one)) for one in packed.options))
    kept = journal.draft(draft.id)
    assert kept and kept.answers["packed"] == packed.options


async def test_a_list_is_found_again_whole_and_belongs_to_the_day_on_which_it_was_finished() -> None:
    records, clock = MemoryRecords(), FixedClock()
    first = await opened(records, clock)
    draft = first.begin(MORNING_OF)
    await first.answer(draft.id, "ate", datetime(2026, 11, 24, 7, 30))
    await first.answer(draft.id, "drank", date(2026, 11, 24))
    await first.answer(draft.id, "signals", Tick(FORMS[MORNING_OF].question("signals").options[0]))
    await first.answer(draft.id, "signals", OwnWords(("Two fingers", "")))
    clock.advance(3 * 86400)
    again = await opened(records, clock)
    found = again.draft_of(MORNING_OF)
    assert found == first.draft(draft.id) and found.answers["ate"] == datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
    head = await again.finish(found.id)
    assert (found.started.date, head.occurrence.date) == (date(2026, 11, 24), date(2026, 11, 27))
    assert head.facts == {"ate": "2026-11-24T07:30:00+01:00", "drank": "2026-11-24"}
    change = await again.begin_change(head.id)
    clock.advance(86400)
    assert (await again.finish(change.id)).occurrence == head.occurrence, "a change keeps its day"
