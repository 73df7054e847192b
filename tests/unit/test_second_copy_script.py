"""A second copy whose file opens and is damaged further on: made anew, and never in the way of the journal."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from companion import browser
from companion.site.snapshot import node

SCRIPTS = Path(browser.__file__).parent / "js"
RENEWED = "companion-mirror-anew-1"


@pytest.fixture(scope="module", name="ran")
def _ran() -> Any:
    """What the script found, in Node, with js/records.js as it is."""
    command = [node(), str(Path(__file__).parent / "second_copy_script.mjs"), str(SCRIPTS)]
    return json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)


@pytest.mark.parametrize(("where", "rows"), [("opens", ["a"]), ("behind", ["a", "b"]), ("copied", ["a", "b"])])
def test_a_copy_that_opens_and_cannot_be_read_is_made_anew_in_another_place(
    ran: Any, where: str, rows: list[str]
) -> None:
    found = ran[where]
    assert (found["mirrorFailure"], found["rows"]) == ("", rows) and "companion-mirror" in found["places"], found


def test_a_new_copy_that_cannot_be_filled_is_not_left_in_the_stead_of_the_old_one(ran: Any) -> None:
    found = ran["unfilled"]
    assert found["mirrorFailure"] and RENEWED not in found["places"]


def test_chromium_makes_its_damaged_files_anew_by_itself(ran: Any) -> None:
    found = ran["chromium"]
    assert found["state"]["mirrorFailure"] and not found["state"]["canRenew"] and RENEWED not in found["places"]


def test_a_damaged_copy_that_has_seen_more_than_the_database_is_waited_for(ran: Any) -> None:
    found = ran["newer"]
    assert found["state"]["mirrorFailure"] and not found["state"]["canRenew"] and RENEWED not in found["places"]


def test_a_database_whose_rows_cannot_be_counted_is_unread_and_no_private_window(ran: Any) -> None:
    assert ran["main"] == "FirstUnread"
