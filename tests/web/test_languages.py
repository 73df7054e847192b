"""A browser language that is no language tag does not stop the start, and Help works."""

import pytest
from playwright.sync_api import expect

from tests.web.helping import opens_in_a_new_browser
from tests.web.phone import Phone
from tests.web.site import Site

UNSOUND = {
    "C": '["C"]', "empty": '[""]', "of a system": '["en_US.UTF-8"]', "unknown": "[undefined]", "number": "[42]",
    "very long": '["en-" + "x".repeat(9000)]', "one of three": '["de-DE", "x", "en_GB"]',
}  # fmt: skip


def speaking(languages: str) -> str:
    """An init script: a browser that says it has these languages, as JavaScript."""
    return (
        f"Object.defineProperty(Navigator.prototype, 'languages', {{ get: () => {languages} }});"
        f"Object.defineProperty(Navigator.prototype, 'language', {{ get: () => ({languages})[0] }});"
    )


@pytest.mark.parametrize("which", UNSOUND)
def test_the_app_starts_and_help_works_with_a_language_that_is_none(site: Site, phone: Phone, which: str) -> None:
    phone.page.add_init_script(speaking(UNSOUND[which]))
    phone.open(site.address)
    phone.sees("Welcome")
    opens_in_a_new_browser(phone.page)


@pytest.mark.parametrize("languages", ["[]", "undefined"])
def test_no_list_of_languages_at_all(site: Site, phone: Phone, languages: str) -> None:
    phone.page.add_init_script(
        f"Object.defineProperty(Navigator.prototype, 'languages', {{ get: () => {languages} }});"
        "Object.defineProperty(Navigator.prototype, 'language', { get: () => undefined });"
    )
    phone.open(site.address)
    phone.sees("Welcome")
    opens_in_a_new_browser(phone.page)


def test_a_country_is_still_guessed_from_what_a_system_says(site: Site, phone: Phone) -> None:
    phone.page.add_init_script(speaking('["C", "en_GB.UTF-8"]'))
    phone.page.goto(site.address)
    phone.page.locator("#companion-help-button").click()
    expect(phone.page.locator("#companion-help-layer")).to_contain_text("United Kingdom")
    expect(phone.page.locator("#companion-help-guess")).to_be_visible()
