"""The library: searching in it, and opening an article beside a bare page with as much text."""

from collections.abc import Iterator
from functools import cache
from statistics import median
from time import perf_counter

from playwright.sync_api import Browser

from companion.articles import load_library
from companion.config import assets_dir
from companion.domain.library import Article, Library
from companion.domain.library_search import search
from companion.domain.search_index import index_of
from companion.search_file import load_search_words
from tests.bench.measure import PHONE, tap, wait_for, watched
from tests.bench.row import Row, p95

TYPED = ("bladdr", "ketmaine and blod presure", "can i drive tomorow", "nightmares", "s", "side efects of medicnies")


@cache
def the_library() -> Library:
    """The shipped one."""
    return load_library(assets_dir() / "content")


@cache
def the_article() -> Article:
    """The longest one."""
    return max(the_library().articles.values(), key=lambda one: len(one.body))


def search_rows(rounds: int = 20) -> Iterator[Row]:
    """On CPython; in the page Python takes about twice as long."""
    index = index_of(the_library().articles.values(), load_search_words(assets_dir() / "content"))
    times = [_milliseconds(lambda one=typed: search(index, one)) for _ in range(rounds) for typed in TYPED]
    yield Row("search over all articles, with typos, p95", p95(times), None, 25)


def opening_row(browser: Browser, ours: str, bare: str, rounds: int) -> Row:
    """From the tap on an article's line until its summary is there, on the device form; the same in bare Flet."""
    article = the_article()
    page = watched(browser.new_context(**PHONE), "Log a side effect")  # type: ignore[arg-type]
    page.goto(ours)
    wait_for(page, "text")
    page.wait_for_timeout(500)
    tap(page, "tab", "Learn", "All topics")
    shelf = the_library().topic(article.topic)
    assert shelf
    tap(page, "button", shelf.title, article.title)
    page.wait_for_timeout(300)
    opened = []
    for _ in range(rounds):
        opened.append(tap(page, "button", article.title, article.summary))
        tap(page, "button", "Back", shelf.title)
    page.context.close()
    return Row("tap on an article until it is there, median", median(opened), median(_bare(browser, bare, rounds)), 1.5)


def _bare(browser: Browser, address: str, rounds: int) -> list[float]:
    page = watched(browser.new_context(**PHONE), "count 0")  # type: ignore[arg-type]
    page.goto(address)
    wait_for(page, "text")
    page.get_by_role("button", name="read").dispatch_event("click")  # its process reads the text now
    page.get_by_role("button", name="back").wait_for(state="attached")
    tap(page, "button", "back", "count 0")
    opened = []
    for _ in range(rounds):
        opened.append(tap(page, "button", "read", the_article().summary))
        tap(page, "button", "back", "count 0")
    page.context.close()
    return opened


def _milliseconds(run) -> float:  # type: ignore[no-untyped-def]
    began = perf_counter()
    run()
    return (perf_counter() - began) * 1000
