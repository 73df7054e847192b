"""A tour of every screen in one page: each is opened once, and looked at when it has come to rest."""

import re
from collections.abc import Callable, Iterator

from tests.web.expecting import comes_to
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
MOST_FOR_ANOTHER = 3_000
"""Milliseconds until another screen comes; two addresses may have the same one."""
ONWARD = re.compile("^(Next|Skip)$")


def rest(phone: Phone) -> None:
    """Wait until the screen has come to rest."""
    phone.page.evaluate(RESTS)


def go(phone: Phone, route: str) -> None:
    """Show a screen, and wait until it has taken the place of the one before and has come to rest."""
    changes(phone, lambda: phone.show(route))


def changes(phone: Phone, do: Callable[[], None]) -> None:
    """Do something, and wait until another screen has come by it, and to rest."""
    drawn = "document.querySelector('flt-semantics-host').outerHTML"
    before = phone.page.evaluate(drawn)
    do()
    comes_to(phone.page, lambda: phone.page.evaluate(drawn), lambda now: bool(now != before), MOST_FOR_ANOTHER)
    rest(phone)


def tour(phone: Phone, entry: str) -> Iterator[str]:
    """Open every address, Help's layer among them, and say which it is."""
    for route in [*screens(entry), *UNKNOWN]:
        go(phone, route)
        yield route
        if phone.page.locator("#companion-help-layer[data-open]").count():
            phone.page.locator("#companion-help-close").click()


def pages_of_forms(phone: Phone) -> Iterator[str]:
    """Go through every form by Next and Skip, and say which page of which form it is."""
    for form in FORMS:
        go(phone, f"/form/{form}")
        for page in range(2, MOST_PAGES):
            onward = phone.page.get_by_role("button", name=ONWARD)
            if not onward.count():
                break
            onward.first.dispatch_event("click", timeout=A_MOMENT)
            rest(phone)
            yield f"/form/{form}, page {page}"
