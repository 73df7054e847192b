"""Which crisis lines are open now: the screens that name one are told when that changes."""

from datetime import datetime

from companion.domain.crisis import Crisis
from companion.domain.opening_hours import is_open
from companion.services.changes import Changes


class OpenLines:
    """Watches the lines that have hours. It knows nothing of the person."""

    def __init__(self, crisis: Crisis) -> None:
        self._hours = [line.hours for line in crisis.lines if line.hours and not line.hours.is_always]
        self.now: tuple[bool | None, ...] = ()
        self.changes = Changes()

    def look(self, now: datetime) -> None:
        """Announce a change where a line has opened or closed since the last look; `now` is aware."""
        states = tuple(is_open(one, now) for one in self._hours)
        before, self.now = self.now, states
        if before and states != before:
            self.changes.announce()
