"""What the clinic says is brought into the store: the course of infusions."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from companion.api_client import ClinicClient
from companion.domain.course_settings import CourseSettings
from companion.domain.journal import Occurrence
from companion.domain.opening_hours import has_zone
from companion.fhir import cancelled_from_fhir, infusions_from_fhir, is_of_type
from companion.ports import Clock
from companion.store.journal import JournalStore

PULL_EVERY = timedelta(minutes=15)


class CoursePull:
    """Looks at the course now and then; a failure does not disturb the sending."""

    def __init__(self, store: JournalStore, client: ClinicClient, clock: Clock, settings: CourseSettings) -> None:
        """`settings`: which Appointments are infusions, and in which zone the clinic is."""
        self._store = store
        self._client = client
        self._clock = clock
        self._zone = settings.zone
        self._types = settings.appointment_types
        self.last: datetime | None = None

    async def pull(self) -> bool:
        """Fetch the Appointments if that is due; whether it was. Raises ClinicError, StoreError."""
        now = self._clock.now()
        if self.last and timedelta() <= now - self.last < PULL_EVERY:
            return False
        resources = [one for one in await self._client.appointments() if is_of_type(one, self._types)]
        self.last = now
        booked = infusions_from_fhir(resources, self._occurrence)
        await self._store.keep_infusions([*booked, *cancelled_from_fhir(resources, self._occurrence)])
        return True

    def _occurrence(self, moment: datetime) -> Occurrence:
        """By the clinic's clock, wherever the person is: its zone, else the offset that it wrote, else the person's."""
        if self._zone and has_zone(self._zone):
            zone, local = self._zone, moment.astimezone(ZoneInfo(self._zone))
        elif moment.utcoffset():
            zone, local = moment.isoformat()[-len("+00:00") :], moment
        else:
            zone, local = self._clock.zone(), self._clock.local(moment)
        return Occurrence(moment.astimezone(UTC), zone, local.date(), local.strftime("%H:%M"))
