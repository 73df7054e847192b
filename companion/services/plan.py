"""The person's people and safety plan, as screens of an open journal use them; what is allowed on the lock screen.

What may be seen while locked is written in the same batch as what it is a copy of: it is never older, and never stays.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from companion.domain.plan import Contact, Plan, Step, phone_uri
from companion.errors import InvalidAnswer, SealBroken, StoreError, StoreFull
from companion.ports import Clock
from companion.services.changes import Changes
from companion.services.preferences import Preferences
from companion.store.front import FrontStore
from companion.store.plan import People, PlanStore, plan_to_json
from companion.store.vault import Json

log = logging.getLogger("companion.plan")


class Support:
    """Plan and people of one open journal. Every change is durable when the call returns."""

    def __init__(self, store: PlanStore, front: FrontStore, preferences: Preferences, clock: Clock) -> None:
        self._store = store
        self._front = front
        self._preferences = preferences
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()
        self._unsaved: Plan | None = None
        self._unsaved_contacts: set[str] = set()
        self._is_begun = False
        self.changes = Changes()

    async def load(self) -> None:
        """Read all of it, and bring what may be seen while locked in line with it. Raises StoreError.

        Where that cannot be written the journal opens all the same; it is tried again at the next opening.
        """
        await self._store.load()
        try:
            await self.refresh()
        except StoreError as error:
            log.error("what may be seen while locked was not brought up to date: %s", type(error).__name__)

    async def reload(self) -> None:
        """Read all of it anew, after a restore. Raises StoreError."""
        await self.load()
        self.changes.announce()

    async def refresh(self) -> None:
        """What may be seen while locked, as it is now; the country's numbers are in it. Raises StoreError."""
        async with self._one_at_a_time:
            wanted = self._shown(self._store.plan, self._store.people)
            try:
                is_right = await self._front.shown() == wanted
            except SealBroken:
                is_right = False
            if not is_right:
                await self._front.show(wanted)

    # The plan

    @property
    def plan(self) -> Plan:
        """As it was written last."""
        return self._unsaved or self._store.plan

    @property
    def is_kept(self) -> bool:
        """Whether all that was typed is stored; else its newest letters are on the screen alone."""
        return self._unsaved is None

    def begin(self) -> None:
        """Somebody opens the plan for writing: what it said before stays as an earlier version."""
        self._is_begun = False

    async def write(self, step: Step, typed: str) -> None:
        """Keep what was typed for a step. Raises StoreError; what was typed stays on the screen then."""
        async with self._one_at_a_time:
            before = self.plan
            if before.texts.get(step, "") == typed:
                return
            plan = replace(before, texts={**before.texts, step: typed}, changed_at=self._clock.now())
            try:
                await self._keep(plan, keeps_old=not self._is_begun)
            except StoreFull:
                self._unsaved = plan
                self.changes.announce()
                raise
            self._is_begun = True

    async def keep_unsaved(self) -> None:
        """Store what is on the screen alone, before the journal is locked. Raises StoreError."""
        async with self._one_at_a_time:
            if self._unsaved:
                await self._keep(self._unsaved, keeps_old=not self._is_begun)
            for contact_id in tuple(self._unsaved_contacts):
                await self.type_contact(contact_id, self._store.drafts[contact_id])

    async def reviewed(self) -> None:
        """The person has looked at it, and it still fits. Raises StoreError."""
        async with self._one_at_a_time:
            await self._keep(replace(self.plan, reviewed_at=self._clock.now()))

    async def versions(self) -> Sequence[tuple[str, Plan]]:
        """What the plan said earlier, the newest first. Raises StoreError."""
        return await self._store.versions()

    async def bring_back(self, version: Plan) -> None:
        """Let it say again what it said then; what it says now stays as an earlier version. Raises StoreError."""
        async with self._one_at_a_time:
            if self.plan.texts != version.texts:  # else a second tap
                now = self._clock.now()
                await self._keep(replace(self.plan, texts=version.texts, changed_at=now), keeps_old=True)

    def is_due(self, flagged_at: datetime | None) -> bool:
        """Whether it is time to look at it again."""
        return self.plan.is_due(self._clock.now(), flagged_at)

    async def _keep(self, plan: Plan, *, keeps_old: bool = False) -> None:
        beside = await self._front.showing(self._shown(plan, self._store.people))
        await self._store.keep_plan(plan, beside, keeps_old=keeps_old)
        self._unsaved = None
        self.changes.announce()

    # The people

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """In the person's order."""
        return self._store.people.contacts

    @property
    def removed(self) -> Contact | None:
        """Who was removed last, and can come back."""
        removed = self._store.people.removed
        return removed[1] if removed else None

    def contact(self, contact_id: str) -> Contact | None:
        """One of them."""
        return next((one for one in self.contacts if one.id == contact_id), None)

    def draft(self, contact_id: str) -> Contact | None:
        """What was typed of a contact and not saved; "" for a new one."""
        return self._store.drafts.get(contact_id)

    def begun(self, contact_id: str) -> Contact:
        """A contact as far as it is typed, else as it is kept; "" is a new one, which has its id from the first letter.

        So a second tap on Save writes the same one once more.
        """
        return self.draft(contact_id) or self.contact(contact_id) or Contact(str(uuid4()), "")

    async def type_contact(self, contact_id: str, contact: Contact) -> None:
        """Keep a contact as far as it is typed. Raises StoreError; it stays on the screen then."""
        self._unsaved_contacts.add(contact_id)
        await self._store.keep_draft(contact_id, contact)
        self._unsaved_contacts.discard(contact_id)

    async def discard(self, contact_id: str) -> None:
        """Throw away what was typed. Raises StoreError."""
        await self._store.drop_draft(contact_id)
        self._unsaved_contacts.discard(contact_id)
        self.changes.announce()

    async def keep_contact(self, contact_id: str) -> None:
        """Make a contact of what was typed, a new one at the end. Raises InvalidAnswer, StoreError."""
        async with self._one_at_a_time:
            typed = self._store.drafts.get(contact_id)
            if typed is None:
                return  # a second tap
            if not typed.name.strip() or not phone_uri(typed.phone):
                raise InvalidAnswer("a contact has a name and a number that can be called")
            kept = replace(typed, id=contact_id or typed.id or str(uuid4()), name=typed.name.strip())
            people = self._store.people
            if self.contact(kept.id):
                contacts = tuple(kept if one.id == kept.id else one for one in people.contacts)
            else:
                contacts = (*people.contacts, kept)
            await self._keep_people(replace(people, contacts=contacts), drops=contact_id)

    async def remove(self, contact_id: str) -> None:
        """Take somebody out; `bring_back_contact` undoes it. Raises StoreError."""
        async with self._one_at_a_time:
            people = self._store.people
            found = next((at for at, one in enumerate(people.contacts) if one.id == contact_id), None)
            if found is not None:
                rest = tuple(one for one in people.contacts if one.id != contact_id)
                await self._keep_people(People(rest, (found, people.contacts[found])), drops=contact_id)

    async def bring_back_contact(self) -> None:
        """Undo `remove`. Raises StoreError."""
        async with self._one_at_a_time:
            people = self._store.people
            if people.removed:
                at, contact = people.removed
                await self._keep_people(People((*people.contacts[:at], contact, *people.contacts[at:])))

    async def move_up(self, contact_id: str) -> None:
        """One place nearer to the first. Raises StoreError."""
        async with self._one_at_a_time:
            contacts = list(self.contacts)
            at = next((at for at, one in enumerate(contacts) if one.id == contact_id), 0)
            if at:
                contacts[at - 1], contacts[at] = contacts[at], contacts[at - 1]
                await self._keep_people(replace(self._store.people, contacts=tuple(contacts)))

    async def mark(self, step: Step, contact_id: str) -> None:
        """Whether somebody stands with TELL or COMPANY, turned around. Raises StoreError."""
        role = "can_tell" if step is Step.TELL else "is_company"
        async with self._one_at_a_time:
            await self._turn(contact_id, role)

    async def _turn(self, contact_id: str, what: str) -> None:
        people = self._store.people
        contacts = [_turned(one, what) if one.id == contact_id else one for one in people.contacts]
        await self._keep_people(replace(people, contacts=tuple(contacts)))

    async def _keep_people(self, people: People, drops: str | None = None) -> None:
        beside = await self._front.showing(self._shown(self._store.plan, people))
        await self._store.keep_people(people, beside, drops)
        if drops is not None:
            self._unsaved_contacts.discard(drops)
        self.changes.announce()

    # The lock screen

    async def turn_plan(self) -> None:
        """Whether the plan may be seen while locked, turned around. Raises StoreError."""
        async with self._one_at_a_time:
            await self._keep(replace(self.plan, on_lock=not self.plan.on_lock))

    async def turn_contact(self, contact_id: str) -> None:
        """Whether somebody may be seen while locked, turned around. Raises StoreError."""
        async with self._one_at_a_time:
            await self._turn(contact_id, "on_lock")

    def _shown(self, plan: Plan, people: People) -> Json:
        """What may be seen while locked, {} where nothing may."""
        shown: dict[str, object] = {}
        if plan.on_lock and not plan.is_empty:
            shown["plan"] = [*plan_to_json(plan)]
        if allowed := [asdict(one) for one in people.contacts if one.on_lock]:
            shown["contacts"] = allowed
        return {**shown, "country": self._preferences.choices.country} if shown else {}


def _turned(contact: Contact, what: str) -> Contact:
    turned: Any = {what: not getattr(contact, what)}
    return replace(contact, **turned)
