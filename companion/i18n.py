"""Texts in the person's language, through gettext. No module holds a language: screens are given `Words`."""

import gettext
from datetime import datetime, time
from pathlib import Path

from companion.domain.time_of_day import Mark, minute_of, written

DOMAIN = "companion"


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Marks a text for collection where it is translated later."""
    return message


MARKED = {
    Mark.AM: N_("{time}\u00a0AM"),
    Mark.PM: N_("{time}\u00a0PM"),
    Mark.NOON: N_("{time}\u00a0noon"),
    Mark.MIDNIGHT: N_("{time}\u00a0midnight"),
}
"""The space does not break: "10:00" alone at the end of a line is another time."""


class Words:
    """Turns the English texts of the source into the person's language, and a time into what their country writes."""

    def __init__(self, translations: gettext.NullTranslations, language: str = "en", country: str = "") -> None:
        self._translations = translations
        self.language = language
        self.country = country

    def of(self, country: str) -> "Words":
        """The same language with the clock of a country (ISO 3166 alpha-2); "" writes 13:00."""
        return Words(self._translations, self.language, country)

    def __call__(self, message: str, **values: object) -> str:
        """The translation, with its {placeholders} filled. An empty text stays empty."""
        if not message:
            return ""
        text = self._translations.gettext(message)
        return text.format(**values) if values else text

    def plural(self, one: str, many: str, n: int) -> str:
        """The form for `n`, with {n} filled."""
        return self._translations.ngettext(one, many, n).format(n=n)

    def time(self, clock: str | time | datetime | int) -> str:
        """A time of the day, "2:30 PM" or "14:30". `clock` is as `minute_of` takes it: "HH:MM", a time, or minutes."""
        digits, mark = written(minute_of(clock), self.country)
        return self(MARKED[mark], time=digits) if mark else digits


def load_words(assets: Path, language: str = "en") -> Words:
    """The catalogue of a language; the source's English where there is none."""
    found = gettext.translation(DOMAIN, assets / "locale", [language], fallback=True)
    return Words(found, language)
