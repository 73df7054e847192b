"""Serves the bare page, Pyodide of the installed flet_web, and this checkout as one archive. On loopback only."""

import importlib.util
import io
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import flet_web

from companion.publish import sources
from companion.site.archive import argon2_script

ROOT = Path(__file__).parent.parent.parent
PAGE = Path(__file__).parent
PYODIDE = Path(flet_web.get_package_web_dir()) / "pyodide"
PURE = ("pytest", "_pytest", "pluggy", "iniconfig", "packaging", "pygments", "py")
TYPES = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript",
    ".wasm": "application/wasm", ".json": "application/json",
}  # fmt: skip


@dataclass
class PageServer:
    """A running server.

    Attributes:
        said: the bodies that the page has sent to /said, in their order, as far as they arrived.
        snapshot: what the page left for the next starts.
    """

    port: int = 0
    said: list[str] = field(default_factory=list)
    snapshot: bytes = b""

    @property
    def address(self) -> str:
        """Of the page."""
        return f"http://localhost:{self.port}/index.html"


@contextmanager
def page_server() -> Iterator[PageServer]:
    """Serve until the block ends."""
    page = PageServer()
    server = _Server(("127.0.0.1", 0), _handler(page))
    page.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield page
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: browsers are killed here in the middle of their requests."""


def _handler(page: PageServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            content = page.snapshot if path == "/snapshot" else _content(path)
            self.send_response(200 if content else 404)
            self.send_header("Content-Type", TYPES.get(Path(path).suffix, "application/octet-stream"))
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "max-age=3600" if path.startswith("/pyodide/") else "no-store")
            self.end_headers()
            self.wfile.write(content)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path == "/snapshot":
                page.snapshot = body
            else:
                page.said.append(body.decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    return Handler


def _content(path: str) -> bytes:
    if path == "/checkout.zip":
        return checkout()
    if path == "/companion/browser/js/hash-wasm.js":  # in a site it lies beside the app's own scripts
        return argon2_script(sources().native)
    base, name = PAGE, path.removeprefix("/")
    if path.startswith("/pyodide/"):
        base, name = PYODIDE, path.removeprefix("/pyodide/")
    elif path.startswith("/companion/browser/js/"):
        base = ROOT
    file = (base / name).resolve()
    return file.read_bytes() if file.is_file() and file.is_relative_to(base.resolve()) else b""


@cache
def checkout() -> bytes:
    """This checkout's Python and assets, and pytest, which the contracts import."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for folder in ("companion", "tests", "assets/forms", "assets/safety", "assets/guidance", "assets/locale"):
            _add(archive, ROOT / folder, ROOT)
        archive.write(ROOT / "assets/crisis.json", "assets/crisis.json")
        for name in PURE:
            spec = importlib.util.find_spec(name)
            assert spec and spec.origin
            file = Path(spec.origin)
            if file.name == "__init__.py":
                _add(archive, file.parent, file.parent.parent)
            else:
                archive.write(file, file.name)
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, folder: Path, base: Path) -> None:
    for file in sorted(folder.rglob("*")):
        if file.suffix in (".py", ".json") and "__pycache__" not in file.parts:
            archive.write(file, file.relative_to(base))
