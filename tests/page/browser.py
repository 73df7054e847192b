"""Chromium on the bare page: driven by Playwright, or started as a process that can be killed."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright

from tests.browser import QUICK, chromium
from tests.page.server import PageServer


@dataclass
class BarePage:
    """One tab on the bare page."""

    page: Page

    def run(self, name: str, argument: Any = None) -> Any:
        """One coroutine of tests/page/inside.py."""
        return self.page.evaluate("([name, argument]) => window.run(name, argument)", [name, argument])

    def script(self, code: str) -> Any:
        """JavaScript in the worker; its `return` value."""
        return self.page.evaluate("code => window.script(code)", code)

    def journal(self, *notes: str, **asked: Any) -> dict[str, Any]:
        """Open the journal, write notes, close it; what is there then, or the error."""
        found: dict[str, Any] = self.run("journal", {"notes": notes, **asked})
        return found


@contextmanager
def phone(playwright: Playwright, profile: Path, **more: Any) -> Iterator[BrowserContext]:
    """A browser with its profile on the disk; ends as a person ends it."""
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=chromium(), args=list(QUICK), **more
    )
    yield context
    context.close()


def tab(context: BrowserContext, server: PageServer, start: str = "quick") -> BarePage:
    """A tab on the bare page, by the ordinary start ("") or from a snapshot ("quick")."""
    page = context.new_page()
    address = f"{server.address}?{start}"
    page.goto(address)
    bare = BarePage(page)
    if start == "quick" and not server.snapshot:
        bare.run("clock", [])  # the first start leaves the snapshot
        page.goto(address)
    return bare


def start_process(profile: Path, address: str) -> "subprocess.Popen[bytes]":
    """Chromium in a process group of its own, on a page, nobody driving it."""
    arguments = [chromium(), *QUICK, "--disable-crash-reporter", f"--user-data-dir={profile}", address]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(arguments, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)


def kill(process: "subprocess.Popen[bytes]", profile: Path) -> None:
    """SIGKILL to every process of this browser at once, and what a killed browser leaves that stops a next one."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for lock in profile.glob("Singleton*"):
        lock.unlink()


def logs_of_default_bucket(profile: Path) -> list[Path]:
    """The LevelDB logs of the site's default IndexedDB."""
    return sorted((profile / "Default" / "IndexedDB").glob("http_localhost_*.leveldb/*.log"))


def readable(folder: Path, word: str) -> list[Path]:
    """The files of a profile in which a word stands as it is, in UTF-8 or UTF-16."""
    pattern = re.compile(b"|".join(re.escape(word.encode(code)) for code in ("utf-8", "utf-16-le", "utf-16-be")))
    return [file for file in folder.rglob("*") if file.is_file() and pattern.search(file.read_bytes())]
