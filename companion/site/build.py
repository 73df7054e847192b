"""`companion build-web`: the site of one clinic, a folder of static files that any web host can serve.

Everything but the page, its service worker, the manifest and the clinic's file lies in folders named by their
content, so that a browser may keep it for ever and a new build never mixes with an old one.
"""

import json
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from companion import __version__
from companion.config import ClinicSettings
from companion.content import load_content
from companion.i18n import load_words
from companion.site.archive import argon2_script, flet_names, native_archive, python_archive
from companion.site.browser_page import browser_index, security_headers, service_worker
from companion.site.client import client_files
from companion.site.clinic import shown_of, zone_data
from companion.site.failure import BuildError
from companion.site.help_layer import help_html
from companion.site.pack import Weight, compress, digest, known, once, write_files
from companion.site.pyodide import pyodide_files
from companion.site.script_fonts import FOLDER, fonts_html, script_fonts, site_fonts
from companion.site.snapshot import SCRIPT, TRAMPOLINE, make_snapshot

NOT_FOR_THE_FIRST_ENTRY = (
    "canvaskit/canvaskit", "main.dart.js", "NotoEmoji", "NOTICES", "native.zip", "Cupertino", "python.zip", "icon",
    "hash-wasm", "js/argon2", f"{FOLDER}-",
)  # fmt: skip
"""Parts that come after the first frame, or only in a browser without WasmGC."""

NOT_KEPT = ("index.html", "headers.json", "clinic.json")
"""The page is kept as `./`, the headers are the host's, and the clinic's file may change without a build."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was built: its folder, the weight of every file, how long it took."""

    folder: Path
    weights: dict[str, Weight]
    seconds: float

    def first_visit(self) -> int:
        """Bytes until the first entry can be saved, by brotli, in a browser with WasmGC."""
        return sum(one.brotli for name, one in self.weights.items() if is_needed_first(name))


def is_needed_first(name: str) -> bool:
    """Whether a file is fetched before the first entry can be saved."""
    return not any(part in name for part in NOT_FOR_THE_FIRST_ENTRY)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the parts come from."""

    package: Path
    assets: Path
    client: Path
    native: Path
    kept: Path


def build_site(out: Path, sources: Sources, clinic: ClinicSettings | None, *, demo: bool = False, quality: int = 9,
               say: Callable[[str], None] = print) -> Report:  # fmt: skip
    """Build the site into a new folder, which takes the place of an old one at the end. Raises BuildError, OSError.

    Args:
        clinic: the one clinic; None for an app that works alone.
        demo: fill an empty journal with the invented patient.
        quality: of brotli, up to 11.
    """
    began = time.monotonic()
    _refuse_foreign(out)
    fresh = out.with_name(f".{out.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    say("Python, the app and what it needs")
    folders = _folders(sources, say)
    names = {part: f"{part}-{digest(files)}/" for part, files in folders.items()}
    for part, files in folders.items():
        write_files(fresh / names[part], files)
    write_files(fresh, _root_files(sources, names, clinic, demo, folders))
    say("Compressing (kept for the next build)")
    weights = compress(fresh, sources.kept, quality)
    _put_in_place(fresh, out)
    return Report(out, weights, time.monotonic() - began)


def _folders(sources: Sources, say: Callable[[str], None]) -> dict[str, dict[str, bytes]]:
    """The folders that are named by their content."""
    pyodide = pyodide_files(sources.client)
    archive, names = python_archive(sources.package, sources.assets), flet_names(sources.package)
    made_of = {
        "archive": archive,
        "names": repr(names).encode(),
        "script": SCRIPT.read_bytes() + TRAMPOLINE.read_bytes(),
        "pyodide": digest(pyodide).encode(),
    }
    snapshot = once(sources.kept / f"{digest(made_of)}.snapshot", lambda: make_snapshot(pyodide, archive, names))
    say(f"Snapshot: {len(snapshot) / 1e6:.1f} MB of Python that is ready to run")
    python = {"python.zip": archive, "native.zip": native_archive(sources.native), "snapshot.bin": snapshot}
    found = sorted((sources.package / "browser/js").glob("*.js"))
    scripts = {f"js/{file.name}": file.read_bytes() for file in found if file.name != "service-worker.js"}
    scripts["js/hash-wasm.js"] = argon2_script(sources.native)  # fetched only where a PIN is used
    fonts = {f"fonts/{file.name}": file.read_bytes() for file in sorted((sources.assets / "fonts").glob("*.ttf"))}
    return {
        "pyodide": pyodide,
        "python": python,
        "client": client_files(sources.client),
        "app": scripts | fonts,
        FOLDER: script_fonts(sources.assets),
    }


def _root_files(
    sources: Sources,
    names: dict[str, str],
    clinic: ClinicSettings | None,
    demo: bool,
    folders: dict[str, dict[str, bytes]],
) -> dict[str, bytes]:
    words, content = load_words(sources.assets), load_content(sources.assets)
    # The fonts of scripts are not kept beforehand: the page keeps those that somebody needs.
    fixed = {
        names[part] + name: known(data)
        for part, inside in folders.items()
        if part != FOLDER
        for name, data in inside.items()
    }
    site: dict[str, Any] = {
        "files": fixed,
        "modules": [f"{names['app']}js/{name}" for name in modules(folders["app"], "worker.js")],
        "worker": f"{names['app']}js/worker.js",
        "pyodide": names["pyodide"],
        "snapshot": f"{names['python']}snapshot.bin",
        "archive": f"{names['python']}python.zip",
        "native": f"{names['python']}native.zip",
        "client": names["client"],
        "assets": names["app"],
        "clinic": {**asdict(clinic), "zone_data": zone_data(clinic.time_zone)} if clinic else None,
        "demo": demo,
        "bytes": _first_bytes(names, folders),
        "version": f"{__version__}-{digest(dict.fromkeys(names.values(), b''))}",
    }
    server = clinic.fhir_base if clinic else ""
    contact, home = (clinic.contact, clinic.country) if clinic else (None, "")
    layer = help_html(content.crisis, contact, words, fonts=f"{names['app']}fonts/", home=home)
    fonts = fonts_html(site_fonts(folders[FOLDER], names[FOLDER], names["app"], folders["app"]), words)
    index = browser_index(site, layer, words, server, fonts)
    icons = {f"icons/{file.name}": file.read_bytes() for file in sorted((sources.assets / "icons").glob("*.png"))}
    files = {
        "index.html": index.encode(),
        "manifest.json": (sources.assets / "manifest.json").read_bytes(),
        "favicon.png": (sources.assets / "favicon.png").read_bytes(),
        "headers.json": json.dumps(security_headers(index, server), indent=1).encode(),
        **icons,
    }
    if clinic:
        files["clinic.json"] = json.dumps(shown_of(clinic), indent=1, ensure_ascii=False).encode()
    kept = {"./": known(files["index.html"])}
    kept |= {name: known(files[name]) for name in sorted(files) if name not in NOT_KEPT} | dict(sorted(fixed.items()))
    worker = (sources.package / "browser/js/service-worker.js").read_text("utf-8")
    headers = security_headers(index, server)
    files["service-worker.js"] = service_worker(worker, kept, digest(files), headers).encode()
    return files


def modules(files: dict[str, bytes], name: str) -> list[str]:
    """A script and the scripts that it imports at once, theirs too: what runs before anything could be compared."""
    found = [name]
    for one in found:
        imported = re.findall(
            r'^(?:import|export)\b[^;]*?"\./([\w-]+\.js)";', files[f"js/{one}"].decode(), re.MULTILINE
        )
        found += [other for other in imported if other not in found]
    return found


def _first_bytes(names: dict[str, str], folders: dict[str, dict[str, bytes]]) -> int:
    """What the bar of the first visit counts: raw bytes of the parts that it hears of."""
    counted = ("pyodide", "python", "client")
    return sum(len(data) for part in counted for name, data in folders[part].items() if is_needed_first(name))


def _refuse_foreign(out: Path) -> None:
    """An old site makes room for the new one; whatever else lies there stays as it is."""
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / "headers.json").exists())):
        raise BuildError(f"{out} is not empty and has no site of this app in it. Choose another folder with -o.")


def _put_in_place(fresh: Path, out: Path) -> None:
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    fresh.rename(out)
    shutil.rmtree(old, ignore_errors=True)
