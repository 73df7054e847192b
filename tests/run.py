"""`make test`: everything. With "fast": what needs no browser.

What needs no browser runs beside what does, and that in two lanes of its own: a test in a browser waits for more than
it computes. The longest file begins first.

Sync Playwright and pytest-asyncio do not go together in one process, so the browser's tests have their own.
"""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

PORTS = [
    "tests/fault/test_browser_kill.py",
    "tests/fault/test_browser_copies.py",
    "tests/fault/test_browser_loss.py",
    "tests/fault/test_browser_store.py",
    "tests/fault/test_browser_closes.py",
    "tests/contract/test_page.py",
]
# tests/shared compares with the facts that lie beside the repository; .ci/run calls it, a fresh clone cannot.
LANES = ["-p", "no:asyncio", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
BROWSER = [*LANES, *PORTS, "tests/web"]
REST = ["tests", *(f"--ignore={path}" for path in ("tests/web", "tests/shared", *PORTS))]


def main() -> int:
    """Run the lanes; the exit status."""
    began = time.monotonic()
    more = sys.argv[1:]
    if more[:1] == ["fast"]:
        statuses = [run(REST, more[1:])]
    else:
        with ThreadPoolExecutor(2) as pool:
            statuses = list(pool.map(lambda arguments: run(arguments, more), (REST, BROWSER)))
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
