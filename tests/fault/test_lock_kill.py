"""kill -9 while a PIN is set, tried and removed: the ring is the old one or the new one, and a try is never taken back."""

import asyncio
import secrets
from pathlib import Path
from random import Random

import pytest

from companion.device.clock import DeviceClock
from companion.device.keys import open_secrets
from companion.device.sealing import DeviceCryptography
from companion.errors import SecretWrong
from companion.store import keyring as module
from companion.store.keyring import KeyRing, open_keyring
from companion.store.ring import Ring, ring_from_bytes
from tests.fault.killed import last_said

PIN, WRONG, CODE = "246810", "000000", "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV"
KILLS = 150
FOLLOWS = {"L": {0, 1}, "t1": {1, 2}, "t2": {2, 3}, "t3": {3, 4, 0}, "r": {0}, "U": {0}, "begun": {0}}
"""What was said last -> which counts may lie on the device then."""


async def turn_without_end(folder: Path, say, mode: str) -> None:  # type: ignore[no-untyped-def]
    ring = await opened(folder)
    if mode == "late":
        count = ring._count
        counted: list[object] = []

        async def later(tries: object) -> None:  # the break: a try is counted after it was evaluated
            counted.append(tries)
            if len(counted) > 1:
                await count(counted.pop(0))  # type: ignore[arg-type]

        ring._count = later  # type: ignore[method-assign]
    key = ring.key or await ring.try_pin(PIN)
    await ring.unlock(key)
    say("begun")
    while True:
        await ring.lock(key, PIN, CODE)
        say("L")
        for number in (1, 2, 3):
            try:
                await ring.try_pin(WRONG)
            except SecretWrong:
                say(f"t{number}")
        assert await ring.try_pin(PIN) == key
        say("r")
        await ring.unlock(key)
        say("U")


async def opened(folder: Path) -> KeyRing:
    return await open_keyring(await open_secrets(folder, records_exist=False), DeviceCryptography(), DeviceClock())


def killed(folder: Path, seconds: float, mode: str) -> str:
    """What a process said last before it was killed."""
    return last_said(seconds, lambda say: turn_without_end(folder, say, mode))


async def look(folder: Path) -> Ring:
    return ring_from_bytes(await (await open_secrets(folder, records_exist=True)).read())


def broken(folder: Path, kills: int, random: Random, mode: str) -> list[tuple[str, int]]:
    """What was said last and what lay there, where the two do not go together."""
    first = asyncio.run(look_at_key(folder))
    found = []
    for _ in range(kills):
        said = killed(folder, random.uniform(0, 0.02), mode)
        ring = asyncio.run(look(folder))
        if ring.tries.count not in FOLLOWS[said]:
            found.append((said, ring.tries.count))
        assert asyncio.run(look_at_key(folder)) == first, "the journal's key is another one"
    return found


async def look_at_key(folder: Path) -> bytes:
    ring = await opened(folder)
    return ring.key or await ring.try_code(CODE)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MEMORY", 16)
    monkeypatch.setattr(module, "PASSES", 1)
    monkeypatch.setattr(module, "ROUNDS", 2)


def test_kill_9_at_150_random_moments_leaves_a_whole_ring_and_every_counted_try(tmp_path: Path) -> None:
    seed = secrets.randbits(32)
    print("seed", seed)
    assert broken(tmp_path, KILLS, Random(seed), "sound") == [], f"seed {seed}"


def test_the_harness_finds_tries_that_are_counted_too_late(tmp_path: Path) -> None:
    assert any(broken(tmp_path / str(n), 20, Random(n), "late") for n in range(6))
