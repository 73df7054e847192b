"""What stands before every answer: the Host check, the security headers, and the last catch for what went wrong."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clinic.outcome import refuse
from clinic.wire import FHIR_JSON, Answer, dump, failed, refused

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class Guard:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        has_started = False

        async def send_guarded(message: Message) -> None:
            nonlocal has_started
            if message["type"] == "http.response.start":
                has_started = True
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        # Another name for this address means that a page elsewhere pointed its own name here (DNS rebinding).
        if Headers(scope=scope).get("host", "").lower() not in self._hosts:
            await _foreign(scope["path"])(scope, receive, send_guarded)
            return
        try:
            await self._app(scope, receive, send_guarded)
        except ClientDisconnect:
            return
        except Exception as error:
            response = to_response(failed(error))
            if not has_started:
                await response(scope, receive, send_guarded)


def to_response(answer: Answer) -> Response:
    """The answer over HTTP; without a resource its body is empty."""
    body = dump(answer.resource) if answer.resource is not None else ""
    media = FHIR_JSON if answer.resource is not None else None
    return Response(body, answer.status, dict(answer.headers), media)


def forbidden_page(text: str) -> HTMLResponse:
    """A plain page with a text of this server's own."""
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        f"<title>Not open here</title></head><body><h1>Not open here</h1><p>{text}</p></body></html>"
    )
    policy = {"Content-Security-Policy": "default-src 'none'; img-src data:; frame-ancestors 'none'"}
    return HTMLResponse(page, 403, policy)


def _foreign(path: str) -> Response:
    text = "This server answers only under its own address on this machine."
    if path.startswith("/fhir"):
        return to_response(refused(refuse(403, "forbidden", text)))
    return forbidden_page(text)
