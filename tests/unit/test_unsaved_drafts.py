"""What could not be stored before the journal was opened anew is stored by the new one, or known to be unsaved."""

from dataclasses import replace

import pytest

from companion.content import DAILY_CHECK_IN
from companion.domain.journal import Draft, Unsaved
from companion.errors import StoreFull
from companion.services.journal import Journal
from tests.data.folders import shipped
from tests.unit.test_restore import Phone, at, run

BEGUN = Draft("d", DAILY_CHECK_IN, at(24, 8), {"mood": 4})


def test_what_was_on_the_screen_alone_is_stored_by_the_journal_that_is_opened_next() -> None:
    async def check() -> None:
        phone = await Phone().open()
        journal = Journal(phone.store, shipped().forms, phone.clock)
        await journal.go_on_with([Unsaved(BEGUN, 0)])
        assert journal.is_kept("d") and journal.unsaved == ()
        await phone.open()
        assert [one.answers for one in await phone.store.drafts()] == [{"mood": 4}]

    run(check())


def test_where_it_cannot_be_stored_it_stays_on_the_screen_and_goes_with_the_next_write() -> None:
    async def check() -> None:
        phone = await Phone().open()
        journal = Journal(phone.store, shipped().forms, phone.clock)
        phone.records.failures = [StoreFull("no space")]
        with pytest.raises(StoreFull):
            await journal.go_on_with([Unsaved(BEGUN, 0)])
        assert not journal.is_kept("d") and journal.unsaved == (Unsaved(BEGUN, 0),) and journal.draft("d") == BEGUN
        await journal.keep_unsaved()
        assert journal.is_kept("d") and [one.id for one in await phone.store.drafts()] == ["d"]

    run(check())


# What another tab did with it before it came back


async def carried(phone: Phone) -> tuple[Journal, tuple[Unsaved, ...]]:
    """A draft that is stored with its first answer, and what could not be stored of it."""
    journal = Journal(phone.store, shipped().forms, phone.clock)
    await journal.go_on_with([Unsaved(BEGUN, 0)])
    phone.records.failures = [StoreFull("no space")]
    with pytest.raises(StoreFull):
        await journal.answer("d", "anxiety", 3)
    return journal, journal.unsaved


async def anew(phone: Phone) -> Journal:
    await phone.open()
    journal = Journal(phone.store, shipped().forms, phone.clock)
    await journal.load()
    return journal


@pytest.mark.parametrize("end", ["finish", "discard"])
def test_a_draft_that_was_saved_or_thrown_away_meanwhile_does_not_come_back(end: str) -> None:
    async def check() -> None:
        phone = await Phone().open()
        _, unsaved = await carried(phone)
        other = await anew(phone)
        await getattr(other, end)("d")
        again = await anew(phone)
        await again.go_on_with(unsaved)
        assert again.draft_of(DAILY_CHECK_IN) is None and again.unsaved == () and await phone.store.drafts() == []

    run(check())


def test_newer_answers_of_another_tab_are_not_put_back() -> None:
    async def check() -> None:
        phone = await Phone().open()
        _, unsaved = await carried(phone)
        other = await anew(phone)
        await other.answer("d", "mood", 9)
        again = await anew(phone)
        await again.go_on_with(unsaved)
        assert [one.answers for one in await phone.store.drafts()] == [{"mood": 9}]
        assert again.draft("d").answers == {"mood": 9} and again.unsaved == ()

    run(check())


def test_where_nobody_touched_it_what_could_not_be_stored_is_stored() -> None:
    async def check() -> None:
        phone = await Phone().open()
        _, unsaved = await carried(phone)
        await (await anew(phone)).go_on_with(unsaved)
        assert [one.answers for one in await phone.store.drafts()] == [{"mood": 4, "anxiety": 3}]

    run(check())


def test_a_batch_that_was_written_after_all_does_not_cost_what_came_after_it() -> None:
    async def check() -> None:
        phone = await Phone().open()
        journal, before = await carried(phone)
        await journal.keep_unsaved()  # written, and nothing was heard of it
        later = replace(before[0].draft, answers={**before[0].draft.answers, "note": "typed later"})
        await (await anew(phone)).go_on_with([Unsaved(later, before[0].revision)])
        assert [one.answers for one in await phone.store.drafts()] == [later.answers]

    run(check())
