"""What a backup's questions become here: those in the list, the one that is typed, and those that were removed."""

from collections.abc import Sequence

from companion.domain.taken import Taken
from companion.store.joining import Here, Loose, later, says_the_same, written
from companion.store.reading import BEGUN, QUESTION, REMOVED
from companion.store.vault import Put


def join_questions(here: Here, told: Sequence[Loose], taken: Taken) -> list[Put]:
    """Return what writes the questions to ask: the newer one stands, else the one that is still open.

    One that was removed here since does not come back; it can still be brought back by its person.
    """
    puts: list[Put] = []
    removed = {one.header["question"]: written(one) for one in here.of_kind(REMOVED)}
    gone = {one.header["text"] for one in here.of_kind(REMOVED)}
    for one in told:
        mine = _listed(here, one.id)
        if mine is None and written(one) <= removed.get(one.id, "") != "":
            puts += here.kept(one) if one.header["text"] not in gone else []
            continue
        if mine is not None and says_the_same(mine, one):
            continue
        stands = one if mine is None else _newer_question(mine, one)
        if stands is one:
            puts.append(here.put(one))
            taken.questions += 1
        if mine is not None and mine.header["text"] != one.header["text"]:
            puts += here.kept(mine if stands is one else one)
    return puts


def _newer_question(mine: Loose, one: Loose) -> Loose:
    if written(mine) == written(one) and mine.header["is_done"] != one.header["is_done"]:
        return one if mine.header["is_done"] else mine
    return later(mine, one)


def join_begun(here: Here, told: Sequence[Loose], taken: Taken) -> list[Put]:
    """Return what writes the question that was being typed: there is one at a time, and none that is asked already."""
    puts: list[Put] = []
    asked = {" ".join(str(one.header["text"]).split()) for one in here.of_kind(QUESTION)}
    for one in told:
        mine = next(iter(here.of_kind(BEGUN)), None)
        text = one.header["text"]
        if " ".join(str(text).split()) in asked or (mine is not None and mine.header["text"] == text):
            continue
        stands = one if mine is None else later(mine, one)
        if stands is one:
            puts.append(here.put(one, mine.id if mine else ""))
            taken.questions += 1
        if mine is not None:
            puts += here.kept(mine if stands is one else one)
    return puts


def join_removed(here: Here, told: Sequence[Loose], taken: Taken) -> list[Put]:
    """Return what writes the questions that were removed: out of the list here, too, where it was not written since."""
    gone = {one.header["question"]: one for one in here.of_kind(REMOVED)}
    puts: list[Put] = []
    for one in told:
        id = str(one.header["question"])
        mine = _listed(here, id)
        if mine is not None and "" < written(mine) <= written(one):
            puts.append(here.put(one, id))
            puts += here.kept(mine) if mine.header["text"] != one.header["text"] else []
            taken.questions += 1
        elif id not in gone:  # where it is in the list, `ReadingLog` passes over this
            puts.append(here.put(one))
        elif (slot := gone[id]).header["text"] != one.header["text"]:  # it was removed on both sides
            puts += [here.put(one, slot.id), *here.kept(slot)] if later(slot, one) is one else here.kept(one)
    return puts


def _listed(here: Here, id: str) -> Loose | None:
    """A question that is in the list: one that was removed elsewhere keeps its id."""
    found = here.get(id)
    return found if found is not None and found.header["k"] == QUESTION else None
