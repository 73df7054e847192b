"""A batch: each entry runs on its own, and says on its own how it went."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import BaseModel, ConfigDict, Field

from clinic.interactions import Handler, Interactions, answer_to
from clinic.outcome import RefusedError, Resource, refuse
from clinic.wire import Answer, Call, refused

MOST_ENTRIES = 50


class Request(BaseModel):
    """`Bundle.entry.request`, as far as it is looked at."""

    model_config = ConfigDict(strict=True)

    method: Literal["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"]
    url: Annotated[str, Field(min_length=1)]
    ifMatch: str | None = None
    ifNoneExist: str | None = None


class Entry(BaseModel):
    """`Bundle.entry`, as far as it is looked at."""

    model_config = ConfigDict(strict=True)

    request: Request
    resource: dict[str, Any] | None = None


def run_batch(interactions: Interactions, call: Call) -> Answer:
    """A `batch-response` with an entry for each that came.

    RefusedError 400 for another kind of Bundle, 413 for too many entries.
    """
    if call.fault is not None and call.fault.mode == "no_batch":
        raise refuse(400, "not-supported", "Batches are not accepted (a fault that was switched on).")
    answers = []
    for number, entry in enumerate(_entries(call.body)):
        spent = call.fault is not None and call.fault.mode == "inner429" and number >= call.fault.after
        answers.append(_to_entry(_spent() if spent else _run(interactions, call, entry, number)))
    bundle: Resource = {"resourceType": "Bundle", "type": "batch-response"}
    headers = {"Retry-After": str(call.fault.retry_after)} if call.fault and call.fault.mode == "inner429" else {}
    return Answer(200, bundle | ({"entry": answers} if answers else {}), headers)


def _entries(bundle: Resource) -> list[Any]:
    if bundle.get("resourceType") != "Bundle":
        raise refuse(400, "structure", "A Bundle is needed here.", at="Bundle")
    if bundle.get("type") == "transaction":
        raise refuse(400, "not-supported", "Transactions are not accepted; send a batch.", at="Bundle.type")
    if bundle.get("type") != "batch":
        raise refuse(400, "value", "Only a Bundle of type batch is accepted.", at="Bundle.type")
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        raise refuse(400, "structure", "The entries must be a list.", at="Bundle.entry")
    if len(entries) > MOST_ENTRIES:
        raise refuse(413, "too-costly", f"At most {MOST_ENTRIES} entries are accepted; send fewer.", at="Bundle.entry")
    return entries


def _run(interactions: Interactions, batch: Call, raw: Any, number: int) -> Answer:
    try:
        entry = Entry.model_validate(raw)
        handler, call = _call(interactions, batch, entry)
    except ValueError:  # pydantic's, or an address that is none
        at = f"Bundle.entry[{number}]"
        return refused(refuse(400, "structure", "The entry needs a request with a method and a url.", at=at))
    except RefusedError as refusal:
        return refused(refusal)
    return answer_to(handler, call)


def _call(interactions: Interactions, batch: Call, entry: Entry) -> tuple[Handler, Call]:
    """The entry as a call of its own, by the same patient. RefusedError for an address that leads nowhere."""
    parts = urlsplit(entry.request.url.removeprefix(f"{batch.base}/"))
    path = () if parts.scheme or parts.netloc else tuple(unquote(part) for part in parts.path.strip("/").split("/"))
    handler: Callable[[Call], Answer] = interactions.route(entry.request.method, path)
    if entry.request.method in ("POST", "PUT") and entry.resource is None:
        raise refuse(400, "required", "The entry needs a resource.", at="Bundle.entry.resource")
    return handler, replace(
        batch,
        method=entry.request.method,
        path=path,
        query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
        body=entry.resource or {},
        if_match=entry.request.ifMatch,
        if_none_exist=entry.request.ifNoneExist,
    )


def _spent() -> Answer:
    return refused(refuse(429, "throttled", "Too many requests (a fault that was switched on); try again later."))


def _to_entry(answer: Answer) -> Resource:
    response: Resource = {"status": f"{answer.status} {HTTPStatus(answer.status).phrase}"}
    if "Location" in answer.headers:
        response["location"] = answer.headers["Location"]
    if "ETag" in answer.headers:
        response["etag"] = answer.headers["ETag"]
    if answer.modified:
        response["lastModified"] = answer.modified
    if answer.resource is None:
        return {"response": response}
    if answer.status >= 400:
        return {"response": response | {"outcome": answer.resource}}
    return {"resource": answer.resource, "response": response}
