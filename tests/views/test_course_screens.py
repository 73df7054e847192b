"""Every screen of the course at every time of it: translated, large enough, one filled button, a way out."""

import flet as ft
import pytest

from companion.app.running import Companion
from companion.i18n import Words
from companion.services.preferences import Look
from tests.courses import infusion, when
from tests.views.conftest import CLINIC, open_window
from tests.views.course_time import book, course_of, set_clock
from tests.views.harness import Window
from tests.views.test_targets import least_height
from tests.views.test_texts import Pseudo, english

pytestmark = pytest.mark.asyncio

MOMENTS = (
    "2026-11-10 09:00", "2026-11-23 20:00", "2026-11-24 07:30", "2026-11-24 09:30", "2026-11-24 10:20",
    "2026-11-24 13:00", "2026-11-25 09:00", "2026-11-25 12:00", "2026-11-29 10:00", "2026-12-05 10:00",
    "2027-03-01 10:00",
)  # fmt: skip
ROUTES = (
    "/", "/course", "/course/matters", "/course/now", "/course/care", "/course/part/before/i1", "/course/part/day/i1",
    "/course/part/hours/i1", "/course/part/days/i1", "/course/infusion/i1", "/course/infusion/OWN",
    "/course/change/OWN", "/course/now/start/i1", "/course/now/end/i1",
    "/course/driver/i2",
)  # fmt: skip


@pytest.mark.parametrize("moment", MOMENTS)
async def test_every_screen_is_translated_large_enough_and_has_one_filled_button_and_a_way_out(
    app: Companion, moment: str
) -> None:
    object.__setattr__(app, "words", Words(Pseudo(), "qps"))
    app.clinic = CLINIC
    services = app.opening.opened
    await services.preferences.change(was_welcomed=True, country="US", look=Look.DIM)
    set_clock(app, moment)
    moved = when(infusion("2026-11-23 11:00").start.at)
    other = infusion("2026-12-01 10:00", "America/New_York", 2, moved_from=moved)
    await book(app, infusion("2026-11-24 10:00"), other, infusion("2026-12-03 10:00", id="off", status="cancelled"))
    own = await course_of(app).add(services.journal.now())
    for route in ROUTES:
        async for window in open_window(app, route.replace("OWN", own)):
            controls = list(window.controls())
            assert not window.connection.crashes
            assert [one for one in window.labels() if english(one)] == [], route
            assert min(height for one in controls if (height := least_height(one)) is not None) >= 56, route
            assert sum(isinstance(one, ft.FilledButton) for one in controls) <= 1, route
            assert any(isinstance(one, ft.NavigationBar) for one in controls) or "¤¤¤¤" in window.labels(), route


def texts_outside_of_buttons(window: Window) -> list[ft.Text]:
    inside = {
        id(part)
        for one in window.controls()
        if isinstance(one, ft.FilledButton | ft.OutlinedButton | ft.TextButton)
        for part in (one.content,)
    }
    return [one for one in window.controls() if isinstance(one, ft.Text) and id(one) not in inside]


@pytest.mark.parametrize("route", ["/course/now", "/course/care"])
async def test_on_a_screen_that_is_dim_by_itself_no_text_has_the_ink_of_the_windows_look(
    app: Companion, route: str
) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True, country="US")
    set_clock(app, "2026-11-24 10:50")
    await book(app, infusion("2026-11-24 10:00"))
    async for window in open_window(app, route):
        shown = texts_outside_of_buttons(window)
        assert shown and [one.value for one in shown if one.color is None] == []
