"""A line of the log of warnings."""

from dataclasses import dataclass
from datetime import datetime

from companion.domain.safety.rules import Level, Topic


@dataclass(frozen=True, slots=True)
class Warned:
    """One card that was shown.

    Attributes:
        at: UTC.
        message: id of what it said.
        form: canonical url of the form that was being answered.
        rules: (id, level) of every rule on it, the leading one first.
        same_day: the clinic was to hear of it on the same day.
        folded: when the person said that they are safe, or corrected the answer (UTC); None where neither happened.
    """

    id: str
    at: datetime
    level: Level
    topic: Topic
    message: str
    form: str
    rules: tuple[tuple[str, Level], ...]
    same_day: bool = False
    folded: datetime | None = None
