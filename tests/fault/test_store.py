"""The store when the device misbehaves: each bad case has its error, and nothing is lost."""

import os
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from companion.config import Settings, assets_dir
from companion.content import DAILY_CHECK_IN, load_content
from companion.device.journal import OpenJournal, open_device_journal
from companion.device.keys import open_secrets
from companion.device.records import SqliteRecords
from companion.device.rescue import rescue
from companion.errors import (
    KeyMissing,
    KeyWrong,
    StoreBusy,
    StoreDamaged,
    StoreFull,
    StoreNewer,
    StoreReadOnly,
)
from companion.ports import Batch, SealedRecord
from companion.store.ring import ring_from_bytes

pytestmark = pytest.mark.asyncio

NOTE = "x" * 3000


async def open_journal(folder: Path) -> OpenJournal:
    return await open_device_journal(Settings(folder, assets_dir()), load_content(assets_dir()))


async def save_one(opened: OpenJournal, note: str = NOTE) -> str:
    journal = opened.services.journal
    draft = journal.begin(DAILY_CHECK_IN)
    await journal.answer(draft.id, "note", note, 0)
    return (await journal.finish(draft.id)).id


async def filled(folder: Path, entries: int = 12) -> list[str]:
    opened = await open_journal(folder)
    ids = [await save_one(opened, f"note {n} " + NOTE) for n in range(entries)]
    await opened.close()
    return ids


def in_a_process(code: str, *arguments: object, uid: int | None = None) -> str:
    """Run lines of code in a process of its own (as another user where asked); what it printed."""
    script = textwrap.dedent(code)
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)], capture_output=True, text=True, user=uid,
        env={**os.environ, "HOME": "/nonexistent"}, timeout=60,
    )  # fmt: skip
    return done.stdout.strip() + (done.stderr[-1500:] if done.returncode else "")


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[bool]:
    """A real small file system on `folder`, where this user may mount one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)


async def test_a_full_disk_refuses_the_save_keeps_everything_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "700k") as mounted:
        if not mounted:
            await full_by_a_limit_on_file_size(tmp_path)
            return
        folder = tmp_path / "disk"
        (folder / "ballast").write_bytes(b"0" * 250_000)
        opened = await open_journal(folder)
        kept = []
        with pytest.raises(StoreFull):
            for _ in range(200):
                kept.append(await save_one(opened))
        assert kept, "nothing fitted at all"
        draft = opened.services.journal.draft_of(DAILY_CHECK_IN)
        assert {head.id for day in opened.services.journal.days(999)[0] for head in day.heads} == set(kept)
        (folder / "ballast").unlink()
        if draft and draft.answers:
            kept.append((await opened.services.journal.finish(draft.id)).id)
        kept.append(await save_one(opened))
        await opened.close()
        opened = await open_journal(folder)
        for id in kept:
            assert (await opened.services.journal.entry(id)).answers["note"] == NOTE
        await opened.close()


async def full_by_a_limit_on_file_size(folder: Path) -> None:
    """The same without the right to mount: files of this process may not grow any more."""
    said = in_a_process(
        """
        import asyncio, resource, signal, sys
        from pathlib import Path
        from tests.fault.test_store import open_journal, save_one
        from companion.errors import StoreFull
        async def main():
            opened = await open_journal(Path(sys.argv[1]))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
            kept = []
            try:
                for _ in range(200): kept.append(await save_one(opened))
            except StoreFull: print("full", len(kept) > 0)
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            kept.append(await save_one(opened))
            print(len({h.id for d in opened.services.journal.days(999)[0] for h in d.heads}) == len(kept))
        asyncio.run(main())
        """,
        folder / "limited",
    )
    assert said == "full True\nTrue"


async def test_the_limit_on_file_size_is_a_full_disk_too(tmp_path: Path) -> None:
    await full_by_a_limit_on_file_size(tmp_path)


async def test_a_folder_that_may_not_be_written_says_so(tmp_path: Path) -> None:
    code = """
        import asyncio, os, sys
        from pathlib import Path
        from companion.device.records import SqliteRecords
        from companion.errors import StoreError
        try: asyncio.run(SqliteRecords.open(Path(sys.argv[1]) / "journal.db"))
        except StoreError as error: print(type(error).__name__)
        """
    if os.geteuid() == 0:
        # Root may write everywhere: a folder of a file system that is read-only refuses root, too.
        assert in_a_process(code, "/proc/1") == StoreReadOnly.__name__
    else:
        tmp_path.chmod(0o500)
        assert in_a_process(code, tmp_path) == StoreReadOnly.__name__


async def test_a_file_that_may_not_be_written_is_not_replaced(tmp_path: Path) -> None:
    await filled(tmp_path, 2)
    before = (tmp_path / "journal.db").read_bytes()
    with small_disk(tmp_path / "disk", "2m") as mounted:
        if mounted:
            for file in tmp_path.glob("journal*"):
                (tmp_path / "disk" / file.name).write_bytes(file.read_bytes())
            subprocess.run(["mount", "-o", "remount,ro", str(tmp_path / "disk")], check=True)
            with pytest.raises(StoreReadOnly):
                opened = await open_journal(tmp_path / "disk")
                await save_one(opened)
            assert (tmp_path / "disk" / "journal.db").read_bytes() == before
        else:
            (tmp_path / "journal.db").chmod(0o400)
            with pytest.raises(StoreReadOnly):
                opened = await open_journal(tmp_path)
                await save_one(opened)
            assert (tmp_path / "journal.db").read_bytes() == before


@pytest.mark.parametrize("how", ["zeroed head", "text", "truncated", "middle"])
async def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path: Path, how: str) -> None:
    await filled(tmp_path)
    path = tmp_path / "journal.db"
    damage(path, how)
    before = path.read_bytes()
    with pytest.raises(StoreDamaged):
        await open_journal(tmp_path)
    assert path.read_bytes() == before


def damage(path: Path, how: str) -> None:
    data = bytearray(path.read_bytes())
    if how == "zeroed head":
        data[:100] = bytes(100)
    elif how == "text":
        data[:] = b"no database " * 1000
    elif how == "truncated":
        data = data[: len(data) // 2 + 100]
    else:
        for page in range(4, len(data) // 4096 - 4, 5):
            data[page * 4096 : page * 4096 + 600] = b"\xff" * 600
    path.write_bytes(data)


async def test_what_can_be_read_of_a_damaged_file_is_rescued_and_the_file_is_kept(tmp_path: Path) -> None:
    ids = await filled(tmp_path, 40)
    path = tmp_path / "journal.db"
    damage(path, "middle")
    before = path.read_bytes()
    done = await rescue(path, "20261124T080000Z")
    assert done.aside.read_bytes() == before
    opened = await open_journal(tmp_path)
    left = {head.id for day in opened.services.journal.days(999)[0] for head in day.heads}
    assert left and left <= set(ids)
    for id in left:
        assert str((await opened.services.journal.entry(id)).answers["note"]).endswith(NOTE)
    await save_one(opened)
    await opened.close()


async def test_a_file_of_which_nothing_can_be_read_stays_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(b"no database " * 1000)
    with pytest.raises(StoreDamaged):
        await rescue(path, "now")
    assert path.read_bytes() == b"no database " * 1000


async def test_a_store_of_a_newer_app_is_refused_politely_and_not_touched(tmp_path: Path) -> None:
    await filled(tmp_path, 2)
    connection = sqlite3.connect(tmp_path / "journal.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = (tmp_path / "journal.db").read_bytes()
    with pytest.raises(StoreNewer) as caught:
        await open_journal(tmp_path)
    assert caught.value.found == 99 and (tmp_path / "journal.db").read_bytes() == before


async def test_a_second_process_is_refused_at_once_and_the_first_goes_on(tmp_path: Path) -> None:
    opened = await open_journal(tmp_path)
    first = await save_one(opened)
    said = in_a_process(
        """
        import asyncio, sys
        from pathlib import Path
        from tests.fault.test_store import open_journal
        from companion.errors import StoreBusy
        try: asyncio.run(open_journal(Path(sys.argv[1])))
        except StoreBusy: print("busy")
        """,
        tmp_path,
    )
    assert said == "busy"
    second = await save_one(opened)
    assert {head.id for day in opened.services.journal.days(9)[0] for head in day.heads} == {first, second}
    await opened.close()
    with pytest.raises(StoreBusy):
        one, _ = await SqliteRecords.open(tmp_path / "journal.db"), await SqliteRecords.open(tmp_path / "journal.db")
        await one.close()


@pytest.mark.parametrize("name", ["device.key", "journal.key.json"])
async def test_a_missing_key_never_leads_to_a_new_one(tmp_path: Path, name: str) -> None:
    ids = await filled(tmp_path, 2)
    kept = (tmp_path / name).read_bytes()
    (tmp_path / name).unlink()
    with pytest.raises(KeyMissing):
        await open_journal(tmp_path)
    assert not (tmp_path / name).exists()
    (tmp_path / name).write_bytes(kept)
    opened = await open_journal(tmp_path)
    assert {head.id for day in opened.services.journal.days(9)[0] for head in day.heads} == set(ids)
    await opened.close()


async def test_a_wrong_key_is_refused_and_the_journal_opens_again_with_the_right_one(tmp_path: Path) -> None:
    await filled(tmp_path / "mine", 2)
    await filled(tmp_path / "other", 1)
    mine = {name: (tmp_path / "mine" / name).read_bytes() for name in ("device.key", "journal.key.json")}
    for names in (("device.key",), ("device.key", "journal.key.json")):
        for name in names:
            (tmp_path / "mine" / name).write_bytes((tmp_path / "other" / name).read_bytes())
        with pytest.raises(KeyWrong):
            await open_journal(tmp_path / "mine")
    for name, data in mine.items():
        (tmp_path / "mine" / name).write_bytes(data)
    opened = await open_journal(tmp_path / "mine")
    assert not opened.services.journal.is_empty()
    await opened.close()


class Keyring:
    """A keyring that works, or lies."""

    priority = 5

    def __init__(self, lies: bool = False) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.lies = lies

    def set_password(self, service: str, user: str, password: str) -> None:
        self.kept[service, user] = "" if self.lies else password

    def get_password(self, service: str, user: str) -> str | None:
        return self.kept.get((service, user))


async def test_without_a_keyring_the_key_lies_in_a_file_for_this_user_alone(tmp_path: Path) -> None:
    secrets = await open_secrets(tmp_path, records_exist=False)
    assert secrets.kept_in == "file" and (tmp_path / "device.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "journal.key.json").stat().st_mode & 0o777 == 0o600
    ring = await secrets.read()
    assert await (await open_secrets(tmp_path, records_exist=True)).read() == ring
    assert repr(ring_from_bytes(ring).data) not in repr(ring_from_bytes(ring))


async def test_a_keyring_keeps_the_key_and_one_that_lies_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COMPANION_KEYRING")
    honest, liar = Keyring(), Keyring(lies=True)
    secrets = await open_secrets(tmp_path / "a", False, honest)
    assert secrets.kept_in == "keyring" and not (tmp_path / "a" / "device.key").exists()
    assert await (await open_secrets(tmp_path / "a", True, honest)).read() == await secrets.read()
    with pytest.raises(KeyMissing):
        await (await open_secrets(tmp_path / "a", True, Keyring())).read()
    assert (await open_secrets(tmp_path / "b", False, liar)).kept_in == "file"


@pytest.mark.parametrize("calls", [1, 2, 3, 4, 5, 6])
async def test_a_first_start_killed_at_any_step_is_followed_by_a_sound_one(tmp_path: Path, calls: int) -> None:
    in_a_process(
        """
        import asyncio, os, sys
        from pathlib import Path
        from companion.device.keys import open_secrets
        left = int(sys.argv[2])
        def count(real):
            def counted(*arguments, **more):
                global left
                left -= 1
                if left < 0: os._exit(9)
                return real(*arguments, **more)
            return counted
        os.fsync, os.replace = count(os.fsync), count(os.replace)
        os.environ["COMPANION_KEYRING"] = "off"
        asyncio.run(open_secrets(Path(sys.argv[1]), False))
        """,
        tmp_path,
        calls - 1,
    )
    ids = await filled(tmp_path, 1)
    opened = await open_journal(tmp_path)
    assert opened.services.journal.version(ids[0]) == 1
    await opened.close()


async def test_every_commit_is_flushed_and_every_file_is_for_this_user_alone(tmp_path: Path) -> None:
    records = await SqliteRecords.open(tmp_path / "new" / "journal.db")
    await records.write(Batch((SealedRecord("a", 1, 1, b"h"),)))
    pragmas = await records._run(
        lambda: [
            records._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")
        ]
    )
    files = list((tmp_path / "new").iterdir())
    modes = {file.name: file.stat().st_mode & 0o077 for file in files}
    await records.close()
    assert pragmas == [2, "wal"]
    assert not any(modes.values()), modes
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
