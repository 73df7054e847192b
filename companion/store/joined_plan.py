"""What a backup's safety plan and people become here."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from companion.domain.plan import Contact
from companion.domain.taken import Taken
from companion.store.joining import Here, Json, Loose, canonical, content_of, later, says_the_same, stable_id
from companion.store.plan import (
    DRAFT,
    PEOPLE,
    PLAN,
    VERSION,
    People,
    contact_from_json,
    people_from_json,
    people_to_json,
)
from companion.store.vault import Put


def join_plan(here: Here, told: Sequence[Loose], taken: Taken) -> list[Put]:
    """Return what writes a backup's plan and people: the newer plan and the newer of each person stand.

    What may be seen while locked is this device's own affair: a backup does not change it.
    """
    puts: list[Put] = []
    for one in told:
        match one.header["k"]:
            case "plan":
                puts += _plan(here, one, taken)
            case "plan-version":
                puts += _version(here, one)
            case "contacts":
                puts += _people(here, one, taken)
            case _:
                puts += _draft(here, one, taken)
    once = {canonical(put.body) if put.header["k"] == VERSION else put.id: put for put in puts}
    return list({put.id: put for put in once.values()}.values())


# The plan


def _plan(here: Here, told: Loose, taken: Taken) -> list[Put]:
    row = next(iter(here.vault.of_kind(PLAN)), None)
    mine = here.loose(row)
    header = {**told.header, "on_lock": bool(row and row.header["on_lock"])}
    if row is None or mine is None:
        taken.plan = True
        return [Put(row.id, header, told.body, row) if row else here.put(told._replace(header=header))]
    orders = [((one.header["changed"] or ""), content_of(one._replace(header={}))) for one in (mine, told)]
    reviewed = max(one.header["reviewed"] or "" for one in (mine, told)) or None
    if mine.body == told.body:
        changed = max(one.header["changed"] or "" for one in (mine, told)) or None
        joined = {**mine.header, "changed": changed, "reviewed": reviewed}
        return [Put(mine.id, joined, mine.body, row)] if joined != mine.header else []
    if orders[0] > orders[1]:
        return _version(here, told)
    taken.plan = True
    was_empty = not any(str(text).strip() for text in mine.body.get("texts", {}).values())
    return [Put(mine.id, header, told.body, row), *([] if was_empty else _version(here, mine))]


def _version(here: Here, one: Loose) -> list[Put]:
    """Keep what a plan said, once."""
    if any(kept.body == one.body for kept in here.of_kind(VERSION)):
        return []
    # The present plan's id stays the present plan's.
    id = one.id if one.header["k"] == VERSION and here.vault.get(one.id) is None else stable_id(VERSION, one.body)
    return [Put(id, {**one.header, "k": VERSION}, one.body, here.vault.stored(id))]


# The people


def _people(here: Here, told: Loose, taken: Taken) -> list[Put]:
    row = next(iter(here.vault.of_kind(PEOPLE)), None)
    mine = here.loose(row)
    own, theirs = _Side(mine.body if mine else {}), _Side(told.body)
    if mine is not None and own.removed_id in theirs.by_id and not theirs.times.get(str(own.removed_id)):
        own.gone.setdefault(str(own.removed_id), "")
    joined: list[Contact] = []
    kept: list[Contact] = []
    removed = own.people.removed
    for id, contact in own.by_id.items():
        other = theirs.by_id.get(id)
        if "" < own.times.get(id, "") < theirs.gone.get(id, ""):
            taken.people_removed.append(contact.name)
            removed = (len(joined), contact)
            kept.append(contact)
            continue
        stands, more = _person(own, theirs, contact, other, taken)
        joined += [stands, *more]
        if other is not None and _differ(stands, contact):
            kept.append(contact)
        elif other is not None and not more and _differ(other, contact):
            kept.append(other)
    for id, contact in theirs.by_id.items():
        if id in own.by_id:
            continue
        if id in own.gone and own.gone[id] >= theirs.times.get(id, ""):
            taken.people_left_out.append(contact.name)
            kept.append(contact)
            continue
        joined.append(replace(contact, on_lock=False))
        taken.people_added.append(contact.name)
    contacts = tuple({one.id: one for one in joined}.values())
    present = {one.id for one in contacts}
    removed = None if removed and removed[1].id in present else removed
    body = people_to_json(People(contacts, removed), _latest(own.times, theirs.times, present),
                          _latest(own.gone, theirs.gone, theirs.gone.keys() | own.gone.keys() - present))  # fmt: skip
    body["gone"] = {id: when for id, when in body["gone"].items() if id not in present}
    puts = [here_kept for one in kept for here_kept in _kept(here, one)]
    if mine is not None and mine.body.get("people") == body["people"] and mine.body.get("removed") == body["removed"]:
        return puts
    header = {"k": PEOPLE, **({"written": told.header["written"]} if told.header.get("written") else {})}
    put = Put(row.id, header, body, row) if row else here.put(told._replace(header=header, body=body))
    return [put, *puts]


class _Side:
    """The people of one side, with when each was changed or removed."""

    def __init__(self, body: Json) -> None:
        self.people = people_from_json(body) if body else People()
        self.by_id = {one.id: one for one in self.people.contacts}
        self.times: dict[str, str] = dict(body.get("times") or {})
        self.gone: dict[str, str] = dict(body.get("gone") or {})
        self.removed_id = self.people.removed[1].id if self.people.removed else None


def _person(
    own: _Side, theirs: _Side, contact: Contact, other: Contact | None, taken: Taken
) -> tuple[Contact, list[Contact]]:
    """The one that stands, and a second one where nobody knows which number is the right one."""
    if other is None or not _differ(contact, other):
        return contact, []
    when = own.times.get(contact.id, ""), theirs.times.get(contact.id, "")
    if when[0] == when[1] and contact.phone != other.phone:
        second = replace(other, id=stable_id(PEOPLE, contact.id, other.phone), on_lock=False)
        known = {(one.phone, one.name) for one in own.by_id.values()}
        if second.id in own.by_id or (other.phone, other.name) in known:
            return contact, []
        taken.people_added.append(second.name)
        return contact, [second]
    if (when[1], other.phone, other.name) > (when[0], contact.phone, contact.name):
        taken.people_changed.append(other.name)
        return replace(other, on_lock=contact.on_lock), []
    return contact, []


def _differ(one: Contact, other: Contact) -> bool:
    return replace(one, on_lock=False) != replace(other, on_lock=False)


def _latest(mine: Mapping[str, str], theirs: Mapping[str, str], ids: Any) -> dict[str, str]:
    return {id: max(mine.get(id, ""), theirs.get(id, "")) for id in sorted(ids) if id in mine or id in theirs}


def _kept(here: Here, contact: Contact) -> list[Put]:
    body = {**asdict(contact), "on_lock": False}
    return here.kept(Loose(contact.id, {"k": "contact"}, body))


# A contact that is being typed


def _draft(here: Here, told: Loose, taken: Taken) -> list[Put]:
    mine = next((one for one in here.of_kind(DRAFT) if one.header["of"] == told.header["of"]), None)
    if mine is None:
        known = people_from_json(people.body).contacts if (people := _present(here)) else ()
        if any(not _differ(contact_from_json(told.body), one) for one in known):
            return []  # it was saved meanwhile
        taken.others += 1
        return [here.put(told)]
    if says_the_same(mine, told):
        return []
    stands = later(mine, told)
    if stands is mine:
        return here.kept(told)
    taken.others += 1
    return [here.put(told, mine.id), *here.kept(mine)]


def _present(here: Here) -> Loose | None:
    return next(iter(here.of_kind(PEOPLE)), None)
