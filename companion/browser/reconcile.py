"""What a start does with what it finds in the database, in its mirror and in the marker. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from companion.errors import SecondUnread, StoreSplit, StoreWiped


@dataclass(frozen=True, slots=True)
class Found:
    """A journal in one of the two places: its id, how many batches it has seen, whether it has all its rows."""

    id: str
    batch: int
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class State:
    """What is there.

    Attributes:
        main, mirror: None where the place holds no journal.
        mirror_failure: why the mirror cannot be read, "" where it can.
        is_marked: a third place says that a journal was begun in this browser.
        mirror_was_there: False where the browser says that before this start there was no place for a mirror; then
            one that cannot be read holds nothing.
    """

    main: Found | None
    mirror: Found | None
    mirror_failure: str
    is_marked: bool
    mirror_was_there: bool = True


class Step(Enum):
    """What is to be done before the journal is read."""

    NOTHING = "both agree, or the mirror cannot be reached"
    BEGIN = "there was never a journal here"
    MIRROR_FROM_MAIN = "the mirror is behind or was lost"
    MAIN_FROM_MIRROR = "the database was lost, or lost its newest batches"
    KEEP_MAIN = "the person wants the database's journal: the mirror's is set aside first"
    KEEP_MIRROR = "the person wants the mirror's journal: the database's is set aside first"


def state_from_json(text: str) -> State:
    """As js/records.js says it."""
    said = json.loads(text)
    main, mirror = (_found(said[place]) if said[place] else None for place in PLACES)
    return State(main, mirror, said["mirrorFailure"], said["isMarked"], said["mirrorWasThere"])


def _found(said: Mapping[str, Any]) -> Found:
    return Found(said["id"], said["batch"], said["isWhole"])


PLACES = ("main", "mirror")


def step(state: State, may_begin_anew: bool = False, keep: str = "") -> Step:
    """What to do.

    Args:
        may_begin_anew: the person knows that the journal is gone or cannot be read, and wants a new one.
        keep: "main" or "mirror", the one that the person wants of two that differ.

    Raises StoreWiped (a journal was here, and is in neither place), SecondUnread (it may be in the mirror, which
    cannot be read now), StoreSplit (two journals, or one that lost records where it is newest; both are left whole).
    """
    main, mirror = state.main, state.mirror
    if main is None:
        return _without_main(state, may_begin_anew, keep)
    if state.mirror_failure:
        return Step.NOTHING
    if mirror is None:
        return Step.MIRROR_FROM_MAIN
    if mirror.id != main.id or (mirror.batch > main.batch and not mirror.is_whole):
        return _one_of_two(main, mirror, keep)
    if mirror.batch == main.batch:
        return Step.NOTHING
    return Step.MIRROR_FROM_MAIN if mirror.batch < main.batch else Step.MAIN_FROM_MIRROR


def _one_of_two(main: Found | None, mirror: Found, keep: str) -> Step:
    if keep == "main" and main:
        return Step.KEEP_MAIN
    if keep == "mirror":
        return Step.KEEP_MIRROR
    raise StoreSplit("database and mirror differ", (main.batch if main else None, mirror.batch))


def _without_main(state: State, may_begin_anew: bool, keep: str) -> Step:
    if state.mirror is not None:
        return Step.MAIN_FROM_MIRROR if state.mirror.is_whole else _one_of_two(None, state.mirror, keep)
    # A browser can lose the database and its marker in one: so what the marker says counts only after the mirror.
    may_be_in_mirror = bool(state.mirror_failure) and state.mirror_was_there
    if may_begin_anew or not (may_be_in_mirror or state.is_marked):
        return Step.BEGIN
    if may_be_in_mirror:
        raise SecondUnread(f"the mirror cannot be read: {state.mirror_failure}")
    raise StoreWiped("a journal was begun here, and neither database nor mirror holds it")
