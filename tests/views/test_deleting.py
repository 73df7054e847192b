"""Nothing that was written is deleted by one tap: it is asked about, or it can come back."""

import asyncio
from collections.abc import Callable

import pytest

from companion.app.running import Companion
from companion.content import BLOOD_PRESSURE, DAILY_CHECK_IN, SIDE_EFFECT
from companion.domain.plan import Contact
from tests.courses import infusion
from tests.views.course_time import book, course_of, set_clock
from tests.views.harness import PATIENCE, Window
from tests.views.test_thread import tap_through

pytestmark = pytest.mark.asyncio


async def soon(holds: Callable[[], bool]) -> None:
    """Wait for the disk."""
    for _ in range(PATIENCE):
        if holds():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never came")


async def taps(window: Window, *labels: str) -> None:
    """Taps that open no other screen."""
    for label in labels:
        await window.tap(label)


@pytest.mark.parametrize(
    ("form", "way"),
    [(DAILY_CHECK_IN, ["/", "4"]), (SIDE_EFFECT, ["/form/side-effect", "Headache"])],
    ids=["check-in", "side effect"],
)
async def test_a_draft_is_deleted_after_a_question(window: Window, app: Companion, form: str, way: list[str]) -> None:
    journal = app.opening.opened.journal
    await window.go(way[0])
    await tap_through(window, *way[1:])
    await window.go("/")
    await window.tap("Delete")
    assert "Delete what you started?" in window.texts() and journal.draft_of(form) is not None
    await window.tap("Keep it")
    assert journal.draft_of(form) is not None and "Delete what you started?" not in window.texts()
    await window.tap("Delete")
    await window.tap("Delete it")
    assert journal.draft_of(form) is None and await journal._store.drafts() == []


async def test_a_blood_pressure_of_which_only_what_was_not_taken_stands_there_is_asked_about_too(
    window: Window, app: Companion
) -> None:
    await window.go("/form/blood-pressure")
    await window.type("Top number (systolic)", "12x")
    await window.go("/")
    await tap_through(window, "Delete", "Keep it")
    assert app.opening.opened.journal.draft_of(BLOOD_PRESSURE).typed == {"systolic": ("12x",)}


async def test_a_contact_that_was_begun_or_changed_is_asked_about(window: Window, app: Companion) -> None:
    support = app.opening.opened.support
    await window.go("/contacts/new")
    await window.type("Name", "Ana")
    await window.go("/contacts")
    await tap_through(window, "Delete", "Keep it")
    assert support.draft("").name == "Ana"
    await window.go("/contacts/new")
    await tap_through(window, "Delete what I typed", "Keep it")
    assert support.draft("").name == "Ana"
    await tap_through(window, "Delete what I typed", "Delete it")
    assert support.draft("") is None


async def test_a_contact_that_was_removed_comes_back_also_after_a_restart(window: Window, app: Companion) -> None:
    support = app.opening.opened.support
    await support.type_contact("", Contact("c-1", "Ana", phone="555-0100"))
    await support.keep_contact("")
    await window.go("/contacts/c-1")
    await tap_through(window, "Remove")
    assert support.contacts == ()
    await support.reload()
    await window.go("/contacts")
    await tap_through(window, "Undo")
    assert [one.name for one in support.contacts] == ["Ana"]


async def test_a_question_that_was_removed_comes_back_also_after_leaving(window: Window, app: Companion) -> None:
    library = app.opening.opened.library
    await library.ask("May I swim?")
    asked_at = library.questions()[0]
    await window.go("/learn/questions")
    await tap_through(window, "Remove some", "May I swim?")
    assert library.questions() == []
    await window.go("/")
    await window.go("/learn/questions")
    assert "Removed: May I swim?" in window.texts()
    await tap_through(window, "Undo")
    assert library.questions() == [asked_at] and library.removed is None


async def test_a_line_in_own_words_is_asked_about_and_an_empty_one_is_not(window: Window, app: Companion) -> None:
    await window.go("/form/evaluation")
    await tap_through(window, "Skip", "Skip", "Skip")
    await window.type("Line 1", "Sertraline")
    await tap_through(window, "Add another line", "Remove line 2")
    assert "Line 2" not in window.labels()
    await tap_through(window, "Add another line", "Remove line 1")
    assert "Delete this line?" in window.texts() and "Sertraline" in window.texts()


async def test_a_name_that_is_typed_and_not_saved_is_not_left_without_a_word(window: Window, app: Companion) -> None:
    set_clock(app, "2026-11-24 08:00")
    await book(app, infusion("2026-11-25 10:00", id="a"))
    await window.go("/course/driver/a")
    await window.type("A name", "Ana")
    await tap_through(window, "Back")
    assert "This is not saved yet: Ana" in window.texts()
    await tap_through(window, "Keep editing", "Save")
    assert course_of(app).infusion("a").driver == "Ana"
    set_clock(app, "2026-11-24 08:05")  # a second tap in one moment would be none
    await window.go("/course/infusion/a")
    await taps(window, "I have no one to take me home yet", "Keep it")
    assert course_of(app).infusion("a").driver == "Ana"
    await taps(window, "I have no one to take me home yet", "Remove the name")
    await soon(lambda: not course_of(app).infusion("a").has_driver)


async def test_a_name_that_is_too_long_is_said_and_not_cut(window: Window, app: Companion) -> None:
    set_clock(app, "2026-11-24 08:00")
    await book(app, infusion("2026-11-25 10:00", id="a"))
    await window.go("/course/driver/a")
    await window.type("A name", "👍🏽" * 31)
    await tap_through(window, "Save")
    assert not course_of(app).infusion("a").has_driver
    assert [one for one in window.connection.calls if one[0] == "focus"]


async def test_a_time_that_was_told_is_taken_back_after_a_question(window: Window, app: Companion) -> None:
    set_clock(app, "2026-11-25 12:00")
    await book(app, infusion("2026-11-25 10:00", id="a"))
    course = course_of(app)
    await course.start(course.infusion("a"), None)
    set_clock(app, "2026-11-25 12:05")  # a second tap in one moment would be none
    await window.go("/course/infusion/a")
    await taps(window, "Remove the last start or end time", "Keep it")
    assert course.infusion("a").started
    await taps(window, "Remove the last start or end time", "Delete it")
    await soon(lambda: course.infusion("a").started is None)
