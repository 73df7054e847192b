"""What a backup's records become here, kind by kind: drafts, infusions, questions, reading, settings, and the rest."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from companion.domain.course import Told, both
from companion.domain.journal import TookPlace
from companion.domain.taken import Taken
from companion.store.course import BOOKED, PART, TOLD, own_from_json, told_from_json, told_to_json
from companion.store.joined_entries import ENTRY, VERSION
from companion.store.joined_questions import join_begun, join_questions, join_removed
from companion.store.joining import Here, Json, Loose, canonical, content_of, later, says_the_same, stable_id, written
from companion.store.reading import BEGUN, QUESTION, READING, REMOVED
from companion.store.safety import KIND as WARNED
from companion.store.vault import WRITTEN, Put

DRAFT, SETTINGS = "draft", "settings"
OF_THIS_DEVICE = ("k", WRITTEN, "set", "knows_key_file", "was_asked_to_keep", "knows_home_screen", "help_profile",
                  "lock_after", "locks_in_background")  # fmt: skip
"""Settings that a backup does not change where there are some."""

Join = Callable[[Here, Sequence[Loose], Taken], list[Put]]


def join_drafts(here: Here, told: Sequence[Loose], taken: Taken, entries: Sequence[Loose] = ()) -> list[Put]:
    """Return what writes the drafts of a backup: one that went on there goes on here.

    Where two of one draft say different things, the older one stays as a draft of its own. One that became an entry
    meanwhile, on either side, does not come back.
    """
    kept = (*here.of_kind(ENTRY), *here.of_kind(VERSION), *entries)
    puts: list[Put] = []
    for one in told:
        if any(_became(one, entry) for entry in kept):
            continue
        mine = here.get(one.id)
        if mine is None:
            puts.append(here.put(one))
            taken.drafts += 1
            continue
        is_free_now = mine.header.get("stays") and not one.header.get("stays")  # the person says that it is their own
        if is_free_now:
            mine = mine._replace(header={key: said for key, said in mine.header.items() if key != "stays"})
        stands = max(mine, one, key=lambda draft: (written(draft), len(draft.body["answers"]), content_of(draft)))
        other = mine if stands is one else one
        is_new = stands is one and not says_the_same(mine, one)
        if is_new or is_free_now:
            puts.append(here.put(stands))
            taken.drafts += is_new
        if _is_in(other.body, stands.body):
            continue
        if written(mine) != written(one) and _has_words_of(stands.body, other.body):
            puts += here.kept(other)
        else:
            copy = replace_id(other)
            if here.vault.get(copy.id) is None:
                puts.append(here.put(copy))
                taken.drafts += 1
    return puts


def replace_id(draft: Loose) -> Loose:
    """Return a draft under an id of its own, made of what it says."""
    head = {key: value for key, value in draft.header.items() if key != WRITTEN}
    return draft._replace(id=stable_id(DRAFT, head, draft.body["answers"], draft.body.get("typed")))


def _became(draft: Loose, entry: Loose) -> bool:
    """Whether an entry, or a version of one, is what this draft became.

    A new one by when it was begun, or by words that were typed; all its answers are in it. A list is dated by when it
    was finished.
    """
    head, answers = entry.header.get("head", entry.header), draft.body["answers"]
    if draft.body.get("typed") or head["form"] != draft.header["form"]:
        return False
    if changes := draft.header.get("entry"):
        return bool(entry.header.get("entry", entry.id) == changes and entry.body.get("answers") == answers)
    is_same = head["when"]["at"] == draft.header["started"]["at"] or any("string" in one for one in answers.values())
    return is_same and _has_all(entry.body.get("answers", {}), answers)


def _is_in(body: Json, whole: Json) -> bool:
    """Whether all that was answered and typed in one draft is in another one."""
    typed, known = body.get("typed") or {}, whole.get("typed") or {}
    return _has_all(known, typed) and _has_all(whole["answers"], body["answers"])


def _has_words_of(whole: Json, body: Json) -> bool:
    """Whether no typed word of the second draft is missing in the first: what differs then is a tap or a number."""
    said = canonical(*_texts(whole))
    return all(json.dumps(one)[1:-1] in said for one in _texts(body))


def _texts(body: Json) -> list[str]:
    answers = [part for one in body["answers"].values() for part in one.get("several", [one])]
    typed = [text for texts in (body.get("typed") or {}).values() for text in texts]
    return [str(one["string"]) for one in answers if "string" in one] + typed


def _has_all(whole: Json, answers: Json) -> bool:
    return all(key in whole and whole[key] == value for key, value in answers.items())


def join_own(here: Here, told: Sequence[Loose], taken: Taken, now: datetime | None = None) -> list[Put]:
    """Return what writes the infusions that were typed in: the newer plan stands.

    Where nobody knows which is the newer one, the stricter one does: of two that are to come the earlier, for eating
    and drinking; of two that are over the later, for driving.
    """
    puts: list[Put] = []
    for one in told:
        mine = here.get(one.id)
        if mine is not None and says_the_same(mine, one):
            continue
        stands = one if mine is None else _newer_own(mine, one, now)
        if stands is one:
            puts.append(here.put(one))
            own = own_from_json(one.id, one.header)
            (taken.canceled if own.is_cancelled else taken.infusions).append(own.start)
        if mine is not None:
            puts += here.kept(mine if stands is one else one)
    return puts


def _newer_own(mine: Loose, one: Loose, now: datetime | None) -> Loose:
    if written(mine) != written(one):
        return later(mine, one)
    starts = [own_from_json(record.id, record.header) for record in (mine, one)]
    came_from = [own.moved_from.at if own.moved_from else None for own in starts]
    moved = [came_from[0] == starts[1].start.at, came_from[1] == starts[0].start.at]
    if moved[0] != moved[1]:
        return mine if moved[0] else one
    if starts[0].is_cancelled != starts[1].is_cancelled:
        return one if starts[0].is_cancelled else mine
    are_over = now is not None and all(own.start.at <= now for own in starts)
    if starts[0].start.at == starts[1].start.at:
        return later(mine, one)
    is_mine = (starts[0].start.at > starts[1].start.at) is are_over
    return mine if is_mine else one


def join_told(here: Here, told: Sequence[Loose], taken: Taken) -> list[Put]:
    """Return what writes what was reported of infusions: the latest start and end count.

    So no driving is ever off too early.
    """
    known = {one.header["infusion"]: one for one in sorted(here.of_kind(TOLD), key=written)}
    puts: dict[str, Put] = {}
    kept: list[Put] = []
    for one in sorted(told, key=lambda record: (written(record), record.id)):
        mine = known.get(one.header["infusion"])
        joined = one if mine is None else mine._replace(header=_joined_told(mine, one))
        kept += [put for side in (mine, one) if side and not _is_said(side, joined) for put in here.kept(_of_one(side))]
        if mine is not None and says_the_same(mine, joined):
            continue
        known[one.header["infusion"]] = joined
        puts[joined.id] = here.put(joined)
    taken.reported += len(puts)
    return [*puts.values(), *{put.id: put for put in kept}.values()]


def _is_said(one: Loose, joined: Loose) -> bool:
    """Whether all that one side reported is in what was joined."""
    return all(
        value in (None, "", False, joined.header.get(key)) for key, value in one.header.items() if key != WRITTEN
    )


def _of_one(told: Loose) -> Loose:
    """What was reported, under the infusion's id: the record's own id differs between devices."""
    return told._replace(id=str(told.header["infusion"]))


def _joined_told(mine: Loose, one: Loose) -> Json:
    newer = later(mine, one)
    older = one if newer is mine else mine
    facts = [told_from_json(record.header) for record in (newer, older)]
    joined = both(*facts)
    driver = _driver(facts[0], facts[1], is_known=written(newer) != written(older))
    joined = replace(joined, has_driver=driver.has_driver, driver_day=driver.driver_day, driver=driver.driver)
    if written(newer) != written(older) and _answer_stands(facts[0], facts[1], joined):
        joined = replace(joined, took_place=facts[0].took_place, answered_for=facts[0].answered_for)
    return {**told_to_json(joined), WRITTEN: newer.header.get(WRITTEN)}


def _answer_stands(newer: Told, older: Told, joined: Told) -> bool:
    """Whether the newer answer to "Did it take place?" counts. A later "no" lifts no caution that a "yes" put up."""
    if not newer.took_place or joined.started or joined.ended:
        return False
    return newer.took_place is not TookPlace.NO or older.took_place is not TookPlace.YES


def _driver(newer: Told, older: Told, *, is_known: bool) -> Told:
    """Who said the last of the driver; where that is not known, a "no" counts, as it is the safe answer."""
    said = [one for one in (newer, older) if one.driver_day is not None or one.has_driver]
    if not said or is_known:
        return next(iter(said), newer)
    return next((one for one in said if not one.has_driver), said[0])


def join_readings(here: Here, told: Sequence[Loose], taken: Taken) -> list[Put]:
    """Return what writes how far articles were read: the newer one, else all of both."""
    known = {one.header["article"]: one for one in here.of_kind(READING)}
    puts: list[Put] = []
    for one in told:
        mine = known.get(one.header["article"])
        if mine is None:
            joined = one
        elif written(mine) != written(one):
            joined = mine if later(mine, one) is mine else one._replace(id=mine.id)
        else:
            flags = {key: max(mine.header[key], one.header[key]) for key in ("section", "is_read", "is_kept")}
            joined = mine._replace(header={**mine.header, **flags})
        if mine is None or not says_the_same(mine, joined):
            known[one.header["article"]] = joined
            puts.append(here.put(joined))
            taken.readings += 1
    return list({put.id: put for put in puts}.values())


def join_settings(here: Here, told: Sequence[Loose], taken: Taken) -> list[Put]:
    """Return what writes the settings: each as it was set last, those of the device as they are here."""
    mine, theirs = next(iter(here.of_kind(SETTINGS)), None), next(iter(told), None)
    if theirs is None:
        return []
    if mine is None:
        taken.settings = True
        row = next(iter(here.vault.of_kind(SETTINGS)), None)
        return [Put(row.id, theirs.header, {}, row) if row else here.put(theirs)]
    set_here, set_there = dict(mine.header.get("set") or {}), theirs.header.get("set") or {}
    changed = {}
    for name, value in theirs.header.items():
        if name in OF_THIS_DEVICE or mine.header.get(name) == value:
            continue
        when = str(set_here.get(name, "")), str(set_there.get(name, ""))
        if when[1] > when[0] or (when[0] == when[1] and _gives_way(name, mine.header.get(name), value)):
            changed[name] = value
            set_here |= {name: when[1]} if when[1] else {}
    if not changed:
        return []
    taken.settings = True
    return [here.put(mine._replace(header={**mine.header, **changed, "set": set_here}))]


def _gives_way(name: str, mine: object, theirs: object) -> bool:
    """Where nobody knows which was set last: what was never set, and an agreement to a refusal."""
    if name == "consent":
        return mine == "unasked" or theirs == "no"
    return not mine


def join_booked(here: Here, told: Sequence[Loose], taken: Taken) -> list[Put]:
    """Return the clinic's infusions of a backup where none are known: the clinic's own list replaces them later.

    That they were a part of that list comes along with them alone.
    """
    return [] if here.vault.of_kind(BOOKED) else [here.put(one) for one in told]


def join_warned(here: Here, told: Sequence[Loose], taken: Taken) -> list[Put]:
    """Return what writes the log of warnings: of one line nothing ever changes but that it was folded, once."""
    puts: list[Put] = []
    for one in told:
        mine, folded = here.get(one.id), one.header.get("folded")
        if mine is None:
            puts.append(here.put(one))
            taken.others += 1
        elif folded and folded < (mine.header.get("folded") or "~"):
            puts.append(here.put(mine._replace(header={**mine.header, "folded": folded})))
            taken.others += 1
    return puts


def join_any(here: Here, told: Sequence[Loose], taken: Taken) -> list[Put]:
    """Return what writes records of any other kind: those that are missing, and the newer ones."""
    puts: list[Put] = []
    for one in told:
        mine = here.get(one.id)
        if mine is None:
            puts.append(here.put(one))
            taken.others += 1
        elif not says_the_same(mine, one):
            stands = later(mine, one)
            puts += [here.put(one)] if stands is one else []
            puts += here.kept(mine if stands is one else one)
            taken.others += stands is one
    return puts


JOINS: dict[str, Join] = {
    TOLD: join_told,
    QUESTION: join_questions,
    READING: join_readings,
    SETTINGS: join_settings,
    BOOKED: join_booked,
    PART: join_booked,
    BEGUN: join_begun,
    REMOVED: join_removed,
    WARNED: join_warned,
}
