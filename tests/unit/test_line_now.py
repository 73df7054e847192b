"""Which crisis line a text names: one that is open now, and never a bare number."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.config import assets_dir
from companion.content import load_content
from companion.domain.clinic import Here
from companion.domain.crisis import Channel, CrisisLine
from companion.domain.line_now import LineNow, line_now, open_at
from companion.domain.numbers import Numbers, fill
from companion.domain.opening_hours import AvailableTime, OpeningHours, is_open
from companion.hours_words import line_hours, numbers_at
from companion.i18n import load_words
from companion.services.open_lines import OpenLines

WORDS = load_words(assets_dir())
CONTENT = load_content(assets_dir())
CRISIS = CONTENT.crisis
NOBODY: frozenset[str] = frozenset()
FILLERS = {"emergency": "your local emergency number", "crisis_line": "a crisis line"}


def opening_hours_of(start: str, end: str) -> OpeningHours:
    """Every day from one time to another, in Rome."""
    first, last = (int(one[:2]) * 60 + int(one[3:]) for one in (start, end))
    return OpeningHours((AvailableTime(frozenset(range(7)), first, last),), "Europe/Rome")


def rome(hour: int, minute: int = 0, day: int = 25) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Europe/Rome"))


def here(now: datetime) -> Here:
    return Here(now, lambda moment: moment.astimezone(now.tzinfo))


def said(text: str, country: str, now: datetime | None = None, profile: frozenset[str] = NOBODY) -> str:
    numbers = numbers_at(WORDS.of(country), CRISIS, country, profile, here(now) if now else None)
    return fill(text, numbers, **FILLERS)


def test_a_line_known_by_its_number_and_others_read_naturally() -> None:
    assert said("You can reach {cl}.", "US") == "You can reach 988, the crisis line (or text 988)."
    assert said("You can reach {cl}.", "DE") == "You can reach the crisis line, 0800 111 0 111."
    assert said("You can reach {cl}.", "GB") == "You can reach the crisis line, 116 123 (or text SHOUT to 85258)."
    assert said("You can reach {cl}.", "AU") == "You can reach the crisis line, 13 11 14 (or text 0477 13 11 14)."
    assert said("{cl} can help. {cl}", "DE").startswith("The crisis line, 0800 111 0 111 can help. The crisis line")
    assert said("You can reach {cl}.", "") == "You can reach a crisis line."


def test_the_same_line_in_italy_is_named_by_day_and_not_at_night() -> None:
    assert said("You can reach {cl}.", "IT", rome(9)) == "You can reach the crisis line, 02 2327 2327."
    closed = "the crisis line, 02 2327 2327, opens at 09:00"
    assert said("You can reach {cl}.", "IT", rome(3)) == f"You can reach 112 or someone you trust ({closed})."
    assert said("Call {cl} or {em} now if:", "IT", rome(8, 59)) == (f"Call someone you trust ({closed}) or 112 now if:")
    assert "(" not in said("You can reach {cl}.", "IT", rome(23, 59))


def test_it_opens_on_the_persons_own_clock() -> None:
    night = rome(3).astimezone(ZoneInfo("America/New_York"))
    assert "opens at 03:00, your time" in said("You can reach {cl}.", "IT", night.replace(hour=2, day=25))


def test_hours_that_are_not_known_are_never_said_to_be_open() -> None:
    for now in (None, rome(3), rome(12)):
        text = said("You can reach {cl}.", "DK", now)
        assert text == "You can reach the crisis line, 70 201 201 (hours may vary)."


def test_a_number_for_part_of_a_country_does_not_stand_for_all_of_it() -> None:
    assert said("{cl}", "AR") == "The crisis line, 0800 999 0091"
    assert said("{cl}", "CO") == "The crisis line, 192 (hours may vary)"
    lone = replace(CRISIS, lines=tuple(one for one in CRISIS.lines if one.id == "ar_cas"))
    found = line_now(lone, "AR")
    assert found and found.call.uri == "tel:08003451435"


@pytest.mark.parametrize("country", CRISIS.countries)
def test_whatever_the_hour_a_text_names_an_open_line_or_says_what_is_not_sure(country: str) -> None:
    lines = [one for one in CRISIS.lines if one.country == country and one.topic == "crisis"]
    for hour in range(48):
        now = datetime(2026, 11, 24, tzinfo=UTC) + timedelta(hours=hour / 2)
        found = line_now(CRISIS, country, NOBODY, now)
        assert found
        states = {open_at(one, now) for one in lines if any(c.type == "call" and not c.area for c in one.channels)}
        best = True if True in states else None if None in states else False
        assert found.is_open is best and open_at(found.line, now) is best
        phrase = numbers_at(WORDS, CRISIS, country, NOBODY, here(now)).crisis_line
        assert ("crisis line" in phrase and not phrase[0].isdigit()) or phrase.startswith(("988, the", "112 or"))
        assert ("hours may vary" in phrase) == (best is None)
        assert ("opens" in phrase or "is closed" in phrase) == (best is False)


def test_without_a_clock_only_a_line_that_never_closes_is_open() -> None:
    found = line_now(CRISIS, "IT")
    assert found and found.is_open is None and "hours may vary" in said("{cl}", "IT")


def test_the_persons_language_comes_before_another_one_among_open_lines() -> None:
    assert [found.line.id for told in ("fr", "nl") if (found := line_now(CRISIS, "BE", frozenset({told})))] == [
        "be_cps", "be_1813"
    ]  # fmt: skip
    spanish = line_now(CRISIS, "US", frozenset({"es"}))
    assert spanish and spanish.call.uri == "tel:988,,2" and spanish.text and "AYUDA" in spanish.text.uri


@given(st.text(max_size=60), st.booleans())
def test_filling_leaves_no_placeholder(text: str, has_numbers: bool) -> None:
    numbers = Numbers("911", "988, the crisis line") if has_numbers else Numbers("", "")
    filled = fill(f"{text}{{cl}} and {{em}}", numbers, **FILLERS)
    assert "{cl}" not in filled and "{em}" not in filled


def test_a_text_next_to_the_emergency_number_does_not_name_it_twice() -> None:
    numbers = Numbers("112", "112 or someone you trust", "someone you trust")
    assert fill("Call {cl} or {em}.", numbers, **FILLERS) == "Call someone you trust or 112."
    assert fill("Reach {cl}.", numbers, **FILLERS) == "Reach 112 or someone you trust."
    assert fill("Reach {cl}.", numbers.beside(), **FILLERS) == "Reach someone you trust."


def test_screens_are_told_when_a_line_opens_or_closes_and_at_no_other_time() -> None:
    lines, heard = OpenLines(CRISIS), list[tuple[bool | None, ...]]()
    keep = lambda: heard.append(lines.now)  # noqa: E731 - held by the test
    lines.changes.subscribe(keep)
    for minute in range(24 * 60):
        lines.look(rome(0) + timedelta(minutes=minute))
    hours = {one.hours for one in CRISIS.lines if one.hours and not one.hours.is_always}
    moments = [rome(0) + timedelta(minutes=minute) for minute in range(24 * 60)]
    changes = sum(
        any(is_open(one, later) != is_open(one, sooner) for one in hours) for sooner, later in pairwise(moments)
    )
    assert len(heard) == changes >= 4


def test_a_text_for_later_says_a_lines_hours_on_its_own_clock() -> None:
    italian = next(one for one in CRISIS.lines if one.id == "it_ta")
    assert line_hours(WORDS.of("IT"), italian.hours).startswith("Monday to Sunday, 09:00 to")
    assert line_hours(WORDS, None) == "hours may vary" and line_hours(WORDS, OpeningHours()) == ""


# A country of our own, so that every order of lines is there

BY_DAY = opening_hours_of("09:00", "17:00")
LATE = opening_hours_of("18:00", "23:00")


def a_line(id: str, *channels: Channel, **more: object) -> CrisisLine:
    return CrisisLine(id, "IT", id, "crisis", "", channels, **more)  # type: ignore[arg-type]


def named(now: datetime, *lines: CrisisLine) -> LineNow:
    found = line_now(replace(CRISIS, lines=lines), "IT", NOBODY, now)
    assert found
    return found


CALL, TEXT = Channel("call", "1", "tel:1"), Channel("text", "2", "sms:2")
LOCAL = Channel("call", "3", "tel:3", area="Rome")


def test_an_open_line_of_a_part_of_the_country_goes_before_a_closed_one_of_all_of_it() -> None:
    whole, part = a_line("whole", CALL, hours=BY_DAY), a_line("part", LOCAL, hours=OpeningHours())
    assert named(rome(12), part, whole).line.id == "whole"
    assert named(rome(3), part, whole).line.id == "part"


def test_a_line_for_some_people_is_never_named_to_everybody() -> None:
    everybody = a_line("everybody", CALL, hours=BY_DAY)
    veterans = a_line("veterans", CALL, TEXT, hours=OpeningHours(), fits=("veteran",))
    for now in (rome(12), rome(3)):
        found = named(now, veterans, everybody)
        assert found.line.id == "everybody" and found.text is None


def test_a_way_to_text_is_that_of_a_line_that_is_open() -> None:
    by_phone = a_line("phone", CALL, hours=OpeningHours())
    late, unknown = a_line("late", TEXT, hours=LATE), a_line("unknown", TEXT)
    assert named(rome(19), by_phone, late).text is TEXT
    assert named(rome(12), by_phone, late).text is None and named(rome(12), by_phone, unknown).text is None
