"""The FHIR interactions, each from a `Call` to an `Answer`. A batch runs its entries through the same ones."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlencode

from clinic.access import check_owner
from clinic.capability import capability_statement
from clinic.keys import keys_of
from clinic.outcome import RefusedError, Resource, not_found, refuse
from clinic.paging import Cursor, Cursors
from clinic.search import PAGE, PARAMETERS, Query, parse_if_none_exist, parse_query
from clinic.store import AmbiguousError, MissingError, StaleError, Store, Stored
from clinic.times import http_date, instant
from clinic.validate import check_response
from clinic.wire import Answer, Call, failed, refused

Handler: TypeAlias = Callable[[Call], Answer]
WRITABLE = "QuestionnaireResponse"
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Interactions:
    """What can be asked of the store, one resource type at a time."""

    store: Store
    cursors: Cursors

    def route(self, method: str, path: tuple[str, ...]) -> Handler:
        """The interaction at this address. RefusedError 404 for no such address, 405 for a method it does not take."""
        methods = self._methods(path)
        if method not in methods:
            allowed = ", ".join(methods)
            raise refuse(405, "not-supported", f"Only {allowed} can be used here.", Allow=allowed)
        return methods[method]

    def _methods(self, path: tuple[str, ...]) -> Mapping[str, Handler]:
        match path:
            case ["metadata"]:
                return {"GET": self.metadata}
            case [kind] if kind in PARAMETERS:
                return {"GET": self.search} | ({"POST": self.create} if kind == WRITABLE else {})
            case [kind, name] if kind in PARAMETERS and _ID.fullmatch(name):
                return {"GET": self.read} | ({"PUT": self.update} if kind == WRITABLE else {})
            case [kind, name, "_history"] if kind == WRITABLE and _ID.fullmatch(name):
                return {"GET": self.history}
            case [kind, name, "_history", _] if kind == WRITABLE and _ID.fullmatch(name):
                return {"GET": self.read}
        raise refuse(404, "not-found", "There is nothing at this address.")

    def metadata(self, call: Call) -> Answer:
        return Answer(200, capability_statement(call.base))

    def read(self, call: Call) -> Answer:
        """The newest version, or the one that the path names."""
        number = None
        if len(call.path) == 4:
            if not re.fullmatch(r"[1-9]\d{0,8}", call.path[3], re.ASCII):
                raise not_found()
            number = int(call.path[3])
        stored = self.store.read(call.path[0], call.path[1], call.patient, number)
        if stored is None:
            raise not_found()
        return Answer(200, stored.resource, _version_headers(stored), instant(stored.updated))

    def history(self, call: Call) -> Answer:
        """Every version, newest first, as a Bundle."""
        versions = self.store.history(call.path[0], call.path[1], call.patient)
        if not versions:
            raise not_found()
        entries = [_history_entry(call.base, stored) for stored in versions]
        return Answer(200, {"resourceType": "Bundle", "type": "history", "total": len(entries), "entry": entries})

    def search(self, call: Call) -> Answer:
        """One page of what the patient's search finds; `next` leads to the following one."""
        cursor, query = self._cursor(call)
        page = self.store.find(query, call.patient, cursor.snapshot, cursor.offset)
        links = [{"relation": "self", "url": _address(call, call.query)}]
        after = cursor.offset + len(page.rows)
        if page.rows and after < page.total:
            following = Cursor(cursor.type, cursor.patient, cursor.pairs, cursor.snapshot, after)
            links.append({"relation": "next", "url": _address(call, ((PAGE, self.cursors.write(following)),))})
        bundle: Resource = {"resourceType": "Bundle", "type": "searchset", "total": page.total, "link": links}
        if page.rows:
            bundle["entry"] = [_match(call.base, stored.resource) for stored in page.rows]
        return Answer(200, bundle)

    def _cursor(self, call: Call) -> tuple[Cursor, Query]:
        kind = call.path[0]
        given = [value for name, value in call.query if name == PAGE]
        if not given:
            return Cursor(kind, call.patient, call.query, self.store.last_write(), 0), parse_query(kind, call.query)
        if len(call.query) > 1:
            raise refuse(400, "value", "A page link has to be used exactly as it is.", at="http._page")
        cursor = self.cursors.read(given[0], kind, call.patient)
        return cursor, parse_query(kind, cursor.pairs)

    def create(self, call: Call) -> Answer:
        """201 with a new resource, or 200 with the one that If-None-Exist found. RefusedError 412 for several."""
        self._check_writable(call)
        ignored = call.fault is not None and call.fault.mode == "no_conditional"
        unless = parse_if_none_exist(call.if_none_exist) if call.if_none_exist is not None and not ignored else None
        try:
            stored, is_new = self.store.create(call.body, keys_of(call.body), unless)
        except AmbiguousError:
            raise refuse(412, "multiple-matches", "Several resources have this identifier.") from None
        return _written(call, stored, 201 if is_new else 200)

    def update(self, call: Call) -> Answer:
        """200 with the new version. RefusedError 404 for an id the patient does not have, 412 for a stale If-Match."""
        expected = parse_if_match(call.if_match)
        if self.store.read(call.path[0], call.path[1], call.patient) is None:
            raise not_found()
        self._check_writable(call)
        if call.body.get("id") != call.path[1]:
            raise refuse(400, "value", "The id must be that of the address.", at="QuestionnaireResponse.id")
        try:
            return _written(call, self.store.update(call.body, keys_of(call.body), expected), 200)
        except MissingError:
            raise not_found() from None
        except StaleError:
            raise refuse(412, "conflict", "There is a newer version than the one in If-Match.") from None

    def _check_writable(self, call: Call) -> None:
        if call.fault is not None and call.fault.mode == "reject":
            raise refuse(422, "business-rule", "The clinic does not accept this (a fault that was switched on).")
        check_response(call.body)
        check_owner(call.body, call.patient)


def parse_if_match(header: str | None) -> frozenset[int] | None:
    """`W/"3"` -> {3}; None for any version. RefusedError 400 for what is no list of this server's ETags."""
    if header is None or header.strip() == "*":
        return None
    tags = [re.fullmatch(r'(?:W/)?"(\d{1,9})"', tag.strip(), re.ASCII) for tag in header.split(",")]
    numbers = frozenset(int(tag[1]) for tag in tags if tag)
    if len(tags) == 0 or None in tags:
        raise refuse(400, "value", 'If-Match must be an ETag such as W/"3".', at="http.If-Match")
    return numbers


def answer_to(handler: Handler, call: Call) -> Answer:
    """The handler's answer, or its refusal or failure as one."""
    try:
        return handler(call)
    except RefusedError as refusal:
        return refused(refusal)
    except Exception as error:  # one entry of a batch must not take the others with it
        return failed(error)


def _version_headers(stored: Stored) -> dict[str, str]:
    return {"ETag": f'W/"{stored.number}"', "Last-Modified": http_date(stored.updated)}


def _written(call: Call, stored: Stored, status: int) -> Answer:
    location = f"{call.base}/{stored.resource['resourceType']}/{stored.resource['id']}/_history/{stored.number}"
    headers = _version_headers(stored) | {"Location": location}
    return Answer(status, stored.resource if call.wants_body else None, headers, instant(stored.updated))


def _match(base: str, resource: Resource) -> Resource:
    url = f"{base}/{resource['resourceType']}/{resource['id']}"
    return {"fullUrl": url, "resource": resource, "search": {"mode": "match"}}


def _history_entry(base: str, stored: Stored) -> Resource:
    kind, name = stored.resource["resourceType"], stored.resource["id"]
    is_first = stored.number == 1
    return {
        "fullUrl": f"{base}/{kind}/{name}",
        "resource": stored.resource,
        "request": {"method": "POST", "url": kind} if is_first else {"method": "PUT", "url": f"{kind}/{name}"},
        "response": {
            "status": "201 Created" if is_first else "200 OK",
            "etag": f'W/"{stored.number}"',
            "lastModified": instant(stored.updated),
        },
    }


def _address(call: Call, pairs: tuple[tuple[str, str], ...]) -> str:
    return f"{call.base}/{call.path[0]}" + (f"?{urlencode(pairs)}" if pairs else "")
