"""The device form: the app and the demo clinic as processes, the page in Chromium."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.processes import ClinicProcess, Process, clinic_file, start_app, start_clinic


@dataclass
class Server:
    """The running app; it can be killed and started again over the same journal."""

    data: Path
    clinic: Path | None
    process: Process
    address: str

    @property
    def base(self) -> str:
        """The address without key."""
        return self.address.split("/?")[0]

    def again(self) -> None:
        """Start it anew after it was killed."""
        self.process, self.address = start_app(self.data, self.clinic)


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[ClinicProcess]:
    """A demo clinic of this test's own."""
    one = start_clinic(tmp_path / "clinic")
    yield one
    one.process.stop()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Server]:
    """The app with an empty journal and no clinic."""
    one = Server(tmp_path / "data", None, *start_app(tmp_path / "data"))
    yield one
    one.process.stop()


@pytest.fixture
def patient(tmp_path: Path, clinic: ClinicProcess) -> Iterator[Server]:
    """The app of a patient of the demo clinic."""
    file = clinic_file(clinic, tmp_path / "clinic.json")
    one = Server(tmp_path / "data", file, *start_app(tmp_path / "data", file))
    yield one
    one.process.stop()
