"""The library on the screens: shelves, search, an article, bookmarks, questions."""

import pytest

from tests.views.harness import Window

pytestmark = pytest.mark.asyncio


async def test_a_typo_in_a_title_still_finds_the_article(window: Window) -> None:
    await window.go("/learn")
    await window.type("Find an article", "bladdr")
    assert "Ketamine and your bladder" in window.texts()
    await window.tap("Ketamine and your bladder")
    assert window.route() == "/learn/bladder"


async def test_an_article_shows_what_it_says_what_nobody_knows_and_who_has_checked_it(window: Window) -> None:
    await window.go("/learn/bladder")
    texts = window.texts()
    assert texts.index("Ketamine and your bladder") < texts.index("What we do not know")
    assert any("Not yet reviewed by a clinician" in one for one in texts)
    assert "Call 911 if:" in texts
    assert not window.connection.crashes
