"""Processes of browsers: started in a group of their own, ended as a whole."""

import atexit
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

Found = TypeVar("Found")
A_START = 60.0
"""Seconds: the machine may be busy."""


def start(command: list[str], **how: Any) -> "subprocess.Popen[bytes]":
    """A process in a group of its own that does not outlive this one."""
    lives_with = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
    process = subprocess.Popen([*lives_with, *command], start_new_session=True, **how)
    atexit.register(kill, process)
    return process


def kill(process: "subprocess.Popen[bytes]") -> None:
    """SIGKILL to all of its group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ask it to end; kill what does not."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(15)
    kill(process)


def until(look: Callable[[], Found | None], what: str, seconds: float = A_START) -> Found:
    """What `look` finds, as soon as it is something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if (found := look()) is not None:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come")
