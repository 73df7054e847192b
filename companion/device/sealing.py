"""The port Sealing on CPython: AES-256-GCM of the `cryptography` package."""

import asyncio
import hashlib
import os
import unicodedata
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from companion.errors import StretchMissing
from companion.ports import Part

FORMAT = b"\x01"
NONCE, TAG, KEY = 12, 16, 32


class AesGcmSealing:
    """Seals under one key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY:
            raise ValueError("a data key has 32 bytes")
        self._cipher = AESGCM(key)

    async def seal_many(self, parts: Sequence[Part]) -> Sequence[bytes]:
        """Each part under a random nonce of its own."""
        return [self._seal(part) for part in parts]

    async def open_many(self, parts: Sequence[Part]) -> Sequence[bytes | None]:
        """None where a part does not open."""
        return [self._open(part) for part in parts]

    def _seal(self, part: Part) -> bytes:
        nonce = os.urandom(NONCE)
        return FORMAT + nonce + self._cipher.encrypt(nonce, part.data, FORMAT + part.place)

    def _open(self, part: Part) -> bytes | None:
        if len(part.data) < 1 + NONCE + TAG or part.data[:1] != FORMAT:
            return None
        nonce, sealed = part.data[1 : 1 + NONCE], part.data[1 + NONCE :]
        try:
            return self._cipher.decrypt(nonce, sealed, FORMAT + part.place)
        except InvalidTag:
            return None


class DeviceCryptography:
    """The port Cryptography on CPython."""

    def sealing(self, key: bytes) -> AesGcmSealing:
        """A sealing under this key."""
        return AesGcmSealing(key)

    async def stretch(self, passphrase: str, salt: bytes, rounds: int) -> bytes:
        """PBKDF2 in a thread of its own: it takes a while by design."""
        return await asyncio.to_thread(hashlib.pbkdf2_hmac, "sha256", _bytes(passphrase), salt, rounds, KEY)

    async def argon2id(self, passphrase: str, salt: bytes, passes: int, memory: int) -> bytes:
        """In a thread of its own. An OpenSSL without it, or too little memory, is StretchMissing."""
        try:
            kdf = Argon2id(salt=salt, length=KEY, iterations=passes, lanes=1, memory_cost=memory)
            return await asyncio.to_thread(kdf.derive, _bytes(passphrase))
        except (UnsupportedAlgorithm, MemoryError) as error:
            raise StretchMissing("Argon2id cannot be computed on this device") from error


def _bytes(passphrase: str) -> bytes:
    return unicodedata.normalize("NFKC", passphrase).encode()
