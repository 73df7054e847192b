"""The running clinic: a socket on this machine alone, the store, and what is printed when the door is open."""

import json
import logging
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import uvicorn

from clinic.app import create_app
from clinic.connection import ClosableConnection
from clinic.forms import load_forms
from clinic.seed import DemoPatient, seed_demo
from clinic.store import Store, StoreError

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command line says; `port` 0 is any free one."""

    port: int
    data: Path
    forms: Path
    is_demo: bool
    staff_key: str
    is_quiet: bool
    announces: bool
    origins: tuple[str, ...] = ()


class StartError(Exception):
    """The clinic cannot start; the text says why and what to do."""


class _Server(uvicorn.Server):
    """uvicorn, which says when it accepts connections."""

    def __init__(self, config: uvicorn.Config, on_open: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_open = on_open

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_open()


class _WithoutDetails(logging.Formatter):
    """Log lines without tracebacks: their messages may hold what somebody wrote."""

    def format(self, record: logging.LogRecord) -> str:
        return f"clinic: {record.levelname.lower()}: {record.getMessage().strip()}"


def serve(settings: Settings) -> None:
    """Runs until a signal ends it. StartError when the port is taken or the data cannot be used."""
    _log()
    listening = _listen(settings.port)
    store = _open_store(settings.data)
    try:
        load_forms(store, settings.forms)
        patients = seed_demo(store, datetime.now().astimezone()) if settings.is_demo else ()
        port = listening.getsockname()[1]
        config = uvicorn.Config(
            create_app(store, settings.staff_key, port, settings.origins),
            http=ClosableConnection,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
            timeout_keep_alive=30,
        )
        opening = _announcement if settings.announces else _greeting
        text = "" if settings.is_quiet and not settings.announces else opening(settings, port, patients)
        _Server(config, lambda: print(text, flush=True) if text else None).run(sockets=[listening])
    finally:
        store.close()


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        text = f"Port {port} cannot be used ({error.strerror}). Choose another with --port; 0 is any free one."
        raise StartError(text) from None
    return listening


def _open_store(folder: Path) -> Store:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Store(folder / "clinic.sqlite3")
    except StoreError as error:
        text = f"The data in {folder} cannot be used: {error}. Nothing in it was changed; choose another with --data."
        raise StartError(text) from None
    except OSError as error:
        raise StartError(f"The folder {folder} cannot be used ({error.strerror}). Choose one with --data.") from None


def _log() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_WithoutDetails())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


def _announcement(settings: Settings, port: int, patients: Sequence[DemoPatient]) -> str:
    """One line for the program that started this one."""
    listed = [{"id": patient.id, "name": patient.name, "token": patient.token} for patient in patients]
    return json.dumps({"fhir": _fhir(port), "staff": _staff(settings, port), "patients": listed})


def _greeting(settings: Settings, port: int, patients: Sequence[DemoPatient]) -> str:
    """A few lines for a person."""
    listed = [f"    {patient.name}: token {patient.token}" for patient in patients]
    people = ["  Invented patients:", *listed] if listed else ["  For two invented patients, start with --seed demo."]
    return "\n".join(
        (
            "The demo clinic is open on this machine.",
            f"  Staff page: {_staff(settings, port)}",
            f"  FHIR:       {_fhir(port)}",
            *people,
            f"  Records:    {settings.data}",
            "Ctrl-C closes it.",
        )
    )


def _fhir(port: int) -> str:
    return f"http://{HOST}:{port}/fhir"


def _staff(settings: Settings, port: int) -> str:
    return f"http://{HOST}:{port}/?key={settings.staff_key}"
