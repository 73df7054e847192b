"""What a worker says after its end is not heard: a browser may deliver what had been sent before."""

import pytest
from playwright.sync_api import expect

from tests.web.phone import A_MOMENT, Phone
from tests.web.site import Site

SPEAKS_ON = """const Real = window.Worker;
window.workers = 0;
window.Worker = class extends Real {
  constructor(...given) {
    super(...given);
    this.number = ++window.workers;
  }
  say(data) { this.dispatchEvent(new MessageEvent("message", { data })); }
  terminate() {
    super.terminate();
    setTimeout(() => { LATE }, 50);
  }
};"""
LATE = {
    "that it failed": 'this.say({ kind: "failed", reason: "python", again: false })',
    "that the start has to be slow": 'this.say({ kind: "slow", why: { code: "other", error: "Error" } })',
    "an error": 'this.dispatchEvent(new ErrorEvent("error", { cancelable: true }))',
}


@pytest.mark.parametrize("which", LATE)
def test_a_start_in_another_worker_goes_on_whatever_the_first_still_says(site: Site, phone: Phone, which: str) -> None:
    phone.may_start_slowly = True
    site.fault("snapshot.bin", drops=1000)
    phone.page.add_init_script(SPEAKS_ON.replace("LATE", f"if (this.number === 1) {LATE[which]}"))
    phone.open(site.address)
    phone.sees("Welcome")
    expect(phone.page.locator("#companion-loading")).to_be_hidden(timeout=A_MOMENT)
    assert phone.page.evaluate("window.workers") == 2


def test_a_worker_that_fails_twice_over_is_followed_by_one_that_is_left_alone(site: Site, phone: Phone) -> None:
    fails = """setTimeout(() => {
      this.say({ kind: "failed", reason: "file", again: true });
      this.dispatchEvent(new ErrorEvent("error", { cancelable: true }));
    }, 300);"""
    script = SPEAKS_ON.replace("LATE", "")
    count = "this.number = ++window.workers;"
    phone.page.add_init_script(script.replace(count, f"{count} if (this.number === 1) {fails}"))
    phone.open(site.address)
    phone.sees("Welcome")
    expect(phone.page.locator("#companion-loading")).to_be_hidden(timeout=A_MOMENT)
    assert phone.page.evaluate("window.workers") == 2
