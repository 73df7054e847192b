"""The course as screens use it: what holds now, what the person tells of an infusion, and infusions typed in."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from uuid import uuid4
from zoneinfo import ZoneInfo

from companion.config import ClinicSettings
from companion.content import CHECKLISTS, FOOD_PLAN
from companion.domain.course import DAY, OwnInfusion, Phase, Place, belongs_to, place_at, upcoming
from companion.domain.course_settings import USUAL, CourseSettings
from companion.domain.days import moment_showing
from companion.domain.due import DueList, due_lists
from companion.domain.enabling import counted
from companion.domain.food_plan import FoodPlan, asked_from, food_plan
from companion.domain.guidance import Guidance
from companion.domain.holding import Held, bound, holding
from companion.domain.journal import Draft, EntryHead, Infusion, Occurrence, TookPlace
from companion.domain.opening_hours import has_zone
from companion.domain.progress import Counts, Progress, counts_of, is_open_question, progress_of, to_confirm
from companion.domain.questionnaire import Planned
from companion.domain.safety.fields import Facts
from companion.domain.safety.preparation import PREGNANT, prepared
from companion.domain.told import What, Wrong, told_at, wrong
from companion.domain.until import Fasting, Until, fasting, no_driving, planned_time
from companion.errors import InvalidAnswer
from companion.ports import Clock
from companion.services.begun import Begun
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
        self.days = Changes()
        """Announces that the person's own date is another one than before, or their zone."""
        self.begun = Begun()
        self._minute = 0
        self._hour: object = None
        self._day: object = None
        self._telling = asyncio.Lock()
        self._told_at: dict[tuple[str, str], datetime] = {}
        self._answered: tuple[object, list[EntryHead]] = (None, [])
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
        """Return one infusion by any of its ids: its own, another booking's, or that of what was typed in for it."""
        return next((one for one in self.all() if id in one.ids), None)

    def is_own(self, id: str) -> bool:
        """Whether it was typed in, so that it can be moved."""
        return self._store.own(id) is not None

    def place(self) -> Place:
        """Where in the course this moment is."""
        return place_at(self.all(), self.settings, self._clock.now(), self._clock.local)

    def progress(self, infusion: Infusion) -> Progress:
        """Return how far an infusion has come, and whether that is only a guess from its plan."""
        return progress_of(infusion, self.settings, self._clock.now())

    def counts(self) -> Counts:
        """Count how far the infusions of the course are."""
        return counts_of(self.all(), self.settings, self._clock.now())

    def to_confirm(self) -> Infusion | None:
        """Return the infusion of which to ask now whether it took place."""
        return to_confirm(self.all(), self.settings, self._clock.now(), self._clock.local)

    def may_confirm(self, infusion: Infusion) -> bool:
        """Return whether "Did it take place?" may be answered now, asked on Today or not."""
        return is_open_question(infusion, self.settings, self._clock.now(), self._clock.local)

    def holding(self) -> list[Held]:
        """What holds now, the most important first. A screen that asks twice while it is drawn waits once."""
        course, now = self.all(), self._clock.now()
        plans = {one.appointment_id: self.food_plan(one) for one in course}
        at = (now, self._clock.zone(), self.settings, plans)
        if self._held[0] is not course or self._held[1] != at:
            local, plan_of = self._clock.local, lambda one: plans[one.appointment_id]
            self._held = course, at, holding(self.guidance, course, self.settings, now, local, plan_of)
        return self._held[2]

    def of(self, infusion: Infusion) -> list[Held]:
        """Every item of guidance that belongs to an infusion, in the order of time."""
        found = bound(self.guidance, self.all(), self.settings, self._clock.local, plan_of=self.food_plan)
        return sorted((one for one in found if one.infusion is infusion), key=lambda one: one.starts)

    def food_plan(self, infusion: Infusion) -> FoodPlan:
        """Return what the person answered, for this infusion, about diabetes and GLP-1 medicine."""
        heads, journal = self._food_heads(), self._journal
        drafts = [journal.draft_of(FOOD_PLAN), *(journal.change_of(head.id) for head in heads)]
        return food_plan(infusion, self.all(), heads, [one for one in drafts if one], self._clock.now())

    def _food_heads(self) -> list[EntryHead]:
        """The answers to that; picked out once, until an entry changes."""
        heads = self._journal.heads()
        if self._answered[0] is not heads:
            self._answered = heads, [head for head in heads if head.form == FOOD_PLAN]
        return self._answered[1]

    def asks_food_plan(self) -> Infusion | None:
        """Return the infusion for which that is to be asked now: from 14 days before it, or after the one before.

        Not while an infusion runs or in the first hours after it: an answer of somebody who is still drowsy would
        open the common times.
        """
        following, now = upcoming(self.all(), self._clock.now()), self._clock.now()
        if following is None or self.place().phase in (Phase.UNDER_WAY, Phase.FIRST_HOURS):
            return None
        is_time = asked_from(following, self.all()) <= now
        return following if is_time and self.food_plan(following) is FoodPlan.UNKNOWN else None

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

    def prepared(self, draft: Draft) -> Facts:
        """Return what a list before an infusion tells the rules: its `prep` fields, empty for any other form.

        Of an old entry that is being changed only a pregnancy still matters: its visit is over.
        """
        answers, now = counted(self._journal.form_of(draft), draft.answers), self._clock.now()
        found = prepared(draft.form, answers, self.all(), self.settings, now, self._clock.local)
        is_over = draft.entry_id is not None and now - draft.started.at > DAY
        return {name: fact for name, fact in found.items() if not is_over or name == PREGNANT}

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
        """Announce each minute near an infusion, each hour of the person's own clock else, and each new day.

        A phone that slept over days comes back with the screen of then: that is at least another hour. Hours and days
        are the person's: in India, Nepal or Adelaide they do not begin with those of UTC. A clock that was put back, or
        another zone, is announced like time that has gone by.
        """
        now = self._clock.now()
        local = self._clock.local(now)
        minute, hour, day = (
            int(now.timestamp() // 60),
            (now.timestamp() // 3600, local.date(), local.hour),
            self._today(),
        )
        before = self._minute, self._hour, self._day
        self._minute, self._hour, self._day = minute, hour, day
        is_near = any(abs(one.begins - now) < BESIDE for one in self.all())
        if hour != before[1] or day != before[2] or (minute != before[0] and is_near):
            self.minutes.announce()
        if day != before[2]:
            self.days.announce()

    def _today(self) -> tuple[date, str]:
        return self._clock.local(self._clock.now()).date(), self._clock.zone()

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

    async def answer(self, infusion: Infusion, took_place: TookPlace | None) -> None:
        """Keep the answer to "Did it take place?" for its planned time; None takes an answer back. Raises StoreError.

        "No" cancels it in this app only: the clinic's own list does not hear of it.
        """
        await self._tell(
            infusion,
            lambda one: {"took_place": took_place, "answered_for": one.start if took_place else None},
            kind="answer",
        )

    async def confirm_driver(self, infusion: Infusion, yes: bool, who: str = "") -> None:
        """Whether somebody takes the person home, and who, on the day that is planned now. Raises StoreError.

        It stays on this device like all that is told of an infusion.
        """
        told = {"has_driver": yes, "driver_day": infusion.start.date, "driver": who.strip() if yes else ""}
        await self._tell(infusion, lambda _: told, kind="driver")

    async def _tell(
        self, infusion: Infusion, facts: Callable[[Infusion], Mapping[str, object]], kind: str = "time"
    ) -> None:
        """`facts`: what is told of it as it is by now; a screen may have been drawn before something else was told."""
        what, now = (infusion.appointment_id, kind), self._clock.now()
        async with self._telling:
            if (before := self._told_at.get(what)) and timedelta() <= now - before < ONE_TAP:
                return
            one = self.infusion(infusion.appointment_id) or infusion
            await self._store.tell(one.ids, **facts(one))
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
