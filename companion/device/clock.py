"""The port Clock on CPython, and chance for backoff."""

import secrets
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class DeviceClock:
    """The device's clock and its zone, asked anew each time: both may change while the app runs."""

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)

    def zone(self) -> str:
        """IANA name, or an offset such as "+02:00"."""
        from tzlocal import get_localzone_name  # reads files: not before the first frame

        try:
            name = get_localzone_name()
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError, TypeError):
            return offset_name(self.now().astimezone())
        return str(name)

    def local(self, moment: datetime) -> datetime:
        """The moment in the person's zone."""
        try:
            return moment.astimezone(ZoneInfo(self.zone()))
        except (ZoneInfoNotFoundError, ValueError):
            return moment.astimezone()

    def today(self) -> date:
        """The calendar day where the person is."""
        return self.local(self.now()).date()


def offset_name(moment: datetime) -> str:
    """The offset of an aware time: "+02:00"."""
    minutes = (moment.utcoffset() or timedelta()) // timedelta(minutes=1)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


class DeviceRandomness:
    """The port Randomness from the system's source."""

    def fraction(self) -> float:
        """From 0 up to 1."""
        return secrets.randbelow(1 << 30) / (1 << 30)
