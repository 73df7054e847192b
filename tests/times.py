"""Times and days as screens say them to somebody in the United States, whom most tests have."""

from datetime import date

from companion.config import assets_dir
from companion.domain.written_day import Parts
from companion.i18n import load_words
from companion.views.components.glue import MOST_IN_HEADING, breakable

WORDS = load_words(assets_dir())
US = WORDS.of("US")

TIME = r"\d{1,2}:\d\d\s(AM|PM|noon|midnight)"
"""A time of the day, as part of a pattern."""


def o_clock(clock: str) -> str:
    """ "14:30" as it is said there."""
    return US.time(clock)


def the_day(day: str) -> str:
    """ "2026-11-17" as it is said there in its own year: Tuesday, November 17."""
    return US.day(date.fromisoformat(day), Parts.WEEKDAY)


def day_of_a_year(day: str) -> str:
    """ "2026-11-17" with its year: Tuesday, November 17, 2026."""
    return US.day(date.fromisoformat(day))


def in_heading(said: str) -> str:
    """The same as a heading has it, in which what is wider than a line may break at its space."""
    return breakable(said, MOST_IN_HEADING)
