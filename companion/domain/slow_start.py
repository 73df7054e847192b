"""The last start of the browser form that could not use its memory snapshot, as the page remembers it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SlowReason(StrEnum):
    """Why the snapshot was not used: companion/browser/js/slow.js."""

    FILE = "file"
    """It did not arrive, or not as it was built."""

    MEMORY = "memory"
    """The browser gave the page too little memory."""

    ENGINE = "engine"
    """WebAssembly of this browser does not run it."""

    PYTHON = "python"
    OTHER = "other"


LONGEST = 40
"""Letters of an error's name and of a version."""


@dataclass(frozen=True, slots=True)
class SlowStart:
    """One slow start.

    Attributes:
        day: on the person's own calendar.
        error: the name of the error's kind, never its text.
        version: of the app, as the site was built.
        is_now: it is the start of this page; else a later start was as it is meant to be.
    """

    day: date
    reason: SlowReason
    error: str
    version: str
    is_now: bool


def read_slow_start(told: object) -> SlowStart | None:
    """Read what the page remembers (companion/site/starts.js); None where that is nothing, or not understood."""
    if not isinstance(told, Mapping) or not isinstance(last := told.get("last"), Mapping):
        return None
    day, code, error, version = (last.get(name) for name in ("day", "code", "error", "version"))
    if not isinstance(day, str) or not isinstance(error, str) or not isinstance(version, str):
        return None
    if not error.isalpha() or not error.isascii() or max(len(error), len(version)) > LONGEST:
        return None
    try:
        reason = SlowReason(str(code))
        return SlowStart(date.fromisoformat(day), reason, error, version, told.get("isNow") is True)
    except ValueError:
        return None
