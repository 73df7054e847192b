"""The clock of the person's country, on every screen that says a time; the clinic's until they have chosen one."""

import re
from dataclasses import replace

import pytest

from companion.app.running import Companion
from companion.content import DAILY_CHECK_IN, DAY_BEFORE, WEEK_BEFORE
from companion.domain.journal import Delivery, OutboxItem
from companion.domain.plan import Step
from companion.services.preferences import Consent
from tests.courses import at, infusion, when
from tests.times import TIME, in_heading
from tests.views.conftest import CLINIC as SERVER
from tests.views.conftest import open_window
from tests.views.course_time import answer_food_plan, book, course_of, set_clock
from tests.views.harness import Window
from tests.views.test_care import typed
from tests.views.test_not_live import TIMES

pytestmark = pytest.mark.asyncio

CLINIC = replace(SERVER, available_time=TIMES, time_zone="Europe/Paris")
TWELVE = re.compile(TIME)
TWENTY_FOUR = re.compile(r"\b\d{1,2}:\d\d\b(?!\s(AM|PM|noon|midnight)|:| in the| at night)")
MOMENTS = ("2026-11-23 18:30", "2026-11-24 09:30", "2026-11-24 10:20", "2026-11-24 13:00", "2026-11-25 12:00")
SAYING = {  # routes on which at some moment a time is said
    "/", "/journal", "/journal/ID", "/removed", "/saved/ID", "/add", "/help", "/more/warnings", "/plan",
    "/course", "/course/now", "/course/part/before/clinic", "/course/infusion/clinic", "/course/infusion/OWN",
    "/course/change/OWN", "/course/add", "/form/day-before", "/check-in",
}  # fmt: skip


async def lived(app: Companion, country: str) -> dict[str, str]:
    """A journal in which everything with a time has happened; what its routes call by id."""
    app.clinic = CLINIC
    services = app.opening.opened
    journal, course = services.journal, services.course
    services.clinic.settings = CLINIC
    await services.preferences.change(was_welcomed=True, country=country, consent=Consent.YES)
    set_clock(app, "2026-11-23 17:05")
    async for window in open_window(app, "/form/blood-pressure"):
        await typed(window, "185", "121")
    ids = []
    for form, item, answer in ((DAILY_CHECK_IN, "mood", 5), (DAILY_CHECK_IN, "mood", 3),
                               (DAY_BEFORE, "arrival", at("2026-11-24 09:15").time()),
                               (WEEK_BEFORE, "infusion", at("2026-11-24 10:00"))):  # fmt: skip
        draft = journal.begin(form)
        await journal.answer(draft.id, item, answer, moves_on=True)
        ids.append((await journal.finish(draft.id)).id)
    await services.journal._store.note_delivery(
        [OutboxItem(id, Delivery.SENT, 1, "s", "1", at("2026-11-23 17:06")) for id in ids]
    )
    await journal.remove(ids[1])
    for said in ("walk", "music"):
        await services.support.write(Step.ALONE, said)
    own = await course.add(when(at("2026-11-23 12:00")))
    moved = when(at("2026-11-24 14:00"))
    await book(app, infusion("2026-11-24 10:00", id="clinic", moved_from=moved))
    return {"ID": ids[-1], "OWN": own}


async def texts_of(window: Window) -> list[str]:
    await window.settle()
    if "Earlier versions" in window.labels():
        await window.tap("Earlier versions")
    return window.labels()


@pytest.mark.parametrize(("country", "right", "wrong"), [("US", TWELVE, TWENTY_FOUR), ("GB", TWENTY_FOUR, TWELVE)])
async def test_every_screen_says_times_as_the_persons_country_writes_them_and_none_in_both_ways(
    app: Companion, country: str, right: re.Pattern[str], wrong: re.Pattern[str]
) -> None:
    ids, saying = await lived(app, country), set()
    for moment in MOMENTS:
        set_clock(app, moment)
        if moment == MOMENTS[2]:
            await course_of(app).start(course_of(app).infusion("clinic"))
        for route in sorted(SAYING):
            async for window in open_window(app, route.replace("ID", ids["ID"]).replace("OWN", ids["OWN"])):
                texts = await texts_of(window)
                assert [one for one in texts if wrong.search(one)] == [], (route, moment)
                saying |= {route} if any(right.search(one) for one in texts) else set()
                assert not window.connection.crashes
    assert SAYING - saying == set()


async def test_the_clinics_country_writes_the_clock_until_the_person_has_chosen_one(app: Companion) -> None:
    await lived(app, "")
    for clinic, chosen, said in (("US", "", "5:00\u00a0PM"), ("DE", "", "17:00"), ("US", "DE", "17:00"),
                                 ("DE", "US", "5:00\u00a0PM"), ("", "", "17:00")):  # fmt: skip
        app.clinic = replace(CLINIC, country=clinic)
        await app.opening.opened.preferences.change(country=chosen)
        async for window in open_window(app, "/help"):
            assert any(one.endswith(f"to {said}") for one in window.texts()), (clinic, chosen)


async def test_another_country_is_heard_of_by_the_screen_that_is_open(app: Companion) -> None:
    await lived(app, "US")
    async for window in open_window(app, "/journal"):
        assert "Check-in 5:05\u00a0PM" in window.labels()
        await app.opening.opened.preferences.change(country="FR")
        await window.until("Check-in 17:05")


@pytest.mark.parametrize(
    ("country", "food"), [("US", "12:00\u00a0midnight (end of the day)"), ("DE", "24:00 (end of the day)")]
)
async def test_a_fast_from_midnight_names_the_day_that_it_ends(app: Companion, country: str, food: str) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True, country=country)
    await book(app, infusion("2026-11-24 08:00"))
    set_clock(app, "2026-11-23 12:00")
    await answer_food_plan(app)
    for moment, day in (("2026-11-23 14:00", "Today"), ("2026-11-23 23:59", "Today")):
        set_clock(app, moment)
        async for window in open_window(app):
            assert in_heading(f"Last food: {day}, {food}") in window.texts()
    set_clock(app, "2026-11-24 00:00")
    async for window in open_window(app):
        assert "Nothing to eat now" in window.texts()
