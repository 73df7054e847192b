"""Real Chromium, a phone's page, the app and the demo clinic as processes."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.browser import ARGUMENTS, chromium
from tests.processes import ClinicProcess, Process, clinic_file, start_app, start_clinic

SEMANTICS = "flt-semantics-host flt-semantics"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        yield one
        one.close()


@dataclass
class Phone:
    """A phone's page on the app, and what a person does there."""

    page: Page
    finished: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Go there and wait until the app can be used."""
        self.page.goto(address)
        self.ready()

    def ready(self) -> None:
        """Wait for the first frame with its accessibility tree."""
        self.page.wait_for_selector(SEMANTICS, state="attached", timeout=60_000)

    def control(self, name: str, role: str = "button") -> Locator:
        """A control by what a screen reader calls it."""
        return self.page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]

    def tap(self, name: str, role: str = "button") -> None:
        """Activate it the way a screen reader does."""
        control = self.control(name, role)
        expect(control).to_be_attached(timeout=15_000)
        control.dispatch_event("click")

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Wait until a text is on the screen."""
        expect(self.page.locator("flt-semantics-host").get_by_text(text).first).to_be_attached(timeout=15_000)

    def type(self, name: str, text: str) -> None:
        """Type into a field; Flutter needs a moment to take the keyboard."""
        field_ = self.control(name, "textbox")
        for _ in range(5):
            field_.focus()
            self.page.wait_for_timeout(300)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(text, delay=10)
            self.page.wait_for_timeout(150)
            if field_.input_value() == text:
                return
        expect(field_).to_have_value(text)

    def begin(self) -> None:
        """Get past the first start."""
        self.tap("I have read this")
        self.tap("United States", "radio")
        self.tap("Start")
        self.sees("How is your mood right now?")

    def check_in(self, mood: str = "6", note: str = "") -> None:
        """Today's check-in, from its first question to Saved."""
        self.sees("How is your mood right now?")
        self.tap(mood, "radio")
        self.sees("How anxious or tense do you feel?")
        self.tap("3", "radio")
        self.sees(re.compile("trauma memories"))
        self.tap("4", "radio")
        self.page.wait_for_timeout(600)
        if self.page.get_by_text("How well did you sleep last night?").count():
            self.tap("5", "radio")
        self.tap("Yes", "radio")
        expect(self.control("Save")).to_be_attached(timeout=15_000)
        if note:
            self.type("Anything you want to add?", note)
        self.tap("Save")
        expect(self.page).to_have_url(re.compile("/saved/"), timeout=15_000)


@pytest.fixture
def phones(browser: Browser) -> Iterator[Callable[..., Phone]]:
    """Makes phones: fresh browser profiles of 390 by 844 pixels."""
    contexts = []

    def make(**more: object) -> Phone:
        options = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "en-GB"}
        context = browser.new_context(**{**options, **more})  # type: ignore[arg-type]
        contexts.append(context)
        phone = Phone(context.new_page())
        phone.page.on("requestfinished", lambda request: phone.finished.append(request.url))
        phone.page.on("console", lambda message: phone.console.append(message.text))
        return phone

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def phone(phones: Callable[..., Phone]) -> Phone:
    """One phone."""
    return phones()


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[ClinicProcess]:
    """A demo clinic of this test's own."""
    one = start_clinic(tmp_path / "clinic")
    yield one
    one.process.stop()


@dataclass
class Server:
    """The running app; it can be killed and started again over the same journal."""

    data: Path
    clinic: Path | None
    process: Process
    address: str

    @property
    def base(self) -> str:
        """The address without key."""
        return self.address.split("/?")[0]

    def again(self) -> None:
        """Start it anew after it was killed."""
        self.process, self.address = start_app(self.data, self.clinic)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Server]:
    """The app with an empty journal and no clinic."""
    one = Server(tmp_path / "data", None, *start_app(tmp_path / "data"))
    yield one
    one.process.stop()


@pytest.fixture
def joined(tmp_path: Path, clinic: ClinicProcess) -> Iterator[Server]:
    """The app of a patient of the demo clinic."""
    file = clinic_file(clinic, tmp_path / "clinic.json")
    one = Server(tmp_path / "data", file, *start_app(tmp_path / "data", file))
    yield one
    one.process.stop()
