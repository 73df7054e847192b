"""Names by content, and every file compressed beforehand."""

import base64
import gzip
import hashlib
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

COMPRESSED = (
    ".js",
    ".mjs",
    ".wasm",
    ".json",
    ".html",
    ".css",
    ".svg",
    ".bin",
    ".zip",
    ".ttf",
    ".otf",
    ".frag",
    ".txt",
    "",
)
ALONE = ("clinic.json",)
"""Changed by itself, without a build: an old copy beside it would hide what is new."""

LEAST = 600
"""Bytes below which compressing does not pay."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of one part: raw, and as a browser gets it."""

    raw: int
    brotli: int
    gzip: int


def digest(files: Mapping[str, bytes]) -> str:
    """Twelve letters that change with any name or byte."""
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return whole.hexdigest()[:12]


def known(data: bytes) -> tuple[int, str]:
    """What a browser compares a file with: its bytes, and its SHA-256 as `integrity` of an element has it."""
    return len(data), f"sha256-{base64.b64encode(hashlib.sha256(data).digest()).decode()}"


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def compress(folder: Path, kept: Path, quality: int) -> dict[str, Weight]:
    """Put `.br` and `.gz` beside every file that shrinks; what was compressed before is taken from `kept`.

    Returns the weights by path.
    """
    kept.mkdir(parents=True, exist_ok=True)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    largest_first = sorted(files, key=lambda path: -path.stat().st_size)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        sizes = list(pool.map(_compress, largest_first, [kept] * len(files), [quality] * len(files)))
    found = {path.relative_to(folder).as_posix(): weight for path, weight in zip(largest_first, sizes, strict=True)}
    return dict(sorted(found.items()))


def _compress(path: Path, kept: Path, quality: int) -> Weight:
    data = path.read_bytes()
    if path.suffix not in COMPRESSED or len(data) < LEAST or path.name in ALONE:
        return Weight(len(data), len(data), len(data))
    name = hashlib.sha256(data).hexdigest()[:32]
    brotli = once(kept / f"{name}.{quality}.br", lambda: _brotli(data, quality))
    gzipped = once(kept / f"{name}.gz", lambda: gzip.compress(data, 9, mtime=0))
    for ending, packed in ((".br", brotli), (".gz", gzipped)):
        if len(packed) < len(data):
            path.with_name(path.name + ending).write_bytes(packed)
    return Weight(len(data), min(len(brotli), len(data)), min(len(gzipped), len(data)))


def _brotli(data: bytes, quality: int) -> bytes:
    import brotli

    packed: bytes = brotli.compress(data, quality=quality, lgwin=24)
    return packed


def once(path: Path, make: Callable[[], bytes]) -> bytes:
    """What lies at `path`; made and kept there the first time."""
    if path.exists():
        return path.read_bytes()
    data = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    temporary.write_bytes(data)
    os.replace(temporary, path)
    return data
