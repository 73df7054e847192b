"""A journal whose key is gone is set aside whole; a new one is begun; with the key back the old one opens again."""

from pathlib import Path

import pytest

from companion.device.aside import set_aside
from companion.device.journal import FILE
from companion.device.records import SqliteRecords
from companion.errors import KeyMissing, StoreBusy, StoreFull
from tests.fault.test_store import filled, open_journal

pytestmark = pytest.mark.asyncio


def ids_of(opened) -> set[str]:  # type: ignore[no-untyped-def]
    return {head.id for day in opened.services.journal.days(99)[0] for head in day.heads}


@pytest.mark.parametrize("lost", ["device.key", "journal.key.json"])
async def test_a_journal_set_aside_is_whole_and_opens_when_its_key_comes_back(tmp_path: Path, lost: str) -> None:
    ids = await filled(tmp_path, 3)
    key = (tmp_path / lost).read_bytes()
    (tmp_path / lost).unlink()
    aside = await set_aside(tmp_path / FILE, "20261124T080000Z")
    assert {one.stat().st_mode & 0o077 for one in (aside, *aside.iterdir())} == {0}
    opened = await open_journal(tmp_path)
    assert opened.services.journal.is_empty()
    await opened.close()
    (aside / lost).write_bytes(key)
    again = await open_journal(aside)
    assert ids_of(again) == set(ids)
    await again.close()


async def test_a_backup_comes_into_the_new_journal(tmp_path: Path) -> None:
    ids = await filled(tmp_path, 2)
    opened = await open_journal(tmp_path)
    made = await opened.services.backup.make("a long passphrase")
    await opened.close()
    (tmp_path / "device.key").unlink()
    with pytest.raises(KeyMissing):
        await open_journal(tmp_path)
    await set_aside(tmp_path / FILE, "20261124T080000Z")
    new = await open_journal(tmp_path)
    services = new.services
    await services.backup.restore(made.data, "a long passphrase", services.journal, services.preferences)
    assert ids_of(new) == set(ids)
    await new.close()


async def test_a_journal_that_another_process_has_is_not_moved(tmp_path: Path) -> None:
    await filled(tmp_path, 1)
    held = await SqliteRecords.open(tmp_path / FILE)
    with pytest.raises(StoreBusy):
        await set_aside(tmp_path / FILE, "20261124T080000Z")
    await held.close()
    assert [one.name for one in tmp_path.iterdir() if one.is_dir()] == []


async def test_a_device_that_is_full_leaves_the_journal_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled(tmp_path, 1)
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("companion.device.aside.shutil.copy2", full)
    with pytest.raises(StoreFull):
        await set_aside(tmp_path / FILE, "20261124T080000Z")
    assert before == {one.name: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()}
