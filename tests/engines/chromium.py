"""Chromium through Playwright, as the other engines are asked."""

import os
import signal
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Download, Error, FileChooser, Page, Playwright

from tests.browser import QUICK, chromium
from tests.engines.engine import Engine
from tests.web.phone import SCREEN


class Chromium(Engine):
    """Chromium over a profile on the disk."""

    name = "chromium"

    def __init__(self, folder: Path, *, playwright: Playwright, private: bool = False) -> None:
        self._playwright, self._file = playwright, Path()
        super().__init__(folder, private=private)

    def _start(self) -> None:
        for left in self.profile.glob("Singleton*"):
            left.unlink()
        where = "" if self.is_private else self.profile  # an empty path is a profile that is thrown away
        self._context = self._playwright.chromium.launch_persistent_context(
            where, executable_path=chromium(), args=list(QUICK), **SCREEN
        )

    def new_page(self) -> Page:
        page = self._context.new_page()
        page.on("filechooser", self._chosen)
        page.on("download", self._save)
        return page

    def _chosen(self, chooser: FileChooser) -> None:
        chooser.set_files(self._file)

    def _save(self, download: Download) -> None:
        download.save_as(self.downloads / download.suggested_filename)

    def choose(self, file: Path) -> None:
        self._file = file

    def kill(self) -> None:
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if f"--user-data-dir={self.profile}".encode() in (process / "cmdline").read_bytes():
                    os.kill(int(process.name), signal.SIGKILL)

    def close(self) -> None:
        with suppress(Error):  # it has been killed
            self._context.close()
