"""axe-core finds nothing of level A or AA, and no missing landmark, on any screen in any look."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests import axe
from tests.web.expecting import comes_to
from tests.web.locking import enter, lock_now, set_pin
from tests.web.phone import A_MOMENT, Phone
from tests.web.site import Site
from tests.web.tour import go, pages_of_forms, rest, tour

LANDMARKS = "best-practice"
LANDMARKS_OF = """() => [...document.querySelectorAll("main,nav,[role=main],[role=navigation],[role=region],[role=banner]")]
  .filter(one => one.getClientRects().length)
  .map(one => (one.getAttribute("role") || one.tagName.toLowerCase()) + " " + (one.getAttribute("aria-label") || ""))"""

LANDMARKS_THERE = ["main ", "navigation ", "region Help now"]


def both_colors(phone: Phone) -> list[str]:
    """What axe-core finds in the light colors and in the dark ones: the look follows the phone's."""
    found = []
    for scheme in ("light", "dark"):
        phone.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"{scheme}: {fault}" for fault in axe.faults(phone.page, LANDMARKS)]
    return found


def test_a_screen_has_one_main_part_one_navigation_and_help(shared_phone: Phone) -> None:
    phone = shared_phone
    for width in (390, 1200):
        phone.page.set_viewport_size({"width": width, "height": 844})
        for route in ("/journal", "/learn", "/"):
            go(phone, route)
            found = comes_to(
                phone.page, lambda: sorted(phone.page.evaluate(LANDMARKS_OF)), lambda now: now == LANDMARKS_THERE
            )
            assert found == LANDMARKS_THERE, (width, route)
    phone.page.set_viewport_size({"width": 390, "height": 844})


FOCUSED = """() => {
  const one = document.activeElement;
  return one.id.startsWith("companion") ? one.id : one.getAttribute("aria-label") || one.textContent.slice(0, 40);
}"""

FRAMES_AFTER_A_KEY = """new Promise((then) =>
  setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => then())), 150))"""
"""Flutter and then the page's own script have done with it, however slow the machine: companion/site/semantics.js."""


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_the_tab_key_comes_to_help_and_to_every_control_again_and_again(shared_phone: Phone, key: str) -> None:
    phone = shared_phone
    phone.show("/")
    phone.sees("How is your mood right now?")
    rest(phone)
    phone.page.locator("#companion-help-button").focus()
    rounds: list[list[str]] = [[]]
    for _ in range(60):
        phone.page.keyboard.press(key)
        phone.page.evaluate(FRAMES_AFTER_A_KEY)
        rest(phone)
        focused = phone.page.evaluate(FOCUSED)
        if focused == "companion-help-button":
            rounds.append([])
            if len(rounds) == 3:
                break
        elif not rounds[-1] or rounds[-1][-1] != focused:
            rounds[-1].append(focused)
    assert len(rounds) == 3, rounds
    for found in rounds[:2]:
        assert {"Log a side effect", "Today", "More"} <= set(found)


TEXTS = [
    ("/more/judgements", "Not signed yet", ("Back", "Journal")),
    ("/learn/bladder", "What you can do", ("Back",)),
]


@pytest.mark.parametrize(("route", "text", "stops"), TEXTS)
def test_a_text_scrolls_by_keys_from_back_and_from_the_navigation(
    shared_phone: Phone, route: str, text: str, stops: tuple[str, ...]
) -> None:
    phone = shared_phone
    phone.show(route)
    phone.sees(text)
    rest(phone)

    def top() -> float:
        rest(phone)
        box = phone.text(text).bounding_box()
        return box["y"] if box else -1

    places = [top()]
    phone.page.keyboard.press("ArrowDown")
    places.append(top())
    for stop in stops:
        for _ in range(12):
            if phone.page.evaluate(FOCUSED) == stop:
                break
            phone.page.keyboard.press("Tab")
            rest(phone)
        assert phone.page.evaluate(FOCUSED) == stop
        phone.page.keyboard.press("ArrowDown")
        places.append(top())
    assert all(after < before - 20 for before, after in pairwise(places)), places
    phone.page.keyboard.press("PageUp")
    assert abs(top() - places[0]) < 2


def test_what_scrolls_and_holds_no_control_takes_the_focus(shared_phone: Phone) -> None:
    shared_phone.show("/more/judgements")
    scrolls = shared_phone.page.locator("[data-companion-scrolls]")
    expect(scrolls).to_have_attribute("tabindex", "0", timeout=A_MOMENT)


def test_axe_finds_nothing_while_the_app_loads_on_the_first_start_and_before_a_lock(site: Site, phone: Phone) -> None:
    found = {}

    def judge(where: str) -> None:
        if faults := both_colors(phone):
            found[where] = faults

    site.fault("client-", hangs=True)
    phone.page.goto(site.address, wait_until="commit")
    expect(phone.page.locator("#companion-loading")).to_be_visible()
    judge("loading")
    phone.page.evaluate("companionSay('file')")
    judge("loading failed")
    phone.page.locator("#companion-help-button").click()
    judge("Help without a country")
    for country in ("US", "CA", "GB"):
        phone.page.locator("#companion-help-country").select_option(country)
        phone.page.evaluate(
            "document.querySelectorAll('#companion-help-layer details').forEach(one => { one.open = true })"
        )
        judge(f"Help, {country}")
    site.server.faults.clear()
    phone.page.goto("about:blank")
    phone.open(site.address)
    rest(phone)
    expect(phone.page).to_have_title("Companion")
    judge("first start")
    phone.begin()
    set_pin(phone)
    lock_now(phone)
    judge("locked")
    enter(phone, "111111", "Open")
    rest(phone)
    judge("a wrong PIN")
    assert found == {}


def test_axe_finds_nothing_on_any_screen_in_any_look(shared_phone: Phone) -> None:
    phone = shared_phone
    entry = phone.newest_entry()
    found = {where: faults for where in tour(phone, entry) if (faults := both_colors(phone))}
    found |= {where: faults for where in pages_of_forms(phone) if (faults := axe.faults(phone.page, LANDMARKS))}
    phone.show(f"/journal/{entry}")
    phone.tap("Remove")
    expect(phone.page.get_by_role("alertdialog")).to_be_attached(timeout=A_MOMENT)
    if faults := both_colors(phone):
        found["a dialog"] = faults
    phone.tap("Keep it")
    phone.show("/more/look")
    phone.tap("Dim: no bright light, larger buttons", "radio")
    expect(phone.page.locator("html[data-companion-look=dim]")).to_be_attached()
    found |= {f"dim: {where}": faults for where in tour(phone, entry) if (faults := axe.faults(phone.page, LANDMARKS))}
    assert found == {}


def test_axe_is_not_in_the_site(site: Site) -> None:
    assert not [name for name in site.files() if "axe" in name.split("/")[-1].lower()]
    assert not [
        name for name in site.files() if name.endswith(".js") and b"axe.run" in (site.folder / name).read_bytes()
    ]
