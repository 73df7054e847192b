"""Nothing readable on the phone's disk or in logs, no request to another host, no control without a name."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.web.phone import Phone
from tests.web.screens import screens
from tests.web.site import Site

CANARY = "kingfisherzanzibar"
HEALTH_WORDS = ("check-in", "mood", "anxiety", "completed", "draft", "feeling-safe", "I feel safe")
RECORDS = ("IndexedDB", "WebStorage", "Local Storage", "Session Storage")
"""Folders of a profile in which a page keeps what is a person's; the site's own code lies in others."""
PLAIN = """async word => {
  localStorage.setItem("plain", word);
  const database = await new Promise(resolve => {
    const asked = indexedDB.open("plain", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("words");
    asked.onsuccess = () => resolve(asked.result);
  });
  const writing = database.transaction("words", "readwrite", { durability: "strict" });
  writing.objectStore("words").put({ note: word }, 1);
  await new Promise(resolve => { writing.oncomplete = resolve });
}"""


def places(profile: Path, word: str) -> list[str]:
    """The files of a profile in which a word stands, in either of the ways in which a browser writes text."""
    ways = (word.encode(), word.encode("utf-16-le"))
    files = [file for file in profile.rglob("*") if file.is_file() and not file.is_symlink()]
    return [file.relative_to(profile).as_posix() for file in files if any(way in file.read_bytes() for way in ways)]


def of_the_person(found: list[str]) -> Iterator[str]:
    """Those of the files that hold what the page keeps for a person."""
    return (name for name in found if any(folder in name for folder in RECORDS))


def test_a_word_typed_into_a_note_is_nowhere_readable_on_the_disk_or_in_the_console(
    joined: Site, kept_phones: Callable[..., Phone], tmp_path: Path
) -> None:
    phone = kept_phones("person")
    phone.open(joined.address)
    phone.begin()
    phone.check_in("6", f"the {CANARY} came")
    phone.tap("Yes, send them")
    phone.sees(re.compile("Sent to your clinic"))
    phone.tap("View it")
    phone.sees(re.compile(CANARY))
    phone.has_kept_the_site()
    stored = phone.page.evaluate("[JSON.stringify(localStorage), JSON.stringify(sessionStorage)]")
    assert CANARY not in "".join([*phone.console, *stored])
    assert not any(word in "".join(stored) for word in HEALTH_WORDS)
    phone.page.context.close()
    assert places(tmp_path / "person", CANARY) == []
    for word in HEALTH_WORDS:
        assert list(of_the_person(places(tmp_path / "person", word))) == []
    assert joined.clinic and CANARY not in "".join(joined.clinic.process.output)


def test_the_word_would_be_found_where_it_stands_readable(
    site: Site, kept_phones: Callable[..., Phone], tmp_path: Path
) -> None:
    phone = kept_phones("plain")
    site.fault("client-", hangs=True)
    phone.page.goto(site.address, wait_until="commit")
    phone.page.evaluate(PLAIN, CANARY)
    phone.page.context.close()
    found = list(of_the_person(places(tmp_path / "plain", CANARY)))
    assert any("IndexedDB" in name for name in found) and any("Local Storage" in name for name in found)


def test_no_request_to_another_host_is_ever_finished(joined: Site, offline_phone: Phone) -> None:
    assert joined.clinic
    offline_phone.page.context.on("requestfinished", lambda request: offline_phone.finished.append(request.url))
    offline_phone.open(joined.address)
    offline_phone.begin()
    offline_phone.check_in("6", "✓ 漢字 🙂")
    offline_phone.tap("Yes, send them")
    offline_phone.sees(re.compile("Sent to your clinic"))
    for route in screens(offline_phone.page.url.split("/")[-1]):
        offline_phone.show(route)
        offline_phone.page.wait_for_timeout(400)  # a screen may ask for a font or a picture
    allowed = (joined.address, joined.clinic.fhir, "blob:", "data:", f"{joined.origin}/")
    assert offline_phone.finished and [url for url in offline_phone.finished if not url.startswith(allowed)] == []
    assert any(url.startswith(joined.clinic.fhir) for url in offline_phone.finished)


def test_no_button_field_or_image_is_without_a_name_on_any_screen(lived_in: Site, phone: Phone) -> None:
    phone.open(lived_in.address)
    entry = phone.newest_entry()
    nameless = {}
    for route in screens(entry):
        phone.show(route)
        phone.page.wait_for_timeout(500)
        found = phone.page.evaluate(
            """() => [...document.querySelectorAll('flt-semantics-host [role], flt-semantics-host input,'
                + 'flt-semantics-host textarea, #companion-help a, #companion-help button, #companion-help select')]
            .filter(e => /^(button|radio|checkbox|switch|tab|textbox|slider|img|link|)$/.test(e.getAttribute('role') || ''))
            .filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.length))
            .map(e => e.outerHTML.slice(0, 160))"""
        )
        if found:
            nameless[route] = found
    assert nameless == {}
