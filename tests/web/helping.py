"""What tests ask of Help: one tap opens it, and its numbers can be called."""

from playwright.sync_api import Page, expect


def opens_and_calls(page: Page, number: str = "911") -> None:
    """One tap on the button shows a working link to the emergency number and one to write to; then it closes."""
    if not page.locator("#companion-help-layer[data-open]").count():
        page.locator("#companion-help-button").click()
    expect(page.locator(f'#companion-help-layer a[href="tel:{number}"]').first).to_be_visible()
    expect(page.locator('#companion-help-layer a[href^="sms:"]').first).to_be_visible()
    page.locator("#companion-help-close").click()
    expect(page.locator("#companion-help-layer")).to_be_hidden()


def opens_in_a_new_browser(page: Page) -> None:
    """The same where no country is known yet: it is asked for there."""
    page.locator("#companion-help-button").click()
    page.locator("#companion-help-country").select_option("US")
    page.locator("#companion-help-close").click()
    opens_and_calls(page)
