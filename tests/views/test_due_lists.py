"""The list whose time it is, offered on Today before it is begun and marked on Add."""

import pytest

from companion.app.running import Companion
from companion.content import DAY_BEFORE, WEEK_BEFORE
from tests.courses import infusion
from tests.views.conftest import open_window
from tests.views.course_time import course_of
from tests.views.harness import Window
from tests.views.test_course_today import headings, says, today_at
from tests.views.test_lists import step

pytestmark = pytest.mark.asyncio

BEGIN = "Start the list"


async def test_weeks_before_the_evaluation_is_offered_after_the_first_of_what_to_know(app: Companion) -> None:
    [window] = await today_at(app, "2026-11-10 12:00")
    assert headings(window)[1:] == [
        "Make a full list of your medicines", "Prepare for your evaluation", "Note how you are doing before you start",
    ]  # fmt: skip
    assert BEGIN in window.labels()


async def test_the_driver_comes_before_the_week_s_list(app: Companion) -> None:
    [window] = await today_at(app, "2026-11-20 12:00")
    shown = headings(window)
    assert shown.index("Who drives you home?") < shown.index("The week before")


@pytest.mark.parametrize(
    ("moment", "label"),
    [
        ("2026-11-23 18:30", "List: The day before"),
        ("2026-11-24 07:00", "List: The morning of your infusion"),
        ("2026-11-24 11:30", "List: After your infusion"),
        ("2026-11-24 20:00", "List: After your infusion"),
    ],
)
async def test_near_an_infusion_it_stands_in_the_card_that_speaks_of_its_matter(
    app: Companion, moment: str, label: str
) -> None:
    [window] = await today_at(app, moment)
    assert label in window.labels() and BEGIN not in window.labels()


async def test_while_an_infusion_runs_no_list_is_offered(app: Companion) -> None:
    [window] = await today_at(app, "2026-11-24 10:20")
    assert not [one for one in window.labels() if one.startswith("List: ")] and BEGIN not in window.labels()


async def test_begun_it_is_gone_on_with_and_filled_in_it_is_not_offered_again(app: Companion) -> None:
    await today_at(app, "2026-11-23 18:30")
    async for window in open_window(app):
        await window.tap("List: The day before")
        await window.follow()
        await step(window, "One hour later")
        await window.tap("Leave it for now")
        await window.follow()
        assert "List: The day before" not in window.labels() and "Continue" in window.labels()
        journal = app.opening.opened.journal
        await journal.finish(journal.draft_of(DAY_BEFORE).id)
        await window.settle()
        assert "List: The day before" not in window.labels() and "Continue" not in window.labels()
        assert "What to bring" in headings(window)


async def test_one_that_the_clinic_does_not_use_is_not_offered(app: Companion) -> None:
    object.__setattr__(app.opening.opened.content, "checklists", (WEEK_BEFORE,))
    [window] = await today_at(app, "2026-11-23 18:30")
    assert "List: The day before" not in window.labels()


async def test_on_add_the_one_that_is_due_says_so(app: Companion) -> None:
    await today_at(app, "2026-11-23 18:30")
    async for window in open_window(app, "/add"):
        assert subtitles(window)["The day before"] == "Now is a good time for this"
        assert [one for one in subtitles(window).values() if one] == ["Now is a good time for this"]


def subtitles(window: Window) -> dict[str, str]:
    tiles = [one for one in window.controls() if type(one).__name__ == "ListTile"]
    return {one.title.value: one.subtitle.value if one.subtitle else "" for one in tiles}


async def test_weeks_apart_the_last_day_of_one_asks_for_the_next_ones_week(app: Companion) -> None:
    [window] = await today_at(
        app, "2026-11-29 12:00", infusion("2026-11-24 10:00"), infusion("2026-12-01 10:00", number=2)
    )
    assert "The week before" in headings(window) and course_of(app).due_list() == WEEK_BEFORE
    assert not says(window, "The days after")
