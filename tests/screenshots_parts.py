"""Pictures of what comes after some taps: a side effect, blood pressure, an exercise, the lists, the library."""

import re
from typing import Any

from playwright.sync_api import Page

from tests.processes import ROOT

LARGE = "document.addEventListener('DOMContentLoaded', () => document.documentElement.style.fontSize = '200%')"
OUT = ROOT / "build" / "screenshots"


def draw_side_effect(page: Page, look: str) -> None:
    """Its pages with what helps, and with the questions that a severe headache brings."""
    go(page, "/form/side-effect")
    page.get_by_role("button", name=re.compile("^Show all")).first.dispatch_event("click")
    page.wait_for_timeout(900)  # the short list changes with the days since the infusion
    tap(page, "Headache", "radio")
    for answer in ("Yes", "Just now"):
        tap(page, answer, "radio")
    page.screenshot(path=OUT / f"side-effect-severity-{look}.png")
    tap(page, "Severe - hard to bear", "radio")
    page.screenshot(path=OUT / f"side-effect-checks-{look}.png")


def draw_blood_pressure(page: Page, look: str) -> None:
    """Two numbers in one field, text that is no number, the eight signs, the emergency, and where it stays afterwards."""
    go(page, "/form/blood-pressure")
    fill(page, "Top number (systolic)", "120/80")
    page.screenshot(path=OUT / f"pressure-two-in-one-{look}.png")
    fill(page, "Top number (systolic)", "high")
    tap(page, "Next")
    page.screenshot(path=OUT / f"pressure-stopped-{look}.png")
    tap(page, "Leave this out")
    page.screenshot(path=OUT / f"pressure-leave-out-{look}.png")
    while page.get_by_role("button", name="Keep editing", exact=True).count():
        tap(page, "Keep editing")
    fill(page, "Top number (systolic)", "148")
    tap(page, "Next")
    page.screenshot(path=OUT / f"pressure-signs-{look}.png")
    tap(page, "A change in vision", "checkbox")
    page.screenshot(path=OUT / f"pressure-emergency-{look}.png")
    tap(page, "Close and continue")
    tap(page, "Next")
    page.screenshot(path=OUT / f"pressure-when-{look}.png")
    tap(page, "Skip")
    tap(page, "Save")
    page.screenshot(path=OUT / f"pressure-saved-{look}.png")
    tap(page, "Done")
    page.screenshot(path=OUT / f"today-warning-{look}.png")
    go(page, "/more/warnings")
    page.screenshot(path=OUT / f"more-warnings-{look}.png")


def draw_person(page: Page, look: str) -> None:
    """Two numbers typed for one person: which one is to be called."""
    go(page, "/contacts/new")
    fill(page, "Name", "Alex Example")
    fill(page, "Phone number", "555-010-0142 / 555-010-0199")
    tap(page, "Save")
    page.screenshot(path=OUT / f"contacts-two-numbers-{look}.png")


def draw_exercise(page: Page, look: str) -> None:
    """A breath, a shape that stands still, the number after it, and somebody who feels worse."""
    go(page, "/steady/slow-breathing/run")
    tap(page, "3", "radio")
    tap(page, "Pause")
    page.screenshot(path=OUT / f"steady-breath-{look}.png")
    tap(page, "Hide the moving shape")
    page.screenshot(path=OUT / f"steady-still-{look}.png")
    tap(page, "Stop")
    page.screenshot(path=OUT / f"steady-after-{look}.png")
    tap(page, "8", "radio")
    page.screenshot(path=OUT / f"steady-worse-{look}.png")


def draw_checklists(page: Page, look: str) -> None:
    """Every kind of field of the lists: time, several, own words, a day, a moment, lines; then what was begun."""
    go(page, "/form/day-before")
    page.get_by_role("button", name="One hour later").wait_for(state="attached")
    page.screenshot(path=OUT / f"list-time-{look}.png")
    for name in ("One hour later", "One hour later", "Five minutes later"):
        tap(page, name)
    page.screenshot(path=OUT / f"list-time-set-{look}.png")
    tap(page, "Next")
    tap(page, "The time and the place", "checkbox")
    page.screenshot(path=OUT / f"list-several-{look}.png")
    go(page, "/form/week-before")
    tap(page, "Tomorrow", "radio")
    page.screenshot(path=OUT / f"list-moment-{look}.png")
    tap(page, "Next")
    tap(page, "Something else", "radio")
    page.screenshot(path=OUT / f"list-own-words-{look}.png")
    go(page, "/form/evaluation")
    page.screenshot(path=OUT / f"list-day-{look}.png")
    tap(page, "Another day", "radio")
    tap(page, "One month later")
    page.screenshot(path=OUT / f"list-another-day-{look}.png")
    for name in ("Next", "Skip"):
        tap(page, name)
    page.screenshot(path=OUT / f"list-choice-{look}.png")
    tap(page, "Skip")
    tap(page, "Add another line")
    page.screenshot(path=OUT / f"list-lines-{look}.png")
    tap(page, "Leave it for now")
    page.screenshot(path=OUT / f"list-begun-{look}.png")


def draw_library(page: Page, look: str) -> None:
    """What a typo finds, the end of an article with its sources, and the questions that were put into the list."""
    go(page, "/learn")
    page.get_by_role("textbox", name="Find an article").first.focus()
    page.wait_for_timeout(400)
    page.keyboard.type("bladdr", delay=20)
    page.wait_for_timeout(900)
    page.screenshot(path=OUT / f"learn-found-{look}.png")
    go(page, "/learn/bladder")
    page.get_by_role("button", name=re.compile("^Will you check my bladder")).first.dispatch_event("click")
    page.wait_for_timeout(900)
    page.get_by_role("button", name=re.compile("^Show .* sources")).first.dispatch_event("click")
    page.wait_for_timeout(900)
    page.mouse.move(195, 400)
    page.mouse.wheel(0, 20_000)
    page.wait_for_timeout(1500)
    page.screenshot(path=OUT / f"learn-sources-{look}.png")
    go(page, "/learn/questions")
    page.screenshot(path=OUT / f"learn-questions-asked-{look}.png")


def go(page: Page, route: str) -> None:
    """Another screen of the same page."""
    page.evaluate("route => { location.hash = '#' + route }", route)
    page.wait_for_timeout(1200)


def fill(page: Page, name: str, text: str) -> None:
    """Type into a field in place of what is there; Flutter needs a moment to take the keyboard."""
    page.get_by_role("textbox", name=name, exact=True).first.focus()
    page.wait_for_timeout(400)
    page.keyboard.press("Control+A")
    page.keyboard.type(text, delay=20)
    page.wait_for_timeout(900)


def tap(page: Page, name: str, role: Any = "button") -> None:
    """A tap, and what follows it. The canvas is covered by an empty node: events go to the control itself."""
    page.get_by_role(role, name=name, exact=True).first.dispatch_event("click")
    page.wait_for_timeout(900)


def ready(page: Page, more: int = 900) -> None:
    """Wait for the first frame and what follows it."""
    page.wait_for_selector("flt-semantics-host flt-semantics", state="attached", timeout=60_000)
    page.wait_for_timeout(more)
