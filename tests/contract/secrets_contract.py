"""What every implementation of the port Secrets must do."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from companion.ports import Secrets
from companion.store.ring import ring_from_bytes

Make = Callable[[], Awaitable[Secrets]]


class SecretsContract:
    """Subclasses give the fixture `make`: a call opens the same place again."""

    pytestmark = pytest.mark.asyncio

    async def test_a_new_place_has_a_ring_with_two_keys_and_keeps_it(self, make: Make) -> None:
        ring = await (await make()).read()
        keys = ring_from_bytes(ring)
        assert keys.data and len(keys.data) == len(keys.front) == 32 and keys.data != keys.front
        assert await (await make()).read() == ring

    async def test_what_was_written_last_is_read_here_and_after_opening_again(self, make: Make) -> None:
        secrets = await make()
        ring = await secrets.read()
        for number in range(2, 6):
            ring = ring.replace(b'"number":%d' % (number - 1), b'"number":%d' % number)
            await secrets.write(ring)
        assert await secrets.read() == ring and ring_from_bytes(ring).number == 5
        assert await (await make()).read() == ring

    async def test_a_ring_of_the_first_format_is_the_journals_key_and_still_opens(self, make: Make) -> None:
        await (await make()).write(bytes(range(32)))
        ring = ring_from_bytes(await (await make()).read())
        assert ring.data == bytes(range(32)) and ring.number == 0

    async def test_a_writing_that_nobody_waits_for_leaves_the_old_ring_or_the_new_one(self, make: Make) -> None:
        secrets = await make()
        old = await secrets.read()
        new = old.replace(b'"number":1', b'"number":2')
        task = asyncio.create_task(secrets.write(new))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await secrets.read() in (old, new)
        again = await make()
        assert await again.read() in (old, new)
        await again.write(new)
        assert await (await make()).read() == new
