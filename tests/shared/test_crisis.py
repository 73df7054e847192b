"""The shipped help lines agree with the facts beside the repository (../shared, or where SHARED says).

Not part of `make test`: a fresh clone has no such folder. `.ci/run` calls it, and it fails where the folder is missing.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from companion.config import assets_dir
from tests.help_facts import RANK, shipped_fact

SHARED = Path(os.environ.get("SHARED", Path(__file__).parents[3] / "shared"))
FACTS = SHARED / "clinical" / "crisis.yaml"
SHIPPED = json.loads((assets_dir() / "crisis.json").read_text("utf-8"))
LINES = {line["id"]: line for line in SHIPPED["lines"]}
NOT_LINES = {"us_911"}
"""In the facts among the lines; shipped as the country's emergency number."""

EXTRA_LANGUAGES = {"sg_1771": {"zh", "ms", "ta"}, "in_telemanas": {"hi", "en"}, "za_sadag": {"en"}}
"""Shipped although the facts say "check", or name them in a sentence: seen on public pages."""


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    assert FACTS.is_file(), f"the facts are not there: {FACTS}"
    read: dict[str, Any] = yaml.safe_load(FACTS.read_text("utf-8"))
    return read


def lines_of(facts: dict[str, Any]) -> dict[str, Any]:
    return {one["id"]: one for one in facts["resources"] if one["id"] not in NOT_LINES}


def test_every_line_of_the_facts_ships_and_no_other(facts: dict[str, Any]) -> None:
    assert LINES.keys() == lines_of(facts).keys()


def test_the_emergency_numbers_are_equal(facts: dict[str, Any]) -> None:
    told = {code: one["uri"] for code, one in facts["emergency_numbers"].items() if code != "EU_DEFAULT"}
    assert {code: one["uri"] for code, one in SHIPPED["emergency"].items()} == told


def test_countries_kinds_and_channels_are_equal(facts: dict[str, Any]) -> None:
    for id, told in lines_of(facts).items():
        own = shipped_fact(LINES[id])
        wanted = sorted(f"{one['type']} {_uri(one)}" for one in told["channels"])
        assert (own["country"], own["kind"]) == (told["country"], told["kind"]), id
        assert [one.replace("www.", "").rstrip("/") for one in own["channels"]] == [
            one.replace("www.", "").rstrip("/") for one in wanted
        ], id


def _uri(channel: dict[str, Any]) -> str:
    return f"{channel['uri']}?&body={channel['body']}" if channel.get("body") else channel["uri"]


def test_a_line_counts_as_always_open_only_where_the_facts_say_so(facts: dict[str, Any]) -> None:
    for id, told in lines_of(facts).items():
        own = shipped_fact(LINES[id])["hours"]
        assert (own == "always") == (told["hours"] == "24/7"), id
        assert own == "unsure" or "check" not in told["hours"], id


def test_no_channel_is_surer_than_the_facts_say(facts: dict[str, Any]) -> None:
    for id, told in lines_of(facts).items():
        said = re.findall(r"(medium-high|medium|high)(?: \(([^)]*)\))?", str(told["confidence"]))
        for one in LINES[id]["channels"]:
            kind = {"call": "phone"}.get(one["type"], one["type"])
            fitting = [level for level, what in said if kind in what] or [said[0][0]]
            own = one.get("confidence", LINES[id]["confidence"])
            assert RANK.index(own) <= RANK.index(fitting[-1]), (id, one["display"])


def test_every_language_that_is_sure_is_there(facts: dict[str, Any]) -> None:
    for id, told in lines_of(facts).items():
        sure = {one for one in told["languages"] if re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", one)}
        assert sure | EXTRA_LANGUAGES.get(id, set()) == set(LINES[id]["languages"]), id
        for one in set(told["languages"]) - sure:
            if "check" not in one:
                assert _is_said(LINES[id], one), (id, one)


def _is_said(line: dict[str, Any], told: str) -> bool:
    """Whether Help says in some way that more is spoken: at times, through an interpreter, or in the note."""
    said = line.get("access", "")
    return bool(line.get("at_times") or line.get("interpreters") or "anguages" in said or "request" in said)


def test_every_note_is_told_to_the_person_or_kept_for_maintainers(facts: dict[str, Any]) -> None:
    for id, told in lines_of(facts).items():
        if told.get("note"):
            assert LINES[id]["note"] or LINES[id].get("access") or LINES[id].get("remark"), id
