"""Help's lines: what is shown of them and in which order, when they are open, who confirmed them."""

import json
import re
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.check_content import crisis_lines, look_at
from companion.config import assets_dir
from companion.domain.clinic import Here
from companion.domain.crisis import (
    PROFILE,
    Channel,
    Confirmation,
    Crisis,
    CrisisLine,
    FirstLayer,
    beside_line,
    crisis_from_json,
    first_layer,
    profile_options,
)
from companion.domain.opening_hours import is_open, next_opening, opening_hours_from_json
from companion.domain.review import confirmations, faults, is_same_number, is_stale
from companion.hours_words import hours_line, languages_line
from companion.i18n import load_words
from companion.site.help_data import help_data
from companion.views.components.help_line import confirmed_line
from tests.help_facts import shipped_fact

SHIPPED = json.loads((assets_dir() / "crisis.json").read_text("utf-8"))
CRISIS = crisis_from_json(SHIPPED)
AGREED = json.loads((Path(__file__).parents[1] / "data" / "help-lines.json").read_text("utf-8"))
"""Fixed by hand: a line that changes is changed in both files."""

NOON = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
"""A Wednesday, noon in New York."""

NIGHT = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
OFFICE = {"available_time": [{"days_of_week": ["mon", "tue"], "start": "08:00", "end": "17:00"}],
          "time_zone": "America/New_York"}  # fmt: skip


def changed(**more: Any) -> dict[str, Any]:
    """The shipped data with its first line changed."""
    data = deepcopy(SHIPPED)
    data["lines"][0].update(more)
    return data


def everything(layer: FirstLayer) -> list[CrisisLine]:
    return [*layer.national, *layer.fitting, *(line for _, lines in layer.more for line in lines), *layer.violence]


@pytest.mark.parametrize("country", CRISIS.countries)
def test_a_country_has_an_emergency_number_and_a_line_for_everybody_that_opens(country: str) -> None:
    layer = first_layer(CRISIS, country)
    assert re.fullmatch(r"tel:\d+", layer.emergency.uri)
    assert layer.national and all(not line.fits and line.kind in ("suicide", "crisis") for line in layer.national)
    for line in everything(layer):
        for one in line.channels:
            assert re.fullmatch(r"tel:[+*#\d,]+|sms:\+?\d+(\?&body=[\w%]+)?|https://\S+", one.uri), one


def test_all_54_countries_are_there() -> None:
    assert len(CRISIS.countries) == 54 and set(CRISIS.emergency) == {*CRISIS.countries, "DEFAULT"}


@pytest.mark.parametrize("line", CRISIS.lines, ids=lambda line: line.id)
def test_what_is_shown_is_what_is_called(line: CrisisLine) -> None:
    assert all(is_same_number(channel) for channel in line.channels)


@pytest.mark.parametrize(
    ("display", "uri"),
    [("988", "tel:911"), ("0800 138 1619", "tel:+448001381618"), ("1-800-662-4357 (HELP)", "tel:+18006624356"),
     ("Text HOME to 741741", "sms:741742?&body=HOME"), ("116 123", "tel:+4116123456"), ("*4141", "tel:4141")],
)  # fmt: skip
def test_a_number_that_differs_from_its_link_is_found(display: str, uri: str) -> None:
    assert not is_same_number(Channel("call", display, uri))


def test_every_line_of_a_country_stands_in_its_layer_once() -> None:
    for country in CRISIS.countries:
        own = sorted(line.id for line in CRISIS.lines if line.country == country)
        for profile in (frozenset(), frozenset({"veteran", "lgbtq", "es", "fr"})):
            assert sorted(line.id for line in everything(first_layer(CRISIS, country, profile, NOON))) == own


def test_the_lines_of_the_united_states_stand_in_their_order() -> None:
    layer = first_layer(CRISIS, "US", frozenset(), NOON)
    assert [line.id for line in layer.national] == ["us_988"] and not layer.fitting
    assert [channel.display for channel in layer.national[0].channels[:3]] == ["988", "988", "988lifeline.org/chat"]
    assert [topic for topic, _ in layer.more] == [
        "crisis", "veteran", "lgbtq", "new_parent", "peer", "substance_use", "poison", "info"
    ]  # fmt: skip
    assert [line.id for line in layer.violence][:2] == ["us_ndvh", "us_rainn"]


def test_who_told_help_something_sees_the_lines_that_fit_right_after_the_national_one() -> None:
    layer = first_layer(CRISIS, "US", frozenset({"veteran", "lgbtq", "es"}), NOON)
    assert [line.id for line in layer.fitting] == ["us_vcl", "us_trevor", "us_translifeline", "us_ctl"]
    assert [channel.uri for channel in layer.national[0].channels[:2]] == ["tel:988,,2", "sms:988?&body=AYUDA"]
    assert layer.fitting[-1].channels[0].uri == "sms:741741?&body=HOLA"
    assert [line.id for line in first_layer(CRISIS, "GB", frozenset({"veteran"})).fitting] == ["gb_combat"]
    assert [line.id for line in first_layer(CRISIS, "BE", frozenset({"fr"})).national] == ["be_cps"]


def test_without_a_language_told_each_language_of_a_country_has_its_line_at_once() -> None:
    assert [line.id for line in first_layer(CRISIS, "BE").national] == ["be_1813", "be_cps"]
    assert [line.id for line in first_layer(CRISIS, "GB").national] == ["gb_samaritans", "gb_shout"]


def test_a_line_outside_its_hours_stands_below_one_that_is_open() -> None:
    at_night = first_layer(CRISIS, "US", frozenset({"lgbtq"}), NIGHT)
    assert [line.id for line in at_night.fitting] == ["us_trevor", "us_translifeline"]
    for country in CRISIS.countries:
        for hour in range(24):
            now = NIGHT + timedelta(hours=hour)
            national = first_layer(CRISIS, country, frozenset(), now).national
            states = [is_open(line.hours, now) is False for line in national]
            assert states == sorted(states)


def test_what_may_be_told_is_only_what_changes_something_in_the_country() -> None:
    assert profile_options(CRISIS, "US") == ("veteran", "lgbtq", "new_parent", "es")
    assert profile_options(CRISIS, "DE") == () and profile_options(CRISIS, "BE") == ("fr", "nl")
    assert set(PROFILE) <= set(profile_options(CRISIS, ""))


def test_an_unknown_country_gets_words_and_no_foreign_number() -> None:
    layer = first_layer(CRISIS, None)
    assert layer.emergency.uri == "" and not everything(layer)


def test_what_ended_and_what_is_in_doubt_is_not_shown() -> None:
    shown = json.dumps(SHIPPED)
    assert "PRIDE" not in shown and "press 3" not in shown and "tel:988,,3" not in shown
    unsure = {line.id for line in CRISIS.lines if line.hours is None}
    assert {"us_fireside", "dk_livslinien", "jp_tell", "pl_116123", "lu_sos"} <= unsure


def test_the_shipped_lines_are_those_that_were_agreed_on() -> None:
    assert {line["id"]: shipped_fact(line) for line in SHIPPED["lines"]} == AGREED["lines"]
    assert {code: one["uri"] for code, one in SHIPPED["emergency"].items()} == AGREED["emergency"]


def by_id(id: str) -> CrisisLine:
    return next(line for line in CRISIS.lines if line.id == id)


def test_who_cannot_speak_can_text_the_line_about_violence() -> None:
    text = next(one for one in by_id("us_ndvh").channels if one.type == "text")
    assert (text.display, text.uri, text.confidence) == ("Text START to 88788", "sms:88788?&body=START", "medium")


def test_a_channel_that_is_less_sure_than_its_line_says_so() -> None:
    for id in ("us_ndvh", "us_samhsa", "us_rainn"):
        found = {one.type: one.confidence or by_id(id).confidence for one in by_id(id).channels}
        assert found["call"] == "high" and found["text"] == "medium"


@pytest.mark.parametrize(
    ("id", "said"),
    [("us_vcl", "TTY: call 711, then 988, then press 1"), ("us_988", "American Sign Language at 988lifeline.org"),
     ("us_translifeline", "988 is open 24/7"), ("us_disaster", "We did not check it in 2026"),
     ("us_fireside", "Not medical or crisis care"), ("ca_hope", "Cree, Ojibway and Inuktitut on request"),
     ("in_telemanas", "20 languages"), ("es_024", "co-official languages")],
)  # fmt: skip
def test_a_note_that_helps_the_person_is_shown(id: str, said: str) -> None:
    assert said in f"{by_id(id).note} {by_id(id).access}"


def test_trans_lifeline_has_988_next_to_it() -> None:
    call, line = beside_line(CRISIS, by_id("us_translifeline")) or pytest.fail("nothing stands beside it")
    assert (call.uri, line.id) == ("tel:988", "us_988") and beside_line(CRISIS, line) is None
    told = help_data(CRISIS, None, load_words(assets_dir()))["countries"]["US"]["l"]
    assert [one["b"][0] for one in told if "b" in one] == ["tel:988"]


def test_the_page_knows_every_language_of_a_line_where_languages_tell_lines_apart() -> None:
    told = help_data(CRISIS, None, load_words(assets_dir()))["countries"]
    found = {line["n"]: line.get("g") for country in ("SG", "HK", "US", "DE") for line in told[country]["l"]}
    assert found["national mindline 1771"] == ["en", "ms", "ta", "zh"] and found["Samaritans of Singapore"] == ["en"]
    assert found["Samaritan Befrienders HK"] == ["zh-HK"] and found["TelefonSeelsorge"] is None


def test_languages_are_said_where_a_line_speaks_more_than_english() -> None:
    words = load_words(assets_dir())
    said = {line.id: languages_line(words, CRISIS, line) for line in CRISIS.lines}
    assert said["us_988"] == (
        "Languages: English, Spanish. Other languages through an interpreter. "
        "Deaf or hard of hearing: videophone in American Sign Language at 988lifeline.org."
    )
    assert said["gb_samaritans"] == "Languages: English. Sometimes also: Welsh." and said["gb_shout"] == ""
    assert said["sg_1771"] == "Languages: English, Chinese, Malay, Tamil."
    assert said["fi_mieli"] == "Languages: Finnish. Sometimes also: Swedish, Arabic, Ukrainian, English."
    assert said["in_telemanas"] == "Languages: Hindi, English. In 20 languages."


@pytest.mark.parametrize(
    "data",
    [{}, {**SHIPPED, "emergency": {}}, {**SHIPPED, "topics": {}}, changed(confidence="low"), changed(channels=[]),
     changed(confirmed="2026-11-01"), changed(kind="other"), changed(hours={"available_time": []}),
     changed(channels=[{"type": "call", "display": "1", "uri": "javascript:1"}]), changed(languages=["xx"]),
     changed(channels=[{"type": "call", "display": "1", "uri": "tel:1", "confidence": "low"}]), changed(beside="no")],
)  # fmt: skip
def test_lines_of_another_shape_and_those_of_low_confidence_are_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        crisis_from_json(data)


# Hours


def new_york(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("America/New_York"))


def here(now: datetime) -> Here:
    return Here(now, lambda moment: moment.astimezone(now.tzinfo))


def test_hours_hold_in_their_own_zone_from_the_first_minute_to_the_last() -> None:
    hours = opening_hours_from_json(OFFICE)
    monday = 23
    assert not is_open(hours, new_york(monday, 7, 59)) and is_open(hours, new_york(monday, 8))
    assert is_open(hours, new_york(monday, 16, 59)) and not is_open(hours, new_york(monday, 17))
    assert is_open(hours, datetime(2026, 11, 23, 13, 0, tzinfo=UTC)) and not is_open(hours, new_york(25, 12))
    assert is_open(None, NOON) is None


def test_hours_past_midnight_hold_into_the_next_day() -> None:
    line = next(line for line in CRISIS.lines if line.id == "pt_sos")
    lisbon = ZoneInfo("Europe/Lisbon")
    assert is_open(line.hours, datetime(2026, 11, 25, 0, 29, tzinfo=lisbon))
    assert not is_open(line.hours, datetime(2026, 11, 25, 0, 30, tzinfo=lisbon))


def test_the_next_opening_is_told_on_the_persons_own_clock() -> None:
    hours = opening_hours_from_json(OFFICE)
    assert hours
    berlin = new_york(24, 18).astimezone(ZoneInfo("Europe/Berlin"))
    opens = next_opening(hours, berlin)
    assert opens == new_york(30, 8) and opens.tzinfo == berlin.tzinfo
    words = load_words(assets_dir())
    assert hours_line(words, hours, here(berlin)) == "Closed now. Opens Monday 14:00, your time."
    assert hours_line(words, hours, here(new_york(23, 9))) == "Open now."
    assert hours_line(words, None, here(berlin)) == hours_line(words, hours, None) == "Hours may vary."


@given(st.integers(0, 60 * 24 * 366))
def test_what_opens_is_closed_before_and_open_at_that_minute(minutes: int) -> None:
    hours = opening_hours_from_json(OFFICE)
    now = NOON + timedelta(minutes=minutes)
    opens = next_opening(hours, now)  # type: ignore[arg-type]
    assert opens and opens > now and is_open(hours, opens) and not is_open(hours, opens - timedelta(minutes=1))


# Who confirmed it


def with_confirmation(on: date | None) -> Crisis:
    one = Confirmation(on, "AB" if on else "")
    return replace(
        CRISIS,
        lines=tuple(replace(line, confirmation=one) for line in CRISIS.lines),
        emergency={code: replace(number, confirmation=one) for code, number in CRISIS.emergency.items()},
    )


def test_a_confirmation_holds_90_days_in_the_united_states_and_180_elsewhere() -> None:
    today = date(2026, 11, 25)
    for country, days in (("US", 90), ("DE", 180)):
        assert not is_stale(Confirmation(today - timedelta(days=days), "AB"), country, today)
        assert is_stale(Confirmation(today - timedelta(days=days + 1), "AB"), country, today)


def test_a_line_says_that_nobody_has_confirmed_it_or_when_and_if_long_ago_how_long() -> None:
    words = load_words(assets_dir())

    def said(on: date | None) -> str:
        return confirmed_line(words, Confirmation(on, "AB"), "US", NOON)

    assert said(None) == "Not yet confirmed with the people who run this line."
    assert said(date(2026, 11, 1)) == "Confirmed 1\u00a0November 2026."
    assert said(date(2026, 7, 1)) == "Last confirmed 4 months ago."


def test_the_shipped_lines_have_no_fault_on_any_day() -> None:
    assert not list(faults(CRISIS, date(2026, 11, 25)))


def test_each_country_is_counted_until_its_numbers_are_signed_and_again_when_they_are_old() -> None:
    today = date(2026, 11, 25)
    assert len(list(confirmations(with_confirmation(None), today))) == 54
    assert not list(confirmations(with_confirmation(today), today))
    assert [one.where for one in confirmations(with_confirmation(today - timedelta(days=100)), today)] == ["US"]
    assert len(list(confirmations(with_confirmation(today - timedelta(days=200)), today))) == 54


HELP = {"Help lines": crisis_lines}


def written(folder: Path, data: dict[str, Any]) -> Path:
    """Assets whose help lines are these."""
    (folder / "crisis.json").write_text(json.dumps(data))
    return folder


def signed(on: str) -> dict[str, Any]:
    data = deepcopy(SHIPPED)
    for one in (*data["lines"], *data["emergency"].values()):
        one.update(confirmed=on, confirmed_by="AB")
    return data


def test_before_a_release_what_is_unsigned_or_old_is_refused_and_otherwise_only_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    today = date(2026, 12, 1)
    assert look_at(assets_dir(), today, is_release=False) == 0
    assert "warning: US: " in capsys.readouterr().out
    assert look_at(written(tmp_path, SHIPPED), today, is_release=True, checks=HELP) == 1
    assert "error: US: " in capsys.readouterr().out
    assert look_at(written(tmp_path, signed("2026-11-01")), today, is_release=True, checks=HELP) == 0
    assert look_at(written(tmp_path, signed("2026-01-01")), today, is_release=True, checks=HELP) == 1


@pytest.mark.parametrize(
    "data",
    [changed(channels=[{"type": "call", "display": "988", "uri": "tel:989"}]), changed(id="us_vcl"),
     changed(fits=["somebody"]), changed(confirmed="2030-01-01", confirmed_by="AB"), {"lines": []}],
)  # fmt: skip
def test_an_error_in_the_data_is_refused_at_any_time(data: dict[str, Any], tmp_path: Path) -> None:
    assert look_at(written(tmp_path, data), date(2026, 11, 25), is_release=False, checks=HELP) == 1
