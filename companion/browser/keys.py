"""The journal's data key in the browser: random, wrapped in each place, never made anew over a journal.

Each place keeps its own wrapped copy beside its own wrapping key, a CryptoKey that cannot be exported. So the
mirror opens by itself when the database is lost, and the database when the mirror is.
"""

import secrets

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
    key = next((key for _, key in read.values() if key is not None), None)
    if key is None:
        if any(found for found, _ in read.values()):
            raise KeyWrong("no wrapping key opens the data key")
        raise KeyMissing("there is a journal, and its key is in no place")
    for place in places:
        if read[place][1] is None:
            await _give(records, place, journal, key)
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


async def _give(records: IndexedDbRecords, place: str, journal: str, key: bytes) -> None:
    try:
        await records.keep_key(place, journal, key)
    except StoreError:
        # No space, say. The key at hand opens the journal; the next start tries again.
        records.mirror_failure = records.mirror_failure or "NoKey"
