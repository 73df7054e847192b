"""FHIR over HTTP: one request becomes a `Call`, its `Answer` becomes the response; faults come in between."""

import asyncio

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from clinic.access import patient_asking
from clinic.batch import run_batch
from clinic.connection import Dropped, Half
from clinic.faults import Fault, Faults
from clinic.guard import to_response
from clinic.interactions import Handler, Interactions
from clinic.outcome import RefusedError, refuse
from clinic.wire import MAX_BODY, Answer, Call, check_accept, check_media, failed, parse_resource, refused

# What is read and thrown away, so that a client which is still sending gets to see the 413.
_MOST_READ = 32 * MAX_BODY
_PORTAL = "<!doctype html><html><head><title>Welcome to the guest network</title></head><body>Log in</body></html>"


class FhirEndpoint:
    """All that is under /fhir."""

    def __init__(self, interactions: Interactions, faults: Faults) -> None:
        self._interactions = interactions
        self._faults = faults

    async def answer(self, request: Request) -> Response:
        """The response to any request under /fhir; every error is an OperationOutcome."""
        path = _segments(request)
        fault = self._faults.take(request.method, path, "if-none-exist" in request.headers)
        raw, too_long = await _read(request)
        if fault is not None:
            if (instead := _instead(fault)) is not None:
                return instead
            await asyncio.sleep(fault.delay if fault.mode == "slow" else 0)
        response = to_response(await run_in_threadpool(self._run, request, path, raw, too_long, fault))
        if fault is not None and fault.mode == "drop_after":
            return Dropped()
        if fault is not None and fault.mode == "half":
            return Half(response.body, response.status_code, dict(response.headers))
        return response

    def _run(self, request: Request, path: tuple[str, ...], raw: bytes, too_long: bool, fault: Fault | None) -> Answer:
        try:
            return self._dispatch(request, path, raw, too_long, fault)
        except RefusedError as refusal:
            return refused(refusal)
        except Exception as error:
            return failed(error)

    def _dispatch(
        self, request: Request, path: tuple[str, ...], raw: bytes, too_long: bool, fault: Fault | None
    ) -> Answer:
        headers = request.headers
        is_public = (request.method, path) == ("GET", ("metadata",))
        patient = "" if is_public else patient_asking(self._interactions.store, headers.get("authorization", ""))
        handler = self._handler(request.method, path)
        check_accept(headers.get("accept", ""))
        if too_long:
            raise refuse(413, "too-long", f"A body may have at most {MAX_BODY:,} bytes.")
        has_body = request.method in ("POST", "PUT")
        if has_body:
            check_media(headers.get("content-type", ""), headers.get("content-encoding", ""))
        call = Call(
            method=request.method,
            path=path,
            query=tuple(request.query_params.multi_items()),
            patient=patient,
            base=f"http://{headers['host']}/fhir",
            body=parse_resource(raw) if has_body else {},
            if_match=headers.get("if-match"),
            if_none_exist=headers.get("if-none-exist"),
            wants_body="return=minimal" not in headers.get("prefer", "").replace(" ", "").lower(),
            fault=fault,
        )
        return handler(call)

    def _handler(self, method: str, path: tuple[str, ...]) -> Handler:
        if path:
            return self._interactions.route(method, path)
        if method != "POST":
            raise refuse(405, "not-supported", "Only POST can be used here, with a batch.", Allow="POST")
        return lambda call: run_batch(self._interactions, call)


def _segments(request: Request) -> tuple[str, ...]:
    path = request.path_params.get("path", "").strip("/")
    return tuple(path.split("/")) if path else ()


async def _read(request: Request) -> tuple[bytes, bool]:
    """The body and whether it is too long (then it is empty)."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size <= MAX_BODY:
            parts.append(part)
        elif size > _MOST_READ:
            break
    return (b"", True) if size > MAX_BODY else (b"".join(parts), False)


def _instead(fault: Fault) -> Response | None:
    """What a fault answers without any work being done; None for one that lets the work go on."""
    later = str(fault.retry_after)
    switched = "(A fault that was switched on.)"
    match fault.mode:
        case "html":
            return Response(_PORTAL, 200, media_type="text/html")
        case "down":
            refusal = refuse(503, "transient", f"The server is down. {switched}", Retry_After=later)
        case "429":
            refusal = refuse(429, "throttled", f"Too many requests. {switched}", Retry_After=later)
        case "500":
            refusal = refuse(500, "exception", f"The server failed. {switched}")
        case "401":
            challenge = 'Bearer realm="clinic", error="invalid_token"'
            refusal = refuse(401, "login", f"The token is not valid. {switched}", WWW_Authenticate=challenge)
        case _:
            return None
    return to_response(refused(refusal))
