"""The lock in the browser: set through the screens, ten wrong PINs, the code, a draft across a lock, nothing readable."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.web.helping import opens_and_calls
from tests.web.locking import PIN, SLOW, enter, is_locked, lock_now, set_pin
from tests.web.phone import A_MOMENT, Phone
from tests.web.site import Site
from tests.web.test_large_text import LARGE
from tests.web.test_privacy import CANARY, HEALTH_WORDS, of_the_person, places

WRONG = "135791"

LATER = """seconds => {
  if (!self.jumped) {
    self.jumped = 0;
    for (const clock of [Date, performance]) { const now = clock.now.bind(clock); clock.now = () => now() + self.jumped; }
  }
  self.jumped += seconds * 1000;
}"""
SEE = """state => {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""


def later(phone: Phone, seconds: float) -> None:
    """The clocks of Python's worker go on."""
    phone.page.workers[0].evaluate(LATER, seconds)


def test_what_was_typed_comes_back_after_a_lock_a_reload_and_the_right_pin(
    site: Site, kept_phones: Callable[..., Phone], tmp_path: Path
) -> None:
    phone = kept_phones("person")
    phone.open(site.address)
    phone.begin()
    phone.to_the_last_question("6")
    phone.type("Anything you want to add?", CANARY)
    phone.show("/")
    phone.sees("Your check-in is not finished")
    set_pin(phone)
    phone.show("/check-in")
    phone.sees("Your own words")
    phone.page.evaluate(SEE, "hidden")
    later(phone, 31)
    phone.page.evaluate(SEE, "visible")
    is_locked(phone)
    expect(phone.page.locator("#companion-cover")).to_be_hidden()
    assert not phone.text(CANARY).count() and phone.page.locator("flt-semantics-host").get_by_text("words").count() == 0
    opens_and_calls(phone.page)
    phone.page.reload()
    phone.ready()
    is_locked(phone)
    opens_and_calls(phone.page)
    nothing_is_readable(phone)
    enter(phone, PIN, then="Your own words")
    expect(phone.focus("Anything you want to add?")).to_have_value(CANARY, timeout=A_MOMENT)
    lock_now(phone)
    nothing_is_readable(phone)
    phone.page.context.close()
    assert places(tmp_path / "person", CANARY) == []
    for word in HEALTH_WORDS:
        assert list(of_the_person(places(tmp_path / "person", word))) == []


def nothing_is_readable(phone: Phone) -> None:
    """Neither in the page nor in what it keeps in the open, nor in what it has said."""
    seen = phone.page.evaluate(
        "[document.documentElement.outerHTML, JSON.stringify(localStorage), JSON.stringify(sessionStorage)].join()"
    )
    assert CANARY not in seen and CANARY not in "".join(phone.console)
    stored = phone.page.evaluate("JSON.stringify(localStorage)")
    assert not any(word in stored for word in HEALTH_WORDS)


def test_ten_wrong_pins_lead_to_the_code_which_opens_and_asks_for_a_new_pin(lived_in: Site, phone: Phone) -> None:
    phone.open(lived_in.address)
    phone.help_knows_the_country()
    code = set_pin(phone)
    lock_now(phone)
    for left in range(9, 0, -1):
        enter(phone, WRONG, then=f"That is not your PIN. {left} tries are left." if left > 1 else "1 try is left.")
        if left == 4:
            phone.sees(re.compile(r"You can try again in \d+ seconds?\."))
            phone.page.reload()  # a wait survives it
            phone.ready()
            phone.sees(re.compile(r"You can try again in \d+ seconds?\."))
            opens_and_calls(phone.page)
        later(phone, 1800)
        expect(phone.control("1")).to_be_attached(timeout=A_MOMENT)
    enter(phone, WRONG, then="There were 10 wrong PINs. Now only your recovery code opens it.")
    opens_and_calls(phone.page)
    phone.tap("Use the recovery code")
    phone.type("Recovery code", code.lower())
    phone.tap("Open")
    expect(phone.text("Choose a PIN")).to_be_attached(timeout=SLOW)
    enter(phone, "987654", "Next", then="Enter it again")
    enter(phone, "987654", "Next", then="Your journal has a PIN.")
    lock_now(phone)
    enter(phone, "987654", then="Lock now")


def test_the_cover_is_there_at_once_where_a_pin_is_set_and_goes_when_the_person_comes_back(
    lived_in: Site, phone: Phone
) -> None:
    phone.open(lived_in.address)
    phone.help_knows_the_country()
    cover = phone.page.locator("#companion-cover")
    phone.page.evaluate(SEE, "hidden")
    assert not cover.is_visible(), "without a PIN there is nothing to cover"
    phone.page.evaluate(SEE, "visible")
    set_pin(phone)
    phone.has_left("flutter.companion.cover")
    seen = phone.page.evaluate(
        f"({SEE})('hidden'), getComputedStyle(document.getElementById('companion-cover')).display"
    )
    assert seen == "flex", "it stands before the next line of script runs"
    assert "Companion" in cover.inner_text() and len(cover.inner_text()) < 40
    opens_and_calls(phone.page)
    phone.page.evaluate(SEE, "visible")
    expect(cover).to_be_hidden(timeout=A_MOMENT)
    phone.sees("Your journal has a PIN.")


def test_without_argon2_a_pin_is_set_all_the_same_and_opens(site: Site, phone: Phone) -> None:
    site.fault("hash-wasm", drops=100)
    phone.open(site.address)
    phone.begin()
    set_pin(phone)
    lock_now(phone)
    enter(phone, PIN, then="Lock now")


def test_a_new_journal_sets_the_old_one_aside_and_deletes_nothing(lived_in: Site, phone: Phone) -> None:
    phone.open(lived_in.address)
    phone.help_knows_the_country()
    set_pin(phone)
    lock_now(phone)
    phone.tap("I forgot my PIN")
    phone.tap("I do not have it")
    phone.sees(re.compile("No one can open them then"))
    phone.tap("Start a new journal")
    phone.page.get_by_role("alertdialog").get_by_role("button", name="Start a new journal").dispatch_event("click")
    expect(phone.text(re.compile("Restore a backup|Before you start"))).to_be_attached(timeout=SLOW)
    names = phone.page.evaluate("navigator.storageBuckets.keys()")
    assert any(name.startswith("companion-aside-") for name in names), names


PLACES = """() => {
  const box = (one) => one.getBoundingClientRect();
  const dialog = document.querySelector('[role=alertdialog]'), all = [...dialog.querySelectorAll('flt-semantics')];
  const leaves = all.filter(one => !one.querySelector('flt-semantics') && one.textContent.trim());
  const [words, buttons] = [false, true].map(is => leaves.filter(one => (one.getAttribute('role') === 'button') === is));
  return { words: words.map(one => box(one).bottom), buttons: buttons.map(one => [box(one).top, box(one).bottom]),
           screen: innerHeight };
}"""


def test_the_question_before_a_new_journal_can_be_read_to_its_end_at_200_percent_on_a_small_phone(
    lived_in: Site, phones: Callable[..., Phone]
) -> None:
    phone = phones(viewport={"width": 320, "height": 568})
    phone.page.add_init_script(LARGE)
    phone.open(lived_in.address)
    phone.help_knows_the_country()
    set_pin(phone)
    lock_now(phone)
    title = phone.page.get_by_role("heading", name="Enter your PIN").bounding_box()
    assert title and title["height"] < 200, "no word of it is broken: three lines at the most"
    phone.tap("I forgot my PIN")
    phone.tap("I do not have it")
    phone.tap("Start a new journal")
    phone.page.get_by_role("alertdialog").wait_for(state="attached", timeout=A_MOMENT)
    phone.page.wait_for_timeout(900)  # it fades in
    before = phone.page.evaluate(PLACES)
    assert len(before["buttons"]) == 2 and max(before["words"]) <= before["buttons"][0][0], "no button covers a word"
    assert before["buttons"][1][1] > before["screen"], "it is too long for this screen"
    phone.page.mouse.move(160, 300)
    phone.page.mouse.wheel(0, 2000)
    phone.page.wait_for_timeout(900)
    after = phone.page.evaluate(PLACES)
    assert after["buttons"][1][1] <= after["screen"] and max(after["words"]) <= after["buttons"][0][0]


def test_a_second_tab_takes_a_locked_journal_and_meets_the_lock(lived_in: Site, phone: Phone) -> None:
    phone.open(lived_in.address)
    phone.help_knows_the_country()
    set_pin(phone)
    lock_now(phone)
    second = Phone(phone.page.context.new_page())
    second.open(lived_in.address)
    second.tap("Continue here")
    is_locked(second)
    phone.sees("Your journal is open in another tab")
    enter(second, PIN)
    expect(second.control("Today", "tab")).to_be_attached(timeout=SLOW)
