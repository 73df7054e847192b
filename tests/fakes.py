"""Fakes that keep to the ports' contracts: time that stands still, work that runs at once, a store in memory."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from companion.errors import RevisionConflict, StoreError
from companion.ports import Batch, SealedRecord
from companion.store.ring import new_ring, ring_to_bytes


class MemoryRecords:
    """The port Records in memory; takes the same contract tests as the real ones."""

    def __init__(self) -> None:
        self.stored: dict[str, SealedRecord] = {}
        self.failures: list[Exception] = []
        self._is_closed = False

    async def headers(self) -> Sequence[SealedRecord]:
        """All records without bodies."""
        self._check()
        return [record._replace(body=b"") for record in self.stored.values()]

    async def bodies(self, ids: Sequence[str]) -> Mapping[str, SealedRecord]:
        """Whole records."""
        self._check()
        return {id: self.stored[id] for id in ids if id in self.stored}

    async def write(self, batch: Batch) -> None:
        """All or nothing; gives way first, as a disk would."""
        await asyncio.sleep(0)
        self._check()
        if self.failures:
            raise self.failures.pop(0)
        for id, revision in batch.expect.items():
            if (self.stored[id].revision if id in self.stored else 0) != revision:
                raise RevisionConflict("another revision")
        self.stored.update({put.id: put for put in batch.puts})
        for id in batch.deletes:
            self.stored.pop(id, None)

    async def close(self) -> None:
        """Let go."""
        self._is_closed = True

    def _check(self) -> None:
        if self._is_closed:
            raise StoreError("the store is closed")


class MemorySecrets:
    """The port Secrets in memory. `failures` are raised by the next writings."""

    def __init__(self) -> None:
        self.ring = ring_to_bytes(new_ring())
        self.failures: list[Exception] = []

    async def read(self) -> bytes:
        """The ring."""
        return self.ring

    async def write(self, ring: bytes) -> None:
        """Gives way first, as a disk would."""
        await asyncio.sleep(0)
        if self.failures:
            raise self.failures.pop(0)
        self.ring = ring


class FixedClock:
    """A clock that goes on only when it is told to."""

    def __init__(self, start: datetime = datetime(2026, 11, 24, 8, 0, tzinfo=UTC), zone: str = "Europe/Paris") -> None:
        self.moment = start
        self._zone = zone

    def advance(self, seconds: float) -> None:
        """Later, or earlier: clocks jump."""
        self.moment += timedelta(seconds=seconds)

    def now(self) -> datetime:
        """The moment."""
        return self.moment

    def zone(self) -> str:
        """The zone it was made with."""
        return self._zone

    def local(self, moment: datetime) -> datetime:
        """In that zone."""
        return moment.astimezone(ZoneInfo(self._zone))

    def today(self) -> date:
        """There."""
        return self.local(self.moment).date()


class NoBackground:
    """Starts nothing by itself; sleeps not at all."""

    def start(self, work: Callable[[], Awaitable[None]], name: str) -> None:
        """Left to the test."""

    async def sleep(self, seconds: float) -> None:
        """Gives way once."""
        await asyncio.sleep(0)

    async def end(self, name: str) -> None:
        """Nothing was started."""

    async def stop(self) -> None:
        """Nothing was started."""


class SteadyRandomness:
    """Chance that is always the same."""

    def fraction(self) -> float:
        """The middle."""
        return 0.5
