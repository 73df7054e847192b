"""The exercises: what ships is whole, has sources, is plain to read, and minds an infusion and a high blood pressure."""

import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from companion.config import assets_dir
from companion.content import STEADYING, load_content
from companion.domain.exercise_reading import exercises_from_json
from companion.domain.exercises import Breath, fullness, place, rounds_of, steps_of
from companion.domain.infusion_day import had_high_pressure, had_infusion
from companion.domain.journal import EntryHead, EntryStatus, Infusion, Occurrence
from companion.emergency_file import load_signs
from tests.reading_grade import grade

DATA = json.loads((assets_dir() / "exercises.json").read_text("utf-8"))
CONTENT = load_content(assets_dir())
ALL = CONTENT.exercises()
RUNS = [one for one in ALL.all if one.versions]
BANNED = ("cure", "heal", "guarantee", "proven", "instant", "miracle", "natural", "no risk", "!")


def texts(data: object) -> list[str]:
    if isinstance(data, str):
        return [data]
    values = data.values() if isinstance(data, Mapping) else data if isinstance(data, list) else ()
    return [one for value in values for one in texts(value)]


def test_the_form_names_every_exercise_that_can_be_run_and_no_other() -> None:
    offered = {(one.code, one.display) for one in CONTENT.forms[STEADYING].question("exercise").options}
    assert offered == {(one.id, one.title) for one in RUNS} and len(RUNS) == 9


def test_each_exercise_is_named_by_a_source_that_is_not_unsure() -> None:
    for one in ALL.all:
        assert one.sources and set(one.sources) <= ALL.sources.keys() and one.evidence
    assert "KETMUSIC2024" not in ALL.sources


def test_each_breath_in_is_followed_by_a_longer_breath_out_or_an_equal_one() -> None:
    for one in RUNS:
        for version in one.versions:
            into, out = (sum(s.seconds for s in version.loop if s.breath is kind) for kind in (Breath.IN, Breath.OUT))
            assert into <= out


def test_slow_breathing_stays_between_four_and_seven_breaths_a_minute() -> None:
    found = ALL.find("slow-breathing")
    for version in found.versions:
        assert 4 <= 60 / sum(step.seconds for step in version.loop) < 7
        assert found.minutes[0] == 2 == round(version.seconds(rounds_of(found, version, 0)) / 60)


def test_who_may_not_hold_their_breath_is_told_before_and_has_another_exercise_without_it() -> None:
    box = ALL.find("box-breathing")
    assert len(box.not_if) == 3 and box.after_high_pressure
    other = ALL.find(box.instead)
    assert all(step.breath is not Breath.HOLD for version in other.versions for step in version.loop)


def test_only_one_version_stands_and_it_is_never_the_usual_one() -> None:
    standing = [(one.id, version.id) for one in RUNS for version in one.versions if version.stands]
    assert standing == [("movement", "standing")] and not ALL.find("movement").versions[0].stands


def test_the_words_about_ketamine_are_left_out_where_there_was_no_infusion() -> None:
    usual = ALL.find("here-and-now").versions[0]
    said = {known: any("ketamine" in step.text for step in steps_of(usual, 1, known)) for known in (True, None, False)}
    assert said == {True: True, None: True, False: False}


def test_a_breath_fills_over_its_breaths_in_and_is_empty_after_the_breath_out() -> None:
    sigh, box = (ALL.find(id).versions[0].loop * 2 for id in ("long-sigh", "box-breathing"))
    assert [round(one, 2) for one in fullness(sigh)] == [0.67, 1, 0, 0.67, 1, 0]
    assert fullness(box) == (1, 1, 0, 0) * 2


def test_a_run_of_breaths_counts_breaths_and_another_its_steps() -> None:
    sigh = ALL.find("long-sigh").versions[0].loop * 3
    assert [place(sigh, at) for at in range(9)] == [(n, 3) for n in (1, 1, 1, 2, 2, 2, 3, 3, 3)]
    here = ALL.find("here-and-now").versions[0].steps
    assert place(here, 0) == (1, 7) and place(here, 6) == (7, 7)


def test_a_length_that_is_not_offered_becomes_one_that_is() -> None:
    for one in RUNS:
        for version in one.versions:
            for wanted in (-1, 0, 10**9, *one.lengths(version)):
                assert rounds_of(one, version, wanted) in one.lengths(version)


def test_who_wants_to_die_is_led_to_people_first() -> None:
    low = next(one for one in ALL.feelings if one.id == "very-low")
    assert low.people_first and [one.id for one in ALL.feelings if one.people_first] == ["very-low"]


def test_the_texts_are_plain_and_promise_nothing() -> None:
    said = [one for one in texts({key: DATA[key] for key in ("feelings", "exercises", "general")}) if " " in one]
    assert not [one for one in said if any(word in one.lower().replace("healthy", "") for word in BANNED)]
    done = [step["text"] for one in DATA["exercises"] for v in one["versions"] for step in v.get("steps", [])]
    warned = [one for each in DATA["exercises"] for one in each["cautions"]]
    assert grade(" ".join(done)) <= 5 and grade(" ".join(warned)) <= 7.5
    assert grade(" ".join(one["evidence"] for one in DATA["exercises"])) <= 8.5


def change(path: list[Any], value: Any) -> dict[str, Any]:
    data = deepcopy(DATA)
    *way, last = path
    place = data
    for key in way:
        place = place[key]
    place[last] = value
    return data


@pytest.mark.parametrize(
    "data",
    [
        {},
        change(["exercises", 0, "sources"], []),
        change(["exercises", 0, "sources"], ["KETMUSIC2024"]),
        change(["exercises", 1, "id"], "here-and-now"),
        change(["exercises", 3, "instead"], "nothing"),
        change(["exercises", 0, "versions", 0, "steps", 0, "seconds"], 0),
        change(["exercises", 0, "versions", 0, "steps"], []),
        change(["feelings", 0, "try"], [{"exercise": "nothing"}]),
        change(["feelings", 0, "try"], [{"exercise": "here-and-now", "version": "nothing"}]),
        change(["exercises", 2, "versions", 0, "loop", 0, "breath"], "sideways"),
    ],
)
def test_what_is_not_whole_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        exercises_from_json(data, load_signs(assets_dir()))


NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def moment(hours_ago: float) -> Occurrence:
    at = NOW - timedelta(hours=hours_ago)
    return Occurrence(at, "UTC", at.date(), at.strftime("%H:%M"))


def infusion(hours_ago: float, status: str = "fulfilled") -> Infusion:
    return Infusion("a", 1, moment(hours_ago), status)


def reading(hours_ago: float, **facts: int) -> EntryHead:
    when = moment(hours_ago)
    return EntryHead("b", "f", "1", when, EntryStatus.COMPLETED, 1, when.at, facts)


@pytest.mark.parametrize(
    ("course", "known"),
    [
        ([], None),
        ([infusion(2)], True),
        ([infusion(2, "booked")], True),
        ([infusion(2, "cancelled")], False),
        ([infusion(-1)], False),
        ([infusion(30)], False),
    ],
)
def test_whether_there_was_an_infusion_today(course: list[Infusion], known: bool | None) -> None:
    assert moment(0).date == date(2026, 11, 24) and had_infusion(course, moment(0)) is known


@pytest.mark.parametrize(
    ("course", "readings", "known"),
    [
        ([], [reading(1, systolic=180)], None),
        ([infusion(2)], [], None),
        ([infusion(2)], [reading(3, systolic=180)], None),
        ([infusion(2)], [reading(1)], None),
        ([infusion(2)], [reading(1, systolic=139, diastolic=89)], False),
        ([infusion(2)], [reading(1, systolic=140)], True),
        ([infusion(2)], [reading(0.5, systolic=120), reading(1, diastolic=90)], True),
        ([infusion(3.1)], [reading(1, systolic=180)], False),
        ([infusion(2, "cancelled")], [reading(1, systolic=180)], False),
    ],
)
def test_whether_the_blood_pressure_was_high_in_the_first_hours(
    course: list[Infusion], readings: list[EntryHead], known: bool | None
) -> None:
    assert had_high_pressure(course, readings, moment(0)) is known
