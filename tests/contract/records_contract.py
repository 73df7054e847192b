"""What every implementation of the port Records must do. A second one takes it by giving another `make`."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from companion.errors import RevisionConflict, StoreError
from companion.ports import Batch, Records, SealedRecord

Make = Callable[[], Awaitable[Records]]


def record(id: str = "a", revision: int = 1, header: bytes = b"h", body: bytes = b"b") -> SealedRecord:
    return SealedRecord(id, revision, 1, header, body)


class RecordsContract:
    """Subclasses give the fixture `make`: a call opens the same store again, after it was closed."""

    pytestmark = pytest.mark.asyncio

    async def test_what_was_written_is_there_after_opening_again(self, make: Make) -> None:
        records = await make()
        await records.write(Batch((record("a"), record("b", body=b"")), expect={"a": 0, "b": 0}))
        await records.close()
        records = await make()
        assert {one.id: one.header for one in await records.headers()} == {"a": b"h", "b": b"h"}
        assert (await records.bodies(["a", "b"]))["a"] == record("a")
        await records.close()

    async def test_headers_come_without_bodies(self, make: Make) -> None:
        records = await make()
        await records.write(Batch((record("a", body=b"x" * 100),)))
        assert [one.body for one in await records.headers()] == [b""]
        await records.close()

    async def test_ids_that_are_not_there_are_left_out(self, make: Make) -> None:
        records = await make()
        assert await records.bodies(["nobody"]) == {} and await records.bodies([]) == {}
        await records.close()

    async def test_a_wrong_expectation_refuses_the_whole_batch(self, make: Make) -> None:
        records = await make()
        await records.write(Batch((record("a"),), expect={"a": 0}))
        for batch in (
            Batch((record("b"), record("a", 2)), expect={"b": 0, "a": 7}),
            Batch((record("b"), record("a")), expect={"a": 0}),
            Batch((record("b"),), deletes=("a",), expect={"c": 1}),
        ):
            with pytest.raises(RevisionConflict):
                await records.write(batch)
        assert [(one.id, one.revision) for one in await records.headers()] == [("a", 1)]
        await records.close()

    async def test_deletions_are_part_of_the_batch(self, make: Make) -> None:
        records = await make()
        await records.write(Batch((record("a"), record("b"))))
        await records.write(Batch((record("c"),), ("a", "never-there"), {"a": 1}))
        assert {one.id for one in await records.headers()} == {"b", "c"}
        await records.close()

    async def test_of_two_writers_with_one_expectation_one_wins(self, make: Make) -> None:
        records = await make()
        await records.write(Batch((record("a"),)))
        writes = [records.write(Batch((record("a", 2, b"%d" % n),), expect={"a": 1})) for n in range(8)]
        results = await asyncio.gather(*writes, return_exceptions=True)
        assert sum(result is None for result in results) == 1
        assert sum(isinstance(result, RevisionConflict) for result in results) == 7
        await records.close()

    async def test_a_write_whose_caller_stopped_waiting_is_whole_or_not_there(self, make: Make) -> None:
        records = await make()
        for n in range(20):
            puts = tuple(record(f"{n}-{part}") for part in range(5))
            task = asyncio.create_task(records.write(Batch(puts)))
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await records.write(Batch((record("last"),)))
        found = [one.id.split("-")[0] for one in await records.headers()]
        assert all(found.count(str(n)) in (0, 5) for n in range(20)) and "last" in found
        await records.close()

    async def test_many_bodies_are_read_at_once(self, make: Make) -> None:
        records = await make()
        await records.write(Batch(tuple(record(str(n)) for n in range(1200))))
        assert len(await records.bodies([str(n) for n in range(1200)])) == 1200
        await records.close()

    async def test_closing_twice_is_no_error_and_a_closed_store_says_so(self, make: Make) -> None:
        records = await make()
        await records.close()
        await records.close()
        with pytest.raises(StoreError):
            await records.headers()
