"""The search on the screen: help first, what to do where nothing is found, and that nothing of what is typed is kept."""

import hashlib
import logging
from pathlib import Path

import flet as ft
import pytest

from companion.app.running import Companion
from companion.services.library import Library
from companion.store import keyring
from tests.views.conftest import open_window
from tests.views.harness import Window

pytestmark = pytest.mark.asyncio

FIELD = "Find an article"
MARKER = "kingfisherzanzibar"
PIN = "246810"


async def search(window: Window, typed: str) -> list[str]:
    await window.go("/learn")
    await window.type(FIELD, typed)
    return window.texts()


def stored(folder: Path) -> dict[str, str]:
    """A digest of every file of a journal's folder, of the parts that are not yet in the database as well."""
    files = (one for one in folder.rglob("*") if one.is_file() and not one.name.endswith("-shm"))
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


async def test_words_of_somebody_who_may_die_show_ways_to_a_person_above_the_articles(window: Window) -> None:
    texts = await search(window, "i want to kill myself")
    title = texts.index("You do not have to do this alone")
    assert title < texts.index("If you feel unsafe")
    assert any(one.startswith("Call 988") for one in window.labels()) and "Show me who I can call" in window.labels()
    assert any("No one sees what you type here" in one for one in texts)
    urls = [one.action.url for one in window.controls() if isinstance(getattr(one, "action", None), ft.OpenUrl)]
    assert "tel:988" in urls
    await window.type(FIELD, "sleep")
    assert "You do not have to do this alone" not in window.texts()


async def test_a_sign_of_an_emergency_names_the_number_of_the_country_first(window: Window, app: Companion) -> None:
    texts = await search(window, "chest pain")
    assert texts.index("If this is happening now") < texts.index("Call 911 now") < texts.index("When to call for help")
    await app.opening.opened.preferences.change(country="")
    texts = await search(window, "chest pain.")
    assert "Call your local emergency number now" in texts and "Call 911 now" not in texts


async def test_a_person_who_already_acted_reads_the_message_for_that(window: Window) -> None:
    texts = await search(window, "took all my pills")
    assert "Call 911 now" in texts and any("Poison" in one or "poison" in one for one in window.labels())
    texts = await search(window, "i have a plan to die")
    assert "Please call 911 now" in texts


async def test_who_is_hit_by_somebody_can_leave_the_page_and_the_card_is_no_warning_of_the_log(
    window: Window, app: Companion
) -> None:
    texts = await search(window, "my husband hits me")
    assert "You deserve to be safe" in texts and "Quick exit" in window.labels()
    for typed in ("kill myself", "chest pain", "overdose"):
        await search(window, typed)
    assert app.opening.opened.safety.warned() == []
    await window.go("/")
    assert "You deserve to be safe" not in window.texts()


async def test_help_after_searches_does_not_depend_on_help_after_notes(window: Window, app: Companion) -> None:
    await app.opening.opened.preferences.change(offers_after_words=False)
    assert "You do not have to do this alone" in await search(window, "kill myself")


async def test_where_nothing_is_found_there_is_a_way_to_people_to_the_topics_and_to_the_clinic(window: Window) -> None:
    for typed in ("qqxxzz", "🙂🙂", "кетамин", "?"):
        texts = await search(window, typed)
        assert "Nothing was found. Try another word, or fewer words." in texts, typed
        assert "All topics" in texts and "Show me who I can call" in window.labels()
        assert any("does not mean that it is safe" in one for one in texts)
    await window.tap("My questions for the clinic")
    await window.follow()
    assert "Your own question" in window.labels()
    assert not [one for one in window.controls() if isinstance(one, ft.TextField) and one.value]


async def test_a_page_of_text_in_the_field_finds_by_its_beginning(window: Window) -> None:
    assert "Ketamine and your bladder" in await search(window, "bladder " * 5000)
    assert not window.connection.crashes


async def test_nothing_that_is_typed_is_stored_logged_or_put_into_an_address(
    window: Window, app: Companion, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)  # of Flet as well; the app itself logs no more than that
    await window.go("/learn")
    before = stored(tmp_path)
    assert before
    typed = f"{MARKER} kill myself bladder"
    for end in range(0, len(typed), 4):
        await window.type(FIELD, typed[:end])
    await window.type(FIELD, typed)
    assert stored(tmp_path) == before
    assert MARKER not in window.page.route
    await window.tap("Show me who I can call")
    await window.follow()
    await window.go("/learn")
    assert typed in [one.value for one in window.controls() if isinstance(one, ft.TextField)]
    await window.tap("If you feel unsafe")
    await window.follow()
    await window.until("Where this comes from")
    assert MARKER not in window.page.route
    assert not [call for call in window.connection.calls if MARKER in repr(call)]
    services = app.opening.opened
    assert services.library.begun == "" and list(services.library.questions()) == []
    assert services.safety.warned() == []
    assert MARKER not in caplog.text
    assert not any(MARKER in one for one in window.labels())


async def test_it_is_gone_when_the_journal_is_locked(app: Companion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "MEMORY", 64)
    monkeypatch.setattr(keyring, "ROUNDS", 2)
    services = app.opening.opened
    await services.preferences.change(was_welcomed=True, country="US", has_read_limits=True)
    await services.lock.set_pin(PIN, services.lock.new_recovery_code())
    async for window in open_window(app):
        await search(window, MARKER)
        await app.lock()
        await window.settle()
        assert not any(MARKER in one for one in window.labels())
        await app.opening.unlock(lambda ring: ring.try_pin(PIN))
        await window.go("/learn")
        assert [one.value for one in window.controls() if isinstance(one, ft.TextField)] == [""]


async def test_a_search_that_breaks_says_so_without_the_words(
    window: Window, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Library, typed: str, *__: str) -> None:
        raise ValueError(typed)

    await window.go("/learn")
    with monkeypatch.context() as patch:
        patch.setattr(Library, "found", broken)
        await window.type(FIELD, MARKER)
        assert "This screen did not open" in window.texts()
        assert not any(MARKER in one for one in window.labels())
    assert not window.connection.crashes and "ValueError" in caplog.text
    told = [record for record in caplog.records if record.exc_info is None]
    assert not any(MARKER in record.getMessage() for record in told)


async def test_the_keyboard_is_asked_to_learn_nothing_from_the_field(window: Window) -> None:
    await window.go("/learn")
    field = next(one for one in window.controls() if isinstance(one, ft.TextField))
    assert field.enable_ime_personalized_learning is False and field.autofill_hints is None


async def test_the_first_way_to_a_person_stands_above_the_text_of_help_and_few_articles_below(
    window: Window, app: Companion
) -> None:
    titles = {one.title for one in app.content.books().library.articles.values()}
    for typed, title, button, said in (
        ("i want to die", "You do not have to do this alone", "Call 988", "Please talk to someone now"),
        ("overdose", "Call 911 now", "Call 911", "After taking too much"),
    ):
        await search(window, typed)
        drawn = [str(getattr(one, "value", None) or getattr(one, "content", "")) for one in window.controls()]
        text = next(at for at, one in enumerate(drawn) if one.startswith(said))
        assert drawn.index(title) < drawn.index(button) < text
        assert 1 <= sum(one in titles for one in drawn) <= 3
