"""A backup that one engine makes is restored by another, with every entry the same."""

import re
from pathlib import Path

from tests.engines.conftest import Engines
from tests.engines.engine import HEIGHT, WIDTH, Engine
from tests.web.expecting import expect, still
from tests.web.phone import A_MOMENT, A_START, Phone
from tests.web.site import Site

CODE = re.compile(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")
NOTE = "Zoë’s café, naïve and brave: 😀 it’s 3 a.m."
WORDS = """() => [...document.querySelectorAll("flt-semantics-host flt-semantics")]
  .filter(one => !one.querySelector("flt-semantics"))
  .map(one => (one.getAttribute("aria-label") || one.textContent).trim()).filter(Boolean)"""


def test_a_journal_goes_by_backups_from_chromium_to_webkit_to_firefox_and_back_unchanged(
    lived_in: Site, site: Site, engines: Engines
) -> None:
    first = engines("chromium")
    phone = first.phone()
    phone.open(lived_in.address)
    phone.sees("Good")
    phone.show("/check-in")
    phone.check_in("6", NOTE)
    entry = phone.page.url.split("/")[-1]
    written = shown(phone, entry)
    assert NOTE in written
    file, code = make_backup(phone, first)
    brought: set[str] = set()
    first.close()
    for name in ("webkit", "firefox", "chromium"):
        one = engines(name, "restores")
        phone = one.phone()
        phone.open(site.address)
        phone.begin()
        brought.add(restore(phone, one, file, code))
        assert shown(phone, entry) == written, f"another entry in {one.name}"
        file, code = make_backup(phone, one)
        one.close()
    assert len(brought) == 1, "as many entries in each engine"


def shown(phone: Phone, entry: str) -> list[str]:
    """What an entry's screen says, as a screen reader reads it."""
    phone.show(f"/journal/{entry}")
    phone.sees("Change")
    phone.sees("Anything you want to add?")
    words: list[str] = phone.page.evaluate(WORDS)
    return words


def touch(phone: Phone, name: str) -> None:
    """A person's own tap: without one, browsers neither save a file nor ask for one."""
    expect(phone.control(name)).to_be_attached(timeout=A_MOMENT)
    box = still(phone.page, lambda: phone.control(name).bounding_box())  # it slides in
    assert box
    phone.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def make_backup(phone: Phone, engine: Engine) -> tuple[Path, str]:
    """Through the screens: the file that the browser has saved, and its code."""
    phone.page.set_viewport_size({"width": WIDTH, "height": HEIGHT + 400})
    phone.show("/more/backup")
    phone.tap("Make a recovery code")
    expect(phone.control("Save the backup file")).to_be_attached(timeout=A_MOMENT)
    code = CODE.search(phone.page.evaluate("document.querySelector('flt-semantics-host').outerHTML"))
    assert code
    touch(phone, "Save the backup file")
    phone.sees(re.compile("^The backup was made"))
    for _ in range(100):
        if found := [one for one in engine.downloads.glob("*.companion") if one.stat().st_size]:
            return found[0], code[0]
        phone.page.wait_for_timeout(200)
    raise AssertionError(f"no backup in {engine.name}'s downloads: {list(engine.downloads.iterdir())}")


def restore(phone: Phone, engine: Engine, file: Path, code: str) -> str:
    """Through the screens; how many entries it says it has brought back."""
    phone.page.set_viewport_size({"width": WIDTH, "height": HEIGHT + 400})
    phone.show("/restore")
    phone.type("Recovery code or passphrase", code)
    engine.choose(file)
    touch(phone, "Choose the backup file")
    said = phone.text(re.compile("brought back"))
    expect(said).to_be_attached(timeout=A_START)
    return str(said.text_content())
