"""The port Records over IndexedDB and its mirror. The work is done in js/records.js: one call for a whole batch."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from companion.browser.failures import error_named, errors_of_the_browser
from companion.browser.reconcile import State, state_from_json
from companion.errors import StoreError
from companion.ports import Batch, SealedRecord

NAME = "companion"


class IndexedDbRecords:
    """Sealed records in the browser. Opened by `open_records` of companion/browser/opening.py."""

    def __init__(self, js: Any) -> None:
        self._js = js

    @classmethod
    async def take(
        cls, bridge: Any, name: str = NAME, take_over: bool = False, anew: bool = False
    ) -> "IndexedDbRecords":
        """Take the journal for this tab and open both databases, whatever they hold.

        `anew`: after FirstUnread, an empty database in another place, where it lies from then on.

        Raises StoreBusy (another tab has it), StoreNewer, StorageRefused, FirstUnread, StoreFull, StoreError.
        """
        with errors_of_the_browser():
            return cls(await bridge.openStore(name, take_over, anew))

    @property
    def mirror_failure(self) -> str:
        """The browser's name for what keeps the mirror behind; "" while both places agree."""
        return str(self._js.mirrorFailure)

    async def state(self) -> State:
        """What is there. Raises StoreError."""
        with errors_of_the_browser():
            return state_from_json(await self._js.state())

    async def begin(self, journal: str, ring: bytes) -> None:
        """Begin an empty journal with its wrapped ring of keys in all places. Raises StoreError."""
        with errors_of_the_browser():
            await self._js.begin(journal, ring)

    async def restore(self, as_it_is: bool = False, over: str = "") -> int:
        """Make the database hold what the mirror holds; how many records were written.

        Args:
            as_it_is: also where the mirror has lost records.
            over: the id of another journal that may be replaced, because it was kept aside.

        Raises StoreDamaged (the mirror has lost records, or another journal is in the way), StoreError.
        """
        with errors_of_the_browser():
            return int(await self._js.restore(as_it_is, over))

    async def remake(self) -> int:
        """As `restore`, for a database that lost its newest batches: into a new place. Raises StoreError."""
        with errors_of_the_browser():
            return int(await self._js.remake())

    async def catch_up(self, over: str = "") -> None:
        """Bring the mirror up to date, or know that it is behind; `over` as `restore` has it."""
        with errors_of_the_browser():
            await self._js.catchUp(over)

    async def keep_aside(self, place: str) -> None:
        """Copy what "main" or "mirror" holds, sealed, into a place from which nothing is ever taken.

        Raises StoreError.
        """
        with errors_of_the_browser():
            await self._js.keepAside(place)

    async def mark(self) -> None:
        """Say in a third place that a journal exists."""
        with errors_of_the_browser():
            await self._js.mark()

    async def read_key(self, place: str, journal: str) -> tuple[bool, bytes | None]:
        """Whether a place has a wrapped ring of keys, and its bytes where they open. Raises StoreError."""
        with errors_of_the_browser():
            said = await self._js.readKey(place, journal)
        return bool(said.found), said.key.to_bytes() if said.key else None

    async def copy_key(self, source: str, target: str) -> None:
        """Give one place the wrapped ring of the other. Raises StoreError."""
        with errors_of_the_browser():
            await self._js.copyKey(source, target)

    async def write_key(self, ring: bytes, journal: str) -> None:
        """Replace the wrapped ring, in the database first. Raises StoreError; then the old one is there still."""
        with errors_of_the_browser():
            await self._js.writeKey(ring, journal)

    async def set_aside(self, moment: str) -> None:
        """Copy the whole journal, sealed, into a database of its own, and then take it out of both places.

        Raises StoreError; then the journal is where it was.
        """
        with errors_of_the_browser():
            await self._js.setAside(moment)

    async def headers(self) -> Sequence[SealedRecord]:
        """All records without their bodies."""
        with errors_of_the_browser():
            said = await self._js.headers()
        index, data = json.loads(said.index), said.data.to_bytes()
        at, found = 0, []
        for id, revision, schema, length in index:
            found.append(SealedRecord(id, revision, schema, data[at : at + length]))
            at += length
        return found

    async def bodies(self, ids: Sequence[str]) -> Mapping[str, SealedRecord]:
        """The whole records of these ids."""
        with errors_of_the_browser():
            said = await self._js.bodies(json.dumps(list(ids)))
        index, data = json.loads(said.index), said.data.to_bytes()
        at, found = 0, {}
        for id, revision, schema, header, body in index:
            middle, end = at + header, at + header + body
            found[id] = SealedRecord(id, revision, schema, data[at:middle], data[middle:end])
            at = end
        return found

    async def write(self, batch: Batch) -> None:
        """Flushed to the disk in both places before it returns.

        Where only the mirror fails, the batch is durable all the same: `mirror_failure` says so, and the mirror
        is brought up to date by the next write or start.
        """
        index = {
            "puts": [(put.id, put.revision, put.schema, len(put.header), len(put.body)) for put in batch.puts],
            "deletes": batch.deletes,
            "expect": dict(batch.expect),
        }
        data = b"".join(piece for put in batch.puts for piece in (put.header, put.body))
        with errors_of_the_browser():
            await self._js.write(json.dumps(index), data)

    async def tell_when_lost(self, tell: Callable[[StoreError], Awaitable[None]]) -> None:
        """Wait until this tab may not or cannot write any more, then tell why, unless it was closed here.

        What the browser closed by itself is opened again in js/lasting.js; only where that fails is it told.
        """
        reason = str(await self._js.lost)
        if reason != "Closed":
            await tell(error_named(reason))

    async def close(self) -> None:
        """Finish what is being written, close both databases, let go of the journal."""
        await self._js.close()
