"""What is known at an answer: its facts, when the thing was there, the course around it, the entries before it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from companion.content import SIDE_EFFECT
from companion.domain.course import last_begun, taking_place
from companion.domain.enabling import counted
from companion.domain.journal import Draft, Infusion
from companion.domain.questionnaire import Coding
from companion.domain.safety.engine import Situation, touched_fields
from companion.domain.safety.fields import (
    DAYS_SINCE,
    HOURS_AGO,
    HOURS_AT_LATEST,
    HOURS_SINCE,
    INFUSION_DAY,
    IS_FINISHED,
    IS_NOW,
    IS_THERE,
    PREFIXES,
    Fact,
    Facts,
)
from companion.domain.safety.history import History
from companion.domain.safety.moments import Timing, age, is_there, timing
from companion.domain.safety.preparation import fields_of, questions_of
from companion.services.journal import Journal

HOUR, TWO_DAYS = timedelta(hours=1), timedelta(days=2)


class Situations:
    """Builds the situation of each answer from one open journal and its course."""

    def __init__(self, journal: Journal, infusions: Callable[[], Sequence[Infusion]]) -> None:
        self._journal = journal
        self._infusions = infusions
        self.prepared: Callable[[Draft], Facts] = lambda _: {}
        """What a list before an infusion tells, from the course; set where both are joined."""
        self._history: tuple[object, datetime | None, History] | None = None

    def of(self, draft: Draft, key: str, said_now: bool | None, is_finished: bool, tier: str | None) -> Situation:
        """Return what the rules are asked about an answer.

        Args:
            key: of the draft or of the entry that it became.
            said_now: the answer to "Is this happening now?", None where it was not asked.
            is_finished: the entry is saved; what was skipped stays unanswered.
            tier: of the words of a note, None where nothing was found.
        """
        form, now, starts = self._journal.form_of(draft), self._journal.now().at, self._starts(draft)
        prefix = PREFIXES.get(draft.form, "")
        facts = self._facts(draft)
        when = timing(facts, draft.started, now, said_now)
        how_long_ago = age(when, facts, starts, now)
        fields: dict[str, Fact] = {f"{prefix}.{name}": fact for name, fact in facts.items() if prefix}
        fields |= self._course(when, starts, self._asked_at(draft)) | {HOURS_AGO: how_long_ago.since / HOUR}
        fields |= self.prepared(draft)
        there = is_there(facts, is_finished)
        known = {IS_NOW: when.is_now, IS_THERE: there if draft.form == SIDE_EFFECT else None}
        known[IS_FINISHED] = True if is_finished else None
        fields |= {name: fact for name, fact in known.items() if fact is not None}
        if tier:
            fields["text.tier"] = tier
        return Situation(
            form=form.url,
            fields=fields,
            occurrence=draft.started,
            history=self._past(starts),
            entry_id=draft.entry_id or key,
            is_over=when.is_over,
            age=how_long_ago,
            infusion_at=max((start for start in starts if start <= draft.started.at), default=None),
        )

    def _facts(self, draft: Draft) -> dict[str, Fact]:
        """linkId -> fact, with the ticks of questions with several answers."""
        form = self._journal.form_of(draft)
        found: dict[str, Fact] = dict(self._journal.forms.facts(form, draft.answers))
        for link_id, value in counted(form, draft.answers).items():
            if isinstance(value, tuple):
                found[link_id] = tuple(one.code for one in value if isinstance(one, Coding))
        return found

    def had_infusion(self, within: timedelta) -> bool:
        """Return whether an infusion began, or was to begin, at most so long ago."""
        now = self._journal.now().at
        return any(one.has_begun_by(now) and now - one.begins <= within for one in taking_place(self._infusions()))

    def knows_plan_alone(self) -> bool:
        """Return whether nobody has said that the newest infusion that was to begin took place."""
        last = last_begun(self._infusions(), self._journal.now().at)
        return last is not None and not last.is_done and not last.is_told

    def _starts(self, draft: Draft) -> list[datetime]:
        """The start of every infusion that takes place or took place (UTC): as reported, else as planned.

        A start that was reported and lies ahead was reported before the clock was put back. Whatever is written down
        now came after it; a change keeps the time of its entry, so there nothing is known.
        """
        now = self._journal.now().at
        latest = now if draft.entry_id else min(now, draft.started.at)
        course = taking_place(self._infusions())
        return [latest if one.begins > now and one.has_begun_by(now) else one.begins for one in course]

    def _asked_at(self, draft: Draft) -> datetime:
        """Return when it was told how long it is to the next infusion: a list begun days ago tells of today."""
        is_list = bool(questions_of(draft.form)) and not draft.entry_id
        return self._journal.now().at if is_list else draft.started.at

    def _course(self, when: Timing, starts: Sequence[datetime], asked_at: datetime) -> dict[str, Fact]:
        day = self._journal.local(when.day).date()
        near = (start for start in starts if abs(start - when.day) <= TWO_DAYS)
        found: dict[str, Fact] = {INFUSION_DAY: any(self._journal.local(start).date() == day for start in near)}
        if into := when.hours_into(starts):
            start, moment = into
            found[HOURS_SINCE] = (moment - start) / HOUR
            found[HOURS_AT_LATEST] = (max(when.last, moment) - start) / HOUR
            found[DAYS_SINCE] = (self._journal.local(moment).date() - self._journal.local(start).date()).days
        after = [start - asked_at for start in starts if start > asked_at]
        if after:
            found["course.days_to_infusion"] = min(after) / timedelta(days=1)
        return found

    def _past(self, starts: Sequence[datetime]) -> History:
        """The journal's earlier entries; put in order once, until an entry or the course changes."""
        heads, first = self._journal.heads(), min(starts, default=None)
        if self._history is None or self._history[0] is not heads or self._history[1] != first:
            self._history = (heads, first, History(heads, first))
        return self._history[2]


def changed_fields(form: str, touched: set[str]) -> frozenset[str]:
    """Return the fields that the answers to these questions (linkIds) of a form fill, a note's words among them."""
    prefix = PREFIXES.get(form, "")
    return frozenset(touched_fields(prefix, touched) | fields_of(form, touched) | {"text.tier"})
