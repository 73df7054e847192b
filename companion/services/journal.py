"""The journal as screens use it: check in, read back, change, remove."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from uuid import uuid4

from companion.content import CHECKLISTS
from companion.domain.answering import Given
from companion.domain.enabling import counted, enabled
from companion.domain.journal import (
    Draft,
    Entry,
    EntryHead,
    EntryStatus,
    Infusion,
    Occurrence,
    OutboxItem,
    course_stage,
    facts_of,
    part_of_day,
)
from companion.domain.paging import page_of, pages, place
from companion.domain.questionnaire import Answers, AnswerValue, Item, Questionnaire
from companion.errors import SavedAlready, StoreFull
from companion.ports import Clock
from companion.services.answers import kept_answer
from companion.services.changes import Changes
from companion.store.journal import JournalStore

PAGE = 20
"""Entries on one page of the journal."""


@dataclass(frozen=True, slots=True)
class Day:
    """The entries of one calendar day, newest first."""

    date: date
    heads: tuple[EntryHead, ...]


class Journal:
    """Entries and drafts. Every change is durable when the call returns."""

    def __init__(self, store: JournalStore, forms: Mapping[str, Questionnaire], clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.forms = forms
        self.changes = Changes()
        self._drafts: dict[str, Draft] = {}
        self._unsaved: set[str] = set()
        self._finished: dict[str, EntryHead] = {}
        self._answering = asyncio.Lock()

    async def load(self) -> None:
        """Read the drafts, so that screens find them without waiting."""
        self._drafts = {draft.id: draft for draft in await self._store.drafts()}

    # Reading

    def now(self) -> Occurrence:
        """This moment, as an entry would keep it."""
        return self.occurrence(self._clock.now())

    def occurrence(self, moment: datetime) -> Occurrence:
        """A moment (UTC), as it was here on the person's clock."""
        local = self._clock.local(moment)
        return Occurrence(moment, self._clock.zone(), local.date(), local.strftime("%H:%M"))

    def local(self, moment: datetime) -> datetime:
        """A UTC time on the person's clock."""
        return self._clock.local(moment)

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

    def is_empty(self) -> bool:
        """Whether there is no entry."""
        return not self._store.heads()

    def delivery(self, entry_id: str) -> OutboxItem | None:
        """How far an entry has got on its way to the clinic."""
        return self._store.outbox_of(entry_id)

    def was_any_sent(self) -> bool:
        """Whether the clinic has at least one entry."""
        return self._store.was_any_sent()

    def change_of(self, entry_id: str) -> Draft | None:
        """The change of an entry that was begun and not saved."""
        return next((draft for draft in self._drafts.values() if draft.entry_id == entry_id), None)

    def infusions(self) -> Sequence[Infusion]:
        """The course as the clinic booked it."""
        return self._store.infusions()

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

    # Answering

    def draft_of(self, form: str) -> Draft | None:
        """The unfinished new response to a form."""
        return next((d for d in self._drafts.values() if d.form == form and d.entry_id is None), None)

    def draft(self, draft_id: str) -> Draft | None:
        """A draft by its id."""
        return self._drafts.get(draft_id)

    def is_kept(self, draft_id: str) -> bool:
        """Whether all that was answered is stored; else its newest answers are on the screen alone."""
        return draft_id not in self._unsaved

    def pages(self, draft: Draft) -> tuple[Item, ...]:
        """What this draft asks at present, page by page: answers make pages appear and vanish."""
        return pages(self.forms[draft.form], part_of_day(draft.started), draft.answers)

    def position(self, draft: Draft) -> int:
        """On which of its pages the person is, as an index."""
        return place(self.forms[draft.form], self.pages(draft), draft.page, draft.answers)

    def shown(self, draft: Draft) -> frozenset[str]:
        """The linkIds of what is shown at present."""
        return enabled(self.forms[draft.form], draft.answers)

    def stage(self) -> str:
        """Where in the course the person is: "same-day" as an infusion, or "between" infusions."""
        return course_stage(self.infusions(), self._clock.now())

    def begin(self, form: str) -> Draft:
        """The form's draft, or a new one that is stored with its first answer."""
        found = self.draft_of(form)
        if found is None:
            found = Draft(str(uuid4()), form, self.now(), {})
            self._drafts[found.id] = found
        return found

    async def begin_change(self, entry_id: str) -> Draft:
        """A draft that changes an entry, with its present answers. Raises EntryGone, SealBroken, StoreError."""
        async with self._answering:
            if begun := self.change_of(entry_id):
                return begun
            entry = await self._store.entry(entry_id)
            first = self.forms[entry.head.form].items[0].link_id
            draft = Draft(str(uuid4()), entry.head.form, entry.head.occurrence, entry.answers, first, entry_id)
            await self._keep(draft)
            return draft

    async def answer(self, draft_id: str, link_id: str, value: Given, moves_on: bool = False) -> Draft:
        """Keep one answer (None: skipped); with `moves_on` the person goes to the page that follows it then.

        The one place where an answer is kept. Raises InvalidAnswer, SavedAlready, StoreError.
        """
        async with self._answering:
            draft = self._open_draft(draft_id)
            form = self.forms[draft.form]
            answers = {key: other for key, other in draft.answers.items() if key != link_id}
            is_begun = bool(answers) or draft.entry_id is not None
            kept = kept_answer(form.question(link_id), draft.answers.get(link_id), value, self._clock)
            if kept is not None:
                answers[link_id] = kept
            # It begins with its first answer, however long its first page stood open. Where that is the only one and
            # it is given anew, it begins anew: what is typed now is a reading of now, whatever was typed hours ago.
            started = draft.started if is_begun else self.now()
            changed = replace(draft, started=started, answers=answers, page=page_of(form, link_id))
            if moves_on:
                changed = replace(changed, page=self._following(changed))
            try:
                await self._keep(changed)
            except StoreFull:
                # It stays on the screen and goes with the next write; the person stays where it was asked.
                self._unsaved.add(draft.id)
                self._drafts[draft.id] = replace(changed, page=page_of(form, link_id))
                self.changes.announce()
                raise
            return changed

    async def keep_unsaved(self) -> None:
        """Store what is on the screen alone, before the journal is locked. Raises StoreError."""
        async with self._answering:
            for draft_id in tuple(self._unsaved):
                await self._keep(self._drafts[draft_id])

    async def turn(self, draft_id: str, by: int) -> None:
        """Go `by` pages forward, or back where it is negative; stays within the form. Raises StoreError."""
        async with self._answering:  # an answer that is being written must not be put back by this
            draft = self._drafts.get(draft_id)
            if draft is None:
                return  # saved or thrown away meanwhile
            page = self._page(draft, self.position(draft) + by)
            if draft.page != page:
                await self._keep(replace(draft, page=page))

    async def finish(self, draft_id: str) -> EntryHead:
        """Make the draft an entry, or a new version of its entry; durable when this returns.

        A second call (a second tap) gives the same entry. Raises SavedAlready, StoreError.
        """
        async with self._answering:
            if draft_id in self._finished:
                return self._finished[draft_id]
            draft = self._open_draft(draft_id)
            head = self._next_head(draft)
            answers = counted(self.forms[draft.form], draft.answers)
            await self._store.keep_entry(Entry(head, answers), draft.id)
            self._drafts.pop(draft.id, None)
            self._unsaved.discard(draft.id)
            self._finished[draft.id] = head
        self.changes.announce()
        return head

    async def discard(self, draft_id: str) -> None:
        """Throw a draft away. Raises StoreError."""
        async with self._answering:
            await self._store.drop_draft(draft_id)
            self._drafts.pop(draft_id, None)
        self.changes.announce()

    # Removing

    async def remove(self, entry_id: str) -> None:
        """Take an entry out of the journal. Its content stays on this device, so that it can come back."""
        await self._set_status(entry_id, EntryStatus.REMOVED)

    async def bring_back(self, entry_id: str) -> None:
        """Undo `remove`."""
        await self._set_status(entry_id, EntryStatus.AMENDED)

    # Inside

    def _open_draft(self, draft_id: str) -> Draft:
        draft = self._drafts.get(draft_id)
        if draft is None:
            raise SavedAlready("the draft was saved or thrown away")
        return draft

    async def _keep(self, draft: Draft) -> None:
        await self._store.keep_draft(draft)
        self._unsaved.discard(draft.id)
        self._drafts[draft.id] = draft
        self.changes.announce()

    def _following(self, draft: Draft) -> str:
        return self._page(draft, self.position(draft) + 1)

    def _page(self, draft: Draft, index: int) -> str:
        """The linkId of a page, the nearest where there are not so many."""
        shown = self.pages(draft)
        return shown[max(0, min(index, len(shown) - 1))].link_id

    def _next_head(self, draft: Draft) -> EntryHead:
        form = self.forms[draft.form]
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
            facts=facts_of(form, draft.answers),
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
