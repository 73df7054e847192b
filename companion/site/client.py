"""Flet's web client as the site has it: without what it would fetch from elsewhere and what no screen needs."""

import json
import re
from pathlib import Path

from companion.site.failure import BuildError

KEPT = ("main.dart.js", "main.dart.mjs", "main.dart.wasm", "flutter_bootstrap.js", "version.json")
RENDERERS = (
    "skwasm.js",
    "skwasm.wasm",
    "canvaskit.js",
    "canvaskit.wasm",
)
UNUSED_ASSETS = ("packages/media_kit/", "packages/record_web/", "packages/flutter_map/", "packages/flutter_math_fork/")
UNUSED_FONTS = ("flutter_math_fork", "cupertino_icons")
_CONFIG = "var flutterConfig = {"
_SCRIPT = "t.src=r,t"
_OWN_WORKER = re.compile(r"serviceWorkerSettings:\s*\{[^}]*\},?")


def client_files(web: Path) -> dict[str, bytes]:
    """The client's files by their path. Raises BuildError where Flet's client is not what this code knows."""
    files = {name: (web / name).read_bytes() for name in KEPT}
    files["flutter_bootstrap.js"] = bootstrap(files["flutter_bootstrap.js"].decode()).encode()
    files |= {f"canvaskit/{name}": (web / "canvaskit" / name).read_bytes() for name in RENDERERS}
    assets = web / "assets"
    for file in sorted(assets.rglob("*")):
        name = file.relative_to(assets).as_posix()
        if file.is_file() and not name.startswith(UNUSED_ASSETS):
            files[f"assets/{name}"] = file.read_bytes()
    files["assets/FontManifest.json"] = font_manifest(files["assets/FontManifest.json"])
    return files


def bootstrap(script: str) -> str:
    """Flutter's loader without its service worker, which would remove the site's own. Raises BuildError."""
    changed, count = _OWN_WORKER.subn("", script)
    if count != 1 or changed.count(_CONFIG) != 1 or changed.count(_SCRIPT) != 1:
        raise BuildError("Flutter's loader has another shape than expected: see companion/site/client.py.")
    # One canvaskit for every browser without skwasm: one file to keep instead of two.
    # A browser without WasmGC loads main.dart.js by an element: half of it must not run.
    changed = changed.replace(_SCRIPT, f"t.integrity=flet.integrity(r),{_SCRIPT}")
    return changed.replace(_CONFIG, f'{_CONFIG}\n    canvasKitVariant: "full",')


def font_manifest(manifest: bytes) -> bytes:
    """Without the fonts for formulas and for iPhone icons: Flutter loads every font that it lists."""
    kept = [one for one in json.loads(manifest) if not any(name in one["family"] for name in UNUSED_FONTS)]
    kept.append({"family": "Roboto", "fonts": [{"asset": "fonts/roboto.woff2"}]})  # else it asks for it elsewhere
    return json.dumps(kept, separators=(",", ":")).encode()
