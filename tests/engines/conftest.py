"""A browser of each engine for the tests of a file, and sites for them.

Each site has an address of its own, so that each test meets an empty journal in the same browser.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.engines.chromium import Chromium
from tests.engines.engine import Engine
from tests.engines.firefox import Firefox
from tests.engines.install import LEFT_OUT, are_left_out
from tests.engines.webkit import WebKit

OTHERS = ("webkit", "firefox")

Engines = Callable[..., Engine]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what whoever runs the tests does without; the end of tests/run.py says so."""
    if are_left_out():
        here = [one for one in items if Path(__file__).parent in one.path.parents]
        items[:] = [one for one in items if one not in here]
        if here:
            print(LEFT_OUT)


def start(name: str, folder: Path, driver: Playwright, *, private: bool = False) -> Engine:
    """A browser of an engine by its name."""
    if name == "chromium":
        return Chromium(folder, playwright=driver, private=private)
    return {"webkit": WebKit, "firefox": Firefox}[name](folder, private=private)


@pytest.fixture
def engines(tmp_path: Path, playwright: Playwright) -> Iterator[Engines]:
    """Starts browsers of an engine over the profile of that name; `private=True` keeps nothing."""
    with ExitStack() as ends:

        def make(name: str, profile: str = "", *, private: bool = False) -> Engine:
            one = start(name, tmp_path / f"{name}-{profile}{'private' * private}", playwright, private=private)
            ends.callback(one.close)
            return one

        yield make


@pytest.fixture(scope="module", params=OTHERS)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One browser of each engine for all tests of a file: its journal is empty for every site."""
    one = start(request.param, tmp_path_factory.mktemp(request.param), request.getfixturevalue("playwright"))
    yield one
    one.close()
