"""The port Background in every place to run: tasks of the running loop, no thread."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

log = logging.getLogger("companion.background")


class LoopBackground:
    """Holds its tasks, so that none is lost; ends them together."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Callable[[], Awaitable[None]], name: str) -> None:
        """Run it beside everything else."""
        task = asyncio.get_running_loop().create_task(self._guarded(work, name), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Callable[[], Awaitable[None]], name: str) -> None:
        try:
            await work()
        except Exception as error:
            log.error("%s ended by %s", name, type(error).__name__)

    async def sleep(self, seconds: float) -> None:
        """Give way."""
        await asyncio.sleep(seconds)

    async def end(self, name: str) -> None:
        """End the tasks of this name and wait for them."""
        await self._end([task for task in self._tasks if task.get_name() == name])

    async def stop(self) -> None:
        """End every task and wait for it."""
        await self._end(list(self._tasks))

    async def _end(self, tasks: Sequence[asyncio.Task[None]]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
