"""Nothing readable on disk or in logs, no request to another host, no control without a name."""

import json
import re
from pathlib import Path

from tests.processes import ClinicProcess
from tests.web.conftest import Phone, Server

CANARY = "kingfisherzanzibar"
ROUTES = (
    "/",
    "/journal",
    "/check-in",
    "/more",
    "/more/sending",
    "/more/look",
    "/more/country",
    "/more/backup",
    "/more/about",
)
HEALTH_WORDS = (b"check-in", b"mood", b"anxiety", b"completed", b"entry", b"draft", b"2026-", b"feeling-safe")


def test_a_word_typed_into_a_note_is_nowhere_on_disk_in_logs_or_in_the_browser(
    joined: Server, clinic: ClinicProcess, phone: Phone
) -> None:
    phone.open(joined.address)
    phone.begin()
    phone.check_in("6", f"the {CANARY} came")
    phone.tap("Yes, send them")
    phone.sees(re.compile("Sent to your clinic"))
    phone.open(joined.base + "/more/backup")
    files = [file for file in joined.data.rglob("*") if file.is_file()]
    assert any(file.name == "journal.db" for file in files)
    for file in files:
        data = file.read_bytes()
        assert CANARY.encode() not in data, file.name
        found = [word for word in HEALTH_WORDS if word in data]
        assert not found, (file.name, found)
    joined.process.stop()
    assert CANARY not in "".join(joined.process.output)
    assert CANARY not in "".join(clinic.process.output)
    assert CANARY not in "".join(phone.console)
    stored = phone.page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    assert CANARY not in stored
    assert set(json.loads(stored.split("}{")[0] + "}")) <= {"flutter.companion.country", "flutter.companion.look"}
    for file in joined.data.rglob("*"):
        assert not file.is_file() or CANARY.encode() not in file.read_bytes()


def test_the_canary_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(f"xx{CANARY}xx".encode())
    assert any(CANARY.encode() in file.read_bytes() for file in tmp_path.rglob("*"))


def test_no_request_to_another_host_is_ever_finished(joined: Server, phone: Phone) -> None:
    phone.open(joined.address)
    phone.begin()
    phone.check_in("6")
    for route in ROUTES:
        phone.open(joined.base + route)
    foreign = [url for url in phone.finished if not url.startswith((joined.base, "blob:", "data:"))]
    assert phone.finished and foreign == []


def test_no_button_field_or_image_is_without_a_name(joined: Server, phone: Phone) -> None:
    phone.open(joined.address)
    phone.begin()
    phone.check_in("6", "words")
    phone.tap("Look at it")
    pages = [phone.page.url.removeprefix(joined.base), *ROUTES]
    nameless = {}
    for route in pages:
        phone.open(joined.base + route)
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
