"""`python -m clinic` as a person or another program starts it."""

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clinic.process import ROOT, ClinicProcess


def run(*flags: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "clinic", *flags]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20, check=False)


def test_help_names_every_flag() -> None:
    told = run("--help")
    assert told.returncode == 0
    for flag in ("port", "host", "data", "seed", "forms", "staff-key", "quiet", "announce"):
        assert f"--{flag}" in told.stdout
    assert str(Path.home()) not in told.stdout.partition("--forms")[0]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.10", "clinic.example"])
def test_any_address_but_this_machine_is_refused_with_a_reason(host: str) -> None:
    told = run("--host", host)
    assert told.returncode == 2
    assert "only on this machine" in told.stderr


@pytest.mark.parametrize(
    "flags", [["--port", "70000"], ["--port", "x"], ["--staff-key", "a b"], ["--seed", "x"], ["--po", "1"]]
)
def test_flags_that_make_no_sense_are_refused(flags: list[str]) -> None:
    assert run(*flags).returncode == 2


def test_a_taken_port_is_told_without_a_traceback(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told = run("--port", str(taken.getsockname()[1]), "--data", str(tmp_path))
    assert told.returncode == 1
    assert "--port" in told.stderr
    assert "Traceback" not in told.stderr


def test_unusable_data_is_told_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "clinic.sqlite3").write_bytes(b"no database" * 1000)
    (tmp_path / "file").write_text("")
    for data in (tmp_path, tmp_path / "file"):
        told = run("--port", "0", "--data", str(data))
        assert told.returncode == 1
        assert "--data" in told.stderr
        assert "Traceback" not in told.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly_even_with_a_request_under_way(data: Path, number: signal.Signals) -> None:
    process = ClinicProcess(data)
    process.client("demo-token-robin").get("/Patient")
    process.fault("slow", delay=60)
    with socket.create_connection(("127.0.0.1", int(process.root.rpartition(":")[2]))) as waiting:
        waiting.sendall(f"GET /fhir/metadata HTTP/1.1\r\nHost: {process.root.removeprefix('http://')}\r\n\r\n".encode())
        process.fault("slow", delay=60)  # answered, so the request before it has been read
        status, errors = process.signal(number)
    assert status == 0
    assert "Traceback" not in errors


def test_a_person_is_told_where_the_staff_page_is(data: Path) -> None:
    command = [sys.executable, "-m", "clinic", "--port", "0", "--data", str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(6)]
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    assert re.search(r"Staff page: http://127\.0\.0\.1:\d+/\?key=[\w-]{20,}", "".join(lines))
    assert "--seed demo" in "".join(lines)


def test_the_clinic_and_the_app_import_nothing_of_each_other() -> None:
    for package, other in (("clinic", "companion"), ("companion", "clinic")):
        for path in (ROOT / package).rglob("*.py"):
            assert not re.search(rf"^\s*(from|import) {other}\b", path.read_text("utf-8"), re.MULTILINE), path.name


def test_only_this_machine_can_connect(data: Path) -> None:
    process = ClinicProcess(data)
    port = int(process.root.rpartition(":")[2])
    with socket.socket() as other, pytest.raises(OSError):
        other.settimeout(2)
        other.connect(("127.0.0.2", port))
    process.close()
