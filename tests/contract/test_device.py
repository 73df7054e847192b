"""The device's ports keep their contracts, and so does the fake that other tests use."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from companion.device.records import SqliteRecords
from companion.device.sealing import DeviceCryptography
from companion.ports import Cryptography, Records
from tests.contract.records_contract import RecordsContract
from tests.contract.sealing_contract import SealingContract
from tests.fakes import MemoryRecords


class TestSqliteRecords(RecordsContract):
    @pytest.fixture
    def make(self, tmp_path: Path) -> Callable[[], Awaitable[Records]]:
        return lambda: SqliteRecords.open(tmp_path / "journal.db")


class TestMemoryRecords(RecordsContract):
    @pytest.fixture
    def make(self) -> Callable[[], Awaitable[Records]]:
        kept: dict[str, object] = {}

        async def open_again() -> Records:
            records = MemoryRecords()
            records.stored = kept  # type: ignore[assignment]
            return records

        return open_again


class TestDeviceCryptography(SealingContract):
    @pytest.fixture
    def crypto(self) -> Cryptography:
        return DeviceCryptography()
