"""The lock: tries that count before they are made, waits that no clock shortens, a ring that alone is rewritten."""

import asyncio
import json
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.errors import KeyWrong, SecretWrong, StoreFull, StretchMissing, TooSoon, TriesUsedUp
from companion.ports import Part
from companion.store.backup import new_recovery_code
from companion.store.keyring import KeyRing, is_pin, open_keyring
from companion.store.ring import ARGON2ID, PBKDF2, Tries, new_ring, ring_from_bytes, ring_to_bytes
from companion.store.tries import MOST_TRIES, WAITS, are_used_up, tries_left, wait_at
from tests.fakes import FixedClock, MemorySecrets

T = TypeVar("T")
PIN, WRONG, CODE = "246810", "000000", new_recovery_code()


class QuickCryptography:
    """Stretches at once and seals by comparing: what is looked at here is the counting."""

    def __init__(self, has_argon2: bool = True) -> None:
        self.has_argon2 = has_argon2

    def sealing(self, key: bytes) -> "QuickSealing":
        return QuickSealing(key)

    async def stretch(self, passphrase: str, salt: bytes, rounds: int) -> bytes:
        return passphrase.encode().ljust(32)[:32]

    async def argon2id(self, passphrase: str, salt: bytes, passes: int, memory: int) -> bytes:
        if not self.has_argon2:
            raise StretchMissing("not here")
        return await self.stretch(passphrase, salt, passes)


class QuickSealing:
    def __init__(self, key: bytes) -> None:
        self.key = key

    async def seal_many(self, parts: list[Part]) -> list[bytes]:
        return [self.key + part.place + part.data for part in parts]

    async def open_many(self, parts: list[Part]) -> list[bytes | None]:
        return [
            part.data.removeprefix(self.key + part.place) if part.data.startswith(self.key + part.place) else None
            for part in parts
        ]


class Place:
    """A device whose clocks stand still, and that can be started again."""

    def __init__(self) -> None:
        self.secrets, self.clock, self.crypto, self.steady = MemorySecrets(), FixedClock(), QuickCryptography(), 0.0

    async def start(self) -> KeyRing:
        begun = self.steady  # each process has a clock of its own
        return await open_keyring(self.secrets, self.crypto, self.clock, lambda: self.steady - begun)

    def later(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.steady += seconds

    @property
    def tries(self) -> Tries:
        """As they lie on the device."""
        return ring_from_bytes(self.secrets.ring).tries


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


async def locked() -> tuple[Place, KeyRing, bytes]:
    place = Place()
    keyring = await place.start()
    key = keyring.key
    assert key
    await keyring.lock(key, PIN, CODE)
    return place, keyring, key


async def wrong(place: Place, keyring: KeyRing, times: int) -> None:
    for _ in range(times):
        place.later(keyring.wait())
        with pytest.raises(SecretWrong):
            await keyring.try_pin(WRONG)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("123456", True), ("000000", True), ("1" * 12, True), ("12345", False), ("1" * 13, False), ("12345a", False),
     ("١٢٣٤٥٦", False), ("", False)],
)  # fmt: skip
def test_a_pin_is_six_to_twelve_digits_and_nothing_is_asked_of_them(text: str, is_one: bool) -> None:
    assert is_pin(text) is is_one


def test_a_ring_comes_back_and_one_that_is_damaged_or_of_a_later_format_is_refused() -> None:
    ring = new_ring()
    assert ring_from_bytes(ring_to_bytes(ring)) == ring
    assert ring_from_bytes(bytes(32)).data == bytes(32)
    said = json.loads(ring_to_bytes(ring))
    for broken in ({**said, "format": 3}, {**said, "front": 7}, {k: v for k, v in said.items() if k != "data"}):
        with pytest.raises(KeyWrong):
            ring_from_bytes(json.dumps(broken).encode())
    with pytest.raises(KeyWrong):
        ring_from_bytes(b"\x00" * 31)


def test_with_a_pin_the_ring_holds_no_key_and_the_pin_or_the_code_gives_the_same_one() -> None:
    async def check() -> None:
        place, keyring, key = await locked()
        assert keyring.is_locked and keyring.key is None and b'"data"' not in place.secrets.ring
        for start in (keyring, await place.start()):
            assert await start.try_pin(PIN) == key
            assert await start.try_code(CODE.lower().replace("-", " ")) == key

    run(check())


def test_changing_and_removing_the_pin_keep_both_keys_and_the_code() -> None:
    async def check() -> None:
        place, keyring, key = await locked()
        front = ring_from_bytes(place.secrets.ring).front
        await keyring.change_pin(key, "13579135")
        with pytest.raises(SecretWrong):
            await keyring.try_pin(PIN)
        assert await keyring.try_pin("13579135") == await keyring.try_code(CODE) == key
        await keyring.unlock(key)
        ring = ring_from_bytes(place.secrets.ring)
        assert (ring.data, ring.front, ring.pin, ring.code) == (key, front, None, None)

    run(check())


def test_a_journal_of_before_the_lock_can_be_locked() -> None:
    async def check() -> None:
        place = Place()
        place.secrets.ring = bytes(range(32))
        keyring = await place.start()
        await keyring.lock(bytes(range(32)), PIN, CODE)
        ring = ring_from_bytes(place.secrets.ring)
        assert ring.number == 1 and len(ring.front) == 32 and await keyring.try_pin(PIN) == bytes(range(32))

    run(check())


def test_each_writing_of_the_ring_has_a_higher_number_also_after_one_that_failed() -> None:
    async def check() -> None:
        place, keyring, key = await locked()
        before = ring_from_bytes(place.secrets.ring).number
        place.secrets.failures = [StoreFull("no space")]
        with pytest.raises(StoreFull):
            await keyring.unlock(key)
        assert keyring.is_locked and ring_from_bytes(place.secrets.ring).number == before
        await keyring.change_pin(key, PIN)
        assert ring_from_bytes(place.secrets.ring).number > before + 1

    run(check())


def test_a_try_is_on_the_device_before_it_is_evaluated() -> None:
    async def check() -> None:
        place, keyring, _ = await locked()
        seen = []

        async def look(*_: object) -> bytes:
            seen.append(place.tries.count)
            return bytes(32)

        place.crypto.argon2id = look  # type: ignore[method-assign]
        await wrong(place, keyring, 2)
        assert seen == [1, 2]
        place.secrets.failures = [StoreFull("no space")]
        with pytest.raises(StoreFull):
            await keyring.try_pin(PIN)
        assert seen == [1, 2], "a try that cannot be counted is not made"

    run(check())


def test_two_windows_that_try_at_once_cost_two_tries() -> None:
    async def check() -> None:
        place, keyring, _ = await locked()
        await asyncio.gather(*(keyring.try_pin(WRONG) for _ in range(2)), return_exceptions=True)
        assert place.tries.count == 2

    run(check())


def test_waits_grow_and_after_ten_wrong_pins_only_the_code_opens_and_gives_the_tries_back() -> None:
    async def check() -> None:
        place, keyring, key = await locked()
        waits = []
        for _ in range(MOST_TRIES):
            await wrong(place, keyring, 1)
            waits.append(keyring.wait())
        assert waits == [0, 0, 0, 0, 30, 60, 300, 900, 1800, 0] and keyring.tries_left == 0
        for start in (keyring, await place.start()):
            place.later(10**9)
            with pytest.raises(TriesUsedUp):
                await start.try_pin(PIN)
        again = await place.start()
        with pytest.raises(SecretWrong):
            await again.try_code(new_recovery_code())
        assert await again.try_code(CODE) == key and again.tries_left == MOST_TRIES
        assert await again.try_pin(PIN) == key

    run(check())


def test_the_right_pin_takes_the_count_back_and_waits_like_every_other() -> None:
    async def check() -> None:
        place, keyring, key = await locked()
        await wrong(place, keyring, 5)
        with pytest.raises(TooSoon):
            await keyring.try_pin(PIN)
        assert place.tries.count == 5, "what was not tried costs nothing"
        place.later(30)
        assert await keyring.try_pin(PIN) == key and place.tries == Tries()

    run(check())


def test_a_wait_survives_a_restart_and_no_clock_makes_it_longer() -> None:
    async def check() -> None:
        place, keyring, _ = await locked()
        await wrong(place, keyring, 7)
        place.later(100)
        assert keyring.wait() == pytest.approx(200)
        assert (await place.start()).wait() == pytest.approx(200)
        place.clock.advance(-86400)
        assert keyring.wait() == pytest.approx(200), "this process has its own clock"
        assert (await place.start()).wait() == pytest.approx(300), "never longer than the whole step"
        place.later(200)
        assert (await place.start()).wait() == pytest.approx(100), "it began again, once"

    run(check())


def test_a_clock_set_forward_shortens_no_wait_that_this_process_has_seen() -> None:
    async def check() -> None:
        place, keyring, _ = await locked()
        await wrong(place, keyring, 9)
        place.clock.advance(10**7)
        assert keyring.wait() == pytest.approx(1800)

    run(check())


@given(st.integers(0, 20), st.floats(-1e10, 1e10))
def test_a_wait_is_never_negative_and_never_longer_than_its_step(count: int, passed: float) -> None:
    tries = Tries(count, 1e9)
    assert 0 <= wait_at(tries, 1e9 + passed) <= WAITS.get(count, 0)
    assert are_used_up(tries) == (tries_left(tries) == 0) == (count >= 10)


def test_where_argon2_is_missing_a_pin_is_set_with_pbkdf2_and_one_of_argon2_costs_no_try() -> None:
    async def check() -> None:
        place, keyring, key = await locked()
        assert ring_from_bytes(place.secrets.ring).pin.how.kdf == ARGON2ID  # type: ignore[union-attr]
        place.crypto.has_argon2 = False
        with pytest.raises(StretchMissing):
            await keyring.try_pin(PIN)
        assert place.tries == Tries() and await keyring.try_code(CODE) == key, "the code needs no Argon2"
        await keyring.change_pin(key, PIN)
        how = ring_from_bytes(place.secrets.ring).pin.how  # type: ignore[union-attr]
        assert (how.kdf, how.passes) == (PBKDF2, 600_000) and await keyring.try_pin(PIN) == key

    run(check())


def test_a_pin_is_stretched_slowly_and_the_ring_takes_nothing_else_than_a_pin() -> None:
    async def check() -> None:
        place = Place()
        keyring = await open_keyring(place.secrets, place.crypto, place.clock)  # type: ignore[arg-type]
        key = keyring.key
        assert key
        for pin in ("1", "12345", "letters", ""):
            with pytest.raises(ValueError):
                await keyring.lock(key, pin, CODE)
        assert keyring.key == key and not keyring.is_locked
        await keyring.lock(key, PIN, CODE)
        ring = ring_from_bytes(place.secrets.ring)
        assert ring.pin and ring.code
        how = ring.pin.how
        assert (how.kdf, how.passes, how.memory) == (ARGON2ID, 3, 64 * 1024), "3 passes over 64 MiB for each PIN"
        assert ring.code.how.kdf == PBKDF2 and ring.code.how.passes >= 600_000

    asyncio.run(check())
