"""A phone's page on the app, and what a person does there."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.times import TIME

SEMANTICS = "flt-semantics-host flt-semantics"
SCREEN: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "locale": "en-GB",
}
A_MOMENT, A_START = 20_000, 60_000
"""Milliseconds that an expectation waits, and that a start does: two cores are shared."""


@dataclass
class Phone:
    """A phone's page on the app, and what a person does there."""

    page: Page
    finished: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listen(self.page)

    def _listen(self, page: Page) -> None:
        page.on("requestfinished", lambda request: self.finished.append(request.url))
        page.on("console", lambda message: self.console.append(message.text))
        page.on("pageerror", lambda error: self.console.append(str(error)))

    def another_page(self, address: str) -> None:
        """Close the page and open a new one of the same browser, as a person does who comes back."""
        old, self.page = self.page, self.page.context.new_page()
        self._listen(self.page)
        old.close()
        self.open(address)

    def open(self, address: str) -> None:
        """Go there and wait until the app can be used."""
        self.page.goto(address)
        self.ready()

    def reload(self) -> None:
        """The same page anew."""
        self.page.reload()
        self.ready()

    def ready(self) -> None:
        """Wait for the first frame with its accessibility tree."""
        self.page.wait_for_selector(SEMANTICS, state="attached", timeout=A_START)

    def show(self, route: str) -> None:
        """Go to a screen by its address, without loading the page again."""
        self.page.evaluate("route => { location.hash = '#' + route }", route)

    def control(self, name: str | re.Pattern[str], role: str = "button") -> Locator:
        """A control by what a screen reader calls it."""
        is_exact = isinstance(name, str)
        return self.page.get_by_role(role, name=name, exact=is_exact).first  # type: ignore[arg-type]

    def tap(self, name: str | re.Pattern[str], role: str = "button") -> None:
        """Activate it the way a screen reader does."""
        control = self.control(name, role)
        expect(control).to_be_attached(timeout=A_MOMENT)
        control.dispatch_event("click")

    def text(self, text: str | re.Pattern[str]) -> Locator:
        """A text of the app's screen."""
        return self.page.locator("flt-semantics-host").get_by_text(text).first

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Wait until a text is on the screen."""
        expect(self.text(text)).to_be_attached(timeout=A_MOMENT)

    def focus(self, name: str) -> Locator:
        """Give a field the keyboard; Flutter shows its own input when it has taken it."""
        found = self.control(name, "textbox")
        expect(found).to_be_attached(timeout=A_MOMENT)
        found.focus()
        self.page.wait_for_timeout(300)
        return found

    def type(self, name: str, text: str) -> None:
        """Type into a field; Flutter needs a moment to take the keyboard."""
        for _ in range(5):
            found = self.focus(name)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(text, delay=10)
            self.page.wait_for_timeout(150)
            if found.input_value() == text:
                return
        expect(found).to_have_value(text)

    def begin(self) -> None:
        """Get past the first start."""
        read, country = self.control("I have read this"), self.control("United States", "radio")
        offer = self.control("Add it to the home screen")
        expect(read).to_be_attached(timeout=A_START)
        for _ in range(4):  # the first tap of all may come before the canvas listens
            with suppress(TimeoutError):
                read.dispatch_event("click", timeout=A_MOMENT // 4)
            with suppress(AssertionError):
                expect(country.or_(offer).first).to_be_attached(timeout=A_MOMENT // 4)
                break
        expect(country.or_(offer).first).to_be_attached(timeout=A_MOMENT)
        if offer.count():  # where the browser could install it
            self.tap("Later")
        self.tap("United States", "radio")
        self.tap("Start")
        self.sees("How is your mood right now?")

    def to_the_last_question(self, mood: str = "6") -> None:
        """Answer the check-in up to the page with Save and the note."""
        self.sees("How is your mood right now?")
        self.answer(mood, self.text("How anxious or tense do you feel?"))
        self.answer("3", self.text(re.compile("trauma memories")))
        self.answer("4", self.text(re.compile("How well did you sleep|feel safe")))
        if self.page.get_by_text("How well did you sleep last night?").count():
            self.answer("5", self.text(re.compile("feel safe")))
        self.answer("Yes", self.control("Save"))

    def answer(self, name: str, follows: Locator) -> None:
        """Tap an answer until what follows it is there: the page may be drawn anew under the finger."""
        for _ in range(4):
            with suppress(TimeoutError):  # the next page came between the look and the tap
                if self.control(name, "radio").count():
                    self.control(name, "radio").dispatch_event("click", timeout=A_MOMENT // 4)
            with suppress(AssertionError):
                expect(follows).to_be_attached(timeout=A_MOMENT // 4)
                return
        expect(follows).to_be_attached(timeout=A_MOMENT)

    def check_in(self, mood: str = "6", note: str = "") -> None:
        """Today's check-in, from its first question to Saved."""
        self.to_the_last_question(mood)
        if note:
            self.type("Anything you want to add?", note)
        self.tap("Save")
        expect(self.page).to_have_url(re.compile("/saved/"), timeout=A_MOMENT)

    def newest_entry(self) -> str:
        """Look at the newest entry of the journal; its id."""
        self.show("/journal")
        self.tap(re.compile(f"^Check-in {TIME}"))
        expect(self.page).to_have_url(re.compile("/journal/."), timeout=A_MOMENT)
        return self.page.url.split("/")[-1]

    def help_knows_the_country(self) -> None:
        """Wait until the app has left it where Help finds it."""
        self.has_left("flutter.companion.country")

    def has_left(self, key: str) -> None:
        """Wait until the app has left something for the page."""
        self.until(f"localStorage.getItem({key!r})")

    def until(self, expression: str) -> None:
        """Wait until an expression holds in the page, asked from outside: its policy forbids to evaluate text inside."""
        for _ in range(100):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(200)
        raise AssertionError(f"{expression} never held")

    def has_kept_the_site(self) -> None:
        """Wait until the service worker has the whole site."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
