"""What arrives broken is neither run nor kept, a host that falls silent is said, and "Try again" mends."""

import pytest
from playwright.sync_api import expect

from tests.web.phone import A_MOMENT, Phone
from tests.web.site import Site
from tests.web.test_start import MISSING, says

IN_HALVES = (
    "js/clinic.js", "js/page.js", "js/worker.js", "js/records.js", "js/storage.js", "pyodide.mjs", "pyodide.asm.mjs",
    "pyodide.asm.wasm", "python_stdlib.zip", "snapshot.bin", "flutter_bootstrap.js", "main.dart.mjs", "main.dart.wasm",
    "skwasm.js", "skwasm.wasm",
)  # fmt: skip
FAILS_TO_INSTALL = """() => new Promise(then => {
  const look = async () => {
    const one = await navigator.serviceWorker.getRegistration();
    if (one && (one.waiting || one.active)) then("kept");
    else if (seen && !one) then("failed");
    else { seen = seen || !!one; setTimeout(look, 50); }
  };
  let seen = false;
  look();
})"""
KEPT = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    for (const one of await (await caches.open(name)).keys()) found[name + " " + one.url] = 1;
  }
  return Object.keys(found).sort();
}"""
BREAK = """async names => {
  for (const cacheName of (await caches.keys()).filter(one => one.startsWith("companion-site-"))) {
    const cache = await caches.open(cacheName);
    for (const request of await cache.keys()) {
      if (!names.some(name => request.url.endsWith(name))) continue;
      const answer = await cache.match(request);
      const blob = await answer.blob();
      await cache.put(request, new Response(blob.slice(0, blob.size / 2), { headers: answer.headers }));
    }
  }
}"""


def test_half_of_any_file_of_the_first_visit_is_asked_for_again_without_a_word(site: Site, phone: Phone) -> None:
    for name in IN_HALVES:
        site.fault(name, halves=1)
    phone.open(site.address)
    phone.sees("Welcome")
    for name in IN_HALVES:
        assert sum(name in path for path in site.server.asked) >= 2, name
    assert not any("snapshot does not fit" in line for line in phone.console)


def test_neither_a_login_page_nor_half_a_file_is_kept_and_the_next_start_keeps_the_site(
    site: Site, offline_phone: Phone
) -> None:
    phone = offline_phone
    phone.page.goto(site.address)
    login, half = site.fault("/", login=True), site.fault("main.dart.js", halves=1000)
    assert phone.page.evaluate(FAILS_TO_INSTALL) == "failed"
    kept = phone.page.evaluate(KEPT)
    assert not [one for one in kept if one.endswith((site.address, "main.dart.js"))]
    login.login, half.halves = False, 0
    phone.reload()
    phone.has_kept_the_site()
    site.stop()
    phone.page.context.new_cdp_session(phone.page).send("Network.clearBrowserCache")
    phone.another_page(site.address)
    phone.sees("Welcome")


def test_trying_again_mends_what_is_kept_and_takes_nothing_away_without_a_network(
    site: Site, offline_phone: Phone
) -> None:
    phone = offline_phone
    phone.open(site.address)
    phone.begin()
    phone.has_kept_the_site()
    kept = phone.page.evaluate(KEPT)
    phone.page.evaluate(BREAK, ["js/page.js", "main.dart.wasm", "snapshot.bin"])
    phone.page.context.new_cdp_session(phone.page).send("Network.clearBrowserCache")
    site.stop()
    phone.page.reload()
    says(phone, MISSING)
    with phone.page.expect_navigation():
        phone.page.get_by_role("button", name="Try again").click()
    says(phone, MISSING)
    assert phone.page.evaluate(KEPT) == kept
    site.back()
    phone.page.get_by_role("button", name="Try again").click()
    phone.ready()
    phone.sees("How is your mood right now?")
    assert phone.page.evaluate(KEPT) == kept
    site.stop()


@pytest.mark.parametrize("name", ["snapshot.bin", "main.dart.wasm"])
def test_a_host_that_falls_silent_is_said_until_loading_goes_on(site: Site, phone: Phone, name: str) -> None:
    fault = site.fault(name, hangs=True)
    phone.page.clock.install()
    phone.page.goto(site.address)
    phone.page.wait_for_timeout(4000)
    expect(phone.page.locator("#companion-loading")).to_be_visible()
    for _ in range(30):
        phone.page.clock.run_for(1000)
    says(phone, MISSING)
    expect(phone.page.get_by_role("button", name="Try again")).to_be_visible()
    fault.hangs = False
    expect(phone.page.locator("#companion-again")).to_be_hidden(timeout=A_MOMENT)
    phone.ready()
    phone.sees("Welcome")
    expect(phone.page.locator("#companion-loading")).to_be_hidden(timeout=A_MOMENT)
