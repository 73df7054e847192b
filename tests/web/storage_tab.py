"""A tab on the app, and what browsers can be made to say and to lose."""

import re
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

PHONE = {
    "viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "en-GB",
    # It would answer every address of the site with the app, also the one that is to be without it.
    "service_workers": "block",
}  # fmt: skip
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 "
    "Mobile/15E148 Safari/604.1"
)
IPAD = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1"
)
WEBKIT = "Object.defineProperty(Navigator.prototype, 'vendor', {get: () => 'Apple Computer, Inc.'})"
TOUCH = "Object.defineProperty(Navigator.prototype, 'maxTouchPoints', {get: () => 5})"
STANDALONE = "Object.defineProperty(Navigator.prototype, 'standalone', {get: () => true})"
OFFER = """() => {
  const event = new Event('beforeinstallprompt', {cancelable: true});
  event.prompt = async () => { window.wasPrompted = true; };
  event.userChoice = Promise.resolve({outcome: 'accepted'});
  dispatchEvent(event);
}"""
LOSE_THE_DATABASE = """() => new Promise((resolve, reject) => {
  const asked = indexedDB.deleteDatabase('companion');
  asked.onsuccess = resolve; asked.onerror = reject; asked.onblocked = () => {};
})"""
LOSE_THE_MIRROR = """async () => {
  if (navigator.storageBuckets) await navigator.storageBuckets.delete('companion-mirror');
  const root = await navigator.storage.getDirectory();
  for await (const name of root.keys()) await root.removeEntry(name, {recursive: true});
}"""
LOSE_THE_CACHES = "async () => { for (const name of await caches.keys()) await caches.delete(name); }"
A_NEWER_DATABASE = """() => new Promise((resolve, reject) => {
  const asked = indexedDB.open('companion', 99);
  asked.onsuccess = () => { asked.result.close(); resolve(); };
  asked.onerror = reject;
})"""


class Tab:
    """A tab on the app, and what a person does there."""

    def __init__(self, context: BrowserContext, address: str, *scripts: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        for script in scripts:
            self.page.add_init_script(script)

    def open(self) -> "Tab":
        """Go there and wait for the first frame."""
        self.page.goto(self.address)
        self.page.wait_for_selector("flt-semantics-host flt-semantics", state="attached", timeout=90_000)
        return self

    def aside(self) -> None:
        """A page of the same site without the app: the journal is let go of."""
        self.page.goto(f"{self.address}favicon.png")

    def go(self, route: str) -> None:
        """Another screen."""
        self.page.evaluate("route => { location.hash = route; }", route)

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Wait for a text."""
        shown = self.page.locator("flt-semantics-host").get_by_text(text).first
        expect(shown).to_be_attached(timeout=45_000)

    def tap(self, name: str, role: Any = "button") -> None:
        """Activate a control; a line of a list is named by both of its texts."""
        named = self.page.get_by_role(role, name=name if role == "radio" else re.compile(f"^{re.escape(name)}"),
                                      exact=role == "radio").first  # fmt: skip
        expect(named).to_be_attached(timeout=45_000)
        named.dispatch_event("click")

    def begin(self) -> "Tab":
        """Get past the first start."""
        self.tap("I have read this")
        self.tap("United States", "radio")
        self.tap("Start")
        self.sees("How is your mood right now?")
        return self

    def check_in(self) -> None:
        """One check-in, to Saved."""
        self.tap("6", "radio")
        self.sees("How anxious or tense do you feel?")
        self.tap("3", "radio")
        self.sees(re.compile("trauma memories"))
        self.tap("4", "radio")
        self.page.wait_for_timeout(1200)
        if self.page.get_by_text("How well did you sleep last night?").count():
            self.tap("5", "radio")
        self.tap("Yes", "radio")
        self.tap("Save")
        expect(self.page).to_have_url(re.compile("/saved/"), timeout=45_000)
