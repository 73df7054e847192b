"""The library on the screens: shelves, search, an article, bookmarks, questions."""

import flet as ft
import pytest

from companion.app.running import Companion
from tests.views.conftest import open_window
from tests.views.harness import Window

pytestmark = pytest.mark.asyncio

BLADDER = "Ketamine and your bladder"


async def follow(window: Window, *labels: str) -> None:
    for label in labels:
        await window.tap(label)
        await window.follow()


async def read(window: Window, article: str = "bladder") -> None:
    """Open an article and wait for its end, which comes a moment after its beginning."""
    await window.go(f"/learn/{article}")
    await window.until("Where this comes from")


async def scroll(window: Window, *, above: float, whole: float, seen: float = 700) -> None:
    """What the client tells when the column was scrolled."""
    column = next(one for one in window.controls() if isinstance(one, ft.Column) and one.on_scroll)
    data = {"event_type": "end", "pixels": above, "min_scroll_extent": 0.0, "max_scroll_extent": whole - seen,
            "viewport_dimension": seen}  # fmt: skip
    await window.session.dispatch_event(column._i, "scroll", data)
    await window.settle()


async def test_a_typo_in_a_title_still_finds_the_article_and_back_shows_what_was_found(window: Window) -> None:
    await window.go("/learn")
    await window.type("Find an article", "bladdr")
    await follow(window, BLADDER)
    assert window.page.route == "/learn/bladder"
    await follow(window, "Back")
    assert BLADDER in window.texts() and "All topics" not in window.texts()
    await window.type("Find an article", "")
    assert "All topics" in window.texts()
    await window.type("Find an article", "qqxxzz")
    assert any(one.startswith("Nothing was found") for one in window.texts())


async def test_every_article_is_on_its_shelf_and_can_be_opened(window: Window, app: Companion) -> None:
    shelves = app.content.books().library
    for topic in shelves.topics:
        await window.go("/learn")
        await follow(window, topic.title)
        assert {one.title for one in shelves.shelf(topic.id)} <= set(window.texts())
    for article in shelves.articles.values():
        await read(window, article.id)
        texts = window.texts()
        assert texts.index(article.title) < texts.index("What we do not know") < texts.index("Where this comes from")
        assert any("Not yet reviewed by a clinician" in one for one in texts)
        assert not any("{" in one for one in texts), article.id
    assert not window.connection.crashes


async def test_headings_are_headings_and_a_care_card_names_the_number_of_the_country(window: Window) -> None:
    await read(window)
    levels = [(one.heading_level, one.content.value) for one in window.controls()
              if isinstance(one, ft.Semantics) and one.heading_level]  # fmt: skip
    assert levels[0] == (1, BLADDER) and (2, "What can happen") in levels and (2, "Call 911 if:") in levels
    assert all(level <= 2 for level, _ in levels)


async def test_without_a_country_a_care_card_names_no_number_of_another(window: Window, app: Companion) -> None:
    await app.opening.opened.preferences.change(country="")
    await read(window)
    assert "Call your local emergency number if:" in window.texts()


async def test_a_path_leads_back_to_its_list_and_counts_what_was_read(window: Window, app: Companion) -> None:
    trail = app.content.books().library.trail("first-infusion")
    assert trail is not None
    await window.go("/learn")
    await follow(window, "Before the first infusion", "What is ketamine?", "Mark as read", "Back")
    assert "2 min. Read" in window.texts() or "1 min. Read" in window.texts()
    await follow(window, "Back")
    assert f"1 of {len(trail.articles)} read. Next: Is ketamine approved for this?" in window.texts()


async def test_the_end_of_an_article_marks_it_as_read_once(window: Window, app: Companion) -> None:
    library = app.opening.opened.library
    await read(window)
    await scroll(window, above=1300, whole=2000)
    assert library.reading("bladder").is_read
    await window.tap("Mark as not read")
    await scroll(window, above=1290, whole=2000)
    assert not library.reading("bladder").is_read


async def test_an_article_that_was_left_offers_the_section_where_it_was(app: Companion, window: Window) -> None:
    await read(window)
    await scroll(window, above=700, whole=2000)
    sections = app.content.books().library.articles["bladder"].sections()
    at = app.opening.opened.library.reading("bladder").section
    assert 0 < at < len(sections)
    async for later in open_window(app, "/learn/bladder"):
        await later.until("Where this comes from")
        await later.tap(f"Continue at: {sections[at].title}")
        moved = [args for name, args in later.connection.calls if name == "scroll_to"]
        assert moved and moved[0]["scroll_key"] == f"section-{at}"
        keys = [one.key.value for one in later.controls() if isinstance(getattr(one, "key", None), ft.ScrollKey)]
        assert f"section-{at}" in keys


async def test_a_long_page_has_a_list_of_what_stands_on_it(app: Companion, window: Window) -> None:
    await read(window, "medicines-by-name")
    sections = app.content.books().library.articles["medicines-by-name"].sections()
    at = next(at for at, one in enumerate(sections) if one.title == "For diabetes and weight")
    await window.tap("On this page")
    titled = [one.title for one in sections if one.title]
    assert [one for one in window.texts() if one in titled][: len(titled)] == titled
    await window.tap("For diabetes and weight")
    moved = [args for name, args in window.connection.calls if name == "scroll_to"]
    assert [one["scroll_key"] for one in moved] == [f"section-{at}"]


async def test_a_page_that_is_read_from_its_top_has_no_list_above_it(window: Window) -> None:
    for article in ("feels-like-dying", "overdose", "alone-at-night"):
        await read(window, article)
        assert "On this page" not in window.texts()


async def test_a_bookmark_is_kept_and_can_be_taken_out(window: Window) -> None:
    await read(window)
    await window.tap("Keep for later")
    await window.go("/learn")
    await follow(window, "Kept for later")
    assert BLADDER in window.texts()
    await follow(window, BLADDER, "Remove bookmark", "Back")
    assert "There is nothing here." in window.texts()


async def test_questions_are_collected_added_ticked_copied_removed_and_brought_back(
    window: Window, app: Companion
) -> None:
    library, asked = app.opening.opened.library, "Will you check my bladder during the course, and how?"
    await read(window)
    await window.tap(asked)
    assert "In your list" in window.texts()
    await follow(window, "My questions for the clinic")
    await window.type("Your own question", "May I swim?")
    await window.tap("Add to the list")
    assert asked in window.texts() and "May I swim?" in window.texts()
    assert not [one for one in window.controls() if isinstance(one, ft.TextField) and one.value]
    copied = [
        one.action.data for one in window.controls() if isinstance(getattr(one, "action", None), ft.CopyToClipboard)
    ]
    assert copied and asked in copied[0] and "May I swim?" in copied[0]
    await window.tap("May I swim?")
    assert [one.text for one in library.questions() if one.is_done] == ["May I swim?"]
    await window.tap("Remove some")
    await window.tap(asked)
    assert [one.text for one in library.questions()] == ["May I swim?"] and f"Removed: {asked}" in window.texts()
    await window.tap("Undo")
    await window.tap("Done removing")
    assert {one.text for one in library.questions()} == {asked, "May I swim?"}


async def test_sources_open_in_the_tap_itself_and_only_where_the_address_is_sure(
    window: Window, app: Companion
) -> None:
    await read(window)
    article = app.content.books().library.articles["bladder"]
    await window.tap(f"Show {len(article.sources)} sources")
    urls = [one.action.url for one in window.controls() if isinstance(getattr(one, "action", None), ft.OpenUrl)]
    opened = [one for one in urls if not one.startswith("tel:")]
    sure = [
        one.address
        for one in app.content.books().library.sources.values()
        if one.key in article.sources and one.address
    ]
    assert sorted(opened) == sorted(sure) and all(one.startswith("https://doi.org/10.") for one in opened)


async def test_another_article_begins_at_its_own_beginning(window: Window, app: Companion) -> None:
    await read(window)
    articles = app.content.books().library.articles
    await window.tap(f"Show {len(articles['bladder'].sources)} sources")
    await scroll(window, above=1300, whole=2000)
    await follow(window, "Side effects: what is common")
    await window.until("Where this comes from")
    shown = f"Show {len(articles['side-effects'].sources)} sources"
    assert shown in window.labels() or shown in window.texts()
    assert not app.opening.opened.library.reading("side-effects").is_read
    await scroll(window, above=1300, whole=2000)
    assert app.opening.opened.library.reading("side-effects").is_read


async def test_an_unknown_article_says_so_and_has_a_way_out(window: Window) -> None:
    await window.go("/learn/no-such-article")
    assert "This article is not in this version of the app." in window.texts()
    await follow(window, "Back")
    assert "All topics" in window.texts()


async def test_no_more_than_one_button_is_filled(window: Window) -> None:
    for route in ("/learn", "/learn/shelf/ptsd", "/learn/bladder", "/learn/questions"):
        await window.go(route)
        assert [type(one).__name__ for one in window.controls()].count("FilledButton") <= 1


async def test_an_address_of_no_shelf_says_so(window: Window) -> None:
    await window.go("/learn/shelf/nowhere")
    assert "There is nothing here." in window.texts() and "Kept for later" not in window.texts()
