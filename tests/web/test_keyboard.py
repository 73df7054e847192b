"""With a keyboard over the lower half of a phone, what is typed into and its button stay in sight."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.web.phone import A_MOMENT, Phone
from tests.web.site import Site
from tests.web.tour import rest

HIGH, LOW = {"width": 390, "height": 844}, {"width": 390, "height": 400}
TOP = 64
"""Where the room of Help and Back ends."""
IPHONE = """() => {
  Object.defineProperty(visualViewport, "height", { get: () => 400, configurable: true });
  visualViewport.dispatchEvent(new Event("resize"));
}"""
"""As on an iPhone: only what is seen of the page becomes lower."""

CLOSED = "() => { delete visualViewport.height; visualViewport.dispatchEvent(new Event('resize')); }"


def android(phone: Phone) -> None:
    """The window itself becomes lower."""
    phone.page.set_viewport_size(LOW)  # type: ignore[arg-type]


def iphone(phone: Phone) -> None:
    phone.page.evaluate(IPHONE)


KEYBOARDS: list[Callable[[Phone], None]] = [android, iphone]


def note(phone: Phone) -> None:
    phone.show("/")
    phone.to_the_last_question()


def at(route: str) -> Callable[[Phone], None]:
    def go(phone: Phone) -> None:
        phone.show(route)

    return go


FIELDS: dict[str, tuple[Callable[[Phone], None], str, str]] = {
    "a note": (note, "Anything you want to add?", "Save"),
    "a number": (at("/form/blood-pressure"), "Pulse", "Next"),
    "one number of several": (at("/form/blood-pressure"), "Bottom number (diastolic)", "Next"),
    "a search": (at("/learn"), "Find an article", ""),
    "an infusion's time": (at("/course/add"), "Time", ""),
    "a passphrase": (at("/more/backup"), "Recovery code or passphrase", ""),
    "a person": (at("/contacts/new"), "Phone number", ""),
}
"""How to get there, the field, and its button, where one stands next to it."""


def is_in_sight(what: Locator) -> None:
    """Wait until it is where neither the keyboard nor the top line covers it."""
    box: dict[str, float] = {}
    for _ in range(40):
        box = dict(what.bounding_box() or {})  # type: ignore[arg-type]
        if box and box["y"] >= TOP - 1 and box["y"] + min(box["height"], 56) <= 400:
            return
        what.page.wait_for_timeout(150)
    raise AssertionError(f"not in sight: {box}")


@pytest.mark.parametrize("keyboard", KEYBOARDS, ids=lambda one: one.__name__)
def test_the_field_and_its_button_stay_in_sight_above_a_keyboard(
    lived_in: Site, phone: Phone, keyboard: Callable[[Phone], None]
) -> None:
    phone.open(lived_in.address)
    phone.sees("How is your mood right now?")
    failed = {}
    for name, (go, label, button) in FIELDS.items():
        phone.page.set_viewport_size(HIGH)  # type: ignore[arg-type]
        phone.page.evaluate(CLOSED)
        go(phone)
        expect(phone.control(label, "textbox")).to_be_attached(timeout=A_MOMENT)
        rest(phone)
        field = phone.focus(label)
        rest(phone)
        keyboard(phone)
        try:
            is_in_sight(field)
            if button:
                is_in_sight(phone.control(button))
        except AssertionError as error:
            failed[name] = str(error)
    assert failed == {}


MOVED = """(top) => {
  Object.defineProperty(visualViewport, "offsetTop", { get: () => top, configurable: true });
  visualViewport.dispatchEvent(new Event("scroll"));
}"""


def test_help_goes_along_where_an_iphone_moves_what_is_seen_for_its_keyboard(site: Site, phone: Phone) -> None:
    phone.page.goto(site.address)
    help_button = phone.page.locator("#companion-help-button")
    before = help_button.bounding_box()
    phone.page.evaluate(MOVED, 180)
    moved = help_button.bounding_box()
    phone.page.evaluate(MOVED, 0)
    assert before and moved and moved == {**before, "y": before["y"] + 180}
    assert help_button.bounding_box() == before
