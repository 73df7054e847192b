"""One clinic for each file of tests; whatever fault a test leaves on is switched off."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.clinic.process import ClinicProcess


@pytest.fixture(scope="module")
def clinic_of_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClinicProcess]:
    process = ClinicProcess(tmp_path_factory.mktemp("clinic"))
    yield process
    process.close()


@pytest.fixture
def clinic(clinic_of_file: ClinicProcess) -> Iterator[ClinicProcess]:
    yield clinic_of_file
    clinic_of_file.fault(None)


@pytest.fixture
def robin(clinic: ClinicProcess) -> httpx.Client:
    return clinic.client("demo-token-robin")


@pytest.fixture
def kim(clinic: ClinicProcess) -> httpx.Client:
    return clinic.client("demo-token-kim")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "records"
