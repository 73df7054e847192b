"""The device's ports keep their contracts, and so does the fake that other tests use."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from companion.device.keys import open_secrets
from companion.device.records import SqliteRecords
from companion.device.sealing import DeviceCryptography
from companion.ports import Cryptography, Records, Secrets
from tests.contract.records_contract import RecordsContract
from tests.contract.sealing_contract import SealingContract
from tests.contract.secrets_contract import SecretsContract
from tests.fakes import MemoryRecords, MemorySecrets


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


class TestDeviceSecrets(SecretsContract):
    @pytest.fixture
    def make(self, tmp_path: Path) -> Callable[[], Awaitable[Secrets]]:
        return lambda: open_secrets(tmp_path, records_exist=False)


class TestMemorySecrets(SecretsContract):
    @pytest.fixture
    def make(self) -> Callable[[], Awaitable[Secrets]]:
        kept = MemorySecrets()

        async def open_again() -> Secrets:
            return kept

        return open_again
