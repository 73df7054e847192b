"""`python -m clinic`: the command line, and nothing else."""

import argparse
import os
import re
import secrets
import signal
import sys
from pathlib import Path
from types import FrameType

from clinic.forms import default_folder

_DESCRIPTION = """\
A small FHIR R4 server that plays the clinic: it keeps what patients send and shows it to staff.
For trying things out with invented patients on this machine; it is not a server for real records."""

_EPILOG = """\
Faults for tests are switched on with POST /_faults and the staff key; clinic/faults.py describes them.
Ctrl-C or SIGTERM closes the clinic; everything that it has acknowledged is on disk."""


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0 when it was closed, 1 when it could not start, 2 for arguments that make no sense."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _close)
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.host not in ("127.0.0.1", "localhost"):
        parser.error(
            f"argument --host: {given.host} is refused. The demo clinic listens only on this machine (127.0.0.1): its"
            " tokens are public, and everyone on the network could read its records."
        )
    # Only now: --help and mistakes need none of what the server is made of.
    from clinic.server import Settings, StartError, serve

    settings = Settings(
        port=given.port,
        data=given.data.expanduser(),
        forms=given.forms.expanduser(),
        is_demo=given.seed == "demo",
        staff_key=given.staff_key or secrets.token_urlsafe(16),
        is_quiet=given.quiet,
        announces=given.announce,
        origins=tuple(given.allow_origin),
    )
    try:
        serve(settings)
    except StartError as error:
        print(f"clinic: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "companion clinic",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--port", type=_port, default=8081, metavar="N", help="port to listen on; 0 is any free one (default: 8081)")
    add("--host", default="127.0.0.1", help="127.0.0.1 or localhost; any other address is refused (default: 127.0.0.1)")
    folder = _default_data()
    add("--data", type=Path, default=folder, metavar="DIR", help=f"where records are kept (default: {_short(folder)})")
    add("--seed", choices=["demo"], help="put two invented patients with appointments into the records")
    add("--forms", type=Path, default=default_folder(), metavar="DIR", help="folder of Questionnaires to offer (JSON)")
    add("--staff-key", type=_key, metavar="KEY", help="key of the staff page (default: a new one each time)")
    about = "a web app that may call the FHIR server, as http://HOST:PORT (can be given more than once)"
    add("--allow-origin", type=_origin, action="append", default=[], metavar="ORIGIN", help=about)
    add("--quiet", action="store_true", help="print nothing when the clinic opens (--announce still does)")
    add("--announce", action="store_true", help="print one line of JSON when it opens: fhir, staff, patients")
    return parser


def _port(text: str) -> int:
    if not re.fullmatch(r"\d{1,5}", text, re.ASCII) or int(text) > 65535:
        raise argparse.ArgumentTypeError("a port has to be a number from 0 to 65535")
    return int(text)


def _origin(text: str) -> str:
    if not re.fullmatch(r"https?://[a-z0-9.-]+(:\d{1,5})?", text, re.ASCII):
        raise argparse.ArgumentTypeError(
            "an origin has to be a scheme, a host and a port, and nothing else: http://127.0.0.1:8000"
        )
    return text


def _key(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_.~-]{1,200}", text, re.ASCII):
        raise argparse.ArgumentTypeError(
            "a key can have only letters, digits and - _ . ~, because it is part of an address"
        )
    return text


def _default_data() -> Path:
    """The folder for a program's data on this system."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "companion-clinic"


def _short(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)


def _close(number: int, frame: FrameType | None) -> None:
    """Both ways of being told to stop are ordinary ones."""
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
