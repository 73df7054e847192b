"""A browser fetches, and keeps, the files of the one engine of Flutter's that it uses."""

import pytest

from companion.site.engine import CANVASKIT, FILES, SKWASM
from tests.web.phone import Phone
from tests.web.site import Site
from tests.web.storage_tab import WEBKIT
from tests.web.test_flutter_fails import NO_WEBGL
from tests.web.test_whole import KEPT

FIREFOX = "Object.defineProperty(Navigator.prototype, 'vendor', {get: () => ''})"
BROWSERS = {
    "Chromium": ("", SKWASM),
    "WebKit": (WEBKIT, CANVASKIT),
    "Firefox": (FIREFOX, CANVASKIT),
    "Chromium without WebGL": (NO_WEBGL, CANVASKIT),
    "Chromium without garbage collection": ("WebAssembly.validate = () => false;", CANVASKIT),
}


def of_engines(paths: list[str]) -> set[str]:
    """The files among these that belong to one engine alone."""
    every = [file for files in FILES.values() for file in files]
    return {file for file in every if any(path.endswith(f"/{file}") for path in paths)}


@pytest.mark.parametrize("which", BROWSERS)
def test_nothing_is_fetched_that_the_engine_does_not_use(site: Site, phone: Phone, which: str) -> None:
    script, engine = BROWSERS[which]
    if script:
        phone.page.add_init_script(script)
    phone.open(site.address)
    phone.sees("Welcome")
    assert of_engines(site.server.asked) == set(FILES[engine])
    preloads = phone.page.evaluate("[...document.querySelectorAll('link[rel*=preload]')].map(one => one.href)")
    assert preloads == []


@pytest.mark.parametrize("which", ["Chromium", "WebKit"])
def test_what_is_kept_for_offline_use_is_what_this_browser_can_get(
    site: Site, offline_phone: Phone, which: str
) -> None:
    phone = offline_phone
    script, engine = BROWSERS[which]
    if script:
        phone.page.add_init_script(script)
    phone.open(site.address)
    phone.begin()
    phone.has_kept_the_site()
    kept = of_engines(phone.page.evaluate(KEPT))
    assert kept == ({*FILES[SKWASM], *FILES[CANVASKIT]} if engine == SKWASM else set(FILES[CANVASKIT]))
    site.stop()
    phone.page.context.new_cdp_session(phone.page).send("Network.clearBrowserCache")
    if engine == SKWASM:  # its graphics driver has failed meanwhile
        phone.page.add_init_script(NO_WEBGL)
    phone.reload()
    phone.sees("How is your mood right now?")
