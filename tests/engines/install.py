"""Makes sure that there are the engines beside Chromium: installs Debian's packages where possible, else says what to do.

COMPANION_ENGINES=chromium lets a machine without them run the rest: the tests in other engines are left out, and said
to be. Without it what is missing is an error. CI never sets it.
"""

import os
import shutil
import subprocess
from pathlib import Path

FIREFOX = ("firefox-esr", "firefox")
SYSTEM_PYTHON = "/usr/bin/python3"
WEBKIT, OLDER_WEBKIT = "python3-gi gir1.2-webkit2-4.1", "python3-gi gir1.2-webkit2-4.0"
HAS_WEBKIT = """
import gi
try:
    gi.require_version("WebKit2", "4.1")
except ValueError:
    gi.require_version("WebKit2", "4.0")
from gi.repository import WebKit2
"""
LEFT_OUT = "WebKitGTK and Firefox were not tested: COMPANION_ENGINES=chromium leaves them out."


def are_left_out() -> bool:
    """Whether whoever runs the tests does without the other engines."""
    return os.environ.get("COMPANION_ENGINES") == "chromium"


def missing() -> list[str]:
    """The packages for what is not there, those of one program together."""
    found = {
        "firefox-esr": firefox() is not None,
        "xvfb": shutil.which("Xvfb") is not None,
        WEBKIT: _has_webkit(),
    }
    return [packages for packages, is_there in found.items() if not is_there]


def firefox() -> str | None:
    """The path of a Firefox; FIREFOX in the environment goes first."""
    return os.environ.get("FIREFOX") or next(filter(None, map(shutil.which, FIREFOX)), None)


def _has_webkit() -> bool:
    """Whether the system's Python can open a window of WebKitGTK."""
    if not Path(SYSTEM_PYTHON).exists():
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", HAS_WEBKIT], capture_output=True).returncode == 0


def engines() -> None:
    """Install what is missing. Raises SystemExit with one line where that cannot be done."""
    if are_left_out() or not missing():
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        apt("update", "-qq")
        for packages in missing():  # one call for each: apt installs nothing where it does not know one of them
            apt("install", "-y", "-qq", "--no-install-recommends", *packages.split())
        if WEBKIT in missing():
            apt("install", "-y", "-qq", "--no-install-recommends", *OLDER_WEBKIT.split())
    if lacking := missing():
        raise SystemExit(
            f"The tests in WebKitGTK and Firefox need: apt-get install {' '.join(lacking)} (as root, on Debian). "
            "COMPANION_ENGINES=chromium does without them."
        )


def apt(*arguments: str) -> None:
    """One run of apt-get without questions; whether it helped is seen by what is there then."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", *arguments], check=False, env=environment, capture_output=True)


if __name__ == "__main__":
    engines()
