"""More → About says which clinical judgments nobody at the clinic has signed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from companion.app.device import device_companion
from companion.app.running import Companion
from companion.config import Settings, assets_dir
from companion.safety_rules import load_judgements
from tests.views.conftest import CLINIC, open_window
from tests.views.harness import Window

pytestmark = pytest.mark.asyncio
REGISTER = load_judgements(assets_dir())


@pytest_asyncio.fixture
async def signed(tmp_path: Path) -> AsyncIterator[Window]:
    """The app of a clinic that has signed one judgement."""
    first = {"judgement": REGISTER[0].id, "by": "Dr. Example", "on": "2026-12-01"}
    clinic = replace(CLINIC, signed=[first])
    companion = device_companion(Settings(tmp_path / "data", assets_dir(), clinic))
    await companion.start()
    while companion.opening.opened is None:
        await companion.background.sleep(0.001)
    await companion.opening.opened.preferences.change(was_welcomed=True, country="US", has_read_limits=True)
    async for window in open_window(companion):
        yield window
    await companion.stop()


async def test_without_a_clinic_every_judgement_is_shown_as_not_signed(app: Companion, window: Window) -> None:
    await window.go("/more/about")
    assert f"{len(REGISTER)} clinical judgments have not been signed by a clinician" in window.texts()
    await window.tap("What a clinician has to sign")
    texts = window.texts()
    assert all(judgement.says in texts for judgement in REGISTER)
    assert "Not signed yet" in texts and "Signed" not in texts


async def test_a_signed_judgement_shows_who_signed_it_and_when(signed: Window) -> None:
    await signed.go("/more/judgements")
    texts = signed.texts()
    assert any(text.startswith("Signed by Dr. Example") and "2026" in text for text in texts)
    assert texts.index("Not signed yet") < texts.index("Signed") < texts.index(REGISTER[0].says)
