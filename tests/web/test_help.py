"""Help opens in every state: it is HTML of the page, above the canvas."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Phone, Server

ROUTES = (
    "/", "/journal", "/check-in", "/more", "/more/look", "/more/country", "/more/backup", "/more/about", "/help",
    "/journal/no-such-entry", "/no/such/screen",
)  # fmt: skip


def opens_and_calls(page: Page, number: str = "911") -> None:
    """One tap on the button shows a working link to the emergency number."""
    if not page.locator("#companion-help-layer[data-open]").count():
        page.locator("#companion-help-button").click()
    expect(page.locator(f'#companion-help-layer a[href="tel:{number}"]').first).to_be_visible()
    page.locator("#companion-help-close").click()
    expect(page.locator("#companion-help-layer")).to_be_hidden()


def test_help_is_on_every_route_and_covers_nothing_else_there(app: Server, phone: Phone) -> None:
    phone.open(app.address)
    phone.begin()
    for route in ROUTES:
        phone.open(app.base + route)
        opens_and_calls(phone.page)
        box = phone.page.locator("#companion-help-button").bounding_box()
        assert box and box["y"] + box["height"] <= 64 and box["x"] >= 390 - 152, route


def test_help_opens_before_flutter_has_loaded(app: Server, phone: Phone) -> None:
    phone.page.route(re.compile(r"flutter_bootstrap|main\.dart"), lambda route: None)
    phone.page.goto(app.address, wait_until="commit")
    phone.page.locator("#companion-help-button").click()
    phone.page.locator("#companion-help-country").select_option("GB")
    expect(phone.page.locator('#companion-help-layer a[href="tel:999"]')).to_be_visible()
    expect(phone.page.locator('#companion-help-layer a[href="tel:116123"]').first).to_be_visible()


def test_help_opens_when_the_server_is_gone(app: Server, phone: Phone) -> None:
    phone.open(app.address)
    phone.begin()
    app.process.kill()
    opens_and_calls(phone.page)


def test_help_opens_over_a_dialog(app: Server, phone: Phone) -> None:
    phone.open(app.address)
    phone.begin()
    phone.check_in()
    phone.tap("Look at it")
    phone.tap("Remove")
    expect(phone.page.get_by_role("alertdialog")).to_be_attached()
    opens_and_calls(phone.page)


def test_help_opens_while_the_page_is_busy_with_the_canvas(app: Server, phone: Phone) -> None:
    phone.open(app.address)
    phone.begin()
    phone.page.evaluate("document.querySelector('flutter-view')?.remove()")
    opens_and_calls(phone.page)


def test_help_opens_without_the_key_and_says_what_to_do(app: Server, phone: Phone) -> None:
    answer = phone.page.goto(app.base)
    assert answer and answer.status == 403
    expect(phone.page.get_by_text("Open the app with the whole address")).to_be_visible()
    phone.page.locator("#companion-help-button").click()
    phone.page.locator("#companion-help-country").select_option("US")
    expect(phone.page.locator('#companion-help-layer a[href="tel:988"]').first).to_be_visible()


def test_help_opens_over_a_damaged_journal(app: Server, phone: Phone) -> None:
    app.process.kill()
    file = app.data / "journal.db"
    file.write_bytes(b"not a database" * 400)
    for more in ("-wal", "-shm"):
        file.with_name(file.name + more).unlink(missing_ok=True)
    app.again()
    phone.open(app.address)
    phone.sees("Your journal's file is damaged")
    phone.page.locator("#companion-help-button").click()
    phone.page.locator("#companion-help-country").select_option("US")
    expect(phone.page.locator('#companion-help-layer a[href="tel:911"]').first).to_be_visible()
    assert file.read_bytes().startswith(b"not a database")


def test_help_without_script_still_has_numbers(app: Server, phones) -> None:  # type: ignore[no-untyped-def]
    phone = phones(java_script_enabled=False)
    phone.page.goto(app.address)
    phone.page.goto(app.base + "/#companion-help-layer")
    expect(phone.page.locator('#companion-help-layer a[href="tel:911"]').first).to_be_visible()


def test_no_to_feeling_safe_opens_the_layer_and_closing_it_leads_back(app: Server, phone: Phone) -> None:
    phone.open(app.address)
    phone.begin()
    phone.tap("2", "radio")
    phone.sees("How anxious or tense do you feel?")
    for question in (re.compile("trauma memories"), re.compile("sleep|safe")):
        phone.tap("Skip")
        phone.sees(question)
    if phone.page.get_by_text("How well did you sleep last night?").count():
        phone.tap("Skip")
    phone.tap("No", "radio")
    expect(phone.page.locator("#companion-help-layer[data-open]")).to_be_attached(timeout=10_000)
    expect(phone.page.locator('#companion-help-layer a[href="tel:988"]').first).to_be_visible()
    phone.page.locator("#companion-help-close").click()
    expect(phone.page).to_have_url(re.compile("/check-in$"))
    expect(phone.control("Save")).to_be_attached(timeout=15_000)


def test_the_layer_works_by_keyboard_and_gives_the_focus_back(app: Server, phone: Phone) -> None:
    phone.open(app.address)
    phone.page.locator("#companion-help-button").focus()
    phone.page.keyboard.press("Enter")
    expect(phone.page.locator("#companion-help-close")).to_be_focused()
    for _ in range(8):
        phone.page.keyboard.press("Tab")
        assert phone.page.evaluate("document.activeElement.closest('#companion-help-layer') !== null")
    phone.page.keyboard.press("Escape")
    expect(phone.page.locator("#companion-help-layer")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 390])
def test_the_layer_at_large_text_scrolls_and_is_not_cut(app: Server, phones, width: int) -> None:  # type: ignore[no-untyped-def]
    phone = phones(viewport={"width": width, "height": 844})
    phone.page.goto(app.base)
    phone.page.evaluate("document.documentElement.style.fontSize = '200%'")
    phone.page.locator("#companion-help-button").click()
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


def test_a_shut_storage_does_not_keep_help_from_opening(app: Server, phone: Phone) -> None:
    phone.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('shut') } })"
    )
    phone.page.goto(app.base)
    phone.page.locator("#companion-help-button").click()
    phone.page.locator("#companion-help-country").select_option("CA")
    expect(phone.page.locator('#companion-help-layer a[href="tel:911"]')).to_be_visible()


LARGE = "document.addEventListener('DOMContentLoaded', () => document.documentElement.style.fontSize = '200%')"
UNDER_HELP = """() => {
  const help = document.getElementById("companion-help-button").getBoundingClientRect();
  const leaves = [...document.querySelectorAll("flt-semantics-host *")].filter(one =>
    !one.querySelector("flt-semantics") && (one.textContent.trim() || one.getAttribute("aria-label")));
  return leaves.filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && box.left < help.right && box.right > help.left && box.top < help.bottom && box.bottom > help.top;
  }).map(one => one.getAttribute("aria-label") || one.textContent);
}"""


@pytest.mark.parametrize("width", [320, 390])
def test_help_covers_no_text_at_200_percent_on_any_route(app: Server, phones, width: int) -> None:  # type: ignore[no-untyped-def]
    phone = phones(viewport={"width": width, "height": 844})
    phone.open(app.address)
    phone.begin()
    phone.check_in()
    entry = phone.page.url.replace("/saved/", "/journal/")
    phone.page.add_init_script(LARGE)
    covered = {}
    for route in [*(app.base + one for one in ROUTES), entry]:
        phone.open(route)
        phone.page.wait_for_timeout(600)
        box = phone.page.locator("#companion-help-button").bounding_box()
        assert box and box["height"] >= 48 and box["x"] >= 0 and box["x"] + box["width"] <= width
        if found := phone.page.evaluate(UNDER_HELP):
            covered[route] = found
    assert covered == {}


def test_the_screens_texts_are_twice_as_large_at_200_percent(app: Server, phone: Phone) -> None:
    def height() -> float:
        box = phone.page.get_by_role("heading", name="How is your mood right now?").bounding_box()
        assert box
        return box["height"] / round(box["height"] / line) if line else box["height"]

    line = 0.0
    phone.open(app.address)
    phone.begin()
    phone.page.wait_for_timeout(600)
    line = height()
    phone.page.add_init_script(LARGE)
    phone.open(app.base)
    phone.sees("How is your mood right now?")
    phone.page.wait_for_timeout(600)
    line *= 2
    assert abs(height() - line) <= 2


def test_helps_own_words_are_in_the_apps_type_and_the_page_does_not_wait_for_it(app: Server, phone: Phone) -> None:
    phone.page.route(re.compile(r"\.ttf"), lambda route: None)
    phone.page.goto(app.address, wait_until="commit")
    phone.page.locator("#companion-help-button").click()
    expect(phone.page.locator("#companion-help-title")).to_be_visible()
    phone.page.unroute_all()
    phone.open(app.base + "/more/backup")
    phone.page.locator("#companion-help-button").click()
    found = phone.page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].map(one => [one.weight, one.status, one.display]))"
    )
    assert sorted(found) == [["400", "loaded", "swap"], ["600", "loaded", "swap"]]
    assert any("/fonts/AtkinsonHyperlegibleNext-SemiBold.ttf" in one for one in phone.finished)
