"""What is said of sending stays true on another day, and after it was stopped."""

from datetime import date, datetime

import pytest

from companion.app.running import Companion
from companion.domain.journal import Delivery, OutboxItem
from companion.services.preferences import Consent
from companion.views.wording import delivery_line
from tests.courses import infusion
from tests.times import WORDS
from tests.views.conftest import CLINIC, open_window
from tests.views.course_time import book, set_clock
from tests.views.tab import entry

WAITS = "Your infusion was planned for today. You can wait with this until tomorrow."
SENT = datetime(2026, 11, 23, 14, 3)


@pytest.mark.parametrize(
    ("today", "country", "said"),
    [
        (date(2026, 11, 23), "US", "Sent to your clinic, 2:03\u00a0PM"),
        (date(2026, 11, 23), "GB", "Sent to your clinic, 14:03"),
        (date(2026, 11, 25), "GB", "Sent to your clinic: Monday 23\u00a0November, 14:03"),
    ],
)
def test_what_was_sent_on_another_day_says_which(today: date, country: str, said: str) -> None:
    item = OutboxItem("one", Delivery.SENT, 1, "server-1")
    assert delivery_line(WORDS.of(country), item, SENT, True, today) == said


@pytest.mark.asyncio
async def test_after_sending_was_stopped_no_screen_says_that_all_of_it_is_here_alone(app: Companion) -> None:
    services = app.opening.opened
    services.clinic.settings = CLINIC
    await services.preferences.change(was_welcomed=True, country="US", consent=Consent.NO)
    id = await entry(app)
    async for window in open_window(app, route="/more/sending"):
        assert "Your entries stay on this device." in window.texts() and WAITS not in window.texts()
    await services.journal._store.note_delivery([OutboxItem(id, Delivery.SENT, 1, "server-1", "1")])
    async for window in open_window(app, route="/more/sending"):
        assert "Nothing more is sent to Example Clinic. What was sent before stays there." in window.texts()
        await window.go("/more")
        assert "Stopped" in window.texts()
        await window.go("/more/about")
        assert any("What was sent before stays with Example Clinic" in one for one in window.texts())
        await window.go(f"/journal/{id}")
        await window.tap("Remove")
        assert any("You stopped sending, so the app does not tell your clinic" in one for one in window.texts())
        await window.tap("Remove it")
        await window.tap("Undo")
        await window.go("/journal")
        await window.go(f"/journal/{id}")
        assert "You removed it here." in window.texts()


@pytest.mark.asyncio
async def test_on_the_day_of_an_infusion_removing_and_agreeing_can_wait(app: Companion) -> None:
    services = app.opening.opened
    services.clinic.settings = CLINIC
    await services.preferences.change(was_welcomed=True, country="US")
    id = await entry(app)
    await book(app, infusion("2026-11-24 10:00"))
    for moment, waits in (("2026-11-24 13:00", True), ("2026-11-25 09:00", False)):
        set_clock(app, moment)
        async for window in open_window(app, route=f"/journal/{id}"):
            await window.tap("Remove")
            assert (WAITS in window.texts(), "Wait until tomorrow" in window.labels()) == (waits, waits)
            assert ("Keep it" in window.labels()) is not waits
        for consent in (Consent.UNASKED, Consent.NO):
            await services.preferences.change(consent=consent)
            async for window in open_window(app, route="/more/sending"):
                assert (WAITS in window.texts()) is waits and "Yes, send them" in window.labels()
