"""What the subcommands start: the app alone, or the demo with its clinic."""

import asyncio
import json
import sys
import tempfile
import webbrowser
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from companion.app.device import device_companion, open_window, serve_page
from companion.app.running import Companion
from companion.clinic_file import ClinicFileError, clinic_from_announcement, load_clinic
from companion.config import ClinicSettings, Settings, assets_dir, data_dir
from companion.demo import fill
from companion.device.server import RefusedAddress
from companion.logs import set_up_logs


async def run(options: Namespace, stop: asyncio.Event) -> int:
    """The app with the journal of this device."""
    set_up_logs(options.verbose)
    try:
        clinic = load_clinic(options.clinic) if options.clinic else None
    except ClinicFileError as error:
        print(error, file=sys.stderr)
        return 2
    settings = Settings(options.data or data_dir(), assets_dir(), clinic)
    return await _show(device_companion(settings), settings, options, stop)


async def demo(options: Namespace, stop: asyncio.Event) -> int:
    """The demo clinic beside the app, with an invented patient in mid-course."""
    set_up_logs(options.verbose)
    with tempfile.TemporaryDirectory(prefix="companion-demo-") as temporary:
        folder = options.data or Path(temporary)
        async with _demo_clinic(folder / "clinic") as (clinic, staff):
            print(f"The clinic's page:  {staff}")
            settings = Settings(folder / "app", assets_dir(), clinic, demo=True)
            companion = device_companion(settings)
            companion.after_opening = fill
            return await _show(companion, settings, options, stop)


async def build_web(options: Namespace, stop: asyncio.Event) -> int:
    """The site of one clinic as a folder of static files."""
    from companion.site.start import build

    return await asyncio.to_thread(build, options.out, options.clinic, options.quality)


async def serve(options: Namespace, stop: asyncio.Event) -> int:
    """A built site on this machine."""
    from companion.site.failure import BuildError
    from companion.site.serve import SiteServer

    try:
        server = SiteServer(options.folder, options.host, options.port)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"Port {options.port} cannot be used: {error.strerror}. Choose another with --port.", file=sys.stderr)
        return 1
    server.begin()
    print(f"Companion:          {server.address}\nCtrl-C stops it.", flush=True)
    await stop.wait()
    await asyncio.to_thread(server.stop)
    return 0


async def _show(companion: Companion, settings: Settings, options: Namespace, stop: asyncio.Event) -> int:
    if options.window:
        return await _window(companion, settings)

    def ready(address: str) -> None:
        print(f"Companion:          {address}\nCtrl-C stops it.", flush=True)
        if not options.no_browser:
            asyncio.get_running_loop().run_in_executor(None, _open_browser, address)

    try:
        await serve_page(companion, settings, options.host, options.port, ready, stop)
    except RefusedAddress as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"Port {options.port} cannot be used: {error.strerror}. Choose another with --port.", file=sys.stderr)
        return 1
    return 0


async def _window(companion: Companion, settings: Settings) -> int:
    try:
        await open_window(companion, settings)
    except (ImportError, OSError) as error:
        print(
            f"The window's client could not be had ({type(error).__name__}). Start without --window for a page.",
            file=sys.stderr,
        )
        return 1
    return 0


def _open_browser(address: str) -> None:
    with suppress(webbrowser.Error):  # there is none: the address is printed
        webbrowser.get().open(address)


@asynccontextmanager
async def _demo_clinic(folder: Path) -> AsyncIterator[tuple[ClinicSettings, str]]:
    """The demo clinic as a process of its own; ended with the app."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "clinic", "--port", "0", "--data", str(folder), "--seed", "demo", "--announce",
        stdout=asyncio.subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        line = await asyncio.wait_for(process.stdout.readline(), 30)
        yield clinic_from_announcement(json.loads(line))
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
