"""The two engines of Flutter's web client: the files of each, and a check that the loader chooses as the page does."""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from companion.site.failure import BuildError
from companion.site.snapshot import node

HERE = Path(__file__).parent
SKWASM, CANVASKIT = "skwasm", "canvaskit"
FILES: dict[str, tuple[str, ...]] = {
    SKWASM: ("main.dart.mjs", "main.dart.wasm", "canvaskit/skwasm.js", "canvaskit/skwasm.wasm"),
    CANVASKIT: ("main.dart.js", "canvaskit/canvaskit.js", "canvaskit/canvaskit.wasm"),
}
"""What each engine needs of the client's folder, and the other one never asks for."""

IMPORTED = {SKWASM: ("main.dart.mjs", "canvaskit/skwasm.js"), CANVASKIT: ("canvaskit/canvaskit.js",)}
"""Modules, which the browser imports by itself: the page compares them before."""


def is_of_other(name: str, engine: str) -> bool:
    """Return whether a file of the site, by its path, is for another engine alone."""
    others = [file for other, files in FILES.items() if other != engine for file in files]
    return any(name.endswith(f"/{file}") for file in others)


def check_loader(client: Mapping[str, bytes]) -> None:
    """Run Flutter's loader as every kind of browser and compare what it asks for with the page's own choice.

    Args:
        client: the client's files by their path, with the loader as the site has it.

    Raises BuildError where a browser would get other files than the page expects.
    """
    with tempfile.TemporaryDirectory() as folder:
        loader = Path(folder) / "flutter_bootstrap.js"
        loader.write_bytes(client[loader.name])
        command = [node(), str(HERE / "engine_check.mjs"), str(HERE / "engine.js"), str(loader), json.dumps(FILES)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise BuildError(f"Flutter's loader chooses otherwise than companion/site/engine.js: {done.stderr[-1000:]}")
