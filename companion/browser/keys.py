"""The ring of the journal's keys in the browser: wrapped, never made anew over a journal.

It is wrapped by a CryptoKey that cannot be exported; both are kept in the database and in its mirror. So either opens
by itself when the other is lost. Where the two rings differ the newer one counts: a kill between the two writings, or
a mirror that could not be written, leaves an older one behind.
"""

from contextlib import suppress

from companion.browser.reconcile import PLACES
from companion.browser.records import IndexedDbRecords
from companion.errors import KeyMissing, KeyWrong, StoreError
from companion.store.ring import number_of


class BrowserSecrets:
    """The port Secrets in the page. Made by `open_secrets`."""

    def __init__(self, records: IndexedDbRecords, journal: str) -> None:
        self._records = records
        self._journal = journal

    async def read(self) -> bytes:
        """The newer ring; a place that lacks it, or has an older one, is given its copy."""
        records = self._records
        places = ("main",) if records.mirror_failure else PLACES
        read = {place: await self._read(place) for place in places}
        rings = {place: (number, ring) for place, (_, number, ring) in read.items() if ring is not None}
        if not rings:
            if any(found for found, _, _ in read.values()):
                raise KeyWrong("no wrapping key opens the ring of keys")
            raise KeyMissing("there is a journal, and its keys are in no place")
        giving = max(rings, key=lambda place: rings[place][0])
        for place in places:
            if place not in rings or rings[place][0] < rings[giving][0]:
                # No space, say: the ring at hand opens the journal, and the next start tries again.
                with suppress(StoreError):
                    await records.copy_key(giving, place)
        return rings[giving][1]

    async def write(self, ring: bytes) -> None:
        """Replace it in the database, then in the mirror. Where only the mirror fails it counts all the same."""
        await self._records.write_key(ring, self._journal)

    async def _read(self, place: str) -> tuple[bool, int, bytes | None]:
        """Whether the place has a wrapped ring, its number, and the ring where it opens."""
        try:
            found, ring = await self._records.read_key(place, self._journal)
            return found, number_of(ring) if ring is not None else 0, ring
        except KeyWrong:
            return True, 0, None
        except StoreError:
            if place == "main":
                raise
            return False, 0, None
