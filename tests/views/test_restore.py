"""Bringing a backup back on its screen: what changed is said, and another patient's is asked about first."""

from typing import Any

import flet as ft
import pytest

from companion.app.running import Companion
from companion.device.sealing import DeviceCryptography
from companion.domain.journal import Delivery
from companion.store.backup import Origin, make_backup
from companion.store.transfer import open_records
from tests.views.conftest import open_window
from tests.views.harness import Window
from tests.views.tab import entry

pytestmark = pytest.mark.asyncio
SECRET = "a long enough passphrase"
MINE = Origin("https://clinic.example/fhir", "sam")


async def pick(window: Window, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Choose a file after its passphrase was typed."""

    async def picked(*_: Any, **__: Any) -> list[Any]:
        return [type("File", (), {"bytes": data})()]

    monkeypatch.setattr(ft.FilePicker, "pick_files", picked)
    await window.type("Recovery code or passphrase", SECRET)
    await window.tap("Choose the backup file")
    for _ in range(200):
        if any(isinstance(one, ft.AlertDialog) for one in window.controls()) or _said(window):
            return
        await window.settle()


def _said(window: Window) -> str:
    return " ".join(one for one in window.texts() if "brought back" in one or "was here" in one)


async def backup_of(app: Companion, origin: Origin | None) -> bytes:
    """A backup of this journal, then a journal without its entries."""
    assert app.opening.opened
    backup = app.opening.opened.backup
    records = (await open_records(backup._vault))[0]
    return await make_backup(records, SECRET, DeviceCryptography(), 100_000, origin)


async def emptied(app: Companion) -> None:
    """Take the entries out of the store, as on a new device."""
    assert app.opening.opened
    store = app.opening.opened.backup._store
    for head in list(store.heads()):
        await store.forget(head.id)
    app.opening.opened.backup._origin = MINE


async def test_a_backup_of_this_patient_comes_in_unasked_and_says_what_it_changed(
    app: Companion, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    await entry(app)
    data = await backup_of(app, MINE)
    await emptied(app)
    async for opened in open_window(app, "/more/backup"):
        await pick(opened, data, monkeypatch)
        assert "1 entry was brought back." in _said(opened)
        assert not [one for one in opened.controls() if isinstance(one, ft.AlertDialog)]
    assert app.opening.opened
    (item,) = app.opening.opened.backup._store.outbox()
    assert item.state is Delivery.PENDING


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        (
            Origin("https://clinic.example/fhir", "robin"),
            "This backup was made for another patient, or for another clinic.",
        ),
        (None, "This backup does not say whose it is. If it is yours, your clinic can get its entries."),
    ],
)
async def test_a_backup_that_may_be_another_patients_asks_first_and_sends_nothing(
    app: Companion, window: Window, monkeypatch: pytest.MonkeyPatch, origin: Origin | None, said: str
) -> None:
    await entry(app)
    data = await backup_of(app, origin)
    await emptied(app)
    assert app.opening.opened
    store = app.opening.opened.backup._store
    async for opened in open_window(app, "/more/backup"):
        await pick(opened, data, monkeypatch)
        assert "Is this your backup?" in opened.labels() and said in opened.texts()
        assert ("It is mine" in opened.labels()) is (origin is None)
        assert not store.heads(), "nothing came in yet"
        await opened.tap("Do not restore it")
        assert not store.heads()
        await pick(opened, data, monkeypatch)
        await opened.tap("Restore it, send nothing")
        for _ in range(100):
            if _said(opened):
                break
            await opened.settle()
        assert "Nothing from this backup is sent to your clinic." in _said(opened)
        (head,) = store.heads()
        item = store.outbox_of(head.id)
        assert item and item.state is Delivery.HERE
        await opened.go(f"/journal/{head.id}")
        await opened.until("Saved on this device. It came from another backup and is not sent.")


async def test_one_entry_after_another_shows_its_own_answers(app: Companion, window: Window) -> None:
    assert app.opening.opened
    journal = app.opening.opened.journal
    heads = []
    for note in ("the first one", "the second one"):
        draft = journal.begin("https://companion.example/fhir/Questionnaire/daily-check-in")
        await journal.answer(draft.id, "note", note)
        heads.append(await journal.finish(draft.id))
    await window.go(f"/journal/{heads[0].id}")
    await window.until("the first one")
    await window.go(f"/journal/{heads[1].id}")
    await window.until("the second one")
    assert "the first one" not in window.texts()
