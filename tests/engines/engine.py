"""A browser of some engine, as a person has one: a profile on the disk, tabs, a folder of downloads, an end."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from tests.web.phone import Phone

WIDTH, HEIGHT = 390, 844


class Engine(ABC):
    """One browser over one profile; `private` keeps nothing. Starts at once; whoever makes it closes it.

    What a page is: Playwright's Page, or the same names of it that walks use (tests/engines/pages.py).
    """

    name = ""

    def __init__(self, folder: Path, *, private: bool = False) -> None:
        """A browser whose profile and downloads lie in a folder; one that has been there is still known."""
        self.folder, self.is_private = folder, private
        self.profile, self.downloads = folder / "profile", folder / "downloads"
        for one in (self.profile, self.downloads):
            one.mkdir(parents=True, exist_ok=True)
        self._start()

    @abstractmethod
    def _start(self) -> None:
        """Start the process."""

    @abstractmethod
    def new_page(self) -> Any:
        """A new tab, in front."""

    @abstractmethod
    def choose(self, file: Path) -> None:
        """What the person will pick wherever a page asks for a file from now on."""

    @abstractmethod
    def kill(self) -> None:
        """SIGKILL to every process of it at once."""

    @abstractmethod
    def close(self) -> None:
        """As a person ends it; does nothing where it has ended."""

    def phone(self) -> Phone:
        """A new tab with what a person does there."""
        return Phone(self.new_page())

    def restart(self) -> None:
        """End it, and start it anew over the same profile. Its pages are gone."""
        self.close()
        self._start()
