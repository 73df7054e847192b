"""The lock's logic over the ports Secrets and Cryptography: setting, changing and removing a PIN, and trying one.

Each of these rewrites the ring alone. A try is counted, durably, before it is evaluated: who kills the app meanwhile
has used it up.
"""

import asyncio
import secrets as chance
import time
from collections.abc import Callable
from dataclasses import replace

from companion.errors import SecretWrong, StretchMissing, TooSoon, TriesUsedUp
from companion.ports import Clock, Cryptography, Secrets
from companion.store.backup import normalise_secret
from companion.store.ring import (
    ARGON2ID,
    PBKDF2,
    SALT,
    Ring,
    SealedKey,
    Stretch,
    Tries,
    lock_key,
    ring_from_bytes,
    ring_to_bytes,
    unlock_key,
)
from companion.store.tries import are_used_up, tries_left, wait_at

SHORTEST_PIN, LONGEST_PIN = 6, 12
PASSES, MEMORY = 3, 64 * 1024
ROUNDS = 600_000


def is_pin(text: str) -> bool:
    """Six to twelve digits; which ones is the person's own business."""
    return SHORTEST_PIN <= len(text) <= LONGEST_PIN and text.isascii() and text.isdigit()


class KeyRing:
    """The ring of one journal, opened by the device's key. It holds the journal's key only where no PIN is set."""

    def __init__(
        self,
        ring: Ring,
        secrets: Secrets,
        crypto: Cryptography,
        clock: Clock,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ring = ring
        self._secrets = secrets
        self._crypto = crypto
        self._clock = clock
        self._elapsed = elapsed
        self._number = ring.number
        self._one_at_a_time = asyncio.Lock()
        self._free_at = elapsed() + wait_at(ring.tries, self._now())

    @property
    def is_locked(self) -> bool:
        """Whether a PIN is set."""
        return self._ring.data is None

    @property
    def key(self) -> bytes | None:
        """The journal's key; None where a PIN is set."""
        return self._ring.data

    @property
    def has_front(self) -> bool:
        """Whether the front key lies in the ring: before, nothing can be sealed by it."""
        return self._ring.number > 0

    async def front(self) -> bytes:
        """The front key, which lies in the ring from now on. Raises StoreError."""
        async with self._one_at_a_time:
            if self._ring.number == 0:  # of format 1: its front key was made when it was read
                await self._write(self._ring)
            return self._ring.front

    @property
    def tries_left(self) -> int:
        """How many PINs may still be tried; 0: the recovery code alone opens the lock."""
        return tries_left(self._ring.tries)

    def wait(self) -> float:
        """Seconds until the next PIN may be tried."""
        return max(0.0, self._free_at - self._elapsed())

    async def mind_the_clock(self) -> None:
        """A clock that was set back makes a wait no longer than it was: it begins again now. Raises StoreError."""
        tries, now = self._ring.tries, self._now()
        if tries.since > now:
            await self._count(replace(tries, since=now))

    # Opening

    async def try_pin(self, pin: str) -> bytes:
        """The journal's key. Raises SecretWrong, TooSoon, TriesUsedUp, StretchMissing, StoreError."""
        async with self._one_at_a_time:
            if are_used_up(self._ring.tries):
                raise TriesUsedUp("no PIN is tried any more")
            if self.wait() > 0:
                raise TooSoon("the wait is not over")
            before = self._ring.tries
            await self._count(Tries(before.count + 1, self._now()))
            try:
                key = await unlock_key(_there(self._ring.pin), pin, self._crypto)
            except StretchMissing:
                await self._count(before)  # nothing was learnt of the PIN
                raise
            if key is None:
                raise SecretWrong("another PIN")
            await self._count(Tries())
            return key

    async def try_code(self, code: str) -> bytes:
        """The journal's key; a right code gives the tries back. Raises SecretWrong, StoreError."""
        async with self._one_at_a_time:
            key = await unlock_key(_there(self._ring.code), normalise_secret(code), self._crypto)
            if key is None:
                raise SecretWrong("another recovery code")
            await self._count(Tries())
            return key

    # Setting

    async def lock(self, key: bytes, pin: str, code: str) -> None:
        """Lock the journal's key away under a PIN and a recovery code. Raises StoreError, ValueError (no PIN)."""
        async with self._one_at_a_time:
            # A code has 140 random bits: it needs no memory to be slow, and so it opens the journal everywhere.
            how = Stretch(PBKDF2, chance.token_bytes(SALT), ROUNDS)
            by_code = await lock_key(key, normalise_secret(code), how, self._crypto)
            by_pin = await self._locked_by(pin, key)
            await self._write(replace(self._ring, data=None, pin=by_pin, code=by_code, tries=Tries()))

    async def change_pin(self, key: bytes, pin: str) -> None:
        """Another PIN; the recovery code stays. Raises StoreError, ValueError (no PIN)."""
        async with self._one_at_a_time:
            by_pin = await self._locked_by(pin, key)
            await self._write(replace(self._ring, pin=by_pin, tries=Tries()))

    async def unlock(self, key: bytes) -> None:
        """No PIN any more. Raises StoreError."""
        async with self._one_at_a_time:
            await self._write(replace(self._ring, data=key, pin=None, code=None, tries=Tries()))

    async def _locked_by(self, pin: str, key: bytes) -> SealedKey:
        if not is_pin(pin):
            raise ValueError("a PIN has 6 to 12 digits")
        salt = chance.token_bytes(SALT)
        try:
            return await lock_key(key, pin, Stretch(ARGON2ID, salt, PASSES, MEMORY), self._crypto)
        except StretchMissing:
            return await lock_key(key, pin, Stretch(PBKDF2, salt, ROUNDS), self._crypto)

    async def _count(self, tries: Tries) -> None:
        await self._write(replace(self._ring, tries=tries))
        self._free_at = self._elapsed() + wait_at(tries, tries.since)

    async def _write(self, ring: Ring) -> None:
        # Counted first: a writing that was given up half way never shares its number with the next one.
        self._number += 1
        fresh = replace(ring, number=self._number)
        await self._secrets.write(ring_to_bytes(fresh))
        self._ring = fresh
        self._free_at = 0.0

    def _now(self) -> float:
        return self._clock.now().timestamp()


async def open_keyring(
    secrets: Secrets, crypto: Cryptography, clock: Clock, elapsed: Callable[[], float] = time.monotonic
) -> KeyRing:
    """The ring as it lies there. Raises KeyMissing, KeyWrong, StoreError."""
    keyring = KeyRing(ring_from_bytes(await secrets.read()), secrets, crypto, clock, elapsed)
    await keyring.mind_the_clock()
    return keyring


def _there(lock: SealedKey | None) -> SealedKey:
    assert lock is not None, "no PIN is set"
    return lock
