"""How long to wait after wrong PINs. Pure.

Wrong tries 1 to 4 cost no wait, the next ones 30 seconds to 30 minutes, and after the tenth only the recovery code
opens the lock. A wait is read once by the clock on the wall and then counted by one that nobody can set.
"""

from companion.store.ring import Tries

MOST_TRIES = 10
WAITS = {5: 30.0, 6: 60.0, 7: 300.0, 8: 900.0, 9: 1800.0}
"""Seconds after so many wrong tries."""


def are_used_up(tries: Tries) -> bool:
    """Whether no PIN is tried any more."""
    return tries.count >= MOST_TRIES


def tries_left(tries: Tries) -> int:
    """How many wrong PINs there may still be."""
    return max(0, MOST_TRIES - tries.count)


def wait_at(tries: Tries, now: float) -> float:
    """Seconds still to wait, by the clock on the wall: never more than this step's whole wait, never less than 0."""
    whole = WAITS.get(tries.count, 0.0)
    return min(whole, max(0.0, tries.since + whole - now))
