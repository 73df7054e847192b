"""A lean start, and what the packaging for phones says."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOREIGN = ("pydantic", "pydantic_core", "httpx", "cryptography", "keyring", "sqlite3", "tzlocal", "fastapi", "uvicorn")

FIRST_SCREEN = """
import asyncio, sys
from companion.app.running import Companion
from companion.config import assets_dir
from companion.content import load_content
from companion.i18n import load_words
from companion.services.backup import Backup
from companion.services.bundle import Services
from companion.services.clinic import Clinic
from companion.services.course import Course, course_settings
from companion.services.journal import Journal
from companion.services.library import Library
from companion.services.lock import Lock
from companion.services.preferences import Preferences
from companion.services.safety import Safety
from companion.store.journal import JournalStore
from companion.store.reading import ReadingLog
from companion.store.safety import SafetyLog
from companion.store.keyring import KeyRing
from companion.services.plan import Support
from companion.store.plan import PlanStore
from companion.store.ring import new_ring
from companion.store.vault import open_vault
from companion.views.components import controls
from tests.fakes import FixedClock, MemoryRecords, NoBackground, SteadyRandomness
from tests.views.harness import Window

class Plain:
    async def seal_many(self, parts): return [part.data for part in parts]
    async def open_many(self, parts): return [part.data for part in parts]

async def main():
    content = load_content(assets_dir())
    vault = await open_vault(MemoryRecords(), Plain())
    store = JournalStore(vault)
    preferences = Preferences(vault)
    await preferences.change(was_welcomed=True, country="US")
    journal = Journal(store, content.forms, FixedClock())
    companion = Companion(content, load_words(assets_dir()), NoBackground(), SteadyRandomness(), None, None)
    companion.opening.opened = Services(journal, preferences, Clinic(None, preferences), Backup(vault, store, None), content, Safety(SafetyLog(vault), journal, preferences, content.red_flags, store.course.all),
        Lock(KeyRing(new_ring(), None, None, FixedClock()), bytes(32), preferences), Support(PlanStore(vault), None, preferences, FixedClock()),
        Library(ReadingLog(vault), FixedClock(), content.books), Course(store.course, journal, FixedClock(), content.guidance, course_settings(None)))
    window = Window()
    companion.main(True)(window.page)
    await window.settle()
    assert "How is your mood right now?" in window.texts(), window.texts()
    print(",".join(name for name in sys.argv[1].split(",") if name in sys.modules) or "lean")

asyncio.run(main())
"""


def test_the_first_screen_needs_the_standard_library_and_flet_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_SCREEN, ",".join(FOREIGN)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout.strip() == "lean", done.stdout + done.stderr[-2000:]


def project() -> dict:  # type: ignore[type-arg]
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_the_packaging_for_phones_is_complete() -> None:
    flet = project()["tool"]["flet"]
    assert flet["org"] and flet["product"] == "Companion" and flet["build_number"] >= 1
    assert flet["app"] == {**flet["app"], "path": ".", "module": "main"} and "tests" in flet["app"]["exclude"]
    assert (ROOT / "main.py").exists() and (ROOT / "assets" / "icon.png").exists()
    application = flet["android"]["manifest_application"]
    assert application["android:allowBackup"] == "false" and application["android:usesCleartextTraffic"] == "false"
    assert set(flet["android"]["permission"]) == {"android.permission.INTERNET"}
    assert flet["deep_linking"]["scheme"] == "https" and flet["deep_linking"]["host"]


def test_the_ranges_of_dependencies_admit_what_phones_have() -> None:
    from packaging.requirements import Requirement

    needed = {one.name: one for one in map(Requirement, project()["project"]["dependencies"])}
    assert needed["flet"].specifier.contains("1.0.5") and not needed["flet"].specifier.contains("1.0.6")
    assert needed["cryptography"].specifier.contains("48.0.0")
    assert needed["pydantic"].specifier.contains("2.12.0")
    assert not {"fastapi", "uvicorn", "flet-web"} & set(needed)


def test_the_lock_has_hashes_and_no_address_of_a_registry() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pins = [line for line in lock.splitlines() if "==" in line]
    assert len(pins) > 50 and lock.count("--hash=sha256:") >= len(pins)
    assert "://" not in lock and "index-url" not in lock


def test_the_help_of_the_command_line_names_every_command() -> None:
    done = subprocess.run([sys.executable, "-m", "companion", "--help"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and all(name in done.stdout for name in ("run", "demo", "clinic"))


def test_output_that_nobody_reads_to_its_end_leaves_no_traceback() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "companion", "check-clinic", "docs/clinic.example.yaml"]
    done = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert (done.stderr, done.returncode) == ("", 1)
