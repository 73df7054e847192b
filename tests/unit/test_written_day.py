"""A day of the calendar as each country's English writes it: by CLDR, in the app and in the page's Help alike."""

import json
import re
import subprocess
from datetime import date, timedelta
from functools import cache
from gettext import NullTranslations
from pathlib import Path

import flet as ft
import pytest
from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

import companion
from companion.config import assets_dir
from companion.content import load_content
from companion.domain.written_day import CUSTOMS, SAYS_24_7, Custom, Parts, custom_of
from companion.hours_words import hours_line
from companion.i18n import DAYS, MONTHS, WEEKDAYS, Words
from companion.site import help_layer
from companion.site.help_data import help_data
from companion.site.snapshot import node
from companion.views.components.controls import heading
from companion.views.components.glue import MOST_IN_CHOICE, MOST_IN_HEADING, breakable
from companion.views.wording import day_name, full_day
from tests.times import WORDS

HERE = Path(__file__).parent
COUNTRIES = ["", *json.loads((assets_dir() / "crisis.json").read_text("utf-8"))["countries"]]
LEAP_YEAR = [date(2028, 1, 1) + timedelta(days=number) for number in range(366)]
BY_CLDR = {Parts.WEEKDAY: ("MMMMEEEEd", "MMMEd"), Parts.FULL: ("yMMMMEEEEd", "full"), Parts.DATE: ("yMMMMd", "long")}
"""The pattern that CLDR has for it, and the one that it is made of where a country has none."""
GLUED = "\u00a0"


def locale_of(country: str) -> Locale:
    """A country's English; where it has none, the world's."""
    try:
        return Locale("en", territory=country) if country else Locale("en", territory="001")
    except UnknownLocaleError:
        return Locale("en", territory="001")


@cache
def pattern_of(country: str, parts: Parts) -> str:
    """CLDR's own, with whole names and without a 0 before the day."""
    locale, (wanted, instead) = locale_of(country), BY_CLDR[parts]
    found = locale.datetime_skeletons.get(wanted) or locale.datetime_skeletons.get(instead)
    written = (found or locale.date_formats[instead]).pattern
    return re.sub("d+", "d", re.sub("M+", "MMMM", re.sub("E+", "EEEE", written)))


@pytest.mark.parametrize("parts", Parts)
@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_writes_a_day_as_cldr_does(country: str, parts: Parts) -> None:
    words, pattern = WORDS.of(country), pattern_of(country, parts)
    for day in LEAP_YEAR[::13]:
        assert words.day(day, parts).replace(GLUED, " ") == format_date(day, pattern, "en"), pattern


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_day_and_a_time_are_joined_as_cldr_does(country: str) -> None:
    joined = locale_of(country).datetime_formats["medium"]
    assert joined == "{1}, {0}" and WORDS("{day}, {time}", day="{1}", time="{0}") == joined


@pytest.mark.parametrize(
    ("country", "within", "full", "alone"),
    [("US", "Wednesday, December 2", "Wednesday, December 2, 2026", "December 2, 2026"),
     ("CA", "Wednesday, December 2", "Wednesday, December 2, 2026", "December 2, 2026"),
     ("GB", "Wednesday 2 December", "Wednesday, 2 December 2026", "2 December 2026"),
     ("IE", "Wednesday, 2 December", "Wednesday 2 December 2026", "2 December 2026"),
     ("AU", "Wednesday 2 December", "Wednesday 2 December 2026", "2 December 2026"),
     ("NZ", "Wednesday, 2 December", "Wednesday, 2 December 2026", "2 December 2026"),
     ("MX", "Wednesday, 2 December", "Wednesday, 2 December 2026", "2 December 2026"),
     ("", "Wednesday, 2 December", "Wednesday, 2 December 2026", "2 December 2026")],
)  # fmt: skip
def test_the_second_of_december(country: str, within: str, full: str, alone: str) -> None:
    words, day = WORDS.of(country), date(2026, 12, 2)
    assert day_name(words, day, date(2026, 11, 20)).replace(GLUED, " ") == within
    assert day_name(words, day, date(2027, 1, 20)).replace(GLUED, " ") == full_day(words, day).replace(GLUED, " ")
    assert words.day(day).replace(GLUED, " ") == full and words.day(day, Parts.DATE).replace(GLUED, " ") == alone


@pytest.mark.parametrize("country", COUNTRIES)
def test_on_every_day_of_a_leap_year_day_and_month_stand_together_in_the_countrys_order(country: str) -> None:
    words, is_month_first = WORDS.of(country), custom_of(country) is Custom.AMERICAN
    for parts in Parts:
        shown = {words.day(day, parts): day for day in LEAP_YEAR}
        assert len(shown) == len(LEAP_YEAR)
        for said, day in shown.items():
            month, number = MONTHS[day.month - 1], str(day.day)
            glued = GLUED.join([month, number] if is_month_first else [number, month])
            assert re.findall(rf"(?<!\w){glued}(?!\w)", said) == [glued] and said.count(GLUED) == 1, said
            assert (WEEKDAYS[day.weekday()] in said) == (parts is not Parts.DATE), said
            assert said.endswith(" 2028") == (parts is not Parts.WEEKDAY), said


@given(st.dates(), st.sampled_from(COUNTRIES), st.sampled_from(list(Parts)))
def test_no_day_is_written_with_a_part_left_over_or_left_out(day: date, country: str, parts: Parts) -> None:
    said = WORDS.of(country).day(day, parts)
    assert not set("{}") & set(said) and said == said.strip() and "  " not in said
    assert {str(day.day)} <= set(re.findall(r"\d+", said)) <= {str(day.day), str(day.year)}


@pytest.mark.parametrize("most", [MOST_IN_HEADING, MOST_IN_CHOICE])
def test_a_pair_too_wide_for_a_line_breaks_at_its_space_and_never_inside_the_number(most: int) -> None:
    for country in ("US", "GB"):
        words = WORDS.of(country)
        for said in (*(words.day(day) for day in LEAP_YEAR), *(words.time(minute) for minute in range(0, 1441, 15))):
            shown = breakable(said, most)
            assert shown.replace(GLUED, " ") == said.replace(GLUED, " ")
            glued = [one for one in shown.split(" ") if GLUED in one]
            assert all(len(one) <= most for one in glued)
    assert breakable(f"May{GLUED}4, 2026", most) == f"May{GLUED}4, 2026"
    assert breakable(f"September{GLUED}30, 2026", most) == "September 30, 2026"


def test_a_heading_breaks_so() -> None:
    shown = heading(f"Infusion 4: Wednesday, September{GLUED}30, 10:00{GLUED}AM")
    assert isinstance(shown, ft.Semantics) and isinstance(shown.content, ft.Text)
    assert shown.content.value == f"Infusion 4: Wednesday, September 30, 10:00{GLUED}AM"


class Spanish(NullTranslations):
    """A language whose order is one, whatever the country."""

    def gettext(self, message: str) -> str:
        parts = next((kind for of in DAYS.values() for kind, pattern in of.items() if pattern == message), None)
        return {
            Parts.WEEKDAY: "{weekday}, {day} de {month}",
            Parts.FULL: "{weekday}, {day} de {month} de {year}",
            Parts.DATE: "{day} de {month} de {year}",
            None: {"Wednesday": "miércoles", "December": "diciembre"}.get(message, message),
        }[parts]


def test_another_language_brings_its_own_order_whatever_the_country() -> None:
    for country in COUNTRIES:
        words = Words(Spanish(), "es", country)
        assert words.day(date(2026, 12, 2)) == "miércoles, 2 de diciembre de 2026"
        assert words.in_order() == ("day", "month", "year")


def test_a_date_is_typed_in_the_order_in_which_it_is_written() -> None:
    for country in COUNTRIES:
        by_cldr = sorted("dMy", key=pattern_of(country, Parts.DATE).index)
        assert [{"day": "d", "month": "M", "year": "y"}[part] for part in WORDS.of(country).in_order()] == by_cldr
    assert WORDS.of("US").in_order() == ("month", "day", "year")


def test_the_pages_help_writes_every_day_as_the_app_does() -> None:
    told = help_data(load_content(assets_dir()).crisis, None, WORDS)
    dates = {country: told["dates"].get(country) or told["dates"][""] for country in COUNTRIES}
    given = {
        "script": (Path(help_layer.__file__).parent / "help_order.js").read_text("utf-8"),
        "dates": dates, "months": told["months"], "days": [day.isoformat() for day in LEAP_YEAR],
    }  # fmt: skip
    ran = subprocess.run(
        [node(), str(HERE / "written_day.js")], input=json.dumps(given), capture_output=True, text=True, check=True,
        timeout=60,
    )  # fmt: skip
    found = json.loads(ran.stdout)
    for country in COUNTRIES:
        words = WORDS.of(country)
        assert found[country] == [words.day(day, Parts.DATE) for day in LEAP_YEAR], country
    assert told["weekdays"] == [WORDS.weekday(day) for day in range(7)] == list(WEEKDAYS)


def test_what_is_always_open_is_said_as_people_say_it() -> None:
    line = next(one for one in load_content(assets_dir()).crisis.lines if one.hours and one.hours.is_always)
    for country in COUNTRIES:
        said = hours_line(WORDS.of(country), line.hours, None)
        assert said == ("Open 24/7." if country in ("US", "CA") else "Open 24 hours a day, every day."), country
    assert set(COUNTRIES) >= SAYS_24_7 and set(COUNTRIES) >= set(CUSTOMS)


ELSEWHERE = re.compile(
    r"\bMONTHS\b|\bWEEKDAYS\b|toLocale\w*String|%[aAbBcx]\b|%d\W?%[mbB]|\{day\}[^\n\"]{0,8}\{month\}"
)
"""What makes a day for people; a date with its year first is for machines, and sorts."""


def test_days_are_written_in_one_place() -> None:
    room = Path(companion.__file__).parent
    files = [file for kind in ("*.py", "*.js") for file in room.rglob(kind)]
    found = {file.relative_to(room).as_posix(): set(ELSEWHERE.findall(file.read_text("utf-8"))) for file in files}
    found = {name: said for name, said in found.items() if said}
    assert found.pop("i18n.py") and len(files) > 100
    assert found.pop("site/help_data.py") == {"MONTHS", "WEEKDAYS"}, "the page is given the names"
    assert found == {}
