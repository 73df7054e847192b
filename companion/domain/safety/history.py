"""The facts of earlier entries, newest first, and the conditions that look back at them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain, islice
from typing import Protocol

from companion.domain.journal import EntryHead, EntryStatus, Occurrence
from companion.domain.safety.conditions import Entries, Falls, NewToCourse, Rises, meets, names, number
from companion.domain.safety.fields import PREFIXES, Fact, Facts


class Seen(Protocol):
    """What is looked at of an entry, the one at hand or an earlier one: the head of a journal's entry has it."""

    @property
    def id(self) -> str:
        """The entry's id, "" before its first save."""

    @property
    def form(self) -> str:
        """The form's canonical url."""

    @property
    def occurrence(self) -> Occurrence:
        """When what it tells happened."""

    @property
    def facts(self) -> Facts:
        """linkId -> fact."""


@dataclass(frozen=True, slots=True)
class This:
    """The entry at hand, finished or not. `infusion_at`: the start of the last infusion before it, UTC."""

    form: str
    occurrence: Occurrence
    facts: Facts = field(default_factory=dict)
    id: str = ""
    infusion_at: datetime | None = None


class History:
    """The heads of a journal's entries, told apart by prefix. Removed ones are left out.

    Heads are read one by one as rules ask, each once, so that a rule that stops early costs next to nothing. Keep it
    until the journal changes.
    """

    def __init__(self, newest_first: Iterable[EntryHead] = (), first_infusion_at: datetime | None = None) -> None:
        """`newest_first`: in the order in which a journal lists them, by when they occurred.

        `first_infusion_at`: the start of the person's very first infusion, UTC; what is older is a baseline.
        """
        self.first_infusion_at = first_infusion_at
        self._unread = iter(newest_first)
        self._read: dict[str, list[Seen]] = {prefix: [] for prefix in PREFIXES.values()}

    def newest_first(self, prefix: str, until: datetime) -> Iterator[Seen]:
        """The entries of a prefix that occurred at a moment or before it, newest first."""
        read = self._read[prefix]
        place = bisect_left(read, timedelta(), key=lambda head: until - head.occurrence.at)
        while place < len(read) or self._reads_on(read):
            head = read[place]
            place += 1
            if head.occurrence.at <= until:
                yield head

    def _reads_on(self, wanted: list[Seen]) -> bool:
        """Reads until one more is among the wanted; False at the end."""
        for head in self._unread:
            prefix = PREFIXES.get(head.form)
            if prefix and head.status is not EntryStatus.REMOVED:
                group = self._read[prefix]
                group.append(head)
                if group is wanted:
                    return True
        return False


class Past:
    """A history as seen from one entry: without that entry, and without what occurred later than it."""

    def __init__(self, history: History, this: This) -> None:
        self._history = history
        self._this = this
        self._baselines: dict[Fact | None, float] = {}

    def holds(self, condition: Entries | Falls | NewToCourse | Rises) -> bool:
        """Whether a condition over the past holds."""
        match condition:
            case Entries():
                count = self._count(condition)
                return count >= condition.least if condition.least is not None else count <= (condition.most or 0)
            case NewToCourse():
                return PREFIXES.get(self._this.form) == "se" and self._is_new(self._this.facts)
            case Falls(name, by, mean_of):
                return self._has_fallen(name, by, mean_of)
            case Rises(name, by, same_form):
                return self._has_risen(name, by, same_form)

    def _seen(self, prefix: str, until: datetime | None = None) -> Iterator[Seen]:
        """Earlier entries, newest first. A clock that jumped leaves entries in the future: they are not looked at."""
        at, own = self._this.occurrence.at, self._this.id
        heads = self._history.newest_first(prefix, at if until is None else min(at, until))
        return (head for head in heads if head.id != own)

    def _count(self, condition: Entries) -> int:
        """How many entries count, up to the number that decides."""
        decides = condition.least if condition.least is not None else (condition.most or 0) + 1
        found, days, older_than = 0, set[date](), None
        for head in self._considered(condition):
            at, day = head.occurrence.at, head.occurrence.date
            if condition.apart and older_than and older_than - at < condition.apart:
                continue
            if condition.on_different_days and day in days:
                continue
            if not meets(condition.where, head.facts) or not self._fits_this(condition, head.facts):
                continue
            found, older_than = found + 1, at
            days.add(day)
            if found >= decides:
                break
        return found

    def _considered(self, condition: Entries) -> Iterator[Seen]:
        """The entries among which it is counted; stops as soon as nothing more can come."""
        asked = names(condition.where)
        looked_at = 0
        for head in self._with_this(condition):
            if condition.within and self._this.occurrence.at - head.occurrence.at > condition.within:
                return
            if condition.since_infusion and not self._is_since_infusion(head):
                return
            if condition.last is not None:
                if not any(name in head.facts for name in asked):
                    continue
                looked_at += 1
                if looked_at > condition.last:
                    return
            yield head

    def _with_this(self, condition: Entries) -> Iterator[Seen]:
        if condition.before_course:
            first = self._history.first_infusion_at
            return self._seen(condition.prefix, first - datetime.resolution) if first else iter(())
        is_of_it = condition.includes_this and PREFIXES.get(self._this.form) == condition.prefix
        return chain([self._this] if is_of_it else [], self._seen(condition.prefix))

    def _is_since_infusion(self, head: Seen) -> bool:
        start = self._this.infusion_at
        return start is not None and head.occurrence.at >= start

    def _fits_this(self, condition: Entries, facts: Facts) -> bool:
        """What is asked of a counted entry beside the one at hand, or beside its own baseline."""
        mine = self._this.facts
        if condition.same and facts.get(condition.same) != mine.get(condition.same):
            return False
        if condition.new_to_course and not self._is_new(facts):
            return False
        for name, sign in ((condition.at_least_this, 1), (condition.at_most_this, -1)):
            here, there = number(mine.get(name)), number(facts.get(name))
            if name and (here is None or there is None or there * sign < here * sign):
                return False
        return True

    def _is_new(self, facts: Facts) -> bool:
        """Whether a side effect is worse than the newest one of its kind before the course; none then counts as 0."""
        severity = number(facts.get("severity"))
        return severity is not None and severity > self._baseline(facts.get("effect"))

    def _baseline(self, effect: Fact | None) -> float:
        if effect not in self._baselines:
            first = self._history.first_infusion_at
            before = self._seen("se", first - datetime.resolution) if first else iter(())
            levels = (number(head.facts.get("severity")) or 0 for head in before if head.facts.get("effect") == effect)
            self._baselines[effect] = next(levels, 0)
        return self._baselines[effect]

    def _has_fallen(self, name: str, by: int, mean_of: int) -> bool:
        value = self._own_number(name)
        before = list(islice(self._numbers_before(name), mean_of))
        return value is not None and len(before) == mean_of and sum(before) - value * mean_of >= by * mean_of

    def _has_risen(self, name: str, by: int, same_form: bool) -> bool:
        value = self._own_number(name)
        before = next(self._numbers_before(name, self._this.form if same_form else ""), None)
        return value is not None and before is not None and value - before >= by

    def _own_number(self, name: str) -> float | None:
        prefix, _, link_id = name.partition(".")
        return number(self._this.facts.get(link_id)) if PREFIXES.get(self._this.form) == prefix else None

    def _numbers_before(self, name: str, form: str = "") -> Iterator[float]:
        """A field's numbers in the entries before, newest first; with a form, in those of that form."""
        prefix, _, link_id = name.partition(".")
        heads = (head for head in self._seen(prefix) if form in ("", head.form))
        values = (number(head.facts.get(link_id)) for head in heads)
        return (value for value in values if value is not None)
