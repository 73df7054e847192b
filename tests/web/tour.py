"""A tour of every screen in one page: each is opened once, and looked at when it has come to rest."""

import re
from collections.abc import Iterator

from tests.web.phone import A_MOMENT, Phone
from tests.web.screens import FORMS, UNKNOWN, screens

RESTS = """async () => {
  const drawn = () => document.querySelector("flt-semantics-host").outerHTML + location.hash;
  let last = "", same = 0;
  for (let i = 0; i < 60 && same < 3; i++) {
    await new Promise((next) => setTimeout(next, 60));
    const now = drawn();
    same = now === last ? same + 1 : 0;
    last = now;
  }
}"""
"""Waits until the accessibility tree stays as it is; an exercise that runs is looked at as it is after some seconds."""
MOST_PAGES = 14
ONWARD = re.compile("^(Next|Skip)$")


def rest(phone: Phone) -> None:
    """Wait until the screen has come to rest."""
    phone.page.evaluate(RESTS)


def tour(phone: Phone, entry: str) -> Iterator[str]:
    """Open every address, Help's layer among them, and say which it is."""
    for route in [*screens(entry), *UNKNOWN]:
        phone.show(route)
        rest(phone)
        yield route
        if phone.page.locator("#companion-help-layer[data-open]").count():
            phone.page.locator("#companion-help-close").click()


def pages_of_forms(phone: Phone) -> Iterator[str]:
    """Go through every form by Next and Skip, and say which page of which form it is."""
    for form in FORMS:
        phone.show(f"/form/{form}")
        rest(phone)
        for page in range(2, MOST_PAGES):
            onward = phone.page.get_by_role("button", name=ONWARD)
            if not onward.count():
                break
            onward.first.dispatch_event("click", timeout=A_MOMENT)
            rest(phone)
            yield f"/form/{form}, page {page}"
