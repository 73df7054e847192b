"""The screens over a journal of a released version: entries in the words in which they were asked, drafts that go on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import flet as ft
import pytest

from companion.app.device import device_companion
from companion.app.running import Companion
from companion.config import Settings, assets_dir
from tests.data.filling import BASE
from tests.data.folders import FOLDERS, NAMES, copy_of, made_in, of_next_year
from tests.views.conftest import open_window

pytestmark = pytest.mark.asyncio
each_version = pytest.mark.parametrize("folder", FOLDERS, ids=NAMES)


@asynccontextmanager
async def next_years_app(folder: Path, data: Path) -> AsyncIterator[Companion]:
    """A later version of the app over that journal: every form has changed."""
    companion = device_companion(Settings(copy_of(folder / "device" / "open", data), assets_dir()))
    companion.content = of_next_year()
    before = companion.open_journal

    async def open_it(wish: Any) -> Any:
        from companion.device.journal import reach_device_journal

        assert before
        return await reach_device_journal(Settings(data, assets_dir()), of_next_year())

    companion.open_journal = open_it
    await companion.start()
    while companion.opening.opened is None:
        assert companion.opening.failure is None
        await companion.background.sleep(0.001)
    yield companion
    await companion.stop()


@each_version
async def test_entries_show_the_questions_that_were_asked_then_and_lists_call_them_by_their_old_names(
    folder: Path, tmp_path: Path
) -> None:
    made = made_in(folder / "device" / "open")["shown"]["entries"]
    async with next_years_app(folder, tmp_path / "data") as app:
        async for window in open_window(app, "/journal"):
            assert not [one for one in window.texts() if "(later)" in one]
            for id, entry in made.items():
                newest = entry["versions"][0]
                if newest["status"] == "entered-in-error":
                    continue
                await window.go("/journal")
                await window.go(f"/journal/{id}")
                await window.until(newest["asked"][0][1])
                texts = window.texts()
                asked = [text for _, text, _ in newest["asked"]]
                places = [texts.index(text) for text in asked]
                assert places == sorted(places) and not [one for one in texts if "(later)" in one], entry["form"]


@each_version
async def test_an_answer_whose_question_is_gone_stays_in_the_entry_in_the_words_in_which_it_was_asked(
    folder: Path, tmp_path: Path
) -> None:
    made = made_in(folder / "device" / "open")["shown"]
    async with next_years_app(folder, tmp_path / "data") as app:
        assert app.opening.opened
        journal = app.opening.opened.journal
        (draft_id,) = [id for id, (form, _) in made["drafts"].items() if form == "blood-pressure"]
        head = await journal.finish(draft_id)
        assert head.form_version == "999"
        async for window in open_window(app, f"/journal/{head.id}"):
            pulse = next(one for one in journal.forms.earlier().values() if one.url == BASE + "blood-pressure")
            texts = window.texts()
            assert texts[texts.index(pulse.question("pulse").text) + 1].startswith("71")
            assert any("(later)" in one for one in texts), "the others as they are asked today"


@each_version
async def test_a_change_shows_the_pages_of_the_entrys_own_version(folder: Path, tmp_path: Path) -> None:
    async with next_years_app(folder, tmp_path / "data") as app:
        assert app.opening.opened
        journal = app.opening.opened.journal
        head = journal.latest(BASE + "daily-check-in")
        assert head
        asked = journal.form_as_asked(head)
        assert asked and [one.link_id for one in asked.items[:2]] == ["mood", "anxiety"]
        async for window in open_window(app, f"/change/{head.id}"):
            begun = journal.change_of(head.id)
            assert begun
            await journal.turn(begun.id, -len(asked.items))
            await window.until(asked.items[0].text)
            await window.tap("5")  # this question is gone since
            await window.until(asked.items[1].text)
            assert not [one for one in window.controls() if isinstance(one, ft.AlertDialog)], window.texts()
            assert not [one for one in window.texts() if "(later)" in one]
