"""What could not be stored before the journal was opened anew is stored by the new one, or known to be unsaved."""

import pytest

from companion.content import DAILY_CHECK_IN
from companion.domain.journal import Draft
from companion.errors import StoreFull
from companion.services.journal import Journal
from tests.data.folders import shipped
from tests.unit.test_restore import Phone, at, run

BEGUN = Draft("d", DAILY_CHECK_IN, at(24, 8), {"mood": 4})


def test_what_was_on_the_screen_alone_is_stored_by_the_journal_that_is_opened_next() -> None:
    async def check() -> None:
        phone = await Phone().open()
        journal = Journal(phone.store, shipped().forms, phone.clock)
        await journal.go_on_with([BEGUN])
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
            await journal.go_on_with([BEGUN])
        assert not journal.is_kept("d") and journal.unsaved == (BEGUN,) and journal.draft("d") == BEGUN
        await journal.keep_unsaved()
        assert journal.is_kept("d") and [one.id for one in await phone.store.drafts()] == ["d"]

    run(check())
