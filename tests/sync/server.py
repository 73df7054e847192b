"""A FHIR server that misbehaves as real ones were seen to do: real state, switchable manners. In this process."""

import asyncio
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import httpx

Json = dict[str, Any]

LARGE = "an entry that is too large"
"""A note with these words alone is more than a server with `largest` takes."""


@dataclass
class Manners:
    """How this server differs from the specification, and what fails at present.

    Attributes:
        largest: entries in one request; more of them, or an entry that holds LARGE, answer 413.
        answers_batch: "short" (one entry less), "bare" (entries without a
            response), "odd" (a status without a number), "reversed".
    """

    ignores_if_none_exist: bool = False
    ignores_if_match: bool = False
    has_etags: bool = True
    refuses_fhir_json: bool = False
    refuses_batch: bool = False
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    drops_answers: int = 0
    unreachable: bool = False
    html: bool = False
    quota: int | None = None
    refuses_word: str = ""
    largest: int | None = None
    adds_outcome: bool = False
    answers_batch: str = ""


class FhirServer(httpx.AsyncBaseTransport):
    """QuestionnaireResponses with versions; `before` may hold a request up until a test lets it go."""

    def __init__(self) -> None:
        self.manners = Manners()
        self.versions: dict[str, list[Json]] = {}
        self.requests: list[str] = []
        self.made = 0
        self.seen: list[httpx.Request] = []
        self.gate: asyncio.Event | None = None
        self.reached = asyncio.Event()
        self.appointments: list[Json] = []

    def now(self, entry_id: str) -> list[Json]:
        """The present versions of every resource with this identifier."""
        return [kept[-1] for kept in self.versions.values() if kept[-1]["identifier"]["value"] == entry_id]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request, with this server's manners."""
        await request.aread()
        manners = self.manners
        if manners.unreachable:
            raise httpx.ConnectError("refused")
        self.requests.append(f"{request.method} {request.url.raw_path.decode()}")
        self.seen.append(request)
        self.reached.set()
        if self.gate:
            await self.gate.wait()
        if manners.html:
            return httpx.Response(200, html="<html>Sign in to this network</html>")
        if manners.status:
            return httpx.Response(manners.status, headers=manners.headers, json=outcome("exception"))
        kind = request.headers.get("content-type", "")
        if manners.refuses_fhir_json and "fhir" in kind:
            return httpx.Response(415)
        status, body, headers = self.answer(request)
        if manners.drops_answers and request.method != "GET" and status < 400:
            manners.drops_answers -= 1
            raise httpx.ReadError("closed")
        return httpx.Response(status, json=body, headers=headers)

    def answer(self, request: httpx.Request) -> tuple[int, Json, dict[str, str]]:
        """Status, body and headers."""
        path = request.url.raw_path.decode().removeprefix("/fhir")
        body = json.loads(request.content) if request.content else None
        if path in ("", "/") and request.method == "POST":
            if self.manners.refuses_batch:
                return 400, outcome("not-supported"), {}
            if self.manners.largest and len(body["entry"]) > self.manners.largest:
                return 413, outcome("too-long"), {}
            return 200, self.batch(body), {}
        return self.one(request.method, path.lstrip("/"), body, dict(request.headers))

    def batch(self, bundle: Json) -> Json:
        """Each entry on its own; a quota may end in the middle, inside the outer 200."""
        entries = []
        for number, entry in enumerate(bundle["entry"]):
            asked = entry["request"]
            if self.manners.quota is not None and number >= self.manners.quota:
                entries.append({"response": {"status": "429", "outcome": outcome("throttled")}})
                continue
            headers = {"if-none-exist": asked.get("ifNoneExist", ""), "if-match": asked.get("ifMatch", "")}
            status, body, more = self.one(asked["method"], asked["url"], entry["resource"], headers)
            said = {"status": f"{status} said", "location": more.get("location", ""), "etag": more.get("etag", "")}
            entries.append(
                {"response": {**said, "outcome": body}} if status >= 400 else {"response": said, "resource": body}
            )
        match self.manners.answers_batch:
            case "short":
                entries = entries[1:]
            case "odd":
                entries = [{"response": {"status": "fine"}} for _ in entries]
            case "bare":
                entries = [{} for _ in entries]
            case "reversed":
                entries.reverse()
        return {"resourceType": "Bundle", "type": "batch-response", "entry": entries}

    def one(
        self, method: str, path: str, body: Json | None, headers: dict[str, str]
    ) -> tuple[int, Json, dict[str, str]]:
        """One interaction."""
        if path.startswith("Appointment"):
            return 200, {"resourceType": "Bundle", "entry": [{"resource": one} for one in self.appointments]}, {}
        if self.manners.refuses_word and self.manners.refuses_word in json.dumps(body or {}):
            return 422, outcome("invariant"), {}
        if self.manners.largest and LARGE in json.dumps(body or {}):
            return 413, outcome("too-long"), {}
        parts = urlsplit(path)
        id = parts.path.removeprefix("QuestionnaireResponse").strip("/")
        if method == "POST":
            return self.create(body or {}, headers.get("if-none-exist", ""))
        if method == "GET" and not id:
            wanted = parse_qs(parts.query)["identifier"][0].split("|")[1]
            found = [{"resource": one} for one in self.now(wanted)]
            if self.manners.adds_outcome:
                found.insert(0, {"resource": outcome("not-supported"), "search": {"mode": "outcome"}})
            return 200, {"resourceType": "Bundle", "type": "searchset", "entry": found}, {}
        if id not in self.versions:
            return 404, outcome("not-found"), {}
        if method == "PUT":
            return self.update(id, body or {}, headers.get("if-match", ""))
        return 200, self.versions[id][-1], self.headers(id)

    def create(self, body: Json, once: str) -> tuple[int, Json, dict[str, str]]:
        """POST, perhaps conditional."""
        wanted = re.search(r"\|(.+)$", unquote(once))
        if wanted and not self.manners.ignores_if_none_exist and self.now(wanted[1]):
            there = self.now(wanted[1])[0]
            return 200, there, self.headers(there["id"])
        self.made += 1
        id = f"server-{self.made}"
        self.versions[id] = []
        self.keep(id, body)
        return 201, self.versions[id][-1], self.headers(id)

    def update(self, id: str, body: Json, match: str) -> tuple[int, Json, dict[str, str]]:
        """PUT, perhaps with If-Match."""
        if match and match != self.headers(id).get("etag") and not self.manners.ignores_if_match:
            return 412, outcome("conflict"), {}
        self.keep(id, body)
        return 200, self.versions[id][-1], self.headers(id)

    def keep(self, id: str, body: Json) -> None:
        """A new version."""
        version = str(len(self.versions[id]) + 1)
        meta = {"versionId": version} if self.manners.has_etags else {}
        self.versions[id].append({**body, "id": id, "meta": meta})

    def headers(self, id: str) -> dict[str, str]:
        """What goes with a resource."""
        etag = {"etag": f'W/"{len(self.versions[id])}"'} if self.manners.has_etags else {}
        return {"location": f"http://clinic.example/fhir/QuestionnaireResponse/{id}/_history/1", **etag}


def outcome(code: str) -> Json:
    """An OperationOutcome."""
    issue = {
        "severity": "error",
        "code": code,
        "diagnostics": "words of the server",
        "expression": ["QuestionnaireResponse"],
    }
    return {"resourceType": "OperationOutcome", "issue": [issue]}
