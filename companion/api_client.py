"""The clinic's FHIR server, spoken to by one httpx client. Every failure is one of errors.py; nothing is logged.

`docs/ARCHITECTURE.md` says what real servers do that this copes with.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

import httpx

from companion.answers import Create, Done, Found, Operation, done_of, failure, found_of, usable_etag
from companion.config import ClinicSettings
from companion.errors import Busy, ClinicError, NoAnswer, NotThere, Refused, SignedOut, Unreachable, WrongMediaType
from companion.fhir import ENTRY_SYSTEM, issues_of, parse_bundle, parse_response
from companion.pages import Listed, PagedSearch

Json = Mapping[str, Any]

FHIR_JSON, PLAIN_JSON = "application/fhir+json", "application/json"
MOST_BYTES = 5_000_000
TIMEOUT = httpx.Timeout(20.0, connect=10.0)
STOPS = (Unreachable, SignedOut, Busy)
"""After one of these the rest of the operations is not tried."""


@dataclass(frozen=True, slots=True)
class ServerProfile:
    """What the server was found to take, corrected by what it really does."""

    media_type: str = FHIR_JSON
    takes_batch: bool = True
    takes_sort: bool = True


class ClinicClient:
    """Typed calls to one FHIR server, with the patient's token, to no other origin."""

    def __init__(self, settings: ClinicSettings, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """`transport`: the place's own way out; None for CPython's sockets."""
        self._base = settings.fhir_base.rstrip("/")
        self._patient = settings.patient_id
        self.profile = ServerProfile()
        self._http = httpx.AsyncClient(
            transport=transport,
            timeout=TIMEOUT,
            follow_redirects=False,  # a token never goes to another origin
            headers={"Authorization": f"Bearer {settings.token}", "Accept": FHIR_JSON},
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def send(self, operations: Sequence[Operation]) -> list[Done | ClinicError]:
        """Carry out operations, each judged by itself, in their order.

        Raises ClinicError only where nothing can be said of any single one.
        """
        if self.profile.takes_batch and len(operations) > 1:
            try:
                return await self._batch(operations)
            except (Refused, NotThere):
                # The bundle itself was not taken: this server knows single requests only.
                self.profile = replace(self.profile, takes_batch=False)
        results: list[Done | ClinicError] = []
        for operation in operations:
            stopped = results[-1] if results and isinstance(results[-1], STOPS) else None
            results.append(stopped or await self._single(operation))
        return results

    async def find(self, entry_id: str) -> Found | None:
        """Return the entry with this identifier, None where there is none.

        Raises ClinicError, also where not all of the answer could be read and the entry may stand in the rest: what
        is taken for missing would be made a second time.
        """

        def is_it(resource: Json) -> bool:
            return parse_response(resource).identifier.value == entry_id

        path = f"/QuestionnaireResponse?identifier={_token(entry_id)}"
        listed = await self._pages("QuestionnaireResponse", path, is_it)
        found = next((one for one in listed.resources if is_it(one)), None)
        if found is None and not listed.is_whole:
            raise listed.failure or NoAnswer("the search could not be read completely")
        return found_of(found) if found is not None else None

    async def read(self, server_id: str) -> Found:
        """One QuestionnaireResponse. Raises NotThere and the rest of ClinicError."""
        answer = await self._request("GET", f"/QuestionnaireResponse/{quote(server_id, safe='')}")
        found = found_of(_body(answer))
        return replace(found, etag=usable_etag(answer.headers.get("etag", "")) or found.etag)

    async def appointments(self) -> Listed:
        """Return the patient's Appointments, the newest first, and whether they are all of them.

        No day is named to begin from: an infusion of before that day would look as if the clinic had taken it out.
        Raises ClinicError where not even the first page came.
        """
        path = f"/Appointment?patient={quote(self._patient, safe='')}&_count=50"
        if self.profile.takes_sort:
            try:
                return await self._pages("Appointment", f"{path}&_sort=-date")
            except Refused:
                self.profile = replace(self.profile, takes_sort=False)
        return await self._pages("Appointment", path)

    async def _pages(self, kind: str, path: str, is_enough: Callable[[Json], bool] = lambda _: False) -> Listed:
        """Search page by page, no further than to a resource that is enough."""
        search = PagedSearch(self._base, kind, path)
        following: str | None = path
        while following is not None:
            try:
                bundle = parse_bundle(await self._json("GET", following))
            except ClinicError as error:
                if not search.has_begun:
                    raise
                return search.listed(error)
            following = search.take(bundle)
            if any(is_enough(one) for one in search.listed().resources):
                break
        return search.listed()

    async def _single(self, operation: Operation) -> Done | ClinicError:
        path = "/QuestionnaireResponse"
        try:
            if isinstance(operation, Create):
                once = {"If-None-Exist": f"identifier={_token(operation.entry_id)}"}
                answer = await self._request("POST", path, operation.resource, once)
            else:
                match = {"If-Match": etag} if (etag := usable_etag(operation.etag)) else {}
                path = f"{path}/{quote(operation.server_id, safe='')}"
                answer = await self._request("PUT", path, operation.resource, match)
        except ClinicError as error:
            return error
        body = _maybe_json(answer)
        location = answer.headers.get("location", "")
        return done_of(operation, answer.status_code, location, answer.headers.get("etag", ""), body)

    async def _batch(self, operations: Sequence[Operation]) -> list[Done | ClinicError]:
        entries = [_entry(operation) for operation in operations]
        body = {"resourceType": "Bundle", "type": "batch", "entry": entries}
        bundle = parse_bundle(await self._json("POST", "", body))
        if len(bundle.entry) != len(operations):
            raise NoAnswer("the batch's answer has another number of entries")
        results: list[Done | ClinicError] = []
        for operation, entry in zip(operations, bundle.entry, strict=True):
            said = entry.response
            if said is None or not said.status[:3].isdigit():
                results.append(NoAnswer("an entry of the batch has no status"))
                continue
            status = int(said.status[:3])
            error = failure(status, issues_of(said.outcome or entry.resource), {})
            results.append(error or done_of(operation, status, said.location, said.etag, entry.resource))
        return results

    async def _json(self, method: str, path: str, body: Json | None = None) -> Json:
        return _body(await self._request(method, path, body))

    async def _request(
        self, method: str, path: str, body: Json | None = None, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """One request; again as application/json where the server does not know FHIR's own media type."""
        try:
            return await self._once(method, path, body, headers or {})
        except WrongMediaType:
            if self.profile.media_type == PLAIN_JSON:
                raise
            self.profile = replace(self.profile, media_type=PLAIN_JSON)
            return await self._once(method, path, body, headers or {})

    async def _once(self, method: str, path: str, body: Json | None, headers: Mapping[str, str]) -> httpx.Response:
        if path[:1] not in ("", "/", "?"):
            raise NoAnswer("this would lead to another server")  # the base's host, gone on: the token goes with it
        kind = {"Content-Type": self.profile.media_type} if body is not None else {}
        content = httpx.Request("POST", "http://x", json=body).content if body is not None else None
        try:
            async with self._http.stream(
                method, self._base + path, content=content, headers={**headers, **kind}
            ) as answer:
                data = b""
                async for chunk in answer.aiter_bytes():
                    data += chunk
                    if len(data) > MOST_BYTES:
                        raise NoAnswer("the answer is too long")
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as error:
            raise Unreachable("no connection") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise NoAnswer(f"no usable answer: {type(error).__name__}") from error
        whole = httpx.Response(answer.status_code, headers=_plain(answer.headers), content=data)
        failed = failure(whole.status_code, issues_of(_maybe_json(whole)), whole.headers)
        if failed:
            raise failed
        if data and _maybe_json(whole) is None:
            raise NoAnswer("the answer is not JSON")  # the page of a captive portal, with status 200
        return whole


def _token(entry_id: str) -> str:
    return quote(f"{ENTRY_SYSTEM}|{entry_id}", safe="")


def _entry(operation: Operation) -> dict[str, Any]:
    if isinstance(operation, Create):
        request = {
            "method": "POST",
            "url": "QuestionnaireResponse",
            "ifNoneExist": f"identifier={_token(operation.entry_id)}",
        }
    else:
        request = {"method": "PUT", "url": f"QuestionnaireResponse/{quote(operation.server_id, safe='')}"}
        if usable_etag(operation.etag):
            request["ifMatch"] = operation.etag
    return {"resource": operation.resource, "request": request}


def _plain(headers: httpx.Headers) -> list[tuple[bytes, bytes]]:
    """Return the headers, byte for byte, without what speaks of the body's way here: it is decoded already."""
    return [(key, value) for key, value in headers.raw if key.lower() not in (b"content-encoding", b"content-length")]


def _maybe_json(answer: httpx.Response) -> Any:
    try:
        data = answer.json()
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _body(answer: httpx.Response) -> Json:
    data = _maybe_json(answer)
    if data is None:
        raise NoAnswer("the answer is not JSON")
    return data  # type: ignore[no-any-return]
