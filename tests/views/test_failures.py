"""What a person sees when something fails."""

import asyncio
import logging
from pathlib import Path

import flet as ft
import pytest

from companion import errors
from companion.app.device import device_companion
from companion.app.running import Companion
from companion.config import Settings, assets_dir
from companion.content import DAILY_CHECK_IN
from companion.i18n import load_words
from companion.services.backup import Made
from companion.views import today
from companion.views.wording import trouble
from tests.views.conftest import open_window
from tests.views.harness import Window

pytestmark = pytest.mark.asyncio

CANARY = "kingfisher-canary"


def errors_below(kind: type) -> set[type]:
    return {kind} | {one for child in kind.__subclasses__() for one in errors_below(child)}


async def test_a_screen_that_cannot_be_drawn_shows_a_card_and_the_session_goes_on(
    window: Window, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError(CANARY)

    with monkeypatch.context() as patch:
        patch.setattr(today, "greeting", broken)
        await window.go("/journal")
        await window.go("/")
        assert "This screen did not open" in window.texts()
        assert not window.connection.crashes
    await window.tap("Try again")
    assert "How is your mood right now?" in window.texts()
    await window.go("/more")
    assert "More" in window.texts()


async def test_a_handler_that_fails_is_told_in_words_without_its_own_text(
    window: Window, app: Companion, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr(app.opening.opened.journal, "answer", broken)
    await window.tap("6")
    assert "Something in the app went wrong" in window.texts()
    assert not window.connection.crashes and CANARY not in " ".join(window.labels())


async def test_a_full_device_says_what_is_kept_and_the_answer_stays_on_the_screen(
    window: Window, app: Companion, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object, **__: object) -> None:
        raise errors.StoreFull("no space")

    monkeypatch.setattr(app.opening.opened.journal, "answer", full)
    await window.tap("6")
    assert "Not saved: this device is full" in window.texts()
    await window.tap("OK")
    assert "Not saved: this device is full" not in window.texts()


@pytest.mark.parametrize("kind", sorted(errors_below(errors.CompanionError), key=lambda kind: kind.__name__))
async def test_every_error_has_words_for_what_happened_what_is_kept_and_what_to_do(kind: type) -> None:
    error = kind(2, 1) if kind is errors.StoreNewer else kind(CANARY)
    said = trouble(load_words(assets_dir()), error)
    assert said.title and said.kept and said.do
    assert CANARY not in said.title + said.kept + said.do


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"this is not a database" * 200, "Your journal's file is damaged")],
)
async def test_a_journal_that_does_not_open_leaves_help_and_a_way_on(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "journal.db").write_bytes(content)
    companion = device_companion(Settings(tmp_path, assets_dir()))
    await companion.opening.start()
    async for window in open_window(companion):
        assert said in window.texts() and "Try again" in window.labels()
        await window.go("/help")
        assert "Call 911" not in window.labels() and "Help now" in window.texts()
    assert (tmp_path / "journal.db").read_bytes() == content
    await companion.stop()


async def test_a_journal_without_its_key_can_be_set_aside_after_a_question_and_a_new_one_begun(tmp_path: Path) -> None:
    companion = device_companion(Settings(tmp_path, assets_dir()))
    await companion.opening.start()
    await companion.opening.opened.preferences.change(country="US")
    await companion.stop()
    (tmp_path / "device.key").unlink()
    companion = device_companion(Settings(tmp_path, assets_dir()))
    await companion.opening.start()
    async for window in open_window(companion):
        assert "The key to your journal is missing" in window.texts()
        top = next(one for one in window.controls() if isinstance(one, ft.Row))
        assert "The key to your journal is missing" not in repr(top), "a long title stands below Help's line"
        await window.tap("Start a new journal")
        assert "Start a new journal?" in window.texts() and "Nothing is deleted" in " ".join(window.texts())
        await window.tap("Not now")
        assert "Start a new journal?" not in window.texts() and companion.opening.opened is None
        await window.tap("Start a new journal")
        await window.tap_last("Start a new journal")
        while companion.opening.opened is None:
            await asyncio.sleep(0.005)
        await window.settle()
        assert "Welcome" in window.texts() and window.route() == "/more/backup"
    assert len(list(tmp_path.glob("journal-set-aside-*/journal.db"))) == 1
    await companion.stop()


async def test_only_a_missing_key_offers_a_new_journal(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(b"this is not a database" * 200)
    companion = device_companion(Settings(tmp_path, assets_dir()))
    await companion.opening.start()
    async for window in open_window(companion):
        assert "Start a new journal" not in window.labels()
    await companion.stop()


async def test_an_entry_that_cannot_be_read_says_so(
    window: Window, app: Companion, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = app.opening.opened.journal
    draft = journal.begin(DAILY_CHECK_IN)
    await journal.answer(draft.id, "mood", 5, 1)
    head = await journal.finish(draft.id)

    async def damaged(*_: object) -> None:
        raise errors.SealBroken("damaged")

    monkeypatch.setattr(journal, "entry", damaged)
    await window.go(f"/journal/{head.id}")
    assert "This entry cannot be read" in window.texts() and "Back" in window.labels()


async def test_a_backup_says_how_many_records_it_lacks(
    window: Window, app: Companion, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def two_lacking(secret: str) -> Made:
        return Made(b"sealed", 2)

    monkeypatch.setattr(app.opening.opened.backup, "make", two_lacking)
    await window.go("/more/backup")
    await window.tap("Make a recovery code")
    await window.tap("Save the backup file")
    assert "2 damaged records could not be read" in " ".join(window.texts())


async def test_the_first_text_is_there_before_the_journal_is_open(tmp_path: Path) -> None:
    companion = device_companion(Settings(tmp_path, assets_dir()))
    async for window in open_window(companion):
        assert "Opening your journal" in window.texts()
        await companion.opening.start()
        await window.settle()
        assert "Welcome" in window.texts()
    await companion.stop()


async def test_an_exception_in_the_log_has_its_place_and_not_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    from companion.logs import PlaceFormatter

    handler = logging.StreamHandler()
    handler.setFormatter(PlaceFormatter("%(message)s"))
    log = logging.Logger("companion.test")
    log.addHandler(handler)
    try:
        raise ValueError(CANARY)
    except ValueError:
        log.exception("it failed")
    await asyncio.sleep(0)
    assert "ValueError at" in capsys.readouterr().err


async def test_two_windows_show_the_same_journal(app: Companion) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True)
    async for first in open_window(app):
        async for second in open_window(app, route="/more/look"):
            await app.opening.opened.preferences.change(country="GB")
            await second.go("/more")
            assert "United Kingdom" in second.texts()
        assert first.texts()
