"""What the subcommands start: the app alone, or the demo with its clinic."""

import asyncio
import gc
import sys
import tempfile
from argparse import Namespace
from pathlib import Path

from companion.app.device import device_companion, open_window, serve_page
from companion.app.running import Companion
from companion.config import Settings, assets_dir, data_dir
from companion.demo import fill
from companion.device.server import RefusedAddress
from companion.logs import set_up_logs


async def run(options: Namespace, stop: asyncio.Event) -> int:
    """The app with the journal of this device."""
    set_up_logs(options.verbose)
    clinic = None
    if options.clinic:
        from companion.clinic_file import ClinicFileError, load_clinic  # YAML: not for who has no clinic

        try:
            clinic = load_clinic(options.clinic)
        except ClinicFileError as error:
            print(error, file=sys.stderr)
            return 2
        from companion.domain.safety.judgements import signatures_from_json, unsigned_lines
        from companion.safety_rules import load_judgements

        signed = signatures_from_json(clinic.signed)
        print(*unsigned_lines(load_judgements(assets_dir()), signed), sep="\n", flush=True)
    settings = Settings(options.data or data_dir(), assets_dir(), clinic)
    return await _show(device_companion(settings), settings, options, stop)


async def check_content(options: Namespace, stop: asyncio.Event) -> int:
    """What the app ships as content, looked at before a release."""
    from companion.check_content import check_content

    return await check_content(options, stop)


async def check_clinic(options: Namespace, stop: asyncio.Event) -> int:
    """A clinic's file, every problem at once."""
    from companion.check_clinic import check_clinic

    return await check_clinic(options, stop)


async def demo(options: Namespace, stop: asyncio.Event) -> int:
    """The demo clinic beside the app, with an invented patient in mid-course: the site, or the device form."""
    set_up_logs(options.verbose)
    with tempfile.TemporaryDirectory(prefix="companion-demo-") as temporary:
        folder = options.data or Path(temporary)
        if options.device or options.window:
            return await _device_demo(folder, options, stop)
        from companion import publish

        return await publish.site_demo(folder, options, stop)


async def _device_demo(folder: Path, options: Namespace, stop: asyncio.Event) -> int:
    from companion.demo_clinic import demo_clinic

    async with demo_clinic(folder / "clinic") as (clinic, staff):
        print(f"The clinic's page:  {staff}")
        settings = Settings(folder / "app", assets_dir(), clinic, demo=True)
        companion = device_companion(settings)
        companion.after_opening = fill
        return await _show(companion, settings, options, stop)


async def _show(companion: Companion, settings: Settings, options: Namespace, stop: asyncio.Event) -> int:
    if options.window:
        return await _window(companion, settings)

    def ready(address: str) -> None:
        print(f"Companion:          {address}\nCtrl-C stops it.", flush=True)
        if not options.no_browser:
            from companion.demo_clinic import open_browser

            asyncio.get_running_loop().run_in_executor(None, open_browser, address)

    gc.freeze()  # what is the app's own is never rubbish: no search of it stops the screen
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
            f"The client for a window could not be loaded ({type(error).__name__}). "
            "Start without --window to use a page.",
            file=sys.stderr,
        )
        return 1
    return 0


async def build_web(options: Namespace, stop: asyncio.Event) -> int:
    """The site of one clinic as a folder of static files."""
    from companion import publish  # what builds a site is not needed to run the app

    return await publish.build_web(options, stop)


async def serve(options: Namespace, stop: asyncio.Event) -> int:
    """A built site on this machine."""
    from companion import publish

    return await publish.serve(options, stop)
