"""Makes sure that there is a Chromium: installs Debian's where that is possible, else says what to do."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
NOT_NEEDED = (
    # Pages that each window keeps ready for Chromium's own menus.
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "PreloadTopChromeWebUI",
    # What Playwright turns off: the last list of an argument counts.
    "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter",
    "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)  # fmt: skip
QUICK = (*ARGUMENTS, "--js-flags=--liftoff-only", "--disable-features=" + ",".join(NOT_NEEDED))
"""For tests that time nothing. Each fresh profile compiles Python and Flutter anew, and keeps pages ready for menus of
Chromium's own: without the optimising compiler and without those a start takes half of the processor's time."""


def chromium() -> str:
    """The path of a Chromium; CHROMIUM in the environment goes first. Raises SystemExit with one line."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        subprocess.run(install, check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, **quiet)
        if path := shutil.which("chromium"):
            return path
    raise SystemExit("The browser tests need Chromium: apt-get install chromium, or set CHROMIUM to its path.")


if __name__ == "__main__":
    chromium()
    sys.exit(0)
