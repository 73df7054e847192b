"""What differs between the places to run, as protocols.

The device form (CPython) and the browser form (Pyodide) each implement these; everything above is one code.
All are asynchronous but the clock: in the page every one of them is a promise. All have bulk calls: a call
across to JavaScript is dear, a loop inside one is not. What is made once a record is a named tuple: a frozen dataclass
takes several times as long to make.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, Protocol


class SealedRecord(NamedTuple):
    """One record as it lies on the device: nothing about health is readable.

    Attributes:
        id: random UUID, lower-case text.
        revision: 1 at the first write, one more at each following one.
        schema: version of the sealed content's layout, part of the associated data.
        header: sealed; what lists, rules and the outbox need.
        body: sealed; the rest. Empty when a record has no body.
    """

    id: str
    revision: int
    schema: int
    header: bytes
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is written together or not at all.

    Attributes:
        puts: whole records, each replacing the one with its id.
        deletes: ids to remove; an id that is not there is no error.
        expect: id -> revision that must be stored now; 0 means that the id must not be there.
    """

    puts: tuple[SealedRecord, ...] = ()
    deletes: tuple[str, ...] = ()
    expect: Mapping[str, int] = field(default_factory=dict)


class Records(Protocol):
    """The store's bottom: sealed records with a compare-and-set write."""

    async def headers(self) -> Sequence[SealedRecord]:
        """All records, bodies left out (empty), in no promised order. Raises StoreError."""

    async def bodies(self, ids: Sequence[str]) -> Mapping[str, SealedRecord]:
        """The whole records of these ids; ids that are not there are left out. Raises StoreError."""

    async def write(self, batch: Batch) -> None:
        """Write a batch; when this returns it survives a power cut.

        Raises RevisionConflict when an expectation does not hold, StoreFull, StoreReadOnly or StoreError; then
        nothing of the batch is written.
        """

    async def close(self) -> None:
        """Let go of the store. Calling it again does nothing."""


class Part(NamedTuple):
    """Bytes to seal or open with the associated data that binds them to their place."""

    data: bytes
    place: bytes


class Sealing(Protocol):
    """Authenticated encryption (AES-256-GCM) under the journal's data key.

    A sealed part is: one format byte (1), a random nonce of 12 bytes, ciphertext and tag of 16 bytes. The same in
    every place to run.
    """

    async def seal_many(self, parts: Sequence[Part]) -> Sequence[bytes]:
        """Seal each part under a nonce of its own."""

    async def open_many(self, parts: Sequence[Part]) -> Sequence[bytes | None]:
        """Open each part; None where one does not open (changed, or not of this place and key)."""


class Cryptography(Protocol):
    """Where sealings come from."""

    def sealing(self, key: bytes) -> Sealing:
        """A sealing under this key of 32 bytes."""

    async def stretch(self, passphrase: str, salt: bytes, rounds: int) -> bytes:
        """PBKDF2-HMAC-SHA256 of the passphrase's UTF-8 (NFKC) bytes, 32 bytes: every place to run has it."""

    async def argon2id(self, passphrase: str, salt: bytes, passes: int, memory: int) -> bytes:
        """Argon2id of the same bytes, 32 bytes, one lane; `memory` in KiB. Raises StretchMissing."""


class Secrets(Protocol):
    """The ring of keys of one journal: a small document, sealed by the key that the place to run guards."""

    async def read(self) -> bytes:
        """The ring. Raises KeyMissing, KeyWrong, StoreError."""

    async def write(self, ring: bytes) -> None:
        """Replace the ring: durable when this returns; a kill leaves the old one or the new one.

        Raises KeyMissing, KeyWrong, StoreError; then the old one is there still.
        """


class Transport(Protocol):
    """Marker for what the clinic's httpx client is given: an `httpx.AsyncBaseTransport`, made by the place to run."""

    async def aclose(self) -> None:
        """Close the connections."""


class Clock(Protocol):
    """The time, as the device tells it. The only synchronous port."""

    def now(self) -> datetime:
        """Now, in UTC, with tzinfo."""

    def zone(self) -> str:
        """The person's time zone now: an IANA name, or an offset such as "+02:00" where no name is known."""

    def local(self, moment: datetime) -> datetime:
        """The moment in the person's present zone."""

    def today(self) -> date:
        """The calendar day where the person is."""


class Background(Protocol):
    """Work that goes on while screens are drawn; no thread is assumed."""

    def start(self, work: Callable[[], Awaitable[None]], name: str) -> None:
        """Run it beside everything else. An exception is logged by its type and ends this work alone."""

    async def sleep(self, seconds: float) -> None:
        """Give way for at least that long."""

    async def end(self, name: str) -> None:
        """End the work of this name, if there is any, and wait for it."""

    async def stop(self) -> None:
        """End all work that was started and wait for it."""


class Randomness(Protocol):
    """Chance for backoff jitter. Never for keys or ids: those come from `secrets` and `uuid4`."""

    def fraction(self) -> float:
        """A number from 0 up to 1."""
