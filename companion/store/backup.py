"""The backup file: every record, sealed under a key of its own that a passphrase or a recovery code opens.

Layout: the magic line; one JSON line (format, kdf, rounds, salt, wrapped key, count); then the sealed parts, each
after its length in 4 bytes, big-endian. A part is bound to its index and to the digest of the JSON line; the last
part is the manifest, which names how many there are. So a missing, moved, added or changed byte is found.
"""

import base64
import hashlib
import json
import secrets
import struct
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from companion.errors import BackupLocked, BackupUnreadable
from companion.ports import Cryptography, Part

MAGIC = b"COMPANION-BACKUP\n"
FORMAT = 1
KDF = "PBKDF2-HMAC-SHA256"
ROUNDS = 600_000
MOST_ROUNDS = 10_000_000
LONGEST_LINE = 4096
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH, GROUP = 28, 4
SHORTEST_PASSPHRASE = 12


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """A record out of its seal; header and body are JSON."""

    id: str
    revision: int
    schema: int
    header: bytes
    body: bytes


def new_recovery_code() -> str:
    """28 characters of Crockford's base32 (140 bits) in groups of four."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(letters[i : i + GROUP] for i in range(0, CODE_LENGTH, GROUP))


def letters_of(typed: str) -> str:
    """Return the letters and digits of a recovery code, or of a part of one, however it was written down.

    Unicode's other ways to write a letter or a digit are read first (NFKD, without accents). Blanks, dashes,
    invisible signs, quotes and all else that is no letter or digit are dropped. O is read as 0, I and L as 1.
    """
    plain = unicodedata.normalize("NFKD", typed)
    kept = (str(unicodedata.decimal(one, one)) for one in plain if one.isalnum())
    return "".join(kept).upper().translate(str.maketrans("OIL", "011"))


def normalise_secret(secret: str) -> str:
    """Return a recovery code however it was written down; any other passphrase untouched."""
    code = letters_of(secret)
    is_code = len(code) == CODE_LENGTH and all(letter in ALPHABET for letter in code)
    return code if is_code else secret


def tried(secret: str) -> tuple[str, ...]:
    """Return what a typed secret may be, the likeliest first: a code, the very words, the words as others type them.

    A phone may add a blank at the end, and write quotes and dashes in the way of printers, or not.
    """
    bare = " ".join(secret.split())
    return tuple(dict.fromkeys([normalise_secret(secret), secret, bare, bare.translate(_AS_TYPED), _printed(bare)]))


_AS_TYPED = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-"})


def _printed(typed: str) -> str:
    """The same with the quotes of printers, as phones set them: an opening one after a blank."""
    found, before = [], " "
    for one in typed.translate(_AS_TYPED):
        pair = {"'": "‘’", '"': "“”"}.get(one, "")
        found.append(pair[not before.isspace()] if pair else one)
        before = one
    return "".join(found)


def is_long_enough(secret: str) -> bool:
    """Whether a secret may protect a whole journal."""
    return len(secret.strip()) >= SHORTEST_PASSPHRASE


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose journal it is: the clinic's FHIR address and the patient's id there."""

    clinic: str
    patient: str


async def make_backup(
    records: Sequence[OpenRecord],
    secret: str,
    crypto: Cryptography,
    rounds: int = ROUNDS,
    origin: Origin | None = None,
) -> bytes:
    """Return the file's bytes. `origin` is sealed with the rest; None where no clinic's patient is known."""
    salt, key = secrets.token_bytes(16), secrets.token_bytes(32)
    wrapping = crypto.sealing(await crypto.stretch(normalise_secret(secret), salt, rounds))
    wrapped = (await wrapping.seal_many([Part(key, _key_place(salt, rounds))]))[0]
    head = {
        "format": FORMAT,
        "kdf": KDF,
        "rounds": rounds,
        "salt": base64.b64encode(salt).decode(),
        "key": base64.b64encode(wrapped).decode(),
        "count": len(records),
    }
    line = json.dumps(head, separators=(",", ":")).encode() + b"\n"
    contents = [_record_bytes(record) for record in records] + [json.dumps(_manifest(len(records), origin)).encode()]
    parts = [Part(content, _place(line, index)) for index, content in enumerate(contents)]
    sealed = await crypto.sealing(key).seal_many(parts)
    return MAGIC + line + b"".join(struct.pack(">I", len(one)) + one for one in sealed)


async def read_backup(
    data: bytes, secret: str, crypto: Cryptography, fewest_rounds: int = 100_000
) -> Sequence[OpenRecord]:
    """Return the records of a backup. Raises BackupUnreadable (not whole, not ours), BackupLocked (another secret)."""
    return (await read_whole(data, secret, crypto, fewest_rounds))[0]


async def read_whole(
    data: bytes, secret: str, crypto: Cryptography, fewest_rounds: int = 100_000
) -> tuple[Sequence[OpenRecord], Origin | None]:
    """Return the records of a backup and whose they are, None where it does not say. Raises as `read_backup`."""
    line, head, salt, wrapped = _head(data, fewest_rounds)
    key = await _key(secret, salt, head["rounds"], wrapped, crypto)
    sealed = _split(data[len(MAGIC) + len(line) :])
    if len(sealed) != head["count"] + 1:
        raise BackupUnreadable("parts are missing or too many")
    parts = [Part(one, _place(line, index)) for index, one in enumerate(sealed)]
    opened = await crypto.sealing(key).open_many(parts)
    contents = [one for one in opened if one is not None]
    if len(contents) != len(sealed):
        raise BackupUnreadable("a part was changed")
    return [_record(content) for content in contents[:-1]], _origin(contents[-1])


async def _key(secret: str, salt: bytes, rounds: int, wrapped: bytes, crypto: Cryptography) -> bytes:
    for one in tried(secret):
        wrapping = crypto.sealing(await crypto.stretch(one, salt, rounds))
        key = (await wrapping.open_many([Part(wrapped, _key_place(salt, rounds))]))[0]
        if key is not None and len(key) == 32:
            return key
    raise BackupLocked("the secret does not open this backup")


def _manifest(count: int, origin: Origin | None) -> Mapping[str, Any]:
    return {"count": count, **({"clinic": origin.clinic, "patient": origin.patient} if origin else {})}


def _origin(manifest: bytes) -> Origin | None:
    said = json.loads(manifest)
    known = isinstance(said, dict) and said.get("clinic") and said.get("patient")
    return Origin(str(said["clinic"]), str(said["patient"])) if known else None


def _head(data: bytes, fewest_rounds: int) -> tuple[bytes, Mapping[str, Any], bytes, bytes]:
    if not data.startswith(MAGIC):
        raise BackupUnreadable("not a backup")
    end = data.find(b"\n", len(MAGIC), len(MAGIC) + LONGEST_LINE)
    if end < 0:
        raise BackupUnreadable("the head is missing")
    line = data[len(MAGIC) : end + 1]
    try:
        head = json.loads(line)
        salt, wrapped = (base64.b64decode(head[name], validate=True) for name in ("salt", "key"))
        known = head["format"] == FORMAT and head["kdf"] == KDF and isinstance(head["count"], int)
        in_bounds = isinstance(head["rounds"], int) and fewest_rounds <= head["rounds"] <= MOST_ROUNDS
    except (ValueError, KeyError, TypeError) as error:
        raise BackupUnreadable("the head is damaged") from error
    if not known or not in_bounds:
        raise BackupUnreadable("a format that this app does not know")
    return line, head, salt, wrapped


def _split(rest: bytes) -> list[bytes]:
    parts, at = [], 0
    while at < len(rest):
        size = int.from_bytes(rest[at : at + 4], "big")
        if at + 4 + size > len(rest):
            raise BackupUnreadable("the file ends too early")
        parts.append(rest[at + 4 : at + 4 + size])
        at += 4 + size
    return parts


def _key_place(salt: bytes, rounds: int) -> bytes:
    return b"companion backup key\n" + salt + str(rounds).encode()


def _place(line: bytes, index: int) -> bytes:
    return b"companion backup\n" + hashlib.sha256(line).digest() + index.to_bytes(4, "big")


def _record_bytes(record: OpenRecord) -> bytes:
    texts = {"id": record.id, "revision": record.revision, "schema": record.schema}
    parts = {name: getattr(record, name).decode("utf-8", "surrogatepass") for name in ("header", "body")}
    # Not escaped: two halves of a surrogate pair side by side would be read back as one sign.
    return json.dumps({**texts, **parts}, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _record(content: bytes) -> OpenRecord:
    data = json.loads(content)
    header, body = (data[name].encode("utf-8", "surrogatepass") for name in ("header", "body"))
    return OpenRecord(data["id"], data["revision"], data["schema"], header, body)
