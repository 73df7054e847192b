"""Help as the app draws it, and what the person may tell it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import flet as ft
import pytest
import pytest_asyncio

from companion.app.running import Companion
from companion.services.preferences import Choices, Preferences
from companion.store.vault import open_vault
from companion.views.looks import remember
from tests.fakes import MemoryRecords
from tests.views.conftest import open_window
from tests.views.harness import Window

pytestmark = pytest.mark.asyncio


class Plain:
    """Seals nothing."""

    async def seal_many(self, parts):  # type: ignore[no-untyped-def]
        return [part.data for part in parts]

    async def open_many(self, parts):  # type: ignore[no-untyped-def]
        return [part.data for part in parts]


@pytest_asyncio.fixture
async def native(app: Companion) -> AsyncIterator[Window]:
    """Help where no page draws it."""
    await app.opening.opened.preferences.change(
        was_welcomed=True, country="US", help_profile=frozenset({"veteran", "es"})
    )
    one = Window("/help")
    app.main(has_page_help=False)(one.page)
    await one.settle()
    yield one
    await one.close()


def links(window: Window) -> list[str]:
    """What the buttons of a screen open, from above."""
    buttons = [one for one in window.controls() if isinstance(one, ft.FilledButton | ft.OutlinedButton) and one.action]
    return [one.action.url for one in buttons]


async def test_the_app_draws_the_same_layer_in_the_same_order(native: Window) -> None:
    assert links(native)[:4] == ["tel:911", "sms:911", "tel:988,,2", "sms:988?&body=AYUDA"]
    names = ["988 Suicide & Crisis Lifeline", "Veterans Crisis Line", "Crisis Text Line"]
    assert [text for text in native.texts() if text in names] == names
    assert native.texts().count("Not yet confirmed with the people who run this line.") == 3
    await native.tap("More lines")
    assert "For LGBTQ+ people" in native.texts() and "Alcohol and drugs" in native.texts()
    assert "tel:+18009506264" in links(native)


async def test_lines_about_violence_stand_behind_a_tap_and_a_quick_exit_leaves_an_empty_screen(native: Window) -> None:
    assert "tel:+18007997233" not in links(native)
    await native.tap("If someone is hurting you")
    assert "tel:+18007997233" in links(native)
    await native.tap("Quick exit")
    assert not links(native) and [text for text in native.texts() if text] == ["Back"]


async def test_an_unknown_country_gets_the_international_finder(app: Companion) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True)
    async for window in open_window(app, "/help"):
        assert links(window) == ["https://findahelpline.com"]
        assert any(text.startswith("Your local emergency number") for text in window.texts())


async def test_what_fits_is_chosen_and_taken_back_and_says_who_can_see_it(app: Companion, window: Window) -> None:
    await window.go("/more")
    await window.tap("Which help lines fit you")
    await window.follow()
    assert any("Anyone who opens Help on this device can see it." in text for text in window.texts())
    assert "I speak Spanish" in window.texts() and "I speak French" not in window.texts()
    await window.tap("I am LGBTQ+")
    await window.tap("I speak Spanish")
    preferences = app.opening.opened.preferences
    assert preferences.choices.help_profile == {"lgbtq", "es"}
    await window.tap("I am LGBTQ+")
    assert preferences.choices.help_profile == {"es"}
    await window.go("/more")
    assert "Chosen" in window.texts() and "I speak Spanish" not in window.texts()


async def test_a_country_without_a_choice_says_so(app: Companion, window: Window) -> None:
    await app.opening.opened.preferences.change(country="DE")
    await window.go("/more/help-profile")
    assert "There is nothing to choose for your country." in window.texts()


async def test_what_was_told_is_kept_and_an_older_journal_has_told_nothing() -> None:
    vault = await open_vault(MemoryRecords(), Plain())  # type: ignore[arg-type]
    preferences = Preferences(vault)
    assert preferences.choices.help_profile == frozenset()
    await preferences.change(help_profile=frozenset({"veteran", "es"}))
    assert Preferences(vault).choices.help_profile == {"veteran", "es"}


async def test_the_page_is_told_only_what_was_chosen_and_forgets_what_is_taken_back(window: Window) -> None:
    def stored() -> list[tuple[str, object]]:
        return [(name, args) for name, args in window.connection.calls if "help_profile" in str(args)]

    await remember(window.page, Choices(country="US"), False)
    assert not [one for one in stored() if one[0] == "set"]
    await remember(window.page, Choices(country="US", help_profile=frozenset({"veteran", "es"})), False)
    assert "es,veteran" in str(stored()[-1])


async def test_the_clinic_stands_below_the_fitting_lines_while_it_is_closed(app: Companion) -> None:
    from companion.config import ClinicSettings
    from companion.domain.clinic import Here
    from companion.domain.crisis import first_layer
    from companion.views.help import _lines

    times = [{"days_of_week": ["mon"], "start": "08:00", "end": "17:00"}]
    clinic = ClinicSettings("Example Clinic", phone_uri="tel:1", available_time=times, time_zone="UTC").contact
    await app.opening.opened.preferences.change(was_welcomed=True, country="US")
    async for window in open_window(app, "/help"):
        view = window.page.session.store.get("app")
        object.__setattr__(view, "clinic_contact", clinic)
        layer = first_layer(app.content.crisis, "US", frozenset({"veteran"}))
        for now, place in ((datetime(2026, 11, 23, 9, tzinfo=UTC), 1), (datetime(2026, 11, 24, 9, tzinfo=UTC), 2)):
            cards = _lines(view, layer, Here(now, lambda moment: moment))
            found = [i for i, one in enumerate(cards) if "Example Clinic" in str(one.content.controls[0].content.value)]
            assert found == [place]
