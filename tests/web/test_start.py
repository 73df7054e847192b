"""What cannot work says so in plain words, with Help still there; what did not arrive is asked for again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.web.helping import opens_and_calls, opens_in_a_new_browser
from tests.web.phone import Phone
from tests.web.site import Site
from tests.web.storage_tab import IPHONE

TOO_OLD, UNSAFE, MISSING = (
    "This browser is too old for the app",
    "This page was not opened securely",
    "Part of the app did not load",
)
LACKS = {
    "no WebAssembly": ("delete window.WebAssembly", TOO_OLD),
    "no workers": ("delete window.Worker", TOO_OLD),
    "no module workers": ("{ const One = Worker; window.Worker = function (url) { return new One(url) } }", TOO_OLD),
    "no IndexedDB": ("Object.defineProperty(window, 'indexedDB', { value: undefined })", TOO_OLD),
    "no locks": ("Object.defineProperty(navigator, 'locks', { value: undefined })", TOO_OLD),
    "an unsafe address": ("Object.defineProperty(window, 'isSecureContext', { get: () => false })", UNSAFE),
}
ASKED_AGAIN = {
    "the page's own": ("js/page.js", "js/worker.js"),
    "Python's": ("pyodide.asm.mjs", "snapshot.bin"),
    "Python's wasm and Flutter's": ("pyodide.asm.wasm", "flutter_bootstrap.js", "main.dart.wasm", "skwasm.wasm"),
}
NEVER = ("js/page.js", "pyodide.asm.wasm", "main.dart.mjs")


def says(phone: Phone, title: str) -> None:
    """The page's own words, which nothing covers."""
    expect(phone.page.locator("#companion-said")).to_have_text(title, timeout=90_000)
    expect(phone.page.locator("#companion-said")).to_be_visible()
    expect(phone.page.locator("#companion-bar")).to_be_hidden()


@pytest.mark.parametrize("lacking", LACKS)
def test_a_browser_that_cannot_run_the_app_is_told_so_and_has_help(site: Site, phone: Phone, lacking: str) -> None:
    script, title = LACKS[lacking]
    phone.page.add_init_script(script)
    phone.page.goto(site.address)
    says(phone, title)
    expect(phone.page.locator("#companion-more")).to_contain_text("“Help now” works here.")
    expect(phone.page.locator("#companion-again")).to_be_hidden()
    opens_in_a_new_browser(phone.page)


@pytest.mark.parametrize("which", ASKED_AGAIN)
def test_files_that_do_not_arrive_at_first_are_asked_for_again(site: Site, phone: Phone, which: str) -> None:
    for name in ASKED_AGAIN[which]:
        site.fault(name, drops=2)
    phone.open(site.address)
    phone.sees("Welcome")
    for name in ASKED_AGAIN[which]:
        assert sum(name in path for path in site.server.asked) >= 3, name


@pytest.mark.parametrize("name", NEVER)
def test_a_file_that_never_arrives_is_said_and_trying_again_works_when_it_is_back(
    site: Site, phone: Phone, name: str
) -> None:
    fault = site.fault(name, drops=1000)
    phone.page.goto(site.address)
    says(phone, MISSING)
    expect(phone.page.locator("#companion-more")).to_contain_text("Nothing in your journal was changed.")
    opens_in_a_new_browser(phone.page)
    fault.drops = 0
    phone.page.get_by_role("button", name="Try again").click()
    phone.ready()
    phone.sees("Welcome")


@pytest.mark.parametrize("damage", ["cut", "changed", "gone"])
def test_a_snapshot_that_does_not_fit_leads_to_the_ordinary_start_without_a_word(
    site: Site, phone: Phone, damage: str
) -> None:
    how = {
        "cut": {"change": lambda data: data[: len(data) // 2]},
        "changed": {"change": lambda data: data[:200] + b"{" * 2000 + data[2200:]},
        "gone": {"drops": 1000},
    }
    site.fault("snapshot.bin", **how[damage])
    phone.open(site.address)
    phone.begin()
    if damage == "changed":
        phone.check_in("6", "words")
        phone.sees("Saved on this device")
    expect(phone.page.locator("#companion-loading")).not_to_be_visible()
    assert not re.search("fault|error|wrong|snapshot", phone.page.inner_text("body"), re.IGNORECASE)
    opens_and_calls(phone.page)


def test_the_snapshot_fits_on_an_iphone_where_pyodide_chooses_another_trampoline(
    site: Site, phones: Callable[..., Phone]
) -> None:
    phone = phones(user_agent=IPHONE)
    phone.open(site.address)
    phone.sees("Welcome")
    assert not [line for line in phone.console if "snapshot does not fit" in line]
    assert any("snapshot.bin" in path for path in site.server.asked)


def test_what_comes_after_the_first_screen_is_waited_for_and_covers_nothing(site: Site, phone: Phone) -> None:
    fault = site.fault("native.zip", drops=1000)
    phone.open(site.address)
    phone.begin()
    phone.check_in("6")
    phone.sees("Saved on this device")
    expect(phone.page.locator("#companion-loading")).not_to_be_visible()
    fault.drops = 0
    asked = len(site.server.asked)
    for _ in range(40):
        if any("native.zip" in path for path in site.server.asked[asked:]):
            return
        phone.page.workers[0].evaluate("dispatchEvent(new Event('online'))")
        phone.page.wait_for_timeout(500)
    raise AssertionError("what was missing is not asked for again when the phone is online")
