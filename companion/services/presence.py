"""Whether somebody is there: when an open journal with a PIN locks itself.

Times are taken by two clocks, and the one that went further counts: one that nobody can set, which may stand still
while a phone sleeps, and the one on the wall.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

GRACE = 30.0
"""Seconds in the background before a journal locks: choosing a file, a call and its way back are shorter."""


@dataclass(frozen=True, slots=True)
class _Moment:
    wall: float
    steady: float


class Presence:
    """What was heard of the person and of the app's place on the screen."""

    def __init__(self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._steady = steady
        self._last_input = self._now()
        self._touched: _Moment | None = None
        self._hidden: _Moment | None = None

    def came(self) -> None:
        """Somebody has opened the journal."""
        self._last_input = self._now()

    def touched(self) -> None:
        """A tap or a key."""
        self._last_input = self._touched = self._now()

    def rested(self) -> float:
        """Seconds since the last tap or key that was heard of. A page tells of one in ten seconds."""
        return self._since(self._touched) if self._touched else math.inf

    def hidden(self) -> None:
        """The app went to the background."""
        self._hidden = self._hidden or self._now()

    def shown(self) -> None:
        """It is in front again: no finger lies on what was there before."""
        self._hidden = self._touched = None

    def is_away(self, minutes: int, counts_background: bool) -> bool:
        """Whether there was no input for so long, or the app has been in the background for longer than `GRACE`."""
        if self._since(self._last_input) >= minutes * 60:
            return True
        return counts_background and self._hidden is not None and self._since(self._hidden) >= GRACE

    def _now(self) -> _Moment:
        return _Moment(self._wall(), self._steady())

    def _since(self, moment: _Moment) -> float:
        now = self._now()
        return max(now.wall - moment.wall, now.steady - moment.steady)
