"""The course of infusions: the clinic's, those that were typed in, and what the person has told of each.

The clinic's are replaced at each look at its whole list of Appointments. The other two kinds are the person's own: they
stay on this device and in its backups.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from companion.domain.course import OwnInfusion, Told, both, merged, told_apart
from companion.domain.journal import Infusion, Occurrence, TookPlace
from companion.store.codec import infusion_from_json, occurrence_from_json, occurrence_to_json
from companion.store.vault import Put, Row, Vault

BOOKED, OWN, TOLD = "infusion", "own-infusion", "infusion-told"
KINDS = (BOOKED, OWN, TOLD)
PART = "course-part"
"""A record of this kind is there while the clinic's list, when it was last read, was not read completely."""

Json = Mapping[str, Any]


class CourseStore:
    """Reads the whole course; writes what is the person's own."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._one_at_a_time = asyncio.Lock()
        self._read: tuple[tuple[int, ...], tuple[Infusion, ...]] = ((), ())

    def all(self) -> Sequence[Infusion]:
        """The course in the order of time, cancelled ones too. The same object until one of them changes."""
        changes = tuple(self._vault.changes_of(kind) for kind in KINDS)
        if self._read[0] != changes:
            self._read = (changes, tuple(merged(self._clinics(), self._own(), self._told())))
        return self._read[1]

    @property
    def is_part(self) -> bool:
        """Whether the clinic's list, when it was last read, was not read completely."""
        return bool(self._vault.of_kind(PART))

    def own(self, id: str) -> OwnInfusion | None:
        """An infusion that was typed in."""
        row = self._vault.get(id)
        return own_from_json(row.id, row.header) if row and row.header["k"] == OWN else None

    def own_at(self, moment: datetime) -> OwnInfusion | None:
        """The one that was typed in for this moment and is to take place, also where the clinic has booked it."""
        return next((one for one in self._own() if one.start.at == moment and not one.is_cancelled), None)

    async def keep_own(self, own: OwnInfusion) -> None:
        """Write one that was typed in, new or changed. Raises StoreError."""
        async with self._one_at_a_time:
            await self._vault.write([Put(own.id, own_to_json(own), {}, self._vault.get(own.id))])

    async def tell(self, ids: Iterable[str], **facts: object) -> None:
        """Write what is told of one infusion under each of its ids, all of it or nothing. Raises StoreError.

        What its plan has left behind by now gets a record of its own with that: a new start does not replace it.
        """
        async with self._one_at_a_time:
            kept = self._told()
            told = told_apart(self._clinics(), self._own(), kept)
            for id in ids:
                told[id] = replace(told.get(id, Told(id)), **facts)  # type: ignore[arg-type]
            puts, twice = [], []
            for one in (one for id, one in told.items() if one != kept.get(id)):
                rows = self._rows_of(one.infusion)
                row = rows[0] if rows else None
                puts.append(Put(row.id if row else str(uuid4()), told_to_json(one), {}, row))
                twice += rows[1:]  # a backup brought it a second time
            if puts:
                await self._vault.write(puts, twice)

    def _clinics(self) -> list[Infusion]:
        return [infusion_from_json(row.header) for row in self._vault.of_kind(BOOKED)]

    def _own(self) -> list[OwnInfusion]:
        return [own_from_json(row.id, row.header) for row in self._vault.of_kind(OWN)]

    def _told(self) -> dict[str, Told]:
        found: dict[str, Told] = {}
        for row in self._vault.of_kind(TOLD):
            one = told_from_json(row.header)
            found[one.infusion] = both(found[one.infusion], one) if one.infusion in found else one
        return found

    def _rows_of(self, infusion: str) -> list[Row]:
        return [row for row in self._vault.of_kind(TOLD) if row.header["infusion"] == infusion]


def own_to_json(own: OwnInfusion) -> Json:
    """Header of an infusion that was typed in; it has no body."""
    return {
        "k": OWN,
        "start": occurrence_to_json(own.start),
        "cancelled": own.is_cancelled,
        "moved": _or_none(own.moved_from),
    }


def own_from_json(id: str, header: Json) -> OwnInfusion:
    """The inverse of `own_to_json`."""
    return OwnInfusion(id, occurrence_from_json(header["start"]), header["cancelled"], _from(header["moved"]))


def told_to_json(told: Told) -> Json:
    """Header of what was told; it has no body."""
    return {
        "k": TOLD,
        "infusion": told.infusion,
        "started": _or_none(told.started),
        "ended": _or_none(told.ended),
        "driver": told.has_driver,
        "driverDay": told.driver_day.isoformat() if told.driver_day else None,
        "driverName": told.driver,
        "tookPlace": str(told.took_place) if told.took_place else None,
        "answeredFor": _or_none(told.answered_for),
    }


def told_from_json(header: Json) -> Told:
    """The inverse of `told_to_json`."""
    day = header.get("driverDay")
    started, ended = _from(header["started"]), _from(header["ended"])
    answer = header.get("tookPlace")
    return Told(
        header["infusion"],
        started,
        ended,
        header["driver"],
        date.fromisoformat(day) if day else None,
        header.get("driverName", ""),
        TookPlace(answer) if answer in list(TookPlace) else None,
        _from(header.get("answeredFor")),
    )


def _or_none(when: Occurrence | None) -> Json | None:
    return occurrence_to_json(when) if when else None


def _from(data: Json | None) -> Occurrence | None:
    return occurrence_from_json(data) if data else None
