"""What `build-web`, `serve` and the site's demo do, with what they print."""

import asyncio
import sys
from argparse import Namespace
from functools import partial
from pathlib import Path

from companion.clinic_file import ClinicFileError, load_site_clinic
from companion.config import assets_dir
from companion.demo_clinic import demo_clinic, open_browser
from companion.domain.safety.judgements import signatures_from_json, unsigned_lines
from companion.safety_rules import load_judgements
from companion.site.build import Sources, build_site
from companion.site.failure import BuildError
from companion.site.report import table
from companion.site.serve import SiteServer

KEPT = Path("build/.site-parts")
"""Where compressed parts and the snapshot are kept for the next build."""


def sources() -> Sources:
    """The parts as they are installed. Raises BuildError."""
    try:
        from flet_web import get_package_web_dir
    except ImportError:
        raise BuildError("Flet's web client is not installed. Install Companion with its extra [site].") from None
    native = Path(sys.prefix) / "share" / "companion"
    return Sources(Path(__file__).resolve().parent, assets_dir(), Path(get_package_web_dir()), native, KEPT)


async def build_web(options: Namespace, stop: asyncio.Event) -> int:
    """The site of one clinic as a folder of static files."""
    return await asyncio.to_thread(_build, options.out, options.clinic, options.quality)


def _build(out: Path, clinic_path: Path | None, quality: int) -> int:
    try:
        clinic = load_site_clinic(clinic_path) if clinic_path else None
        report = build_site(out, sources(), clinic, quality=quality)
    except (BuildError, ClinicFileError) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"The site could not be written: {error.strerror or error}.", file=sys.stderr)
        return 1
    print(table(report))
    if clinic:
        print(*unsigned_lines(load_judgements(assets_dir()), signatures_from_json(clinic.signed)), sep="\n")
    return 0


async def serve(options: Namespace, stop: asyncio.Event) -> int:
    """A built site on this machine."""
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


async def site_demo(folder: Path, options: Namespace, stop: asyncio.Event) -> int:
    """The site is served first, so that the clinic knows whom to allow; it is built when the clinic has an address."""
    site = folder / "site"
    try:
        server = SiteServer(site, options.host, options.port, must_exist=False)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"Port {options.port} cannot be used: {error.strerror}. Choose another with --port.", file=sys.stderr)
        return 1
    try:
        async with demo_clinic(folder / "clinic", server.address.rstrip("/")) as (clinic, staff):
            build = partial(build_site, site, sources(), clinic, demo=True, quality=5)
            await asyncio.to_thread(build)
            server.begin()
            print(f"The clinic's page:  {staff}\nCompanion:          {server.address}\nCtrl-C stops it.", flush=True)
            if not options.no_browser:
                asyncio.get_running_loop().run_in_executor(None, open_browser, server.address)
            await stop.wait()
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        await asyncio.to_thread(server.stop)
    return 0
