"""What is typed where a tap on Save alone keeps it: leaving the screen asks, and another screen in between loses nothing."""

import flet as ft
import pytest

from companion.app.running import Companion
from companion.errors import StoreFull
from tests.views.conftest import open_window
from tests.views.course_time import course_of
from tests.views.harness import Window
from tests.views.test_course_now import now_at
from tests.views.test_course_today import says
from tests.views.test_driver import evening_before
from tests.views.test_lists import step

pytestmark = pytest.mark.asyncio


def fields(window: Window) -> dict[str, str]:
    """What stands in the fields, by their labels."""
    return {str(one.label): str(one.value) for one in window.controls() if isinstance(one, ft.TextField)}


async def test_a_time_that_cannot_be_read_is_not_dropped_by_back_or_by_help(app: Companion) -> None:
    await now_at(app, "2026-11-24 10:20")
    async for window in open_window(app, "/course/now/start/i1"):
        await window.type("Hour", "10")
        await window.type("Minutes", "75")
        assert "Save" not in window.labels() and says(window, "Not saved yet")
        await window.tap("Back")
        assert says(window, "Leave this time out?") and says(window, "This is not saved yet: 10 75")
        await window.tap("Keep editing")
        assert fields(window) == {"Hour": "10", "Minutes": "75"} and window.route() == "/course/now/start/i1"
        await window.go("/help")
        await window.go("/course/now/start/i1")
        assert fields(window) == {"Hour": "10", "Minutes": "75"}, "Help in between loses nothing"
        await window.type("Minutes", "05")
        await window.tap("Save")
        await window.follow()
        assert course_of(app).all()[0].started.clock == "10:05"
        await window.go("/course/now/start/i1")
        await window.tap("Back")
        await window.follow()
        assert window.route() == "/course/now", "what was saved is not asked about"


async def test_a_time_in_steps_is_there_again_and_left_out_by_an_answer_alone(app: Companion) -> None:
    await now_at(app, "2026-11-24 10:20")
    async for window in open_window(app, "/course/now/start/i1"):
        await step(window, "Five minutes earlier")
        await window.go("/journal")
        await window.go("/course/now/start/i1")
        assert fields(window)["Minutes"] == "15" and "Save" in window.labels()
        await step(window, "Five minutes earlier")
        await window.tap("Back")
        await window.tap("Leave it out")
        await window.follow()
        assert window.route() == "/course/now" and course_of(app).all()[0].started is None
        await window.go("/course/now/start/i1")
        assert fields(window)["Minutes"] == "20", "it was left out"


async def test_back_from_a_time_that_nobody_touched_asks_nothing(app: Companion) -> None:
    await now_at(app, "2026-11-24 10:20")
    async for window in open_window(app, "/course/now/start/i1"):
        await step(window, "Five minutes earlier")
        await window.type("Minutes", "20")
        await window.tap("Back")
        await window.follow()
        assert window.route() == "/course/now"


async def test_an_infusion_that_is_being_entered_waits_and_is_left_out_by_an_answer_alone(app: Companion) -> None:
    await now_at(app, "2026-11-24 10:20")
    async for window in open_window(app, "/course/add"):
        await window.tap("Tomorrow")
        await window.type("Time", "9:77")
        await window.tap("Back")
        assert says(window, "This is not saved yet: Tomorrow, 9:77")
        await window.tap("Keep editing")
        await window.go("/help")
        await window.go("/course/add")
        assert fields(window) == {"Time": "9:77"}
        await window.type("Time", "14:15")
        await window.tap("Save")
        await window.follow()
        assert [one.start.clock for one in course_of(app).all() if one.is_own] == ["14:15"]
        await window.go("/course/add")
        assert fields(window) == {"Time": ""}, "what was saved does not stand there for the next one"
        await window.type("Time", "3")
        await window.tap("Back")
        await window.tap("Leave it out")
        await window.follow()
        assert window.route() == "/course"
        await window.go("/course/add")
        assert fields(window) == {"Time": ""}


async def test_a_name_that_is_being_typed_is_there_after_help(app: Companion) -> None:
    await evening_before(app)
    async for window in open_window(app, "/course/driver/i1"):
        await window.type("A name", "Ana, my neigh")
        await window.go("/help")
        await window.go("/course/driver/i1")
        assert fields(window) == {"A name": "Ana, my neigh"} and "Save" in window.labels()
        await window.tap("Back")
        await window.tap("Leave it out")
        await window.follow()
        await window.go("/course/driver/i1")
        assert fields(window) == {"A name": ""}


async def test_a_question_whose_last_letters_could_not_be_stored_is_added_as_it_stands_there(app: Companion) -> None:
    """The store was full for a moment: what the field shows is what goes into the list."""
    services = app.opening.opened
    await services.preferences.change(was_welcomed=True, country="US")
    log = services.library._log
    keep_begun = log.keep_begun

    async def full(text: str, at: object) -> None:
        raise StoreFull("no space")

    async for window in open_window(app, "/learn/questions"):
        await window.type("Your own question", "May I swim")
        log.keep_begun = full  # type: ignore[method-assign]
        await window.type("Your own question", "May I swim in the sea?")
        log.keep_begun = keep_begun  # type: ignore[method-assign]
        await window.tap("OK")
        await window.tap("Add to the list")
        assert [one.text for one in services.library.questions()] == ["May I swim in the sea?"]
        assert services.library.begun == "" and fields(window) == {"Your own question": ""}


async def test_to_remove_a_person_whose_change_is_not_saved_asks_about_what_was_typed(app: Companion) -> None:
    await evening_before(app)
    support = app.opening.opened.support
    (alex,) = support.contacts
    async for window in open_window(app, f"/contacts/{alex.id}"):
        await window.type("How you know them", "my sister, she has a car")
        await window.tap("Remove")
        assert says(window, "Delete what you typed?") and support.contacts == (alex,)
        await window.tap("Keep it")
        assert fields(window)["How you know them"] == "my sister, she has a car"
        await window.tap("Remove")
        await window.tap("Delete it")
        await window.follow()
        assert support.contacts == () and support.removed == alex


async def test_to_tap_somebody_else_while_a_name_is_typed_asks_first(app: Companion) -> None:
    await evening_before(app)
    async for window in open_window(app, "/course/driver/i1"):
        await window.type("A name", "Ana, my neighbor")
        await window.tap("Alex")
        assert says(window, "This is not saved yet: Ana, my neighbor") and not course_of(app).all()[0].has_driver
        await window.tap("Leave it out")
        await window.follow()
        assert course_of(app).all()[0].driver == "Alex"
