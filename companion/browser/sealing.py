"""The ports Sealing and Cryptography by WebCrypto. One call across to JavaScript for any number of parts."""

import struct
import unicodedata
from collections.abc import Sequence
from typing import Any

from companion.errors import StretchMissing
from companion.ports import Part

KEY = 32
NOT_OPENED = 0xFFFFFFFF


class WebCryptoSealing:
    """Seals under one key, which the browser holds; made by `WebCryptography`."""

    def __init__(self, js: Any) -> None:
        self._js = js

    async def seal_many(self, parts: Sequence[Part]) -> Sequence[bytes]:
        """Each part under a random nonce of its own."""
        return [one or b"" for one in unpack((await self._js.seal(_packed(parts))).to_bytes())]

    async def open_many(self, parts: Sequence[Part]) -> Sequence[bytes | None]:
        """None where a part does not open."""
        return unpack((await self._js.open(_packed(parts))).to_bytes())


class WebCryptography:
    """The port Cryptography in the page. `bridge` is the module of js/bridge.js."""

    def __init__(self, bridge: Any) -> None:
        self._bridge = bridge

    def sealing(self, key: bytes) -> WebCryptoSealing:
        """A sealing under this key."""
        if len(key) != KEY:
            raise ValueError("a data key has 32 bytes")
        return WebCryptoSealing(self._bridge.sealing(key))

    async def stretch(self, passphrase: str, salt: bytes, rounds: int) -> bytes:
        """PBKDF2 on one of the browser's own threads."""
        key: bytes = (await self._bridge.stretch(_bytes(passphrase), salt, rounds)).to_bytes()
        return key

    async def argon2id(self, passphrase: str, salt: bytes, passes: int, memory: int) -> bytes:
        """In a worker of its own, which gives the memory back when it ends."""
        key = await self._bridge.argon2id(_bytes(passphrase), salt, passes, memory)
        if not key:
            raise StretchMissing("Argon2id cannot be computed in this browser")
        found: bytes = key.to_bytes()
        return found


def _bytes(passphrase: str) -> bytes:
    return unicodedata.normalize("NFKC", passphrase).encode()


def _packed(parts: Sequence[Part]) -> bytes:
    return pack([piece for part in parts for piece in (part.data, part.place)])


def pack(pieces: Sequence[bytes]) -> bytes:
    """Many pieces as one: a count, the lengths (4 bytes each, little-endian), the pieces."""
    return struct.pack(f"<I{len(pieces)}I", len(pieces), *map(len, pieces)) + b"".join(pieces)


def unpack(buffer: bytes) -> list[bytes | None]:
    """The inverse of `pack`; a piece that was left out is None."""
    count = int.from_bytes(buffer[:4], "little")
    at, pieces = 4 + 4 * count, list[bytes | None]()
    for length in struct.unpack_from(f"<{count}I", buffer, 4):
        is_there = length != NOT_OPENED
        pieces.append(buffer[at : at + length] if is_there else None)
        at += length if is_there else 0
    return pieces
