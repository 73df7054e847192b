"""Two fingers enlarge every screen; Help goes along, and one finger still scrolls and taps."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.expecting import still
from tests.web.locking import lock_now, set_pin
from tests.web.phone import Phone
from tests.web.site import Site
from tests.web.touching import Fingers
from tests.web.tour import go, rest

SEEN = """(one) => {
  const box = one.getBoundingClientRect(), seen = visualViewport, scale = seen.scale;
  return { left: (box.left - seen.offsetLeft) * scale, right: (box.right - seen.offsetLeft) * scale,
    top: (box.top - seen.offsetTop) * scale, bottom: (box.bottom - seen.offsetTop) * scale };
}"""
"""Where something is on the screen, in the screen's own pixels."""
LAID_OUT = """() => {
  const canvas = document.querySelector("flt-glass-pane").shadowRoot.querySelector("canvas");
  const first = document.querySelector("flt-semantics-host flt-semantics");
  return [canvas.width, canvas.height, canvas.style.width, first.style.width, first.style.height];
}"""
HELP = "#companion-help-button"


def seen(phone: Phone, what: str) -> dict[str, float]:
    found: dict[str, float] = phone.page.locator(what).first.evaluate(SEEN)
    return found


def middle(box: dict[str, float]) -> tuple[float, float]:
    return (box["left"] + box["right"]) / 2, (box["top"] + box["bottom"]) / 2


def enlarges(phone: Phone) -> Fingers:
    """Two fingers enlarge this screen; Help stays in its corner, large enough, and opens by a touch."""
    fingers = Fingers(phone.page)
    fingers.pinch(2)
    assert fingers.scale() > 1.5
    layer = phone.page.locator("#companion-help-layer")
    if not layer.is_visible():
        box = seen(phone, HELP)
        assert box["left"] >= 0 and box["top"] >= 0 and box["right"] <= 391 and box["bottom"] <= 120, box
        assert box["right"] - box["left"] >= 48 and box["bottom"] - box["top"] >= 48, box
        fingers.tap(middle(box))
        expect(layer).to_be_visible()
    return fingers


def to_its_size(fingers: Fingers) -> None:
    """Back to the ordinary size."""
    for _ in range(3):
        if fingers.scale() > 1:
            fingers.pinch(1 / 2.5)
    assert fingers.scale() == 1


def shrinks(phone: Phone, fingers: Fingers) -> None:
    """Back to the ordinary size, and Help's layer is closed by a touch."""
    to_its_size(fingers)
    phone.page.locator("#companion-help-layer").evaluate("one => { one.scrollTop = 0 }")
    fingers.tap(middle(seen(phone, "#companion-help-close")))
    expect(phone.page.locator("#companion-help-layer")).to_be_hidden()


def test_two_fingers_enlarge_the_loading_page_the_welcome_and_help(site: Site, phone: Phone) -> None:
    site.fault("client-", hangs=True)
    phone.page.goto(site.address, wait_until="commit")
    expect(phone.page.locator("#companion-loading")).to_be_visible()
    shrinks(phone, enlarges(phone))
    site.server.faults.clear()
    phone.page.goto("about:blank")
    phone.open(site.address)
    phone.sees("Welcome")
    rest(phone)
    shrinks(phone, enlarges(phone))


@pytest.fixture
def plain_phone(shared_phone: Phone) -> Phone:
    """The file's phone, whatever the test before left: not enlarged, and Help is closed."""
    to_its_size(Fingers(shared_phone.page))
    if shared_phone.page.locator("#companion-help-layer").is_visible():
        shared_phone.page.locator("#companion-help-close").dispatch_event("click")
    return shared_phone


ROUTES = ("/", "/learn/bladder", "/check-in", "/form/side-effect", "/add", "/more")


def test_two_fingers_enlarge_every_kind_of_screen(plain_phone: Phone) -> None:
    phone = plain_phone
    for route in ROUTES:
        go(phone, route)
        before = phone.page.evaluate(LAID_OUT)
        fingers = enlarges(phone)
        assert phone.page.evaluate(LAID_OUT) == before, f"{route} was laid out anew for the part that is seen"
        shrinks(phone, fingers)
        assert phone.page.evaluate(LAID_OUT) == before, route


def test_enlarged_one_finger_scrolls_an_article_and_two_move_what_is_seen(plain_phone: Phone) -> None:
    phone = plain_phone
    go(phone, "/learn/bladder")
    heading = "flt-semantics-host h2:text-is('What you can do')"
    fingers = Fingers(phone.page)

    def scrolls() -> float:
        before = seen(phone, heading)["top"]
        fingers.move([(195, 600)], [(195, 400)])
        return before - still(phone.page, lambda: seen(phone, heading)["top"])

    assert scrolls() > 100
    fingers.pinch(2)
    assert fingers.scale() > 1.5
    assert scrolls() > 100

    def offset() -> Any:
        return phone.page.evaluate("[visualViewport.offsetLeft, visualViewport.offsetTop]")

    left, top = offset()
    fingers.move([(300, 300), (300, 400)], [(120, 300), (120, 400)])
    assert offset()[0] > left + 20
    fingers.move([(150, 300), (250, 300)], [(150, 520), (250, 520)])
    assert offset()[1] < top - 20
    assert fingers.scale() > 1.5


def test_help_can_be_read_to_its_end_and_closed_while_the_page_is_enlarged(plain_phone: Phone) -> None:
    phone = plain_phone
    go(phone, "/")
    fingers = enlarges(phone)
    box = seen(phone, "#companion-help-close")
    assert 0 <= middle(box)[0] <= 390 and 0 <= middle(box)[1] <= 844, "opened, its way out is seen"
    for _ in range(6):
        fingers.move([(195, 700)], [(195, 150)])
    last = seen(phone, "#companion-help-country")
    assert last["bottom"] <= 844
    for _ in range(6):
        fingers.move([(195, 150)], [(195, 700)])
    box = seen(phone, "#companion-help-close")
    fingers.tap(middle(box))
    expect(phone.page.locator("#companion-help-layer")).to_be_hidden()


def test_the_wheel_with_ctrl_is_the_browsers_and_without_it_flutters(plain_phone: Phone) -> None:
    phone = plain_phone
    phone.show("/learn/bladder")
    phone.sees("What you can do")
    taken = """(ctrlKey) => {
      const wheel = new WheelEvent("wheel", { deltaY: 40, ctrlKey, bubbles: true, cancelable: true, clientX: 195, clientY: 400 });
      document.querySelector("flutter-view").dispatchEvent(wheel);
      return wheel.defaultPrevented;
    }"""
    assert phone.page.evaluate(taken, False)
    assert not phone.page.evaluate(taken, True)


def test_two_fingers_enlarge_the_lock_screen_and_its_digits_can_be_tapped(plain_phone: Phone) -> None:
    """The last test: nothing is shown any more without the PIN."""
    phone = plain_phone
    set_pin(phone)
    lock_now(phone)
    rest(phone)
    shrinks(phone, enlarges(phone))
    fingers = Fingers(phone.page)
    fingers.pinch(1.7, at=middle(seen(phone, "flt-semantics[role=button]:text-is('5')")))
    fingers.tap(middle(seen(phone, "flt-semantics[role=button]:text-is('5')")))
    phone.sees(re.compile("1 digit entered"))
