"""The page chooses Flutter's engine as Flutter's own loader does, and another loader stops the build."""

import pytest

from companion.publish import sources
from companion.site.client import client_files
from companion.site.engine import CANVASKIT, FILES, IMPORTED, SKWASM, check_loader, is_of_other
from companion.site.failure import BuildError

OTHER = {
    "skwasm on WebKit too": ("webkit:!1", "webkit:!0"),
    "on no browser at all": ("blink:!0", "blink:!1"),
    "without WebGL too": ("w.supportsWasmGC,G=P&&w.webGLVersion>0", "w.supportsWasmGC,G=P"),
    "another name of a file": ("main.dart.wasm", "main.dart.new.wasm"),
    "another test of the browser": ('navigator.vendor==="Google Inc."', "!0"),
}


@pytest.fixture(scope="module")
def client() -> dict[str, bytes]:
    """The client's files as the site has them."""
    return client_files(sources().client)


def test_the_loader_of_this_flet_asks_for_the_files_that_the_page_expects(client: dict[str, bytes]) -> None:
    check_loader(client)
    assert {name for files in FILES.values() for name in files} <= set(client)
    assert all(set(IMPORTED[engine]) < set(FILES[engine]) for engine in FILES)


@pytest.mark.parametrize("which", OTHER)
def test_a_loader_that_chooses_otherwise_stops_the_build(client: dict[str, bytes], which: str) -> None:
    loader, (old, new) = client["flutter_bootstrap.js"].decode(), OTHER[which]
    assert old in loader
    with pytest.raises(BuildError, match="chooses otherwise"):
        check_loader({**client, "flutter_bootstrap.js": loader.replace(old, new).encode()})


def test_a_file_belongs_to_one_engine_or_to_both() -> None:
    assert is_of_other("client-0/main.dart.wasm", CANVASKIT) and not is_of_other("client-0/main.dart.wasm", SKWASM)
    assert is_of_other("client-0/canvaskit/canvaskit.js", SKWASM)
    assert not any(is_of_other("client-0/flutter_bootstrap.js", engine) for engine in FILES)
