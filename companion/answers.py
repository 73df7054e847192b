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
from companion.fhir import ENTRY_SYSTEM, parse_response

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
    """Return what the server carried out, NoAnswer where it is not clear that it was this operation."""
    is_resource = body is not None and body.get("resourceType") == "QuestionnaireResponse"
    resource = body if is_resource else None
    if resource and _is_of_another(resource, operation.entry_id):
        return NoAnswer("the server answered for another entry")
    server_id = operation.server_id if isinstance(operation, Update) else _id_of(location)
    etag = usable_etag(etag)
    if resource:
        server_id = server_id or str(resource.get("id", ""))
        etag = etag or etag_of(resource)
    if not server_id or (resource is None and not etag):
        return NoAnswer("the server did not say what it calls the entry")
    return Done(server_id, etag, isinstance(operation, Create) and status == 200, resource)


def etag_of(resource: Json) -> str:
    """Return the etag that a resource's own version stands for, "" where it has none."""
    meta = resource.get("meta")
    version = str(meta.get("versionId") or "") if isinstance(meta, Mapping) else ""
    return usable_etag(f'W/"{version}"') if version else ""


def usable_etag(etag: str) -> str:
    """Return an etag, "" where no request could carry it: then it is as if the server had named none."""
    return etag if etag.isascii() and etag.isprintable() else ""


def _is_of_another(resource: Json, entry_id: str) -> bool:
    """Whether a resource names another entry of this app. One without an identifier names none."""
    named = resource.get("identifier")
    found = [one for one in (named if isinstance(named, list) else [named]) if isinstance(one, Mapping)]
    ours = {one.get("value") for one in found if one.get("system") == ENTRY_SYSTEM}
    return bool(ours) and entry_id not in ours


def _id_of(location: str) -> str:
    parts = location.split("/_history/")[0].rstrip("/").split("/")
    return parts[-1] if len(parts) >= 2 and parts[-2] == "QuestionnaireResponse" else ""


def found_of(resource: Json) -> Found:
    """Return a resource as it is on the server. Raises NoAnswer where it is no QuestionnaireResponse."""
    return Found(parse_response(resource).id, etag_of(resource), resource)
