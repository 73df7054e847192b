"""Somebody who needs the dark is not dazzled while the app starts."""

from playwright.sync_api import expect

from tests.web.phone import Phone
from tests.web.site import Site

DIM = "rgb(11, 13, 11)"
GROUND = "() => getComputedStyle(document.getElementById('companion-loading')).backgroundColor"
LOOKS = """
(() => {
  window.looks = [];
  const set = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, value) {
    if (key === 'flutter.companion.look') window.looks.push(value);
    return set.call(this, key, value);
  };
})()
"""


def test_a_dim_screen_begins_dim_and_is_covered_until_the_journal_is_drawn(site: Site, phone: Phone) -> None:
    phone.open(site.address)
    phone.begin()
    phone.show("/more/look")
    phone.tap("Dim: no bright light, larger buttons", "radio")
    expect(phone.page.locator("html[data-companion-look=dim]")).to_be_attached()
    phone.page.add_init_script(LOOKS)
    phone.page.reload(wait_until="domcontentloaded")
    cover = phone.page.locator("#companion-loading")
    expect(cover).to_be_visible()
    assert phone.page.evaluate(GROUND) == DIM
    phone.ready()
    phone.sees("Colors")
    expect(cover).to_be_hidden()
    assert set(phone.page.evaluate("looks")) <= {'"dim"'}, "another look was remembered in between"
