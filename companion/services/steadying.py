"""What an exercise leaves behind: an entry like every other, kept as it is answered where a journal is open."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from companion.content import BLOOD_PRESSURE, STEADYING
from companion.domain.infusion_day import had_high_pressure, had_infusion
from companion.domain.questionnaire import AnswerValue, Questionnaire
from companion.services.bundle import Services
from companion.services.journal import Journal
from companion.services.opening import Opening

EXERCISE, BEFORE, AFTER, FINISHED, WORSE = "exercise", "distress_before", "distress_after", "finished", "felt_worse"


class Kept(Enum):
    """Where a run's end went."""

    IN_JOURNAL = "an entry"
    WAITING = "in the inbox of a locked journal"
    NOWHERE = "no journal was opened"


@dataclass
class Run:
    """One run of an exercise; it holds no journal, so that a journal can be locked meanwhile.

    Attributes:
        answers: what was answered so far, the exercise among it.
        started: when, as its entry keeps it; None until that is known.
        has_begun: its first step was shown: from then on it is kept, whichever way it is left.
        kept: where its end went, None until it has come.
    """

    answers: dict[str, AnswerValue] = field(default_factory=dict)
    draft_id: str = ""
    started: datetime | None = None
    has_begun: bool = False
    kept: Kept | None = None
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)


def new_run(form: Questionnaire, exercise: str) -> Run:
    """A run of this exercise, nothing kept yet."""
    named = next(one for one in form.question(EXERCISE).options if one.code == exercise)
    return Run({EXERCISE: named})


async def keep_cut_off(journal: Journal) -> None:
    """A run that was killed becomes the entry that it was until then; nothing where its end came by another way.

    Raises StoreError.
    """
    draft = journal.draft_of(STEADYING)
    if draft is None:
        return
    is_kept = any(one.form == STEADYING and one.occurrence.at == draft.started.at for one in journal.heads())
    await (journal.discard(draft.id) if is_kept or not draft.answers else journal.finish(draft.id))


async def note(run: Run, opening: Opening[Services], **answers: AnswerValue) -> None:
    """Keep answers, by linkId: in an open journal at once, else in the run. Raises StoreError."""
    run.answers.update(answers)
    async with run.writing:
        if run.kept is not None:
            return
        if opening.opened is not None:
            await _write(run, opening.opened.journal)
        elif run.started is None and opening.locked is not None:
            run.started = opening.locked.front.now()


async def keep(run: Run, opening: Opening[Services]) -> Kept:
    """Keep the run where it can be kept; a second call keeps no second one. Raises StoreError: nothing is lost then."""
    async with run.writing:
        if run.kept is None:
            run.kept = await _keep(run, opening)
        return run.kept


async def _keep(run: Run, opening: Opening[Services]) -> Kept:
    if opening.opened is not None:
        services = opening.opened
        await _write(run, services.journal)
        await services.journal.finish(run.draft_id)
        services.clinic.wake()
        return Kept.IN_JOURNAL
    if opening.locked is not None:
        front = opening.locked.front
        await front.leave(STEADYING, run.answers, run.started or front.now())
        return Kept.WAITING
    return Kept.NOWHERE


async def _write(run: Run, journal: Journal) -> None:
    """Bring the draft up to what was answered. One of a run before becomes an entry first."""
    draft = journal.draft(run.draft_id)
    if draft is None:
        await keep_cut_off(journal)
        draft = journal.begin(STEADYING)
        run.draft_id = draft.id
    for link_id, value in run.answers.items():
        if draft.answers.get(link_id) != value or not journal.is_kept(draft.id):
            draft = await journal.answer(draft.id, link_id, value)
    run.started = draft.started.at


def infusion_today(journal: Journal | None) -> bool | None:
    """Whether there was an infusion today; None where nobody knows."""
    return had_infusion(journal.infusions(), journal.now(), journal.local) if journal else None


def high_pressure(journal: Journal | None) -> bool | None:
    """Whether these are the first hours after an infusion with a high blood pressure; None where nobody knows."""
    if journal is None:
        return None
    readings = (one for one in journal.heads() if one.form == BLOOD_PRESSURE)
    return had_high_pressure(journal.infusions(), readings, journal.now())


ABOUT_THE_SAME = 1
"""A change of the number that is within what it varies by anyway."""


def change(run: Run) -> int | None:
    """Less than 0 for lower, 0 for about the same, more for higher; None where a number was skipped."""
    before, after = run.answers.get(BEFORE), run.answers.get(AFTER)
    if not isinstance(before, int) or not isinstance(after, int):
        return None
    return 0 if abs(after - before) <= ABOUT_THE_SAME else after - before


def is_worse(run: Run) -> bool:
    """Whether the person says so, or the number does."""
    return run.answers.get(WORSE) is True or (change(run) or 0) > 0


def other_exercise(run: Run, ids: Sequence[str]) -> str:
    """What to offer then, eyes open: the first of these that it was not."""
    done = getattr(run.answers.get(EXERCISE), "code", "")
    return next(one for one in ids if one != done)
