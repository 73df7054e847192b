"""A clinic's own rules on Today and around it: its hours, its length, when to be there, who drives, where."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from companion.app.device import device_companion
from companion.app.running import Companion
from companion.clinic_file import load_clinic
from companion.config import Settings, assets_dir
from companion.content import EVALUATION
from companion.domain.own_texts import with_own_texts
from companion.views import routes
from companion.views.course_cards import BAG
from tests.courses import infusion
from tests.times import o_clock
from tests.views.conftest import open_window
from tests.views.course_time import answer_food_plan, book, course_of, set_clock
from tests.views.harness import Window

pytestmark = pytest.mark.asyncio

FILE = """\
name: Example Clinic
address: 12 Example Street
course:
  solids_hours: 6
  liquids_hours: 3
  infusion_minutes: 60
  driving_hours: 36
  arrive_minutes: 45
  driver: Somebody who comes in to pick you up.
  where: The green door
texts:
  replace:
    g_night_bag: {lines: [Our headphones are good.]}
    g_d4_dip: {title: A dip is known to us}
  add:
    - {id: own_parking, phase: night_before, start: -1080, end: 0, title: Where to park, lines: [Behind the house.]}
  hide: [g_d4_habits]
forms: [day-before, recovery]
"""


@pytest_asyncio.fixture
async def clinic_app(tmp_path: Path) -> AsyncIterator[Companion]:
    """The app of a clinic that has set its rules."""
    file = tmp_path / "clinic.yaml"
    file.write_text(FILE, "utf-8")
    companion = device_companion(Settings(tmp_path / "data", assets_dir(), load_clinic(file)))
    await companion.start()
    while companion.opening.opened is None and companion.opening.failure is None:
        await companion.background.sleep(0.001)
    assert companion.opening.opened
    await companion.opening.opened.preferences.change(was_welcomed=True, country="US", has_read_limits=True)
    yield companion
    await companion.stop()


async def seen(app: Companion, moment: str, route: str = "/") -> list[str]:
    """The texts of a screen at a moment around an infusion at 10:00 on the 24th."""
    set_clock(app, moment)
    await book(app, infusion("2026-11-24 10:00"))
    texts: list[str] = []
    async for window in open_window(app, route):
        await window.settle()
        texts = _texts(window)
    return texts


def _texts(window: Window) -> list[str]:
    assert not window.connection.crashes
    return list(window.texts())


async def test_the_evening_before_has_the_clinics_hours_arrival_driver_and_place(clinic_app: Companion) -> None:
    set_clock(clinic_app, "2026-11-23 18:00")
    await answer_food_plan(clinic_app)
    texts = await seen(clinic_app, "2026-11-23 18:30")
    for said in (
        f"Last food: Tomorrow, {o_clock('04:00')}",
        f"Last clear drink: Tomorrow, {o_clock('07:00')}",
        "Your clinic's rule: no food for 6 hours before, no drinks for 3.",
        "Somebody who comes in to pick you up.",
        f"Arrive: Tomorrow, {o_clock('09:15')}",
        "The green door",
    ):
        assert said in texts, said
    assert not [one for one in texts if "longest published" in one or "Ask your clinic who" in one]


async def test_after_it_the_clinics_length_and_its_longer_rule_count(clinic_app: Companion) -> None:
    assert "50 min since the planned start" in await seen(clinic_app, "2026-11-24 10:50")
    texts = await seen(clinic_app, "2026-11-24 13:00")
    assert f"No driving and no big decisions before Wednesday {o_clock('23:00')}" in texts
    assert [
        one
        for one in texts
        if one.startswith(f"This is counted from {o_clock('11:00')}, 60 minutes after the planned start")
    ]


async def test_a_shorter_length_than_is_assumed_makes_nothing_earlier(clinic_app: Companion) -> None:
    course = clinic_app.opening.opened.course  # type: ignore[union-attr]
    course.settings = replace(course.settings, length_minutes=15, driving_hours=None)
    texts = await seen(clinic_app, "2026-11-24 13:00")
    assert f"No driving and no big decisions before Wednesday {o_clock('11:00')}" in texts
    assert [
        one
        for one in texts
        if one.startswith(f"This is counted from {o_clock('10:40')}, 40 minutes after the planned start")
    ]


async def test_the_clinics_texts_stand_on_today_and_on_all_that_matters(clinic_app: Companion) -> None:
    texts = await seen(clinic_app, "2026-11-23 18:30")
    assert "Our headphones are good." in texts and "Leave valuables at home." not in texts
    assert "Where to park" in await seen(clinic_app, "2026-11-23 18:30", routes.MATTERS)
    texts = await seen(clinic_app, "2026-11-28 12:00")
    assert "A dip is known to us" in texts and "Your mood may dip" not in texts and "From your clinic." in texts
    texts = await seen(clinic_app, "2026-11-28 12:00", routes.MATTERS)
    assert "A dip is known to us" in texts and "Small steps" not in texts and "Signs from the bladder" not in texts


async def test_where_the_bag_is_hidden_the_arrival_still_stands(clinic_app: Companion) -> None:
    course = course_of(clinic_app)
    course.guidance = with_own_texts(course.guidance, {"hide": [BAG]})
    texts = await seen(clinic_app, "2026-11-23 18:30")
    assert (
        "When to arrive" in texts and f"Arrive: Tomorrow, {o_clock('09:15')}" in texts and "What to bring" not in texts
    )


async def test_only_the_clinics_lists_are_offered_and_one_that_was_begun_stays(clinic_app: Companion) -> None:
    lists = ("Prepare for your evaluation", "The day before", "The week before")
    texts = await seen(clinic_app, "2026-11-23 18:30", routes.ADD)
    assert [one for one in lists if one in texts] == ["The day before"]
    assert "Check in" in texts and "Log a side effect" in texts and "Log blood pressure" in texts
    journal = clinic_app.opening.opened.journal  # type: ignore[union-attr]
    draft = journal.begin(EVALUATION)
    await journal.answer(draft.id, "when", date(2026, 12, 1))
    texts = await seen(clinic_app, "2026-11-23 18:30", routes.ADD)
    assert [one for one in lists if one in texts] == ["Prepare for your evaluation", "The day before"]
