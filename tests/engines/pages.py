"""A page of any engine by the names that Playwright gives, so that one walk goes through all engines.

A `Tab` is what an engine can do with a page; `EnginePage` makes of it what tests/web/phone.py calls. Playwright itself
drives Chromium alone.
"""

import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import TimeoutError

from tests.web.expecting import A_LOOK, Elements, LocatedElements

FIND = (Path(__file__).parent / "find.js").read_text("utf-8")
Step = tuple[str, ...] | tuple[Any, ...]


class EngineError(TimeoutError):
    """The engine could not do it: the page was changing, or what was asked for is not there.

    A walk that lets Playwright's own pass lets this pass.
    """


class Tab(Protocol):
    """What an engine does with one page. All raise EngineError."""

    @property
    def console(self) -> list[str]:
        """What the page, or its browser, has written to the console."""

    def load(self, url: str) -> None:
        """Go there and wait for its load event."""

    def reload(self) -> None:
        """The same."""

    def url(self) -> str:
        """Where the page is."""

    def run(self, body: str) -> str:
        """Run the body of an async function in the page; it returns text."""

    def press(self, key: str) -> None:
        """A key as a keyboard sends it: `a`, `Enter`, `Control+A`."""

    def insert(self, text: str) -> None:
        """A text at once into what has the focus, as an input method does."""

    def click(self, x: float, y: float) -> None:
        """A person's click at a point of the window."""

    def size(self, width: int, height: int) -> None:
        """Make the window as large."""

    def picture(self, path: Path) -> None:
        """What the window shows, as PNG."""

    def front(self) -> None:
        """Bring it in front of the other tabs."""

    def close(self) -> None:
        """As a person closes a tab."""


def _plain(text: str | re.Pattern[str], *, exact: bool) -> dict[str, Any]:
    if isinstance(text, str):
        return {"text": text, "exact": exact}
    return {"pattern": text.pattern, "flags": "i" if text.flags & re.IGNORECASE else ""}


@dataclass(frozen=True)
class EngineLocator(LocatedElements):
    """Elements found anew at each look: alternatives, each of steps from the document inward."""

    page: "EnginePage"
    ways: tuple[tuple[Step, ...], ...]
    only_first: bool = False

    def _and(self, *step: Any) -> "EngineLocator":
        return replace(self, ways=tuple((*way, step) for way in self.ways), only_first=False)

    @property
    def first(self) -> "EngineLocator":
        return replace(self, only_first=True)

    def or_(self, other: "EngineLocator") -> "EngineLocator":
        return replace(self, ways=self.ways + other.ways, only_first=False)

    def locator(self, css: str) -> "EngineLocator":
        return self._and("css", css)

    def get_by_text(self, text: str | re.Pattern[str], *, exact: bool = False) -> "EngineLocator":
        return self._and("text", _plain(text, exact=exact))

    def get_by_role(self, role: str, *, name: str | re.Pattern[str] = "", exact: bool = False) -> "EngineLocator":
        return self._and("role", role, _plain(name, exact=exact) if name else None)

    def filter(self, **_: Any) -> "EngineLocator":
        """Every filter that the walks use keeps out what has a control inside."""
        return self._and("without", "button")

    def on(self, function: str, argument: Any = None) -> Any:
        """`function(elements, argument)` at once; does not wait."""
        ways = json.dumps([self.ways, self.only_first])
        return self.page.evaluate(f"argument => ({function})(({FIND})(...{ways}), argument)", argument)

    def count(self) -> int:
        return int(self.on("found => found.length"))

    def state(self) -> Elements:
        return Elements(**self.on(
            """found => ({ count: found.length, visible: !!found[0] && found[0].checkVisibility({ visibilityProperty: true })
              && found[0].getClientRects().length > 0, text: found[0] ? found[0].innerText || found[0].textContent : "",
              value: found[0] && "value" in found[0] ? String(found[0].value) : null,
              focused: !!found[0] && document.activeElement === found[0] })"""))  # fmt: skip

    def evaluate(self, function: str, argument: Any = None, timeout: float = A_LOOK) -> Any:
        """`function(element, argument)` on the first, as soon as it is there."""
        end = time.monotonic() + timeout / 1000
        one = f"(found, argument) => found[0] ? [({function})(found[0], argument)] : null"
        while True:
            if (done := self.on(one, argument)) is not None:
                return done[0]
            if time.monotonic() > end:
                raise EngineError(f"never there: {self.ways}")
            time.sleep(0.1)

    def dispatch_event(self, kind: str, timeout: float = A_LOOK) -> None:
        """As a screen reader does it."""
        self.evaluate("(one, kind) => one.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true,"
                      " composed: true })) && undefined", kind, timeout)  # fmt: skip

    def focus(self) -> None:
        self.evaluate("one => one.focus()")

    def input_value(self) -> str:
        return str(self.evaluate("one => one.value"))

    def inner_text(self) -> str:
        return str(self.evaluate("one => one.innerText"))

    def text_content(self) -> str:
        return str(self.evaluate("one => one.textContent"))

    def get_attribute(self, name: str) -> str | None:
        found: str | None = self.evaluate("(one, name) => one.getAttribute(name)", name)
        return found

    def select_option(self, value: str) -> None:
        self.evaluate("(one, value) => { one.value = value; one.dispatchEvent(new Event('change', {bubbles: true})) }",
                      value)  # fmt: skip

    def click(self) -> None:
        """A person's click in its middle, so that the page may do what it may after one: when it stands still there."""
        box, before = self.bounding_box(), None
        for _ in range(60):
            if box == before and self._is_hit(box):
                break
            time.sleep(0.05)
            box, before = self.bounding_box(), box
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def _is_hit(self, box: dict[str, float]) -> bool:
        """Whether nothing else lies over its middle."""
        return bool(
            self.evaluate(
                "(one, [x, y]) => one.contains(document.elementFromPoint(x, y))",
                [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
            )
        )

    def bounding_box(self) -> dict[str, float]:
        """Where the first is, when as much of it is in view as can be."""
        found: dict[str, float] = self.evaluate(
            "one => { one.scrollIntoView({ block: 'nearest' }); return one.getBoundingClientRect().toJSON(); }"
        )
        return found


@dataclass
class Keyboard:
    """What a keyboard and an input method do."""

    tab: Tab

    def press(self, key: str) -> None:
        self.tab.press(key)

    def type(self, text: str, delay: float = 0) -> None:
        """Letter by letter, with so many milliseconds between them."""
        for letter in text:
            self.tab.press(letter)
            time.sleep(delay / 1000)

    def insert_text(self, text: str) -> None:
        self.tab.insert(text)


@dataclass
class Mouse:
    """What a person points at."""

    tab: Tab

    def click(self, x: float, y: float) -> None:
        self.tab.click(x, y)


@dataclass
class EnginePage:
    """A page; what it does not have the walks do not call."""

    tab: Tab
    keyboard: Keyboard = field(init=False)
    mouse: Mouse = field(init=False)

    def __post_init__(self) -> None:
        self.keyboard, self.mouse = Keyboard(self.tab), Mouse(self.tab)

    def on(self, event: str, _then: Callable[[Any], None]) -> None:
        """Nothing is told as it happens: the console is in `console`."""

    @property
    def console(self) -> list[str]:
        return self.tab.console

    @property
    def url(self) -> str:
        return self.tab.url()

    def state(self) -> Elements:
        """As an expectation looks at it."""
        return Elements(url=self.url)

    def goto(self, url: str) -> None:
        self.tab.load(url)

    def reload(self) -> None:
        self.tab.reload()

    def close(self) -> None:
        self.tab.close()

    def bring_to_front(self) -> None:
        self.tab.front()

    def set_viewport_size(self, size: dict[str, int]) -> None:
        self.tab.size(size["width"], size["height"])

    def screenshot(self, path: Path) -> None:
        self.tab.picture(path)

    def evaluate(self, expression: str, argument: Any = None) -> Any:
        """The value of an expression, or of the function that it is; a promise is waited for."""
        given = json.dumps(argument)
        body = f"""const asked = ({expression});
          const value = await (typeof asked === "function" ? asked({given}) : asked);
          return JSON.stringify(value === undefined ? null : value);"""
        return json.loads(self.tab.run(body))

    def wait_for_timeout(self, milliseconds: float) -> None:
        time.sleep(milliseconds / 1000)

    def wait_for_selector(self, css: str, *, state: str, timeout: float) -> None:
        assert state == "attached"
        end = time.monotonic() + timeout / 1000
        while time.monotonic() < end:
            with suppress(EngineError):  # between two documents
                if self.locator(css).count():
                    return
            time.sleep(0.1)
        raise EngineError(f"{css} never came: {self.evaluate('document.body.innerText')[:500]!r} {self.console[-5:]}")

    def locator(self, css: str) -> EngineLocator:
        return EngineLocator(self, ((("css", css),),))

    def get_by_text(self, text: str | re.Pattern[str], *, exact: bool = False) -> EngineLocator:
        return self.locator("body").get_by_text(text, exact=exact)

    def get_by_role(self, role: str, *, name: str | re.Pattern[str] = "", exact: bool = False) -> EngineLocator:
        return self.locator("body").get_by_role(role, name=name, exact=exact)
