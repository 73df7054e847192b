"""A FHIR server whose list of Appointments comes in pages, with links in the styles that real servers write."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.sync.server import Json, outcome

BASE = "https://clinic.example/fhir"
STYLES = {
    "whole": "https://clinic.example/fhir/Appointment?page={page}",
    "port": "https://clinic.example:443/fhir/Appointment?page={page}",
    "capitals": "https://CLINIC.example/fhir/Appointment?page={page}",
    "other scheme": "http://clinic.example/fhir/Appointment?page={page}",
    "inner address": "http://10.0.0.5:8080/fhir/Appointment?page={page}",
    "inner path": "http://inner:8080/hapi/r4/Appointment?page={page}",
    "hapi": "https://clinic.example/fhir?_getpages=abc&page={page}",
    "inner hapi": "http://inner:8080/hapi/r4?_getpages=abc&page={page}",
    "relative": "Appointment?page={page}",
    "query": "?page={page}",
    "path": "/fhir/Appointment?page={page}",
    "no prefix": "/Appointment?page={page}",
    "no scheme": "//clinic.example/fhir/Appointment?page={page}",
    "odd signs": "https://clinic.example/fhir/Appointment?page={page}&ct=a%2Bb%3D|c:d,e",
}
"""Links that lead to the next page."""

ELSEWHERE = (
    "https://evil.example/x?page={page}",
    "http://inner:8080/elsewhere?page={page}",
    "https://robin@clinic.example/fhir/Appointment?page={page}",
    "not a link: [",
)
"""Links that lead to none."""


def appointment(id: str, start: str = "2026-11-25T09:00:00Z", status: str = "booked") -> Json:
    """One Appointment."""
    return {"resourceType": "Appointment", "id": id, "status": status, "start": start}


@dataclass
class PagedServer(httpx.AsyncBaseTransport):
    """Appointments in pages; every request is noted with the host that it went to.

    Attributes:
        link: the style of the links, with {page}.
        fails_at: the page that fails with `status`, 0 where none does.
        total: the number that it names; None where it names none, -1 for the true one.
    """

    pages: list[list[Json]] = field(default_factory=list)
    link: str = STYLES["whole"]
    fails_at: int = 0
    status: int = 500
    total: int | None = None
    refuses_sort: bool = False
    asked: list[httpx.URL] = field(default_factory=list)
    tokens: list[tuple[str, str]] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One page, where this server is meant; nothing from any other host."""
        self.asked.append(request.url)
        self.tokens.append((request.url.host, request.headers.get("authorization", "")))
        query = parse_qs(urlsplit(str(request.url)).query)
        if request.url.host != "clinic.example" or not request.url.path.startswith("/fhir"):
            return httpx.Response(404, json=outcome("not-found"))
        if self.refuses_sort and "_sort" in query:
            return httpx.Response(400, json=outcome("not-supported"))
        page = int(query.get("page", ["1"])[0])
        if page == self.fails_at:
            if self.status == 0:
                raise httpx.ConnectError("refused")
            return httpx.Response(self.status, json=outcome("exception"))
        return httpx.Response(200, json=self.bundle(page))

    def bundle(self, page: int) -> Json:
        """A page as a searchset."""
        links = [{"relation": "next", "url": self.link.format(page=page + 1)}] if page < len(self.pages) else []
        total = sum(map(len, self.pages)) if self.total == -1 else self.total
        said = {} if total is None else {"total": total}
        entries = [{"resource": one, "search": {"mode": "match"}} for one in self.pages[page - 1]]
        return {"resourceType": "Bundle", "type": "searchset", "entry": entries, "link": links, **said}
