"""Whether the common times for food and drink may be shown to somebody before one infusion.

They are wrong for people who take diabetes medicine or a GLP-1 medicine. So they are shown only to a person who has
answered, for this infusion, that they take neither; everybody else reads to eat and drink as their clinic told them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from companion.domain.course import taking_place
from companion.domain.journal import Draft, EntryHead, Infusion
from companion.domain.questionnaire import Coding

OWN_PLAN, NEITHER = "own_plan", "neither"
"""The question's linkId in the form `food-plan`, and the one answer that opens the common times."""

ASKED_AHEAD = timedelta(days=14)
"""An answer holds for an infusion when it was given at most so long before it, and after the infusion before (J)."""


CLOCK_OFF = timedelta(hours=24)
"""A clock that was put back by no more than this leaves an answer as it was (J)."""


class FoodPlan(StrEnum):
    """What is known for one infusion."""

    COMMON = "common"
    OWN = "own"
    UNKNOWN = "unknown"


def asked_from(infusion: Infusion, course: Sequence[Infusion]) -> datetime:
    """Return when the question opens for an infusion: 14 days before it, or at the start of the one before it."""
    before = [one.begins for one in taking_place(course) if one.begins < infusion.begins]
    return max([infusion.begins - ASKED_AHEAD, *before])


def food_plan(
    infusion: Infusion, course: Sequence[Infusion], heads: Iterable[EntryHead], drafts: Iterable[Draft], now: datetime
) -> FoodPlan:
    """Return what was answered for an infusion. In doubt it is the stricter one.

    Args:
        heads: the entries of the form `food-plan`. The one that was changed last counts.
        drafts: its answers that are not saved yet. They may make it stricter, never less strict.
    """
    opens = asked_from(infusion, course)
    if any(_is_strict(draft) for draft in drafts if draft.entry_id or draft.started.at >= opens):
        return FoodPlan.OWN
    known = [one for one in heads if OWN_PLAN in one.facts and _newest(one) >= opens]
    last = max(known, key=lambda one: (one.changed_at, one.occurrence.at), default=None)
    if last is None:
        return FoodPlan.UNKNOWN
    if last.facts[OWN_PLAN] != NEITHER:
        return FoodPlan.OWN
    # A clock that was far ahead leaves an answer that would hold for months; one that was only changed since was
    # given for another infusion.
    holds = opens <= last.occurrence.at <= min(now + CLOCK_OFF, infusion.begins)
    return FoodPlan.COMMON if holds else FoodPlan.UNKNOWN


def _newest(one: EntryHead) -> datetime:
    return max(one.occurrence.at, one.changed_at)


def _is_strict(draft: Draft) -> bool:
    given = draft.answers.get(OWN_PLAN)
    return isinstance(given, Coding) and given.code != NEITHER
