"""Help opens in every state: it is HTML of the page, above the canvas."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import expect

from companion.config import ClinicSettings
from tests.web.help_states import STATES, State, World, site_of, walk
from tests.web.helping import opens_and_calls, opens_in_a_new_browser
from tests.web.phone import A_MOMENT, Phone
from tests.web.screens import UNKNOWN, screens
from tests.web.site import Site, build


class BeforeTheFirstScript(HTMLParser):
    """The links that stand in the page before anything of it runs."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.has_script = self.is_without = False
        self.without_script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.has_script |= tag == "script"
        if tag == "a" and not self.has_script:
            self.links.append(dict(attrs).get("href") or "")
        self.is_without |= tag == "noscript"

    def handle_endtag(self, tag: str) -> None:
        self.is_without &= tag != "noscript"

    def handle_data(self, data: str) -> None:
        self.without_script += data if self.is_without else ""


def test_help_stands_in_the_html_with_its_numbers_before_any_script(site: Site) -> None:
    found = BeforeTheFirstScript()
    found.feed((site.folder / "index.html").read_text("utf-8"))
    assert found.links[0] == "#companion-help-layer"
    assert {"tel:911", "tel:112", "tel:999", "tel:988", "sms:988"} <= set(found.links)
    assert found.without_script == "This app needs JavaScript. “Help now” works without it."


def test_help_without_script_still_has_numbers(site: Site, phones) -> None:  # type: ignore[no-untyped-def]
    phone = phones(java_script_enabled=False)
    phone.page.goto(site.address)
    phone.page.locator("#companion-help-button").click()
    expect(phone.page.locator('#companion-help-layer a[href="tel:911"]').first).to_be_visible()


@pytest.fixture(scope="session")
def signed_out_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site with a clinic and without a token of it."""
    folder = tmp_path_factory.mktemp("signed-out") / "site"
    build(folder, ClinicSettings("Example Clinic", phone_display="(555) 010-0142", phone_uri="tel:+15550100142"))
    return folder


@pytest.fixture
def world(lived_in: Site, signed_out_site: Path, phones) -> Iterator[World]:  # type: ignore[no-untyped-def]
    """What a state is made of."""
    served: list[Site] = []

    def signed_out() -> Site:
        served.append(site_of(signed_out_site))
        return served[-1]

    yield World(lived_in, signed_out, phones)
    for one in served:
        one.stop()


@pytest.mark.parametrize("bring_about", STATES, ids=lambda one: one.__name__)
def test_help_opens_on_every_route_in_every_state(world: World, bring_about: Callable[[World], State]) -> None:
    assert walk(bring_about(world), [*screens(), *UNKNOWN]) == {}


def test_the_button_stands_in_its_place_on_every_screen_and_over_a_dialog(lived_in: Site, phone: Phone) -> None:
    phone.open(lived_in.address)
    phone.help_knows_the_country()
    entry = phone.newest_entry()
    for route in [*screens(entry), *UNKNOWN]:
        phone.show(route)
        opens_and_calls(phone.page)
        box = phone.page.locator("#companion-help-button").bounding_box()
        assert box and box["y"] + box["height"] <= 64 and box["x"] >= 390 - 152, route
    phone.show("/journal/" + entry)
    phone.tap("Remove")
    expect(phone.page.get_by_role("alertdialog")).to_be_attached(timeout=A_MOMENT)
    opens_and_calls(phone.page)


def told_help(phone: Phone, until: bool | None = None) -> str | None:
    """What lies in the page's storage for Help, once it is there, or no longer there."""
    for _ in range(100):
        found: str | None = phone.page.evaluate("localStorage.getItem('flutter.companion.help_profile')")
        if until is None or until == (found is not None):
            return found
        phone.page.wait_for_timeout(200)
    raise AssertionError(f"Help still has {found}")


def test_what_the_person_tells_help_reaches_the_page_and_leaves_it_when_it_is_taken_back(
    lived_in: Site, phone: Phone
) -> None:
    phone.open(lived_in.address)
    phone.help_knows_the_country()
    assert told_help(phone) is None
    phone.show("/more/help-profile")
    told = re.compile("^I am a veteran")
    phone.tap(told, "checkbox")
    assert told_help(phone, until=True) == '"veteran"'
    phone.page.locator("#companion-help-button").click()
    lines = phone.page.locator("#companion-help-main > section h3")
    assert lines.all_inner_texts()[:2] == ["988 Suicide & Crisis Lifeline", "Veterans Crisis Line"]
    phone.page.locator("#companion-help-close").click()
    phone.tap(told, "checkbox")
    assert told_help(phone, until=False) is None


def test_help_opens_before_anything_has_loaded(site: Site, phone: Phone) -> None:
    for name in ("pyodide-", "python-", "client-", "/app-", "/js/"):
        site.fault(name, hangs=True)
    phone.page.goto(site.address, wait_until="commit")
    opens_in_a_new_browser(phone.page)


def test_help_opens_while_the_worker_waits_for_a_snapshot_that_never_comes(site: Site, phone: Phone) -> None:
    site.fault("snapshot.bin", hangs=True)
    phone.page.goto(site.address)
    expect(phone.page.locator("flutter-view")).to_be_attached(timeout=60_000)
    opens_in_a_new_browser(phone.page)


def test_help_opens_without_network_and_without_the_host(site: Site, offline_phone: Phone) -> None:
    offline_phone.open(site.address)
    offline_phone.begin()
    offline_phone.has_kept_the_site()
    site.stop()
    offline_phone.page.context.set_offline(True)
    opens_and_calls(offline_phone.page)
    offline_phone.page.reload(wait_until="commit")
    opens_and_calls(offline_phone.page)


def test_no_to_feeling_safe_opens_the_layer_and_closing_it_leads_back(lived_in: Site, phone: Phone) -> None:
    phone.open(lived_in.address)
    phone.to_the_last_question()
    phone.tap("Back")
    phone.tap("No", "radio")
    expect(phone.page.locator("#companion-help-layer[data-open]")).to_be_attached(timeout=A_MOMENT)
    expect(phone.page.locator('#companion-help-layer a[href="tel:988"]').first).to_be_visible()
    phone.page.locator("#companion-help-close").click()
    expect(phone.page).to_have_url(re.compile("/check-in$"))
    expect(phone.text("What makes you feel unsafe?")).to_be_attached(timeout=A_MOMENT)


def test_a_shut_storage_does_not_keep_help_from_opening(site: Site, phone: Phone) -> None:
    phone.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('shut') } })"
    )
    site.fault("client-", hangs=True)
    phone.page.goto(site.address, wait_until="commit")
    phone.page.locator("#companion-help-button").click()
    phone.page.locator("#companion-help-country").select_option("CA")
    expect(phone.page.locator('#companion-help-layer a[href="tel:911"]')).to_be_visible()


def test_the_layer_works_by_keyboard_and_gives_the_focus_back(site: Site, phone: Phone) -> None:
    site.fault("client-", hangs=True)
    phone.page.goto(site.address, wait_until="commit")
    phone.page.locator("#companion-help-button").focus()
    phone.page.keyboard.press("Enter")
    expect(phone.page.locator("#companion-help-close")).to_be_focused()
    for _ in range(8):
        phone.page.keyboard.press("Tab")
        assert phone.page.evaluate("document.activeElement.closest('#companion-help-layer') !== null")
    phone.page.keyboard.press("Escape")
    expect(phone.page.locator("#companion-help-layer")).to_be_hidden()
    expect(phone.page.locator("#companion-help-button")).to_be_focused()


@pytest.mark.parametrize("width", [320, 390])
def test_the_layer_at_large_text_scrolls_and_is_not_cut(site: Site, phones, width: int) -> None:  # type: ignore[no-untyped-def]
    phone = phones(viewport={"width": width, "height": 844})
    site.fault("client-", hangs=True)
    phone.page.goto(site.address, wait_until="commit")
    phone.page.locator("#companion-help-button").click()
    phone.page.evaluate("document.documentElement.style.fontSize = '200%'")
    phone.page.locator("#companion-help-country").select_option("US")
    sizes = phone.page.evaluate(
        "(() => { const l = document.getElementById('companion-help-layer');"
        "return [l.scrollWidth, l.clientWidth, l.scrollHeight > l.clientHeight] })()"
    )
    assert sizes[0] <= sizes[1] and sizes[2]
    narrow = phone.page.evaluate(
        "[...document.querySelectorAll('#companion-help-layer a, #companion-help-layer button')]"
        ".filter(e => e.offsetParent && (e.offsetHeight < 48 || e.scrollWidth > e.clientWidth + 2)).length"
    )
    assert narrow == 0
