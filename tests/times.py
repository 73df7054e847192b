"""Times of the day as screens say them to somebody in the United States, whom most tests have."""

from companion.config import assets_dir
from companion.i18n import load_words

WORDS = load_words(assets_dir())
US = WORDS.of("US")

TIME = r"\d{1,2}:\d\d\s(AM|PM|noon|midnight)"
"""A time of the day, as part of a pattern."""


def o_clock(clock: str) -> str:
    """ "14:30" as it is said there."""
    return US.time(clock)
