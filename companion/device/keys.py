"""The ring of the journal's keys on a device: wrapped by the device's secret storage, never made anew over a journal.

Three things: the ring (companion/store/ring.py), a wrapping key (in the keyring, or in `device.key`), and
`journal.key.json` with the wrapped ring and the store's id. They are made in the order wrapping key, file; so a start
that was killed in between leaves at most a wrapping key that nothing uses. The ring is rewritten by replacing that one
file.
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
from companion.device.records import errors_of_the_store
from companion.device.sealing import AesGcmSealing
from companion.errors import KeyMissing, KeyWrong
from companion.ports import Part
from companion.store.ring import new_ring, ring_to_bytes

SERVICE = "companion"
KEY_FILE, WRAP_FILE = "device.key", "journal.key.json"
FORMAT = 1

Place = Literal["keyring", "file"]


@dataclass(frozen=True, slots=True)
class _Wrapped:
    """What the file says: the store's id, where the wrapping key lies, the sealed ring."""

    store: str
    kept_in: Place
    sealed: bytes


class DeviceSecrets:
    """The port Secrets on CPython. `kept_in` says where the wrapping key lies. Made by `open_secrets`."""

    def __init__(self, folder: Path, kept_in: Place, backend: Any) -> None:
        self._folder = folder
        self._backend = backend
        self._turn = asyncio.Lock()
        self.kept_in = kept_in

    async def read(self) -> bytes:
        """The ring, after what is being written."""
        async with self._turn:
            return await asyncio.to_thread(self._read)

    async def write(self, ring: bytes) -> None:
        """Replace the file; who stops waiting does not stop it half way."""
        await asyncio.shield(self._in_turn(ring))

    async def _in_turn(self, ring: bytes) -> None:
        async with self._turn:
            await asyncio.to_thread(self._write, ring)

    def _read(self) -> bytes:
        found = _wrapped(self._folder)
        sealing = AesGcmSealing(self._wrapping(found))
        ring = asyncio.run(sealing.open_many([Part(found.sealed, _place(found.store))]))[0]
        if ring is None:
            raise KeyWrong("the wrapping key does not open the ring")
        return ring

    def _write(self, ring: bytes) -> None:
        found = _wrapped(self._folder)
        with errors_of_the_store():
            _keep(self._folder, found.store, found.kept_in, self._wrapping(found), ring)

    def _wrapping(self, found: _Wrapped) -> bytes:
        if found.kept_in == "keyring":
            return _from_keyring(found.store, self._backend)
        return _from_file(self._folder / KEY_FILE)


async def open_secrets(folder: Path, records_exist: bool, keyring_backend: Any = None) -> DeviceSecrets:
    """The journal's ring; a new one only where there is neither a journal nor a ring yet.

    Args:
        keyring_backend: a `keyring` backend instead of the system's.

    Raises KeyMissing, KeyWrong, OSError.
    """
    return await asyncio.to_thread(_open_secrets, folder, records_exist, keyring_backend)


def _open_secrets(folder: Path, records_exist: bool, backend: Any) -> DeviceSecrets:
    if not (folder / WRAP_FILE).exists():
        if records_exist:
            raise KeyMissing("there are records, and no file with their keys")
        _make(folder, backend)
    return DeviceSecrets(folder, _wrapped(folder).kept_in, backend)


def _make(folder: Path, backend: Any) -> None:
    store, wrapping = str(uuid4()), secrets.token_bytes(32)
    kept_in: Place = "keyring" if _keep_in_keyring(store, wrapping, backend) else "file"
    if kept_in == "file":
        write_whole(folder / KEY_FILE, base64.b64encode(wrapping))
    _keep(folder, store, kept_in, wrapping, ring_to_bytes(new_ring()))


def _keep(folder: Path, store: str, kept_in: Place, wrapping: bytes, ring: bytes) -> None:
    sealed = asyncio.run(AesGcmSealing(wrapping).seal_many([Part(ring, _place(store))]))[0]
    content = {"format": FORMAT, "store": store, "kept_in": kept_in, "key": base64.b64encode(sealed).decode()}
    write_whole(folder / WRAP_FILE, json.dumps(content).encode())


def _wrapped(folder: Path) -> _Wrapped:
    try:
        content = json.loads((folder / WRAP_FILE).read_text("utf-8"))
        return _Wrapped(content["store"], content["kept_in"], base64.b64decode(content["key"], validate=True))
    except (ValueError, KeyError, TypeError) as error:
        raise KeyWrong("the file with the wrapped ring is damaged") from error


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
