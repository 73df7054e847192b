"""The browser killed many times: python -m tests.fault.soak [KILLS [SEED]]."""

import secrets
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests.page.killing import Killer, leave_snapshot
from tests.page.server import page_server

KILLS = 2000


def main(kills: int = KILLS, seed: int | None = None) -> int:
    """Kill and compare; the exit status."""
    seed = secrets.randbits(32) if seed is None else seed
    print(f"{kills} kills, seed {seed}", flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, page_server() as server:
        leave_snapshot(server, Path(folder) / "snapshot")
        killer = Killer(server, Path(folder), "sound", Random(seed))
        found = killer.kill_many(kills, lambda number: print(f"{number}: {killer.found}", flush=True))
    wrong = found.lost or found.apart or found.failures
    print(f"{found.acknowledged} entries acknowledged; the browser had erased its database {found.wipes} times")
    print(f"lost {found.lost}, torn {found.apart}, not opened {found.failures}")
    print(f"{'FAILED' if wrong else 'nothing lost'} in {time.monotonic() - began:.0f} s", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
