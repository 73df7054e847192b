"""`make test`: everything. The browser's tests run in a process of their own, beside the others."""

import subprocess
import sys
import time

IN_THE_BROWSER = [
    "tests/web", "tests/contract/test_page.py", "tests/fault/test_browser_store.py", "tests/fault/test_browser_kill.py",
]  # fmt: skip
BESIDE = ["-p", "no:asyncio", *IN_THE_BROWSER]
REST = ["tests", *(f"--ignore={path}" for path in IN_THE_BROWSER)]


def main() -> int:
    """Run both halves, one after the other; with "fast" the first alone. The exit status."""
    began = time.monotonic()
    statuses = []
    more = sys.argv[1:]
    halves = (REST,) if more[:1] == ["fast"] else (REST, BESIDE)
    for arguments in halves:
        statuses.append(subprocess.call([sys.executable, "-m", "pytest", *arguments, *more[len(halves) % 2 :]]))
    said = "all tests passed" if not any(statuses) else "some tests failed"
    print(f"{said} in {time.monotonic() - began:.0f} s", flush=True)
    return max(statuses)


if __name__ == "__main__":
    sys.exit(main())
