"""`make test`: everything. The browser's tests run in a process of their own, beside the others."""

import subprocess
import sys
import tempfile
import time

BESIDE = ["-p", "no:asyncio", "tests/web"]
REST = ["tests", "--ignore=tests/web"]


def main() -> int:
    """Run both halves at the same time; what the browser's half says follows at the end. The exit status."""
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        beside = subprocess.Popen(_command(BESIDE), stdout=said, stderr=subprocess.STDOUT)
        try:
            status = subprocess.call(_command(REST))
        except KeyboardInterrupt:
            beside.wait()  # it was interrupted, too, and puts its things away
            raise
        statuses = [status, beside.wait()]
        said.seek(0)
        print(said.read(), end="")
    verdict = "all tests passed" if not any(statuses) else "some tests failed"
    print(f"{verdict} in {time.monotonic() - began:.0f} s", flush=True)
    return max(statuses)


def _command(arguments: list[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments, *sys.argv[1:]]


if __name__ == "__main__":
    sys.exit(main())
