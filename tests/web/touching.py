"""Real fingers on a phone's page: what the browser itself gets, before any script of the page."""

from dataclasses import dataclass, field

from playwright.sync_api import CDPSession, Page

from tests.web.expecting import still

Point = tuple[float, float]
STEPS, STEP = 16, 16
"""A movement's steps, and the milliseconds between two of them."""

SEEN = "[visualViewport.scale, visualViewport.offsetLeft, visualViewport.offsetTop]"


@dataclass
class Fingers:
    """Fingers on a page. All places are pixels of the screen, also where the page is enlarged."""

    page: Page
    cdp: CDPSession = field(init=False)

    def __post_init__(self) -> None:
        self.cdp = self.page.context.new_cdp_session(self.page)

    def scale(self) -> float:
        """How much the page is enlarged."""
        return float(self.page.evaluate("visualViewport.scale"))

    def _send(self, kind: str, points: list[Point]) -> None:
        scale = self.scale()
        touches = [{"x": x / scale, "y": y / scale, "id": number} for number, (x, y) in enumerate(points)]
        self.cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def move(self, starts: list[Point], ends: list[Point]) -> None:
        """Put fingers down, move each from its start to its end, lift them."""
        self._send("touchStart", starts)
        for step in range(1, STEPS + 1):
            part = step / STEPS
            now = [(x + (u - x) * part, y + (v - y) * part) for (x, y), (u, v) in zip(starts, ends, strict=True)]
            self._send("touchMove", now)
            self.page.wait_for_timeout(STEP)
        self._send("touchEnd", [])
        still(self.page, lambda: self.page.evaluate(SEEN))

    def pinch(self, times: float, at: Point = (195, 400)) -> None:
        """Spread two fingers, or bring them together."""
        (x, y), near, far = at, 60, 60 * max(times, 1 / times)
        before, after = (near, far) if times > 1 else (far, near)
        self.move([(x, y - before), (x, y + before)], [(x, y - after), (x, y + after)])

    def tap(self, at: Point) -> None:
        """One short touch."""
        self._send("touchStart", [at])
        self._send("touchEnd", [])
        self.page.wait_for_timeout(300)  # sooner the next one would be the second of a double tap
