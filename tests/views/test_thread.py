"""The thread on the screens: first start, check-in, saved, journal, change, remove."""

import time

import flet as ft
import pytest

from companion.app.running import Companion
from companion.content import DAILY_CHECK_IN
from companion.device.records import SqliteRecords
from companion.services.preferences import Consent
from tests.views.conftest import CLINIC, open_window
from tests.views.course_time import set_clock
from tests.views.harness import Window

pytestmark = pytest.mark.asyncio


async def tap_through(window: Window, *labels: str) -> None:
    for label in labels:
        await window.tap(label)
        await window.follow()


async def check_in(window: Window, note: str = "") -> None:
    """Answer every question that is asked at this time of the day, and save."""
    await tap_through(window, "6")
    while "Do you feel safe right now?" not in window.texts():
        await tap_through(window, "4")
    await tap_through(window, "Yes")
    if note:
        await window.type("Anything you want to add?", note)
    await tap_through(window, "Save")


async def test_the_first_start_asks_for_the_limits_and_the_country_and_nothing_else(app: Companion) -> None:
    async for window in open_window(app):
        assert "Welcome" in window.texts()
        await tap_through(window, "I have read this", "Canada", "Start")
        choices = app.opening.opened.preferences.choices
        assert (choices.country, choices.has_read_limits, choices.was_welcomed) == ("CA", True, True)
        assert "How is your mood right now?" in window.texts()


async def test_each_step_of_the_first_start_can_be_left_for_later(app: Companion) -> None:
    async for window in open_window(app):
        await tap_through(window, "Later", "Later")
        assert "How is your mood right now?" in window.texts()
        assert not app.opening.opened.preferences.choices.has_read_limits


async def test_a_check_in_takes_at_most_six_taps(window: Window, app: Companion) -> None:
    form = app.content.forms[DAILY_CHECK_IN]
    taps = len([item for item in form.items if item.moves_on and not item.enable_when]) + 1
    assert taps <= 6
    await check_in(window)
    assert window.page.route.startswith("/saved/")
    assert "Saved on this device" in window.texts()


async def test_an_answer_moves_on_and_back_shows_it_again(window: Window) -> None:
    await tap_through(window, "6", "Back")
    assert "How is your mood right now?" in window.texts()
    chosen = [one.value for one in window.controls() if type(one).__name__ == "RadioGroup"]
    assert chosen == ["6"]


async def test_a_question_can_be_skipped(window: Window, app: Companion) -> None:
    await tap_through(window, "6", "Skip")
    draft = app.opening.opened.journal.draft_of(DAILY_CHECK_IN)
    assert set(draft.answers) == {"mood"} and draft.page == "ptsd_bother"


async def test_no_to_feeling_safe_opens_help_at_once_and_keeps_the_answer(window: Window, app: Companion) -> None:
    await tap_through(window, "6")
    while "Do you feel safe right now?" not in window.texts():
        await tap_through(window, "4")
    await window.tap("No")
    assert window.route() == "/help"
    await window.follow()
    assert "Help now" in window.texts() and "Call 911" in window.labels()
    assert app.opening.opened.journal.draft_of(DAILY_CHECK_IN).answers["safe"].code == "no"


async def test_not_sure_about_feeling_safe_offers_help(window: Window) -> None:
    await tap_through(window, "6")
    while "Do you feel safe right now?" not in window.texts():
        await tap_through(window, "4")
    await tap_through(window, "Not sure")
    assert window.page.route == "/check-in" and "What makes you feel unsafe?" in window.texts()
    assert "You may not feel safe" in window.texts() and "Call 988" in window.labels()
    await tap_through(window, "I am safe for now")
    assert "You may not feel safe" not in window.texts()
    await tap_through(window, "I am OK now")
    assert isinstance(window.button("Save"), ft.FilledButton)
    assert [type(one).__name__ for one in window.controls()].count("FilledButton") == 1


async def test_an_unfinished_check_in_is_offered_on_today_and_can_be_thrown_away(
    window: Window, app: Companion
) -> None:
    await tap_through(window, "6")
    await window.go("/")
    assert "Your check-in is not finished" in window.texts()
    await window.tap("Delete")
    await window.tap("Keep it")
    assert app.opening.opened.journal.draft_of(DAILY_CHECK_IN) is not None
    await window.tap("Delete")
    await window.tap("Delete it")
    assert app.opening.opened.journal.draft_of(DAILY_CHECK_IN) is None


async def test_today_says_of_the_last_entry_what_it_says_in_one_size(window: Window) -> None:
    await check_in(window)
    await window.go("/")
    lines = [one for one in window.controls() if isinstance(one, ft.Text) and one.value]
    sizes = {one.size for one in lines if one.value.startswith("Last entry") or one.value == "Saved on this device"}
    assert sizes == {15}


async def test_the_journal_shows_an_entry_with_its_words(window: Window) -> None:
    await check_in(window, "A walk by the river")
    await tap_through(window, "View it")
    assert "A walk by the river" in window.texts() and "6 of 10" in window.texts()


async def test_a_change_keeps_the_earlier_version(window: Window, app: Companion) -> None:
    await check_in(window, "first words")
    await tap_through(window, "View it", "Change", "9")
    while "Your own words" not in window.texts():
        await tap_through(window, "Next")
    await tap_through(window, "Save", "View it")
    assert "9 of 10" in window.texts() and "Earlier versions" in window.texts() and "6 of 10" in window.texts()
    assert len(app.opening.opened.journal.days(20)[0][0].heads) == 1


async def test_a_change_that_was_begun_is_said_on_its_entry_and_can_be_thrown_away(
    window: Window, app: Companion
) -> None:
    await check_in(window)
    entry = app.opening.opened.journal.days(1)[0][0].heads[0].id
    await tap_through(window, "View it", "Change", "2")
    await window.go(f"/journal/{entry}")
    assert "Your change is not finished" in window.texts() and "6 of 10" in window.texts()
    await window.tap("Delete the change")
    await window.tap("Keep it")
    assert "Your change is not finished" in window.texts()
    await window.tap("Delete the change")
    await window.tap("Delete it")
    assert "Your change is not finished" not in window.texts() and "Change" in window.labels()
    assert app.opening.opened.journal.version(entry) == 1


async def test_a_slow_disk_delays_the_screen_and_changes_nothing_on_it(
    window: Window, app: Companion, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = SqliteRecords._bodies
    monkeypatch.setattr(SqliteRecords, "_bodies", lambda records, ids: time.sleep(0.1) or read(records, ids))
    await check_in(window)
    await tap_through(window, "View it", "Remove", "Remove it")
    assert "The entry was removed from your journal." in window.texts()


async def test_a_removed_entry_leaves_the_journal_and_can_come_back(window: Window, app: Companion) -> None:
    await check_in(window)
    await tap_through(window, "View it", "Remove", "Remove it")
    assert "The entry was removed from your journal." in window.texts() and app.opening.opened.journal.is_empty()
    await window.go("/journal")
    await window.tap("Removed entries")
    assert "You removed these from your journal. Open one to bring it back." in window.texts()
    await window.go(f"/journal/{app.opening.opened.journal.removed()[0].id}")
    await window.tap("Undo")
    assert not app.opening.opened.journal.is_empty()


async def test_a_long_journal_is_shown_a_page_at_a_time(window: Window, app: Companion) -> None:
    journal = app.opening.opened.journal
    for _ in range(23):
        draft = journal.begin(DAILY_CHECK_IN)
        await journal.answer(draft.id, "mood", 5, 1)
        await journal.finish(draft.id)
    await window.go("/journal")
    assert len([one for one in window.controls() if type(one).__name__ == "ListTile"]) == 20
    await window.tap("Show earlier entries")
    assert len([one for one in window.controls() if type(one).__name__ == "ListTile"]) == 23


async def test_sending_is_asked_once_in_plain_words_and_can_be_changed(app: Companion) -> None:
    services = app.opening.opened
    services.clinic.settings = CLINIC
    await services.preferences.change(was_welcomed=True, country="US")
    async for window in open_window(app):
        await check_in(window)
        assert "Send your entries to your clinic?" in window.texts()
        await window.tap("No, keep them here")
        assert services.preferences.choices.consent is Consent.NO and not services.clinic.may_send()
        assert "Send your entries to your clinic?" not in window.texts()
        await window.go("/more/sending")
        await window.tap("Yes, send them")
        assert services.clinic.may_send()


async def test_a_wide_window_has_a_rail_and_no_bar(app: Companion) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True)
    async for window in open_window(app, width=1200):
        kinds = {type(one).__name__ for one in window.controls()}
        assert "NavigationRail" in kinds and "NavigationBar" not in kinds


async def test_an_address_that_is_no_screen_leads_to_today(app: Companion) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True)
    async for window in open_window(app, route="/no/such/screen"):
        assert window.route() == "/"


async def test_a_check_in_that_stood_open_for_days_belongs_to_the_day_of_its_first_answer(app: Companion) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True, country="US", has_read_limits=True)
    clock = set_clock(app, "2026-11-22 18:30")
    async for window in open_window(app, "/check-in"):
        await window.tap("Back")
        await window.follow()
        clock.advance(38 * 3600 + 1800)
        await window.go("/")
        await window.tap("6")
        await window.follow()
        assert app.opening.opened.journal.draft_of(DAILY_CHECK_IN).started.date.isoformat() == "2026-11-24"
        for answer in ("3", "4"):
            await window.tap(answer)
        assert "How well did you sleep last night?" in window.texts(), "it is the morning there"
