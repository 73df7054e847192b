"""Page cursors: signed, bound to one patient, one search and one state of the store.

A cursor names the last write that the first page knew of. Every later page shows the store as it stood then, so
nothing is shown twice or left out however much is written in between.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass

from clinic.outcome import refuse

_SIGNATURE = 16


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a search goes on: its parameters, the state that it sees and how many it has shown."""

    type: str
    patient: str
    pairs: tuple[tuple[str, str], ...]
    snapshot: int
    offset: int


class Cursors:
    """Writes and reads cursors with the store's own secret."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def write(self, cursor: Cursor) -> str:
        """Text for a link; it tells its reader nothing that was not in the first request."""
        content = [cursor.type, cursor.patient, cursor.pairs, cursor.snapshot, cursor.offset]
        payload = json.dumps(content, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._sign(payload) + payload).decode().rstrip("=")

    def read(self, text: str, resource_type: str, patient: str) -> Cursor:
        """The cursor. RefusedError 400, the same for a forged one as for another patient's."""
        refusal = refuse(400, "value", "This page link is not valid; search again.", at="http._page")
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except ValueError:
            raise refusal from None
        signature, payload = raw[:_SIGNATURE], raw[_SIGNATURE:]
        if not hmac.compare_digest(signature, self._sign(payload)):
            raise refusal
        kind, owner, pairs, snapshot, offset = json.loads(payload)
        if (kind, owner) != (resource_type, patient):
            raise refusal
        return Cursor(kind, owner, tuple((name, value) for name, value in pairs), snapshot, offset)

    def _sign(self, payload: bytes) -> bytes:
        return hmac.digest(self._secret, payload, hashlib.sha256)[:_SIGNATURE]
