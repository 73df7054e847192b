"""Which crisis line a text or a card names at one moment: one that can be reached then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from companion.domain.crisis import CRISIS_KINDS, Channel, Crisis, CrisisLine, for_language, speaks_other
from companion.domain.opening_hours import is_open

STATES = {True: 0, None: 1, False: 2}
"""Order of lines: known to be open, hours not known, closed."""


@dataclass(frozen=True, slots=True)
class LineNow:
    """The crisis line that a text or a card names at one moment.

    Attributes:
        is_open: True also for a line that is always open; None where its hours, or the time, are not known.
        call: the number to call.
        text: the way to write instead of speaking, of this line or of another one that is open; None without any.
    """

    line: CrisisLine
    is_open: bool | None
    call: Channel
    text: Channel | None = None


def line_now(
    crisis: Crisis, country: str, profile: frozenset[str] = frozenset(), now: datetime | None = None
) -> LineNow | None:
    """Return the line for everybody that a text names at an aware moment; None where the country has none to call.

    A line that is known to be open comes first, then one whose hours are not known, then a closed one. A number for
    the whole country goes before one that works in part of it, and the person's language before another one. Without
    `now`, only a line that is always open counts as open.
    """
    everybody = [one for one in crisis.lines if one.country == country and one.kind in CRISIS_KINDS and not one.fits]
    found = [for_language(one, profile) for one in everybody]
    called = [(one, call) for one in found if (call := _channel_for(one, "call"))]

    def rank(option: tuple[CrisisLine, Channel]) -> tuple[bool, bool, int, bool]:
        state = open_at(option[0], now)
        return state is False, bool(option[1].area), STATES[state], speaks_other(option[0], found, profile)

    if not called:
        return None
    line, call = min(called, key=rank)
    return LineNow(line, open_at(line, now), call, _text_beside(line, found, now))


def open_at(line: CrisisLine, now: datetime | None) -> bool | None:
    """Return whether a line is open; None where its hours, or the moment, are not known."""
    if line.hours is not None and line.hours.is_always:
        return True
    return is_open(line.hours, now) if now else None


def _channel_for(line: CrisisLine, kind: str) -> Channel | None:
    """Return the first channel of a type; one for the whole country before one for a part of it."""
    return min((one for one in line.channels if one.type == kind), key=lambda one: bool(one.area), default=None)


def _text_beside(line: CrisisLine, lines: Sequence[CrisisLine], now: datetime | None) -> Channel | None:
    """Return the line's own text channel, or that of another line known to be open."""
    if own := _channel_for(line, "text"):
        return own
    others = (_channel_for(one, "text") for one in lines if open_at(one, now))
    return next((one for one in others if one), None)
