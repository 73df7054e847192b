"""`make test`: everything. The browser's tests run in a process of their own, beside the others."""

import subprocess
import sys
import time

BESIDE = ["-p", "no:asyncio", "tests/web"]
REST = ["tests", "--ignore=tests/web"]


def main() -> int:
    """Run both halves, one after the other on one core each; the exit status."""
    began = time.monotonic()
    statuses = []
    for arguments in (REST, BESIDE):
        statuses.append(subprocess.call([sys.executable, "-m", "pytest", *arguments, *sys.argv[1:]]))
    said = "all tests passed" if not any(statuses) else "some tests failed"
    print(f"{said} in {time.monotonic() - began:.0f} s", flush=True)
    return max(statuses)


if __name__ == "__main__":
    sys.exit(main())
