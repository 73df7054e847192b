"""The Python side of the site: the app, the pure packages it needs, and what is native to the browser's platform."""

import ast
import tarfile
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from io import BytesIO
from pathlib import Path

from companion.site.failure import BuildError
from companion.site.zones import zones_of_lines

PACKAGES = (
    "flet", "repath", "six", "msgpack", "httpx", "httpcore", "h11", "anyio", "idna", "certifi", "typing-extensions",
    "pydantic", "annotated-types", "typing-inspection",
)  # fmt: skip
"""Pure packages that run in the page. `pydantic-core` comes as a wheel of the browser's platform."""

LEFT_OUT = (
    "device",
    "site",
    "__main__.py",
    "start.py",
    "check_",
    "app/device.py",
    "clinic_",
    "native",
)
DATA = (
    "forms/*.json",
    "forms/earlier/*.json",
    "crisis.json",
    "exercises.json",
    "safety/*.json",
    "guidance/*.json",
    "content/*.json",
    "content/*/*",
    "locale/*/LC_MESSAGES/*.mo",
)
NATIVE_PLATFORM = "pyemscripten_2026_0_wasm32"
_ENTRY_TIME = (2020, 1, 1, 0, 0, 0)


def app_files(package: Path, assets: Path) -> dict[str, bytes]:
    """The app's modules without those of other places to run, and the data that Python reads."""
    found = {}
    for file in sorted(package.rglob("*.py")):
        name = file.relative_to(package).as_posix()
        if not name.startswith(LEFT_OUT):
            found[f"companion/{name}"] = file.read_bytes()
    for pattern in DATA:
        for file in sorted(assets.glob(pattern)):
            found[f"assets/{file.relative_to(assets).as_posix()}"] = file.read_bytes()
    return found | {f"assets/zones/{name}": data for name, data in zones_of_lines(assets).items()}


def package_files(name: str) -> Iterator[tuple[str, bytes]]:
    """The Python files and licences of an installed package. Raises BuildError where it is not installed."""
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:
        raise BuildError(f"The package {name} is not installed. Install Companion with its extra [site].") from None
    for file in files:
        path = Path(str(file.locate()))
        wanted = file.suffix in (".py", ".pyi", ".typed", ".json", ".pem") or "licen" in file.name.lower()
        if ".." in file.parts or not wanted or file.suffix == ".pyi" or not path.is_file():
            continue
        yield file.as_posix(), path.read_bytes()


def python_archive(package: Path, assets: Path) -> bytes:
    """One zip of everything pure, stored: the transfer compresses it better as a whole, and Python imports from it."""
    files = app_files(package, assets)
    for name in PACKAGES:
        files.update(package_files(name))
    return zip_of(files)


def native_archive(folder: Path) -> bytes:
    """One zip of the wheels of the browser's platform. Raises BuildError where there is none."""
    wheels = sorted(folder.glob(f"*{NATIVE_PLATFORM}.whl"))
    if not wheels:
        raise BuildError("The wheels for the browser are missing. Run `make setup`, or see docs/hosting.md.")
    files = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as opened:
            files.update({name: opened.read(name) for name in opened.namelist() if not name.endswith("/")})
    return zip_of(files)


def argon2_script(folder: Path) -> bytes:
    """The Argon2 of hash-wasm with its licence in front, out of npm's archive. Raises BuildError where it is not."""
    found = sorted(folder.glob("hash-wasm-*.tgz"))
    if not found:
        raise BuildError("hash-wasm is missing. Run `make setup`, or see docs/hosting.md.")
    with tarfile.open(found[-1]) as archive:
        script, licence = (_member(archive, f"package/{name}") for name in ("dist/argon2.umd.min.js", "LICENSE"))
    return b"/*\n" + licence.replace(b"*/", b"* /") + b"\n*/\n" + script


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    try:
        opened = archive.extractfile(name)
    except KeyError:
        raise BuildError(f"hash-wasm has no {name}: see companion/site/archive.py.") from None
    assert opened is not None
    return opened.read()


def zip_of(files: dict[str, bytes]) -> bytes:
    """The same bytes for the same files."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _ENTRY_TIME), files[name])
    return out.getvalue()


def flet_names(package: Path) -> list[str]:
    """Every `ft.Name` in the app's source: Flet imports its names when they are first used."""
    found = set()
    for file in package.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "ft":
                found.add(node.attr)
    return sorted(found)
