"""A page that is cut off from its storage at every start is not loaded again for ever."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from companion import browser
from companion.site.snapshot import node

SCRIPTS = Path(browser.__file__).parent / "js"


@pytest.fixture(scope="module", name="ran")
def _ran() -> Any:
    """What each page was answered, in Node, by js/storage.js as it is."""
    command = [node(), str(Path(__file__).parent / "loaded_again_script.mjs"), str(SCRIPTS)]
    return json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)


def test_a_storage_that_ends_at_every_start_loads_the_page_three_times(ran: Any) -> None:
    assert ran["atOnce"] == [True, True, True, False, False]


def test_a_journal_that_was_open_for_a_while_begins_a_new_count(ran: Any) -> None:
    assert ran["aWhile"] == [True, True, True, False, True, True, True, False] and all(ran["often"])


def test_where_it_cannot_be_counted_the_page_is_not_loaded_again(ran: Any) -> None:
    assert ran["refused"] == [False] and ran["foreign"] == [True]
