"""Two numbers in one field, an extension, letters, a date: the app asks, and no call goes to a number nobody wrote."""

from dataclasses import replace

import flet as ft
import pytest

from companion.app.running import Companion
from companion.domain.plan import Contact
from companion.views import routes
from tests.views.harness import Window
from tests.views.tab import says
from tests.views.test_support import calls

pytestmark = pytest.mark.asyncio

ASKS = "There may be more than one number here."


def field(window: Window, label: str) -> str:
    return str(next(one.value for one in window.controls() if isinstance(one, ft.TextField) and one.label == label))


async def begin(window: Window, phone: str) -> None:
    await window.go(routes.NEW_CONTACT)
    await window.type("Name", "Alex")
    await window.type("Phone number", phone)
    await window.tap("Save")


async def stored(app: Companion, phone: str) -> None:
    """A person who was kept before two numbers in one field were asked about."""
    support = app.opening.opened.support
    people = support._store.people
    await support._keep_people(replace(people, contacts=(Contact("c-1", "Alex", "", phone),)))


async def test_two_numbers_are_asked_about_and_the_chosen_one_is_kept(app: Companion, window: Window) -> None:
    support = app.opening.opened.support
    await begin(window, "555-0100 / 555-0199")
    assert says(window, ASKS) and not support.contacts
    assert {"Use 555-0100", "Use 555-0199"} <= set(window.labels())
    await window.tap("Use 555-0199")
    assert field(window, "Phone number") == "555-0199" and not says(window, ASKS)
    await window.tap("Save")
    assert [one.phone for one in support.contacts] == ["555-0199"]
    assert calls(window) == ["tel:5550199", "sms:5550199"]


@pytest.mark.parametrize(
    ("phone", "said", "offered"),
    [
        ("1-800-FLOWERS", "written as letters", ["1-800-356-9377"]),
        ("Mom (555) 010-0199", "There are words next to the number", ["(555) 010-0199"]),
        ("2024-11-24", "This looks like a date", []),
        ("1" * 16, "This number is too long", []),
        ("*72", "This number cannot be called", []),
    ],
)
async def test_what_cannot_be_called_says_why_and_offers_what_it_may_be(
    app: Companion, window: Window, phone: str, said: str, offered: list[str]
) -> None:
    await begin(window, phone)
    assert says(window, said) and not app.opening.opened.support.contacts
    assert [one.removeprefix("Use ") for one in window.labels() if one.startswith("Use ")] == offered


async def test_an_extension_is_shown_and_dialed_after_the_number(app: Companion, window: Window) -> None:
    await begin(window, "555-010-0199 ext. 12")
    assert [one.phone for one in app.opening.opened.support.contacts] == ["555-010-0199 ext. 12"]
    assert calls(window) == ["tel:5550100199,12", "sms:5550100199"]
    assert says(window, "555-010-0199 ext. 12") and says(window, "your phone dials extension 12")


async def test_two_numbers_that_were_kept_before_are_two_buttons(app: Companion, window: Window) -> None:
    await stored(app, "555-0100 / 555-0199")
    await window.go(routes.CONTACTS)
    assert {"Call Alex: 555-0100", "Call Alex: 555-0199", "Text Alex: 555-0199"} <= set(window.labels())
    assert calls(window) == ["tel:5550100", "tel:5550199", "sms:5550100", "sms:5550199"]


async def test_a_number_that_looks_like_a_date_and_was_kept_before_is_called(app: Companion, window: Window) -> None:
    await stored(app, "2024-11-24")
    await window.go(routes.CONTACTS)
    assert calls(window) == ["tel:20241124", "sms:20241124"] and "Call Alex" in window.labels()
