"""Every screen with a list of emergencies has all signs of the one list."""

from dataclasses import replace

import flet as ft
import pytest

from companion.app.running import Companion
from companion.config import assets_dir
from companion.content import SIDE_EFFECT
from companion.domain.questionnaire import Coding
from companion.domain.safety.emergencies import Whom, lines_for
from companion.emergency_file import load_signs
from companion.services.bundle import Services
from tests.courses import infusion
from tests.views.conftest import CLINIC, open_window
from tests.views.course_time import book, set_clock
from tests.views.harness import Window

pytestmark = pytest.mark.asyncio

SIGNS = load_signs(assets_dir())
YOU, THEM, SHORT = lines_for(SIGNS), lines_for(SIGNS, Whom.THEM), tuple(one.short for one in SIGNS)


async def after_an_infusion(app: Companion, moment: str) -> Services:
    opened = app.opening.opened
    assert opened is not None
    await opened.preferences.change(was_welcomed=True, country="US")
    set_clock(app, moment)
    await book(app, infusion("2026-11-24 10:00"))
    return opened


def missing(window: Window, lines: tuple[str, ...]) -> list[str]:
    said = window.texts()
    return [line for line in lines if line not in said]


@pytest.mark.parametrize(
    "moment", ["2026-11-24 11:00", "2026-11-24 20:00", "2026-11-26 10:00", "2026-11-29 10:00", "2026-12-29 10:00"]
)
async def test_care_after_an_infusion_has_all_signs_under_the_button_that_calls(app: Companion, moment: str) -> None:
    await after_an_infusion(app, moment)
    async for window in open_window(app, "/course/care"):
        assert missing(window, YOU) == [] and "Call 911" in window.labels()


@pytest.mark.parametrize(
    ("moment", "label", "title"),
    [
        ("2026-11-24 10:20", "When to tell the nurse", "Tell the nurse at once about any of these:"),
        (
            "2026-11-24 12:30",
            "When to tell the nurse",
            "Still at the clinic? Tell the nurse at once. If not, call 911 for any of these:",
        ),
        ("2026-11-24 15:00", "When to call for help", "Call 911 for any of these:"),
    ],
)
async def test_the_dim_screen_has_all_signs_in_a_few_words_each(
    app: Companion, moment: str, label: str, title: str
) -> None:
    await after_an_infusion(app, moment)
    async for window in open_window(app, "/course/now"):
        await window.tap(label)
        assert title in window.texts() and missing(window, SHORT) == []
        assert ("Call 911" in window.labels()) == ("call 911" in title.lower()), "staff are nearer than an ambulance"


@pytest.mark.parametrize(
    ("id", "lines"),
    [
        ("call-for-help", YOU), ("after-the-session", YOU), ("side-effects", YOU), ("blood-pressure", YOU),
        ("substances", YOU), ("alone-at-night", YOU), ("family", THEM),
    ],
)  # fmt: skip
async def test_an_article_draws_all_signs_and_a_button_that_calls(
    app: Companion, id: str, lines: tuple[str, ...]
) -> None:
    await after_an_infusion(app, "2026-11-24 15:00")
    async for window in open_window(app, f"/learn/{id}"):
        await window.until("Where this comes from")
        assert missing(window, lines) == [] and "Call 911" in window.labels()


async def test_without_a_country_an_article_names_no_number_and_has_no_button_that_calls_one(app: Companion) -> None:
    opened = await after_an_infusion(app, "2026-11-24 15:00")
    await opened.preferences.change(country="")
    async for window in open_window(app, "/learn/call-for-help"):
        await window.until("Where this comes from")
        assert "Call your local emergency number if:" in window.texts()
        assert not [one for one in window.controls() if isinstance(one, ft.FilledButton)]


async def test_a_side_effects_own_signs_stand_there_and_the_others_are_one_tap_away(app: Companion) -> None:
    opened = await after_an_infusion(app, "2026-11-24 15:00")
    draft = opened.journal.begin(SIDE_EFFECT)
    system = "https://companion.example/fhir/CodeSystem/side-effect"
    await opened.journal.answer(draft.id, "effect", Coding(system, "se_headache", "Headache"), moves_on=True)
    async for window in open_window(app, "/form/side-effect"):
        assert "You have a sudden, very bad headache" in window.texts() and "You have a seizure" not in window.texts()
        await window.tap("Show all emergency signs")
        assert missing(window, YOU) == [] and "These are emergencies too:" in window.texts()
        assert window.texts().count("You have a sudden, very bad headache") == 1


async def test_until_a_country_is_chosen_the_number_is_that_of_the_clinic(app: Companion) -> None:
    opened = await after_an_infusion(app, "2026-11-24 15:00")
    await opened.preferences.change(country="")
    app.clinic = replace(CLINIC, country="GB")
    for route, end in (("/learn/call-for-help", "Where this comes from"), ("/course/care", "Call 999 if:")):
        async for window in open_window(app, route):
            await window.until(end)
            assert "Call 999 if:" in window.texts() and "Call 999" in window.labels()
