"""What the clinic says is brought into the store: the course of infusions."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from companion.api_client import STOPS, ClinicClient
from companion.domain.course_settings import CourseSettings
from companion.domain.journal import Infusion, Occurrence
from companion.domain.opening_hours import has_zone
from companion.fhir import BOOKED, cancelled_from_fhir, infusions_from_fhir, is_of_type
from companion.ports import Clock
from companion.store.journal import JournalStore

PULL_EVERY = timedelta(minutes=15)


class CoursePull:
    """Looks at the course now and then; a failure does not disturb the sending.

    Attributes:
        last: UTC time at which the clinic's list was last read as far as it can be.
    """

    def __init__(self, store: JournalStore, client: ClinicClient, clock: Clock, settings: CourseSettings) -> None:
        """`settings`: which Appointments are infusions, and in which zone the clinic is."""
        self._store = store
        self._client = client
        self._clock = clock
        self._zone = settings.zone
        self._types = settings.appointment_types
        self.last: datetime | None = None

    async def pull(self) -> bool:
        """Fetch the Appointments if that is due. Return whether it was.

        Of a list that was not read completely what came is kept, and nothing that is known is removed.

        Raises ClinicError, also where the clinic could not be reached for a later page: what came before it is kept
        by then. Raises StoreError.
        """
        now = self._clock.now()
        if self.last and timedelta() <= now - self.last < PULL_EVERY:
            return False
        listed = await self._client.appointments()
        resources = [one for one in listed.resources if is_of_type(one, self._types)]
        booked = infusions_from_fhir(resources, self._occurrence)
        is_whole = listed.is_whole and not _unread(resources, booked)
        canceled = cancelled_from_fhir(resources, self._occurrence)
        await self._store.keep_infusions([*booked, *canceled], is_whole=is_whole)
        if isinstance(listed.failure, STOPS):
            raise listed.failure
        self.last = now
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


def _unread(resources: Iterable[Mapping[str, Any]], booked: Iterable[Infusion]) -> bool:
    """Whether an infusion is booked whose time could not be read."""
    read = {one.appointment_id for one in booked}
    return any(one.get("status") in BOOKED and one.get("id") not in read for one in resources)
