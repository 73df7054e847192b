"""Small files that must be whole after a power cut."""

import os
from pathlib import Path
from secrets import token_hex


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file atomically, mode 0600, flushed with its folder."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A name of its own: another writing that nobody waits for any more may still be under way.
    temporary = path.with_name(f".{path.name}.{token_hex(4)}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    os.replace(temporary, path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename durable. Windows has no such call and needs none."""
    if os.name != "nt":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
