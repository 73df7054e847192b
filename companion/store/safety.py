"""The log of warnings: which rules showed a card, at which level, when. Sealed like everything of the journal."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from companion.domain.safety.rules import LEVELS, Topic
from companion.domain.safety.warned import Warned
from companion.store.vault import Put, Vault

KIND = "warned"


class SafetyLog:
    """Lines are added; of a line that is there nothing changes but that it was folded."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._read: tuple[int, list[Warned]] = (-1, [])

    def all(self) -> list[Warned]:
        """Every line, the newest first."""
        changes = self._vault.changes_of(KIND)
        if self._read[0] != changes:
            found = [_from_json(row.id, row.header) for row in self._vault.of_kind(KIND)]
            self._read = (changes, sorted(found, key=lambda one: one.at, reverse=True))
        return self._read[1]

    async def add(self, line: Warned) -> None:
        """Keep a line; durable when this returns. Raises StoreError."""
        await self._vault.write([Put(line.id, _to_json(line))])

    async def fold(self, ids: Collection[str], at: datetime) -> None:
        """Note when lines were folded (UTC); a line that was folded before keeps its moment. Raises StoreError."""
        rows = [row for row in self._vault.of_kind(KIND) if row.id in ids and not row.header.get("folded")]
        if rows:
            await self._vault.write([Put(row.id, {**row.header, "folded": at.isoformat()}, was=row) for row in rows])


def _to_json(line: Warned) -> dict[str, Any]:
    return {
        "k": KIND,
        "at": line.at.isoformat(),
        "level": line.level.name.lower(),
        "topic": line.topic.value,
        "message": line.message,
        "form": line.form,
        "rules": [[rule, level.name.lower()] for rule, level in line.rules],
        **({"same_day": True} if line.same_day else {}),
        **({"folded": line.folded.isoformat()} if line.folded else {}),
    }


def _from_json(id: str, header: Mapping[str, Any]) -> Warned:
    return Warned(
        id=id,
        at=datetime.fromisoformat(header["at"]),
        level=LEVELS[header["level"]],
        topic=Topic(header["topic"]),
        message=header["message"],
        form=header["form"],
        rules=tuple((rule, LEVELS[level]) for rule, level in header["rules"]),
        same_day=header.get("same_day") is True,
        folded=datetime.fromisoformat(header["folded"]) if header.get("folded") else None,
    )
