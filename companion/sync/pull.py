"""What the clinic says is brought into the store: the course of infusions."""

from datetime import UTC, datetime, timedelta

from companion.api_client import ClinicClient
from companion.domain.journal import Occurrence
from companion.fhir import infusions_from_fhir
from companion.ports import Clock
from companion.store.journal import JournalStore

PULL_EVERY = timedelta(minutes=15)


class CoursePull:
    """Looks at the course now and then; a failure does not disturb the sending."""

    def __init__(self, store: JournalStore, client: ClinicClient, clock: Clock) -> None:
        self._store = store
        self._client = client
        self._clock = clock
        self.last: datetime | None = None

    async def pull(self) -> bool:
        """Fetch the Appointments if that is due; whether it was. Raises ClinicError, StoreError."""
        now = self._clock.now()
        if self.last and timedelta() <= now - self.last < PULL_EVERY:
            return False
        resources = await self._client.appointments()
        self.last = now
        await self._store.keep_infusions(infusions_from_fhir(resources, self._occurrence))
        return True

    def _occurrence(self, moment: datetime) -> Occurrence:
        local = self._clock.local(moment)
        return Occurrence(moment.astimezone(UTC), self._clock.zone(), local.date(), local.strftime("%H:%M"))
