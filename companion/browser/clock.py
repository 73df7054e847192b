"""The port Clock in the page, and chance for backoff.

The zone is asked of the browser each time: a memory snapshot keeps the zone of the machine that made it, and a
person travels.
"""

import secrets
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any


class BrowserClock:
    """The browser's clock and zone. `bridge` is the module of js/bridge.js."""

    def __init__(self, bridge: Any) -> None:
        self._bridge = bridge

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)

    def zone(self) -> str:
        """IANA name, or an offset such as "+02:00"."""
        return str(self._bridge.zone()) or self.local(self.now()).isoformat()[-len("+00:00") :]

    def local(self, moment: datetime) -> datetime:
        """The moment in the person's zone, with the offset that is in force there at that moment."""
        minutes = round(self._bridge.offset(moment.timestamp() * 1000))
        return moment.astimezone(timezone(timedelta(minutes=minutes)))

    def today(self) -> date:
        """The calendar day where the person is."""
        return self.local(self.now()).date()


class BrowserRandomness:
    """The port Randomness from the system's source, which the browser asks anew at each start."""

    def fraction(self) -> float:
        """From 0 up to 1."""
        return secrets.randbelow(1 << 30) / (1 << 30)
