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
_STARTED = re.compile(
    r"(_flutter\.loader\.load\(\{.*?onEntrypointLoaded: )"
    r"(async function \(engineInitializer\) \{.*\n    \})\s*\}\);\s*$",
    re.DOTALL,
)
_SEEN = re.compile(r"\b((?:\w+\.)*window|x0)\.visualViewport\b")
_SEEN_IN = {"main.dart.js": 5, "main.dart.mjs": 1}
_OWN_WORKER = re.compile(r"serviceWorkerSettings:\s*\{[^}]*\},?")


def client_files(web: Path) -> dict[str, bytes]:
    """The client's files by their path. Raises BuildError where Flet's client is not what this code knows."""
    files = {name: (web / name).read_bytes() for name in KEPT}
    files["flutter_bootstrap.js"] = bootstrap(files["flutter_bootstrap.js"].decode()).encode()
    files |= {name: unzoomed(name, files[name].decode()).encode() for name in _SEEN_IN}
    files |= {f"canvaskit/{name}": (web / "canvaskit" / name).read_bytes() for name in RENDERERS}
    assets = web / "assets"
    for file in sorted(assets.rglob("*")):
        name = file.relative_to(assets).as_posix()
        if file.is_file() and not name.startswith(UNUSED_ASSETS):
            files[f"assets/{name}"] = file.read_bytes()
    files["assets/FontManifest.json"] = font_manifest(files["assets/FontManifest.json"])
    return files


def bootstrap(script: str) -> str:
    """Flutter's loader without its service worker, which would remove the site's own; it says when it fails.

    Raises BuildError.
    """
    changed, count = _OWN_WORKER.subn("", script)
    # The page is told by `flet.failed` what nobody would hear of: the loader, the engine or the app's start failed.
    changed, told = _STARTED.subn(
        r"\1(initializer) => (\2)(initializer).catch(flet.failed)\n}).catch(flet.failed);\n", changed
    )
    if count != 1 or told != 1 or changed.count(_CONFIG) != 1 or changed.count(_SCRIPT) != 1:
        raise BuildError("Flutter's loader has another shape than expected: see companion/site/client.py.")
    # One canvaskit for every browser without skwasm: one file to keep instead of two.
    # A browser without WasmGC loads main.dart.js by an element: half of it must not run.
    changed = changed.replace(_SCRIPT, f"t.integrity=flet.integrity(r),{_SCRIPT}")
    return changed.replace(_CONFIG, f'{_CONFIG}\n    canvasKitVariant: "full",')


def unzoomed(name: str, script: str) -> str:
    """Flutter's script `name`, which asks for the size of the window that the page's zoom.js tells. Raises BuildError.

    Flutter would take what an enlarged page shows for a smaller window, and lay the app out anew at each pinch.
    """
    changed, count = _SEEN.subn(r"(\1.companionViewport||\1.visualViewport)", script)
    if count != _SEEN_IN[name]:
        raise BuildError(f"Flutter's {name} asks for the visual viewport elsewhere: see companion/site/client.py.")
    return changed


def font_manifest(manifest: bytes) -> bytes:
    """Without the fonts for formulas and for iPhone icons: Flutter loads every font that it lists."""
    kept = [one for one in json.loads(manifest) if not any(name in one["family"] for name in UNUSED_FONTS)]
    kept.append({"family": "Roboto", "fonts": [{"asset": "fonts/roboto.woff2"}]})  # else it asks for it elsewhere
    return json.dumps(kept, separators=(",", ":")).encode()
