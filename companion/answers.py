"""What is asked of a FHIR server, and what its answers mean. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from companion.errors import (
    Busy,
    ClinicError,
    NoAnswer,
    NotAllowed,
    NotThere,
    OutOfDate,
    Refused,
    ServerFailed,
    SignedOut,
    TooLarge,
    WrongMediaType,
)
from companion.fhir import parse_response

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Create:
    """POST with If-None-Exist: made once, however often it is sent, where the server keeps to that."""

    entry_id: str
    resource: Json


@dataclass(frozen=True, slots=True)
class Update:
    """PUT, with If-Match where an etag is known."""

    entry_id: str
    server_id: str
    etag: str
    resource: Json


Operation = Create | Update


@dataclass(frozen=True, slots=True)
class Found:
    """A resource on the server. `resource` is empty where the server sent none."""

    server_id: str
    etag: str
    resource: Json


@dataclass(frozen=True, slots=True)
class Done:
    """An operation that the server carried out. `existed`: a create found the entry there already."""

    server_id: str
    etag: str
    existed: bool
    resource: Json | None = None


def failure(status: int, issues: tuple[str, ...], headers: Mapping[str, str]) -> ClinicError | None:
    """The error that a status stands for, None for success."""
    if 200 <= status < 300:
        return None
    said = f"the clinic's server answered {status}"
    match status:
        case 401:
            return SignedOut(said)
        case 403:
            return NotAllowed(said)
        case 404 | 410:
            return NotThere(said)
        case 409 | 412:
            return OutOfDate(said)
        case 413:
            return TooLarge(said)
        case 415:
            return WrongMediaType(said)
        case 429 | 503:
            return Busy(said, wait_of(headers), was_turned_away=status == 429)
        case 408:
            return NoAnswer(said)
        case _ if 400 <= status < 500:
            return Refused(said, issues)
        case _ if status >= 500:
            return ServerFailed(said)
        case _:
            return NoAnswer(said)  # a redirect: a captive portal, or a server that moved


def wait_of(headers: Mapping[str, str]) -> float | None:
    """Seconds that a server asks to wait: Retry-After, or the "t" of RateLimit."""
    told = headers.get("retry-after", "")
    if told.strip().isdigit():
        return float(told)
    for part in headers.get("ratelimit", "").split(";"):
        if part.strip().startswith("t=") and part.strip()[2:].isdigit():
            return float(part.strip()[2:])
    return None


def done_of(operation: Operation, status: int, location: str, etag: str, body: Json | None) -> Done | ClinicError:
    is_resource = body is not None and body.get("resourceType") == "QuestionnaireResponse"
    resource = body if is_resource else None
    server_id = operation.server_id if isinstance(operation, Update) else _id_of(location)
    if resource:
        server_id = server_id or str(resource.get("id", ""))
        version = str((resource.get("meta") or {}).get("versionId", ""))
        etag = etag or (f'W/"{version}"' if version else "")
    if not server_id or (resource is None and not etag):
        return NoAnswer("the server did not say what it calls the entry")
    return Done(server_id, etag, isinstance(operation, Create) and status == 200, resource)


def _id_of(location: str) -> str:
    parts = location.split("/_history/")[0].rstrip("/").split("/")
    return parts[-1] if len(parts) >= 2 and parts[-2] == "QuestionnaireResponse" else ""


def found_of(resource: Json) -> Found:
    response = parse_response(resource)
    etag = f'W/"{response.meta.versionId}"' if response.meta.versionId else ""
    return Found(response.id, etag, resource)
