"""The library in the browser, without a network: found with a typo, read, kept, asked, and there again."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.web.phone import A_MOMENT, Phone
from tests.web.site import Site

ASKED = "Will you check my bladder during the course, and how?"


def test_what_was_read_kept_and_asked_offline_is_there_when_the_browser_opens_again(
    site: Site, kept_phones: Callable[..., Phone]
) -> None:
    phone = kept_phones()
    phone.open(site.address)
    phone.begin()
    phone.has_kept_the_site()
    phone.reload()
    phone.sees("How is your mood right now?")
    site.stop()

    phone.tap(re.compile("^Learn"), "tab")
    phone.sees("All topics")
    phone.type("Find an article", "bladdr")
    phone.tap(re.compile("^Ketamine and your bladder"))
    phone.sees("What we do not know")
    heading = phone.page.get_by_role("heading", name="Signs to watch for")
    expect(heading).to_be_attached(timeout=A_MOMENT)
    phone.tap("Keep for later")
    phone.sees("Remove bookmark")
    phone.tap(re.compile("^" + re.escape(ASKED)))
    phone.sees("In your list")
    phone.tap("Mark as read")
    phone.sees("Mark as not read")
    phone.page.context.close()

    again = kept_phones()
    again.open(site.address)
    again.sees("How is your mood right now?")
    again.show("/learn")
    again.tap(re.compile("^My questions for the clinic"))
    expect(again.control(ASKED, "checkbox")).to_be_attached(timeout=A_MOMENT)
    again.type("Your own question", "May I swim?")
    again.tap("Add to the list")
    expect(again.control("May I swim?", "checkbox")).to_be_attached(timeout=A_MOMENT)
    again.show("/learn/shelf/kept")
    again.sees(re.compile("Ketamine and your bladder"))
    again.tap(re.compile("^Ketamine and your bladder"))
    again.sees("Mark as not read")
