"""What the journal holds: entries, their drafts, and how far each has got on its way to the clinic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from companion.domain.enabling import counted
from companion.domain.questionnaire import Answers, AnswerValue, Coding, PartOfDay, Questionnaire

Fact = int | bool | str
"""A number, a yes or no, the code of a choice, a day or a time as ISO 8601. Never a text that somebody typed."""

SAME_DAY, BETWEEN = "same-day", "between"
"""The short lists of side effects: soon after an infusion, and in the days between."""

AFTER_INFUSION = timedelta(hours=24)
MORNING_HOURS = range(4, 12)
"""Local hours in which last night's sleep is asked for."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """When something happened to a person: the instant, where the person was, and which day it was there.

    Attributes:
        at: UTC, with tzinfo.
        zone: IANA name, or an offset such as "+02:00".
        date: the calendar day there.
        clock: the hands of the clock there, "HH:MM".
    """

    at: datetime
    zone: str
    date: date
    clock: str


class EntryStatus(StrEnum):
    """QuestionnaireResponse.status, the codes that this app writes."""

    COMPLETED = "completed"
    AMENDED = "amended"
    REMOVED = "entered-in-error"


@dataclass(frozen=True, slots=True)
class EntryHead:
    """What a list shows of an entry without opening it.

    Attributes:
        id: client UUID, fixed at the first save; the identifier in the clinic's record.
        form: the Questionnaire's canonical url.
        version: 1 at the first save, one more at each change.
        changed_at: UTC time of this version.
        facts: linkId -> fact, of the answers that are no text: what lists, trends and rules need. An entry of an
            older version of the app has its numbers alone.
    """

    id: str
    form: str
    form_version: str
    occurrence: Occurrence
    status: EntryStatus
    version: int
    changed_at: datetime
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished response to a form."""

    head: EntryHead
    answers: Answers


@dataclass(frozen=True, slots=True)
class Draft:
    """A response that is being given, or an entry that is being changed.

    Attributes:
        started: when the entry counts as taken: moved on by `domain.sitting.dated` as questions are answered.
        page: linkId of the page on which the person is.
        entry_id: the entry under change; None for a new one.
        form_version: the form's version that asks; "" in drafts of an older app.
        stays_here: it came from another patient's backup: neither it nor the entry that it becomes is ever sent.
        typed: linkId -> what its field shows and what is no answer yet (`domain.answering.Typed`).
        begun: when its first answer was given; None where that is `started`, as in drafts of older versions.
    """

    id: str
    form: str
    started: Occurrence
    answers: Answers
    page: str = ""
    entry_id: str | None = None
    form_version: str = ""
    stays_here: bool = False
    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    begun: Occurrence | None = None

    @property
    def is_begun(self) -> bool:
        """Whether anything was answered or typed."""
        return bool(self.answers or self.typed)

    @property
    def began(self) -> Occurrence:
        """When its first answer was given: the time of day whose questions it asks."""
        return self.begun or self.started


FAR_OFF = timedelta(hours=24)
"""So long after its planned time no infusion begins."""

CANCELLED = "cancelled"
"""Appointment.status of an infusion that does not take place."""


FULFILLED = "fulfilled"
"""Appointment.status of an infusion that took place, as the clinic says."""


class Delivery(StrEnum):
    """How far an entry has got on its way to the clinic. HERE: it is of another patient's backup and is never sent."""

    PENDING = "pending"
    UNSURE = "sent-unknown"
    SENT = "acknowledged"
    CONFLICT = "conflict"
    REFUSED = "quarantined"
    HERE = "stays-here"


UNREADABLE = "unreadable"
"""An issue of our own: the entry is damaged on this device, there is nothing to send."""


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """The state of one entry's way to the clinic. Written in one batch with the entry that it speaks of.

    Attributes:
        version: of the entry that `state` speaks of.
        server_id, etag: what the clinic's server calls it; "" before the first acknowledgement.
        at: UTC time of the last acknowledgement, None before.
        tries: attempts since the last success.
        due: UTC time before which it is not tried again, None for now.
        issues: what the server said about a refused entry: codes and expressions, no text; or UNREADABLE.
    """

    entry_id: str
    state: Delivery
    version: int
    server_id: str = ""
    etag: str = ""
    at: datetime | None = None
    tries: int = 0
    due: datetime | None = None
    issues: tuple[str, ...] = ()


class TookPlace(StrEnum):
    """What the person answered to "Did it take place?"."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Infusion:
    """One infusion of the course: booked by the clinic, or typed in.

    Attributes:
        appointment_id: the Appointment's, or the own id of one that was typed in.
        number: its place in the course, from 1; 0 where it is cancelled.
        start: when it is planned, by the clock of the clinic.
        status: FHIR Appointment.status.
        moved_from: when it was to be before it was moved.
        is_own: the person typed it in, the clinic has not booked it.
        also, latest: the ids of other bookings of the same infusion, and the latest start among them where that is
            not `start`.
        typed, typed_id: what the person had typed in for the same day; the clinic's time counts.
        took_place: what the person answered for this planned time; None where they have not.
        started, ended, has_driver, driver: what the person has told of it; `driver` is who, "" where not said.
    """

    appointment_id: str
    number: int
    start: Occurrence
    status: str
    moved_from: Occurrence | None = None
    is_own: bool = False
    typed: Occurrence | None = None
    typed_id: str = ""
    started: Occurrence | None = None
    ended: Occurrence | None = None
    has_driver: bool = False
    driver: str = ""
    also: tuple[str, ...] = ()
    latest: Occurrence | None = None
    took_place: TookPlace | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id under which it is known, its own first: something may have been reported of each."""
        return tuple(id for id in (self.appointment_id, self.typed_id, *self.also) if id)

    @property
    def last_start(self) -> datetime:
        """The latest of its planned starts (UTC)."""
        return max(self.start.at, self.latest.at) if self.latest else self.start.at

    @property
    def is_done(self) -> bool:
        """Whether it has taken place, as far as the clinic or the person has said."""
        return self.status == FULFILLED or self.ended is not None or self.took_place is TookPlace.YES

    @property
    def is_cancelled(self) -> bool:
        """Whether it is canceled, by the clinic or by what the person said.

        One that is canceled after something was reported of it did begin.
        """
        is_off = self.status == CANCELLED or (self.took_place is TookPlace.NO and self.status != FULFILLED)
        return is_off and not self.is_told

    @property
    def is_told(self) -> bool:
        """Whether the person has reported that it began, ended or took place."""
        return self.started is not None or self.ended is not None or self.took_place is TookPlace.YES

    @property
    def has_known_start(self) -> bool:
        """Whether a start was told that can be its own: one of days later was told under a clock that was far off."""
        return self.started is not None and self.started.at - self.start.at < FAR_OFF

    @property
    def begins(self) -> datetime:
        """When it began, as far as the person has told; else when it is planned."""
        if self.started and self.has_known_start:
            return self.started.at
        return min(self.start.at, self.ended.at) if self.ended else self.start.at

    def has_begun_by(self, now: datetime) -> bool:
        """Return what `companion.domain.course.has_begun` says: the one place where this is decided."""
        return self.begins <= now or (self.is_told and self.begins - now < AFTER_INFUSION)


def part_of_day(occurrence: Occurrence) -> PartOfDay:
    """Morning or later, by the person's own clock."""
    return PartOfDay.MORNING if int(occurrence.clock[:2]) in MORNING_HOURS else PartOfDay.LATER


def course_stage(infusions: Sequence[Infusion], now: datetime) -> str:
    """`same-day` for a day after an infusion began, and where no course is known; `between` at other times."""
    begun = [one.begins for one in infusions if not one.is_cancelled and one.has_begun_by(now)]
    if not infusions:
        return SAME_DAY
    return SAME_DAY if begun and now - max(begun) < AFTER_INFUSION else BETWEEN


def facts_of(form: Questionnaire, answers: Answers) -> dict[str, Fact]:
    """The answers that count, one to a question and no text, for the entry's header."""
    known = {item.link_id for item in form.questions()}
    found = {key: _fact(value) for key, value in counted(form, answers).items() if key in known}
    return {key: fact for key, fact in found.items() if fact is not None}


def _fact(value: AnswerValue) -> Fact | None:
    match value:
        case Coding():
            return value.code
        case date() | time():  # a moment is a date too
            return value.isoformat()
        case str() | tuple():
            return None
        case _:
            return value
