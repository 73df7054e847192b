"""A process of this test's own that works without end, and is killed."""

import asyncio
import os
import select
import signal
import time
from collections.abc import Callable, Coroutine
from typing import Any

Say = Callable[[object], object]
"""What the process calls to say a line."""


Work = Callable[[Say], Coroutine[Any, Any, object]]


def last_said(seconds: float, work: Work) -> str:
    """The line that was said last before the kill, so many seconds after the first one."""
    return all_said(seconds, work)[-1]


def all_said(seconds: float, work: Work) -> list[str]:
    """The whole lines that were said before the kill."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            asyncio.run(work(lambda line: os.write(writing, f"{line}\n".encode())))
        finally:
            os._exit(1)
    os.close(writing)
    said, deadline = os.read(reading, 64), time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            said += os.read(reading, 65536)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reading, 65536):
        said += more
    os.close(reading)
    return said.decode().split("\n")[:-1]
