"""The demo clinic as a process of its own, beside the app."""

import asyncio
import json
import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

from companion.clinic_file import clinic_from_announcement
from companion.config import ClinicSettings
from companion.device.clock import DeviceClock
from companion.domain.opening_hours import has_zone


@asynccontextmanager
async def demo_clinic(folder: Path, *origins: str) -> AsyncIterator[tuple[ClinicSettings, str]]:
    """The demo clinic as a process of its own; ended with the app."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "clinic", "--port", "0", "--data", str(folder), "--seed", "demo", "--announce",
        *(word for origin in origins for word in ("--allow-origin", origin)),
        stdout=asyncio.subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        line = await asyncio.wait_for(process.stdout.readline(), 30)
        settings, staff = clinic_from_announcement(json.loads(line))
        yield replace(settings, time_zone=_zone_here(settings.time_zone)), staff
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


def _zone_here(otherwise: str) -> str:
    """The demo's clinic is where this machine is: there it makes its appointments."""
    here = DeviceClock().zone()
    return here if has_zone(here) else otherwise


def open_browser(address: str) -> None:
    """Open the address in the browser of this machine, where there is one."""
    with suppress(webbrowser.Error):  # there is none: the address is printed
        webbrowser.get().open(address)
