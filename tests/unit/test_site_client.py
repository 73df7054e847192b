"""What the site changes in Flutter's own scripts is found there, or the build stops."""

import pytest

from companion.publish import sources
from companion.site.client import client_files, unzoomed
from companion.site.failure import BuildError


def test_flutter_asks_for_the_size_that_the_page_tells() -> None:
    files = client_files(sources().client)
    for name, count in {"main.dart.js": 5, "main.dart.mjs": 1}.items():
        script = files[name].decode()
        assert script.count(".companionViewport||") == count
        assert script.count(".visualViewport") == count, f"{name} asks past the page"


def test_a_client_that_asks_in_another_place_stops_the_build() -> None:
    with pytest.raises(BuildError):
        unzoomed("main.dart.mjs", "_1: x0 => x0.visualViewport, _2: x0 => x0.visualViewport")
    with pytest.raises(BuildError):
        unzoomed("main.dart.mjs", "_1: x0 => x0['visualViewport']")
