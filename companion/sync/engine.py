"""One cycle at a time: what waits in the outbox goes to the clinic, what the clinic says goes into the store.

Runs beside the screens and never raises into them. Before anything is sent its state is written as "sent-unknown",
so that a crash in between is known; what is in that state and has no server id is looked for before it is sent
again, because a server may ignore If-None-Exist.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from companion.answers import Done, Found
from companion.api_client import ClinicClient
from companion.domain.course_settings import USUAL, CourseSettings
from companion.domain.form_versions import Forms
from companion.domain.journal import Delivery, OutboxItem
from companion.errors import ClinicError, CompanionError, TooLarge
from companion.fhir import same_content
from companion.ports import Background, Clock, Randomness
from companion.store.journal import JournalStore, is_due
from companion.sync.backoff import LONGEST_TOLD, delay
from companion.sync.classify import Acknowledged, Compare, Later, MakeAgain, Quarantine, Step, classify, later
from companion.sync.outgoing import Outgoing, Sending
from companion.sync.pull import PULL_EVERY, CoursePull

log = logging.getLogger("companion.sync")

Trouble = Literal["offline", "signed_out", "not_allowed", "server", "busy", "app"]
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """How sending goes. `trouble` is None after a success."""

    trouble: Trouble | None = None
    last_success: datetime | None = None


class SyncEngine:
    """Sends the outbox of one store to one clinic."""

    def __init__(
        self,
        store: JournalStore,
        client: ClinicClient,
        forms: Forms,
        clock: Clock,
        background: Background,
        randomness: Randomness,
        may_send: Callable[[], bool],
        on_change: Callable[[], None],
        patient_id: str,
        course: CourseSettings = USUAL,
    ) -> None:
        self._store = store
        self._client = client
        self._clock = clock
        self._background = background
        self._randomness = randomness
        self._is_stopped = False
        self._is_agreed = may_send
        self._on_change = on_change
        self._woken = asyncio.Event()
        self._course = CoursePull(store, client, clock, course)
        self._outgoing = Outgoing(store, client, forms, patient_id)
        self.status = SyncStatus()
        self._from_pull: SyncStatus | None = None

    def wake(self) -> None:
        """Look for something to send soon: an entry was saved, or sending was agreed to."""
        self._woken.set()

    def _may_send(self) -> bool:
        return self._is_agreed() and not self._is_stopped

    async def stop(self) -> None:
        """Send nothing more: the store is not this window's any longer."""
        self._is_stopped = True
        self.wake()

    async def run(self) -> None:
        """Cycles until it is stopped or cancelled."""
        while not self._is_stopped:
            self._woken.clear()
            try:
                await self.cycle()
            except CompanionError as error:
                log.warning("a cycle ended with %s", type(error).__name__)
            except Exception as error:  # a fault of ours: said, and tried again; never an end without a word
                log.error("a cycle ended with %s", type(error).__name__)
                self._say("app")
            await self._rest()

    async def cycle(self) -> None:
        """Send everything that is due, and look at the course now and then. Raises StoreError alone."""
        await self._pull()
        tried: dict[str, list[OutboxItem]] = {}
        while self._may_send():
            now = self._clock.now()
            waiting = [item for item in self._store.outbox() if is_due(_unstuck(item, now), now)]
            # An entry is tried again at once only where something was learnt of it, and not for ever.
            new = [item for item in waiting if len(before := tried.get(item.entry_id, [])) < 3 and item not in before]
            batch = new[:AT_ONCE]
            if not batch:
                return
            for item in batch:
                tried.setdefault(item.entry_id, []).append(item)
            if not await self._send(batch):
                return

    async def resolve_keep_mine(self, entry_id: str) -> None:
        """Put the person's version on top of the clinic's. Raises ClinicError, StoreError."""
        item = self._store.outbox_of(entry_id)
        if item is None or item.state is not Delivery.CONFLICT:
            return
        found = await self._client.read(item.server_id)
        await self._note([replace(item, state=Delivery.PENDING, etag=found.etag, tries=0, due=None)])

    async def _pull(self) -> None:
        try:
            if self._may_send() and await self._course.pull():
                if self.status is self._from_pull:  # the clinic answers again, and nothing else was said since
                    self._say(None)
                self._on_change()
        except ClinicError as error:
            self._say(later(error).trouble)
            self._from_pull = self.status

    async def _rest(self) -> None:
        """Until it is woken, or the next entry is due, or the course is to be looked at."""
        now = self._clock.now()
        dues = [item.due for item in self._store.outbox() if item.due and is_due(replace(item, due=None), now)]
        seconds = [(due - now).total_seconds() for due in dues] if self._may_send() else []
        wait = max(0.5, min([PULL_EVERY.total_seconds(), *seconds]))
        try:
            await asyncio.wait_for(self._woken.wait(), wait)
        except TimeoutError:
            return

    # Sending

    async def _send(self, items: Sequence[OutboxItem]) -> bool:
        """One batch. Whether it is worth going on with the next one."""
        there = await self._look_for([item for item in items if _may_be_there(item)])
        if there is None:
            return False
        sendings, known, damaged = [], [], []
        for item in items:
            found = there.get(item.entry_id)
            known_as = replace(item, server_id=found.server_id, etag=found.etag) if found else item
            one = await self._outgoing.prepare(known_as)
            if isinstance(one, OutboxItem):
                damaged.append(one)
            elif one and found and same_content(found.resource, one.operation.resource):
                known.append(self._after(one, Acknowledged(found.server_id, found.etag)))
            elif one:
                sendings.append(one)
        if damaged:
            await self._note(damaged)
        if known:
            await self._note(known)
            self._say(None)
        if not sendings:
            return True
        await self._note([replace(one.item, state=Delivery.UNSURE) for one in sendings])
        # An entry that was changed while its state was written is not marked: it waits for the next cycle.
        sendings = [one for one in sendings if self._is_as_sent(one)]
        if not sendings or not self._may_send():
            return False
        return await self._carry_out(sendings)

    def _is_as_sent(self, one: Sending) -> bool:
        head = self._store.head(one.item.entry_id)
        return head is not None and head.version == one.item.version

    async def _carry_out(self, sendings: Sequence[Sending]) -> bool:
        try:
            answers = await self._client.send([one.operation for one in sendings])
        except TooLarge:  # of several at once; one alone that is too large is an answer of its own
            half = len(sendings) // 2
            first = await self._carry_out(sendings[:half])
            return await self._carry_out(sendings[half:]) and first
        except ClinicError as error:
            await self._put_off(sendings, later(error))
            return False
        return await self._take(sendings, answers)

    async def _take(self, sendings: Sequence[Sending], answers: Sequence[Done | ClinicError]) -> bool:
        """Write what the answers mean, all of it in one batch."""
        noted, troubles = [], []
        for one, answer in zip(sendings, answers, strict=True):
            said = classify(one.operation, answer)
            step = await self._outgoing.compare(one, said) if isinstance(said, Compare) else said
            if isinstance(step, Later):
                troubles.append(step)
            noted.append(self._after(one, step))
        await self._note(noted)
        worst = troubles[0].trouble if troubles else None
        self._say(worst)
        return not troubles

    def _after(self, one: Sending, step: Step | OutboxItem) -> OutboxItem:
        """The outbox state that a step leads to, for the version that was sent."""
        item, now = one.item, self._clock.now()
        match step:
            case OutboxItem():
                return step
            case Acknowledged():
                return replace(item, state=Delivery.SENT, server_id=step.server_id, etag=step.etag, at=now, tries=0,
                               due=None, issues=())  # fmt: skip
            case Quarantine():
                return replace(item, state=Delivery.REFUSED, issues=step.issues, due=None)
            case MakeAgain():
                return replace(item, state=Delivery.PENDING, server_id="", etag="", due=None)
            case Later():
                return self._later(item, step)
            case Compare():
                return replace(item, state=Delivery.CONFLICT, server_id=step.server_id or item.server_id)

    def _later(self, item: OutboxItem, step: Later) -> OutboxItem:
        tries = item.tries + 1
        wait = delay(tries, self._randomness.fraction(), step.told)
        due = self._clock.now() + timedelta(seconds=wait)
        # What surely did not arrive is as it was; the rest stays "sent-unknown".
        state = item.state if step.is_sure else Delivery.UNSURE
        return replace(item, state=state, tries=tries, due=due)

    async def _look_for(self, items: Sequence[OutboxItem]) -> dict[str, Found] | None:
        """What the server has of the entries that may be there, by entry; None when it cannot be asked."""
        known = {}
        for item in items:
            try:
                found = await self._client.find(item.entry_id)
            except ClinicError as error:
                self._say(later(error).trouble)
                await self._note([self._later(item, replace(later(error), is_sure=False)) for item in items])
                return None
            if found:
                known[item.entry_id] = found
        return known

    async def _put_off(self, sendings: Sequence[Sending], step: Later) -> None:
        await self._note([self._later(one.item, step) for one in sendings])
        self._say(step.trouble)

    async def _note(self, items: Sequence[OutboxItem]) -> None:
        await self._store.note_delivery(items)
        self._on_change()

    def _say(self, trouble: str | None) -> None:
        success = self.status.last_success if trouble else self._clock.now()
        self.status = SyncStatus(trouble, success)  # type: ignore[arg-type]
        self._on_change()


def _may_be_there(item: OutboxItem) -> bool:
    return item.state is Delivery.UNSURE and not item.server_id


def _unstuck(item: OutboxItem, now: datetime) -> OutboxItem:
    """A time further away than any wait of ours comes from a clock that jumped: it is due now."""
    is_beyond = item.due is not None and item.due - now > timedelta(seconds=LONGEST_TOLD)
    return replace(item, due=None) if is_beyond else item
