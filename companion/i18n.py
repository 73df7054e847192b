"""Texts in the person's language, through gettext. No module holds a language: screens are given `Words`."""

import gettext
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path

from companion.domain.time_of_day import Mark, minute_of, written
from companion.domain.written_day import SAYS_24_7, Custom, Parts, custom_of

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

WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip

_DATE = N_("{day}\u00a0{month} {year}")
_WITH_COMMA, _FULL_WITH_COMMA = N_("{weekday}, {day}\u00a0{month}"), N_("{weekday}, {day}\u00a0{month} {year}")
_NO_COMMA, _FULL_NO_COMMA = N_("{weekday} {day}\u00a0{month}"), N_("{weekday} {day}\u00a0{month} {year}")
DAYS: Mapping[Custom, Mapping[Parts, str]] = {
    Custom.WORLD: {Parts.WEEKDAY: _WITH_COMMA, Parts.FULL: _FULL_WITH_COMMA, Parts.DATE: _DATE},
    Custom.AMERICAN: {
        Parts.WEEKDAY: N_("{weekday}, {month}\u00a0{day}"),
        Parts.FULL: N_("{weekday}, {month}\u00a0{day}, {year}"),
        Parts.DATE: N_("{month}\u00a0{day}, {year}"),
    },
    Custom.BRITISH: {Parts.WEEKDAY: _NO_COMMA, Parts.FULL: _FULL_WITH_COMMA, Parts.DATE: _DATE},
    Custom.AUSTRALIAN: {Parts.WEEKDAY: _NO_COMMA, Parts.FULL: _FULL_NO_COMMA, Parts.DATE: _DATE},
    Custom.IRISH: {Parts.WEEKDAY: _WITH_COMMA, Parts.FULL: _FULL_NO_COMMA, Parts.DATE: _DATE},
}
"""How a day is written. A catalogue puts the parts into its own language's order, whatever the country.

The space between day and month does not break: a "2" alone at the end of a line is another date.
"""

ALWAYS_OPEN, ALWAYS_OPEN_24_7 = N_("Open 24 hours a day, every day."), N_("Open 24/7.")


class Words:
    """Turns the English texts of the source into the person's language, times and days as their country has them."""

    def __init__(self, translations: gettext.NullTranslations, language: str = "en", country: str = "") -> None:
        self._translations = translations
        self.language = language
        self.country = country

    def of(self, country: str) -> "Words":
        """The same language with the clock and dates of a country (ISO 3166 alpha-2); "" writes 13:00, 2 December."""
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

    def day(self, day: date, parts: Parts = Parts.FULL) -> str:
        """A day of the calendar, "Wednesday, December 2, 2026" or "Wednesday, 2 December 2026"."""
        return self(
            DAYS[custom_of(self.country)][parts],
            weekday=self.weekday(day.weekday()), day=day.day, month=self.month(day.month), year=day.year,
        )  # fmt: skip

    def weekday(self, weekday: int) -> str:
        """The name of a day of the week, 0 for Monday to 6."""
        return self(WEEKDAYS[weekday])

    def month(self, month: int) -> str:
        """The name of a month, 1 to 12."""
        return self(MONTHS[month - 1])

    def in_order(self) -> tuple[str, ...]:
        """ "day", "month" and "year" in the order in which a date is written, for fields to type one in."""
        pattern = self(DAYS[custom_of(self.country)][Parts.DATE])
        return tuple(sorted(("day", "month", "year"), key=lambda part: pattern.find(f"{{{part}}}")))

    def always_open(self) -> str:
        """That a line or the clinic is there at any time."""
        return self(ALWAYS_OPEN_24_7 if self.country in SAYS_24_7 else ALWAYS_OPEN)


def load_words(assets: Path, language: str = "en") -> Words:
    """The catalogue of a language; the source's English where there is none."""
    found = gettext.translation(DOMAIN, assets / "locale", [language], fallback=True)
    return Words(found, language)
