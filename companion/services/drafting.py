"""Drafts as screens use them: begun, answered letter by letter, left, found again."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from companion.content import BLOOD_PRESSURE, DAILY_CHECK_IN, SIDE_EFFECT
from companion.domain.answering import Given, Typed
from companion.domain.enabling import enabled
from companion.domain.form_versions import Forms
from companion.domain.journal import Draft, EntryHead, Infusion, Occurrence, course_stage, part_of_day
from companion.domain.paging import page_of, pages, place
from companion.domain.questionnaire import Item, Questionnaire
from companion.domain.sitting import Dating, dated, is_of_the_moment, is_over
from companion.domain.waiting import waiting_on
from companion.errors import SavedAlready, StorageRefused, StoreFull, StoreSilent, StoreWiped
from companion.ports import Clock
from companion.services.answers import kept_answer
from companion.services.changes import Changes
from companion.store.journal import JournalStore

DATINGS = {
    DAILY_CHECK_IN: Dating(keeps_day=True),
    BLOOD_PRESSURE: Dating(),
    SIDE_EFFECT: Dating(by=frozenset({"began"})),
}
"""The forms that ask how it is right now. All others are dated by their first answer, or as a list that is finished."""


class Drafts:
    """What is being answered. Every change is durable when the call returns."""

    def __init__(self, store: JournalStore, forms: Forms, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.forms = forms
        self.changes = Changes()
        self._drafts: dict[str, Draft] = {}
        self._unsaved: set[str] = set()
        self._answering = asyncio.Lock()

    async def load(self) -> None:
        """Read the drafts, so that screens find them without waiting."""
        drafts = await self._store.drafts()
        self._drafts = {draft.id: self._moved(draft) for draft in drafts}

    # The clock

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

    # Finding

    def infusions(self) -> Sequence[Infusion]:
        """The course as the clinic booked it."""
        return self._store.infusions()

    def change_of(self, entry_id: str) -> Draft | None:
        """The change of an entry that was begun and not saved."""
        return next((draft for draft in self._drafts.values() if draft.entry_id == entry_id), None)

    def draft_of(self, form: str) -> Draft | None:
        """The unfinished new response to a form; not one whose day has ended (`left_over`)."""
        now = self.now()
        return next((one for one in self._new_drafts(form) if not is_over(one, now, DATINGS)), None)

    def left_over(self, form: str) -> list[Draft]:
        """The unfinished responses to a form whose day has ended, the newest first."""
        now = self.now()
        found = [one for one in self._new_drafts(form) if is_over(one, now, DATINGS)]
        return sorted(found, key=lambda one: one.started.at, reverse=True)

    def is_left_over(self, draft: Draft) -> bool:
        """Whether the draft's day has ended: its answers stand, and only notes can be added."""
        return is_over(draft, self.now(), DATINGS)

    def waiting(self, draft: Draft, page: Item) -> list[Item]:
        """The questions of a page whose fields show something that could not be taken as an answer."""
        return waiting_on(self.form_of(draft), draft, page)

    def draft(self, draft_id: str) -> Draft | None:
        """A draft by its id."""
        return self._drafts.get(draft_id)

    def is_kept(self, draft_id: str) -> bool:
        """Whether all that was answered is stored; else its newest answers are on the screen alone."""
        return draft_id not in self._unsaved

    def pages(self, draft: Draft) -> tuple[Item, ...]:
        """What this draft asks at present, page by page: answers make pages appear and vanish."""
        return pages(self.form_of(draft), part_of_day(draft.began), draft.answers)

    def position(self, draft: Draft) -> int:
        """On which of its pages the person is, as an index."""
        return place(self.form_of(draft), self.pages(draft), draft.page, draft.answers)

    def shown(self, draft: Draft) -> frozenset[str]:
        """The linkIds of what is shown at present."""
        return enabled(self.form_of(draft), draft.answers)

    def stage(self) -> str:
        """Where in the course the person is: "same-day" as an infusion, or "between" infusions."""
        return course_stage(self.infusions(), self._clock.now())

    def form_of(self, draft: Draft) -> Questionnaire:
        """Return the form in the version in which this draft is asked."""
        return self.forms.of(draft.form, draft.form_version) or self.forms[draft.form]

    def form_as_asked(self, head: EntryHead) -> Questionnaire | None:
        """Return an entry's form in the version that asked it; None where the form is not in this app."""
        return self.forms.of(head.form, head.form_version)

    def _moved(self, draft: Draft) -> Draft:
        """The draft in the version in which it goes on: a change of an entry in the entry's own."""
        head = self._store.head(draft.entry_id) if draft.entry_id else None
        if head is None:
            return self.forms.moved(draft)
        asked = self.form_as_asked(head)
        return replace(draft, form_version=asked.version) if asked else draft

    def begin(self, form: str) -> Draft:
        """The form's draft, or a new one that is stored with its first answer."""
        found = self.draft_of(form)
        if found is None:
            found = Draft(str(uuid4()), form, self.now(), {}, form_version=self.forms[form].version)
            self._drafts[found.id] = found
        return found

    async def begin_change(self, entry_id: str) -> Draft:
        """A draft that changes an entry, with its present answers. Raises EntryGone, SealBroken, StoreError."""
        async with self._answering:
            if begun := self.change_of(entry_id):
                return begun
            entry = await self._store.entry(entry_id)
            form = self.form_as_asked(entry.head) or self.forms[entry.head.form]
            first, when = form.items[0].link_id, entry.head.occurrence
            draft = Draft(str(uuid4()), form.url, when, entry.answers, first, entry_id, form.version)
            await self._keep(draft)
            return draft

    async def answer(self, draft_id: str, link_id: str, value: Given, moves_on: bool = False) -> Draft:
        """Keep one answer (None: skipped); with `moves_on` the person goes to the page that follows it then.

        The one place where an answer is kept. What is typed and cannot be taken is kept as it stands. Where the
        draft's day has ended, an answer about right now begins a new draft, which is returned.
        Raises InvalidAnswer, SavedAlready, StoreError.
        """
        async with self._answering:
            draft, now = self._open_draft(draft_id), self.now()
            form = self.form_of(draft)
            item = form.question(link_id)
            if is_of_the_moment(item) and is_over(draft, now, DATINGS):
                draft = self.begin(draft.form)
            changed = replace(self._with(draft, item, value, now), page=page_of(form, link_id))
            if moves_on:
                changed = replace(changed, page=self._following(changed))
            try:
                await self._keep(changed)
            except (StoreFull, StoreSilent, StorageRefused, StoreWiped):
                # It stays on the screen and goes with the next write; the person stays where it was asked.
                self._unsaved.add(draft.id)
                self._drafts[draft.id] = replace(changed, page=page_of(form, link_id))
                self.changes.announce()
                raise
            return changed

    def _with(self, draft: Draft, item: Item, value: Given, now: Occurrence) -> Draft:
        """The draft with this answer, or with what was typed and cannot be one."""
        texts, value = (value.texts, value.value) if isinstance(value, Typed) else ((), value)
        kept = kept_answer(item, draft.answers.get(item.link_id), value, self._clock)
        answers = {key: other for key, other in draft.answers.items() if key != item.link_id}
        typed = {key: other for key, other in draft.typed.items() if key != item.link_id}
        if kept is not None:
            answers[item.link_id] = kept
        if texts:
            typed[item.link_id] = texts
        return replace(dated(draft, item, now, DATINGS), answers=answers, typed=typed)

    async def leave_out(self, draft_id: str, link_ids: Sequence[str]) -> None:
        """Drop what was typed and could not be taken; the answers stay. Raises SavedAlready, StoreError."""
        async with self._answering:
            draft = self._open_draft(draft_id)
            rest = {key: texts for key, texts in draft.typed.items() if key not in link_ids}
            await self._keep(replace(draft, typed=rest))

    async def keep_unsaved(self) -> None:
        """Store what is on the screen alone, before the journal is locked. Raises StoreError."""
        async with self._answering:
            for draft_id in tuple(self._unsaved):
                await self._keep(self._drafts[draft_id])

    @property
    def unsaved(self) -> tuple[Draft, ...]:
        """What is on the screen alone, because it could not be stored."""
        return tuple(self._drafts[id] for id in self._unsaved if id in self._drafts)

    async def go_on_with(self, drafts: Iterable[Draft]) -> None:
        """Store what could not be stored before this journal was opened anew. Raises StoreError; then it is unsaved."""
        async with self._answering:
            for draft in drafts:
                self._unsaved.add(draft.id)
                self._drafts[draft.id] = draft
            for draft in drafts:
                await self._keep(draft)

    async def turn(self, draft_id: str, by: int) -> None:
        """Go `by` pages forward, or back where it is negative; stays within the form. Raises StoreError."""
        async with self._answering:  # an answer that is being written must not be put back by this
            draft = self._drafts.get(draft_id)
            if draft is None:
                return  # saved or thrown away meanwhile
            page = self._page(draft, self.position(draft) + by)
            if draft.page != page:
                await self._keep(replace(draft, page=page))

    async def show_page(self, draft_id: str, page: str) -> None:
        """Go to a page by its linkId. Raises SavedAlready, StoreError."""
        async with self._answering:
            await self._keep(replace(self._open_draft(draft_id), page=page))

    async def discard(self, draft_id: str) -> None:
        """Throw a draft away. Raises StoreError."""
        async with self._answering:
            await self._store.drop_draft(draft_id)
            self._drafts.pop(draft_id, None)
        self.changes.announce()

    # Inside

    def _new_drafts(self, form: str) -> list[Draft]:
        return [one for one in self._drafts.values() if one.form == form and one.entry_id is None]

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
