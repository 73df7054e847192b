"""`make test`: everything, in two lanes beside each other. With "fast": what needs no browser.

Sync Playwright and pytest-asyncio do not go together in one process, so the browser's tests have their own.
"""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

WEB = ["-p", "no:asyncio", "tests/web"]
PORTS = ["tests/contract/test_page.py", "tests/fault/test_browser_store.py", "tests/fault/test_browser_kill.py"]
IN_THE_PAGE = ["-p", "no:asyncio", *PORTS]
REST = ["tests", *(f"--ignore={path}" for path in ("tests/web", *PORTS))]
LANES = ([REST, IN_THE_PAGE], [WEB])


def main() -> int:
    """Run the lanes; the exit status."""
    began = time.monotonic()
    more = sys.argv[1:]
    lanes = LANES
    if more[:1] == ["fast"]:
        lanes, more = ([REST],), more[1:]
    with ThreadPoolExecutor(len(lanes)) as pool:
        statuses = [status for lane in pool.map(lambda lane: run(lane, more), lanes) for status in lane]
    verdict = "all tests passed" if not any(statuses) else "some tests failed"
    print(f"{verdict} in {time.monotonic() - began:.0f} s", flush=True)
    return max(statuses)


def run(lane: list[list[str]], more: list[str]) -> list[int]:
    """One lane's runs, one after the other; what each says is printed when it has ended."""
    statuses = []
    for arguments in lane:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *arguments, *more],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        print(done.stdout, end="", flush=True)
        statuses.append(done.returncode)
    return statuses


if __name__ == "__main__":
    sys.exit(main())
