"""What the person has set, kept as one record."""

import asyncio

import pytest

from companion.device.sealing import AesGcmSealing
from companion.services.preferences import Consent, Preferences
from companion.store.vault import open_vault
from tests.fakes import MemoryRecords

pytestmark = pytest.mark.asyncio


async def test_two_changes_at_the_same_moment_are_both_kept() -> None:
    records, sealing = MemoryRecords(), AesGcmSealing(bytes(32))
    preferences = Preferences(await open_vault(records, sealing))
    await preferences.change(country="CA")

    await asyncio.gather(preferences.change(was_asked_to_keep=True), preferences.change(consent=Consent.YES))

    kept = Preferences(await open_vault(records, sealing)).choices
    assert (kept.country, kept.was_asked_to_keep, kept.consent) == ("CA", True, Consent.YES)
