"""Updates arrive in the background and take effect at the next start; so does going back to the older build."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.processes import start_clinic
from tests.web.phone import Phone
from tests.web.site import Site, another_version, build, clinic_settings
from tests.web.test_thread import identifiers

WAITING = """() => navigator.serviceWorker.getRegistration().then(async one => {
  await one.update();
  for (const it of [one.installing, one.waiting]) if (it) return it.state;
  return "none";
})"""

FAILS_TO_UPDATE = """() => navigator.serviceWorker.getRegistration().then(async one => {
  await one.update();
  const worker = one.installing || one.waiting;
  while (worker.state === "installing") await new Promise(then => setTimeout(then, 50));
  if (worker.state !== "redundant") throw new Error(worker.state);
})"""


@pytest.fixture
def phone(kept_phones: Callable[..., Phone]) -> Iterator[Phone]:
    """A phone with its profile on the disk."""
    yield kept_phones()


def version(phone: Phone) -> str:
    """Of the page that is open."""
    return str(phone.page.evaluate("companion.site.version"))


def looks_for_updates(phone: Phone) -> None:
    """What the browser does by itself at a start; waits until the other version is there and waits for its turn."""
    for _ in range(100):
        if phone.page.evaluate(WAITING) == "installed":
            return
        phone.page.wait_for_timeout(200)
    raise AssertionError("the other version does not arrive")


def start_again(phone: Phone, kept_phones: Callable[..., Phone], address: str) -> Phone:
    """Close the browser and open the app again."""
    phone.page.context.close()
    again = kept_phones()
    again.open(address)
    return again


def test_an_update_and_the_way_back_lose_neither_entry_nor_draft_nor_what_was_not_sent(
    joined: Site, phone: Phone, kept_phones: Callable[..., Phone], tmp_path: Path
) -> None:
    assert joined.clinic
    phone.open(joined.address)
    old = version(phone)
    phone.begin()
    phone.check_in("5")
    phone.tap("Yes, send them")
    phone.sees(re.compile("^Sent to your clinic"))
    phone.has_kept_the_site()
    phone.reload()
    joined.clinic.process.kill()
    phone.show("/")
    phone.tap("Check in again")
    phone.check_in("7")
    phone.sees("Saved on this device. Waiting to be sent.")
    phone.show("/check-in")
    phone.sees("How is your mood right now?")
    phone.tap("8", "radio")
    phone.sees("How anxious or tense do you feel?")

    build(joined.folder, clinic_settings(joined), another_version(tmp_path))
    looks_for_updates(phone)
    assert version(phone) == old
    phone.tap("3", "radio")
    phone.sees(re.compile("trauma memories"))
    phone.reload()
    assert version(phone) == old, "a page that is in use stays as it is"

    phone = start_again(phone, kept_phones, joined.address)
    new = version(phone)
    assert new != old
    phone.sees("Your check-in is not finished")
    phone.sees("Saved on this device. Waiting to be sent.")
    phone.sees(re.compile("You are offline"))
    phone.has_kept_the_site()

    build(joined.folder, clinic_settings(joined))
    looks_for_updates(phone)
    assert version(phone) == new
    phone = start_again(phone, kept_phones, joined.address)
    assert version(phone) == old
    phone.sees("Your check-in is not finished")
    folder = tmp_path / "clinic"
    joined.clinic = start_clinic(folder, port=joined.clinic.port, origins=(joined.origin,))
    expect(phone.text(re.compile("^Sent to your clinic"))).to_be_attached(timeout=60_000)
    found = identifiers(joined.clinic)
    assert len(found) == 2 and len(set(found)) == 2
    phone.tap("Continue")
    phone.sees(re.compile("trauma memories"))
    phone.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    kept = phone.page.evaluate("caches.keys()")
    assert len([name for name in kept if name.startswith("companion-site-")]) == 1


@pytest.mark.parametrize("what", ["a file is missing", "the page is still the old one"])
def test_an_update_that_does_not_arrive_whole_leaves_the_old_version_working(
    built: Path, phone: Phone, tmp_path: Path, what: str
) -> None:
    site = Site(tmp_path / "site")
    build(site.folder)
    old_page = (site.folder / "index.html").read_bytes()
    site.server.begin()
    phone.open(site.address)
    phone.sees("Welcome")
    phone.has_kept_the_site()
    phone.reload()
    old = version(phone)
    # Before the other version lies there: the browser looks for one by itself, soon after a page was opened.
    if what == "a file is missing":
        site.fault("js/host.js", drops=1000)
    else:  # as where a part of a host's network is late
        site.fault("/", change=lambda _: old_page)
    build(site.folder, None, another_version(tmp_path))
    phone.page.evaluate(FAILS_TO_UPDATE)
    site.stop()
    phone.another_page(site.address)
    assert version(phone) == old
    phone.begin()
