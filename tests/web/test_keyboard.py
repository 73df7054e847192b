"""With a keyboard over the lower half of a phone, what is typed into and its button stay in sight."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.web.locking import SLOW, lock_now, proves, to_the_proof
from tests.web.phone import A_MOMENT, Phone
from tests.web.site import Site
from tests.web.test_large_text import LARGE
from tests.web.tour import ONWARD, rest

HIGH, LOW = {"width": 390, "height": 844}, {"width": 390, "height": 400}
TOP = 64
"""Where the room of Help and Back ends."""
IPHONE = """() => {
  Object.defineProperty(visualViewport, "height", { get: () => 400, configurable: true });
  visualViewport.dispatchEvent(new Event("resize"));
}"""
"""As on an iPhone: only what is seen of the page becomes lower."""

CLOSED = "() => { delete visualViewport.height; visualViewport.dispatchEvent(new Event('resize')); }"
LEFT_SOON = """async (wait) => {
  Object.defineProperty(visualViewport, "height", { get: () => 400, configurable: true });
  visualViewport.dispatchEvent(new Event("resize"));
  const end = performance.now() + wait;
  while (performance.now() < end) await new Promise(next => requestAnimationFrame(next));
  location.hash = "#/more";
}"""
"""Another screen comes while the client still answers for the one before; the wait is in milliseconds."""

ONE_SCROLL = 280
"""Pixels that a finger moves a screen of which 400 are left, in one go."""


def android(phone: Phone) -> None:
    """The window itself becomes lower."""
    phone.page.set_viewport_size(LOW)  # type: ignore[arg-type]


def iphone(phone: Phone) -> None:
    phone.page.evaluate(IPHONE)


def close(phone: Phone) -> None:
    """No keyboard any more, in either way."""
    phone.page.set_viewport_size(HIGH)  # type: ignore[arg-type]
    phone.page.evaluate(CLOSED)


@dataclass(frozen=True)
class Field:
    """A field, where it is, and its button, where one stands next to it; `types` is what makes the button come."""

    label: str
    route: str
    page: int = 1
    button: str = ""
    types: str = ""

    def comes(self, phone: Phone) -> None:
        """Go there, from a screen that is at its top."""
        phone.show("/more")
        phone.sees("About this app")
        rest(phone)
        phone.show(self.route)
        if self.page > 1:
            self._turns(phone)
        expect(phone.control(self.label, "textbox")).to_be_attached(timeout=A_MOMENT)
        rest(phone)

    def _turns(self, phone: Phone) -> None:
        phone.sees(re.compile(r"^\d+ of \d+"))
        for _ in range(20):
            if phone.text(re.compile(f"^{self.page} of ")).count():
                return
            phone.page.get_by_role("button", name=ONWARD).first.dispatch_event("click", timeout=A_MOMENT)
            rest(phone)
        raise AssertionError(f"{self.route} has no page {self.page}")


FIELDS = (
    Field("Anything you want to add?", "/form/daily-check-in", 5, "Save"),
    Field("Top number (systolic)", "/form/blood-pressure", button="Next"),
    Field("Bottom number (diastolic)", "/form/blood-pressure", button="Next"),
    Field("Pulse", "/form/blood-pressure", button="Next"),
    Field("Hour", "/form/day-before", 3, "One hour later"),
    Field("Minutes", "/form/day-before", 4, "Five minutes later"),
    Field("Line 1", "/form/day-before", 9, "Add another line"),
    Field("Line 1", "/form/evaluation", 2, "Add another line"),
    Field("What did you notice?", "/form/integration"),
    Field("Find by name", "/form/side-effect"),
    Field("Find an article", "/learn"),
    Field("Your own question", "/learn/questions", button="Add to the list", types="Why"),
    Field("Time", "/course/add"),
    Field("Recovery code or passphrase", "/more/backup", button="Choose the backup file", types="7"),
    Field("Recovery code or passphrase", "/restore", button="Choose the backup file", types="7"),
    Field("Name", "/contacts/new"),
    Field("Phone number", "/contacts/new"),
    Field("In your own words", "/plan/edit"),
)


def place(what: Locator) -> dict[str, float]:
    """Where it is, in pixels; empty where it is so far away that Flutter does not tell of it."""
    found = what.bounding_box() if what.count() else None
    return dict(found or {})  # type: ignore[arg-type]


def is_in_sight(what: Locator, least: int) -> bool:
    """Whether it, or the first `least` pixels of it, is where neither the keyboard nor the top line covers it."""
    box = place(what)
    return bool(box) and box["y"] >= TOP - 1 and box["y"] + min(box["height"], least) <= LOW["height"]


def covered(what: Locator, least: int = 56) -> str:
    """Wait until it is in sight, "" then; else where it is."""
    for _ in range(30):
        if is_in_sight(what, least):
            return ""
        what.page.wait_for_timeout(100)
    return str(place(what) or "far away")


def open_keyboard(phone: Phone, field: Field, keyboard: Callable[[Phone], None]) -> Locator:
    """Give this field the keyboard, and type what makes its button come. The field."""
    shown = phone.focus(field.label)
    rest(phone)
    keyboard(phone)
    phone.page.keyboard.type(field.types)
    return shown


def told(keyboard: str, field: Field, places: dict[str, str]) -> list[str]:
    return [f"{keyboard}, {field.route}: {name} at {where}" for name, where in places.items() if where]


def judged(phone: Phone, field: Field, keyboard: Callable[[Phone], None]) -> list[str]:
    """What of the field and its button the keyboard covers."""
    places = {field.label: covered(open_keyboard(phone, field, keyboard))}
    if field.button:
        places[field.button] = covered(phone.control(field.button))
    close(phone)
    return told(keyboard.__name__, field, places)


def judged_large(phone: Phone, field: Field) -> list[str]:
    """What of a field's line at 200 % text is covered, and of its button when the finger has moved the screen once."""
    shown = open_keyboard(phone, field, android)
    places = {field.label: covered(shown, 2 * 56)}
    rest(phone)
    if field.button:
        button = phone.control(field.button)
        if not is_in_sight(button, 2 * 48):
            phone.page.mouse.move(195, 200)
            phone.page.mouse.wheel(0, ONE_SCROLL)
        places[field.button] = covered(button, 2 * 48)
    close(phone)
    return told("200 %", field, places)


def test_every_kind_of_field_and_its_button_stay_in_sight_above_a_keyboard(shared_phone: Phone) -> None:
    phone, failed = shared_phone, []
    for field in FIELDS:
        for keyboard in (android, iphone):
            field.comes(phone)
            failed += judged(phone, field, keyboard)
    assert failed == [], "\n".join(failed)


def test_a_screen_that_is_left_while_it_scrolls_to_its_field_leaves_the_app_alive(shared_phone: Phone) -> None:
    phone = shared_phone
    field = Field("Phone number", "/contacts/new")
    for wait in (5, 10, 15, 20, 30) * 2:
        field.comes(phone)
        phone.focus(field.label)
        phone.page.evaluate(LEFT_SOON, wait)
        phone.sees("About this app")
        phone.page.evaluate(CLOSED)
        phone.tap("Learn", "tab")
        expect(phone.control("Find an article", "textbox")).to_be_attached(timeout=A_MOMENT)


def test_at_200_percent_the_line_stays_in_sight_and_its_button_is_one_scroll_away(lived_in: Site, phone: Phone) -> None:
    phone.page.add_init_script(LARGE)
    phone.open(lived_in.address)
    failed = []
    for field in FIELDS:
        field.comes(phone)
        failed += judged_large(phone, field)
    assert failed == [], "\n".join(failed)


def test_the_recovery_code_is_typed_in_sight_where_it_is_proved_and_on_the_lock_screen(shared_phone: Phone) -> None:
    phone, failed = shared_phone, []
    code = to_the_proof(phone)
    for keyboard in (android, iphone):
        failed += judged(phone, Field("Groups 2 and 5", "proof", button="Turn the PIN on"), keyboard)
    proves(phone, code)
    lock_now(phone)
    phone.tap("I forgot my PIN")
    expect(phone.control("Recovery code", "textbox")).to_be_attached(timeout=SLOW)
    for keyboard in (android, iphone):
        failed += judged(phone, Field("Recovery code", "locked", button="Open"), keyboard)
    assert failed == [], "\n".join(failed)


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
