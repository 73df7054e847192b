"""Storage that fails without a word: run in Node, as the page runs it."""

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
    """What the script found."""
    command = [node(), str(Path(__file__).parent / "storage_script.mjs"), str(SCRIPTS)]
    return json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)


def test_a_batch_taken_back_without_a_reason_is_written_once_more_where_the_database_was_closed(ran: Any) -> None:
    assert ran["closed"] == "done true"


def test_where_it_was_not_closed_it_is_said_that_the_browser_took_it_back(ran: Any) -> None:
    assert ran["full"] == "TakenBack"


def test_a_record_without_its_header_is_an_empty_one_and_hides_no_other(ran: Any) -> None:
    assert ran["index"] == [["a", 1, 2, 1], ["b", 1, 2, 0], ["c", 1, 2, 2]] and ran["data"] == [7, 8, 9]
