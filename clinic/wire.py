"""What goes over the wire: a call, its answer, and JSON read with care."""

import json
import logging
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clinic.faults import Fault
from clinic.outcome import RefusedError, Resource, refuse

MAX_BODY = 1_000_000
FHIR_JSON = "application/fhir+json; charset=utf-8"
_DEEPEST = 60
_MEDIA = frozenset({"application/fhir+json", "application/json"})
_READABLE = _MEDIA | {"*/*", "application/*"}


@dataclass(frozen=True, slots=True)
class Call:
    """One interaction that a patient asks for, alone or as an entry of a batch.

    `path` is what follows the base, split at the slashes; `base` is the address that the client used.
    """

    method: str
    path: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    patient: str
    base: str
    body: Resource = field(default_factory=dict)
    if_match: str | None = None
    if_none_exist: str | None = None
    wants_body: bool = True
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call gave: a status, headers and, unless it was asked to be minimal, a resource.

    `modified` is the instant of the version that was read or written.
    """

    status: int
    resource: Resource | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    modified: str | None = None


def refused(refusal: RefusedError) -> Answer:
    """The refusal as an answer."""
    return Answer(refusal.status, refusal.outcome, refusal.headers)


def failed(error: Exception) -> Answer:
    """500 for what nobody foresaw. The log gets its kind and place; never its message, which may hold an answer."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    place = f"{Path(last[0].filename).name}:{last[0].lineno}" if last else "?"
    logging.getLogger("clinic").error("%s at %s", type(error).__name__, place)
    return refused(refuse(500, "exception", "The server failed here; read before sending again."))


def check_media(content_type: str, encoding: str) -> None:
    """RefusedError 415 unless the body is said to be plain JSON in UTF-8."""
    media, _, parameters = content_type.lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "").partition("charset=")[2].partition(";")[0]
    if media.strip() not in _MEDIA or charset not in ("", "utf-8") or encoding not in ("", "identity"):
        raise refuse(415, "not-supported", "Send application/fhir+json or application/json in UTF-8, not compressed.")


def check_accept(accept: str) -> None:
    """RefusedError 406 when the client takes no JSON."""
    taken = {part.partition(";")[0].strip().lower() for part in accept.split(",")}
    if accept and not taken & _READABLE:
        raise refuse(406, "not-supported", "This server answers in application/fhir+json.")


def parse_resource(raw: bytes) -> Resource:
    """The JSON object in a body. RefusedError 400 when it is not JSON that FHIR allows; the text is never repeated."""
    try:
        parsed = json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant, parse_float=_finite)
        _check(parsed, 0)
    except (ValueError, RecursionError):
        raise refuse(400, "structure", "The body is not a well-formed JSON object as FHIR has it.") from None
    if not isinstance(parsed, dict):
        raise refuse(400, "structure", "The body must be one JSON object.")
    return parsed


def dump(resource: Resource) -> str:
    """Compact JSON with the characters as they are."""
    return json.dumps(resource, ensure_ascii=False, separators=(",", ":"))


def _refuse_constant(name: str) -> float:
    raise ValueError("not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError("too large")
    return number


def _check(value: Any, depth: int) -> None:
    """ValueError on null, on what is too deep and on characters that FHIR strings may not have."""
    if depth > _DEEPEST or value is None:
        raise ValueError("too deep, or null")
    if isinstance(value, dict):
        for key, inner in value.items():
            _check(key, depth + 1)
            _check(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth + 1)
    elif isinstance(value, str):
        value.encode("utf-8")  # a lone surrogate fails here
        if any(character < " " and character not in "\t\r\n" for character in value):
            raise ValueError("control character")
