"""The plan and the people as sealed records: one each, a plan's earlier versions, and people that are being written."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import uuid4

from companion.domain.plan import Contact, Plan
from companion.ports import Batch
from companion.store.codec import time_from_json, time_to_json
from companion.store.vault import NOTHING_BESIDE, Put, Row, Vault

Json = Mapping[str, Any]

PLAN, VERSION, PEOPLE, DRAFT = "plan", "plan-version", "contacts", "contact-draft"
KINDS = (PLAN, VERSION, PEOPLE, DRAFT)


@dataclass(frozen=True, slots=True)
class People:
    """All contacts in their order, and the one that was removed last, with its place."""

    contacts: tuple[Contact, ...] = ()
    removed: tuple[int, Contact] | None = None


class PlanStore:
    """Plan and people of one vault. Writes run one after the other; what is read stays in memory while it is open."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._one_at_a_time = asyncio.Lock()
        self.plan = Plan()
        self.people = People()
        self.drafts: dict[str, Contact] = {}
        self._times: dict[str, str] = {}
        self._gone: dict[str, str] = {}

    async def load(self) -> None:
        """Read all of it; one that is damaged keeps nothing else from being read. Raises StoreError."""
        bodies = await self._vault.readable(
            [row for kind in (PLAN, PEOPLE, DRAFT) for row in self._vault.of_kind(kind)]
        )
        plan, people = self._row(PLAN), self._row(PEOPLE)
        self.plan = plan_from_json(plan.header, bodies[plan.id]) if plan and plan.id in bodies else Plan()
        self.people = people_from_json(bodies[people.id]) if people and people.id in bodies else People()
        self._times = dict(bodies[people.id].get("times") or {}) if people and people.id in bodies else {}
        self._gone = dict(bodies[people.id].get("gone") or {}) if people and people.id in bodies else {}
        drafts = [row for row in self._vault.of_kind(DRAFT) if row.id in bodies]
        self.drafts = {row.header["of"]: contact_from_json(bodies[row.id]) for row in drafts}

    async def keep_plan(self, plan: Plan, beside: Batch = NOTHING_BESIDE, *, keeps_old: bool = False) -> None:
        """Write the plan; with `keeps_old` what stood before stays as an earlier version. Raises StoreError."""
        async with self._one_at_a_time:
            row = self._row(PLAN)
            puts = [Put(row.id if row else str(uuid4()), *plan_to_json(plan), row)]
            if keeps_old and not self.plan.is_empty:
                header, body = plan_to_json(self.plan)
                puts.append(Put(str(uuid4()), {**header, "k": VERSION}, body))
            await self._vault.write(puts, beside=beside)
            self.plan = plan

    async def versions(self) -> list[tuple[str, Plan]]:
        """Earlier versions with their ids, the newest first. Raises StoreError."""
        rows = self._vault.of_kind(VERSION)
        bodies = await self._vault.readable(rows)
        found = [(row.id, plan_from_json(row.header, bodies[row.id])) for row in rows if row.id in bodies]
        return sorted(found, key=lambda one: time_to_json(one[1].changed_at) or "", reverse=True)

    async def keep_people(self, people: People, beside: Batch = NOTHING_BESIDE, drops: str | None = None) -> None:
        """Write the people; `drops` names a draft that ends with it. Raises StoreError."""
        async with self._one_at_a_time:
            row, draft = self._row(PEOPLE), self._draft_row(drops)
            times, gone = self._changed(people)
            put = Put(row.id if row else str(uuid4()), {"k": PEOPLE}, people_to_json(people, times, gone), row)
            await self._vault.write([put], [draft] if draft else [], beside=beside)
            self.people, self._times, self._gone = people, times, gone
            if drops is not None:
                self.drafts.pop(drops, None)

    async def keep_draft(self, of: str, contact: Contact) -> None:
        """Write a contact as far as it is typed; `of` is its id, "" for a new one. Raises StoreError."""
        async with self._one_at_a_time:
            self.drafts[of] = contact  # also where it cannot be written: it is still on the screen
            row = self._draft_row(of)
            put = Put(row.id if row else str(uuid4()), {"k": DRAFT, "of": of}, asdict(contact), row)
            await self._vault.write([put])

    async def drop_draft(self, of: str) -> None:
        """Throw away what was typed. Raises StoreError."""
        async with self._one_at_a_time:
            if row := self._draft_row(of):
                await self._vault.write(deletes=[row])
            self.drafts.pop(of, None)

    def _changed(self, people: People) -> tuple[dict[str, str], dict[str, str]]:
        """When each person was changed and each removed one was removed, with what changes now."""
        moment = self._vault.moment() or ""
        before = {one.id: replace(one, on_lock=False) for one in self.people.contacts}
        after = {one.id: replace(one, on_lock=False) for one in people.contacts}
        changed = {id: moment for id, one in after.items() if before.get(id) != one and moment}
        times = {id: when for id, when in {**self._times, **changed}.items() if id in after}
        removed = dict.fromkeys(before.keys() - after.keys(), moment)
        return times, {id: when for id, when in {**self._gone, **removed}.items() if id not in after}

    def _row(self, kind: str) -> Row | None:
        return next(iter(self._vault.of_kind(kind)), None)

    def _draft_row(self, of: str | None) -> Row | None:
        return next((row for row in self._vault.of_kind(DRAFT) if row.header["of"] == of), None)


def plan_to_json(plan: Plan) -> tuple[Json, Json]:
    """Header and body of a plan."""
    header = {
        "k": PLAN,
        "changed": time_to_json(plan.changed_at),
        "reviewed": time_to_json(plan.reviewed_at),
        "on_lock": plan.on_lock,
    }
    return header, {"texts": dict(plan.texts)}


def plan_from_json(header: Json, body: Json) -> Plan:
    """The inverse of `plan_to_json`."""
    times = time_from_json(header["changed"]), time_from_json(header["reviewed"])
    return Plan(body["texts"], *times, header["on_lock"])


def contact_from_json(data: Json) -> Contact:
    """A contact; what an older version did not know is as it is for a new one."""
    return Contact(**{key: value for key, value in data.items() if key in Contact.__dataclass_fields__})


def people_to_json(
    people: People, times: Mapping[str, str] | None = None, gone: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The body of the people's record; `times` and `gone`: when each was changed or removed (UTC, ISO 8601), by id."""
    removed = people.removed
    return {
        "times": dict(times or {}),
        "gone": dict(gone or {}),
        "people": [asdict(one) for one in people.contacts],
        "removed": [removed[0], asdict(removed[1])] if removed else None,
    }


def people_from_json(body: Json) -> People:
    """The inverse of `people_to_json`."""
    removed = body["removed"]
    return People(
        tuple(contact_from_json(one) for one in body["people"]),
        (removed[0], contact_from_json(removed[1])) if removed else None,
    )
