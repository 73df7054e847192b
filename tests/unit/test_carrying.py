"""What comes along with a page that is loaded again: under its own key, once, and never in the way of the journal."""

import base64
import json
from datetime import UTC, date, datetime

import pytest

from companion.browser.carrying import PLACE, PageCarrier
from companion.device.sealing import AesGcmSealing
from companion.domain.journal import Draft, Occurrence, Unsaved
from companion.ports import Part

pytestmark = pytest.mark.asyncio
SEALING = AesGcmSealing(bytes(range(32)))
AT = Occurrence(datetime(2026, 11, 30, 3, tzinfo=UTC), "UTC", date(2026, 11, 30), "03:00")
DRAFT = Unsaved(Draft("one", "daily-check-in", AT, {"mood": 6}), 3)


class Tab:
    """The page's part: the name of its tab, which is taken once."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def ask(self, what: str) -> str:
        """As answers.carried of js/storage.js."""
        assert what == "carried"
        name, self.name = self.name, ""
        return json.dumps(name)


async def sealed(text: bytes, place: bytes = PLACE) -> str:
    (found,) = await SEALING.seal_many([Part(text, place)])
    return base64.b64encode(found).decode()


async def test_a_draft_comes_along_once() -> None:
    tab = Tab(await PageCarrier(None, SEALING).sealed([DRAFT]))
    carrier = PageCarrier(tab, SEALING)
    assert list(await carrier.carried()) == [DRAFT] and list(await carrier.carried()) == []


async def test_another_journals_key_opens_nothing() -> None:
    tab = Tab(await PageCarrier(None, SEALING).sealed([DRAFT]))
    assert list(await PageCarrier(tab, AesGcmSealing(bytes(32))).carried()) == []


@pytest.mark.parametrize(
    "name",
    ["x", "!!!", "ü", "AAAA", "é" * 5, base64.b64encode(bytes(300)).decode(), *(f"{'A' * n}=" for n in range(1, 6))],
)
async def test_a_name_that_another_page_gave_the_tab_does_not_keep_the_journal_shut(name: str) -> None:
    assert list(await PageCarrier(Tab(name), SEALING).carried()) == []


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"7",
        b"[[]]",
        b'[["one", {}, {}]]',
        b'[[1, "one", {}, {}]]',
        b'[[{}, "one"]]',
        b'[["one", [], 1]]',
        b"\xff",
        b"[3]",
    ],
)
async def test_drafts_that_this_app_does_not_understand_do_not_keep_it_shut_either(text: bytes) -> None:
    assert list(await PageCarrier(Tab(await sealed(text)), SEALING).carried()) == []


async def test_a_part_of_another_place_is_no_draft() -> None:
    assert list(await PageCarrier(Tab(await sealed(b"[]", b"other")), SEALING).carried()) == []
