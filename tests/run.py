"""`make test`: everything. With "fast": what needs no browser.

What needs no browser runs beside the ports in a page. The whole app in a browser follows, in two lanes of its own: a
start of the app is work for more than one processor, and a test waits for more than starts.

Sync Playwright and pytest-asyncio do not go together in one process, so the browser's tests have their own.
"""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

WEB = ["-p", "no:asyncio", "-n", "2", "--dist", "loadfile", "tests/web"]
PORTS = [
    "tests/contract/test_page.py",
    "tests/fault/test_browser_store.py",
    "tests/fault/test_browser_copies.py",
    "tests/fault/test_browser_loss.py",
    "tests/fault/test_browser_kill.py",
]
IN_THE_PAGE = ["-p", "no:asyncio", *PORTS]
REST = ["tests", *(f"--ignore={path}" for path in ("tests/web", *PORTS))]


def main() -> int:
    """Run the lanes; the exit status."""
    began = time.monotonic()
    more = sys.argv[1:]
    if more[:1] == ["fast"]:
        statuses = [run(REST, more[1:])]
    else:
        with ThreadPoolExecutor(2) as pool:
            statuses = list(pool.map(lambda arguments: run(arguments, more), (REST, IN_THE_PAGE)))
        statuses.append(run(WEB, more))
    verdict = "all tests passed" if not any(statuses) else "some tests failed"
    print(f"{verdict} in {time.monotonic() - began:.0f} s", flush=True)
    return max(statuses)


def run(arguments: list[str], more: list[str]) -> int:
    """One run of pytest; what it says is printed when it has ended. Its exit status."""
    command = [sys.executable, "-m", "pytest", *arguments, *more]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    print(done.stdout, end="", flush=True)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
