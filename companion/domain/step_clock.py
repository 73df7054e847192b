"""Which step of an exercise is on, and how much of it is left: pure, over a clock that nobody can set.

A page in the background is not drawn and its timers are late. So one look at the clock counts a little at the most:
whatever happened in between, no step is passed unseen.
"""

from dataclasses import dataclass, replace
from math import ceil

MOST_AT_ONCE = 1.5
"""Seconds that one look counts at the most: the looks are a quarter of a second apart."""


@dataclass(frozen=True, slots=True)
class StepClock:
    """The state of one run.

    Attributes:
        lengths: seconds of each step.
        at: index of the present step; as many as there are steps when it has ended.
        spent: seconds of the present step that are over.
        seen: when it was last looked at, None while it is paused.
    """

    lengths: tuple[float, ...]
    at: int = 0
    spent: float = 0.0
    seen: float | None = None

    @property
    def is_over(self) -> bool:
        """Whether the last step has ended."""
        return self.at >= len(self.lengths)

    @property
    def is_paused(self) -> bool:
        """Whether time does not count."""
        return self.seen is None

    @property
    def left(self) -> int:
        """Whole seconds that are left of the present step, as they are counted down: never 0 before its end."""
        return 0 if self.is_over else max(1, ceil(self.lengths[self.at] - self.spent))

    def look(self, now: float) -> "StepClock":
        """The same at a later moment: at most the next step, and nothing while it is paused."""
        if self.seen is None or self.is_over:
            return self
        spent = self.spent + min(max(0.0, now - self.seen), MOST_AT_ONCE)
        length = self.lengths[self.at]
        if spent < length:
            return replace(self, spent=spent, seen=now)
        return replace(self, at=self.at + 1, spent=self._rest(spent - length), seen=now)

    def _rest(self, over: float) -> float:
        """What the next step begins with, so that a rhythm stays; never the whole of it."""
        return over if self.at + 1 < len(self.lengths) and over < self.lengths[self.at + 1] else 0.0

    def pause(self, now: float) -> "StepClock":
        """Time does not count from now on."""
        return replace(self.look(now), seen=None)

    def go_on(self, now: float) -> "StepClock":
        """Time counts from now on."""
        return replace(self, seen=now)

    def turn(self, by: int, now: float) -> "StepClock":
        """Another step from its beginning; past the last one it is over, before the first there is none."""
        at = min(max(0, self.at + by), len(self.lengths))
        return replace(self, at=at, spent=0.0, seen=None if self.is_paused else now)
