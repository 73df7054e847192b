"""Entries with their versions and the state of sending: what of a backup and of this journal becomes one."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from companion.domain.journal import Delivery
from companion.domain.taken import Taken
from companion.store.joining import Here, Json, Loose, canonical
from companion.store.vault import Put

ENTRY, VERSION, OUTBOX = "entry", "version", "outbox"
KINDS = (ENTRY, VERSION, OUTBOX)

Content = tuple[Json, Json]
"""Header and body of one version of an entry."""


def join_entries(here: Here, told: Sequence[Loose], taken: Taken, *, stays_here: bool = False) -> list[Put]:
    """Return what writes the entries of a backup: no version of either side is dropped.

    Where one side's present version is among the other's earlier ones, the other side went on from there. Where both
    went on by themselves, the one that was changed last stands, under a number above all others. `stays_here`: what
    is new here is never sent.
    """
    by_kind: dict[str, dict[str, list[Loose]]] = {kind: {} for kind in KINDS}
    for one in told:
        entry = one.id if one.header["k"] == ENTRY else one.header.get("entry")
        if isinstance(entry, str):
            by_kind[one.header["k"]].setdefault(entry, []).append(one)
    outbox = {row.header["entry"]: row for row in here.vault.of_kind(OUTBOX)}
    puts: list[Put] = []
    for id in by_kind[ENTRY].keys() | {id for id in by_kind[VERSION] if here.vault.get(id)}:
        entry = next(iter(by_kind[ENTRY].get(id, ())), None)
        versions, items = by_kind[VERSION].get(id, []), by_kind[OUTBOX].get(id, [])
        joined = _Joined(here, id, entry, versions)
        puts += joined.puts()
        row = outbox.get(id)
        item = joined.outbox(row.header if row else None, [one.header for one in items], stays_here)
        if item is not None and (row is None or item != row.header):
            fresh = items[0].id if items else str(uuid4())
            puts.append(Put(row.id, item, {}, row) if row else Put(fresh, item, {}, here.vault.stored(fresh)))
        joined.count(taken)
    return puts


class _Joined:
    """One entry of both sides."""

    def __init__(self, here: Here, id: str, entry: Loose | None, versions: Sequence[Loose]) -> None:
        self._here, self._id = here, id
        self._row = here.vault.get(id)
        mine = here.get(id)
        rows = [row for row in here.vault.of_kind(VERSION) if row.header["entry"] == id]
        self._own = {_key(*content): content for one in map(here.loose, rows) if one for content in [_of_version(one)]}
        self._versions = {_key(*_of_version(one)): one for one in versions}
        self._mine = (mine.header, mine.body) if mine else None
        self._theirs = (entry.header, entry.body) if entry else None
        self.present, self.is_theirs = self._present()
        self.number = self._number()

    def _present(self) -> tuple[Content | None, bool]:
        mine, theirs = self._mine, self._theirs
        if theirs is None:
            return mine, False
        if mine is None:
            is_newer = self._row is None or _order(theirs) >= _order((self._row.header, {}))
            return (theirs, True) if is_newer else (None, False)
        if _key(*mine) == _key(*theirs) or _key(*theirs) in self._own:
            return mine, False
        if _key(*mine) in self._versions:
            return theirs, True
        return max((mine, False), (theirs, True), key=lambda one: (_order(one[0]), _key(*one[0])))

    def _others(self) -> dict[str, Content]:
        """Every version but the present one."""
        told = {key: _of_version(one) for key, one in self._versions.items()}
        both = {_key(*one): one for one in (self._mine, self._theirs) if one}
        present = _key(*self.present) if self.present else ""
        return {key: one for key, one in {**both, **told, **self._own}.items() if key != present}

    def _number(self) -> int:
        """The present version's number: its own where it is above all others, else the next one."""
        if self.present is None:
            return self._row.header["version"] if self._row else 0
        others = max((head["version"] for head, _ in self._others().values()), default=0)
        same = [one[0]["version"] for one in (self._mine, self._theirs) if one and _key(*one) == _key(*self.present)]
        own = max(same, default=self.present[0]["version"])
        return int(own if own > others else others + 1)

    def puts(self) -> list[Put]:
        """What writes the present version and those that are not kept here yet."""
        puts = []
        stored = self._here.vault.stored(self._id)
        if self.present and (self.is_theirs or self.number != self.present[0]["version"]):
            puts.append(Put(self._id, {**self.present[0], "version": self.number}, self.present[1], stored))
        for key, (head, body) in self._others().items():
            if key not in self._own:
                told = self._versions.get(key)
                id = told.id if told and self._here.vault.get(told.id) is None else str(uuid4())
                header = {"k": VERSION, "entry": self._id, "head": head}
                puts.append(Put(id, header, body, self._here.vault.stored(id)))
        return puts

    def outbox(self, mine: Json | None, theirs: Sequence[Json], stays_here: bool) -> Json | None:
        """The state of sending of the present version; None where there is none to write."""
        told = [one for one in theirs if one.get("state") in list(Delivery) and isinstance(one.get("version"), int)]
        if self.present is None or (mine is None and self._row is not None and not told):
            return None
        if mine is not None and mine["state"] == Delivery.HERE:
            if stays_here or not told or any(one["state"] == Delivery.HERE for one in told):
                return {**mine, "version": self.number}
            mine = None  # the person says now that it is their own
        if stays_here and self._row is None:
            return _item(self._id, Delivery.HERE, self.number)
        said = [one for one in (mine, *told) if one]
        # The clinic's answer to this very version, whichever side heard it.
        same = [one for one in said if one["version"] == self.number and self._is_of_present(one, one is mine)]
        if sent := [one for one in same if one["state"] == Delivery.SENT]:
            return max(sent, key=lambda one: one["at"] or "")
        named = max((one for one in said if one["server"]), key=lambda one: one["at"] or "", default=None)
        if same and (same[0]["server"] or not named):
            return same[0]
        if not said:
            return _item(self._id, Delivery.PENDING, self.number)
        may_be_there = not named and any(one["state"] == Delivery.UNSURE for one in said)
        state = Delivery.UNSURE if may_be_there else Delivery.PENDING
        known = {key: named[key] for key in ("server", "etag", "at")} if named else {}
        return {**_item(self._id, state, self.number), **known}

    def _is_of_present(self, item: Json, is_mine: bool) -> bool:
        """Whether a state of sending speaks of the version that stands, and not of another one of the same number."""
        side = self._mine if is_mine else self._theirs
        return bool(side and self.present and _key(*side) == _key(*self.present))

    def count(self, taken: Taken) -> None:
        """Tell what became of it."""
        if self._theirs is None:
            return
        if not self.is_theirs:
            taken.there += 1
        elif self._row is None:
            taken.added += 1
        else:
            taken.updated += 1


def _item(entry: str, state: Delivery, version: int) -> dict[str, Any]:
    return {
        "k": OUTBOX, "entry": entry, "state": state.value, "version": version, "server": "", "etag": "", "at": None,
        "tries": 0, "due": None, "issues": [],
    }  # fmt: skip


def _of_version(one: Loose) -> Content:
    return one.header["head"], one.body


def _order(one: Content) -> tuple[str, int]:
    """By the time of change; of two of the same moment the higher number."""
    return one[0]["changed"], one[0]["version"]


def _key(head: Json, body: Json) -> str:
    """What makes a version itself: all but its number, which a join may raise."""
    return canonical({key: value for key, value in head.items() if key != "version"}, body)
