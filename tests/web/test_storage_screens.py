"""Where the journal is kept, in a real browser: the page's answers, two tabs, a lost journal, no space."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.web.site import Site
from tests.web.storage_tab import (
    A_NEWER_DATABASE,
    IPAD,
    IPHONE,
    LOSE_THE_CACHES,
    LOSE_THE_DATABASE,
    LOSE_THE_MIRROR,
    OFFER,
    PHONE,
    STANDALONE,
    TOUCH,
    WEBKIT,
    Tab,
)


@pytest.fixture
def tabs(browser: Browser, site: Site) -> Iterator[Callable[..., Tab]]:
    """Makes tabs, each in a browser of its own or beside another tab."""
    contexts: list[BrowserContext] = []

    def make(*scripts: str, beside: Tab | None = None, **more: Any) -> Tab:
        context = beside.page.context if beside else browser.new_context(**{**PHONE, **more})
        if not beside:
            contexts.append(context)
        return Tab(context, site.address, *scripts)

    yield make
    for context in contexts:
        context.close()


def persist_is_counted(answer: str) -> str:
    return f"""window.persistAsked = 0;
    navigator.storage.persist = async () => {{ window.persistAsked += 1; return {answer}; }};"""


def test_the_browser_is_asked_once_to_keep_the_journal_after_the_first_entry(tabs: Callable[..., Tab]) -> None:
    tab = tabs(persist_is_counted("false")).open().begin()
    assert tab.page.evaluate("window.persistAsked") == 0
    tab.check_in()
    expect_count(tab, 1)
    tab.tap("Done")
    tab.tap("Check in again")
    tab.check_in()
    tab.page.wait_for_timeout(1500)
    assert tab.page.evaluate("window.persistAsked") == 1
    tab.go("/more/storage")
    tab.sees("This browser has not promised to keep your journal.")
    tab.sees("There is a second copy in this browser.")
    tab.tap("Ask the browser to keep it")
    tab.sees(re.compile("did not promise to keep your journal"))
    assert tab.page.evaluate("window.persistAsked") == 2


def expect_count(tab: Tab, count: int) -> None:
    for _ in range(60):
        if tab.page.evaluate("window.persistAsked") == count:
            return
        tab.page.wait_for_timeout(250)
    raise AssertionError(f"persist() was asked for {tab.page.evaluate('window.persistAsked')} times")


def test_words_come_before_firefoxs_own_question(site: Site, tabs: Callable[..., Tab]) -> None:
    site.rewrite("storage.js", r"/Firefox\//.test(agent)", "true")  # Flutter itself minds the browser's name
    tab = tabs(persist_is_counted("true")).open().begin()
    tab.check_in()
    tab.sees("Ask this browser to keep your journal?")
    assert tab.page.evaluate("window.persistAsked") == 0
    tab.tap("Yes, ask it")
    tab.sees("This browser has promised to keep your journal.")
    assert tab.page.evaluate("window.persistAsked") == 1


def test_an_offer_of_the_browser_becomes_a_button_and_only_a_tap_uses_it(tabs: Callable[..., Tab]) -> None:
    tab = tabs().open().begin()
    tab.page.evaluate(OFFER)
    tab.sees("Add the app to your home screen")
    assert not tab.page.evaluate("Boolean(window.wasPrompted)")
    tab.tap("Add it to the home screen")
    tab.sees("The app is on your home screen. From now on, open it there.")
    assert tab.page.evaluate("window.wasPrompted")


@pytest.mark.parametrize("agent", [IPHONE, IPAD])
def test_an_iphone_or_ipad_is_told_before_the_first_entry(tabs: Callable[..., Tab], agent: str) -> None:
    tab = tabs(WEBKIT, TOUCH, user_agent=agent).open()
    tab.tap("I have read this")
    tab.sees(re.compile("keeps its own journal"))
    tab.sees(re.compile("Add to Home Screen"))
    tab.tap("Later. Continue in this tab")
    tab.sees("Where are you?")


def test_entries_of_an_iphones_tab_reach_the_installed_app_by_a_backup(
    tabs: Callable[..., Tab], tmp_path: Path
) -> None:
    tab = tabs(WEBKIT, user_agent=IPHONE).open()
    tab.tap("I have read this")
    tab.tap("Later. Continue in this tab")
    tab.tap("United States", "radio")
    tab.tap("Start")
    tab.check_in()
    tab.sees("This browser may erase your journal")
    tab.tap("See what you can do")
    tab.sees("Move to the home screen")
    tab.tap("Make a backup")
    tab.tap("Make a recovery code")
    code = code_on(tab)
    with tab.page.expect_download(timeout=60_000) as saved:
        tab.tap("Save the backup file")
    file = tmp_path / "journal.companion"
    saved.value.save_as(file)

    installed = tabs(WEBKIT, STANDALONE, user_agent=IPHONE).open()
    installed.sees(re.compile("Did you make entries in the browser before"))
    installed.tap("I have a backup file")
    typed(installed, "Recovery code or passphrase", code)
    with installed.page.expect_file_chooser(timeout=45_000) as chooser:
        installed.tap("Choose the backup file")
    chooser.value.set_files(file)
    installed.sees(re.compile("1 entry was brought back"))
    installed.tap("Continue")
    installed.sees("You have checked in today")


def code_on(tab: Tab) -> str:
    shown = tab.page.get_by_label(re.compile(r"^\w{4}(-\w{4}){6}$")).or_(
        tab.page.get_by_text(re.compile(r"^\w{4}(-\w{4}){6}$"))
    )
    expect(shown.first).to_be_attached(timeout=45_000)
    return shown.first.get_attribute("aria-label") or shown.first.inner_text()


def typed(tab: Tab, name: str, text: str) -> None:
    field = tab.page.get_by_role("textbox", name=name).first
    for _ in range(6):
        field.focus()
        tab.page.wait_for_timeout(400)
        tab.page.keyboard.press("Control+A")
        tab.page.keyboard.type(text, delay=15)
        tab.page.wait_for_timeout(300)
        if field.input_value() == text:
            return
    expect(field).to_have_value(text)


def test_a_second_tab_says_so_takes_over_and_the_first_takes_back_with_its_answers(tabs: Callable[..., Tab]) -> None:
    first = tabs().open().begin()
    first.tap("6", "radio")
    first.sees("How anxious or tense do you feel?")
    second = tabs(beside=first).open()
    second.sees("Your journal is open in another tab")
    expect(second.page.locator("#companion-help-button")).to_be_visible()
    second.tap("Continue here")
    second.sees("Your check-in is not finished")
    first.sees("Your journal is open in another tab")
    first.page.locator("#companion-help-button").click()
    expect(first.page.locator("#companion-help-layer")).to_be_visible()
    first.page.locator("#companion-help-close").click()
    first.tap("Continue here")
    first.sees("How anxious or tense do you feel?")
    second.sees("Your journal is open in another tab")
    first.tap("3", "radio")
    first.sees(re.compile("trauma memories"))


def test_a_journal_that_the_browser_lost_is_brought_back_and_said(tabs: Callable[..., Tab]) -> None:
    tab = tabs().open().begin()
    tab.check_in()
    tab.aside()
    tab.page.evaluate(LOSE_THE_DATABASE)
    tab.open()
    tab.sees(re.compile("This browser lost your journal"))
    tab.tap("OK, do not show this again")
    tab.sees("You have checked in today")
    expect(tab.page.get_by_text("This browser lost your journal")).to_have_count(0)
    tab.open()
    tab.sees("You have checked in today")
    expect(tab.page.get_by_text("This browser lost your journal")).to_have_count(0)


def test_a_journal_that_is_gone_from_both_places_is_begun_anew_only_when_asked(tabs: Callable[..., Tab]) -> None:
    tab = tabs().open().begin()
    tab.check_in()
    tab.aside()
    tab.page.evaluate(LOSE_THE_DATABASE)
    tab.page.evaluate(LOSE_THE_MIRROR)
    tab.page.evaluate(LOSE_THE_CACHES)  # they go with the database, where the browser needs space
    tab.open()
    tab.sees("This browser has erased your journal")
    tab.tap("Start a new journal")
    tab.sees("Start a new journal?")
    tab.tap("Not now")
    tab.tap("I have a backup file")
    tab.sees("Restore a backup")
    tab.tap("Back")
    tab.sees("Welcome")


def test_a_journal_of_a_newer_app_is_refused_politely(tabs: Callable[..., Tab]) -> None:
    tab = tabs().open().begin()
    tab.aside()
    tab.page.evaluate(A_NEWER_DATABASE)
    tab.open()
    tab.sees("Your journal was written by a newer version of this app")
    tab.sees(re.compile("Go online, close every tab"))


def test_a_browser_that_refuses_its_storage_is_said_in_words(site: Site, tabs: Callable[..., Tab]) -> None:
    begins = "if (!globalThis.indexedDB"
    site.rewrite("records.js", begins, f'throw named("SecurityError"); {begins}')
    tab = tabs().open()
    tab.sees("This browser does not let the app use its storage")
    tab.sees(re.compile("If this is a private window"))
    expect(tab.page.locator("#companion-help-button")).to_be_visible()


def test_no_space_while_checking_in_is_said_and_the_answer_is_saved_later(site: Site, tabs: Callable[..., Tab]) -> None:
    site.rewrite(
        "database.js",
        "export function writeBatch(",
        "export function writeBatch(...given) { return globalThis.isFull ? Promise.reject(named('QuotaExceededError')) :"
        " written(...given); }\nself.addEventListener('message', (event) => { if (event.data?.full !== undefined) "
        "globalThis.isFull = event.data.full; });\nfunction written(",
    )
    tab = tabs().open().begin()
    tab.tap("6", "radio")
    tab.sees("How anxious or tense do you feel?")
    tab.page.evaluate("companion.tell({full: true})")
    tab.tap("3", "radio")
    tab.sees("Not saved: there is no space left")
    tab.tap("OK")
    tab.sees("How anxious or tense do you feel?")
    expect(tab.page.get_by_role("radio", name="3", exact=True).first).to_be_checked()
    tab.page.evaluate("companion.tell({full: false})")
    tab.tap("Next")
    tab.sees(re.compile("trauma memories"))
