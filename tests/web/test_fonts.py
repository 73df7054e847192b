"""What people type in their own script is drawn, from fonts of the site itself, and no request tells more than the script."""

import re
import struct
import zlib
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.web.phone import Phone
from tests.web.site import Site

NOTE = "Anything you want to add?"
SCRIPTS = {
    "arabic": ("أشعر بتحسن اليوم", "نمت جيدا وحلمت قط"),
    "hebrew": ("אני מרגיש טוב", "ישנתי עמוק שקט"),
    "devanagari": ("मुझे अच्छा लगा", "रात को नींद आई"),
    "bengali": ("আজ ভালো লাগছে", "রাতে ঘুম হয়েছে"),
    "tamil": ("நன்றாக உணர்கிறேன்", "இரவு நன்கு உறங்கினேன்"),
    "ethiopic": ("ዛሬ ደህና ነኝ", "ሌሊት ተኛሁ እኔ"),
    "thai": ("วันนี้รู้สึกดี", "เมื่อคืนหลับสนิท"),
    "sc": ("今天感觉好多了", "昨晚睡得很沉静"),
    "jp": ("きょうはよく眠れました", "なんだかふわふわしてる"),
    "kr": ("오늘은 괜찮아요", "어젯밤 꿈을 꿨다"),
}
BOXES = 60
"""Pixels that may differ while nothing else does: the caret blinks."""


@pytest.fixture
def note(site: Site, phones: Callable[..., Phone], request: pytest.FixtureRequest) -> Phone:
    """A phone on the check-in's page with the note; in Japan where Japanese is typed, since Han characters are shared."""
    is_japan = "jp" in request.node.name
    phone = phones(locale="ja-JP") if is_japan else phones()
    phone.open(site.address)
    phone.begin()
    phone.to_the_last_question()
    return phone


def asked(site: Site) -> list[str]:
    """The names of the fonts that the host was asked for."""
    return [path.rsplit("/", 1)[-1] for path in site.server.asked if "scripts-" in path]


def drawn(phone: Phone, text: str) -> bytes:
    """Type into the note and give the field's pixels once they no longer change."""
    phone.type(NOTE, text)
    box = phone.control(NOTE, "textbox").bounding_box()
    assert box
    before = b""
    for _ in range(40):
        phone.page.wait_for_timeout(500)
        now = pixels(phone.page.screenshot(clip=box))
        if before and differing(before, now) < BOXES:
            return now
        before = now
    raise AssertionError("the field does not come to rest")


@pytest.mark.parametrize("scripts", [[one for one in SCRIPTS if one != "jp"], ["jp"]], ids=["all", "jp"])
def test_each_script_is_drawn_from_one_whole_font_of_the_site(site: Site, note: Phone, scripts: list[str]) -> None:
    for script in scripts:
        one, other = SCRIPTS[script]
        assert differing(drawn(note, one), drawn(note, other)) > BOXES * 4, f"{script}: boxes would all look the same"
        assert f"noto-sans-{script}.woff2" in asked(site), script
    fonts = asked(site)
    assert len(fonts) == len(set(fonts)), "each is asked for once"
    assert all(re.fullmatch(r"noto-sans-[a-z]+\.woff2", font) for font in fonts)
    assert not [path for path in site.server.asked if re.search(r"/noto[a-z]+/v\d", path)], "no slice is asked for"


def test_the_entry_and_a_contacts_name_are_drawn_as_well(site: Site, note: Phone) -> None:
    note.type(NOTE, SCRIPTS["arabic"][0])
    note.tap("Save")
    expect(note.page).to_have_url(re.compile("/saved/"))
    note.show("/contacts/new")
    note.type("Name", SCRIPTS["hebrew"][0])
    note.page.wait_for_timeout(1500)
    assert {"noto-sans-arabic.woff2", "noto-sans-hebrew.woff2"} <= set(asked(site))


def test_signs_that_phones_insert_need_no_font_of_a_script(site: Site, note: Phone) -> None:
    assert differing(drawn(note, "→ ← ✓ … • ™"), drawn(note, "“a” ’ – — ½ €")) > BOXES
    assert asked(site) == []


def test_a_font_that_was_needed_once_is_there_offline(site: Site, offline_phone: Phone) -> None:
    phone = offline_phone
    phone.open(site.address)
    phone.begin()
    phone.to_the_last_question()
    shown = drawn(phone, SCRIPTS["devanagari"][0])
    phone.has_kept_the_site()
    site.stop()
    phone.reload()
    phone.show("/check-in")
    again = drawn(phone, SCRIPTS["devanagari"][1])
    assert differing(shown, again) > BOXES * 4
    assert phone.page.locator("#companion-fonts-said").count() == 0
    site.back()


def test_the_fonts_of_the_browsers_languages_are_kept_before_they_are_needed(
    site: Site, phones: Callable[..., Phone]
) -> None:
    phone = phones(locale="he-IL")
    phone.open(site.address)
    for _ in range(60):
        if "noto-sans-hebrew.woff2" in asked(site):
            break
        phone.page.wait_for_timeout(500)
    assert asked(site) == ["noto-sans-hebrew.woff2"]
    kept = "caches.open('companion-fonts').then(cache => cache.keys()).then(all => all.map(one => one.url))"
    for _ in range(20):
        if phone.page.evaluate(kept):
            break
        phone.page.wait_for_timeout(250)
    assert [url.rsplit("/", 1)[-1] for url in phone.page.evaluate(kept)] == ["noto-sans-hebrew.woff2"]


def test_a_host_without_the_font_is_told_of_and_the_text_is_kept(site: Site, note: Phone) -> None:
    site.fault("scripts-", drops=100)
    note.type(NOTE, SCRIPTS["thai"][0])
    said = note.page.locator("#companion-fonts-said")
    expect(said).to_contain_text("They are kept as you typed them.", timeout=20_000)
    note.tap("Save")
    note.tap("View it")
    note.sees(SCRIPTS["thai"][0])


def test_a_script_without_a_font_asks_the_host_for_nothing(site: Site, note: Phone) -> None:
    before = len(site.server.asked)
    note.type(NOTE, "ᏣᎳᎩ ᎦᏬᏂ")
    expect(note.page.locator("#companion-fonts-said")).to_contain_text("cannot be shown here", timeout=20_000)
    assert not [path for path in site.server.asked[before:] if re.search(r"scripts-|/noto[a-z]+/v\d", path)]


def test_a_changed_font_is_not_used(site: Site, note: Phone) -> None:
    site.fault("noto-sans-bengali", change=lambda data: data[:-1] + b"x")
    note.type(NOTE, SCRIPTS["bengali"][0])
    expect(note.page.locator("#companion-fonts-said")).to_be_attached(timeout=20_000)


def pixels(png: bytes) -> bytes:
    """The raw rows of a PNG of eight bits a channel."""
    at, data, width, height, channels = 8, b"", 0, 0, 3
    while at < len(png):
        (length,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        body = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height = struct.unpack(">II", body[:8])
            channels = {2: 3, 6: 4}[body[9]]
        elif kind == b"IDAT":
            data += body
        at += 12 + length
    return _unfiltered(zlib.decompress(data), width * channels, height, channels)


def _unfiltered(raw: bytes, stride: int, height: int, step: int) -> bytes:
    out, above = bytearray(), bytearray(stride)
    for row in range(height):
        start = row * (stride + 1)
        kind, line = raw[start], bytearray(raw[start + 1 : start + 1 + stride])
        for i in range(stride):
            left = line[i - step] if i >= step else 0
            corner = above[i - step] if i >= step else 0
            line[i] = (line[i] + _predicted(kind, left, above[i], corner)) & 255
        out += line
        above = line
    return bytes(out)


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 4:
        guess = left + up - corner
        return min((left, up, corner), key=lambda value: abs(guess - value))
    return (0, left, up, (left + up) // 2)[kind]


def differing(one: bytes, other: bytes) -> int:
    """How many bytes of two pictures of one size differ clearly."""
    if len(one) != len(other):
        return max(len(one), len(other))
    return sum(abs(a - b) > 40 for a, b in zip(one, other, strict=True))
