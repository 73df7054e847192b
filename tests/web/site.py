"""Sites for tests: built from this checkout, served by `companion serve`'s own server, which can fail on purpose."""

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from socket import SHUT_RDWR, socket
from threading import Event
from typing import Any

from companion.clinic_file import load_site_clinic
from companion.config import ClinicSettings
from companion.publish import sources
from companion.site import serve
from companion.site.build import Report, Sources, build_site
from companion.site.pack import known
from tests.processes import ROOT, ClinicProcess, clinic_file, start_clinic

QUALITY = 3
PYTHON_IN_REACH = (
    "python.js",
    "function run(py, modules, first) {",
    "function run(py, modules, first) { self.python = py;",
)
"""What to rewrite so that a test can ask the worker's Python."""
LOGIN = b"<!DOCTYPE html><title>Free Wi-Fi</title><p>Please log in to the Wi-Fi"


def parts() -> Sources:
    """What sites are built of; compressed parts and the snapshot are kept for the next run."""
    return replace(sources(), kept=ROOT / "build" / ".site-parts")


def build(
    out: Path, clinic: ClinicSettings | None = None, made_of: Sources | None = None, *, demo: bool = False
) -> Report:
    """Build a site, quickly."""
    return build_site(out, made_of or parts(), clinic, demo=demo, quality=QUALITY, say=lambda text: None)


def another_version(folder: Path) -> Sources:
    """The parts of a later build: one of the page's scripts differs."""
    package = folder / "companion"
    if not package.exists():
        shutil.copytree(parts().package, package, ignore=shutil.ignore_patterns("__pycache__"))
        script = package / "browser/js/host.js"
        script.write_text(script.read_text("utf-8") + "\n// The next version.\n")
    return replace(parts(), package=package)


@dataclass
class Fault:
    """What happens to a file on its way.

    Dropped, or cut in half without a word, a number of times; answered with a page of the network's own; not answered
    as long as it hangs; or changed.
    """

    drops: int = 0
    halves: int = 0
    login: bool = False
    hangs: bool = False
    change: Callable[[bytes], bytes] | None = None


class FaultyServer(serve.SiteServer):
    """A SiteServer under any path. It ends its connections when it stops, as a host that is gone does."""

    def __init__(self, folder: Path, port: int = 0, under: str = "/") -> None:
        super().__init__(folder, "127.0.0.1", port, must_exist=False)
        self.under = under
        self.faults: dict[str, Fault] = {}
        self.asked: list[str] = []
        self.ended = Event()
        self._open: list[socket] = []
        self.RequestHandlerClass = partial(_FaultyHandler)

    @property
    def address(self) -> str:
        return super().address.rstrip("/") + self.under

    def serve_forever(self, poll_interval: float = 0.02) -> None:
        super().serve_forever(poll_interval)

    def get_request(self) -> tuple[socket, Any]:
        request, address = super().get_request()
        self._open.append(request)
        return request, address

    def stop(self) -> None:
        self.ended.set()
        super().stop()
        for one in self._open:
            with suppress(OSError):  # the browser may have closed it
                one.shutdown(SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: browsers close connections as they like."""


class _FaultyHandler(serve._Handler):
    server: FaultyServer

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if not self.path.startswith(self.server.under):
            self._send(404, b"", {}, True)
            return
        self.path = "/" + self.path.removeprefix(self.server.under)
        fault = next((fault for name, fault in self.server.faults.items() if self._is(name)), None)
        if fault is None:
            super().do_GET()
        else:
            self._fail(fault)

    def _is(self, name: str) -> bool:
        return self.path == "/" if name == "/" else name in self.path

    def _fail(self, fault: Fault) -> None:
        while fault.hangs and not self.server.ended.wait(0.05):
            pass
        path = self._path()
        if self.server.ended.is_set() or fault.drops > 0:
            fault.drops -= 1
            self.close_connection = True
            self.connection.shutdown(SHUT_RDWR)
        elif fault.halves > 0 and path:
            fault.halves -= 1
            self._send_half(path)
        elif fault.login:
            self._send(200, LOGIN, {"Content-Type": "text/html; charset=utf-8"}, True)
        elif fault.change:
            assert path
            self._send(200, fault.change(path.read_bytes()), {"Content-Type": serve.content_type(path.name)}, True)
        else:
            super().do_GET()

    def _send_half(self, path: Path) -> None:
        """As where a connection ends early: without its length the half looks like the whole, and is cached."""
        data = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", serve.content_type(path.name))
        self.send_header("Cache-Control", serve._caching(self.path))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data[: len(data) // 2])
        self.close_connection = True


@dataclass
class Site:
    """A built site and its server, which can be stopped and started again at the same address."""

    folder: Path
    under: str = "/"
    clinic: ClinicProcess | None = None
    server: FaultyServer = field(init=False)

    def __post_init__(self) -> None:
        self.server = FaultyServer(self.folder, under=self.under)

    @property
    def address(self) -> str:
        """Of its page."""
        return self.server.address

    @property
    def origin(self) -> str:
        """As browsers name it."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def fault(self, name: str, **how: Any) -> Fault:
        """What happens from now on to the files with `name` in their path."""
        self.server.faults[name] = Fault(**how)
        return self.server.faults[name]

    def rewrite(self, script: str, old: str, new: str) -> None:
        """As if the site had been built with other words in one of its scripts: the page knows the script's bytes."""
        name = next(name for name in self.files() if name.endswith(f"/{script}"))
        before = (self.folder / name).read_bytes()
        after = before.replace(old.encode(), new.encode())
        assert after != before, f"{script} does not have {old!r}"
        told, tells = (json.dumps(known(data), separators=(",", ":")).encode() for data in (before, after))
        assert told in (self.folder / "index.html").read_bytes(), f"the page does not know {name}"
        self.fault(name, change=lambda _: after)
        self.fault("/", change=lambda page: page.replace(told, tells))

    def stop(self) -> None:
        """The host is gone."""
        self.server.stop()

    def back(self) -> None:
        """The host is there again."""
        port = self.server.server_address[1]
        self.server = FaultyServer(self.folder, port, self.under)
        self.server.begin()

    def files(self) -> list[str]:
        """What a browser may ask for: every file but what stands beside them for the host alone."""
        found = (file.relative_to(self.folder).as_posix() for file in self.folder.rglob("*") if file.is_file())
        return sorted(name for name in found if not name.endswith((".br", ".gz")) and name != "headers.json")


def clinic_settings(site: Site) -> ClinicSettings:
    """Of the site's clinic, as its file has them."""
    assert site.clinic
    return load_site_clinic(clinic_file(site.clinic, site.folder.parent / "clinic.json"))


def join_clinic(site: Site, folder: Path) -> Site:
    """Start a demo clinic that allows this site, and build the site for it: its origin is known before."""
    site.clinic = start_clinic(folder / "clinic", origins=(site.origin,))
    build(site.folder, clinic_settings(site))
    site.server.begin()
    return site
