"""The journal's data key: random, wrapped by the device's secret storage, never made anew over a journal.

Three things: the data key itself (only ever in memory), a wrapping key (in the keyring, or in `device.key`), and
`journal.key.json` with the wrapped data key and the store's id. They are made in the order wrapping key, file; so
a start that was killed in between leaves at most a wrapping key that nothing uses.
"""

import asyncio
import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from companion.device.files import write_whole
from companion.device.sealing import AesGcmSealing
from companion.errors import KeyMissing, KeyWrong
from companion.ports import Part

SERVICE = "companion"
KEY_FILE, WRAP_FILE = "device.key", "journal.key.json"
FORMAT = 1

Place = Literal["keyring", "file"]


@dataclass(frozen=True, slots=True)
class DataKey:
    """The key of 32 bytes, and where its wrapping key lies."""

    key: bytes
    kept_in: Place

    def __repr__(self) -> str:
        return f"DataKey(kept_in={self.kept_in!r})"


async def open_data_key(folder: Path, records_exist: bool, keyring_backend: Any = None) -> DataKey:
    """The journal's key; a new one only where there is neither a journal nor a key yet.

    Args:
        keyring_backend: a `keyring` backend instead of the system's.

    Raises KeyMissing, KeyWrong, OSError.
    """
    return await asyncio.to_thread(_open_data_key, folder, records_exist, keyring_backend)


def _open_data_key(folder: Path, records_exist: bool, backend: Any) -> DataKey:
    wrapped = folder / WRAP_FILE
    if wrapped.exists():
        return _unwrap(folder, wrapped, backend)
    if records_exist:
        raise KeyMissing("there are records, and no file with their key")
    return _make(folder, backend)


def _make(folder: Path, backend: Any) -> DataKey:
    store, wrapping, key = str(uuid4()), secrets.token_bytes(32), secrets.token_bytes(32)
    kept_in: Place = "keyring" if _keep_in_keyring(store, wrapping, backend) else "file"
    if kept_in == "file":
        write_whole(folder / KEY_FILE, base64.b64encode(wrapping))
    sealed = asyncio.run(AesGcmSealing(wrapping).seal_many([Part(key, _place(store))]))[0]
    content = {"format": FORMAT, "store": store, "kept_in": kept_in, "key": base64.b64encode(sealed).decode()}
    write_whole(folder / WRAP_FILE, json.dumps(content).encode())
    return DataKey(key, kept_in)


def _unwrap(folder: Path, wrapped: Path, backend: Any) -> DataKey:
    try:
        content = json.loads(wrapped.read_text("utf-8"))
        store, kept_in = content["store"], content["kept_in"]
        sealed = base64.b64decode(content["key"], validate=True)
    except (ValueError, KeyError, TypeError) as error:
        raise KeyWrong("the file with the wrapped key is damaged") from error
    wrapping = _from_keyring(store, backend) if kept_in == "keyring" else _from_file(folder / KEY_FILE)
    key = asyncio.run(AesGcmSealing(wrapping).open_many([Part(sealed, _place(store))]))[0]
    if key is None or len(key) != 32:
        raise KeyWrong("the wrapping key does not open the data key")
    return DataKey(key, kept_in)


def _place(store: str) -> bytes:
    return f"companion data key\n{store}".encode()


def _from_file(path: Path) -> bytes:
    if not path.exists():
        raise KeyMissing("the key file is gone")
    return _decoded(path.read_text("ascii", errors="replace"))


def _from_keyring(store: str, backend: Any) -> bytes:
    try:
        found = (backend or _system_keyring()).get_password(SERVICE, store)
    except Exception as error:  # a backend may raise anything; none of it may lead to a new key
        raise KeyMissing("the keyring does not answer") from error
    if found is None:
        raise KeyMissing("the keyring does not have the key")
    return _decoded(found)


def _decoded(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise KeyWrong("the wrapping key is not readable") from error
    if len(key) != 32:
        raise KeyWrong("the wrapping key has another length")
    return key


def _keep_in_keyring(store: str, wrapping: bytes, backend: Any) -> bool:
    """Whether a keyring took the key and gives it back."""
    if os.environ.get("COMPANION_KEYRING") == "off":
        return False
    text = base64.b64encode(wrapping).decode()
    try:
        backend = backend or _system_keyring()
        if backend.priority <= 0:
            return False
        backend.set_password(SERVICE, store, text)
        return bool(backend.get_password(SERVICE, store) == text)
    except Exception:  # any failure of a keyring means: a key file, and a notice
        return False


def _system_keyring() -> Any:
    import keyring  # slow to import: only when a key is opened

    return keyring.get_keyring()
