"""The port Background in every place to run: tasks of the running loop, no thread."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

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

    async def stop(self) -> None:
        """End every task and wait for it."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
