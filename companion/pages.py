"""Reads a search that comes in pages: finds the next page on the same server, and knows whether anything is missing.

Source: https://hl7.org/fhir/R4/http.html#paging. Servers behind a gateway write links with their inner address, and
many write them relative. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urljoin, urlsplit

from companion.errors import ClinicError
from companion.fhir import Bundle, says_incomplete

Json = Mapping[str, Any]

MOST_PAGES = 20
"""Pages of one search; what lies behind them is missing, and that is said."""

OPENED_PAGES = "_getpages"
"""The parameter by which HAPI FHIR, a widely used server, names a page of a search, below its base alone."""

PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Listed:
    """What a search gave.

    Attributes:
        resources: of the type that was asked for, in the server's order.
        is_whole: False where the server has more, or may have more, than could be read.
        failure: why a later page did not come, None where it was not asked for or came.
    """

    resources: tuple[Json, ...]
    is_whole: bool = True
    failure: ClinicError | None = None


class PagedSearch:
    """Collects the pages of one search for resources of one type."""

    def __init__(self, base: str, kind: str, path: str) -> None:
        """`base`: the server's address; `path`: of the first page, below it."""
        self._base = base
        self._kind = kind
        self._asked = [path]
        self._found: list[Json] = []
        self._ids: set[object] = set()
        self._matches = 0
        self._total = 0
        self._is_cut = False
        self._pages = 0

    @property
    def has_begun(self) -> bool:
        """Whether a page was read."""
        return self._pages > 0

    def take(self, bundle: Bundle) -> str | None:
        """Take the page that came. Return the path of the next one, None where there is none to ask for."""
        self._pages += 1
        # A search whose number changes while it is read was changed meanwhile: the largest one has to be there.
        self._total = max(self._total, bundle.total)
        is_new = self._keep(bundle)
        links = [link.url for link in bundle.link if link.relation.strip().casefold() == "next"]
        if not links:
            return None
        path = next_page(self._base, self._base + self._asked[-1], links[0], self._kind)
        is_repeated = path in self._asked or not is_new
        if path is None or is_repeated or self._pages >= MOST_PAGES:
            self._is_cut = True
            return None
        self._asked.append(path)
        return path

    def listed(self, failure: ClinicError | None = None) -> Listed:
        """Return what was read; `failure` kept the next page from coming."""
        is_whole = not self._is_cut and failure is None and self._matches >= self._total
        return Listed(tuple(self._found), is_whole, failure)

    def _keep(self, bundle: Bundle) -> bool:
        """Keep what a page holds. Return whether it held anything new, or nothing at all."""
        before = self._matches
        for entry in bundle.entry:
            kind = entry.resource.get("resourceType") if entry.resource else None
            if entry.resource is None or not isinstance(kind, str) or says_incomplete(entry.resource):
                self._is_cut = True  # what it is cannot be told: it may be one of the list
            elif kind == self._kind:
                self._found.append(entry.resource)
                id = entry.resource.get("id")
                key = id if isinstance(id, str) else len(self._found)
                if entry.search.mode in ("", "match") and key not in self._ids:
                    self._ids.add(key)
                    self._matches += 1
        return self._matches > before or not bundle.entry


def next_page(base: str, asked: str, link: str, kind: str) -> str | None:
    """Return the path below `base` at which a next page is asked for, None where the link is not this server's.

    Whatever the link says, only `base` is asked, because the patient's token goes with it. A link to another host is
    taken for the server's inner address where its path is one of this server.

    Args:
        base: the server's address without a slash at its end.
        asked: the address of the page that held the link.
        link: as the server wrote it, relative or absolute.
        kind: the resource type that was searched.
    """
    try:
        there, here = urlsplit(urljoin(asked, link.strip())), urlsplit(base)
        if there.scheme not in PORTS or not there.hostname or "@" in there.netloc or _climbs(there.path):
            return None
        tail = _tail(here, there, kind)
    except ValueError:  # a port that is no number, half an IPv6 address
        return None
    return tail if tail is None or not there.query else f"{tail}?{there.query}"


def _tail(here: SplitResult, there: SplitResult, kind: str) -> str | None:
    own = here.path.rstrip("/")
    is_below = there.path == own or there.path.startswith(f"{own}/")
    if is_below and _origin(here) == _origin(there):
        return there.path[len(own) :]
    if there.path.rstrip("/").rsplit("/", 1)[-1] == kind:
        return f"/{kind}"
    if OPENED_PAGES in parse_qs(there.query):
        return ""
    return there.path[len(own) :] if is_below else None


def _origin(parts: SplitResult) -> tuple[str, str, int]:
    return parts.scheme, (parts.hostname or "").rstrip("."), parts.port or PORTS[parts.scheme]


def _climbs(path: str) -> bool:
    plain, before = path, ""
    while plain != before:  # a gateway may read %252e once and hand on what another one reads again
        plain, before = unquote(plain), plain
    return any(one.partition(";")[0] in (".", "..") for one in plain.replace("\\", "/").split("/"))
