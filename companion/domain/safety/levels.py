"""How much a rule asks for, and the lowest level that it keeps once the thing is over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import Any


class Level(IntEnum):
    """How much a rule asks for."""

    INFO = 0
    CALL_CLINIC = 1
    URGENT = 2
    EMERGENCY = 3


LEVELS: Mapping[str, Level] = {level.name.lower(): level for level in Level}


@dataclass(frozen=True, slots=True)
class FloorStep:
    """The lowest level that something keeps after it has passed, for a while.

    Attributes:
        message: id of the message that is shown then.
        within: how long after the thing this step applies, both ends included; None for ever.
        of_sedation: `within` counts from the last infusion, opioid or sedative, and not from the thing.
        only_first_ever: applies only if the person never had this before.
        same_day: the clinic is to be called on the same day.
    """

    level: Level
    message: str
    within: timedelta | None = None
    of_sedation: bool = False
    only_first_ever: bool = False
    same_day: bool = False


@dataclass(frozen=True, slots=True)
class Age:
    """How long ago something was. What is not known counts as the stricter.

    Attributes:
        since: the least time that can have passed since its last moment.
        since_sedation: since the last infusion, opioid or sedative; None where none is known.
        is_first_ever: the person never had this before, as far as is known.
    """

    since: timedelta = timedelta()
    since_sedation: timedelta | None = None
    is_first_ever: bool = True


def floor_at(steps: Iterable[FloorStep], age: Age) -> FloorStep | None:
    """Return the first step that applies to an age, None where none does."""
    return next((step for step in steps if _applies(step, age)), None)


def floor_steps_from_json(raw: Iterable[Mapping[str, Any]]) -> tuple[FloorStep, ...]:
    """Parse a list of floor steps. Raises KeyError, TypeError or ValueError on another shape."""
    return tuple(_step(one) for one in raw)


KEYS = {"level", "message", "within_hours", "within_hours_of_sedation", "only_first_ever", "same_day"}


def _applies(step: FloorStep, age: Age) -> bool:
    if step.only_first_ever and not age.is_first_ever:
        return False
    since = age.since_sedation if step.of_sedation else age.since
    if since is None:
        return False
    return step.within is None or since <= step.within


def _step(raw: Mapping[str, Any]) -> FloorStep:
    if unknown := raw.keys() - KEYS:
        raise ValueError(f"{sorted(unknown)[0]} is unknown")
    hours = raw.get("within_hours_of_sedation", raw.get("within_hours"))
    if hours is not None and (isinstance(hours, bool) or not isinstance(hours, int) or hours < 1):
        raise ValueError("hours has to be a whole number, 1 or more")
    return FloorStep(
        level=LEVELS[raw["level"]],
        message=str(raw["message"]),
        within=None if hours is None else timedelta(hours=hours),
        of_sedation="within_hours_of_sedation" in raw,
        only_first_ever=raw.get("only_first_ever", False) is True,
        same_day=raw.get("same_day", False) is True,
    )
