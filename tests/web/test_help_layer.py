"""What Help's layer shows: the order, hours, guesses, copying, and the way out. No app is loaded for it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from companion.config import ClinicSettings, assets_dir
from companion.content import load_content
from companion.domain.clinic import Here
from companion.domain.crisis import CrisisLine, first_layer
from companion.domain.time_of_day import DAY, written
from companion.hours_words import hours_line, week_line
from tests.times import WORDS
from tests.web.phone import Phone
from tests.web.site import Site

NOON, NIGHT = "2026-11-25T17:00:00Z", "2026-11-26T03:00:00Z"
CLINIC = {
    "name": "Example Clinic", "phone": "(555) 010-0142", "phone_uri": "tel:+15550100142", "after_hours": "",
    "hours": "Monday to Friday, 8:00 to 17:00", "time_zone": "America/New_York",
    "available_time": [{"days_of_week": ["mon", "tue", "wed", "thu", "fri"], "start": "08:00", "end": "17:00"}],
}  # fmt: skip
DESK = {"has_touch": False, "is_mobile": False, "viewport": {"width": 1280, "height": 844}}
ARRANGED = """([code, profile, now]) => {
  const data = JSON.parse(document.getElementById('companion-help-data').textContent);
  const of = (lines) => lines.map((line) => [line.n, companionHelp.order.channels(line, profile).map((c) => c[0])]);
  const found = companionHelp.order.arrange(data, code, profile, new Date(now));
  return [of(found.national), of(found.fitting), found.more.map(([topic, lines]) => [topic, of(lines)]), of(found.violence)];
}"""
OPENS = """([h, now]) => {
  const at = companionHelp.order.opensAt(h, new Date(now));
  return [companionHelp.order.isOpen(h, new Date(now)), at && at.toISOString()];
}"""


@pytest.fixture
def layer(site: Site, phones: Callable[..., Phone]) -> Callable[..., Phone]:
    """Opens Help on a page whose app never loads."""
    for name in ("client-", "pyodide-", "python-"):
        site.fault(name, hangs=True)

    def open_layer(
        at: str = NOON, clinic: dict[str, Any] | None = None, kept: dict[str, str] | None = None, **more: Any
    ) -> Phone:
        phone = phones(timezone_id="America/New_York", **more)
        phone.page.clock.set_fixed_time(at)
        put = f"for (const [n, v] of Object.entries({json.dumps(kept or {})})) localStorage.setItem('flutter.companion.' + n, JSON.stringify(v))"
        phone.page.add_init_script(put)
        phone.page.goto(site.address, wait_until="commit")
        phone.page.locator("#companion-help-button").wait_for()
        if clinic:
            phone.page.evaluate("clinic => companionHelp.setClinic(clinic)", clinic)
        phone.page.locator("#companion-help-button").click()
        return phone

    return open_layer


def headings(phone: Phone) -> list[str]:
    """The lines that are seen, from above."""
    return phone.page.locator("#companion-help-main h3:visible").all_inner_texts()


def told(lines: tuple[CrisisLine, ...]) -> list[list[Any]]:
    return [[line.name, [channel.uri for channel in line.channels]] for line in lines]


def test_the_page_and_the_app_put_the_lines_in_the_same_order(layer: Callable[..., Phone]) -> None:
    page, crisis = layer().page, load_content(assets_dir()).crisis
    for country in crisis.countries:
        for profile in ((), ("veteran",), ("lgbtq", "es"), ("fr",), ("en", "indigenous")):
            for hour in (0, 8, 15):
                now = datetime(2026, 11, 25, hour, 10, tzinfo=UTC)
                wanted = first_layer(crisis, country, frozenset(profile), now)
                found = page.evaluate(ARRANGED, [country, profile, now.isoformat()])
                assert found == [
                    told(wanted.national), told(wanted.fitting), [[t, told(lines)] for t, lines in wanted.more],
                    told(wanted.violence),
                ], (country, profile, now)  # fmt: skip


def test_the_page_and_the_app_agree_on_when_a_line_opens(layer: Callable[..., Phone]) -> None:
    from companion.domain.opening_hours import is_open, next_opening
    from companion.site.help_data import hours_data

    page, crisis = layer().page, load_content(assets_dir()).crisis
    for line in crisis.lines:
        if line.hours is None or line.hours.is_always:
            continue
        for hours in range(0, 24 * 150, 13):  # over a change of the clocks
            now = datetime(2026, 10, 20, 0, 5, tzinfo=UTC) + timedelta(hours=hours)
            opens = next_opening(line.hours, now)
            found = page.evaluate(OPENS, [hours_data(line.hours), now.isoformat()])
            assert found[0] == is_open(line.hours, now), (line.id, now)
            assert opens and datetime.fromisoformat(found[1].replace("Z", "+00:00")) == opens, (line.id, now)


def test_the_page_and_the_app_write_every_minute_alike(layer: Callable[..., Phone]) -> None:
    page = layer().page
    for country in ("US", "DE"):
        shown = "isTwelve => Array.from({ length: 1441 }, (_, minute) => companionHelp.order.written(minute, isTwelve))"
        wanted = [[digits, mark or ""] for digits, mark in (written(minute, country) for minute in range(DAY + 1))]
        assert page.evaluate(shown, country == "US") == wanted


MIXED = [
    {"days_of_week": ["thu", "mon", "tue", "wed"], "start": "08:00", "end": "12:00"},
    {"days_of_week": ["sat"], "start": "00:00", "end": "24:00"},
    {"days_of_week": ["sun"], "start": "20:00", "end": "02:30"},
]


@pytest.mark.parametrize(
    ("own", "clinics", "country"), [("US", "DE", "US"), ("DE", "US", "DE"), (None, "US", "US"), (None, "DE", "DE")]
)
def test_the_clinics_hours_are_written_as_the_persons_country_does_and_before_they_chose_as_the_clinics(
    layer: Callable[..., Phone], own: str | None, clinics: str, country: str
) -> None:
    told = {**CLINIC, "hours": "", "available_time": MIXED, "country": clinics}
    settings = ClinicSettings("Example Clinic", phone_uri="tel:1", available_time=MIXED, time_zone=CLINIC["time_zone"])
    contact, words = settings.contact, WORDS.of(country)
    assert contact and contact.opening
    for at in (NOON, NIGHT, "2026-11-27T03:00:00Z", "2026-11-27T18:00:00Z", "2026-11-29T15:00:00Z"):
        phone = layer(at, told, {"country": own} if own else {})
        box = phone.page.locator("section", has_text="Your clinic")
        now = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(ZoneInfo(str(CLINIC["time_zone"])))
        here = Here(now, lambda moment: moment.astimezone(ZoneInfo(str(CLINIC["time_zone"]))))
        expect(box.locator(".hours")).to_have_text(hours_line(words, contact.opening, here))
        expect(box).to_contain_text(week_line(words, contact, here))


def test_the_clinic_stands_after_the_national_line_while_it_is_open_and_below_the_fitting_ones_while_closed(
    layer: Callable[..., Phone],
) -> None:
    kept = {"country": "US", "help_profile": "veteran,lgbtq"}
    national, clinic = "988 Suicide & Crisis Lifeline", "Your clinic: Example Clinic"
    fitting = ["Veterans Crisis Line", "The Trevor Project", "Trans Lifeline"]
    phone = layer(NOON, CLINIC, kept)
    assert headings(phone) == [national, clinic, *fitting]
    expect(phone.page.locator("section", has_text=clinic).get_by_text("Open now.")).to_be_visible()
    phone = layer(NIGHT, CLINIC, kept)
    assert headings(phone) == [national, *fitting, clinic]
    closed = phone.page.locator("section.closed", has_text=clinic)
    expect(closed.locator(".hours")).to_contain_text("Closed now. Opens Thursday")
    expect(closed.locator('a[href="tel:+15550100142"]')).to_be_visible()


def test_a_clinic_with_words_alone_is_neither_open_nor_closed(layer: Callable[..., Phone]) -> None:
    words = {key: value for key, value in CLINIC.items() if key not in ("available_time", "time_zone")}
    phone = layer(NIGHT, words, {"country": "US"})
    box = phone.page.locator("section", has_text="Your clinic")
    expect(box).to_contain_text("Monday to Friday, 8:00 to 17:00")
    assert "Open now" not in box.inner_text() and "Closed" not in box.inner_text()


def test_every_line_says_that_nobody_has_confirmed_it(layer: Callable[..., Phone]) -> None:
    phone = layer(kept={"country": "US"})
    for summary in phone.page.locator("#companion-help-main summary").all():
        summary.click()
    lines = phone.page.locator("#companion-help-main section:has(a)")
    assert lines.count() == 15
    assert all("Not yet confirmed with the people who run this line." in text for text in lines.all_inner_texts())


def test_an_unknown_country_is_guessed_on_top_and_only_a_tap_takes_it(layer: Callable[..., Phone]) -> None:
    phone = layer(locale="de-AT")
    expect(phone.page.locator("#companion-help-main")).to_contain_text("Is this your country: Austria?")
    expect(phone.page.locator("#companion-help-main")).to_contain_text("Your local emergency number")
    expect(phone.page.locator('a[href="https://findahelpline.com"]')).to_be_visible()
    assert not phone.page.locator('#companion-help-layer a[href^="tel:"]').count()
    assert phone.page.evaluate("localStorage.getItem('companion.help.country')") is None
    phone.page.locator("#companion-help-guess").click()
    expect(phone.page.locator('#companion-help-layer a[href="tel:142"]')).to_be_visible()
    expect(phone.page.locator("#companion-help-country")).to_have_value("AT")


def test_without_a_phone_a_number_is_shown_large_and_copied_by_a_tap(layer: Callable[..., Phone]) -> None:
    phone = layer(kept={"country": "US"}, permissions=["clipboard-read", "clipboard-write"], **DESK)
    buttons = phone.page.locator("#companion-help-main .number:visible")
    assert buttons.all_inner_texts()[:3] == ["911", "988", "Text: 988"]
    for number, copied in ((0, "911"), (2, "988")):
        buttons.nth(number).click()
        expect(phone.page.get_by_text("Copied").nth(min(number, 1))).to_be_visible()
        assert phone.page.evaluate("navigator.clipboard.readText()") == copied
    assert buttons.first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 24
    expect(phone.page.locator('#companion-help-layer a[href="tel:988"]').first).to_be_visible()
    assert not layer(kept={"country": "US"}).page.locator(".number").count()


@pytest.mark.parametrize("how", ["tap", "escape"])
def test_a_quick_exit_leaves_a_blank_page_in_the_place_of_the_app(layer: Callable[..., Phone], how: str) -> None:
    phone = layer(kept={"country": "US"})
    exit_button = phone.page.locator("#companion-help-exit")
    expect(exit_button).to_be_hidden()
    phone.page.locator("#companion-help-violence summary").click()
    expect(exit_button).to_be_visible()
    expect(phone.page.locator("#companion-help-violence")).to_contain_text("Your browser history is not erased.")
    if how == "tap":
        exit_button.click()
    else:
        for _ in range(3):
            phone.page.keyboard.press("Escape")
    phone.page.wait_for_url("about:blank")
    assert phone.page.title() == "" and phone.page.locator("body").inner_text() == ""


def test_three_escapes_elsewhere_only_close_the_layer(layer: Callable[..., Phone]) -> None:
    phone = layer(kept={"country": "US"})
    for _ in range(3):
        phone.page.keyboard.press("Escape")
    expect(phone.page.locator("#companion-help-layer")).to_be_hidden()
    assert phone.page.url != "about:blank"


@pytest.mark.parametrize(("look", "least"), [("light", 48), ("dim", 56)])
def test_everything_that_is_tapped_is_large_enough(layer: Callable[..., Phone], look: str, least: int) -> None:
    for more in ({}, DESK):
        phone = layer(kept={"country": "US", "look": look, "help_profile": "veteran"}, **more)
        for summary in phone.page.locator("#companion-help-main summary").all():
            summary.click()
        small = phone.page.evaluate(
            "least => [...document.querySelectorAll('#companion-help-layer a, #companion-help-layer button,"
            "#companion-help-layer select, #companion-help-layer summary')].filter(e => e.offsetParent &&"
            "e.getBoundingClientRect().height < least).map(e => e.outerHTML)", least,
        )  # fmt: skip
        assert small == []


@pytest.mark.parametrize(("country", "said"), [("US", "Open 24/7."), ("GB", "Open 24 hours a day, every day.")])
def test_a_line_that_is_always_open_says_so_as_the_country_does(
    layer: Callable[..., Phone], country: str, said: str
) -> None:
    page = layer(kept={"country": country}).page
    expect(page.locator("#companion-help-main section .hours").first).to_have_text(said)


def test_a_line_that_opens_while_help_is_read_is_shown_as_open(layer: Callable[..., Phone]) -> None:
    page = layer("2026-11-25T02:00:00Z", kept={"country": "IT"}).page
    main = page.locator("#companion-help-main")
    expect(main.locator("section", has_text="Telefono Amico").locator(".hours")).to_contain_text("Closed now.")
    page.clock.set_fixed_time("2026-11-25T11:00:00Z")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(main.locator("section", has_text="Telefono Amico").locator(".hours")).to_have_text("Open now.")


def test_drawing_help_again_leaves_what_was_unfolded_and_where_the_person_was(layer: Callable[..., Phone]) -> None:
    page = layer(NIGHT, kept={"country": "US"}).page
    details = page.locator("#companion-help-main details").first
    details.locator("summary").click()
    details.locator("summary").focus()
    page.clock.set_fixed_time(NOON)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(details).to_have_attribute("open", "")
    expect(details.locator("summary")).to_be_focused()


def test_languages_are_said_and_988_stands_beside_trans_lifeline(layer: Callable[..., Phone]) -> None:
    main = layer(kept={"country": "US", "help_profile": "lgbtq"}).page.locator("#companion-help-main")
    trans = main.locator("section", has_text="Trans Lifeline")
    expect(trans).to_contain_text("988 is open 24/7.")
    expect(trans.locator("a[href='tel:988']")).to_have_text("988 Suicide & Crisis Lifeline: Call 988")
    first = main.locator("section", has_text="988 Suicide & Crisis Lifeline").first
    expect(first).to_contain_text("Languages: English, Spanish. Other languages through an interpreter.")
