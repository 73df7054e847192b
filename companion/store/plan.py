"""The plan and the people as sealed records: one each, a plan's earlier versions, and people that are being written."""

import asyncio
from collections.abc import Mapping, Sequence
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

    async def load(self) -> None:
        """Read all of it; one that is damaged keeps nothing else from being read. Raises StoreError."""
        bodies = await self._vault.readable(
            [row for kind in (PLAN, PEOPLE, DRAFT) for row in self._vault.of_kind(kind)]
        )
        plan, people = self._row(PLAN), self._row(PEOPLE)
        self.plan = plan_from_json(plan.header, bodies[plan.id]) if plan and plan.id in bodies else Plan()
        self.people = people_from_json(bodies[people.id]) if people and people.id in bodies else People()
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
            put = Put(row.id if row else str(uuid4()), {"k": PEOPLE}, people_to_json(people), row)
            await self._vault.write([put], [draft] if draft else [], beside=beside)
            self.people = people
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


def people_to_json(people: People) -> Json:
    """The body of the people's record."""
    removed = people.removed
    return {
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


def merged(vault: Vault, bodies: Mapping[str, Json], told: Sequence[tuple[str, Json, Json]]) -> list[Put]:
    """What a backup's plan and people (id, header, body) add to those here; `bodies` are those here, as far as read.

    The newer plan stands, the other one stays as an earlier version. People who are not here are added. What may be
    seen while locked is this device's own affair: a backup does not change it.
    """
    puts: list[Put] = []
    begun = {row.header["of"] for row in vault.of_kind(DRAFT)}
    for id, header, body in told:
        here = next(iter(vault.of_kind(header["k"])), None)
        was = vault.stored(id)  # one that is damaged here is replaced
        match header["k"]:
            case "plan":
                header = {**header, "on_lock": bool(here and here.header["on_lock"])}
                puts += _plan_put(Put(id, header, body, was), here, bodies)
            case "contacts":
                puts.append(_people_put(Put(id, header, body, was), here, bodies))
            case "contact-draft" if header["of"] in begun:
                pass  # what is being written here stays
            case _ if vault.get(id) is None:
                puts.append(Put(id, header, body, was))
    return puts


def _plan_put(told: Put, here: Row | None, bodies: Mapping[str, Json]) -> list[Put]:
    if here is None:
        return [told]
    old = bodies.get(here.id)
    if told.body in bodies.values():
        return []  # it stands here, or did
    as_version = {"k": VERSION}
    if old is not None and (here.header["changed"] or "") >= (told.header["changed"] or ""):
        return [Put(str(uuid4()), {**told.header, **as_version}, told.body)]
    kept = [Put(str(uuid4()), {**here.header, **as_version}, old)] if old is not None else []
    return [replace(told, id=here.id, was=here), *kept]


def _people_put(told: Put, here: Row | None, bodies: Mapping[str, Json]) -> Put:
    own = people_from_json(bodies[here.id]) if here and here.id in bodies else People()
    known = {one.id for one in own.contacts}
    added = [replace(one, on_lock=False) for one in people_from_json(told.body).contacts if one.id not in known]
    # Who comes back from the backup is not to be brought back once more.
    is_back = own.removed is not None and own.removed[1].id in {one.id for one in added}
    people = People((*own.contacts, *added), None if is_back else own.removed)
    id, was = (here.id, here) if here else (told.id, told.was)
    return Put(id, {"k": PEOPLE}, people_to_json(people), was)
