"""What every test may use: no keyring of the machine, and a journal in a folder of its own."""

import pytest


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of tests never reach the keyring of whoever runs them."""
    monkeypatch.setenv("COMPANION_KEYRING", "off")
