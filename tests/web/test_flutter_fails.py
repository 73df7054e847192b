"""An error of Flutter's own is named as what it is, is told apart from a file that did not arrive, and Help works."""

import pytest
from playwright.sync_api import expect

from tests.web.helping import opens_in_a_new_browser
from tests.web.phone import Phone
from tests.web.site import Site
from tests.web.storage_tab import WEBKIT
from tests.web.test_start import MISSING, asks_for, says

TITLE = "The app's screen did not start"
LOCALE = """addEventListener("DOMContentLoaded", () => {
  Intl.Locale = function () { throw new RangeError("Incorrect locale information provided"); };
});"""
FAILS: dict[str, tuple[str, ...]] = {
    "a language that gets past the cure": (LOCALE,),
    "a language, on WebKit": (LOCALE, WEBKIT),
    "no memory for the engine": ("WebAssembly.instantiate = async () => { throw new RangeError('out of memory'); };",),
}
BROKEN = {"skwasm.wasm": "", "main.dart.wasm": "", "canvaskit.wasm": WEBKIT}
"""What is whole and does not compile, and the browser that needs it."""
NO_WEBGL = """for (const kind of [HTMLCanvasElement, OffscreenCanvas]) {
  const get = kind.prototype.getContext;
  kind.prototype.getContext = function (name, ...more) { return /webgl/.test(name) ? null : get.call(this, name, ...more); };
}"""
WITHOUT = {
    "WebGL": NO_WEBGL,
    "Chromium's own line breaks": "delete Intl.v8BreakIterator;",
    "its image decoders": "delete window.ImageDecoder;",
}


@pytest.mark.parametrize("which", FAILS)
def test_an_error_of_flutters_is_said_as_one_with_help_and_try_again(site: Site, phone: Phone, which: str) -> None:
    for script in FAILS[which]:
        phone.page.add_init_script(f"if (!sessionStorage.getItem('is sound')) {{ {script} }}")
    phone.page.goto(site.address)
    says(phone, TITLE)
    expect(phone.page.locator("#companion-more")).to_contain_text("Nothing in your journal was changed.")
    opens_in_a_new_browser(phone.page)
    phone.page.evaluate("sessionStorage.setItem('is sound', 'yes')")
    phone.page.get_by_role("button", name="Try again").click()
    phone.ready()
    phone.sees("Welcome")


@pytest.mark.parametrize("name", BROKEN)
def test_an_engine_that_does_not_compile_is_no_missing_file(site: Site, phone: Phone, name: str) -> None:
    site.alter(name, lambda data: b"\0bad" + data[4:])
    phone.page.add_init_script(BROKEN[name] or "0")
    phone.page.goto(site.address)
    says(phone, TITLE)
    opens_in_a_new_browser(phone.page)
    site.server.faults.clear()
    phone.page.get_by_role("button", name="Try again").click()
    phone.ready()
    phone.sees("Welcome")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("main.dart.mjs", "export ", "throw new Error('at its start');\nexport "),
        ("flutter_bootstrap.js", "(()=>{", "(()=>{throw 1;"),
    ],
)
def test_a_script_of_flutters_that_throws_is_no_missing_file(
    site: Site, phone: Phone, name: str, old: str, new: str
) -> None:
    site.rewrite(name, old, new)
    phone.page.goto(site.address)
    says(phone, TITLE)
    opens_in_a_new_browser(phone.page)


def test_the_app_that_throws_on_webkit_is_no_missing_file(site: Site, phone: Phone) -> None:
    site.rewrite("main.dart.js", "(function dartProgram(){", "throw new Error('at its start');(function dartProgram(){")
    phone.page.add_init_script(WEBKIT)
    phone.page.goto(site.address)
    says(phone, TITLE)


@pytest.mark.parametrize(
    "name", ["main.dart.js", "canvaskit/canvaskit.js", "canvaskit/canvaskit.wasm", "FontManifest.json"]
)
def test_a_file_of_flutters_that_never_arrives_is_said_as_that_on_webkit(site: Site, phone: Phone, name: str) -> None:
    fault = site.fault(name, drops=1000)
    phone.page.add_init_script(WEBKIT)
    phone.page.goto(site.address)
    says(phone, MISSING)
    fault.drops = 0
    phone.page.get_by_role("button", name="Try again").click()
    phone.ready()
    phone.sees("Welcome")


@pytest.mark.parametrize("which", WITHOUT)
def test_a_browser_without_what_skwasm_needs_gets_the_other_engine(site: Site, phone: Phone, which: str) -> None:
    phone.page.add_init_script(WITHOUT[which])
    phone.open(site.address)
    phone.begin()
    assert any("canvaskit.wasm" in path for path in site.server.asked)


@pytest.mark.parametrize(
    "said", ["of an extension", "Failed to fetch", "NetworkError when attempting to fetch resource."]
)
def test_somebody_elses_error_does_not_end_a_start(site: Site, phone: Phone, said: str) -> None:
    phone.page.add_init_script(
        f"addEventListener('DOMContentLoaded', () => {{ Promise.reject(new TypeError('{said}'));"
        f" setTimeout(() => {{ throw new Error('{said}') }}) }})"
    )
    phone.open(site.address)
    phone.sees("Welcome")
    expect(phone.page.locator("#companion-loading")).to_be_hidden(timeout=20_000)


@pytest.mark.parametrize("name", ["main.dart.wasm", "snapshot.bin"])
def test_after_somebody_elses_error_a_slow_host_has_its_time_and_its_own_words(
    site: Site, phone: Phone, name: str
) -> None:
    fault = site.fault(name, hangs=True)
    phone.page.clock.install()
    phone.page.goto(site.address)
    asks_for(site, phone, name)
    phone.page.evaluate("void Promise.reject(new Error('of an extension'))")
    for _ in range(12):
        phone.page.clock.run_for(1000)
    expect(phone.page.locator("#companion-again")).to_be_hidden()
    for _ in range(20):
        phone.page.clock.run_for(1000)
    says(phone, MISSING)
    fault.hangs = False
    phone.ready()
    phone.sees("Welcome")
