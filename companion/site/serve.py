"""`companion serve`: a small static server on this machine, with the headers that a host should send."""

import json
import mimetypes
import socket
import threading
from collections.abc import Mapping
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from companion.site.failure import BuildError

TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json",
         ".html": "text/html; charset=utf-8", ".bin": "application/octet-stream", ".ttf": "font/ttf",
         ".otf": "font/otf", ".zip": "application/zip"}  # fmt: skip
FIXED = ("pyodide-", "python-", "client-", "app-", "scripts-")
LONG = "public, max-age=31536000, immutable"
LOOPBACK = ("127.0.0.1", "localhost")


def content_type(name: str) -> str:
    """The media type of a file; scripts and wasm must have theirs, or browsers refuse them."""
    return TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


class SiteServer(ThreadingHTTPServer):
    """Serves one built site under `/` until `stop`."""

    daemon_threads = True

    def __init__(self, folder: Path, host: str, port: int, *, must_exist: bool = True) -> None:
        if host not in LOOPBACK:
            raise BuildError(
                "`companion serve` can be opened only on this machine (127.0.0.1). To serve other "
                "people, see docs/hosting.md."
            )
        if must_exist and not (folder / "headers.json").exists():
            raise BuildError(f"{folder} has no site in it. Build one with `companion build-web -o {folder}`.")
        self.folder = folder.resolve()
        self._thread: threading.Thread | None = None
        self.request_queue_size = 64
        super().__init__((host, port), partial(_Handler))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: a browser that goes away in the middle is no error."""

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def begin(self) -> "SiteServer":
        """Serve in a thread of its own."""
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """End it, whether it was begun or not."""
        if self._thread:
            self.shutdown()
        self.server_close()

    def headers(self) -> Mapping[str, str]:
        """The security headers of the build that lies in the folder now."""
        try:
            found: dict[str, str] = json.loads((self.folder / "headers.json").read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SiteServer

    def do_GET(self) -> None:
        """A file, in the best form that the browser takes."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """The same without its body."""
        self._answer(with_body=False)

    def _answer(self, with_body: bool) -> None:
        path = self._path()
        if path is None:
            self._send(404, b"", {"Cache-Control": "no-store"}, with_body)
            return
        headers = {"Content-Type": content_type(path.name), "Cache-Control": _caching(self.path)}
        accepted = self.headers.get("Accept-Encoding", "")
        for coding, ending in (("br", ".br"), ("gzip", ".gz")):
            packed = path.with_name(path.name + ending)
            if coding in accepted and packed.is_file():
                headers |= {"Content-Encoding": coding, "Vary": "Accept-Encoding"}
                path = packed
                break
        self._send(200, path.read_bytes(), headers, with_body)

    def _path(self) -> Path | None:
        """The file that is asked for, inside the folder; `/` is the page."""
        wanted = unquote(urlsplit(self.path).path).lstrip("/") or "index.html"
        try:
            path = (self.server.folder / wanted).resolve()
            is_there = path.is_relative_to(self.server.folder) and path.is_file()
        except (OSError, ValueError):  # a name that no file can have
            return None
        return path if is_there and path.suffix not in (".br", ".gz") and path.name != "headers.json" else None

    def _send(self, status: int, body: bytes, headers: Mapping[str, str], with_body: bool) -> None:
        self.send_response(status)
        for name, value in {**self.server.headers(), **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: an address is nobody's business."""


def _caching(path: str) -> str:
    return LONG if path.lstrip("/").startswith(FIXED) else "no-cache"
