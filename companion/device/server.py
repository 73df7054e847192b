"""The app behind a page on this machine: loopback only, and only for who has the key made at this start.

Any site open in the same browser could talk to a port of this machine. So every answer, pages and WebSocket, needs
the key (in the printed address, then an HttpOnly cookie), the right Host (against DNS rebinding) and, where a
browser sends one, the right Origin.
"""

import hmac
import ipaddress
import secrets
import shutil
import socket
import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

NOT_LOOPBACK = (
    "Companion can be opened only on this machine (127.0.0.1). At another address, everyone on the network could "
    "read the journal, and it would be sent unencrypted."
)


class RefusedAddress(ValueError):
    """An address that is not this machine's own was asked for."""


def loopback(host: str) -> str:
    """The host, if it is this machine alone. Raises RefusedAddress."""
    if host == "localhost":
        return "127.0.0.1"
    try:
        if ipaddress.ip_address(host).is_loopback:
            return host
    except ValueError:
        pass
    raise RefusedAddress(NOT_LOOPBACK)


def listen(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 takes any free one. Raises RefusedAddress, OSError."""
    address = loopback(host)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((address, port))
    return bound


def content_security_policy(host: str) -> str:
    """Nothing is asked of another host: Flet's client would fetch a script from one at each start."""
    return (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src 'self' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        f"connect-src 'self' ws://{host} data: blob:; object-src 'none'; base-uri 'self'; form-action 'none'; "
        "frame-ancestors 'none'"
    )


class Guard:
    """ASGI middleware around the Flet app: key, Host, Origin, headers, and the app's own index page."""

    def __init__(self, app: Any, index: str, refused: str, version: str) -> None:
        """`index` is the page of every route; `refused` the one shown without the key (Help is on it).

        `version` names the client's files: letters, digits and dots.
        """
        self.key = secrets.token_urlsafe(32)
        self._version = version
        self._app = app
        self._index = index.encode()
        self._refused = refused.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or WebSocket."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        host, cookie = _own_host(scope), f"companion-{scope['server'][1]}"
        if scope["type"] == "http":
            await self._http(scope, receive, _with_headers(send, host or "127.0.0.1"), host, cookie)
        elif scope["type"] == "websocket" and host and self._is_admitted(scope, host, cookie, needs_origin=True):
            await self._app(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Scope, receive: Receive, send: Send, host: str | None, cookie: str) -> None:
        given = parse_qs(scope["query_string"].decode("latin-1")).get("key", [""])[0]
        if host and given and hmac.compare_digest(given.encode(), self.key.encode()):
            await self._admit(scope, send, cookie)
        elif not host or not self._is_admitted(scope, host, cookie, needs_origin=False):
            await _page(send, 403, self._refused)
        elif scope["method"] not in ("GET", "HEAD"):
            await _page(send, 405, b"")
        elif _is_route(scope["path"]):
            await _page(send, 200, self._index)
        else:
            await self._app(scope, receive, send)

    async def _admit(self, scope: Scope, send: Send, cookie: str) -> None:
        """The key becomes a cookie; files of another version of the client leave the browser's cache."""
        strict = "HttpOnly; SameSite=Strict; Path=/"
        is_known = _cookie(scope, f"{cookie}-version") == self._version
        headers = [
            (b"set-cookie", f"{cookie}={self.key}; {strict}".encode()),
            (b"set-cookie", f"{cookie}-version={self._version}; Max-Age=31536000; {strict}".encode()),
            *([] if is_known else [(b"clear-site-data", b'"cache"')]),
        ]
        await _redirect(scope, send, headers)

    def _is_admitted(self, scope: Scope, host: str, cookie: str, *, needs_origin: bool) -> bool:
        origin = _header(scope, b"origin")
        if (origin or needs_origin) and origin != f"http://{host}":
            return False
        if _header(scope, b"sec-fetch-site") == "cross-site" and _header(scope, b"sec-fetch-mode") != "navigate":
            return False
        return hmac.compare_digest(_cookie(scope, cookie).encode(), self.key.encode())


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _cookie(scope: Scope, name: str) -> str:
    jar: SimpleCookie = SimpleCookie()
    with suppress(CookieError):
        jar.load(_header(scope, b"cookie"))
    return jar[name].value if name in jar else ""


def _own_host(scope: Scope) -> str | None:
    """The Host header if it names this machine and this port, else None."""
    host = _header(scope, b"host")
    port = scope["server"][1]
    return host if host in (f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}") else None


def _is_route(path: str) -> bool:
    """Whether a path is a screen, not a file."""
    return "." not in path.rsplit("/", 1)[-1] or path.endswith("/index.html")


def _with_headers(send: Send, host: str) -> Send:
    fixed = [
        (b"content-security-policy", content_security_policy(host).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"x-frame-options", b"DENY"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), interest-cohort=()"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-embedder-policy", b"require-corp"),
        (b"cross-origin-resource-policy", b"same-origin"),
    ]
    taken = {key for key, _ in fixed} | {b"access-control-allow-origin", b"server"}

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            kept = [(key, value) for key, value in message["headers"] if key.lower() not in taken]
            if not any(key.lower() == b"cache-control" for key, _ in kept):
                # The client's files have the same names in every version: a new version clears them (see _admit).
                kept.append((b"cache-control", b"private, max-age=86400"))
            message = {**message, "headers": [*kept, *fixed]}
        await send(message)

    return sending


async def _redirect(scope: Scope, send: Send, more: list[tuple[bytes, bytes]]) -> None:
    left = {k: v for k, v in parse_qs(scope["query_string"].decode("latin-1")).items() if k != "key"}
    path = "/" + scope["path"].lstrip("/")  # "//host" would lead away
    target = path + (f"?{urlencode(left, doseq=True)}" if left else "")
    headers = [(b"location", target.encode()), (b"cache-control", b"no-store"), *more]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _page(send: Send, status: int, body: bytes) -> None:
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def packaged_index() -> str:
    """Flet's own page, set to fetch nothing from elsewhere."""
    from flet.controls.types import RouteUrlStrategy, WebRenderer
    from flet_web import get_package_web_dir, patch_index_html

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "index.html"
        shutil.copyfile(Path(get_package_web_dir()) / "index.html", copy)
        patch_index_html(
            index_path=str(copy),
            base_href="",
            websocket_endpoint_path="/ws",
            app_name="Companion",
            web_renderer=WebRenderer.AUTO,
            route_url_strategy=RouteUrlStrategy.PATH,
            no_cdn=True,
        )
        return copy.read_text("utf-8")


def flet_app(main: Callable[[Any], Any], assets: Path, on_startup: list[Any], on_shutdown: list[Any]) -> Any:
    """The ASGI app of Flet: the client's files and the WebSocket on which screens are drawn."""
    import flet_web.fastapi as ff

    app = ff.FastAPI(on_startup=on_startup, on_shutdown=on_shutdown, openapi_url=None, docs_url=None, redoc_url=None)
    app.mount("/", ff.app(main, assets_dir=str(assets), app_name="Companion", no_cdn=True, session_timeout_seconds=600))
    return app
