"""How long to wait before the next attempt. Pure."""

FIRST, LONGEST, LONGEST_TOLD = 2.0, 900.0, 3600.0
"""Seconds: the first wait, the longest of our own, the longest that a server may ask for."""


def delay(tries: int, fraction: float, told: float | None = None) -> float:
    """Seconds until the next attempt after `tries` failed ones (1 or more).

    Doubles from 2 s to 15 min; `fraction` (0 up to 1) spreads it over the upper half, so that many phones do not
    come back in the same second. What the server asks for is kept to, up to an hour.
    """
    full = min(LONGEST, FIRST * float(2 ** min(max(tries, 1) - 1, 20)))
    own = full / 2 + full / 2 * fraction
    return own if told is None else max(own, min(told, LONGEST_TOLD))
