"""The whole app when the browser closes its storage by itself: the person goes on and reads of no other tab."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.page.closing import force_close
from tests.web.phone import Phone
from tests.web.site import Site


def test_answers_go_on_while_the_browser_closes_the_storage(site: Site, kept_phones: Callable[..., Phone]) -> None:
    phone = kept_phones()
    phone.open(site.address)
    phone.begin()
    phone.answer("6", phone.text("How anxious or tense do you feel?"))
    force_close(phone.page.context)
    phone.page.bring_to_front()
    phone.page.wait_for_timeout(500)
    expect(phone.text(re.compile("another tab"))).to_have_count(0)
    phone.answer("3", phone.text(re.compile("trauma memories")))
    expect(phone.text(re.compile("another tab|Not saved"))).to_have_count(0)
    phone.reload()
    phone.sees(re.compile("trauma memories"))
