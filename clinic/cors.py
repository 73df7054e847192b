"""Web apps of other origins that may ask the FHIR server; the staff pages are open to none of them."""

from collections.abc import Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

ASKED = ["Authorization", "Content-Type", "Accept", "If-Match", "If-None-Exist", "If-None-Match", "Prefer"]
READ = ["ETag", "Location", "Last-Modified", "Retry-After", "RateLimit", "WWW-Authenticate"]


class FhirCors:
    """ASGI middleware: CORS for `/fhir` and the named origins, as FHIR servers for web apps have it."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self._plain = app
        self._shared = CORSMiddleware(
            app,
            allow_origins=list(origins),
            allow_methods=["GET", "POST", "PUT"],
            allow_headers=ASKED,
            expose_headers=READ,
            max_age=600,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        is_fhir = scope["type"] == "http" and scope["path"].startswith("/fhir")
        await (self._shared if is_fhir else self._plain)(scope, receive, send)
