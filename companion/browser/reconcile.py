"""What a start does with what it finds in the database, in its mirror and in the marker. Pure."""

import json
from dataclasses import dataclass
from enum import Enum

from companion.errors import StorageRefused, StoreDamaged, StoreWiped


@dataclass(frozen=True, slots=True)
class Found:
    """A journal in one of the two places: its id, and how many batches it has seen."""

    id: str
    batch: int


@dataclass(frozen=True, slots=True)
class State:
    """What is there.

    Attributes:
        main, mirror: None where the place holds no journal.
        mirror_failure: why the mirror cannot be read, "" where it can.
        is_marked: a third place says that a journal was begun in this browser.
    """

    main: Found | None
    mirror: Found | None
    mirror_failure: str
    is_marked: bool


class Step(Enum):
    """What is to be done before the journal is read."""

    NOTHING = "both agree, or the mirror cannot be reached"
    BEGIN = "there was never a journal here"
    MIRROR_FROM_MAIN = "the mirror is behind or was lost"
    MAIN_FROM_MIRROR = "the database was lost, or lost its newest batches"


def state_from_json(text: str) -> State:
    """As js/records.js says it."""
    said = json.loads(text)
    main, mirror = (Found(said[place]["id"], said[place]["batch"]) if said[place] else None for place in PLACES)
    return State(main, mirror, said["mirrorFailure"], said["isMarked"])


PLACES = ("main", "mirror")


def step(state: State, may_begin_anew: bool = False) -> Step:
    """What to do.

    Args:
        may_begin_anew: the person knows that the journal is gone, and wants a new one.

    Raises StoreWiped (a journal was here, and is in neither place), StorageRefused (it may be in the mirror, which
    cannot be read now), StoreDamaged (two different journals; both are left as they are).
    """
    main, mirror = state.main, state.mirror
    if main is None:
        return _without_main(state, may_begin_anew)
    if state.mirror_failure:
        return Step.NOTHING
    if mirror is None:
        return Step.MIRROR_FROM_MAIN
    if mirror.id != main.id:
        raise StoreDamaged("database and mirror hold different journals")
    if mirror.batch == main.batch:
        return Step.NOTHING
    return Step.MIRROR_FROM_MAIN if mirror.batch < main.batch else Step.MAIN_FROM_MIRROR


def _without_main(state: State, may_begin_anew: bool) -> Step:
    if state.mirror is not None:
        return Step.MAIN_FROM_MIRROR
    if not state.is_marked:
        return Step.BEGIN
    if state.mirror_failure:
        raise StorageRefused(f"the mirror cannot be read: {state.mirror_failure}")
    if may_begin_anew:
        return Step.BEGIN
    raise StoreWiped("a journal was begun here, and neither database nor mirror holds it")
