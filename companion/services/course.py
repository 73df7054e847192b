"""The course as screens use it: what holds now, what the person tells of an infusion, and infusions typed in."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from uuid import uuid4
from zoneinfo import ZoneInfo

from companion.config import ClinicSettings
from companion.content import CHECKLISTS
from companion.domain.course import OwnInfusion, Place, belongs_to, place_at
from companion.domain.course_settings import USUAL, CourseSettings
from companion.domain.days import moment_showing
from companion.domain.due import DueList, due_lists
from companion.domain.guidance import Guidance
from companion.domain.holding import Held, bound, holding
from companion.domain.journal import EntryHead, Infusion, Occurrence
from companion.domain.opening_hours import has_zone
from companion.domain.questionnaire import Planned
from companion.domain.told import What, Wrong, told_at, wrong
from companion.domain.until import Fasting, Until, fasting, no_driving, planned_time
from companion.errors import InvalidAnswer
from companion.ports import Clock
from companion.services.changes import Changes
from companion.services.journal import Journal
from companion.store.course import CourseStore

BESIDE = timedelta(hours=30)
"""So near to an infusion the screens follow the clock."""

ONE_TAP = timedelta(seconds=1)
"""A second tap so soon is the first one's: where its button was there is the next one by then."""


SET_BY = {"infusion_minutes": "length_minutes"}
"""What a clinic's file calls otherwise."""


def course_settings(clinic: ClinicSettings | None) -> CourseSettings:
    """The clinic's rules for its infusions, as far as its file has them."""
    if clinic is None:
        return USUAL
    own = {SET_BY.get(name, name): said for name, said in clinic.course.items() if said is not None}
    own["where"] = own.get("where") or clinic.address
    own["appointment_types"] = tuple(own.get("appointment_types", ()))
    try:
        return CourseSettings(**own, zone=clinic.time_zone)
    except (TypeError, ValueError):  # a browser may hold what a newer or older file said: the published rules hold
        return CourseSettings(where=clinic.address, zone=clinic.time_zone)


class Course:
    """The infusions of one open journal. Every change is durable when the call returns."""

    def __init__(
        self, store: CourseStore, journal: Journal, clock: Clock, guidance: Guidance, settings: CourseSettings
    ) -> None:
        self._store = store
        self._journal = journal
        self._clock = clock
        self.guidance = guidance
        self.settings = settings
        self.changes = journal.changes  # the journal's marks follow the course, too
        self.minutes = Changes()
        self._minute = 0
        self._telling = asyncio.Lock()
        self._told_at: dict[tuple[str, bool], datetime] = {}
        self._held: tuple[object, object, list[Held]] = (None, None, [])

    # Reading

    def all(self) -> Sequence[Infusion]:
        """The whole course in the order of time, cancelled ones too."""
        return self._store.all()

    @property
    def is_part(self) -> bool:
        """Whether the clinic's list could not be read completely. What was known before is kept."""
        return self._store.is_part

    def infusion(self, id: str) -> Infusion | None:
        """One infusion by its id, or by the id of what was typed in for it."""
        return next((one for one in self.all() if id in (one.appointment_id, one.typed_id) and id), None)

    def is_own(self, id: str) -> bool:
        """Whether it was typed in, so that it can be moved."""
        return self._store.own(id) is not None

    def place(self) -> Place:
        """Where in the course this moment is."""
        return place_at(self.all(), self.settings, self._clock.now(), self._clock.local)

    def holding(self) -> list[Held]:
        """What holds now, the most important first. A screen that asks twice while it is drawn waits once."""
        course, now = self.all(), self._clock.now()
        at = (now, self._clock.zone(), self.settings)
        if self._held[0] is not course or self._held[1] != at:
            self._held = course, at, holding(self.guidance, course, self.settings, now, self._clock.local)
        return self._held[2]

    def of(self, infusion: Infusion) -> list[Held]:
        """Every item of guidance that belongs to an infusion, in the order of time."""
        found = bound(self.guidance, self.all(), self.settings, self._clock.local)
        return sorted((one for one in found if one.infusion is infusion), key=lambda one: one.starts)

    def fasting(self) -> Fasting | None:
        """The last food and drink before the next infusion."""
        return fasting(self.all(), self.settings, self._clock.now())

    def planned(self, which: Planned) -> datetime | None:
        """A time around the next infusion (UTC), as far as it is known beforehand."""
        return planned_time(which, self.all(), self.settings, self._clock.now())

    def until(self) -> Until | None:
        """Until when there is no driving, while that lasts."""
        return no_driving(self.all(), self.settings, self._clock.now(), self._clock.local)

    def entries_of(self, infusion: Infusion) -> list[EntryHead]:
        """The journal entries that belong to an infusion, newest first."""
        course = self.all()
        return [head for head in self._journal.heads() if belongs_to(course, head.occurrence.at) is infusion]

    def due_list(self) -> str | None:
        """The form (its url) of the list whose time it is, until it was filled in for that infusion."""
        due = due_lists(self.all(), self.settings, self._clock.now(), self._clock.local)
        forms = {url.rsplit("/", 1)[-1]: url for url in CHECKLISTS}
        return next((forms[one.stage] for one in due if not self._is_filled_in(forms[one.stage], one)), None)

    def _is_filled_in(self, form: str, due: DueList) -> bool:
        newest_first = self._journal.heads()
        recent = takewhile(lambda head: due.since is None or head.occurrence.at >= due.since, newest_first)
        return any(head.form == form for head in recent)

    # The clock

    def look_at_the_clock(self) -> None:
        """Tell the screens that a minute has gone by near an infusion, and else an hour.

        A phone that slept over days comes back with the screen of then: that is at least another hour.
        """
        now = self._clock.now()
        minute, before = int(now.timestamp() // 60), self._minute
        self._minute = minute
        is_near = any(abs(one.begins - now) < BESIDE for one in self.all())
        if minute // 60 != before // 60 or (minute != before and is_near):
            self.minutes.announce()

    # What the person tells of an infusion

    async def start(self, infusion: Infusion, at: datetime | None = None) -> None:
        """It has begun, now or `at` (UTC). As with all that is told: a second tap at once does nothing.

        Raises InvalidAnswer, StoreError.
        """
        await self._tell(infusion, lambda one: {"started": self._told(What.START, one, at)})

    async def end(self, infusion: Infusion, at: datetime | None = None) -> None:
        """It has ended, now or `at` (UTC). Raises InvalidAnswer, StoreError."""
        await self._tell(infusion, lambda one: {"ended": self._told(What.END, one, at)})

    def told_at(self, what: What, infusion: Infusion, clock: time) -> tuple[datetime, Wrong | None]:
        """The moment (UTC) that a time of the person's clock means here, and why it cannot be."""
        at = told_at(what, infusion, clock, self.settings, self._clock.local)
        return at, wrong(what, infusion, at, self._clock.now())

    def _told(self, what: What, infusion: Infusion, at: datetime | None) -> Occurrence:
        now = self._clock.now()
        if at is not None and wrong(what, infusion, at, now):
            raise InvalidAnswer("an infusion ends after it began, and neither is still to come")
        moment = at or now
        if what is What.END and infusion.started and at is None:
            moment = max(now, infusion.started.at)  # the clock was put back since
        return self._journal.occurrence(moment)

    async def take_back(self, infusion: Infusion) -> None:
        """The last of both was a wrong tap. Raises StoreError."""
        await self._tell(infusion, lambda one: {"ended": None} if one.ended else {"started": None})

    async def confirm_driver(self, infusion: Infusion, yes: bool, who: str = "") -> None:
        """Whether somebody takes the person home, and who, on the day that is planned now. Raises StoreError.

        It stays on this device like all that is told of an infusion.
        """
        told = {"has_driver": yes, "driver_day": infusion.start.date, "driver": who.strip() if yes else ""}
        await self._tell(infusion, lambda _: told, is_of_driver=True)

    async def _tell(
        self, infusion: Infusion, facts: Callable[[Infusion], Mapping[str, object]], is_of_driver: bool = False
    ) -> None:
        """`facts`: what is told of it as it is by now; a screen may have been drawn before something else was told."""
        what, now = (infusion.appointment_id, is_of_driver), self._clock.now()
        async with self._telling:
            if (before := self._told_at.get(what)) and timedelta() <= now - before < ONE_TAP:
                return
            one = self.infusion(infusion.appointment_id) or infusion
            await self._store.tell(filter(None, (one.appointment_id, one.typed_id)), **facts(one))
            self._told_at[what] = self._clock.now()
        self.changes.announce()

    # Infusions typed in

    def by_its_clock(self, moment: datetime) -> datetime:
        """On the clock by which infusions are typed: the clinic's where its zone is known, else the person's."""
        zone = self.settings.zone
        return moment.astimezone(ZoneInfo(zone)) if has_zone(zone) else self._clock.local(moment)

    def moment(self, day: date, clock: time) -> Occurrence:
        """That time of that day by its clock; a time that the clocks leave out is the one after."""
        at = moment_showing(datetime.combine(day, clock), self.by_its_clock)
        local = self.by_its_clock(at)
        zone = self.settings.zone if has_zone(self.settings.zone) else self._clock.zone()
        return Occurrence(at, zone, local.date(), local.strftime("%H:%M"))

    async def add(self, start: Occurrence) -> str:
        """A new infusion; its id. A second tap finds the first one's. Raises StoreError."""
        async with self._telling:
            same = self._store.own_at(start.at)
            own = same or OwnInfusion(str(uuid4()), start)
            if same is None:
                await self._keep(own)
        return own.id

    async def move(self, id: str, start: Occurrence) -> None:
        """Another time for one that was typed in; it knows when it was to be. Raises StoreError."""
        if (own := self._store.own(id)) and own.start.at != start.at:
            await self._keep(replace(own, start=start, moved_from=own.start))

    async def cancel(self, id: str, is_cancelled: bool) -> None:
        """One that was typed in does not take place, or does after all; not once it has begun. Raises StoreError."""
        known = self.infusion(id)
        if (own := self._store.own(id)) and not (is_cancelled and known and known.is_told):
            await self._keep(replace(own, is_cancelled=is_cancelled))

    async def _keep(self, own: OwnInfusion) -> None:
        await self._store.keep_own(own)
        self.changes.announce()
