"""Expectations that wait, for the elements of every engine: Playwright's own, and the same for others."""

import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, runtime_checkable

from playwright.sync_api import expect as playwrights

A_LOOK = 5_000
"""Milliseconds that an expectation waits where no time is given, as Playwright's."""

BETWEEN_LOOKS, SAME = 100, 4
"""Milliseconds between two looks; how many that find the same mean that it stays."""
T = TypeVar("T")

SLOWER = 3
"""How much longer other engines than Chromium are waited for: they draw without help on a shared machine."""


@dataclass(frozen=True)
class Elements:
    """What a look at elements or at a page has found; all but the number and the address is of the first."""

    count: int = 0
    visible: bool = False
    text: str = ""
    value: str | None = None
    focused: bool = False
    url: str = ""


@runtime_checkable
class LocatedElements(Protocol):
    """Elements, or a page, of an engine that Playwright does not drive."""

    def state(self) -> Elements:
        """How they are now. Raises where the page is changing."""


@dataclass(frozen=True)
class Expectation:
    """Looks again until it holds."""

    looked_at: LocatedElements

    def _until(self, holds: Callable[[Elements], bool], what: str, timeout: float) -> None:
        end, seen = time.monotonic() + SLOWER * timeout / 1000, None
        while True:
            with suppress(Exception):  # between two documents
                seen = self.looked_at.state()
                if holds(seen):
                    return
            if time.monotonic() > end:
                raise AssertionError(f"never {what}: {self.looked_at}: {seen}")
            time.sleep(0.1)

    def to_be_attached(self, timeout: float = A_LOOK) -> None:
        self._until(lambda now: now.count > 0, "attached", timeout)

    def not_to_be_attached(self, timeout: float = A_LOOK) -> None:
        self._until(lambda now: now.count == 0, "gone", timeout)

    def to_be_visible(self, timeout: float = A_LOOK) -> None:
        self._until(lambda now: now.visible, "visible", timeout)

    def to_be_hidden(self, timeout: float = A_LOOK) -> None:
        self._until(lambda now: not now.visible, "hidden", timeout)

    def to_be_focused(self, timeout: float = A_LOOK) -> None:
        self._until(lambda now: now.focused, "focused", timeout)

    def to_have_value(self, value: str, timeout: float = A_LOOK) -> None:
        self._until(lambda now: now.value == value, f"of the value {value!r}", timeout)

    def to_have_text(self, text: str, timeout: float = A_LOOK) -> None:
        self._until(lambda now: " ".join(now.text.split()) == text, f"of the text {text!r}", timeout)

    def to_have_url(self, pattern: re.Pattern[str], timeout: float = A_LOOK) -> None:
        self._until(lambda now: bool(pattern.search(now.url)), f"at {pattern.pattern}", timeout)


def comes_to(page: Any, look: Callable[[], T], holds: Callable[[T], bool], timeout: float = 20_000) -> T:
    """What a look finds as soon as it holds; where it never does, what is there in the end."""
    end = time.monotonic() + timeout / 1000
    while not holds(found := look()) and time.monotonic() < end:
        page.wait_for_timeout(BETWEEN_LOOKS)
    return found


def still(page: Any, look: Callable[[], T], timeout: float = 20_000) -> T:
    """What a look finds once several in a row find the same: of something that moves, or fades in."""
    found: list[T] = []

    def looks() -> T:
        found.append(look())
        return found[-1]

    return comes_to(page, looks, lambda last: len(found) >= SAME and all(one == last for one in found[-SAME:]), timeout)


def expect(looked_at: Any) -> Any:
    """Playwright's expectations of what is Playwright's, the same of another engine's."""
    return Expectation(looked_at) if isinstance(looked_at, LocatedElements) else playwrights(looked_at)
