"""The ring of a journal's keys, as data: what the key of the place to run (W) opens.

Format 2 is JSON: `number` (one more at each writing), `front` (D, the key of what may be seen while locked; schema
`FRONT` of sealed records is kept for it), and either `data` (K, the journal's key) or `locks`, in which K is sealed
under a key made of the PIN and once more under one made of the recovery code; `tries` counts wrong PINs. Format 1 is K
itself: 32 bytes. K and D are made once and never anew.
"""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from companion.errors import KeyWrong
from companion.ports import Cryptography, Part

FORMAT = 2
KEY, SALT = 32, 16
FRONT = 2
"""The `schema` of records under D, beside the journal's own (companion/store/front.py)."""

ARGON2ID, PBKDF2 = "argon2id", "pbkdf2-hmac-sha256"


@dataclass(frozen=True, slots=True)
class Stretch:
    """How a secret becomes a key of 32 bytes.

    Attributes:
        passes: iterations, of either function.
        memory: KiB, of Argon2id alone.
    """

    kdf: str
    salt: bytes
    passes: int
    memory: int = 0


@dataclass(frozen=True, slots=True)
class SealedKey:
    """K under a stretched secret."""

    how: Stretch
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong PINs in a row, and when the last one was tried, in seconds since 1970."""

    count: int = 0
    since: float = 0.0


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys of one journal.

    Attributes:
        data: K; None while it is locked away under `pin` and `code`.
    """

    number: int
    front: bytes = field(repr=False)
    data: bytes | None = field(default=None, repr=False)
    pin: SealedKey | None = None
    code: SealedKey | None = None
    tries: Tries = Tries()


def new_ring() -> Ring:
    """Two random keys, no lock."""
    return Ring(1, secrets.token_bytes(KEY), secrets.token_bytes(KEY))


def ring_from_bytes(content: bytes) -> Ring:
    """Either format. Raises KeyWrong."""
    if len(content) == KEY:
        return Ring(0, secrets.token_bytes(KEY), content)  # D is kept with the next writing
    try:
        said = json.loads(content)
        if said["format"] != FORMAT:
            raise KeyWrong("a ring of keys that this app does not know")
        locks = said.get("locks", {})
        ring = Ring(
            number=said["number"],
            front=_raw(said["front"]),
            data=_raw(said["data"]) if "data" in said else None,
            pin=_sealed_key(locks["pin"]) if "pin" in locks else None,
            code=_sealed_key(locks["code"]) if "code" in locks else None,
            tries=Tries(**said["tries"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise KeyWrong("the ring of keys is damaged") from error
    if ring.data is None and (ring.pin is None or ring.code is None):
        raise KeyWrong("the ring of keys holds no key")
    return ring


def ring_to_bytes(ring: Ring) -> bytes:
    """Format 2."""
    said: dict[str, Any] = {"format": FORMAT, "number": ring.number, "front": _text(ring.front)}
    if ring.data is not None:
        said["data"] = _text(ring.data)
    else:
        kept = {"pin": ring.pin, "code": ring.code}
        said["locks"] = {kind: _lock(one) for kind, one in kept.items() if one}
    said["tries"] = {"count": ring.tries.count, "since": ring.tries.since}
    return json.dumps(said, separators=(",", ":")).encode()


def number_of(content: bytes) -> int:
    """Which of two rings is the newer one. Raises KeyWrong."""
    return ring_from_bytes(content).number


async def lock_key(key: bytes, secret: str, how: Stretch, crypto: Cryptography) -> SealedKey:
    """Seal K under a secret. Raises StretchMissing."""
    sealing = crypto.sealing(await _stretched(secret, how, crypto))
    return SealedKey(how, (await sealing.seal_many([Part(key, _place(how))]))[0])


async def unlock_key(lock: SealedKey, secret: str, crypto: Cryptography) -> bytes | None:
    """K; None where the secret is another one. Raises StretchMissing."""
    sealing = crypto.sealing(await _stretched(secret, lock.how, crypto))
    return (await sealing.open_many([Part(lock.sealed, _place(lock.how))]))[0]


async def _stretched(secret: str, how: Stretch, crypto: Cryptography) -> bytes:
    if how.kdf == ARGON2ID:
        return await crypto.argon2id(secret, how.salt, how.passes, how.memory)
    return await crypto.stretch(secret, how.salt, how.passes)


def _place(how: Stretch) -> bytes:
    return f"companion lock\n{how.kdf}\n{how.passes}\n{how.memory}\n".encode() + how.salt


def _lock(one: SealedKey) -> Mapping[str, Any]:
    how = one.how
    return {
        "kdf": how.kdf, "salt": _text(how.salt), "passes": how.passes, "memory": how.memory, "key": _text(one.sealed),
    }  # fmt: skip


def _sealed_key(said: Mapping[str, Any]) -> SealedKey:
    if said["kdf"] not in (ARGON2ID, PBKDF2):
        raise KeyWrong("a lock that this app does not know")
    how = Stretch(said["kdf"], _raw(said["salt"]), int(said["passes"]), int(said["memory"]))
    return SealedKey(how, _raw(said["key"]))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
