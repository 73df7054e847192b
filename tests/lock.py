"""`make lock`: the wheels of the browser's platform, at the versions of requirements.lock, with their hashes."""

import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
NATIVE = ("pydantic-core",)
"""Packages with native code that the page needs; everything else there is pure."""

DOWNLOAD = [
    sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
    "--only-binary=:all:", "--platform", "pyemscripten_2026_0_wasm32", "--python-version", "3.14",
    "--implementation", "cp", "--abi", "cp314",
]  # fmt: skip


def main() -> int:
    """Write requirements.browser.lock."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    lines = []
    for name in NATIVE:
        found = re.search(rf"^{name}==(\S+)", lock, re.MULTILINE)
        assert found, f"{name} is not in requirements.lock"
        lines.append(f"{name}=={found[1]} --hash=sha256:{_hash(name, found[1])}\n")
    (ROOT / "requirements.browser.lock").write_text("".join(lines))
    return 0


def _hash(name: str, version: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([*DOWNLOAD, "--dest", folder, f"{name}=={version}"], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        return hashlib.sha256(wheel.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
