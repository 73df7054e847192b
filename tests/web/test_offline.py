"""The service worker keeps the whole site, the browser can install it, and it works under any path."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.phone import Phone
from tests.web.site import Site

NOT_KEPT = ("service-worker.js", "clinic.json")
"""The browser keeps the first by itself; the second is worth something only when it is new."""
FETCH_ALL = """async paths => {
  const found = {};
  for (const path of paths) {
    const answer = await fetch(path).catch(error => ({ ok: false, status: String(error) }));
    if (!answer.ok) { found[path] = String(answer.status); continue; }
    const sum = await crypto.subtle.digest("SHA-256", await answer.arrayBuffer());
    found[path] = [...new Uint8Array(sum)].map(one => one.toString(16).padStart(2, "0")).join("");
  }
  return found;
}"""


@pytest.fixture(params=["/", "/clinic/app/"])
def anywhere(built: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    """The site at the root of its host, and below a path of it."""
    one = Site(built, request.param)
    one.server.begin()
    yield one
    one.stop()


def manifest_of(page: Page) -> dict[str, object]:
    """What Chromium makes of the manifest; it finds nothing wrong in it."""
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    assert session.send("Page.getInstallabilityErrors") == {"installabilityErrors": []}
    return {"url": found["url"], "id": session.send("Page.getAppId").get("appId"), **json.loads(found["data"])}


def test_with_the_host_gone_every_file_of_the_site_is_answered_and_the_app_starts(
    anywhere: Site, offline_phone: Phone
) -> None:
    offline_phone.open(anywhere.address)
    offline_phone.sees("Welcome")
    offline_phone.has_kept_the_site()
    offline_phone.reload()
    offline_phone.sees("Welcome")
    anywhere.stop()
    # The browser's own cache may forget at any time: only the service worker's counts.
    offline_phone.page.context.new_cdp_session(offline_phone.page).send("Network.clearBrowserCache")
    # The fonts of other scripts are kept when they are needed: tests/web/test_fonts.py.
    files = [name for name in anywhere.files() if name not in NOT_KEPT and not name.startswith("scripts-")]
    assert len(files) > 50
    found = offline_phone.page.evaluate(FETCH_ALL, files)
    expected = {name: hashlib.sha256((anywhere.folder / name).read_bytes()).hexdigest() for name in files}
    assert found == expected
    offline_phone.another_page(anywhere.address)
    offline_phone.begin()
    offline_phone.check_in()
    offline_phone.sees("Saved on this device")


def test_chromium_can_install_it_and_it_starts_where_it_was_installed(
    anywhere: Site, kept_phones: Callable[..., Phone]
) -> None:
    phone = kept_phones()
    phone.open(anywhere.address)
    phone.sees("Welcome")
    phone.has_kept_the_site()
    phone.reload()
    manifest = manifest_of(phone.page)
    assert manifest["display"] == "standalone"
    assert manifest["id"] == anywhere.address, "two sites of one host are two apps"
    for name in ("start_url", "scope"):
        resolved = phone.page.evaluate("([path, base]) => new URL(path, base).href", [manifest[name], manifest["url"]])
        assert resolved == anywhere.address


def test_every_address_below_the_path_leads_to_the_app_without_the_host(anywhere: Site, offline_phone: Phone) -> None:
    offline_phone.open(anywhere.address)
    offline_phone.sees("Welcome")
    offline_phone.has_kept_the_site()
    anywhere.stop()
    offline_phone.page.goto(anywhere.address + "?from=mail#/help")
    expect(offline_phone.page.locator("#companion-help-layer[data-open]")).to_be_attached()
    offline_phone.ready()
