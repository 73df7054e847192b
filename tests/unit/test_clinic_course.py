"""A clinic's rules for its infusions: within limits, never weaker than what is published, and the way to the app."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.clinic_file import DEMO, ClinicFileError, load_clinic, load_site_clinic
from companion.config import ClinicSettings, assets_dir
from companion.domain.course_settings import USUAL, CourseSettings
from companion.domain.until import until_of
from companion.services.course import course_settings
from companion.site.clinic import shown_of
from tests.courses import clock_in, infusion, when

DOCS = Path(__file__).parents[2] / "docs"
WRONG = """\
name: A
course:
  solids_hours: 13
  liquids_hours: -1
  infusion_minutes: 4
  driving_hours: 23.5
  arrive_minutes: 241
  driver: <b>
  where: 12
  appointment_types: KET
  fasting: 8
"""


def problems(folder: Path, text: str) -> list[str]:
    """What is said of a file, a line each."""
    file = folder / "clinic.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(ClinicFileError) as found:
        load_clinic(file)
    return [str(one) for one in found.value.problems]


def taken(folder: Path, course: str) -> CourseSettings:
    """What the app is given of a file with this `course`."""
    file = folder / "clinic.yaml"
    file.write_text(f"name: A\naddress: 1 Road\ncourse: {course}\n", "utf-8")
    return course_settings(load_clinic(file))


def test_every_rule_out_of_its_limits_is_told_with_its_line_and_what_is_meant(tmp_path: Path) -> None:
    assert problems(tmp_path, WRONG) == [
        "line 3: course.solids_hours: is too large: hours before the start, from 0 to 12",
        "line 4: course.liquids_hours: is too small: hours before the start, from 0 to 12",
        "line 5: course.infusion_minutes: is too small: how long an infusion lasts, a whole number of minutes from 5 "
        "to 600",
        "line 6: course.driving_hours: is too small: hours without driving after the end, up to 336: published rules "
        "say at least 24, and a clinic may only make this longer",
        "line 7: course.arrive_minutes: is too large: how long before the start patients have to arrive, a whole number of "
        "minutes from 0 to 240",
        "line 8: course.driver: is not in the expected form: one line of words, up to 200 letters, without < and >",
        "line 9: course.where: is not text; put it in quotes: one line of words, up to 200 letters, without < and >",
        "line 10: course.appointment_types: is not a list, such as [a, b] or one item per line after a dash: a list of the codes or "
        "words of the Appointments that are infusions",
        "line 11: course.fasting: is not a field here; the fields are solids_hours, liquids_hours, infusion_minutes, "
        "driving_hours, arrive_minutes, driver, where, appointment_types",
    ]


@pytest.mark.parametrize(
    ("course", "said"),
    [
        ("{solids_hours: 6, liquids_hours: 6.5}", "solids_hours is 6"),
        ("{solids_hours: 0, liquids_hours: 2}", "solids_hours is 0"),
        ("{liquids_hours: 9}", "solids_hours is 8"),
        ("{solids_hours: '8'}", "course.solids_hours: is not a number"),
        ("{infusion_minutes: 40.5}", "course.infusion_minutes: is not a whole number"),
        ("{driving_hours: 337}", "course.driving_hours: is too large"),
        ("{appointment_types: ['']}", "course.appointment_types.1: is empty"),
        ("[8, 2]", "course: needs fields below it"),
    ],
)
def test_what_makes_no_sense_is_refused_in_plain_words(tmp_path: Path, course: str, said: str) -> None:
    [found] = problems(tmp_path, f"name: A\ncourse: {course}\n")
    assert said in found and found.startswith("line 2: course")


def test_no_number_is_no_hours(tmp_path: Path) -> None:
    file = tmp_path / "clinic.json"
    file.write_text('{"name": "A", "course": {"driving_hours": NaN}}', "utf-8")
    with pytest.raises(ClinicFileError, match="driving_hours"):
        load_clinic(file)


def test_a_whole_course_goes_from_the_file_to_the_app(tmp_path: Path) -> None:
    found = taken(
        tmp_path,
        "{solids_hours: 6, liquids_hours: 2.5, infusion_minutes: 50, driving_hours: 36, arrive_minutes: 20, "
        "driver: a friend, where: the green door, appointment_types: [KET]}",
    )
    assert found == CourseSettings(6, 2.5, 50, 36, 20, "a friend", "the green door", ("KET",))


def test_without_a_place_of_its_own_it_is_the_address_and_without_rules_the_published_ones_hold(tmp_path: Path) -> None:
    assert taken(tmp_path, "{driving_hours: 30}") == CourseSettings(driving_hours=30, where="1 Road")
    assert taken(tmp_path, "null") == CourseSettings(where="1 Road")
    assert course_settings(None) == USUAL and course_settings(ClinicSettings("A")) == USUAL


@pytest.mark.parametrize("held", [{"driving_hours": 3}, {"driving_hours": "24"}, {"of_another_version": 1}])
def test_what_a_browser_held_of_another_version_never_weakens_and_never_keeps_the_app_shut(held: object) -> None:
    clinic = ClinicSettings("A", address="1 Road", time_zone="UTC", course=held)  # type: ignore[arg-type]
    assert course_settings(clinic) == CourseSettings(where="1 Road", zone="UTC")


def test_the_example_and_the_demo_have_rules_and_the_site_tells_them() -> None:
    example, demo = load_site_clinic(DOCS / "clinic.example.yaml"), load_clinic(assets_dir() / DEMO)
    assert shown_of(example)["course"] == example.course
    assert course_settings(example).appointment_types == ("KET-INF",)
    for one in map(course_settings, (example, demo)):
        assert one.has_fasting and one.driver and one.where and one.arrive_minutes == 30 and one.driving == 24


hours = st.none() | st.floats(0, 12)
within = st.fixed_dictionaries({
    "solids_hours": hours,
    "liquids_hours": hours,
    "infusion_minutes": st.none() | st.integers(5, 600),
    "driving_hours": st.none() | st.floats(24, 336),
    "arrive_minutes": st.none() | st.integers(0, 240),
})  # fmt: skip


@given(within, st.integers(0, 366 * 24 * 60), st.none() | st.integers(-30, 300), st.none() | st.integers(0, 600))
def test_no_rule_within_its_limits_makes_until_when_earlier_than_the_published_one(
    course: dict[str, float | None], start: int, began: int | None, ended: int | None
) -> None:
    planned = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=start)
    begins = planned + timedelta(minutes=began or 0)
    one = infusion(
        planned,
        started=None if began is None else when(begins),
        ended=None if ended is None else when(begins + timedelta(minutes=ended)),
    )
    here = clock_in("Europe/Paris")
    own = course_settings(ClinicSettings("A", course=course))
    assert own.driving == (course["driving_hours"] or 24), "it is what the clinic has set"
    assert until_of(one, own, here).at >= until_of(one, USUAL, here).at
