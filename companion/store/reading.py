"""What was read and what is to be asked, as sealed records of kinds of their own: nothing of it is ever sent."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from companion.domain.reading import Question, Reading
from companion.store.codec import time_from_json
from companion.store.vault import Put, Row, Vault

READING, QUESTION = "reading", "question"
BEGUN, REMOVED = "question-begun", "question-removed"


class ReadingLog:
    """Readings by their article, and questions."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._one_at_a_time = asyncio.Lock()
        self._read: tuple[int, dict[str, Reading]] = (-1, {})

    def readings(self) -> Mapping[str, Reading]:
        """Every article that was opened, by its id."""
        changes = self._vault.changes_of(READING)
        if self._read[0] != changes:
            found = [_reading(row) for row in self._vault.of_kind(READING)]
            self._read = (changes, {one.article: one for one in found})
        return self._read[1]

    def questions(self) -> list[Question]:
        """Every question, in the order in which they were asked."""
        return sorted(map(_question, self._vault.of_kind(QUESTION)), key=lambda one: (one.asked_at, one.id))

    def begun(self) -> str:
        """The question that is being typed, "" for none."""
        return next((str(row.header["text"]) for row in self._vault.of_kind(BEGUN)), "")

    async def keep_begun(self, text: str, at: datetime) -> None:
        """Write a question as far as it is typed at this moment (UTC); "" deletes it. Raises StoreError."""
        async with self._one_at_a_time:
            row = next(iter(self._vault.of_kind(BEGUN)), None)
            if text:
                header = {"k": BEGUN, "text": text, "changed_at": at.isoformat()}
                await self._vault.write([Put(row.id if row else str(uuid4()), header, {}, row)])
            elif row:
                await self._vault.write(deletes=[row])

    async def change_reading(self, article: str, **changed: Any) -> bool:
        """Change some of what is known of an article, whatever else changes at the moment; whether anything did.

        Raises StoreError.
        """
        async with self._one_at_a_time:
            before = self.readings().get(article, Reading(article))
            after = replace(before, **changed)
            if after == before:
                return False
            row = next((row for row in self._vault.of_kind(READING) if row.header["article"] == article), None)
            header = {"k": READING, **asdict(after)}
            await self._vault.write([Put(row.id if row else str(uuid4()), header, {}, row)])
            return True

    async def keep_question(self, question: Question) -> None:
        """Write a question, new or changed. Raises StoreError."""
        async with self._one_at_a_time:
            header = {"k": QUESTION, **asdict(question), "asked_at": question.asked_at.isoformat()}
            del header["id"]
            await self._vault.write([Put(question.id, header, {}, self._vault.get(question.id))])

    def removed(self) -> Question | None:
        """The question that was removed last and can come back."""
        row = self._last_removed()
        return replace(_question(row), id=row.header["question"]) if row else None

    async def drop_question(self, id: str) -> None:
        """Remove a question, and keep it where `bring_back` finds it, in one batch. Raises StoreError.

        Those that were removed before stay there, too: they come back one after the other.
        """
        async with self._one_at_a_time:
            row, others = self._vault.get(id), self._vault.of_kind(REMOVED)
            if row:
                header = {
                    **row.header,
                    "k": REMOVED,
                    "question": id,
                    "number": 1 + max(map(_number, others), default=0),
                }
                await self._vault.write([Put(str(uuid4()), header, {}, None)], [row])

    async def bring_back(self) -> None:
        """Put the question that was removed last back. Raises StoreError."""
        async with self._one_at_a_time:
            slot = self._last_removed()
            if slot:
                header = {key: value for key, value in slot.header.items() if key not in ("question", "number")}
                header, id = {**header, "k": QUESTION}, str(slot.header["question"])
                await self._vault.write([Put(id, header, {}, self._vault.get(id))], [slot] if slot.id != id else [])

    def _last_removed(self) -> Row | None:
        listed = {row.id for row in self._vault.of_kind(QUESTION)}
        gone = [row for row in self._vault.of_kind(REMOVED) if row.header["question"] not in listed]
        return max(gone, key=lambda one: (_number(one), one.id), default=None)


def _number(row: Row) -> int:
    """The place of a removed question among those; an older app kept one alone."""
    return int(row.header.get("number", 0))


def _reading(row: Row) -> Reading:
    return Reading(**_known(row, Reading))


def _question(row: Row) -> Question:
    known = {**_known(row, Question), "id": row.id}
    return Question(**{**known, "asked_at": time_from_json(known["asked_at"])})


def _known(row: Row, kind: type[Any]) -> dict[str, Any]:
    return {key: value for key, value in row.header.items() if key in kind.__dataclass_fields__}
