"""On which day, and at what time, an answer counts: questions about right now are answered now.

A check-in, a blood pressure and a side effect ask how it is at this moment. An entry therefore counts as taken when
such a question was last answered. A draft of an earlier day takes no more of these answers: they go into a new one.
Forms that are filled in over days have no such questions and are not looked at here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from companion.domain.journal import Draft, Occurrence
from companion.domain.questionnaire import Item, ItemType

PAUSE = timedelta(hours=2)
"""A check-in over midnight is still the same one when it goes on this soon after its last answer. A judgement."""


@dataclass(frozen=True, slots=True)
class Dating:
    """How the answers of one form date it.

    Attributes:
        by: linkIds of the questions that say when it was; empty for every question but the person's own notes.
        keeps_day: over midnight it stays on the day on which it was begun.
    """

    by: frozenset[str] = frozenset()
    keeps_day: bool = False

    def dates(self, item: Item) -> bool:
        """Whether an answer to this question moves the entry to the moment of the answer."""
        return item.link_id in self.by if self.by else is_of_the_moment(item)


Datings = Mapping[str, Dating]
"""Canonical url of a form -> how it is dated; a form without one is not."""


def is_of_the_moment(item: Item) -> bool:
    """Return whether the answer to a question belongs to the day on which it is given. A note can follow later."""
    return item.type is not ItemType.TEXT


def is_over(draft: Draft, now: Occurrence, datings: Datings) -> bool:
    """Return whether the draft's day has ended, so that it takes no more answers about right now.

    A change of an entry is never over, nor is a form that is filled in over days.
    """
    if draft.form not in datings or draft.entry_id or not draft.is_begun:
        return False
    return now.date > draft.started.date and now.at - draft.started.at > PAUSE


def dated(draft: Draft, item: Item, now: Occurrence, datings: Datings) -> Draft:
    """Return the draft as it is dated once this question is answered now."""
    if draft.entry_id:
        return draft  # a change keeps the time of its entry
    if not draft.is_begun:
        return replace(draft, started=now)  # it begins with its first answer, however long its first page stood open
    dating = datings.get(draft.form)
    if dating is None and not (draft.answers.keys() | draft.typed.keys()) - {item.link_id}:
        return replace(draft, started=now)  # the only answer given anew is the first one
    if dating is None or not dating.dates(item):
        return draft
    # A draft of a time to come was begun while the clock was wrong: what is answered now is of now.
    if dating.keeps_day and now.at >= draft.started.at and now.date != draft.started.date:
        return draft
    return replace(draft, started=now, begun=draft.began)
