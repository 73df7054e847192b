"""A day of the calendar as English writes it in each country: "Wednesday, December 2" or "Wednesday 2 December".

The patterns themselves are texts of the catalogue (companion/i18n.py), so that a language brings its own order.
"""

from enum import StrEnum


class Parts(StrEnum):
    """The parts of a day that are written."""

    WEEKDAY = "weekday"
    """Weekday, day and month: for a day of this year."""
    FULL = "full"
    """Weekday, day, month and year."""
    DATE = "date"
    """Day, month and year, without the weekday: for when a fact was checked."""


class Custom(StrEnum):
    """A way of writing days; countries with the same order and the same commas share one."""

    WORLD = "world"
    """Wednesday, 2 December; Wednesday, 2 December 2026."""
    AMERICAN = "american"
    """Wednesday, December 2; Wednesday, December 2, 2026."""
    BRITISH = "british"
    """Wednesday 2 December; Wednesday, 2 December 2026."""
    AUSTRALIAN = "australian"
    """Wednesday 2 December; Wednesday 2 December 2026."""
    IRISH = "irish"
    """Wednesday, 2 December; Wednesday 2 December 2026."""


CUSTOMS = {
    "AU": Custom.AUSTRALIAN,
    "CA": Custom.AMERICAN,
    "GB": Custom.BRITISH,
    "IE": Custom.IRISH,
    "PH": Custom.AMERICAN,
    "US": Custom.AMERICAN,
}
"""Those of Help's countries whose English differs from that of the world (CLDR's en-001), by CLDR."""

SAYS_24_7 = frozenset({"CA", "US"})
"""Countries where "24/7" is the usual way to say open day and night. Elsewhere it is written out."""


def custom_of(country: str) -> Custom:
    """Return how a country (ISO 3166 alpha-2, "" for unknown) writes a day in English.

    CLDR pads the day of a few countries to two digits ("02 December"), not in all of its patterns and not in each of
    its versions; here no day is padded.
    """
    return CUSTOMS.get(country, Custom.WORLD)
