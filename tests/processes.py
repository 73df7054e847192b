"""The app and the demo clinic as real processes, for tests and measurements."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import IO

ROOT = Path(__file__).parent.parent


@dataclass
class Process:
    """A started process whose output is read as it comes."""

    popen: subprocess.Popen[str]
    output: list[str] = field(default_factory=list)
    lines: "Queue[str]" = field(default_factory=Queue)

    def line_with(self, text: str, seconds: float = 30) -> str:
        """The next line that holds a text."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                line = self.lines.get(timeout=0.2)
            except Empty:
                if self.popen.poll() is not None and self.lines.empty():
                    break
                continue
            if text in line:
                return line
        raise AssertionError(f"no line with {text!r} in: {''.join(self.output)[-2000:]}")

    def kill(self) -> None:
        """End it as a crash would."""
        self.popen.kill()
        self.popen.wait()

    def stop(self) -> int:
        """Ask it to end, as Ctrl-C does; the exit status."""
        if self.popen.poll() is None:
            self.popen.send_signal(signal.SIGINT)
            try:
                self.popen.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.popen.returncode


def start(*arguments: str, env: dict[str, str] | None = None) -> Process:
    """Start a module of this project with the tests' Python."""
    popen = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "COMPANION_KEYRING": "off", "PYTHONUNBUFFERED": "1", **(env or {})},
    )
    process = Process(popen)
    assert popen.stdout is not None
    threading.Thread(target=_read, args=(popen.stdout, process), daemon=True).start()
    return process


def _read(stream: IO[str], process: Process) -> None:
    for line in stream:
        process.output.append(line)
        process.lines.put(line)


@dataclass
class ClinicProcess:
    """A running demo clinic."""

    process: Process
    fhir: str
    staff: str
    patient: str
    token: str
    port: int
    staff_key: str


STAFF_KEY = "staff-key-of-the-tests"


def start_clinic(folder: Path, port: int = 0, origins: Sequence[str] = ()) -> ClinicProcess:
    """Start the demo clinic with its invented patients; web apps of these origins may ask it."""
    allowed = [word for origin in origins for word in ("--allow-origin", origin)]
    place = ["--port", str(port), "--data", str(folder)]
    process = start("clinic", *place, "--seed", "demo", "--announce", "--staff-key", STAFF_KEY, *allowed)
    said = json.loads(process.line_with('"fhir"'))
    first = said["patients"][0]
    found = re.search(r":(\d+)/", said["fhir"])
    assert found
    return ClinicProcess(process, said["fhir"], said["staff"], first["id"], first["token"], int(found[1]), STAFF_KEY)


def clinic_file(clinic: ClinicProcess, path: Path) -> Path:
    """A clinic's file for this clinic."""
    content = {
        "name": "Example Clinic",
        "fhir": clinic.fhir,
        "patient": clinic.patient,
        "token": clinic.token,
        "phone": "(555) 010-0199",
        "phone_uri": "tel:+15550100199",
        "hours": "Monday to Friday, 8:00 to 17:00",
    }
    path.write_text(json.dumps(content))
    return path


def start_app(data: Path, clinic: Path | None = None, port: int = 0) -> tuple[Process, str]:
    """Start the app behind its page; the process and the address with its key."""
    more = ["--clinic", str(clinic)] if clinic else []
    process = start("companion", "run", "--no-browser", "--verbose", "--port", str(port), "--data", str(data), *more)
    line = process.line_with("key=")
    return process, line.split()[-1]
