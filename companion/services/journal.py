"""The journal as screens use it: check in, read back, change, remove."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from uuid import uuid4

from companion.content import CHECKLISTS, DAILY_CHECK_IN
from companion.domain.enabling import counted, enabled
from companion.domain.form_versions import Forms
from companion.domain.journal import Draft, Entry, EntryHead, EntryStatus, OutboxItem
from companion.domain.questionnaire import Answers, AnswerValue, Item, Questionnaire
from companion.domain.waiting import first_waiting_page, has_answers
from companion.errors import EntryGone, NothingAnswered, NotTaken, SealBroken, StoreError
from companion.ports import Clock
from companion.services.drafting import DATINGS, Drafts
from companion.store.journal import JournalStore

PAGE = 20
"""Entries on one page of the journal."""


@dataclass(frozen=True, slots=True)
class Day:
    """The entries of one calendar day, newest first."""

    date: date
    heads: tuple[EntryHead, ...]


class Journal(Drafts):
    """Entries and drafts. Every change is durable when the call returns."""

    def __init__(self, store: JournalStore, forms: Forms, clock: Clock) -> None:
        super().__init__(store, forms, clock)
        self._finished: dict[str, EntryHead] = {}
        self._empty: frozenset[str] = frozenset()

    async def load(self) -> None:
        """Read the drafts, and which of today's check-ins are empty, so that screens find them without waiting."""
        await super().load()
        # Older versions saved check-ins in which every question was skipped. A note is no fact, so the body tells.
        bare = [one for one in self._of_today(DAILY_CHECK_IN) if not one.facts]
        self._empty = frozenset([one.id for one in bare if not await self._has_content(one.id)])

    # Reading

    def days(self, limit: int) -> tuple[list[Day], bool]:
        """The newest `limit` entries by day, and whether there are older ones."""
        heads = self._store.heads()
        shown = heads[:limit]
        days = [Day(day, tuple(group)) for day, group in groupby(shown, key=lambda head: head.occurrence.date)]
        return days, len(heads) > limit

    def heads(self) -> Sequence[EntryHead]:
        """Every entry, newest first. The same object until an entry changes."""
        return self._store.heads()

    def removed(self) -> Sequence[EntryHead]:
        """What was taken out of the journal and can come back, the last one first."""
        return self._store.removed()

    def latest(self, form: str) -> EntryHead | None:
        """The newest entry of a form."""
        return next((head for head in self._store.heads() if head.form == form), None)

    def checked_in(self) -> EntryHead | None:
        """Today's newest check-in with an answer in it, by the person's own date."""
        return next((one for one in self._of_today(DAILY_CHECK_IN) if one.id not in self._empty), None)

    def is_empty(self) -> bool:
        """Whether there is no entry."""
        return not self._store.heads()

    def delivery(self, entry_id: str) -> OutboxItem | None:
        """How far an entry has got on its way to the clinic."""
        return self._store.outbox_of(entry_id)

    def was_any_sent(self) -> bool:
        """Whether the clinic has at least one entry."""
        return self._store.was_any_sent()

    def version(self, entry_id: str) -> int:
        """The entry's present version, 0 where there is no such entry."""
        head = self._store.head(entry_id)
        return head.version if head else 0

    async def entry(self, entry_id: str) -> Entry:
        """One entry. Raises EntryGone, SealBroken, StoreError."""
        return await self._store.entry(entry_id)

    async def history(self, entry_id: str) -> list[Entry]:
        """Its older versions, newest first."""
        return await self._store.history(entry_id)

    # Saving

    async def finish(self, draft_id: str) -> EntryHead:
        """Make the draft an entry, or a new version of its entry; durable when this returns.

        A second call (a second tap) gives the same entry. Raises NotTaken where a field shows what is no answer,
        NothingAnswered where a form that asks how it is now was skipped as a whole, SavedAlready, StoreError. A list
        to go through may be finished with nothing ticked.
        """
        async with self._answering:
            if draft_id in self._finished:
                return self._finished[draft_id]
            draft = self._open_draft(draft_id)
            form = self.form_of(draft)
            if page := first_waiting_page(form, draft):
                raise NotTaken(page)
            if form.url in DATINGS and not has_answers(form, draft):
                raise NothingAnswered("every question was skipped")
            head = self._next_head(draft)
            answers = counted(form, draft.answers)
            await self._store.keep_entry(Entry(head, answers), draft.id)
            self._drafts.pop(draft.id, None)
            self._unsaved.discard(draft.id)
            self._finished[draft.id] = head
        self.changes.announce()
        return head

    # Removing

    async def remove(self, entry_id: str) -> None:
        """Take an entry out of the journal. Its content stays on this device, so that it can come back."""
        await self._set_status(entry_id, EntryStatus.REMOVED)

    async def bring_back(self, entry_id: str) -> None:
        """Undo `remove`."""
        await self._set_status(entry_id, EntryStatus.AMENDED)

    # Inside

    def _of_today(self, form: str) -> list[EntryHead]:
        today = self.now().date
        return [one for one in self._store.heads() if one.form == form and one.occurrence.date == today]

    async def _has_content(self, entry_id: str) -> bool:
        try:
            return bool((await self._store.entry(entry_id)).answers)
        except (EntryGone, SealBroken, StoreError):
            return True  # it cannot be read, which says nothing of what is in it

    def _next_head(self, draft: Draft) -> EntryHead:
        form = self.form_of(draft)
        before = self._store.head(draft.entry_id) if draft.entry_id else None
        # A list belongs to the day on which it was finished, whenever it was begun.
        is_list = before is None and form.url in CHECKLISTS
        return EntryHead(
            id=before.id if before else str(uuid4()),
            form=form.url,
            form_version=form.version,
            occurrence=self.now() if is_list else draft.started,
            status=EntryStatus.AMENDED if before else EntryStatus.COMPLETED,
            version=before.version + 1 if before else 1,
            changed_at=self._clock.now(),
            facts=self.forms.facts(form, draft.answers),
        )

    async def _set_status(self, entry_id: str, status: EntryStatus) -> None:
        entry = await self._store.entry(entry_id)
        head = replace(entry.head, status=status, version=entry.head.version + 1, changed_at=self._clock.now())
        await self._store.keep_entry(replace(entry, head=head))
        self.changes.announce()


def answered(form: Questionnaire, answers: Answers) -> list[tuple[Item, AnswerValue | None]]:
    """Every question of a form that was shown, with its answer, in reading order."""
    on = enabled(form, answers)
    return [(item, answers.get(item.link_id)) for item in form.questions() if item.link_id in on]
