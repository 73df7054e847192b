"""Pyodide as the site has it: the browser's own files, and Python's library so that the whole of it compresses well."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from companion.site.failure import BuildError

LIBRARY = "python_stdlib.zip"
FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", LIBRARY, "pyodide-lock.json")
NEVER_IMPORTED = ("pydoc_data/", "idlelib/", "turtledemo/", "turtle.py", "ensurepip/", "lib2to3/", "venv/")
_ENTRY_TIME = (2020, 1, 1, 0, 0, 0)


def pyodide_files(web: Path) -> dict[str, bytes]:
    """Its files by their name. Raises BuildError where Flet's client does not bring it."""
    folder = web / "pyodide"
    if not (folder / FILES[0]).exists():
        raise BuildError("Flet's web client with Pyodide is not installed. Install Companion with its extra [site].")
    files = {name: (folder / name).read_bytes() for name in FILES}
    return {**files, LIBRARY: stored(files[LIBRARY])}


def stored(archive: bytes) -> bytes:
    """The same files without compression of their own: the whole is compressed on its way, and a third smaller."""
    out = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(out, "w") as new:
        for name in sorted(old.namelist()):
            if not name.startswith(NEVER_IMPORTED):
                new.writestr(ZipInfo(name, _ENTRY_TIME), old.read(name))
    return out.getvalue()
