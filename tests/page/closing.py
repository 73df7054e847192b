"""Closes a site's databases as a browser does by itself: by the button of Chromium's own page for them."""

from playwright.sync_api import BrowserContext


def force_close(context: BrowserContext, place: str = "both") -> None:
    """Close "main" (the default place), "mirror" (the place of that name) or "both"."""
    internals = context.new_page()
    internals.goto("chrome://indexeddb-internals")
    buttons = internals.locator("indexeddb-bucket .force-close")
    buttons.first.wait_for()
    internals.wait_for_timeout(300)
    names = [text.splitlines()[0] for text in internals.locator("indexeddb-bucket").all_inner_texts()]
    for number, name in enumerate(names):
        if place == "both" or ("mirror" in name) is (place == "mirror"):
            buttons.nth(number).click()
    internals.wait_for_timeout(300)
    internals.close()
