"""The journal's data key in the browser: random, wrapped, never made anew over a journal.

It is wrapped by a CryptoKey that cannot be exported; both are kept in the database and in its mirror. So either
opens by itself when the other is lost.
"""

import secrets
from contextlib import suppress

from companion.browser.reconcile import PLACES
from companion.browser.records import IndexedDbRecords
from companion.errors import KeyMissing, KeyWrong, StoreError

KEY = 32


def new_data_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(KEY)


async def open_data_key(records: IndexedDbRecords, journal: str) -> bytes:
    """The journal's key, from the first place that gives it; a place that lacks it is given its copy.

    Raises KeyMissing, KeyWrong, StoreError.
    """
    places = ("main",) if records.mirror_failure else PLACES
    read = {place: await _read(records, place, journal) for place in places}
    giving = next((place for place in places if read[place][1] is not None), None)
    if giving is None:
        if any(found for found, _ in read.values()):
            raise KeyWrong("no wrapping key opens the data key")
        raise KeyMissing("there is a journal, and its key is in no place")
    for place in places:
        if read[place][1] is None:
            # No space, say: the key at hand opens the journal, and the next start tries again.
            with suppress(StoreError):
                await records.copy_key(giving, place)
    key = read[giving][1]
    assert key is not None
    return key


async def _read(records: IndexedDbRecords, place: str, journal: str) -> tuple[bool, bytes | None]:
    """Whether the place has a wrapped key, and the key where it opens."""
    try:
        found, key = await records.read_key(place, journal)
    except StoreError:
        if place == "main":
            raise
        return False, None
    return found, key if key is not None and len(key) == KEY else None
