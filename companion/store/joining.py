"""How a record of a backup and the one that is here become one: the newer stands, the other one is kept.

`written` in a header is when it was written (UTC, ISO 8601); records of older apps have none. What is replaced stays as
a record of the kind `EARLIER`, under an id made of its content: so a second restore adds nothing, and both sides of
two restores end up with the same.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from companion.store.vault import WRITTEN, Put, Row, Vault

Json = Mapping[str, Any]

EARLIER = "earlier"
_SPACE = UUID("5b0f2c7e-7d0f-4f0e-9a52-0c3c0c1d8f11")


class Loose(NamedTuple):
    """A record out of its vault."""

    id: str
    header: Json
    body: Json


@dataclass(frozen=True)
class Here:
    """What is in the vault, with the bodies that can be read."""

    vault: Vault
    bodies: Mapping[str, Json]

    def loose(self, row: Row | None) -> Loose | None:
        """Return a record of this vault, None where it is not there or cannot be read."""
        return Loose(row.id, row.header, self.bodies[row.id]) if row and row.id in self.bodies else None

    def get(self, id: str) -> Loose | None:
        """Return a record by its id."""
        return self.loose(self.vault.get(id))

    def of_kind(self, kind: str) -> list[Loose]:
        """Return all records of a kind that can be read."""
        return [one for row in self.vault.of_kind(kind) if (one := self.loose(row))]

    def put(self, one: Loose, id: str = "") -> Put:
        """Return what writes a record under its id or another one, over whatever has that id."""
        return Put(id or one.id, one.header, one.body, self.vault.stored(id or one.id))

    def kept(self, one: Loose) -> list[Put]:
        """Return what keeps a record that is replaced; nothing where it is kept already."""
        head = {key: value for key, value in one.header.items() if key != WRITTEN}
        id = stable_id(EARLIER, one.id, head, one.body)
        if self.vault.get(id):
            return []
        header = {"k": EARLIER, "of": one.header["k"], "id": one.id, "head": one.header}
        return [Put(id, header, one.body, self.vault.stored(id))]


def canonical(*parts: object) -> str:
    """Return JSON in one form for one content."""
    return json.dumps(parts, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def stable_id(*parts: object) -> str:
    """Return an id that is made of a content: the same on every device."""
    return str(uuid5(_SPACE, canonical(*parts)))


def written(one: Loose) -> str:
    """Return when a record was written, "" where that is not known."""
    return str(one.header.get(WRITTEN) or one.header.get("changed_at") or "")


def says_the_same(one: Loose, other: Loose) -> bool:
    """Return whether two records differ in nothing but when they were written."""
    return content_of(one) == content_of(other)


def content_of(one: Loose) -> str:
    """Return what a record says, without when it was written, as one text."""
    unlike = (WRITTEN, "changed_at")
    return canonical({key: value for key, value in one.header.items() if key not in unlike}, one.body)


def later(one: Loose, other: Loose) -> Loose:
    """Return the one that was written later; the same one whichever way round they are given."""
    return max(one, other, key=lambda record: (written(record), content_of(record)))
