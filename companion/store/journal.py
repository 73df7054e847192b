"""Entries, their older versions, drafts and outbox, as sealed records of one vault.

An entry and its outbox record change in one batch (invariant I2). An older version is a record of its own, so
the history of an entry stays when it is changed.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from companion.domain.course import taking_place
from companion.domain.journal import (
    Delivery,
    Draft,
    Entry,
    EntryHead,
    EntryStatus,
    Infusion,
    OutboxItem,
)
from companion.errors import EntryGone, RevisionConflict, SealBroken
from companion.store.codec import (
    draft_from_json,
    draft_to_json,
    entry_from_json,
    entry_to_json,
    head_from_json,
    infusion_from_json,
    infusion_to_json,
    outbox_from_json,
    outbox_to_json,
)
from companion.store.course import PART, CourseStore
from companion.store.vault import Put, Row, Vault


class JournalStore:
    """The journal over a vault. Writes of this object run one after the other."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._one_at_a_time = asyncio.Lock()
        self._outbox_ids: dict[str, str] = {}
        self._read: dict[str, tuple[Row, EntryHead]] = {}
        self._sorted: tuple[int, tuple[EntryHead, ...]] = (-1, ())
        self.course = CourseStore(vault)
        self.reindex()

    def reindex(self) -> None:
        """Find the outbox records anew, after a restore."""
        self._outbox_ids = {row.header["entry"]: row.id for row in self._vault.of_kind("outbox")}

    # Reading what the headers say: no waiting.

    def heads(self) -> Sequence[EntryHead]:
        """Every entry that was not removed, newest first. The same object until an entry changes."""
        changes = self._vault.changes_of("entry")
        if self._sorted[0] != changes:
            kept = [head for head in map(self._head_of, self._vault.of_kind("entry")) if not _is_removed(head)]
            kept.sort(key=lambda head: (head.occurrence.at, head.id), reverse=True)
            self._sorted = (changes, tuple(kept))
        return self._sorted[1]

    def removed(self) -> Sequence[EntryHead]:
        """Every entry that was taken out of the journal, the last one first."""
        gone = [head for head in map(self._head_of, self._vault.of_kind("entry")) if _is_removed(head)]
        return sorted(gone, key=lambda head: head.changed_at, reverse=True)

    def _head_of(self, row: Row) -> EntryHead:
        """A row's head, read once: a long journal has many."""
        known = self._read.get(row.id)
        if known is None or known[0] is not row:
            known = self._read[row.id] = (row, head_from_json(row.id, row.header))
        return known[1]

    def head(self, entry_id: str) -> EntryHead | None:
        """One entry's header, removed or not."""
        row = self._vault.get(entry_id)
        return head_from_json(row.id, row.header) if row else None

    def outbox(self) -> list[OutboxItem]:
        """The outbox state of every entry, in no promised order."""
        return [outbox_from_json(row.header) for row in self._vault.of_kind("outbox")]

    def outbox_of(self, entry_id: str) -> OutboxItem | None:
        """The outbox state of one entry."""
        row = self._outbox_row(entry_id)
        return outbox_from_json(row.header) if row else None

    def was_any_sent(self) -> bool:
        """Whether the clinic's server has given a name to one of the entries."""
        return any(row.header["server"] for row in self._vault.of_kind("outbox"))

    def infusions(self) -> list[Infusion]:
        """The course in its order, without what is cancelled: the clinic's infusions and those typed in."""
        return taking_place(self.course.all())

    # Reading bodies.

    async def entry(self, entry_id: str) -> Entry:
        """One entry with its answers. Raises EntryGone, SealBroken, StoreError."""
        row = self._vault.get(entry_id)
        if row is None:
            raise EntryGone("no such entry")
        body = (await self._vault.bodies([row]))[row.id]
        return entry_from_json(row.id, row.header, body)

    async def history(self, entry_id: str) -> list[Entry]:
        """The older versions of an entry that can be read, newest first."""
        rows = [row for row in self._vault.of_kind("version") if row.header["entry"] == entry_id]
        bodies = await self._vault.readable(rows)
        versions = [entry_from_json(entry_id, row.header["head"], bodies[row.id]) for row in rows if row.id in bodies]
        return sorted(versions, key=lambda entry: entry.head.version, reverse=True)

    async def drafts(self) -> list[Draft]:
        """Every draft that can be read: a damaged one does not keep the journal shut."""
        found = []
        for row in self._vault.of_kind("draft"):
            with suppress(SealBroken):
                body = (await self._vault.bodies([row]))[row.id]
                found.append(draft_from_json(row.id, row.header, body))
        return found

    # Writing.

    async def keep_draft(self, draft: Draft) -> None:
        """Write a draft, new or changed."""
        async with self._one_at_a_time:
            header, body = draft_to_json(draft)
            await self._vault.write([Put(draft.id, header, body, self._vault.get(draft.id))])

    async def drop_draft(self, draft_id: str) -> None:
        """Remove a draft."""
        async with self._one_at_a_time:
            row = self._vault.get(draft_id)
            if row:
                await self._vault.write(deletes=[row])

    async def keep_entry(self, entry: Entry, draft_id: str | None = None) -> None:
        """Write an entry, its older version, its outbox state and the end of its draft, all in one batch.

        The entry's version says whether it is new (1) or follows the stored one. Raises RevisionConflict when the
        stored one is not the version before.
        """
        async with self._one_at_a_time:
            row = self._vault.get(entry.head.id)
            if (row.header["version"] if row else 0) != entry.head.version - 1:
                raise RevisionConflict("the entry was changed meanwhile")
            header, body = entry_to_json(entry)
            draft = self._vault.get(draft_id) if draft_id else None
            stays = bool(draft and draft.header.get("stays"))
            puts = [Put(entry.head.id, header, body, row), self._pending(entry.head, stays_here=stays)]
            if row:
                puts.append(await self._older_version(row))
            await self._vault.write(puts, [draft] if draft else [])
            self._outbox_ids[entry.head.id] = puts[1].id

    async def move_in(self, entries: Sequence[tuple[Entry, Row]]) -> None:
        """Make entries of what was left under the front key, all in one batch: none is lost, none comes twice.

        Each takes the place of the record that it was left in, under its id. Raises RevisionConflict, StoreError.
        """
        async with self._one_at_a_time:
            puts = [Put(entry.head.id, *entry_to_json(entry), was) for entry, was in entries]
            pending = [self._pending(entry.head) for entry, _ in entries]
            await self._vault.write([*puts, *pending])
            self._outbox_ids |= {entry.head.id: put.id for (entry, _), put in zip(entries, pending, strict=True)}

    async def forget(self, entry_id: str) -> None:
        """Delete an entry with its versions and outbox state."""
        async with self._one_at_a_time:
            rows = [self._vault.get(entry_id), self._outbox_row(entry_id)]
            rows += [row for row in self._vault.of_kind("version") if row.header["entry"] == entry_id]
            await self._vault.write(deletes=[row for row in rows if row])
            self._outbox_ids.pop(entry_id, None)

    async def note_delivery(self, items: Sequence[OutboxItem]) -> None:
        """Write new outbox states, in one batch.

        A state speaks of `item.version`. Where the entry has moved on meanwhile, what the server called it is
        kept and the entry stays pending: an edit made while its entry was being sent is not lost.
        """
        async with self._one_at_a_time:
            puts, unchanged = [], []
            for item in items:
                entry, row = self._vault.get(item.entry_id), self._outbox_row(item.entry_id)
                if entry is None or row is None:
                    continue
                item = _bound_to(entry.header["version"], item, outbox_from_json(row.header))
                puts.append(Put(row.id, outbox_to_json(item), {}, row))
                unchanged.append(entry)
            if puts:
                await self._vault.write(puts, unchanged=unchanged)

    async def keep_infusions(self, infusions: Sequence[Infusion], *, is_whole: bool = True) -> None:
        """Replace the course by what the clinic says now.

        `is_whole`: False where the list may lack some. Then infusions are added and changed, none is removed, and
        the course knows that it rests on a part (`CourseStore.is_part`) until a whole list comes.
        """
        async with self._one_at_a_time:
            rows = {row.header["appointment"]: row for row in self._vault.of_kind("infusion")}
            known = {key: infusion_from_json(row.header) for key, row in rows.items()}
            moved = [_followed(infusion, known.get(infusion.appointment_id)) for infusion in infusions]
            wanted = {infusion.appointment_id: infusion_to_json(infusion) for infusion in moved}
            changed = [
                Put(rows[key].id if key in rows else str(uuid4()), header, {}, rows.get(key))
                for key, header in wanted.items()
                if key not in rows or rows[key].header != header
            ]
            gone = [row for key, row in rows.items() if key not in wanted and is_whole]
            marks = self._vault.of_kind(PART)
            if not is_whole and not marks:
                changed.append(Put(str(uuid4()), {"k": PART}, {}))
            gone += marks if is_whole else []
            if changed or gone:
                await self._vault.write(changed, gone)

    def _pending(self, head: EntryHead, *, stays_here: bool = False) -> Put:
        row = self._outbox_row(head.id)
        before = outbox_from_json(row.header) if row else OutboxItem(head.id, Delivery.PENDING, head.version)
        # What may already be there stays "may be there": it is looked for before it is sent again.
        kept = before.state in (Delivery.UNSURE, Delivery.HERE)
        state = Delivery.HERE if stays_here else before.state if kept else Delivery.PENDING
        item = replace(before, state=state, version=head.version, tries=0, due=None, issues=())
        return Put(row.id if row else str(uuid4()), outbox_to_json(item), {}, row)

    async def _older_version(self, row: Row) -> Put:
        body = (await self._vault.bodies([row]))[row.id]
        return Put(str(uuid4()), {"k": "version", "entry": row.id, "head": row.header}, body)

    def _outbox_row(self, entry_id: str) -> Row | None:
        row_id = self._outbox_ids.get(entry_id)
        return self._vault.get(row_id) if row_id else None


def _followed(infusion: Infusion, before: Infusion | None) -> Infusion:
    """The infusion with the time from which it was moved, if it was."""
    if before is None:
        return infusion
    moved = before.moved_from if before.start.at == infusion.start.at else before.start
    return replace(infusion, moved_from=None if moved and moved.at == infusion.start.at else moved)


def _is_removed(head: EntryHead) -> bool:
    return head.status is EntryStatus.REMOVED


def _bound_to(version: int, item: OutboxItem, stored: OutboxItem) -> OutboxItem:
    """The state to write for an entry that is at `version` now."""
    if item.version == version:
        return item
    if not item.server_id:
        return stored
    return replace(stored, state=Delivery.PENDING, server_id=item.server_id, etag=item.etag)


def is_due(item: OutboxItem, now: datetime) -> bool:
    """Whether an entry waits to be sent and may be tried now."""
    waits = item.state in (Delivery.PENDING, Delivery.UNSURE)
    return waits and (item.due is None or item.due <= now)
