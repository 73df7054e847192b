"""What every test may use: no keyring of the machine, and a journal in a folder of its own."""

import gc
import os

import pytest
from hypothesis import HealthCheck, settings

# Machines are shared: how long an example takes says nothing. A run before a landing tries the same examples each time;
# HYPOTHESIS_EXPLORE=1 looks for new ones. An example that fails becomes a test of its own.
settings.register_profile(
    "shared",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=not os.environ.get("HYPOTHESIS_EXPLORE"),
)
settings.load_profile("shared")


def pytest_collection_finish() -> None:
    """What was imported is never rubbish: a test that looks for what is still held does not look through all of it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of tests never reach the keyring of whoever runs them."""
    monkeypatch.setenv("COMPANION_KEYRING", "off")
