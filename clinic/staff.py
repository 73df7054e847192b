"""The staff page and what it loads, behind a key of its own."""

import hashlib
import hmac
from pathlib import Path

from fastapi import FastAPI, Request, Response
from starlette.responses import JSONResponse, RedirectResponse

from clinic.guard import forbidden_page
from clinic.inbox import Inbox
from clinic.store import Store

_HERE = Path(__file__).parent
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_CLOSED = "This page is for the clinic's staff. Open the staff address that the clinic printed when it started."
_FILES = {"staff.css": "text/css", "staff.js": "text/javascript"}


class StaffPages:
    """`/`, its style and script, and `/staff/updates`; each asks for the key or the cookie that it was traded for."""

    def __init__(self, store: Store, staff_key: str, port: int) -> None:
        self._store = store
        self._inbox = Inbox(store)
        self._key = staff_key.encode()
        self._cookie_name = f"clinic-staff-{port}"
        # Not the key itself, so that the cookie jar does not hold it.
        self._cookie = hmac.digest(self._key, b"staff page", hashlib.sha256).hex()

    def attach(self, app: FastAPI) -> None:
        """Adds the routes."""
        app.add_api_route("/", self.page, methods=["GET"], response_model=None)
        app.add_api_route("/staff/updates", self.updates, methods=["GET"], response_model=None)
        app.add_api_route("/staff/{name}", self.file, methods=["GET"], response_model=None)

    def page(self, request: Request) -> Response:
        """The page; with `?key=` a redirect that leaves the key out of the address."""
        if (key := request.query_params.get("key")) is not None:
            if not hmac.compare_digest(key.encode(), self._key):
                return forbidden_page(_CLOSED)
            response = RedirectResponse("/", 303)
            response.set_cookie(self._cookie_name, self._cookie, httponly=True, samesite="strict", path="/")
            return response
        if not self._is_staff(request):
            return forbidden_page(_CLOSED)
        return Response((_HERE / "staff.html").read_bytes(), 200, {"Content-Security-Policy": _POLICY}, "text/html")

    def file(self, request: Request, name: str) -> Response:
        """The page's own style and script."""
        if not self._is_staff(request):
            return forbidden_page(_CLOSED)
        if name not in _FILES:
            return Response(status_code=404)
        return Response((_HERE / name).read_bytes(), media_type=_FILES[name])

    def updates(self, request: Request, since: int = 0) -> Response:
        """What was written after `since` as JSON (see `Inbox`); 304 when nothing was since the client's ETag."""
        if not self._is_staff(request):
            return forbidden_page(_CLOSED)
        if request.headers.get("if-none-match") == f'W/"{self._store.last_write()}"':
            return Response(status_code=304)
        arrived = self._inbox.since(since)
        return JSONResponse(arrived, headers={"ETag": f'W/"{arrived["upTo"]}"'})

    def _is_staff(self, request: Request) -> bool:
        cookie = request.cookies.get(self._cookie_name, "")
        return hmac.compare_digest(cookie.encode(), self._cookie.encode())
