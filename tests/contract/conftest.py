"""The contracts are marked for pytest-asyncio, and are imported where it is off, too."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "asyncio: run by pytest-asyncio")
